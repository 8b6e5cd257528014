"""The most that a message may have at a provider: what is measured, and what is left of it."""

from typing import TYPE_CHECKING, Final

from smsplan.gsm7.codec import DEFAULT, ucs2_units
from smsplan.planning.coding import coding_at
from smsplan.planning.profile import Counting, Encoding, Limit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smsplan.planning.plans import Plan


def _characters(planned: "Plan") -> int:
    return len(planned.text) - len(planned.profile.prefix) - len(planned.profile.suffix)


def _billed_in(encoding: Encoding) -> "Callable[[Plan], int]":
    return lambda planned: planned.chars_count if planned.encoding is encoding else 0


MEASURES: "Final[Mapping[str, Callable[[Plan], int]]]" = {
    "max_segments": lambda planned: planned.msg_count,
    "max_characters": _characters,
    "max_gsm7": _billed_in(Encoding.GSM7),
    "max_ucs2": _billed_in(Encoding.UCS2),
    "max_utf16": lambda planned: len(ucs2_units(planned.text)),
}
"""What each field of a :class:`Limit` measures of a plan."""


def end_within(planned: "Plan", limit: Limit) -> int:
    """Find the code point at which a text is truncated."""
    text, count = planned.text, planned.chars_count
    end = len(text)
    if limit.max_segments is not None and planned.msg_count > limit.max_segments:
        end = _end_of_segments(planned, limit.max_segments)
    if limit.max_characters is not None and _characters(planned) > limit.max_characters:
        end = min(end, len(planned.profile.prefix) + limit.max_characters)
    billed = limit.max_gsm7 if planned.encoding is Encoding.GSM7 else limit.max_ucs2
    if billed is not None and count > billed:
        end = min(end, _within(text, planned.encoding, billed))
    if limit.max_utf16 is not None and count > limit.max_utf16:
        end = min(end, _within(text, Encoding.UCS2, limit.max_utf16))
    return end


def _end_of_segments(planned: "Plan", most: int) -> int:
    if planned.profile.counting is not Counting.DIVISION:
        return planned.segments[most - 1].end
    coding = coding_at(planned.encoding, planned.profile)
    room = most * coding.rooms[planned.profile.reference_bits]
    return _within(planned.text, planned.encoding, coding.single if most == 1 else room)


def _within(text: str, encoding: Encoding, units: int) -> int:
    """Find the code point before which that many units of an encoding end."""
    is_gsm7 = encoding is Encoding.GSM7
    for at, character in enumerate(text):
        units -= 2 if (character in DEFAULT.extension if is_gsm7 else character > "\uffff") else 1
        if units < 0:
            return at
    return len(text)
