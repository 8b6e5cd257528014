"""Which files lint checks: those that are named, or those that the configuration names."""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import Final

import typer
from msgspec import Struct

from smsplan.catalogs import Kind
from smsplan.cli import options
from smsplan.cli.configuration import FILE, Found
from smsplan.cli.output import Status, fail
from smsplan.cli.reports import Trouble
from smsplan.display import counted

_FILES: Final = f"the files in [tool.smsplan] of {FILE}"


class Target(Struct, frozen=True):
    """A file to check; ``is_text`` if the user says so where its name does not say what it is."""

    file: str
    is_text: bool = False


class Choice:
    """The files to check, what was named in vain, and lines that say what is left out.

    Each file is there once, by the name that it has first; files are told apart by
    their real paths.  A folder stands for those of its files that the configuration
    names.  With nothing named all that it names are meant, or standard input where
    it names none.  With ``force_exclude`` a file that it does not name is left out.
    """

    def __init__(
        self, named: Sequence[str], found: Found, *, force_exclude: bool, is_text: bool
    ) -> None:
        if "" in named:
            message = "the name of a file is empty"
            raise typer.BadParameter(message, param_hint="FILES")
        self.troubles: list[Trouble] = []
        self.notes: list[str] = []
        self._folder = found.folder
        self._patterns = found.configuration.files or ()
        self._force_exclude = force_exclude
        self._is_text = is_text
        # Whoever configures how text is read says that the files of the patterns are text.
        self._configured_is_text = is_text or found.configuration.whole is not None
        self._targets: dict[str, Target] = {}
        self._excluded: set[str] = set()
        self._not_read: dict[str, str] = {}
        for name in named:
            self._name(name)
        if not named:
            self._name_nothing()
        if self._excluded:
            files = counted(len(self._excluded), "file")
            self.notes.append(f"{files} left out by {self._listed}")
        if self._not_read:
            files = counted(len(self._not_read), "file")
            extensions = _extensions(self._not_read.values())
            self.notes.append(f"{files} left out, of kinds that are not read: {extensions}")

    @property
    def targets(self) -> Iterable[Target]:
        """The files to check, in order."""
        return self._targets.values()

    def _name(self, name: str) -> None:
        """Take what was named."""
        real = os.path.realpath(name)
        if name == options.STANDARD_INPUT:
            self._targets[name] = Target(name, is_text=self._is_text)
        elif Path(name).is_dir():
            self._name_folder(name, real)
        elif not (self._force_exclude and self._patterns):
            says_so = self._configured_is_text and real in self._configured
            self._targets.setdefault(real, Target(name, is_text=self._is_text or says_so))
        elif real in self._configured:
            self._take({real: name})
        else:
            self._excluded.add(real)

    def _name_folder(self, name: str, real: str) -> None:
        if not self._patterns:
            message = (
                f"{name} is a folder, and nothing says which of its files have messages:"
                f" name them, or list patterns as files in [tool.smsplan] of {FILE}"
            )
            raise typer.BadParameter(message, param_hint="FILES")
        inside = {
            path: file
            for path, file in self._configured.items()
            if PurePath(path).is_relative_to(real)
        }
        if not inside:
            reason = f"no file in it matches {self._listed}: name files, or add a pattern"
            self.troubles.append(Trouble(name, reason))
        elif not self._take(inside):
            reason = f"none of its files that match {self._listed} is read"
            self.troubles.append(Trouble(name, f"{reason} ({_extensions(inside.values())})"))

    def _name_nothing(self) -> None:
        """Take what the configuration names, or standard input."""
        if not self._patterns and not self._force_exclude:
            self._name(options.STANDARD_INPUT)
        elif not self._configured:
            fail(f"no file matches {self._listed}: nothing would be checked", Status.USAGE)
        elif not self._take(self._configured):
            extensions = _extensions(self._configured.values())
            fail(f"none that matches {self._listed} is read ({extensions})", Status.USAGE)

    @cached_property
    def _configured(self) -> Mapping[str, str]:
        """The names of the files that the patterns match, by their real paths."""
        files: dict[str, str] = {}
        for pattern in self._patterns:
            try:
                matching = _matching(self._folder, pattern)
            except ValueError as error:
                fail(f"{FILE}: [tool.smsplan] files: {error}", Status.USAGE)
            if not matching:
                self.notes.append(f"no file matches {pattern} of {_FILES}")
            files = {os.path.realpath(path): path for path in matching} | files
        return files

    @property
    def _listed(self) -> str:
        patterns = ", ".join(self._patterns) or "none"
        return f"{_FILES} ({patterns})"

    def _take(self, files: Mapping[str, str]) -> bool:
        """Take those files that the configuration names which are read; say if there are any."""
        taken = False
        for path, file in files.items():
            try:
                Kind.of(file, is_text=self._configured_is_text)
            except ValueError:
                self._not_read[path] = file
            else:
                self._targets.setdefault(path, Target(file, is_text=self._configured_is_text))
                taken = True
        return taken


def _matching(folder: Path, pattern: str) -> list[str]:
    """Find the files that match a pattern, in order.

    Paths are given relative to the working folder where they are below it.
    Raises ``ValueError`` for a pattern that is not relative, or empty.
    """
    try:
        paths = sorted(path for path in folder.glob(pattern) if path.is_file())
    except (NotImplementedError, ValueError):
        message = f"{pattern!r} is not a pattern relative to {folder}"
        raise ValueError(message) from None
    working = Path.cwd()
    return [
        str(path.relative_to(working) if path.is_relative_to(working) else path) for path in paths
    ]


def _extensions(files: Iterable[str]) -> str:
    """Name the extensions of files, each once."""
    found = sorted({PurePath(file).suffix.lower() for file in files})
    return ", ".join([extension or "no extension" for extension in found])
