"""How a file spells the characters of a message: by themselves, or by escapes."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from smsplan.findings import Edit


def _by_themselves(replacement: str, _replaced: str) -> str:
    return replacement


def _one_character(escape: str) -> Iterable[tuple[str, int]]:
    return [(escape, len(escape))]


class Notation(Struct, frozen=True):
    """What a format makes of the characters between a message's beginning and end.

    ``escape`` matches what stands for other characters; ``units`` gives these,
    each with how many characters of the file spell it.  ``spell`` writes a
    replacement, given what it replaces as the file spells it.  ``whole`` is given
    a text and its edits, and writes the edited text anew where edits would not do.
    """

    escape: re.Pattern[str] | None = None
    units: Callable[[str], Iterable[tuple[str, int]]] = _one_character
    spell: Callable[[str, str], str] = _by_themselves
    whole: Callable[[str, Sequence[Edit]], str | None] | None = None

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
    """Where each character of a message stands in the file.

    Kept as runs of neighbours that are spelled with the same number of
    characters: one run for a text without escapes, however long.
    """

    def __init__(self, source: str, spelling: Spelling) -> None:
        self._offsets = array("q")
        self._starts = array("q")
        self._widths = array("q")
        self._length = 0
        self._first = spelling.pieces[0][0]
        notation = spelling.notation or AS_IS
        for start, end in spelling.pieces:
            at = start
            for escape in notation.escape.finditer(source, start, end) if notation.escape else ():
                self._add(escape.start() - at, at, 1)
                at = escape.start()
                for _, width in notation.units(escape[0]):
                    self._add(1, at, width)
                    at += width
            self._add(end - at, at, 1)

    def _add(self, count: int, start: int, width: int) -> None:
        if not count:
            return
        goes_on = (
            self._offsets
            and self._widths[-1] == width
            and self._starts[-1] + (self._length - self._offsets[-1]) * width == start
        )
        if not goes_on:
            self._offsets.append(self._length)
            self._starts.append(start)
            self._widths.append(width)
        self._length += count

    def start(self, offset: int) -> int:
        """Find where the character at an offset begins; after the last one, where that ends."""
        if not self._length:
            return self._first
        run = bisect_right(self._offsets, min(offset, self._length - 1)) - 1
        return self._starts[run] + (offset - self._offsets[run]) * self._widths[run]

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Return the pieces of the file that spell the characters from start to end."""
        run = bisect_right(self._offsets, start) - 1
        begun: tuple[int, int] | None = None
        while start < end:
            last = run + 1 == len(self._offsets)
            until = end if last else min(end, self._offsets[run + 1])
            base, width = self._offsets[run], self._widths[run]
            piece = tuple(self._starts[run] + (offset - base) * width for offset in (start, until))
            if begun is None:
                begun = piece[0], piece[1]
            elif begun[1] == piece[0]:
                begun = begun[0], piece[1]
            else:
                yield begun
                begun = piece[0], piece[1]
            start, run = until, run + 1
        if begun is not None:
            yield begun
