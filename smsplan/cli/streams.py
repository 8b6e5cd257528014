"""Where all goes that is written: lines to people, and octets to programs and files."""

import os
import re
import sys
from shutil import get_terminal_size
from typing import Final

from rich.console import Console
from rich.text import Text

from smsplan.display import columns, visible

WORKFLOW_COMMAND: Final = re.compile(r"#(?=#\w*\[)")
"""Where a line has what runners obey anywhere in it: ``##[``, ``##vso[``, ``##teamcity[``."""
_BEGINS_COMMAND: Final = re.compile(r"\A(\s*):(?=:)")
"""A line that the runner of GitHub obeys begins so."""
_GUTTER: Final = "  | "
"""What stands before a quoted line."""
_NARROWEST: Final = 40
_WIDEST: Final = 400


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command; rich itself would end with another status."""
        raise BrokenPipeError


def terminal(*, stderr: bool = False) -> Console:
    """Return a console that prints what it is given: no markup, no guesses at what it means.

    Colours are for terminals; ``FORCE_COLOR`` wants them in any place, ``NO_COLOR`` in
    none.  Of a width that nobody could read the nearest is taken that one can.
    """
    wanted = bool(os.environ.get("FORCE_COLOR")) and not os.environ.get("NO_COLOR")
    width, height = get_terminal_size()
    return _Console(
        stderr=stderr,
        force_terminal=wanted or (sys.stderr if stderr else sys.stdout).isatty(),
        color_system="standard" if wanted else "auto",
        width=min(max(width, _NARROWEST), _WIDEST),
        height=height,
        markup=False,
        highlight=False,
        emoji=False,
    )


def inert(text: str) -> str:
    r"""Escape what a terminal, or the runner of a workflow, would obey within a line.

    >>> print(inert("a\x1b[2J ##[error]b"))
    a\x1b[2J \x23#[error]b
    """
    return WORKFLOW_COMMAND.sub(r"\\x23", visible(text))


def quotation(rows: str) -> list[str]:
    r"""Put a quoted line, and the carets below it, behind a gutter.

    >>> print("\n".join(quotation("a ##[x]\n  ^")))
      | a \x23#[x]
      |   ^^^^
    """
    source, *carets = rows.split("\n")
    for found in reversed([*WORKFLOW_COMMAND.finditer(source)]):
        column = columns(source[: found.start()])
        carets = [row[:column] + row[column : column + 1] * 3 + row[column:] for row in carets]
    return [f"{_GUTTER}{row}".rstrip() for row in (inert(source), *carets)]


def say(*lines: str | Text, stderr: bool = False) -> None:
    r"""Write to people: each argument is one line, whatever is in it.

    What a terminal or the runner of a workflow would obey comes out as an escape.  So
    does a line end: what was read from elsewhere cannot begin a line of its own.

    >>> say("no file \x1b[2J\nsmsplan: all is well", "  ::error::x")
    no file \x1b[2J\nsmsplan: all is well
      \x3a:error::x
    """
    console = terminal(stderr=stderr)
    for line in lines:
        plain = line if isinstance(line, str) else line.plain
        shown = _BEGINS_COMMAND.sub(r"\1\\x3a", inert(plain))
        if not console.is_terminal:  # ten times as fast
            console.file.write(f"{shown}\n")
        else:
            console.print(_styled(line, shown, console), soft_wrap=True)
    console.file.flush()


def _styled(line: str | Text, shown: str, console: Console) -> Text:
    """Return a line as it is to be shown, in its styles unless something escaped is of several."""
    if isinstance(line, Text):
        parts = ((inert(part.text), part.style or "") for part in line.render(console))
        line = Text.assemble(*parts, style=line.style)
        if line.plain == shown:
            return line
    return Text(shown)


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
