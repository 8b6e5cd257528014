"""What a run of the linter has to say, and the forms in which it says it."""

import os
from abc import ABC, abstractmethod
from functools import cache
from pathlib import Path

from msgspec import Struct

from smsplan.catalogs import Checked
from smsplan.cli.streams import say


class Trouble(Struct, frozen=True):
    """Why a file could not be read, or written; where in it, if that is known."""

    file: str
    reason: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = "" if self.line is None else f":{self.line}:{self.column or 1}"
        return f"{self.file}{place}: {self.reason}"


class Report(ABC):
    """One form of the report, written while the files are read or at the end."""

    def __init__(self, *, stderr: bool = False) -> None:
        self._stderr = stderr

    @abstractmethod
    def checked(self, file: str, checked: Checked) -> None:
        """Report what was found in a file."""

    def trouble(self, trouble: Trouble) -> None:
        """Report a file that could not be read or written: on standard error, if not otherwise."""
        say(f"smsplan: {trouble}", stderr=True)

    def end(self) -> None:  # noqa: B027 - most have said all
        """Report what is only known at the end."""


def in_repository(file: str) -> Path:
    """Return the path of a file from the root of the repository that the working folder is in.

    It is from the working folder where that is in none, and absolute for a file elsewhere.
    """
    working = Path.cwd()
    path = Path(file)
    path = path.resolve() if path.is_absolute() or os.pardir in path.parts else working / path
    root = _root(working)
    return path.relative_to(root) if path.is_relative_to(root) else path


@cache
def _root(working: Path) -> Path:
    folders = (working, *working.parents)
    return next((folder for folder in folders if (folder / ".git").exists()), working)
