"""What a run of the linter has to say, and the forms in which it says it."""

from typing import Protocol

from msgspec import Struct

from smsplan.catalogs import Checked


class Trouble(Struct, frozen=True):
    """Why a file could not be read, or written; where in it, if that is known."""

    file: str
    reason: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return the trouble in one line."""
        place = "" if self.line is None else f":{self.line}:{self.column or 1}"
        return f"{self.file}{place}: {self.reason}"


class Report(Protocol):
    """One form of the report, written while the files are read or at the end."""

    def checked(self, file: str, checked: Checked) -> None:
        """Report a file."""

    def trouble(self, trouble: Trouble) -> None:
        """Report a file that could not be read or written."""

    def end(self) -> None:
        """Report what is only known at the end."""
