"""The difference of two contents of a file, as patch reads it."""

import os
from difflib import diff_bytes, unified_diff
from typing import Final

_NO_LINE_END: Final = b"\n\\ No newline at end of file\n"


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
