"""How a file spells the characters of a message: by themselves, or by escapes."""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from msgspec import Struct

from smsplan.findings import Edit


class Notation(Struct, frozen=True):
    """What a format makes of the characters between a message's beginning and end.

    ``escape`` matches what stands for other characters; ``units`` gives these,
    each with how many characters of the file spell it.  ``spell`` writes a
    replacement, given what it replaces as the file spells it.  ``whole`` is given
    a text and its edits, and writes the edited text anew where edits would not do.
    """

    escape: re.Pattern[str] | None = None
    units: Callable[[str], Iterable[tuple[str, int]]] = lambda escape: [(escape, len(escape))]
    spell: Callable[[str, str], str] = lambda replacement, _replaced: replacement
    whole: Callable[[str, Sequence[Edit]], str | None] = lambda _text, _edits: None

    def read(self, spelled: str) -> str:
        """Return the text that the file spells so."""
        if self.escape is None:
            return spelled
        return self.escape.sub(
            lambda escape: "".join([character for character, _ in self.units(escape[0])]), spelled
        )


AS_IS = Notation()
"""Every character stands for itself."""


class Spelling(Struct, frozen=True):
    """The pieces of a file, from index to index, that spell a message.

    ``notation`` is ``None`` where it is not known which character spells which.
    """

    pieces: tuple[tuple[int, int], ...]
    notation: Notation | None = AS_IS

    def read(self, source: str) -> str:
        """Return the text of the message."""
        notation = self.notation or AS_IS
        return "".join([notation.read(source[start:end]) for start, end in self.pieces])


class Spans:
    """Where each character of a message stands in the file."""

    def __init__(self, source: str, spelling: Spelling) -> None:
        notation = spelling.notation or AS_IS
        self._first = spelling.pieces[0][0]
        edges = [_edges(source, start, end, notation) for start, end in spelling.pieces]
        self._starts: Sequence[int] = edges[0][:-1]
        self._ends: Sequence[int] = edges[0][1:]
        if len(edges) > 1:
            self._starts = array("I", chain(*(each[:-1] for each in edges)))
            self._ends = array("I", chain(*(each[1:] for each in edges)))

    def start(self, offset: int) -> int:
        """Find where the character at an offset begins; after the last one, where that ends."""
        if offset < len(self._starts):
            return self._starts[offset]
        return self._ends[-1] if self._ends else self._first

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the pieces of the file that spell the characters from start to end."""
        pieces: list[tuple[int, int]] = []
        for begin, stop in zip(self._starts[start:end], self._ends[start:end], strict=True):
            if pieces and pieces[-1][1] == begin:
                pieces[-1] = pieces[-1][0], stop
            else:
                pieces.append((begin, stop))
        return pieces


def _edges(source: str, start: int, end: int, notation: Notation) -> Sequence[int]:
    """Return where each character of a piece begins, and where the last one ends."""
    if notation.escape is None:
        return range(start, end + 1)
    edges = array("I")
    at = start
    for escape in notation.escape.finditer(source, start, end):
        edges.extend(range(at, escape.start()))
        at = escape.start()
        for _, width in notation.units(escape[0]):
            edges.append(at)
            at += width
    edges.extend(range(at, end + 1))
    return memoryview(edges)  # whose parts are no copies
