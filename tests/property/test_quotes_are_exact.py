"""A cost is price times messages, to the last digit, at the longest prefix that matches."""

import csv
import json
from collections.abc import Mapping
from decimal import ROUND_CEILING, Context, Decimal, Inexact, localcontext
from fractions import Fraction
from io import StringIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smsplan import RateCard, UnknownDestinationError, msisdn, plan
from smsplan.strategies import messages, msisdns

MAX_DIGITS = 18

prices = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places, Context(prec=2 * MAX_DIGITS)),
    st.integers(min_value=0, max_value=10**MAX_DIGITS - 1),
    st.integers(min_value=0, max_value=MAX_DIGITS),
)
contexts = st.builds(
    lambda prec, traps: Context(prec=prec, rounding=ROUND_CEILING, traps=traps, Emax=prec, Emin=0),
    st.integers(min_value=1, max_value=4),
    st.sampled_from([[], [Inexact]]),
)
prefixes = st.from_regex(r"[1-9][0-9]{0,14}", fullmatch=True).filter(str.isascii)


@st.composite
def cards(draw: st.DrawFn) -> tuple[dict[str, Decimal], str]:
    """Prices by prefix, some of them prefixes of the number that comes along."""
    digits = draw(msisdns())
    own = st.integers(min_value=1, max_value=len(digits)).map(lambda size: digits[:size])
    return draw(st.dictionaries(st.one_of(own, prefixes), prices, max_size=12)), digits


@given(price=prices, text=messages(), context=contexts)
def test_cost_is_price_times_messages_in_any_decimal_context(
    price: Decimal, text: str, context: Context
) -> None:
    planned = plan(text)
    with localcontext(context):
        card = RateCard("DKK", {"45": price})
        quote = card.quote(planned, "4512345678")
    assert Fraction(quote.most) == Fraction(price) * planned.msg_count
    assert quote.least == quote.cost == quote.most
    assert (quote.price, quote.msg_count) == (price, planned.msg_count)
    assert (quote.currency, quote.prefix) == ("DKK", "45")


@given(cards(), st.one_of(st.none(), prices))
def test_the_longest_prefix_wins(
    card: tuple[Mapping[str, Decimal], str], default: Decimal | None
) -> None:
    by_prefix, digits = card
    rates = RateCard("DKK", by_prefix, default)
    matching = [prefix for prefix in by_prefix if digits.startswith(prefix)]
    if not matching and default is None:
        with pytest.raises(UnknownDestinationError) as caught:
            rates.quote(plan("Hello"), digits)
        assert caught.value.digits == digits
    else:
        quote = rates.quote(plan("Hello"), digits)
        longest = max(matching, key=len, default="0")
        assert quote.prefix == longest
        assert quote.price == by_prefix.get(longest, default)
        assert rates.quote(plan("Hello"), msisdn.parse(digits)) == quote


@given(cards(), st.one_of(st.none(), prices), contexts)
def test_a_card_in_csv_reads_back_exactly(
    card: tuple[Mapping[str, Decimal], str], default: Decimal | None, context: Context
) -> None:
    by_prefix, _ = card
    assume(by_prefix or default is not None)
    written = StringIO()
    lines = csv.writer(written)
    lines.writerows((prefix, str(price)) for prefix, price in by_prefix.items())
    if default is not None:
        lines.writerow(("0", str(default)))
    with localcontext(context):
        read = RateCard.from_csv(written.getvalue())
    assert read == RateCard("DKK", by_prefix, default)


@given(cards(), st.one_of(st.none(), prices), st.text(max_size=5), contexts)
def test_a_card_in_json_reads_back_exactly(
    card: tuple[Mapping[str, Decimal], str],
    default: Decimal | None,
    country: str,
    context: Context,
) -> None:
    by_prefix, _ = card
    assume(country.isprintable() and (by_prefix or default is not None))
    with_default = {**by_prefix, "0": default} if default is not None else by_prefix
    # Written by hand: the json module has no way to write a Decimal as a number.
    entries = ",".join(
        f'{{"country":{json.dumps(country)},"dialcode":{prefix},"price":{{"sms":{price}}}}}'
        for prefix, price in with_default.items()
    )
    with localcontext(context):
        read = RateCard.from_json(f'{{"yourprices":{{"prices":[{entries}]}}}}')
    assert (read.prices, read.default) == (by_prefix, default)
    assert read.countries == (dict.fromkeys(with_default, country) if country else {})


def test_one_tenth_in_json_is_one_tenth() -> None:
    reply = '{"yourprices": {"prices": [{"country": "", "dialcode": 45, "price": {"sms": 0.1}}]}}'
    card = RateCard.from_json(reply)
    assert Fraction(card.prices["45"]) == Fraction(1, 10)
    assert card.quote(plan("a" * 400), 4512345678).cost == Decimal("0.3")
