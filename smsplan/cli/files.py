"""Files that are read as a whole, and that lint writes and compares."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from difflib import diff_bytes, unified_diff
from pathlib import Path
from typing import BinaryIO, Final

MAX_FILE: Final = 16 << 20
"""Bytes that a file may have which is held in memory as a whole."""
_PIECE: Final = 1 << 20
_NO_LINE_END: Final = b"\n\\ No newline at end of file\n"


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
    """Give content that is not too large to hold; raises ``OSError`` for another one."""
    if len(content) > MAX_FILE:
        reason = f"it has over {MAX_FILE >> 20} MiB, which are too many at once"
        raise OSError(errno.EFBIG, reason)
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
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:32]}.", dir=path.parent)
    try:
        stream = os.fdopen(descriptor, "wb")
        try:
            yield stream, Path(name)
        finally:
            with suppress(OSError):  # what is still to be flushed has no room on a full disk
                stream.close()
    finally:
        Path(name).unlink(missing_ok=True)


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


def diff(file: str, before: bytes, after: bytes) -> bytes:
    r"""Write the difference of two contents as a unified diff.

    Only ``\n`` ends a line; every other octet stays as it is.

    >>> print(diff("a.txt", b"one\ntwo", b"one\n2").decode(), end="")
    --- a.txt
    +++ a.txt
    @@ -1,2 +1,2 @@
     one
    -two
    \ No newline at end of file
    +2
    \ No newline at end of file
    """
    name = _diff_name(file)
    lines = diff_bytes(unified_diff, _lines(before), _lines(after), name, name)
    return b"".join(line if line.endswith(b"\n") else line + _NO_LINE_END for line in lines)


def _lines(content: bytes) -> list[bytes]:
    *lines, last = content.split(b"\n")
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _diff_name(file: str) -> bytes:
    """Write a name as patch reads it: in quotes, or with a tab where it has spaces."""
    name = os.fsencode(file)
    if any(octet < ord(" ") or octet in b'"\\\x7f' for octet in name):
        quoted = b"".join(
            bytes([octet])
            if ord(" ") <= octet <= ord("~") and octet not in b'"\\'
            else f"\\{octet:03o}".encode()
            for octet in name
        )
        return b'"' + quoted + b'"'
    return name + b"\t" if b" " in name else name
