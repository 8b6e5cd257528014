"""``plan()``: encoding, characters and segments billed, and where the text is split."""

from codecs import utf_16_le_encode
from functools import cached_property
from typing import ClassVar, Final

from msgspec import Struct
from msgspec.structs import replace

from smsplan.arguments import check
from smsplan.display import name
from smsplan.errors import UnencodableTextError
from smsplan.gsm7 import tables
from smsplan.gsm7.codec import ASCII_BASIC
from smsplan.planning import national, splitting
from smsplan.planning.coding import GSM7, UCS2, Coding, coding_at
from smsplan.planning.coding import starts as starts_of
from smsplan.planning.limits import end_within
from smsplan.planning.profile import STANDARD, Boundary, Counting, Encoding, Profile
from smsplan.planning.rewriting import Replaced, Rewriting, replaced
from smsplan.planning.segments import Segment, national_segments, several_segments
from smsplan.planning.shapes import PlanShape
from smsplan.shapes import Shape, Shaped


class NonGsmCharacter(Struct, frozen=True, rename="kebab"):
    """A character that GSM-7 lacks, its Unicode name, its code point offset."""

    character: str
    name: str
    offset: int


class Plan(Shaped, frozen=True, rename="kebab", dict=True, repr_omit_defaults=True):
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
    rewritten: str | None = None
    """What was given, where the provider sends another text; see :attr:`original`."""

    @property
    def original(self) -> str:
        """The text that was given; :attr:`text` is what is sent for it."""
        return self.text if self.rewritten is None else self.rewritten

    @cached_property
    def replaced(self) -> tuple[Replaced, ...]:
        """What the provider changes, in order, with places in both texts."""
        if self.rewritten is None:
            return ()
        steps = Rewriting.of(self.profile).steps(self.rewritten, _is_long)
        return replaced(self.rewritten, steps, len(self.text))

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments in order; their texts join to the text of the plan."""
        text = self.text
        if self.profile.languages and self.encoding is Encoding.GSM7:
            plain = plan(text, replace(self.profile.plain, encoding=None, languages=()))
            if (plain.encoding, plain.msg_count) != (self.encoding, self.msg_count):
                return national_segments(text, self.profile)
        if self.msg_count == 1:
            return (Segment(text, 0, len(text), self.chars_count, self.remaining),)
        return several_segments(text, coding_at(self.encoding, self.profile), self.profile)

    @cached_property
    def non_gsm_characters(self) -> tuple[NonGsmCharacter, ...]:
        """Every character of the text that the provider's GSM-7 lacks, in order.

        National tables are left out.
        """
        if self.encoding is Encoding.GSM7:
            return ()
        lacks = self.profile.lacks
        return tuple(
            NonGsmCharacter(character, name(character), offset)
            for offset, character in enumerate(self.text)
            if character not in tables.CHARACTERS or character in lacks
        )

    def _repr_html_(self) -> str:
        """Show the plan in a notebook: its segments, and each character's cost."""
        from smsplan.planning.view import draw  # noqa: PLC0415 - only notebooks need it

        return draw(self)


# Names of their own, for in CPython 3.11 a member of an enumeration takes long to look up.
_CODE_POINT: Final = Boundary.CODE_POINT
_GSM7: Final = Encoding.GSM7
_UCS2: Final = Encoding.UCS2
_SINGLE: Final = GSM7.single
_DIVISION: Final = Counting.DIVISION


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
        if profile is not STANDARD and not profile.plans_as_plain:
            return _treated(text, profile)
        # A basic ASCII text is its own units: most texts are, and need no call.
        if text.isascii() and (units := text.encode()).translate(ASCII_BASIC).isascii():
            count = len(units)
            if count <= _SINGLE and profile is STANDARD:
                return Plan(text, _GSM7, count, 1, _SINGLE - count)
        else:
            units = GSM7.units(text)
        coding = GSM7
        if not units or profile.encoding is not None:
            if profile.languages and profile.encoding is Encoding.GSM7 and not units and text:
                return _forced_plan(text, profile)
            coding = _choose(text, units, profile.encoding)
            if coding is UCS2 and profile.boundary is _CODE_POINT:
                return _ucs2_plan(text, profile)
            units = coding.units(text)
        count = len(units)
        remaining = coding.single - count
        if remaining >= 0:
            return Plan(text, coding.encoding, count, 1, remaining, profile)
        room = coding.rooms[profile.reference_bits]
        if profile.boundary is _CODE_POINT and units.isascii():  # no pair, so all are full
            msg_count = -(-count // room)
            remaining = msg_count * room - count
        else:
            starts = starts_of(text, units, coding, profile)
            msg_count, remaining = len(starts), room - (count - starts[-1])
        planned = Plan(text, coding.encoding, count, msg_count, remaining, profile)
        return _in_fewer_segments(planned) if profile.languages else planned
    except AttributeError:
        check(plan, text, profile)
        raise


def _plain(text: object) -> str:
    """Take the text of a subclass of ``str``, such as a template engine's."""
    if isinstance(text, str):
        return str.__str__(text)
    raise TypeError(f"text is a str, not {type(text).__name__}")


def _choose(text: str, gsm7: bytes, forced: Encoding | None) -> Coding:
    """Choose the encoding of a text whose units in GSM-7 are known."""
    is_lacking = text and not gsm7
    if is_lacking and forced is _GSM7:
        raise UnencodableTextError(text, tables.non_gsm(text)[0])
    return UCS2 if is_lacking or forced is _UCS2 else GSM7


def _forced_plan(text: str, profile: Profile) -> Plan:
    """Plan a text that is forced into GSM-7, whose default tables lack some of it."""
    non_gsm = tables.non_gsm(text, profile.languages)
    if non_gsm:
        raise UnencodableTextError(text, non_gsm[0])
    return _national_plan(text, national_segments(text, profile), profile)


def _ucs2_plan(
    text: str, profile: Profile, coding: Coding = UCS2, rewritten: str | None = None
) -> Plan:
    """Plan a text in UCS-2 that may be split anywhere: its octets are enough."""
    octets, _ = utf_16_le_encode(text, "surrogatepass")
    count = len(octets) >> 1
    msg_count, remaining = 1, coding.single - count
    if remaining < 0:
        msg_count, remaining = splitting.fill(octets, coding.rooms[profile.reference_bits])
        if profile.languages:
            return _in_fewer_segments(Plan(text, _UCS2, count, msg_count, remaining, profile))
    return Plan(text, _UCS2, count, msg_count, remaining, profile, rewritten)


def _in_fewer_segments(planned: Plan) -> Plan:
    """Plan a text with national tables if these save a segment; else as it is planned."""
    text, profile, most = planned.text, planned.profile, planned.msg_count - 1
    rooms = national.ROOMS[profile.reference_bits]
    may_fit = national.may_fit(text, profile.languages, rooms, most)
    if profile.encoding is _UCS2 or not may_fit:
        return planned
    segments = national_segments(text, profile, most)
    return _national_plan(text, segments, profile) if segments else planned


def _national_plan(text: str, segments: tuple[Segment, ...], profile: Profile) -> Plan:
    count = sum(segment.chars_count for segment in segments)
    planned = Plan(text, _GSM7, count, len(segments), segments[-1].remaining, profile)
    planned.__dict__["segments"] = segments  # which took longer than all else
    return planned


def _treated(text: str, profile: Profile) -> Plan:
    """Plan a text at a provider that does more than split it."""
    rewriting = Rewriting.of(profile)
    sent = profile.prefix + text + profile.suffix if rewriting.adds else text
    # Most texts are basic ASCII and left alone, and of one segment.
    if (
        sent.isascii()
        and (units := sent.encode()).translate(rewriting.inert).isascii()
        and (rewriting.is_simple or rewriting.keeps_white_space(sent))
    ):
        count = len(units)
        if count <= rewriting.max_inert:
            rewritten = text if rewriting.adds else None
            return Plan(sent, _GSM7, count, 1, rewriting.gsm7.single - count, profile, rewritten)
    else:
        sent, units, _ = rewriting.treat(sent, _is_long)
    if rewriting.end is not None and len(sent) - len(profile.suffix) > rewriting.end:
        forced = _UCS2 if not units else profile.encoding
        sent = sent[: rewriting.end]
        return _sent(sent, units and rewriting.units(sent), rewriting, forced, text)
    planned = _sent(sent, units, rewriting, profile.encoding, text)
    if planned.chars_count > rewriting.max_units or planned.msg_count > rewriting.max_segments:
        end = end_within(planned, rewriting.limit)
        if end < len(sent):
            sent = sent[:end]
            return _sent(sent, rewriting.units(sent), rewriting, planned.encoding, text)
    return planned


def _is_long(text: str, rewriting: Rewriting) -> bool:
    """Return whether a text needs several segments before anything is replaced."""
    # What GSM-7 lacks is replaced before that is forced on it.
    encoding = rewriting.profile.encoding
    forced = None if encoding is _GSM7 else encoding
    return _sent(text, rewriting.units(text), rewriting, forced, text).msg_count > 1


def _sent(
    text: str, units: bytes, rewriting: Rewriting, forced: Encoding | None, original: str
) -> Plan:
    """Plan what a provider sends, as it counts it; the units are those of its GSM-7."""
    profile, coding = rewriting.profile, rewriting.gsm7
    rewritten = None if text == original else original
    is_lacking = text and not units
    may_be_national = profile.languages or (is_lacking and forced is _GSM7)
    if may_be_national and (planned := _if_national(text, profile, forced)):
        return replace(planned, profile=profile, rewritten=rewritten)
    if is_lacking or forced is _UCS2:
        coding = rewriting.ucs2
        is_open = profile.boundary is _CODE_POINT and profile.counting is not _DIVISION
        if is_open and not profile.languages:
            return _ucs2_plan(text, profile, coding, rewritten)
        units = coding.units(text)
    count = len(units)
    remaining = coding.single - count
    if remaining >= 0:
        return Plan(text, coding.encoding, count, 1, remaining, profile, rewritten)
    room = coding.rooms[profile.reference_bits]
    if profile.counting is _DIVISION or (profile.boundary is _CODE_POINT and units.isascii()):
        msg_count = -(-count // room)
        remaining = msg_count * room - count
    else:
        starts = starts_of(text, units, coding, profile)
        msg_count, remaining = len(starts), room - (count - starts[-1])
    return Plan(text, coding.encoding, count, msg_count, remaining, profile, rewritten)


def _if_national(text: str, profile: Profile, forced: Encoding | None) -> Plan | None:
    """Plan a text with national tables if these save a segment.

    Raises :class:`~smsplan.errors.UnencodableTextError` as :func:`plan` does.
    """
    lacked = [at for at, each in enumerate(text) if each in profile.lacks]
    if lacked and forced is _GSM7:
        raise UnencodableTextError(text, lacked[0])
    if lacked or forced is _UCS2:
        return None
    planned = plan(text, profile.coded[forced])
    return planned if any(each.locking or each.single for each in planned.segments) else None
