"""What a message costs as an MMS or as RCS."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import InvalidValueError, RateCard, plan
from smsplan.destinations import channels
from smsplan.rcs import Unit, bill

US = "12015550123"
DK = "4520123456"
PRICES = st.decimals(min_value=0, max_value=9, places=3)


def card_of(sms: Decimal, mms: Decimal, rich: Decimal, basic: Decimal, single: Decimal) -> RateCard:
    others = {"mms": mms, "rcs_rich": rich, "rcs_basic": basic, "rcs_single": single}
    return RateCard(
        "USD",
        {},
        default=sms,
        channels={name: RateCard("USD", {}, default=price) for name, price in others.items()},
    )


@given(
    prices=st.tuples(*[PRICES] * 5),
    text=st.text(max_size=400),
    recipient=st.sampled_from([US, DK]),
    unit=st.sampled_from(Unit),
    suggestions=st.booleans(),
)
def test_each_channel_costs_its_price_for_what_is_billed(
    prices: tuple[Decimal, ...], text: str, recipient: str, unit: Unit, *, suggestions: bool
) -> None:
    card = card_of(*prices)
    found = channels.quotes(card, plan(text), recipient, unit=unit, suggestions=suggestions)
    billed = bill(
        text,
        "us" if recipient == US else "international",
        unit=unit,
        suggestions=suggestions,
    )
    by_kind = dict(zip(("rich", "basic", "single"), prices[2:], strict=True))
    expected = {"mms": (prices[1], 1)}
    if text:
        expected[f"rcs_{billed.kind}"] = by_kind[billed.kind] * billed.count, billed.count
    assert {name: (quote.cost, quote.msg_count) for name, quote in found.items()} == expected


@given(prices=st.tuples(*[PRICES] * 5), length=st.integers(1, 2_000))
def test_an_mms_is_cheaper_from_the_first_number_of_segments_that_costs_more(
    prices: tuple[Decimal, ...], length: int
) -> None:
    card = card_of(*prices)
    planned = plan("x" * length)
    mms = channels.quotes(card, planned, DK)["mms"]
    first = channels.cheaper_from(card.quote(planned, DK), mms)
    price = prices[0]
    if first is None:
        assert price == 0
    else:
        assert first * price > prices[1] >= (first - 1) * price


def test_of_networks_it_is_cheaper_on_each() -> None:
    sms = RateCard.read("prefix,network,price\n45,A,0.10\n45,B,0.30\n", currency="DKK")
    planned = plan("x" * 400)
    (one,) = RateCard.read("prefix,mms\n45,0.25\n", currency="DKK").channels.values()
    quote = sms.quote(planned, DK)
    assert (quote.least, quote.most) == (Decimal("0.30"), Decimal("0.90"))
    assert channels.cheaper_from(quote, one.quote(plan(""), DK)) == 3


def test_a_channel_without_a_price_there_is_left_out() -> None:
    card = RateCard.read("prefix,price,mms,rcs single\n45,0.2,0.3,0.1\n46,0.2,,\n", currency="DKK")
    assert set(channels.quotes(card, plan("x" * 161), DK)) == {"mms", "rcs_single"}
    assert set(channels.quotes(card, plan("x"), DK)) == {"mms"}
    assert channels.quotes(card, plan("x"), "46701234567") == {}
    assert channels.quotes(RateCard("DKK", {"45": Decimal(1)}), plan("x"), DK) == {}
    with pytest.raises(InvalidValueError, match="is not a digit"):
        channels.quotes(card, plan("x"), "x")


@given(
    prices=st.tuples(*[PRICES] * 5), share=st.decimals(0, 1, places=2), length=st.integers(1, 500)
)
def test_who_gets_the_sms_after_all_costs_what_the_sms_does(
    prices: tuple[Decimal, ...], share: Decimal, length: int
) -> None:
    card, planned = card_of(*prices), plan("x" * length)
    alone = channels.quotes(card, planned, DK)
    found = channels.quotes(card, planned, DK, fallback=share)
    assert found["mms"] == alone["mms"]
    (name,) = found.keys() - {"mms"}
    sms = card.quote(planned, DK).least
    assert found[name].least == alone[name].least * (1 - share) + sms * share
    assert channels.quotes(card, planned, DK, fallback=1)[name].cost == sms


def test_a_share_is_exact_and_from_0_to_1() -> None:
    card = card_of(*[Decimal(1)] * 5)
    for share, error in (
        (0.1, TypeError),
        *((each, ValueError) for each in (Decimal("1.1"), -1, Decimal("NaN"), Decimal("1E-500"))),
    ):
        with pytest.raises(error, match="fallback is"):
            channels.quotes(card, plan("x"), DK, fallback=share)  # type: ignore[arg-type]


def test_prices_of_channels_are_those_of_the_day_and_the_kind_of_the_sender() -> None:
    card = RateCard.read(
        "prefix,sender type,valid from,price,mms\n45,alphanumeric,,0.2,0.5\n45,mobile,,0.3,0.9\n"
        "45,alphanumeric,2027-01-01,0.2,0.6\n",
        currency="DKK",
    )
    for sender, day, cost in (
        ("Shop", date(2026, 12, 1), "0.5"),
        ("Shop", date(2027, 1, 1), "0.6"),
        ("4520123456", date(2026, 12, 1), "0.9"),
    ):
        assert channels.quotes(card, plan("x"), DK, day=day, sender=sender)["mms"].cost == Decimal(
            cost
        )
    both = channels.quotes(card, plan("x"), DK)["mms"]
    assert (both.least, both.most) == (Decimal("0.5"), Decimal("0.9"))
