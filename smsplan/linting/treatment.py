"""What a provider does to a text: in words, and where the original has it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import Final, NamedTuple

from smsplan.display import counted, describe, quoted
from smsplan.findings import Severity
from smsplan.planning import Above, Plan, plan
from smsplan.planning.limits import MEASURES

_UNITS: Final = {
    "max_segments": "segment",
    "max_characters": "character",
    "max_gsm7": "septet",
    "max_ucs2": "UTF-16 code unit",
    "max_utf16": "UTF-16 code unit",
}
_START: Final = attrgetter("start")


def original_span(planned: Plan, start: int, end: int) -> tuple[int, int]:
    """Find the part of the original that ``planned.text[start:end]`` stands for.

    What was replaced counts whole; the part is empty where the provider adds it.
    """
    if planned.rewritten is None:
        return start, end
    changes = planned.replaced
    at = bisect_right(changes, start, key=_START)
    if at:
        change = changes[at - 1]
        is_inside = start < change.end
        start = change.original_start if is_inside else change.original_end + start - change.end
    at = bisect_left(changes, end, key=_START)
    if at:
        change = changes[at - 1]
        end = change.original_end + max(0, end - change.end)
    return start, max(start, end)


class Change(NamedTuple):
    """What is sent for what, told in words, and where the original has it first."""

    before: str
    after: str
    start: int
    message: str


def changes(planned: Plan) -> Iterator[Change]:
    """Tell what the provider sends in place of what was given, each kind once."""
    kinds: dict[tuple[str, str], list[int]] = {}
    for change in planned.replaced:
        kinds.setdefault((change.original_text, change.text), []).append(change.original_start)
    for (before, after), places in kinds.items():
        times = f", {len(places)} times" if len(places) > 1 else ""
        what = f"{_named(before)} is sent as {_named(after)}{times}"
        yield Change(before, after, places[0], what if before else f"{quoted(after)} is added")


def _named(text: str) -> str:
    return describe(text) if len(text) == 1 else quoted(text) if text else "nothing"


class Excess(NamedTuple):
    """How far a message is above a limit, what happens then, and where the original ends."""

    severity: Severity
    message: str
    end: int


def above_limit(planned: Plan) -> Iterator[Excess]:
    """Tell of each limit of the provider that a message is above."""
    limit = planned.profile.limit
    if limit is None:
        return
    whole = without_limit(planned)
    severity, then = Severity.ERROR, "what happens then is not documented"
    end = len(planned.original)
    if limit.above is Above.REFUSED:
        then = "it is refused"
    elif limit.above is Above.TRUNCATED:
        severity = Severity.WARNING
        then = f"it ends after {counted(len(planned.text), 'character')}"
        end = original_span(planned, 0, len(planned.text))[1]
    for field, unit in _UNITS.items():
        most, there = getattr(limit, field), MEASURES[field](whole)
        if most is not None and there > most:
            yield Excess(severity, f"{counted(there, unit)}, {most} at most; {then}", end)


def is_truncated(planned: Plan) -> bool:
    """Return whether the provider leaves out the end of a text."""
    return planned.profile.truncates and without_limit(planned).text != planned.text


def without_limit(planned: Plan) -> Plan:
    """Plan the text again as if nothing were above a limit."""
    return plan(planned.original, planned.profile.unlimited)
