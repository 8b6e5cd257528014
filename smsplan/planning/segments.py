"""The segments of a text: where they are split, and what each of them holds."""

from operator import sub

from msgspec import Struct

from smsplan.gsm7.tables import Language
from smsplan.planning import national, splitting
from smsplan.planning.coding import UCS2, Coding, starts
from smsplan.planning.profile import Boundary, Profile


class Segment(Struct, frozen=True, rename="kebab", gc=False):
    """One short message of a plan.

    ``start`` and ``end`` are code point offsets into the text of the plan;
    ``chars_count`` and ``remaining`` count septets or UTF-16 code units.
    ``locking`` and ``single`` name the national tables of its header, if any.
    """

    text: str
    start: int
    end: int
    chars_count: int
    remaining: int
    locking: Language | None = None
    single: Language | None = None


def several_segments(text: str, coding: Coding, profile: Profile) -> tuple[Segment, ...]:
    """Split a text that is more than one segment."""
    units = coding.units(text)
    begins = starts(text, units, coding, profile)
    room = coding.rooms[profile.reference_bits]
    ends = splitting.code_point_ends(text, units, coding.pair, begins)
    counts = map(sub, [*begins[1:], len(units)], begins)
    return tuple(
        [
            Segment(text[start:end], start, end, count, room - count)
            for start, end, count in zip([0, *ends], ends, counts, strict=False)
        ]
    )


def national_segments(text: str, profile: Profile, most: int | None = None) -> tuple[Segment, ...]:
    """Split a text into the fewest segments with national tables; none if not into ``most``."""
    pairs = national.candidates(text, profile.languages)
    adjust = None
    if profile.boundary is not Boundary.CODE_POINT:
        # Where GSM-7 is forced there is no other plan that would keep a cluster whole.
        whole = 0 if profile.encoding else UCS2.rooms[profile.reference_bits]
        adjust = splitting.to_boundary(text, whole, words=profile.boundary is Boundary.WORD)
    rooms = national.ROOMS[profile.reference_bits]
    pieces = national.fewest(text, pairs, rooms, most=most, adjust=adjust)
    return tuple(
        Segment(text[start:end], start, end, septets, room - septets, locking, single)
        for start, end, septets, room, (locking, single, *_) in pieces
    )
