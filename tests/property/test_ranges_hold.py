"""A quote is what the networks that a recipient may be on cost, and a card that is written stays.

What applies is told here as slowly and plainly as can be, rate by rate.
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsplan import RateCard, UnknownDestinationError, plan
from smsplan.destinations import country_codes
from smsplan.destinations.rates import Rate
from smsplan.errors import DestinationRejectedError
from smsplan.money import EXACT

from .price_cards import DAYS, NUMBERS, SENDERS, network_cards, prices

TWO = plan("a" * 161)


def holds(rate: Rate, others: tuple[Rate, ...], day: date | None, sender: str | None) -> bool:
    """Tell whether a rate may be what is billed."""
    alike = [each for each in others if (each.network, each.region) == (rate.network, rate.region)]
    if day is not None:
        alike = [each for each in alike if each.valid_from is None or each.valid_from <= day]
    if sender is not None:
        is_text = not sender.isdigit()
        fitting = [e for e in alike if not e.sender or (e.sender == "alphanumeric") == is_text]
        alike = fitting or alike
    if day is not None:
        newer = [
            each
            for each in alike
            if each.sender == rate.sender
            and (each.valid_from or date.min) > (rate.valid_from or date.min)
        ]
        if newer:
            return False
    return rate in alike


def expected(
    card: RateCard, digits: str, day: date | None, sender: str | None
) -> tuple[str, list[Decimal | None]] | None:
    """Return the prefix and the prices of all networks, or nothing."""
    country = country_codes.of(digits)
    for size in range(len(digits), 0, -1):
        prefix = digits[:size]
        if prefix in card.prices:
            return prefix, [card.prices[prefix]]
        listed = card.rates.get(prefix, ())
        there = [rate for rate in listed if holds(rate, listed, day, sender)]
        if country:
            own = [rate for rate in there if rate.region == country]
            there = own or [rate for rate in there if not rate.region]
        if there:
            return prefix, [rate.price for rate in there]
    return None if card.default is None else ("0", [card.default])


@given(network_cards(), st.sampled_from(NUMBERS), DAYS, SENDERS)
def test_a_range_is_that_of_the_networks(
    card: RateCard, digits: str, day: date | None, sender: str | None
) -> None:
    found = expected(card, digits, day, sender)
    there = [] if found is None else [price for price in found[1] if price is not None]
    if found is None or not there:
        kind = UnknownDestinationError if found is None else DestinationRejectedError
        with pytest.raises(kind) as caught:
            card.quote(TWO, digits, day=day, sender=sender)
        assert (type(caught.value), caught.value.digits) == (kind, digits)
        return
    quote = card.quote(TWO, digits, day=day, sender=sender)
    assert (quote.prefix, quote.msg_count, quote.currency) == (found[0], 2, card.currency)
    assert (quote.least, quote.most) == (2 * min(there), 2 * max(there))
    assert quote.cost == (quote.most if min(there) == max(there) else None)
    assert quote.price == (there[0] if min(there) == max(there) else None)
    assert card.at(day, sender=sender).quote(TWO, digits) == quote


@given(network_cards(), st.none() | network_cards())
def test_a_card_that_is_written_reads_back(card: RateCard, mms: RateCard | None) -> None:
    channels = {} if mms is None else {"mms": replace(mms, currency=card.currency)}
    whole = replace(card, channels=channels)
    assert RateCard.read(whole.to_csv()) == whole
    assert RateCard.read(whole.to_csv().encode()) == whole


# A product of two that are 10**9 would have more than 18 places, and is refused.
@given(network_cards(), prices.filter(lambda rate: 0 < rate < 10**9), st.sampled_from(NUMBERS))
def test_a_card_is_converted_exactly(card: RateCard, rate: Decimal, digits: str) -> None:
    converted = card.convert("EUR", rate)
    assert converted.currency == "EUR"
    assert converted.converted.endswith(f"at {rate}")
    assert RateCard.read(converted.to_csv()) == converted
    try:
        quote = card.quote(TWO, digits)
    except UnknownDestinationError as error:
        with pytest.raises(type(error)):
            converted.quote(TWO, digits)
        return
    after = converted.quote(TWO, digits)
    assert after.least == EXACT.multiply(quote.least, rate)
    assert after.most == EXACT.multiply(quote.most, rate)
