"""What the kernel knows of GSM-7 and UCS-2, read off the alphabet and laid out for bytes."""

from collections.abc import Collection
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from smsplan.gsm7.tables import BASIC, CHARACTERS, septets_by_character
from smsplan.planning import CONCATENATION_OCTETS, Encoding, capacity

Octets: TypeAlias = NDArray[np.uint8]
Count: TypeAlias = int | np.int64
Run: TypeAlias = tuple[np.uint8, np.uint8]
"""The first of consecutive octets, and how many they are."""

_ASCII: Final = range(0x80)
_CONTINUATION: Final = range(0x80, 0xC0)
"""The octets of UTF-8 that begin no character (RFC 3629, clause 3)."""
_ASTRAL: Final = range(0xF0, 0xF8)
"""The octets of UTF-8 that begin a character beyond U+FFFF (RFC 3629, clause 3)."""


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


def _steps() -> Octets:
    """Judge each two octets that may follow each other, within and between characters.

    One is the step into a character that costs two septets, :data:`NON_GSM` a
    step that no character of GSM-7 has.  Beyond ASCII there is but one of three
    octets, so the steps of two characters never make a third.
    """
    steps = np.zeros((0x100, 0x100), np.uint8)
    steps[_CONTINUATION, _CONTINUATION.start : _CONTINUATION.stop] = NON_GSM
    steps[_CONTINUATION.stop :] = NON_GSM
    for character, septets in septets_by_character().items():
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


class Rooms(NamedTuple):
    """Units that a message holds, by encoding: alone, and as a segment of several."""

    single: tuple[int, ...]
    segment: tuple[int, ...]


def rooms(reference_bits: int) -> Rooms:
    """Count the room in messages with references of so many bits.

    >>> rooms(8)
    Rooms(single=(160, 70), segment=(153, 67))
    """
    octets = CONCATENATION_OCTETS[reference_bits]
    return Rooms(
        tuple(capacity(encoding) for encoding in Encoding),
        tuple(capacity(encoding, octets) for encoding in Encoding),
    )
