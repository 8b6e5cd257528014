"""Which files are checked: those that are named, and those that patterns match."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Final

from msgspec import Struct

from smsplan.arguments import checked
from smsplan.catalogs.kinds import Kind

STANDARD_INPUT: Final = "-"


class Target(Struct, frozen=True):
    """A file to check; ``is_text`` if that is said where its name does not say what it is."""

    file: str
    is_text: bool = False


class Matched(Struct, frozen=True):
    """The files that patterns match, and the patterns that match none.

    ``files`` has their names by their real paths; ``are_text`` is as of a :class:`Target`.
    """

    files: Mapping[str, str] = {}
    unmatched: tuple[str, ...] = ()
    are_text: bool = False


class Choice(Struct, frozen=True):
    """The files to check, and what is left out.

    Each file is there once, by the name that it has first; files are told apart by their
    real paths.  ``unmatched`` are files that were named but match no pattern, ``unread``
    those of kinds that are not read.  ``empty`` are folders of which nothing is checked,
    each with the files of it that patterns match.
    """

    targets: tuple[Target, ...]
    unmatched: tuple[str, ...]
    unread: tuple[str, ...]
    empty: Mapping[str, tuple[str, ...]]


@checked
def match(folder: Path, globs: Iterable[str], *, are_text: bool = False) -> Matched:
    """Find the files that patterns match, which are relative to a folder, in order.

    Names are relative to the working folder where they are below it.  Raises
    ``ValueError`` for a pattern that is not relative, or empty.
    """
    files: dict[str, str] = {}
    unmatched = []
    working = Path.cwd()
    for pattern in globs:
        message = f"{pattern!r} is not a pattern relative to {folder}"
        if not PurePath(pattern).parts:  # the folder itself, of which glob makes any error
            raise ValueError(message)
        try:
            paths = sorted(path for path in folder.glob(pattern) if path.is_file())
        except (NotImplementedError, ValueError):
            raise ValueError(message) from None
        if not paths:
            unmatched.append(pattern)
        for path in paths:
            name = path.relative_to(working) if path.is_relative_to(working) else path
            files.setdefault(os.path.realpath(path), str(name))
    return Matched(files, tuple(unmatched), are_text)


@checked
def choose(
    named: Sequence[str] | None,
    matched: Matched,
    *,
    is_text: bool = False,
    only_matched: bool = False,
) -> Choice:
    """Choose the files to check.

    ``named`` are names of files and folders, or ``None`` for all that patterns match; a
    folder stands for those of its files that they match.  ``is_text`` says that files whose
    names do not say what they are are text, ``only_matched`` that files that no pattern
    matches are left out.
    """
    targets: dict[str, Target] = {}
    unmatched: dict[str, str] = {}
    unread: dict[str, str] = {}
    empty: dict[str, tuple[str, ...]] = {}

    def take(files: Mapping[str, str]) -> None:
        for path, file in files.items():
            if Kind.is_read(file, is_text=matched.are_text):
                targets.setdefault(path, Target(file, matched.are_text))
            else:
                unread[path] = file

    if named is None:
        take(matched.files)
    for name in named or ():
        path = os.path.realpath(name)
        if name == STANDARD_INPUT:
            targets[name] = Target(name, is_text)
        elif Path(name).is_dir():
            inside = {
                real: file
                for real, file in matched.files.items()
                if PurePath(real).is_relative_to(path)
            }
            take(inside)
            if not inside.keys() & targets.keys():
                empty[name] = tuple(inside.values())
        elif not only_matched:
            says_so = matched.are_text and path in matched.files
            targets.setdefault(path, Target(name, is_text or says_so))
        elif path in matched.files:
            take({path: name})
        else:
            unmatched[path] = name
    return Choice(tuple(targets.values()), tuple(unmatched.values()), tuple(unread.values()), empty)
