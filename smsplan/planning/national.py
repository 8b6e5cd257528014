"""The fewest segments of GSM-7 that a text needs with national language tables.

Every segment has tables of its own: a shift applies to the current segment of a
concatenated message (3GPP TS 23.038, clause 6.2.1.2.2; TS 23.040, clauses
9.2.3.24.15 and 9.2.3.24.16).  For each pair of tables a segment that begins
later reaches at least as far, whatever its boundaries; so the farthest reach of
all pairs does too, and taking it is optimal (see :mod:`smsplan.planning.splitting`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from smsplan.gsm7.codec import Alphabet
from smsplan.gsm7.tables import BY_IDENTIFIER, LOCKING, SINGLE, Language, characters
from smsplan.planning.profile import CONCATENATION_OCTETS, SHIFT_OCTETS, Encoding, capacity


class Tables(NamedTuple):
    """The tables of a segment: ``None`` is the default one, and costs no header."""

    locking: Language | None
    single: Language | None
    shifts: int
    """The number of information elements that say so."""
    alphabet: Alphabet


class Rooms(NamedTuple):
    """The septets that fit beside a header with 0, 1 or 2 shifts."""

    single: Sequence[int]
    """In a message of one segment."""
    several: Sequence[int]
    """In a segment of several, whose header has the concatenation too."""


def _rooms(bits: int) -> Rooms:
    shifts = [count * SHIFT_OCTETS for count in range(3)]
    return Rooms(
        [capacity(Encoding.GSM7, octets) for octets in shifts],
        [capacity(Encoding.GSM7, CONCATENATION_OCTETS[bits] + octets) for octets in shifts],
    )


ROOMS: Final = {bits: _rooms(bits) for bits in CONCATENATION_OCTETS}
"""By the bits of the reference."""


def may_fit(text: str, languages: tuple[Language, ...], rooms: Rooms, most: int) -> bool:
    """Return whether tables may bring a text into so many segments, which is seen at a glance."""
    # Every character takes a septet at least; one segment has a shift, or it needed no tables.
    room = rooms.single[1] if most == 1 else most * rooms.several[0]
    return len(text) <= room and not _foreign(languages).search(text)


@cache
def _foreign(languages: tuple[Language, ...]) -> re.Pattern[str]:
    """Return what finds a character that none of the tables has."""
    return re.compile(f"[^{re.escape(''.join(characters(languages)))}]")


class Piece(NamedTuple):
    """A segment: its span in code points, its septets, their limit, its tables."""

    start: int
    end: int
    septets: int
    room: int
    tables: Tables


Adjust = Callable[[int, int], int]
"""Moves the end of a segment, given its start and its reach, back to a boundary."""


@cache
def tables_of(locking: int, single: int) -> Tables:
    """Make a pair of tables from language identifiers, once; 0 is the default table."""
    main = BY_IDENTIFIER.get(locking)
    after_escape = BY_IDENTIFIER.get(single)
    alphabet = Alphabet(LOCKING[main], SINGLE[after_escape])
    return Tables(main, after_escape, bool(locking) + bool(single), alphabet)


# The tables that have a character are bits: bit n is the locking table of
# language n (0 the default one), bit SINGLE_BIT + n its single shift table.
# Characters with the same bits are of one kind, and a text has few kinds.
SINGLE_BIT: Final = 16


def _bits_by_character() -> dict[str, int]:
    bits: dict[str, int] = {}
    for shift, by_language in ((0, LOCKING), (SINGLE_BIT, SINGLE)):
        for language, table in by_language.items():
            for character in table.values():
                bit = 1 << (shift + (language.identifier if language else 0))
                bits[character] = bits.get(character, 0) | bit
    return bits


BITS: Final = _bits_by_character()


def candidates(text: str, languages: tuple[Language, ...]) -> tuple[Tables, ...]:
    """Choose the pairs of tables that may be the best ones for some segment of a text.

    Left out are pairs than which another is as good for every character of the
    text, with no more elements in its header; not all of them, for looking for
    the others takes longer than trying them.
    """
    return _pairs(frozenset(map(BITS.get, set(text))), languages)


@lru_cache(1 << 10)  # texts in one language have few sets of kinds
def _pairs(found: frozenset[int | None], languages: tuple[Language, ...]) -> tuple[Tables, ...]:
    kinds = {bits for bits in found if bits}
    numbers, wanted = _wanted(languages)
    special = 0
    for kind in kinds:
        if not kind & 1:
            special |= kind
    lockings = [number for number in numbers if special >> number & 1]
    pairs = []
    for locking in (0, *lockings):
        pairs.append(tables_of(locking, 0))
        missing = {
            kind >> SINGLE_BIT
            for kind in kinds
            if not kind >> locking & 1 and kind >> SINGLE_BIT & wanted
        }
        # The language of the locking table first: its own pair is the natural one.
        pairs += [
            tables_of(locking, number)
            for number in _singles(missing, (locking, *numbers) if locking else numbers)
            if locking or number not in lockings or not _locking_does(number, kinds)
        ]
    return tuple(pairs)


def _locking_does(number: int, kinds: set[int]) -> bool:
    """Return whether a language's locking table has all that its single shift table adds to."""
    either = 1 | 1 << SINGLE_BIT + number
    return all(kind >> number & 1 for kind in kinds if kind & either)


def _singles(missing: set[int], numbers: tuple[int, ...]) -> Iterator[int]:
    """Choose single shift tables for kinds of characters, but for some that others outdo."""
    beyond, common = 0, -1
    for kind in missing:
        common &= kind
        if not kind & 1:
            beyond |= kind
    if not beyond:  # the default extension table has as many
        return
    kept: list[int] = []
    for number in numbers:
        if common >> number & 1:
            yield number
            return
    for number in numbers:
        if beyond >> number & 1:
            found = 0
            for kind in missing:
                found = found << 1 | kind >> number & 1
            if all(found & ~other for other in kept):
                kept.append(found)
                yield number


@cache
def _wanted(languages: tuple[Language, ...]) -> tuple[tuple[int, ...], int]:
    """Return the identifiers of languages, in order, and their bits."""
    numbers = tuple(sorted({language.identifier for language in languages}))
    return numbers, sum(1 << number for number in numbers)


def fewest(
    text: str,
    pairs: Sequence[Tables],
    rooms: Rooms,
    *,
    most: int | None = None,
    adjust: Adjust | None = None,
) -> list[Piece]:
    """Split a text into the fewest segments; into none if no pair has one of its characters.

    Where that takes more than ``most`` segments there are none either.  Of
    tables that reach as far, those with the shortest header are taken, then
    those with the fewest septets.
    """
    single, several = rooms
    size = len(text)
    whole = [
        (tables.shifts, len(units), at)
        for at, tables in enumerate(pairs)
        if size <= single[tables.shifts]
        and (units := tables.alphabet.units(text))
        and len(units) <= single[tables.shifts]
    ]
    if whole:
        shifts, septets, at = min(whole)
        return [Piece(0, size, septets, single[shifts], pairs[at])]
    reaches = [
        (tables.alphabet.reach, several[tables.shifts], tables.shifts, at)
        for at, tables in enumerate(pairs)
    ]
    pieces: list[Piece] = []
    start = 0
    while start < size:
        best = (-start, 0, 0, 0)
        for reach, room, shifts, at in reaches:
            end, septets = reach(text, start, room)
            if adjust is not None and end < size and end != (moved := adjust(start, end)):
                end, septets = moved, len(pairs[at].alphabet.units(text[start:moved]))
            best = min(best, (-end, shifts, septets, at))
        end, shifts, septets, at = -best[0], *best[1:]
        if end == start or len(pieces) == most:
            return []
        pieces.append(Piece(start, end, septets, several[shifts], pairs[at]))
        start = end
    return pieces
