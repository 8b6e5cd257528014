"""Where octets go: reports for programs, in UTF-8 whatever the locale is, and files."""

import sys


def write(content: bytes, *, stderr: bool = False) -> None:
    """Write octets, after all that was printed before."""
    stream = sys.stderr if stderr else sys.stdout
    stream.flush()
    rest = memoryview(content)
    while rest:  # an unbuffered stream may take a part, as of a pipe that is being closed
        rest = rest[stream.buffer.write(rest) :]
    stream.flush()


def write_line(line: bytes, *, stderr: bool = False) -> None:
    """Write octets and a line end, after all that was printed before."""
    write(line + b"\n", stderr=stderr)
