"""Files and streams: read whole or by the line, replaced at once, told by how they begin."""

import errno
import os
import re
import shutil
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

MAX_FILE: Final = 16 << 20
"""Bytes that a file may have which is held in memory as a whole."""
_PIECE: Final = 1 << 20
_READ_OCTETS: Final = 1 << 16


def read_file(path: str | os.PathLike[str]) -> bytes:
    """Read a file, or what is written into a pipe, that is to be held as a whole.

    It ends whatever the path is.  Raises ``OSError`` with a reason where it cannot
    be read, is neither, nobody writes into the pipe, or it has over :data:`MAX_FILE`.
    """
    with open(path, "rb", buffering=0, opener=_at_once) as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
            raise OSError(errno.EINVAL, "it is a device, and no file")
        is_pipe = stat.S_ISFIFO(mode)
        content = bytearray()
        while len(content) <= MAX_FILE and (more := stream.read(_PIECE)) != b"":
            if more is not None:
                content += more
            elif is_pipe:  # something is yet to be written into it
                os.set_blocking(stream.fileno(), True)
            else:
                raise OSError(errno.EAGAIN, "it gives nothing to read")
        if is_pipe and not content:
            raise OSError(errno.EPIPE, "nobody writes into this pipe")
        return bounded(bytes(content))


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for somebody to open the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def bounded(content: bytes) -> bytes:
    """Return content that is not too large to hold; raises ``OSError`` for another one."""
    if len(content) > MAX_FILE:
        raise OSError(errno.EFBIG, f"it has over {MAX_FILE >> 20} MiB, which are too many at once")
    return content


def replace(file: str, before: bytes, after: bytes) -> None:
    """Replace the content of a file at once, mode kept and symbolic links followed.

    Whoever reads the file sees all of ``before`` or all of ``after``, whatever
    happens in between.  Raises ``OSError`` where that cannot be done, or where
    the content is no longer ``before``.
    """
    path = Path(file).resolve()
    if not path.is_file():
        raise OSError(errno.EINVAL, "it is no regular file, so nothing can replace it")
    with beside(path) as (stream, temporary):
        stream.write(after)
        close(stream)
        _refuse_unless(path, before)
        shutil.copymode(path, temporary)
        temporary.replace(path)


@contextmanager
def beside(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a file in the folder of another; in the end it is gone, if it has not replaced that."""
    # Named here and not by tempfile: a signal may come before a name that it gives is known.
    temporary = path.with_name(f".{path.name[:32]}.{token_hex(8)}")
    try:
        stream = open(temporary, "xb", opener=_private)  # noqa: SIM115 - closed below
        try:
            yield stream, temporary
        finally:
            with suppress(OSError):  # what is still to be flushed has no room on a full disk
                stream.close()
    finally:
        temporary.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    """Open a file that nobody else may read until it is what it replaces."""
    return os.open(path, flags, 0o600)


def close(stream: BinaryIO) -> None:
    """Close a file whose content is on the disk, or raise ``OSError``."""
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()


def _refuse_unless(path: Path, before: bytes) -> None:
    """Raise ``OSError`` unless a file may be written to and has the content that was read."""
    with path.open("r+b") as stream:
        if stream.read() != before:
            raise OSError(errno.EBUSY, "it changed while it was being checked")


def read_lines(stream: BufferedReader) -> Iterator[list[bytes]]:
    """Read lines, without their ends, in batches of what has arrived so far.

    Whoever answers each batch before the next one works for a program that
    waits for an answer to every line, and for one that sends a gigabyte.
    Raises ``OSError`` for a line that has no end in :data:`MAX_FILE`.
    """
    pending: list[bytes] = []
    size = 0
    mark = BOM_UTF8
    while octets := stream.read1(_READ_OCTETS):
        *complete, rest = octets.removeprefix(mark).split(b"\n")
        mark = b""
        if complete:
            pending.append(complete[0])
            complete[0] = b"".join(pending)
            pending, size = [], 0
            yield complete
        pending.append(rest)
        size += len(rest)
        if size > MAX_FILE:
            raise OSError(
                errno.EFBIG, f"a line has over {MAX_FILE >> 20} MiB", getattr(stream, "name", None)
            )
    last = b"".join(pending)
    if last:
        yield [last]


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
