"""When a message is to be sent: the gateway's ``schedule``, a Unix timestamp.

The page says "a Unix timestamp (timezone: Europe/Copenhagen)".  A timestamp has
no time zone; smsplan takes that for the zone in which wall time is meant.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, cast
from zoneinfo import ZoneInfo

from smsplan.errors import InvalidValueError
from smsplan.findings import Finding, Severity

ZONE: Final = "Europe/Copenhagen"
"""The zone of the gateway's clock (API, section 1)."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 253_370_764_799
"""The last second of the year 9998: no zone is in year 10000 yet, and milliseconds lie beyond."""


def timestamp(schedule: object) -> int:
    """Turn a datetime or an int into a Unix timestamp, in seconds; fractions are dropped.

    A naive datetime is wall time in Copenhagen, an aware one in its own zone.
    Where that comes twice, its ``fold`` chooses, as everywhere in Python.

    Raises :class:`~smsplan.errors.InvalidValueError` (``SCHEDULED_INVALID``) for wall
    time that does not exist there, and for what is no timestamp at all.

    >>> timestamp(datetime(2026, 12, 1, 9, 0))
    1796112000
    """
    if isinstance(schedule, datetime):
        first, second = _readings(schedule)
        if first > second:  # the clock jumps over it
            message = f"{_wall(schedule)} does not exist in {_zone(schedule)}: the clock skips it"
            raise InvalidValueError(schedule, _finding("SCHEDULED_INVALID", message))
        seconds = second if schedule.fold else first
    elif isinstance(schedule, int) and not isinstance(schedule, bool):
        seconds = schedule
    else:
        message = f"a datetime or a whole number of seconds, not {type(schedule).__name__}"
        raise InvalidValueError(schedule, _finding("SCHEDULED_INVALID", message))
    if not 0 <= seconds <= _LATEST:
        message = "before 1970 or after 9998; a Unix timestamp counts seconds, not milliseconds"
        raise InvalidValueError(schedule, _finding("SCHEDULED_INVALID", message))
    return seconds


def day(moment: object) -> date | None:
    """Return the day of a time in Copenhagen, ``None`` for what is none."""
    try:
        return datetime.fromtimestamp(timestamp(moment), ZoneInfo(ZONE)).date()
    except InvalidValueError:
        return None


def findings(schedule: object, now: object) -> Iterator[Finding]:
    """Report a time that does not exist, comes twice, or lies in the past of ``now``."""
    try:
        seconds = timestamp(schedule)
    except InvalidValueError as error:
        yield error.finding
        return
    if isinstance(schedule, datetime):
        first, second = _readings(schedule)
        if first < second:
            yield _finding(
                "SCHEDULED_AMBIGUOUS",
                f"{_wall(schedule)} comes twice in {_zone(schedule)}: {_show(first)} and "
                f"{_show(second)}; the {'second' if schedule.fold else 'first'} is taken",
                Severity.WARNING,
            )
    if now is not None and seconds < timestamp(now):
        message = f"{_show(seconds)} is past; now is {_show(timestamp(now))}"
        yield _finding("SCHEDULED_PAST", message)


def _zone(moment: datetime) -> tzinfo:
    return ZoneInfo(ZONE) if moment.utcoffset() is None else cast("tzinfo", moment.tzinfo)


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None, fold=0)


def _readings(moment: datetime) -> tuple[int, int]:
    """Read wall time with both offsets of a clock change (PEP 495).

    They are equal but for wall time that comes twice (the first is earlier) or
    never (the first is later).
    """
    aware = moment.replace(tzinfo=_zone(moment))
    first, second = ((aware.replace(fold=fold) - _EPOCH) // timedelta(seconds=1) for fold in (0, 1))
    return first, second


def _show(seconds: int) -> str:
    moment = datetime.fromtimestamp(seconds, ZoneInfo(ZONE))
    return f"{moment.isoformat(sep=' ')} (timestamp {seconds})"


def _finding(code: str, message: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, severity, "schedule", message)
