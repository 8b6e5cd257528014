"""Which files lint checks, and what it says of those that it does not."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final, NamedTuple

import typer

from smsplan.catalogs import Matched, Target, choose, match
from smsplan.catalogs.files import STANDARD_INPUT, Choice
from smsplan.cli.configuration import FILE, Found
from smsplan.cli.output import Status, fail
from smsplan.cli.reports import Trouble
from smsplan.display import counted

_FILES: Final = f"the files in [tool.smsplan] of {FILE}"


class Files(NamedTuple):
    """The files to check, what was named in vain, and lines that say what is left out."""

    targets: Sequence[Target]
    troubles: Sequence[Trouble]
    notes: Sequence[str]


def choose_files(named: Sequence[str], found: Found, *, is_text: bool, only_matched: bool) -> Files:
    """Choose the files that are named, or with none those of the configuration.

    Where that names none it is standard input, or with ``only_matched`` a mistake.
    """
    patterns = found.configuration.files or ()
    listed = f"{_FILES} ({', '.join(patterns) or 'none'})"
    _refuse_names(named, patterns)
    if not named and not patterns and not only_matched:
        named = (STANDARD_INPUT,)
    only_matched = only_matched and bool(patterns)
    # Whoever configures how text is read says that the files of the patterns are text.
    are_text = is_text or found.configuration.whole is not None
    matched = Matched()
    is_chosen = not named or only_matched or any(Path(name).is_dir() for name in named)
    # What is said of how the patterns' files are read changes nothing where all are text.
    if is_chosen or (are_text and not is_text and set(named) != {STANDARD_INPUT}):
        try:
            matched = match(found.folder, patterns, are_text=are_text)
        except ValueError as error:
            fail(f"{FILE}: [tool.smsplan] files: {error}", Status.USAGE)
    choice = choose(named or None, matched, is_text=is_text, only_matched=only_matched)
    if not named and not matched.files:
        fail(f"no file matches {listed}: nothing would be checked", Status.USAGE)
    if not named and not choice.targets:
        fail(f"none that matches {listed} is read ({_extensions(choice.unread)})", Status.USAGE)
    unmatched = matched.unmatched if is_chosen else ()
    notes = [f"no file matches {pattern} of {_FILES}" for pattern in unmatched]
    return Files(choice.targets, _troubles(choice, listed), [*notes, *_left_out(choice, listed)])


def _troubles(choice: Choice, listed: str) -> list[Trouble]:
    """Tell of each folder that was named in vain why nothing in it is checked."""
    return [
        Trouble(
            folder,
            f"none of its files that match {listed} is read ({_extensions(inside)})"
            if inside
            else f"no file in it matches {listed}: name files, or add a pattern",
        )
        for folder, inside in choice.empty.items()
    ]


def _left_out(choice: Choice, listed: str) -> Iterator[str]:
    if choice.unmatched:
        yield f"{counted(len(choice.unmatched), 'file')} left out by {listed}"
    if choice.unread:
        files = counted(len(choice.unread), "file")
        yield f"{files} left out, of kinds that are not read: {_extensions(choice.unread)}"


def _refuse_names(named: Sequence[str], patterns: Sequence[str]) -> None:
    for name in named:
        message = ""
        if not name:
            message = "the name of a file is empty"
        elif not patterns and Path(name).is_dir():
            message = (
                f"{name} is a folder, and nothing says which of its files have messages:"
                f" name them, or list patterns as files in [tool.smsplan] of {FILE}"
            )
        if message:
            raise typer.BadParameter(message, param_hint="FILE")


def _extensions(files: Iterable[str]) -> str:
    found = sorted({PurePath(file).suffix.lower() for file in files})
    return ", ".join([extension or "no extension" for extension in found])
