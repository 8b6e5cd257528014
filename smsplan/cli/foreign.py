"""Files that are none of what is read here, told by how they begin."""

import re
from typing import Final

BEGINNING: Final = 4096
"""Octets that are looked at."""

_SAVE: Final = "open it there and save it as CSV (in Excel: CSV UTF-8)"
_UNPACK: Final = "unpack it"
_EXPORT: Final = "export the table as CSV"
_KINDS: Final = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), what, remedy)
    for pattern, what, remedy in (
        (rb"PK\x03\x04.*(?:\[Content_Types\]|xl/)", "an Excel workbook (.xlsx)", _SAVE),
        (rb"PK\x03\x04.*opendocument\.spreadsheet", "an OpenDocument spreadsheet (.ods)", _SAVE),
        (rb"PK\x03\x04.*Index/", "a Numbers spreadsheet", "open it there and export it as CSV"),
        (rb"PK(?:\x03\x04|\x05\x06)", "a zip archive", _UNPACK),
        (rb"\xd0\xcf\x11\xe0", "an Excel workbook (.xls), or another file of Office", _SAVE),
        (rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)", "HTML or XML", _SAVE),
        (rb"\{\\rtf", "a document (RTF)", _SAVE),
        (rb"%PDF", "a PDF", "give the table that it was made from, as CSV"),
        (rb"\x1f\x8b", "gzip, compressed", _UNPACK),
        (rb"BZh[1-9]", "bzip2, compressed", _UNPACK),
        (rb"\xfd7zXZ", "xz, compressed", _UNPACK),
        (rb"\x28\xb5\x2f\xfd", "Zstandard, compressed", _UNPACK),
        (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
        (rb"Rar!\x1a", "a RAR archive", _UNPACK),
        (rb"SQLite format 3\x00", "an SQLite database", _EXPORT),
        (rb"\x89PNG|\xff\xd8\xff", "a picture", "give the table, as CSV"),
    )
)


def refusal(beginning: bytes) -> str | None:
    """Name what a file is, and say what to do with it; ``None`` if it is nothing known.

    >>> refusal(b"%PDF-1.7")
    'it is a PDF; give the table that it was made from, as CSV'
    """
    return next(
        (f"it is {what}; {remedy}" for kind, what, remedy in _KINDS if kind.match(beginning)), None
    )
