"""A file as text: its encoding, its lines, and where in them an index stands."""

import re
from array import array
from bisect import bisect_right
from codecs import BOM_UTF8
from functools import cached_property
from typing import Final, NoReturn

from msgspec import Struct

from smsplan.errors import CatalogError

LF_OR_CRLF: Final = re.compile(r"\r?\n")
"""The line ends of plain text, where a lone carriage return is part of a message."""
ANY_LINE_END: Final = re.compile(r"\r\n?|\n")
"""The line ends of the other formats."""


class Place(Struct, frozen=True):
    """Where a character stands: 1-based ``line`` and ``column``, in code points.

    ``source`` is that line of the file, without its end.  Where ``exact`` is
    false, the place is that where the message begins.
    """

    line: int
    column: int
    source: str
    exact: bool = True


class Source(Struct, frozen=True, dict=True):
    """The text of a file, without its byte order mark, and how its octets were read."""

    text: str
    charset: str = "utf-8"
    bom: bytes = b""
    line_end: re.Pattern[str] = ANY_LINE_END

    def place(self, index: int, *, exact: bool = True) -> Place:
        """Find the line and column of an index into the text."""
        begins, ends = self._lines
        line = bisect_right(begins, index)
        begin = begins[line - 1]
        # One copy of each line, however many places it has: a line may be of megabytes.
        if line not in self._shown:
            self._shown[line] = self.text[begin : ends[line - 1]]
        return Place(line, index - begin + 1, self._shown[line], exact)

    def error(self, reason: str, index: int) -> CatalogError:
        """Return what is wrong at an index into the text."""
        place = self.place(index)
        return CatalogError(reason, place.line, place.column)

    def refuse(self, reason: str, index: int) -> NoReturn:
        """Raise what :meth:`error` says."""
        raise self.error(reason, index)

    def encode(self, text: str) -> bytes:
        """Return the octets of a text that takes the place of this one."""
        return self.bom + text.encode(self.charset)

    @cached_property
    def _lines(self) -> "tuple[array[int], array[int]]":
        begins, ends = array("q", [0]), array("q")
        for end in self.line_end.finditer(self.text):
            ends.append(end.start())
            begins.append(end.end())
        ends.append(len(self.text))
        return begins, ends

    @cached_property
    def _shown(self) -> dict[int, str]:
        return {}


def decode(
    content: bytes, charset: str = "utf-8", line_end: re.Pattern[str] = ANY_LINE_END
) -> Source:
    """Read octets as text that gives the same octets again.

    A byte order mark of UTF-8 outweighs ``charset``.  Raises
    :class:`~smsplan.errors.CatalogError` where the octets are of another encoding.
    """
    bom = b""
    if content.startswith(BOM_UTF8):
        bom, charset = BOM_UTF8, "utf-8"
    octets = content[len(bom) :]
    try:
        text = octets.decode(charset)
    except UnicodeDecodeError as error:
        _refuse(octets, charset, error.start, len(bom), line_end)
    if charset != "utf-8" and (again := text.encode(charset, "replace")) != octets:
        pairs = enumerate(zip(octets, again, strict=False))
        shorter = min(len(octets) - 1, len(again))
        differing = next((at for at, (octet, back) in pairs if octet != back), shorter)
        _refuse(octets, charset, differing, len(bom), line_end)
    return Source(text, charset, bom, line_end)


def _refuse(
    octets: bytes, charset: str, offset: int, before: int, line_end: re.Pattern[str]
) -> NoReturn:
    head = octets[:offset].decode(charset, "replace")
    reason = (
        f"octet 0x{octets[offset]:02X} at offset {before + offset} is not "
        f"{charset.upper()}: save the file as {charset.upper()}"
    )
    Source(head, line_end=line_end).refuse(reason, len(head))
