"""Edits after edits, as edits of the first text."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from smsplan.findings import Edit, apply


class _Change(NamedTuple):
    """A change as it lies in the text between the first edits and the second."""

    start: int
    end: int
    growth: int
    """How much longer that text is for it."""
    later: tuple[Edit, ...]
    """The one of the second edits that it is, if it is."""


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits of ``text`` that do what ``first`` and then ``second`` do.

    Edits of the one that overlap edits of the other become one.

    >>> compose("a… b", [Edit(1, 2, "...")], [Edit(3, 5, "")])
    (Edit(start=1, end=3, replacement='..'),)
    """
    if not first or not second:
        return tuple(first or second)
    between = apply(text, first)
    composed = []
    shift = 0
    for start, end, growth, later in _overlapping(first, second):
        inside = [Edit(edit.start - start, edit.end - start, edit.replacement) for edit in later]
        replacement = apply(between[start:end], inside)
        composed.append(Edit(start - shift, end - shift - growth, replacement))
        shift += growth
    return tuple(composed)


def _overlapping(first: Sequence[Edit], second: Sequence[Edit]) -> Sequence[_Change]:
    """Bring together what overlaps, so that the changes are apart from each other."""
    later = (_Change(edit.start, edit.end, 0, (edit,)) for edit in second)
    apart: list[_Change] = []
    for start, end, growth, edits in sorted([*_moved(first), *later], key=itemgetter(0, 1)):
        if apart and start < apart[-1].end:
            group = apart[-1]
            both = group.growth + growth, group.later + edits
            apart[-1] = _Change(group.start, max(group.end, end), *both)
        else:
            apart.append(_Change(start, end, growth, edits))
    return apart


def _moved(edits: Sequence[Edit]) -> Iterator[_Change]:
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.replacement)
        yield _Change(start, end, end - edit.end - shift, ())
        shift = end - edit.end
