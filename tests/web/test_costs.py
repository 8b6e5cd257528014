"""What the page shows of costs is what the rate card quotes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from smsplan import RateCard, plan
from smsplan.destinations import channels
from smsplan.web import endpoints as page
from smsplan.web.requests import PlanRequest

RATES = RateCard(
    "DKK",
    {"45": Decimal("0.2"), "4520": Decimal("0.25")},
    Decimal("0.60"),
    {"45": "Denmark"},
)


@given(st.integers(min_value=0, max_value=2000))
def test_a_cost_is_what_the_rate_card_quotes(length: int) -> None:
    text = "a" * length
    costs = page.plan_text(PlanRequest(text=text), RATES).costs
    assert [(each.country, each.dialcode) for each in costs] == [
        ("Denmark", 45),
        ("", 4520),
        ("Other countries", 0),
    ]
    for each, msisdn in zip(costs, ("4530123456", "4520123456", "4712345678"), strict=True):
        assert each.cost == RATES.quote(plan(text), msisdn).cost


CHANNELS = RateCard.read(
    "prefix,iso,price,mms,rcs basic,rcs single,rcs rich,currency\n"
    "45,,0.2,0.5,0.15,0.3,,DKK\n4520,,0.2,0.6,,,,DKK\n0,,0.6,0.9,0.1,,,DKK\n"
    ",US,0.1,0.08,,,0.04,DKK\n,CA,0.1,0.07,0.03,,,DKK\n"
)


@given(st.sampled_from(["", "Hi", "é" * 81, "x" * 500]))
def test_what_a_text_would_cost_on_other_channels_is_what_they_are_quoted_at(text: str) -> None:
    costs = page.plan_text(PlanRequest(text=text), CHANNELS).costs
    shown = {(each.dialcode, each.region): each.channels for each in costs}
    numbers = ["4530123456", "4520123456", "12015550123", "14165550123"]
    places = [(45, ""), (4520, ""), (1, "US"), (1, "CA")]
    for number, place in zip(numbers, places, strict=True):
        quotes = channels.quotes(CHANNELS, plan(text), number)
        amounts = {name: (quote.least, quote.most) for name, quote in quotes.items()}
        assert {name: (each.least, each.most) for name, each in shown[place].items()} == amounts
    assert set(shown[0, ""]) == {"mms"}  # as RCS it may be of the United States, or not


def test_prices_are_exact_where_decimals_are_not_by_default() -> None:
    price = Decimal("999999999999999999.999999999999999999")
    (cost,) = page.plan_text(PlanRequest(text="a" * 161), RateCard("DKK", {"45": price})).costs
    assert str(cost.cost) == "1999999999999999999.999999999999999998"
