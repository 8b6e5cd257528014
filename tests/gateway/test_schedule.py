"""Schedules: aware, naive and counted times, and the two hours that are not like others."""

import calendar
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import Finding, InvalidValueError, Severity
from smsplan.gateway.schedule import findings, timestamp

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NEW_YORK = ZoneInfo("America/New_York")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CHANGES = [
    datetime(2026, 3, 29, 2, 30, tzinfo=COPENHAGEN),
    datetime(2026, 10, 25, 2, 30, tzinfo=COPENHAGEN),
    datetime(2026, 3, 8, 2, 30, tzinfo=NEW_YORK),
    datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK),
    datetime(2026, 4, 5, 1, 45, tzinfo=ZoneInfo("Australia/Lord_Howe")),  # half an hour
    datetime(2011, 12, 30, 12, 0, tzinfo=ZoneInfo("Pacific/Apia")),  # a day that there was not
]
"""Wall times in the middle of what a clock skips, or shows twice."""
LAST_SECOND = 253_370_764_799  # of the year 9998, in UTC


def wall(written: str, fold: int = 0) -> datetime:
    """Make a naive datetime."""
    return datetime.fromisoformat(written).replace(fold=fold)


def codes(schedule: datetime | int, now: datetime | int | None = None) -> list[str]:
    return [finding.code for finding in findings(schedule, now)]


MOMENTS = st.datetimes(min_value=wall("1970-01-02"), timezones=st.timezones())


@given(MOMENTS)
def test_an_aware_datetime_is_its_timestamp_with_fractions_dropped(moment: datetime) -> None:
    if "SCHEDULED_INVALID" not in codes(moment):
        assert timestamp(moment) == calendar.timegm(moment.utctimetuple())


@given(st.one_of(MOMENTS, st.sampled_from(CHANGES)), st.integers(-7200, 7200), st.integers(0, 1))
@example(CHANGES[0], 0, 0)
@example(CHANGES[1], 0, 1)
def test_wall_time_is_sent_when_the_clock_of_its_zone_shows_it_or_never(
    near: datetime, seconds: int, fold: int
) -> None:
    moment = (near + timedelta(seconds=seconds)).replace(microsecond=0, fold=fold)
    zone = moment.tzinfo
    instants = {(moment.replace(fold=fold) - EPOCH) // timedelta(seconds=1) for fold in (0, 1)}
    shown = {at for at in instants if datetime.fromtimestamp(at, zone) == moment.replace(fold=0)}
    found = set(codes(moment))
    if not shown:
        assert found == {"SCHEDULED_INVALID"}
    else:
        assert timestamp(moment) in shown
        assert ("SCHEDULED_AMBIGUOUS" in found) == (len(shown) == 2)


@given(st.datetimes(min_value=wall("1970-01-02"), max_value=wall("2100-01-01")))
def test_a_naive_datetime_is_the_wall_time_at_which_the_clock_in_copenhagen_shows_it(
    naive: datetime,
) -> None:
    if "SCHEDULED_INVALID" in codes(naive):
        # Only the hour that the clocks skip at 02:00 on a day of spring.
        assert (naive.hour, naive.month in {3, 4, 5}) == (2, True)
    else:
        shown = datetime.fromtimestamp(timestamp(naive), COPENHAGEN)
        assert shown.replace(tzinfo=None) == naive.replace(microsecond=0)


@given(st.integers(min_value=0, max_value=LAST_SECOND))
def test_a_timestamp_is_itself(seconds: int) -> None:
    assert timestamp(seconds) == seconds
    assert codes(seconds) == []


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        (wall("2026-12-01 09:00"), 1796112000),
        (wall("2026-07-01 09:00"), 1782889200),
        (datetime(2026, 12, 1, 8, 0, tzinfo=UTC), 1796112000),
        (datetime(2026, 12, 1, 9, 0, tzinfo=COPENHAGEN), 1796112000),
        (datetime(2026, 12, 1, 3, 0, tzinfo=timezone(timedelta(hours=-5))), 1796112000),
        (1796112000, 1796112000),
        (0, 0),
    ],
)
def test_ways_to_give_a_time(schedule: datetime | int, seconds: int) -> None:
    assert timestamp(schedule) == seconds
    assert codes(schedule) == []


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_does_not_exist_is_scheduled_invalid(fold: int) -> None:
    # At 02:00 on 2026-03-29 the clocks in Copenhagen go forward to 03:00.
    (finding,) = findings(wall("2026-03-29 02:30", fold), None)
    assert (finding.code, finding.severity) == ("SCHEDULED_INVALID", Severity.ERROR)
    assert "2026-03-29 02:30:00 does not exist in Europe/Copenhagen" in finding.message
    assert timestamp(wall("2026-03-29 01:59:59")) + 1 == timestamp(wall("2026-03-29 03:00"))


@pytest.mark.parametrize(("fold", "seconds"), [(0, 1792888200), (1, 1792891800)])
def test_the_hour_that_comes_twice_is_a_warning_with_both_readings(fold: int, seconds: int) -> None:
    # At 03:00 on 2026-10-25 the clocks in Copenhagen go back to 02:00.
    moment = wall("2026-10-25 02:30", fold)
    assert timestamp(moment) == seconds
    assert tuple(findings(moment, None)) == (
        Finding(
            code="SCHEDULED_AMBIGUOUS",
            severity=Severity.WARNING,
            field="schedule",
            message=(
                "2026-10-25 02:30:00 comes twice in Europe/Copenhagen: "
                "2026-10-25 02:30:00+02:00 (timestamp 1792888200) and "
                "2026-10-25 02:30:00+01:00 (timestamp 1792891800); "
                f"the {'second' if fold else 'first'} is taken"
            ),
        ),
    )


def test_an_aware_time_in_the_hour_that_comes_twice_is_a_warning_too() -> None:
    for fold, seconds in ((0, 1792888200), (1, 1792891800)):
        moment = datetime(2026, 10, 25, 2, 30, tzinfo=COPENHAGEN, fold=fold)
        assert timestamp(moment) == seconds
        assert list(findings(moment, None)) == list(findings(moment.replace(tzinfo=None), None))


def test_the_zone_whose_clock_skips_an_hour_is_named() -> None:
    (finding,) = findings(datetime(2026, 3, 8, 2, 30, tzinfo=NEW_YORK), None)
    message = "2026-03-08 02:30:00 does not exist in America/New_York: the clock skips it"
    assert (finding.code, finding.message) == ("SCHEDULED_INVALID", message)


def test_an_offset_that_never_changes_skips_nothing() -> None:
    offset = timezone(timedelta(hours=1))
    for naive in (wall("2026-03-29 02:30"), wall("2026-10-25 02:30")):
        assert codes(naive.replace(tzinfo=offset)) == []


@pytest.mark.parametrize(
    "schedule",
    [
        1796112000000,
        -1,
        LAST_SECOND + 1,
        10**30,
        datetime.min,  # noqa: DTZ901 - a naive extreme is what is tested
        datetime.min.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=23, minutes=59))),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=23, minutes=59))),
        wall("1970-01-01 00:59:59"),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ],
)
def test_milliseconds_and_what_lies_out_of_range_are_scheduled_invalid(
    schedule: datetime | int,
) -> None:
    with pytest.raises(InvalidValueError, match="seconds, not milliseconds") as caught:
        timestamp(schedule)
    assert caught.value.code == "SCHEDULED_INVALID"
    assert codes(schedule) == ["SCHEDULED_INVALID"]


def test_the_first_and_the_last_second() -> None:
    assert timestamp(wall("1970-01-01 01:00")) == 0
    last = datetime(9998, 12, 31, 23, 59, 59, 999_999)  # noqa: DTZ001 - wall time in Copenhagen
    assert timestamp(last.replace(tzinfo=UTC)) == LAST_SECOND
    assert timestamp(last) == LAST_SECOND - 3600


@pytest.mark.parametrize("schedule", [True, 1.5, "2026-12-01", None])
def test_anything_else_is_scheduled_invalid(schedule: object) -> None:
    with pytest.raises(InvalidValueError, match=f"not {type(schedule).__name__}") as caught:
        timestamp(schedule)
    assert caught.value.code == "SCHEDULED_INVALID"


@pytest.mark.parametrize(
    ("schedule", "now", "past"),
    [
        (100, 101, True),
        (100, 100, False),
        (100, 99, False),
        (100, None, False),
        (wall("2026-12-01 09:00"), datetime(2026, 12, 1, 8, 0, 1, tzinfo=UTC), True),
        (wall("2026-12-01 09:00"), datetime(2026, 12, 1, 8, 0, 0, 999_999, tzinfo=UTC), False),
        (wall("2026-12-01 09:00"), wall("2026-12-01 09:00:01"), True),
        (0, LAST_SECOND, True),
    ],
)
def test_a_time_before_now_is_past(
    schedule: datetime | int, now: datetime | int | None, *, past: bool
) -> None:
    assert codes(schedule, now) == (["SCHEDULED_PAST"] if past else [])


def test_a_past_time_is_shown_beside_now() -> None:
    (finding,) = findings(1796112000, 1796112060)
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "2026-12-01 09:00:00+01:00 (timestamp 1796112000) is past; "
        "now is 2026-12-01 09:01:00+01:00 (timestamp 1796112060)"
    )


@pytest.mark.process
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "UTC0"])
def test_the_machine_s_own_time_zone_does_not_matter(zone: str) -> None:
    code = (
        "from datetime import datetime\n"
        "from smsplan.gateway.schedule import findings, timestamp\n"
        "print(timestamp(datetime(2026, 12, 1, 9, 0)))\n"
        "print(*[found.message for found in findings(datetime(2026, 10, 25, 2, 30), 2**32)])\n"
    )
    shown = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"TZ": local},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for local in (zone, "Europe/Copenhagen")
    ]
    assert shown[0] == shown[1]
    assert shown[0].startswith("1796112000\n")
