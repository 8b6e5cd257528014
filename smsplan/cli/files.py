"""Files that lint reads, writes and compares."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Sequence
from difflib import diff_bytes, unified_diff
from pathlib import Path
from typing import Final

_NO_LINE_END: Final = b"\n\\ No newline at end of file\n"


def expand(folder: Path, patterns: Sequence[str]) -> list[str]:
    """Find the files that match patterns relative to a folder, each once, in order.

    Paths are given relative to the working folder where they are below it.
    Raises ``ValueError`` for a pattern that is not relative, or empty.
    """
    found: dict[str, None] = {}
    for pattern in patterns:
        try:
            paths = sorted(path for path in folder.glob(pattern) if path.is_file())
        except (NotImplementedError, ValueError):
            message = f"{pattern!r} is not a pattern relative to {folder}"
            raise ValueError(message) from None
        found |= dict.fromkeys(_shortest(path) for path in paths)
    return list(found)


def _shortest(path: Path) -> str:
    working = Path.cwd()
    return str(path.relative_to(working) if path.is_relative_to(working) else path)


def replace(file: str, before: bytes, after: bytes) -> None:
    """Replace the content of a file at once, mode kept and symbolic links followed.

    Whoever reads the file sees all of ``before`` or all of ``after``, whatever
    happens in between.  Raises ``OSError`` where that cannot be done, or where
    the content is no longer ``before``.
    """
    path = Path(file).resolve()
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name[:32]}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(stream.fileno())
        _refuse_unless(path, before)
        shutil.copymode(path, temporary)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _refuse_unless(path: Path, before: bytes) -> None:
    """Raise ``OSError`` unless a file may be written to and has the content that was read."""
    with path.open("r+b") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
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
