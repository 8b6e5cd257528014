"""What a run of the linter has to say, and the forms in which it says it."""

from typing import Protocol

from msgspec import Struct

from smsplan.catalogs import Place
from smsplan.findings import Finding


class Located(Struct, frozen=True):
    """A finding and where it is in the file.

    ``text`` is the message that it is about, the ``index``-th of the file,
    ``key`` its key.  ``end`` is the place after the last character.  ``edits``
    are the places of the edits of its fix; ``fixable`` says that ``--fix``
    makes them, ``saved`` how many messages ``--fix`` saves of this one.
    """

    finding: Finding
    index: int
    text: str
    key: str
    start: Place
    end: Place
    edits: tuple[tuple[Place, Place], ...] = ()
    fixable: bool = False
    saved: int = 0


class Checked(Struct, frozen=True):
    """What was found in a file, or in as much of standard input as has arrived.

    ``verbatim`` says that the file has the characters of a message as they are.
    ``msg_count`` is what all its messages need, ``fixed_msg_count`` what they
    would need after ``--fix``; both are ``None`` for templates.
    """

    file: str
    verbatim: bool
    texts: int
    located: tuple[Located, ...]
    msg_count: int | None
    fixed_msg_count: int | None


class Trouble(Struct, frozen=True):
    """Why a file could not be read, or written; where in it, if that is known."""

    file: str
    reason: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Say it in one line."""
        place = "" if self.line is None else f":{self.line}:{self.column or 1}"
        return f"{self.file}{place}: {self.reason}"


class Report(Protocol):
    """One form of the report, written while the files are read or at the end."""

    def checked(self, checked: Checked) -> None:
        """Report a file."""

    def trouble(self, trouble: Trouble) -> None:
        """Report a file that could not be read or written."""

    def end(self) -> None:
        """Report what is only known at the end."""
