"""What the kernel knows of GSM-7 and UCS-2, read off the alphabet and laid out for bytes."""

import re
from collections.abc import Collection
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from smsplan.gsm7.tables import BASIC, CHARACTERS, septets_by_character
from smsplan.planning import Encoding, Language, Profile, graphemes, national
from smsplan.planning.coding import coding_at
from smsplan.planning.splitting import NO_BREAK_SPACES

Octets: TypeAlias = NDArray[np.uint8]
Count: TypeAlias = int | np.int64
Run: TypeAlias = tuple[np.uint8, np.uint8]
"""The first of consecutive octets, and how many they are."""

_ASCII: Final = range(0x80)
_CONTINUATION: Final = range(0x80, 0xC0)
"""The octets of UTF-8 that begin no character (RFC 3629, clause 3)."""
_ASTRAL: Final = range(0xF0, 0x100)
"""The octets of UTF-8 that begin a character beyond U+FFFF (RFC 3629, clause 3), or none."""


NON_GSM: Final = 0x80
"""Says that a step is of no character of GSM-7."""


def runs(octets: Collection[int]) -> list[Run]:
    """Find the runs of consecutive octets: a run is told with one comparison.

    >>> [tuple(map(int, run)) for run in runs([3, 4, 5, 9])]
    [(3, 3), (9, 1)]
    """
    ordered = sorted(octets)
    firsts = [ordered[0]] + [after for before, after in pairwise(ordered) if after != before + 1]
    lasts = [before for before, after in pairwise(ordered) if after != before + 1] + [ordered[-1]]
    return [
        (np.uint8(first), np.uint8(last - first + 1))
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _weights() -> Octets:
    """Weigh each octet, by encoding, so that those of a text add up to its units.

    An octet that begins a character has the cost of the character, any other none.
    """
    weights = np.ones((len(Encoding), 0x100), np.uint8)
    weights[:, _CONTINUATION] = 0
    gsm7, ucs2 = weights
    ucs2[_ASTRAL] = 2
    for character, septets in septets_by_character().items():
        gsm7[character.encode()[0]] = len(septets)
    return weights


def _steps(lacks: str = "") -> Octets:
    """Judge each two octets that may follow each other, within and between characters.

    One is the step into a character that costs two septets, :data:`NON_GSM` a
    step that no character of GSM-7 has.  Beyond ASCII there is but one of three
    octets, so the steps of two characters never make a third.
    """
    steps = np.zeros((0x100, 0x100), np.uint8)
    steps[_CONTINUATION, _CONTINUATION.start : _CONTINUATION.stop] = NON_GSM
    steps[_CONTINUATION.stop :] = NON_GSM
    for character, septets in septets_by_character().items():
        if character in lacks:
            continue
        first, *others = character.encode()
        for before, after in pairwise([first, *others]):
            steps[before, after] = len(septets) - 1 if before == first else 0
    return steps.ravel()


def _known() -> Octets:
    """Mark the characters of the basic plane that GSM-7 has, by code point."""
    known = np.zeros(0x10000, np.uint8)
    known[[ord(character) for character in CHARACTERS]] = 1
    return known


class Tables(NamedTuple):
    """The tables as the kernel takes them.

    They are arguments, not constants of the kernel: numba's cache would keep
    the old ones when a chart is corrected.
    """

    basic: tuple[Run, ...]
    """The ASCII characters of the default alphabet."""
    extension: tuple[Run, ...]
    """Those of its extension table."""
    non_gsm: tuple[Run, ...]
    """Those that GSM-7 lacks."""
    steps: Octets
    """What two octets in a row say of the text, by the number that they are together."""
    weights: Octets
    """Units by encoding and octet."""
    known: Octets
    """One for each code point up to U+FFFF that GSM-7 has."""


def _tables() -> Tables:
    known = {ord(character) for character in CHARACTERS}
    basic = {ord(character) for character in BASIC.values()}.intersection(known, _ASCII)
    return Tables(
        tuple(runs(basic)),
        tuple(runs(known.intersection(_ASCII) - basic)),
        tuple(runs(set(_ASCII) - known)),
        _steps(),
        _weights(),
        _known(),
    )


TABLES: Final = _tables()


@lru_cache(maxsize=16)
def tables_without(lacks: str) -> Tables:
    """Return the tables of a GSM-7 that lacks some characters; for ASCII others stand in."""
    return TABLES._replace(steps=_steps(lacks))


class Rooms(NamedTuple):
    """Units that a message holds, by encoding: alone, and as a segment of several."""

    single: tuple[int, ...]
    segment: tuple[int, ...]


def rooms(profile: Profile) -> Rooms:
    """Count the room in messages under a profile.

    >>> rooms(Profile())
    Rooms(single=(160, 70), segment=(153, 67))
    """
    codings = [coding_at(encoding, profile) for encoding in Encoding]
    return Rooms(
        tuple(coding.single for coding in codings),
        tuple(coding.rooms[profile.reference_bits] for coding in codings),
    )


EXTENDING, LINKING, LINKER, FLAG, PICTOGRAPH, CONSONANT = (1 << bit for bit in range(6))
"""What kinds of characters are to those that ask for what is before them."""
JOINED: Final = 0x40
"""Says of a character that it goes on with the cluster before it."""
SPACE: Final = 0x80
"""Says of a character that words break after it."""
_KINDS: Final = len(graphemes.TABLE)
POINTS: Final = 1 << 21
"""More than there are code points: as many as four octets can spell."""


class Clusters(NamedTuple):
    """The rules of clusters as a kernel takes them."""

    kinds: Octets
    """The kind of each code point, by its number, with :data:`SPACE` or without."""
    joins: Octets
    """Whether a kind (the column) joins one before it (the row), or must ask."""
    roles: Octets
    """What a kind is to those that ask."""
    spaces: Octets
    """One for two octets, by the number that they are together, of which white space ends."""


@cache
def clusters() -> Clusters:
    """Lay out the rules of :mod:`smsplan.planning.graphemes`, of every character."""
    import regex  # noqa: PLC0415 - as there

    every = np.arange(0x110000, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    kinds = np.full(POINTS, _KINDS - 1, np.uint8)
    for kind in reversed(range(_KINDS - 1)):  # of two that fit, the first is it
        for found in regex.finditer(f"(?:{graphemes.TABLE[kind][1]})+", every):
            kinds[slice(*found.span())] = kind
    spaces = np.zeros((0x100, 0x100), np.uint8)
    for space in re.findall(rf"[^\S{NO_BREAK_SPACES}]", every):
        kinds[ord(space)] |= SPACE
        *before, last = space.encode()
        spaces[before[-1] if before else slice(None), last] = 1
    roles = np.zeros(_KINDS, np.uint8)
    for role, members in (
        (EXTENDING, graphemes.EXTENDING),
        (LINKING, graphemes.LINKING),
        (LINKER, (graphemes.LINKER,)),
        (FLAG, (graphemes.FLAG,)),
        (PICTOGRAPH, (graphemes.PICTOGRAPH,)),
        (CONSONANT, (graphemes.CONSONANT,)),
    ):
        roles[list(members)] |= role
    answers = [list(map("÷×?".index, row)) for row in graphemes.ANSWERS]
    return Clusters(kinds, np.array(answers, np.uint8).ravel(), roles, spaces.ravel())


FOREIGN: Final = 0x3F
"""The kind of a character that no table has; the others are fewer."""
_Kinds: TypeAlias = NDArray[np.uint64]
"""Sets of kinds, a bit each."""


class Shifts(NamedTuple):
    """National tables as a kernel takes them; those of no language are the first."""

    kinds: Octets
    """The kind of each code point up to U+FFFF: those of a kind are in the same tables."""
    locking: _Kinds
    """The kinds that a main table has, by language."""
    single: _Kinds
    """The kinds that a table after an escape has, by language."""


@lru_cache(maxsize=16)
def shifts(languages: tuple[Language, ...]) -> Shifts:
    """Lay out the tables of some languages."""
    numbers = sorted({0, *(language.identifier for language in languages)})
    wanted = sum((1 << number) * (1 + (1 << national.SINGLE_BIT)) for number in numbers)
    kinds = np.full(0x10000, FOREIGN, np.uint8)
    found: dict[int, int] = {}
    for character, bits in national.BITS.items():
        if bits & wanted:
            kinds[ord(character)] = found.setdefault(bits & wanted, len(found))
    locking, single = (
        np.array(
            [
                sum(1 << kind for bits, kind in found.items() if bits >> shift + number & 1)
                for number in numbers
            ],
            np.uint64,
        )
        for shift in (0, national.SINGLE_BIT)
    )
    return Shifts(kinds, locking, single)


class ShiftRooms(NamedTuple):
    """The septets beside a header with 0, 1 or 2 shifts, as :class:`national.Rooms` has them."""

    single: tuple[int, ...]
    several: tuple[int, ...]


def shift_rooms(reference_bits: int) -> ShiftRooms:
    """Return them for references of so many bits."""
    return ShiftRooms(*map(tuple, national.ROOMS[reference_bits]))
