"""Rate cards with all that a price list may say, and numbers that they are about."""

from datetime import date
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st

from smsplan import RateCard
from smsplan.destinations.rates import Rate

NUMBERS: Final = (
    *("4520123456", "4570123456", "4612345678", "12025550100", "12015550123", "14165550100"),
    *("18762100000", "17871234567", "79123456789", "77012345678", "447797123456", "447400123456"),
    *("3725123456", "10005550100", "5351234567"),
)
"""Some of countries that share a calling code, and two that no numbering plan assigns."""
SHARED: Final = st.one_of(st.none(), st.sampled_from(NUMBERS), st.just("45x"))
PREFIXES: Final = ("45", "4570", "4", "1", "1416", "1202", "7", "77", "44", "372", "53")
DAYS: Final = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9))
SENDERS: Final = st.sampled_from([None, "Shop", "4512345678", "1234"])

prices = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(min_value=0, max_value=10**9),
    st.integers(min_value=0, max_value=9),
)
names = st.sampled_from(["", "Denmark", 'The "First", Inc.', "Côte d'Ivoire", "日本; 1"])
rates = st.builds(
    Rate,
    st.none() | prices,
    st.sampled_from(["", "238-01 First", "Second", "a,b;c"]),
    st.sampled_from(["", "", "US", "CA", "RU", "KZ", "JE"]),
    st.sampled_from(["", "alphanumeric", "mobile"]),
    DAYS,
)
of_prefix = st.lists(
    rates,
    min_size=1,
    max_size=4,
    unique_by=lambda each: (each.network, each.region, each.sender, each.valid_from),
).map(tuple)


@st.composite
def network_cards(draw: st.DrawFn) -> RateCard:
    """Return cards of SMS alone."""
    plain = draw(st.dictionaries(st.sampled_from(PREFIXES), prices, max_size=4))
    several = draw(st.dictionaries(st.sampled_from(PREFIXES), of_prefix, max_size=4))
    several = {prefix: each for prefix, each in several.items() if not is_plain(each)}
    plain = {prefix: price for prefix, price in plain.items() if prefix not in several}
    there = {*plain, *(rate.region or prefix for prefix in several for rate in several[prefix])}
    countries = {key: name for key in sorted(there) if (name := draw(names))}
    currency = draw(st.sampled_from([None, "DKK"]))
    default = draw(st.none() | prices)
    if default is None and not plain and not several:
        plain = {"45": draw(prices)}
    return RateCard(currency, plain, default, countries, several)


def is_plain(listed: tuple[Rate, ...]) -> bool:
    """Tell whether rates are one price, which a card that is read has among its prices."""
    first, *others = listed
    is_one = first.price is not None and not (first.region or first.sender or first.valid_from)
    return not others and is_one
