"""Whom a campaign goes to: national numbers, opt-outs, and each recipient once."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import RateCard
from smsplan.campaign import Preview, html_report, preview
from smsplan.campaign.duplicates import Seen

RATES = RateCard("DKK", {"45": Decimal("0.2"), "44": Decimal("0.5")})
NATIONAL = ["20123456", "31234567", "42123456", "53123456", "61234567"]


def looked(values: Sequence[str | None], **choices: object) -> Preview:
    batch = pa.record_batch({"to": pa.array(values, pa.string()), "text": ["Hi"] * len(values)})
    return preview([batch], to="to", text="text", rates=RATES, **choices)  # type: ignore[arg-type]


def codes(found: Preview) -> dict[str, int]:
    return {group.code: group.rows for group in (*found.errors, *found.warnings, *found.left_out)}


def test_national_numbers_are_sent_to_in_their_region() -> None:
    found = looked([*NATIONAL, "+44 7911 123456", "112"], region="dk")
    assert (found.recipients, found.cost) == (6, Decimal("1.5"))
    assert codes(found) == {"MSISDN_SHORT_CODE": 1}
    assert [country.dialcode for country in found.countries] == [45, 44]
    assert not found.findings


def test_without_a_region_a_finding_says_which_to_give() -> None:
    national = looked([*NATIONAL, "4520123456"])
    (found,) = national.findings
    assert (found.code, found.severity) == ("MSISDN_REGION", "warning")
    assert found.message == (
        "5 of 6 rows have a number that no plan assigns as it stands; most of these are mobiles of"
        " DK: give the region"
    )
    assert found.message in html_report(national)
    (found,) = looked(["07911 123456", "07400-123457"]).findings  # errors, for they begin with 0
    assert "mobiles of GB or IQ" in found.message


@pytest.mark.parametrize(
    "values", [[], ["4520123456"], ["4512345678", "4520123456"], ["1234"] * 9, [None, "x"]]
)
def test_no_region_is_suggested_where_it_is_not_most_numbers_or_no_country(
    values: list[str | None],
) -> None:
    assert not looked(values).findings


def test_who_is_excluded_is_left_out_with_the_cost() -> None:
    values: list[str | None] = ["4520123456", "+45 31 23 45 67", "4542123456", "45x"]
    written: list[pa.RecordBatch] = []
    opt_outs = pa.array(["4520123456", "0045 31234567", "x", None, "4599999999"])
    found = looked(values, exclude=opt_outs, on_batch=written.append)
    assert (found.rows, found.recipients, found.cost) == (4, 1, Decimal("0.2"))
    assert codes(found) == {"MSISDN_EXCLUDED": 2, "MSISDN_ALPHA": 1}
    assert [sample.row for sample in found.left_out[0].first] == [1, 2]
    assert found.bad_rows == 1
    assert written[0].column("error").to_pylist() == [
        *("MSISDN_EXCLUDED", "MSISDN_EXCLUDED", None, "MSISDN_ALPHA")
    ]
    (unread,) = found.findings
    assert (unread.code, unread.message.partition(",")[0]) == (
        "EXCLUDE_INVALID",
        "2 values of what is excluded cannot be read as a number",
    )
    assert "MSISDN_EXCLUDED" in html_report(found)


def test_the_region_is_that_of_opt_outs_too() -> None:
    found = looked(NATIONAL, exclude=pa.array(NATIONAL[:2]), region="DK")
    assert codes(found) == {"MSISDN_EXCLUDED": 2}


def test_a_recipient_that_came_before_is_left_out_only_if_it_could_be_sent_to() -> None:
    batch = pa.record_batch({"to": ["4520123456"] * 3, "text": ["", "Hi", "Hi"]})
    found = preview([batch, batch], to="to", text="text", rates=RATES, unique=True)
    assert (found.recipients, found.cost, found.duplicates) == (1, Decimal("0.2"), None)
    assert codes(found) == {"TEXT_EMPTY": 2, "MSISDN_DUPLICATE": 3}
    assert [sample.row for sample in found.left_out[0].first] == [3, 5, 6]


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)), st.integers(1, 3), st.booleans())
def test_what_is_left_out_is_what_a_set_would_leave_out(
    numbers: list[int],
    excluded: list[int],
    threads: int,
    unique: bool,  # noqa: FBT001 - drawn
) -> None:
    values = [f"452012345{number}" for number in numbers]
    opt_outs = pa.array([f"452012345{number}" for number in excluded], pa.string())
    left = [value for value in values if value not in opt_outs.to_pylist()]
    found = looked(values, exclude=opt_outs, unique=unique, threads=threads)
    assert found.recipients == len(set(left) if unique else left)
    assert found.rows == found.recipients + sum(codes(found).values())


@pytest.mark.slow
def test_batches_side_by_side_leave_out_the_same() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        for start in range(40):
            numbers = [f"45{20_000_000 + start * 50 + row}" for row in range(100)]
            yield pa.record_batch({"to": numbers, "text": ["Hi"] * 100})

    one, four = (
        preview(batches(), to="to", text="text", unique=True, threads=threads) for threads in (1, 4)
    )
    assert one == four
    assert (one.recipients, codes(one)["MSISDN_DUPLICATE"]) == (2050, 1950)


@pytest.mark.slow
def test_a_table_that_grows_forgets_nobody() -> None:
    seen = Seen()
    numbers = np.arange(1, 2_000_001, dtype=np.uint64) * np.uint64(1_000_003)
    assert not seen.again(numbers).any()
    assert seen.again(numbers[::7]).all()
    assert not seen.again(np.zeros(5, np.uint64)).any()
