"""What a preview counts of countries is what the findings of its rows add up to."""

from collections import Counter
from datetime import date
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra bulk is not installed")
pytest.importorskip("pyarrow", reason="the extra bulk is not installed")

import pyarrow as pa

from smsplan import STANDARD, Profile, msisdn, plan, providers
from smsplan.campaign import preview
from smsplan.destinations import countries
from tests.examples import FEW

from .inputs import texts
from .profiles import provider_profiles

SOME_NUMBERS = [
    *("4520123456", "353861234567", "306912345678", "66812345678", "66812345679", "12", "45x"),
    *("5511961234567", "5511961234568", "6591234567", "821012345678", "905301234567", "", None),
    *("12425550123", "12025550123", "18765550123", "16585550123", "1868", "77012345678", "124"),
    *("8613912345678", "256712345678", "919812345678", "870773111632", "447911123456"),
]
SOME_TEXTS = [
    *("Hi", "“Hi”", "a" * 161, "я" * 71, "я" * 202, "x" * 460, "Olá", "a b\nc", "a\n", "€" * 81),
    *("", None),
]
EVERYTHING = list(product(SOME_NUMBERS, SOME_TEXTS))
NUMBERS = st.one_of(
    st.sampled_from(SOME_NUMBERS), st.integers(min_value=10, max_value=10**15).map(str)
)
TEXTS = st.one_of(
    st.sampled_from(SOME_TEXTS),
    texts().filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)),
)
ROWS = st.lists(st.tuples(NUMBERS, TEXTS), max_size=24)
SENDERS = st.sampled_from([None, "", "Shop", "A b", "4520123456", "12345", "36123"])
DAYS = st.sampled_from([None, date(2020, 1, 1), date(2025, 7, 3), date(2026, 11, 29)])


def slow(
    rows: list[tuple[str | None, str | None]],
    profile: Profile,
    sender: str | None,
    day: date | None,
    sent: set[int],
) -> Counter[tuple[str, str, str, date]]:
    found: Counter[tuple[str, str, str, date]] = Counter()
    for row, (number, text) in enumerate(rows):
        if row in sent:
            digits = msisdn.validate(number or "")
            country = countries.of(digits, day=day)
            planned = plan(text or "", profile)
            for finding in countries.findings(country, sender=sender, planned=planned):
                cited = finding.message.rpartition(" (by the table of ")[2].split(", ")
                read = date.fromisoformat(cited[1].removeprefix("read on "))
                found[finding.code, country.prefixes[0], cited[0], read] += 1
    return found


@FEW
@given(
    ROWS,
    st.one_of(st.just(STANDARD), provider_profiles()),
    SENDERS,
    DAYS,
    st.integers(min_value=1, max_value=30),
    st.sampled_from([1, 3]),
)
@example(EVERYTHING, STANDARD, "A b", date(2020, 1, 1), 37, 3)
@example(EVERYTHING, providers.get("twilio", smart_encoding=True).profile, None, None, 99, 1)
@example(EVERYTHING, providers.get("govuk-notify", prefix="É").profile, "12345", None, 999, 1)
def test_a_preview_counts_the_findings_of_the_countries_of_its_rows(  # noqa: PLR0913, PLR0917 - as given
    rows: list[tuple[str | None, str | None]],
    profile: Profile,
    sender: str | None,
    day: date | None,
    size: int,
    threads: int,
) -> None:
    schema = pa.schema([("msisdn", pa.string()), ("text", pa.string())])
    batches = [
        pa.RecordBatch.from_pylist(
            [{"msisdn": number, "text": text} for number, text in rows[start : start + size]],
            schema,
        )
        for start in range(0, len(rows), size)
    ]
    errors: list[str | None] = []
    seen = preview(
        batches,
        to="msisdn",
        text="text",
        profile=profile,
        sender=sender,
        day=day,
        threads=threads,
        on_batch=lambda batch: errors.extend(batch.column("error").to_pylist()),
    )
    sent = {row for row, error in enumerate(errors) if error is None}
    counted: Counter[tuple[str, str, str, date]] = Counter()
    for each in seen.country_findings:
        counted[each.code, each.prefix, each.source, each.read] += each.rows
        assert each.rows > 0
        assert each.name == countries.get(each.prefix).name
        facts = {fact.name for fact in countries.get(each.prefix, day=day).facts}
        assert each.rule in facts
    assert counted == slow(rows, profile, sender, day, sent)
    assert [each.rows for each in seen.country_findings] == sorted(
        (each.rows for each in seen.country_findings), reverse=True
    )
