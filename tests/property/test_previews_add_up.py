"""A preview is what a slow loop over the rows with plan() and RateCard.quote() adds up to."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra bulk is not installed")
pytest.importorskip("pyarrow", reason="the extra bulk is not installed")

import pyarrow as pa

from smsplan import (
    Encoding,
    InvalidValueError,
    RateCard,
    Template,
    UnknownDestinationError,
    fix,
    msisdn,
    plan,
)
from smsplan.campaign import Preview, preview
from smsplan.gsm7.tables import CHARACTERS
from tests.examples import FEW

from .inputs import runs

NAMES = st.one_of(
    st.sampled_from(["", "Anna", "Zoë", "Łukasz", "O’Brien", "😀", "x" * 150, "—" * 80]),
    runs(longest=40).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)),
    st.none(),
)
NUMBERS = st.one_of(
    st.sampled_from(
        [
            "4520123456",
            "+45 20 12 34 56",
            "4520123456.0",
            "45x",
            "",
            "0",
            "4791234567",
            "12125550123",
            "9" * 16,
        ]
    ),
    st.integers(min_value=10**6, max_value=10**12).map(str),
    st.none(),
)
PRICES = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(min_value=0, max_value=10**12),
    st.integers(min_value=0, max_value=18),
)
CARDS = st.builds(
    lambda prices, default: RateCard("DKK", prices, default, {"45": "Denmark", "4520": "Denmark"}),
    st.dictionaries(st.sampled_from(["45", "4520", "47", "1", "1212", "7", "3"]), PRICES),
    st.one_of(st.none(), PRICES),
)
ROWS = st.lists(st.tuples(NUMBERS, NAMES), max_size=24)
TEMPLATE = Template.parse("Hi {{name}}, {{name}}: your parcel is here. " + "Bring your card. " * 5)


class Slow:
    """The rows one by one."""

    def __init__(self, rows: Sequence[tuple[str | None, str | None]], rates: RateCard) -> None:
        self.cost = Fraction(0)
        self.messages = self.saved = 0
        self.by_country: Counter[int] = Counter()
        self.costs: Counter[int] = Counter()
        self.histogram: Counter[int] = Counter()
        self.encodings: Counter[Encoding] = Counter()
        self.non_gsm_characters: Counter[str] = Counter()
        self.errors: dict[str, list[int]] = {}
        self.warnings: dict[str, list[int]] = {}
        self.duplicates: list[int] = []
        seen: set[str] = set()
        for row, (number, name) in enumerate(rows, start=1):
            if name is None:
                self.errors.setdefault("FIELD_MISSING", []).append(row)
                continue
            text = TEMPLATE.render({"name": name})
            planned = plan(text)
            try:
                digits = msisdn.validate(number or "")
            except InvalidValueError as error:
                self.errors.setdefault(error.code, []).append(row)
                continue
            if planned.msg_count > 255:
                self.errors.setdefault("TEXT_LONG", []).append(row)
                continue
            for finding in msisdn.findings(digits):
                self.warnings.setdefault(finding.code, []).append(row)
            if digits in seen:
                self.duplicates.append(row)
            seen.add(digits)
            dialcode = msisdn.parse(digits).dialcode
            self.messages += planned.msg_count
            self.by_country[dialcode] += planned.msg_count
            self.histogram[planned.msg_count] += 1
            self.encodings[planned.encoding] += 1
            self.non_gsm_characters.update(set(text) - CHARACTERS)
            self.saved += fix(text).saved
            try:
                cost = Fraction(rates.quote(planned, digits).most)
                self.cost += cost
                self.costs[dialcode] += cost  # type: ignore[assignment] # a Fraction adds up too
            except UnknownDestinationError:
                self.errors.setdefault("RATE_UNKNOWN", []).append(row)


def batches(rows: Sequence[tuple[str | None, str | None]], size: int) -> list[pa.RecordBatch]:
    schema = pa.schema([("msisdn", pa.string()), ("name", pa.string())])
    return [
        pa.RecordBatch.from_pylist(
            [{"msisdn": number, "name": name} for number, name in rows[start : start + size]],
            schema,
        )
        for start in range(0, len(rows), size)
    ]


def look(
    rows: Sequence[tuple[str | None, str | None]],
    rates: RateCard,
    size: int,
    threads: int = 1,
    max_cost: Decimal | None = None,
) -> tuple[Preview, list[dict[str, object]]]:
    planned: list[dict[str, object]] = []
    found = preview(
        batches(rows, size),
        to="msisdn",
        template=TEMPLATE,
        rates=rates,
        samples=100,
        threads=threads,
        max_cost=max_cost,
        on_batch=lambda batch: planned.extend(batch.to_pylist()),
    )
    return found, planned


@FEW
@given(ROWS, CARDS, st.integers(min_value=1, max_value=30))
def test_a_preview_is_what_its_rows_add_up_to(
    rows: list[tuple[str | None, str | None]], rates: RateCard, size: int
) -> None:
    found, _ = look(rows, rates, size)
    slow = Slow(rows, rates)
    assert found.cost is not None
    assert Fraction(found.cost) == slow.cost
    assert sum(Fraction(each.cost or 0) for each in found.countries) == slow.cost
    assert sum(Fraction(each.cost or 0) for each in found.encodings) == slow.cost
    assert found.msg_count == slow.messages
    assert {each.dialcode: each.msg_count for each in found.countries} == slow.by_country
    assert {bar.msg_count: bar.recipients for bar in found.histogram} == slow.histogram
    assert {each.encoding: each.recipients for each in found.encodings if each.recipients} == dict(
        slow.encodings
    )
    assert {
        each.character: each.rows for each in found.non_gsm_characters
    } == slow.non_gsm_characters
    assert found.savings.msg_count == slow.saved
    assert {each.code: [one.row for one in each.first] for each in found.errors} == slow.errors
    assert {each.code: [one.row for one in each.first] for each in found.warnings} == slow.warnings
    assert found.duplicates is not None
    assert [each.row for each in found.duplicates.first] == slow.duplicates
    assert found.rows == len(rows)
    for group in (*found.errors, *found.warnings, found.duplicates):
        assert group.rows == len(group.first)


@pytest.mark.slow
@FEW
@given(ROWS, CARDS)
def test_every_row_is_written_with_its_plan_and_quote_or_its_error(
    rows: list[tuple[str | None, str | None]], rates: RateCard
) -> None:
    found, planned = look(rows, rates, 7)
    assert [(row["msisdn"], row["name"]) for row in planned] == rows
    for (number, name), row in zip(rows, planned, strict=True):
        is_read = msisdn.is_valid(number or "")
        assert row["digits"] == (msisdn.validate(number or "") if is_read else None)
        if name is None:
            assert row["msg_count"] is None
            assert row["error"] == "FIELD_MISSING: name"
            continue
        expected = plan(TEMPLATE.render({"name": name}))
        assert row["encoding"] == expected.encoding.value
        assert (row["chars_count"], row["msg_count"]) == (expected.chars_count, expected.msg_count)
        if row["error"] is None:
            quote = rates.quote(expected, number or "")
            assert (row["cost"], row["currency"]) == (quote.cost, "DKK")
        else:
            assert (row["cost"], row["currency"]) == (None, None)
    costs = [row["cost"] for row in planned]
    total = sum(Fraction(cost) for cost in costs if isinstance(cost, Decimal))
    assert Fraction(found.cost or 0) == total
    assert sum(row["error"] is not None for row in planned) == found.bad_rows


@pytest.mark.slow
@settings(max_examples=12)
@given(ROWS, CARDS, st.integers(min_value=1, max_value=9))
def test_neither_batches_nor_threads_change_anything(
    rows: list[tuple[str | None, str | None]], rates: RateCard, size: int
) -> None:
    assert look(rows, rates, size, threads=3) == look(rows, rates, 1000)


@FEW
@given(ROWS, CARDS, st.decimals(min_value=0, max_value=3, places=2))
def test_rows_that_may_cost_more_than_the_most_are_left_out_and_no_others(
    rows: list[tuple[str | None, str | None]], rates: RateCard, max_cost: Decimal
) -> None:
    _, free = look(rows, rates, 7)
    found, bound = look(rows, rates, 7, max_cost=max_cost)
    above = 0
    for before, after in zip(free, bound, strict=True):
        most = before.get("most", before["cost"])
        if isinstance(most, Decimal) and most > max_cost:
            above += 1
            no_cost = {
                name: None for name in ("cost", "currency", "least", "most") if name in before
            }
            assert after == before | no_cost | {"error": "COST_ABOVE_MAX"}
        else:
            assert after == before
    assert sum(each.rows for each in found.errors if each.code == "COST_ABOVE_MAX") == above
