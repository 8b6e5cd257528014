"""The most that a message may have at a provider: what is measured, and what is left of it."""

from typing import TYPE_CHECKING, Final

from smsplan.gsm7.codec import DEFAULT, ucs2_units
from smsplan.planning.profile import Encoding, Limit

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
    text = planned.text
    ends = [len(text)]
    if limit.max_segments is not None and len(planned.segments) > limit.max_segments:
        ends.append(planned.segments[limit.max_segments - 1].end)
    if limit.max_characters is not None and _characters(planned) > limit.max_characters:
        ends.append(len(planned.profile.prefix) + limit.max_characters)
    billed = limit.max_gsm7 if planned.encoding is Encoding.GSM7 else limit.max_ucs2
    if billed is not None:
        ends.append(_within(text, planned.encoding, billed))
    if limit.max_utf16 is not None:
        ends.append(_within(text, Encoding.UCS2, limit.max_utf16))
    return min(ends)


def _within(text: str, encoding: Encoding, units: int) -> int:
    """Find the code point before which that many units of an encoding end."""
    is_gsm7 = encoding is Encoding.GSM7
    for at, character in enumerate(text):
        units -= 2 if (character in DEFAULT.extension if is_gsm7 else character > "\uffff") else 1
        if units < 0:
            return at
    return len(text)
