"""What a preview says of MMS and RCS is what the quotes of its rows add up to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra bulk is not installed")
pytest.importorskip("pyarrow", reason="the extra bulk is not installed")

import pyarrow as pa

from smsplan import Quote, RateCard, UnknownDestinationError, plan
from smsplan.campaign import preview
from smsplan.destinations import channels
from smsplan.errors import DestinationRejectedError

CARDS = [
    "prefix,price,mms,rcs basic,rcs single,rcs rich\n45,0.2,0.5,0.15,0.3,\n1,0.05,0.08,,,0.04\n",
    "prefix,price,mms\n45,0.2,0.5\n4520,0.2,0.7\n0,0.1,0.9\n",
    "prefix,network,price,rcs single\n45,A,0.2,0.1\n45,B,0.3,0.2\n46,,0.1,0.4\n",
    "iso,price,rcs rich,rcs basic\nUS,0.1,0.2,0.6\nCA,0.1,0.4,0.3\n",
    "prefix,price\n45,0.2\n",
    "prefix,price,mms\n45,0.2,rejected\n46,rejected,0.5\n1,,0.4\n",
]
NUMBERS = st.sampled_from(
    ["4520123456", "4540123456", "12015550123", "14165550123", "46701234567", "45x", "", None]
)
TEXTS = st.sampled_from(["", "Hi", "é" * 80, "é" * 81, "x" * 160, "x" * 161, "x" * 500, "你" * 54])


def quote_of(rates: RateCard, number: str, text: str) -> Quote | None:
    try:
        return rates.quote(plan(text), number)
    except UnknownDestinationError:
        return None


def is_rejected(rates: RateCard, number: str) -> bool:
    try:
        return not rates.quote(plan(""), number)
    except DestinationRejectedError:
        return True
    except UnknownDestinationError:
        return False


@given(
    card=st.sampled_from(CARDS),
    rows=st.lists(st.tuples(NUMBERS, TEXTS), max_size=12),
    size=st.integers(1, 12),
)
def test_a_preview_adds_up_what_each_row_would_cost(
    card: str, rows: list[tuple[str | None, str]], size: int
) -> None:
    rates = RateCard.read(card, currency="DKK")
    table = pa.table(
        {
            "msisdn": pa.array([number for number, _ in rows], pa.string()),
            "text": pa.array([text for _, text in rows], pa.string()),
        }
    )
    found = preview(table.to_batches(size), to="msisdn", text="text", rates=rates)
    expected = {}
    for service in ("mms", "rcs"):
        pairs = [
            (
                next((q for name, q in others.items() if name.startswith(service)), None),
                quote_of(rates, number, text),
            )
            for number, text in rows
            if number and number != "45x" and text and not is_rejected(rates, number)
            for others in [channels.quotes(rates, plan(text), number)]
        ]
        priced = [(one, sms) for one, sms in pairs if one and sms]
        if priced:
            expected[service] = (
                *(len(priced), len(pairs) - len(priced)),
                *(sum(one.least for one, _ in priced), sum(one.most for one, _ in priced)),
                *(sum(sms.least for _, sms in priced), sum(sms.most for _, sms in priced)),
            )
    assert {
        each.name: (
            *(each.recipients, each.unpriced, each.least, each.most),
            *(each.sms_least, each.sms_most),
        )
        for each in found.channels
    } == expected
    for each in found.channels:
        assert each.cost == (each.least if each.least == each.most else None)
