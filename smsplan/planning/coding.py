"""The two encodings as planning knows them: units, pairs, and what a segment holds."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from smsplan.gsm7.codec import DEFAULT, ESCAPE_PAIR, SURROGATE_PAIR, Pair, ucs2_units
from smsplan.planning import splitting
from smsplan.planning.profile import CONCATENATION_OCTETS, Boundary, Encoding, Profile, capacity


class Coding(Struct, frozen=True):
    """What planning knows of an encoding.  Rooms are counted in its units."""

    encoding: Encoding
    units: Callable[[str], bytes]
    pair: Pair
    single: int
    rooms: dict[int, int]
    """The room of a segment of several, by the bits of the reference."""


def _coding(encoding: Encoding, units: Callable[[str], bytes], pair: Pair) -> Coding:
    rooms = {bits: capacity(encoding, octets) for bits, octets in CONCATENATION_OCTETS.items()}
    return Coding(encoding, units, pair, capacity(encoding), rooms)


GSM7: Final = _coding(Encoding.GSM7, DEFAULT.units, ESCAPE_PAIR)
UCS2: Final = _coding(Encoding.UCS2, ucs2_units, SURROGATE_PAIR)


def coding_at(encoding: Encoding, profile: Profile) -> Coding:
    """Return what planning knows of an encoding, with what a provider's segments hold."""
    coding = GSM7 if encoding is Encoding.GSM7 else UCS2
    held = profile.gsm7 if encoding is Encoding.GSM7 else profile.ucs2
    if held is None:
        return coding
    rooms = dict.fromkeys(CONCATENATION_OCTETS, held.several)
    return replace(coding, single=held.single, rooms=rooms)


# Names of their own, for in CPython 3.11 a member of an enumeration takes long to look up.
_CODE_POINT: Final = Boundary.CODE_POINT
_WORD: Final = Boundary.WORD
_UCS2: Final = Encoding.UCS2


def starts(text: str, units: bytes, coding: Coding, profile: Profile) -> Sequence[int]:
    """Find the units at which the segments of a concatenated message begin."""
    room = coding.rooms[profile.reference_bits]
    boundary = profile.boundary
    if boundary is _CODE_POINT:
        return splitting.by_unit(units, coding.pair, room)
    words = boundary is _WORD
    if coding.encoding is _UCS2:
        return splitting.by_cluster(text, units, room, words=words)
    return (splitting.by_word if words else splitting.by_unit)(units, coding.pair, room)
