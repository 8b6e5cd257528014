"""What is billed: rows that are billed alike added up, and what they cost."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from smsplan.campaign.buffers import Plans
from smsplan.campaign.results import Country, Difference, Share
from smsplan.destinations.countries import NAMES
from smsplan.destinations.rates import RateCard
from smsplan.money import EXACT
from smsplan.planning import Encoding

Array = np.ndarray[Any, Any]


class Billed(NamedTuple):
    """Rows that are billed alike: by destination and price, encoding and segments, each once.

    ``saved`` and ``extra`` are sums of segments, ``saving`` and ``costlier`` count their rows.
    """

    dialcode: int
    price: int
    is_ucs2: bool
    recipients: int
    msg_count: int
    chars_count: int
    saved: int
    saving: int
    extra: int
    costlier: int


def bill(
    dialcodes: Array, prices: Array, plans: Plans, is_sent: Array, costs: tuple[Array, Array]
) -> list[Billed]:
    """Add up the rows that are sent, by destination, price and encoding."""
    many = int(prices.max(initial=-1)) + 2
    keys = ((dialcodes * many + prices + 1) * 2 + plans.is_ucs2)[is_sent]
    encoded = pa.array(keys).dictionary_encode()
    distinct, at = encoded.dictionary.to_numpy(), encoded.indices.to_numpy()
    saved, extra = costs
    columns = (plans.msg_count, plans.chars_count, saved, saved > 0, extra, extra > 0)
    # Whole numbers in a float, exact up to 2**53.
    sums = [np.bincount(at, values[is_sent], len(distinct)).astype(int) for values in columns]
    recipients = np.bincount(at, minlength=len(distinct))
    places, is_ucs2 = np.divmod(distinct, 2)
    lists = [*np.divmod(places, many), is_ucs2.astype(bool), recipients, *sums]
    return [
        Billed(dialcode, price - 1, *others)
        for dialcode, price, *others in zip(*(each.tolist() for each in lists), strict=True)
    ]


def total(billed: Iterable[Billed], what: str) -> int:
    """Add up what rows have."""
    return sum(getattr(each, what) for each in billed)


class Bill:
    """What the rows that are billed cost by a rate card.

    Money is price times segments, both exact, added exactly: so it is the sum of
    the quotes of the rows, to the last digit.
    """

    def __init__(self, billed: Sequence[Billed], rates: RateCard | None) -> None:
        self._billed = billed
        self._prices = tuple(rates.entries.values()) if rates else None
        # The default, and all where there is no card, are of no prefix.
        self._prefixes = (*rates.prices, "") if rates else ("",)
        self._names = rates.countries if rates else {}
        places = (int(price.as_tuple().exponent) for price in self._prices or ())
        # All sums have as many places as the price that has the most.
        self._nothing = Decimal((0, (0,), min(0, *places, 0)))

    def difference(self, what: str, rows: str) -> Difference:
        """Return what could be fewer segments."""
        recipients, segments = total(self._billed, rows), total(self._billed, what)
        return Difference(recipients, segments, self.cost(self._billed, what))

    def encodings(self) -> tuple[Share, ...]:
        """Return what goes out in each encoding."""
        return tuple(
            Share(
                encoding,
                *self._sums([each for each in self._billed if each.is_ucs2 == is_ucs2]),
            )
            for encoding, is_ucs2 in zip(Encoding, (False, True), strict=True)
        )

    def countries(self) -> tuple[Country, ...]:
        """Bring together what has one calling code and one name, the most segments first."""
        found = defaultdict(list)
        for each in self._billed:
            prefix = self._prefixes[each.price] if each.price >= 0 else ""
            codes = prefix, str(each.dialcode)
            named = (self._names[code] for code in codes if self._names.get(code))
            found[each.dialcode, next(named, NAMES.get(each.dialcode, ""))].append(each)
        countries = []
        for key, billed in found.items():
            recipients, segments, cost = self._sums(billed)
            unpriced = total((each for each in billed if each.price < 0), "recipients")
            countries.append(Country(*key, recipients, segments, cost, unpriced))
        countries.sort(key=lambda each: (-each.msg_count, each.dialcode, each.name))
        return tuple(countries)

    def _sums(self, billed: Sequence[Billed]) -> tuple[int, int, Decimal | None]:
        recipients, segments = total(billed, "recipients"), total(billed, "msg_count")
        return recipients, segments, self.cost(billed, "msg_count")

    def cost(self, billed: Iterable[Billed], what: str) -> Decimal | None:
        """Return the cost of segments; ``None`` without a card."""
        if self._prices is None:
            return None
        costs = (
            EXACT.multiply(self._prices[each.price], Decimal(getattr(each, what)))
            for each in billed
            if each.price >= 0
        )
        return reduce(EXACT.add, costs, self._nothing)
