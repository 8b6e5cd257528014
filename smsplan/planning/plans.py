"""``plan()``: encoding, characters and segments billed, and where the text is split."""

from collections.abc import Callable, Sequence
from functools import cached_property
from operator import sub
from typing import ClassVar, Final

import msgspec
from msgspec import Struct

from smsplan.arguments import check
from smsplan.display import name
from smsplan.errors import UnencodableTextError
from smsplan.gsm7 import tables
from smsplan.gsm7.codec import ASCII_BASIC, DEFAULT, ESCAPE_PAIR, SURROGATE_PAIR, Pair, ucs2_units
from smsplan.gsm7.tables import Language
from smsplan.planning import national, splitting
from smsplan.planning.profile import (
    CONCATENATION_OCTETS,
    SHIFT_OCTETS,
    STANDARD,
    Boundary,
    Encoding,
    Profile,
    capacity,
)
from smsplan.planning.shapes import PlanShape
from smsplan.shapes import Shape, Shaped


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


class NonGsmCharacter(Struct, frozen=True, rename="kebab"):
    """A character that GSM-7 lacks, its Unicode name, its code point offset."""

    character: str
    name: str
    offset: int


class Plan(Shaped, frozen=True, rename="kebab", dict=True):
    """What a text will be when it is sent; made by :func:`plan`, which alone makes it true.

    ``chars_count`` is what the gateway bills as characters: septets in GSM-7,
    where a character of the extension table is an escape pair and counts two;
    UTF-16 code units in UCS-2, where a character beyond U+FFFF counts two.
    ``msg_count`` is the number of segments.  ``remaining`` says how many more
    characters of cost one fit the last segment.
    """

    SHAPE: ClassVar[type[Shape] | None] = PlanShape

    text: str
    encoding: Encoding
    chars_count: int
    msg_count: int
    remaining: int
    profile: Profile = STANDARD

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments in order; their texts join to the text of the plan."""
        text = self.text
        if self.profile.languages and self.encoding is Encoding.GSM7:
            plain = msgspec.structs.replace(self.profile, encoding=None, languages=())
            if _counts(self) != _counts(plan(text, plain)):
                return _national_segments(text, self.profile)
        if self.msg_count == 1:
            return (Segment(text, 0, len(text), self.chars_count, self.remaining),)
        coding = _GSM7 if self.encoding is Encoding.GSM7 else _UCS2
        units = coding.units(text)
        starts = _starts(text, units, coding, self.profile)
        room = coding.rooms[self.profile.reference_bits]
        ends = splitting.code_point_ends(text, units, coding.pair, starts)
        counts = map(sub, [*starts[1:], len(units)], starts)
        return tuple(
            [
                Segment(text[start:end], start, end, count, room - count)
                for start, end, count in zip([0, *ends], ends, counts, strict=False)
            ]
        )

    @cached_property
    def non_gsm_characters(self) -> tuple[NonGsmCharacter, ...]:
        """Every character of the text that GSM-7 without national tables lacks, in order."""
        if self.encoding is Encoding.GSM7:
            return ()
        return tuple(
            NonGsmCharacter(self.text[offset], name(self.text[offset]), offset)
            for offset in tables.misfits(self.text)
        )

    def _repr_html_(self) -> str:
        """Show the plan in a notebook: its segments, and each character's cost."""
        from smsplan.planning.view import draw  # noqa: PLC0415 - only notebooks need it

        return draw(self)


class _Coding(Struct, frozen=True):
    """What planning knows of an encoding.  Rooms are counted in its units."""

    encoding: Encoding
    units: Callable[[str], bytes]
    pair: Pair
    single: int
    rooms: dict[int, int]
    """The room of a segment of several, by the bits of the reference."""


def _coding(encoding: Encoding, units: Callable[[str], bytes], pair: Pair) -> _Coding:
    rooms = {bits: capacity(encoding, octets) for bits, octets in CONCATENATION_OCTETS.items()}
    return _Coding(encoding, units, pair, capacity(encoding), rooms)


def _rooms(bits: int) -> national.Rooms:
    shifts = [count * SHIFT_OCTETS for count in range(3)]
    return national.Rooms(
        [capacity(Encoding.GSM7, octets) for octets in shifts],
        [capacity(Encoding.GSM7, CONCATENATION_OCTETS[bits] + octets) for octets in shifts],
    )


_NATIONAL_ROOMS: Final = {bits: _rooms(bits) for bits in CONCATENATION_OCTETS}
_CODE_POINT: Final = Boundary.CODE_POINT
_GSM7: Final = _coding(Encoding.GSM7, DEFAULT.units, ESCAPE_PAIR)
_UCS2: Final = _coding(Encoding.UCS2, ucs2_units, SURROGATE_PAIR)


def plan(text: str, profile: Profile = STANDARD) -> Plan:
    """Plan how a text is sent.

    Every ``str`` has a plan: the empty one is one segment of no characters, a
    lone surrogate is one unit of UCS-2.  A plan counts truly beyond 255
    segments too, which no concatenated message can have.

    Raises :class:`~smsplan.errors.UnencodableTextError` where the profile forces
    GSM-7 on a text with non-GSM characters, ``TypeError`` for anything but a ``str`` and a
    :class:`Profile`.

    >>> plan("This text is on the way to you!").msg_count
    1
    >>> [segment.chars_count for segment in plan("a" * 152 + "€" + "a" * 152).segments]
    [152, 153, 1]
    """
    if type(text) is not str:
        text = _plain(text)
    try:
        coding = _GSM7
        # A basic ASCII text is its own units: most texts are, and need no call.
        if not (text.isascii() and (units := text.encode()).translate(ASCII_BASIC).isascii()):
            units = _GSM7.units(text)
        if not units or profile.encoding is not None:
            if profile.languages and profile.encoding is Encoding.GSM7 and not units and text:
                misfits = tables.misfits(text, profile.languages)
                if misfits:
                    raise UnencodableTextError(text, misfits[0])
                return _national_plan(text, _national_segments(text, profile), profile)
            coding = _choose(text, units, profile.encoding)
            units = coding.units(text)
        count = len(units)
        remaining = coding.single - count
        if remaining >= 0:
            return Plan(text, coding.encoding, count, 1, remaining, profile)
        starts = _starts(text, units, coding, profile)
        if profile.languages and profile.encoding is not Encoding.UCS2:
            segments = _national_segments(text, profile, len(starts) - 1)
            if segments:
                return _national_plan(text, segments, profile)
        remaining = coding.rooms[profile.reference_bits] - (count - starts[-1])
        return Plan(text, coding.encoding, count, len(starts), remaining, profile)
    except AttributeError:
        check(plan, text, profile)
        raise


def _plain(text: object) -> str:
    """Take the text of a subclass of ``str``, such as a template engine's."""
    if isinstance(text, str):
        return str.__str__(text)
    raise TypeError(f"text is a str, not {type(text).__name__}")


def _choose(text: str, gsm7: bytes, forced: Encoding | None) -> _Coding:
    """Choose the encoding of a text whose units in GSM-7 are known."""
    if forced is Encoding.UCS2:
        return _UCS2
    if gsm7 or not text:
        return _GSM7
    if forced is Encoding.GSM7:
        raise UnencodableTextError(text, tables.misfits(text)[0])
    return _UCS2


def _starts(text: str, units: bytes, coding: _Coding, profile: Profile) -> Sequence[int]:
    """Find the units at which the segments of a concatenated message begin."""
    room = coding.rooms[profile.reference_bits]
    boundary = profile.boundary
    # No two characters of GSM-7 form a cluster, but for CR LF, which may part.
    if boundary is _CODE_POINT or (coding is _GSM7 and boundary is Boundary.GRAPHEME):
        return splitting.by_unit(units, coding.pair, room)
    words = boundary is Boundary.WORD
    return splitting.by_cluster(text, lambda cluster: len(coding.units(cluster)), room, words=words)


def _national_segments(text: str, profile: Profile, most: int | None = None) -> tuple[Segment, ...]:
    """Cut a text into the fewest segments with national tables; into none if not into ``most``."""
    pairs = list(national.candidates(text, profile.languages))
    adjust = None
    if profile.boundary is not _CODE_POINT:
        # Where GSM-7 is forced there is no other plan that would keep a cluster whole.
        whole = 0 if profile.encoding else _UCS2.rooms[profile.reference_bits]
        adjust = splitting.to_boundary(text, whole, words=profile.boundary is Boundary.WORD)
    rooms = _NATIONAL_ROOMS[profile.reference_bits]
    pieces = national.fewest(text, pairs, rooms, most=most, adjust=adjust)
    return tuple(
        Segment(
            text[piece.start : piece.end],
            piece.start,
            piece.end,
            piece.septets,
            piece.room - piece.septets,
            piece.tables.locking,
            piece.tables.single,
        )
        for piece in pieces
    )


def _national_plan(text: str, segments: tuple[Segment, ...], profile: Profile) -> Plan:
    count = sum(segment.chars_count for segment in segments)
    remaining = segments[-1].remaining
    planned = Plan(text, Encoding.GSM7, count, len(segments), remaining, profile)
    planned.__dict__["segments"] = segments  # which took longer than all else
    return planned


def _counts(planned: Plan) -> tuple[Encoding, int]:
    return planned.encoding, planned.msg_count
