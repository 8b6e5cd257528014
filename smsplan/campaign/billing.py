"""What is billed: rows that are billed alike added up, and what they cost."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from smsplan.campaign.buffers import Array, Plans
from smsplan.campaign.results import Country, Difference, Share
from smsplan.columns.prices import Prices
from smsplan.destinations import countries
from smsplan.destinations.rates import REST_OF_THE_WORLD, RateCard
from smsplan.money import EXACT
from smsplan.planning import Encoding


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
        self._rates = rates
        self._listed = Prices.of(rates).listed if rates else ()
        places = [
            int(price.as_tuple().exponent)
            for each in self._listed
            for price in (each.least, each.most)
            if price is not None
        ]
        # All sums have as many places as the price that has the most.
        self._nothing = Decimal((0, (0,), min(0, *places, 0)))

    def difference(self, what: str, rows: str) -> Difference:
        """Return what could be fewer segments."""
        recipients, segments = total(self._billed, rows), total(self._billed, what)
        return Difference(recipients, segments, **self.costs(self._billed, what))

    def encodings(self) -> tuple[Share, ...]:
        """Return what goes out in each encoding."""
        return tuple(
            Share(
                encoding, **self._sums([each for each in self._billed if each.is_ucs2 == is_ucs2])
            )
            for encoding, is_ucs2 in zip(Encoding, (False, True), strict=True)
        )

    def countries(self) -> tuple[Country, ...]:
        """Bring together what has one calling code and one name, the most segments first."""
        found = defaultdict(list)
        for each in self._billed:
            found[each.dialcode, self._name(each)].append(each)
        countries = []
        for key, billed in found.items():
            unpriced = total((each for each in billed if each.price < 0), "recipients")
            countries.append(Country(*key, **self._sums(billed), unpriced=unpriced))
        countries.sort(key=lambda each: (-each.msg_count, each.dialcode, each.name))
        return tuple(countries)

    def _name(self, billed: Billed) -> str:
        """Return what the card calls a destination; the default has no name of its own."""
        prefix = region = name = ""
        if self._rates:
            if billed.price >= 0:
                prefix, region, *_ = self._listed[billed.price]
            if prefix != REST_OF_THE_WORLD:
                name = self._rates.country(prefix, region)
            name = name or self._rates.country(str(billed.dialcode))
        return name or region or countries.of(str(billed.dialcode)).name

    def _sums(self, billed: Sequence[Billed]) -> dict[str, Any]:
        recipients, segments = total(billed, "recipients"), total(billed, "msg_count")
        costs = self.costs(billed, "msg_count")
        return {"recipients": recipients, "msg_count": segments, **costs}

    def costs(self, billed: Iterable[Billed], what: str) -> dict[str, Decimal | None]:
        """Return the least and the most cost of segments, and the one; ``None`` without a card."""
        if self._rates is None:
            return dict.fromkeys(("cost", "least", "most"))
        least = most = self._nothing
        for each in billed:
            if each.price >= 0:
                entry, count = self._listed[each.price], Decimal(getattr(each, what))
                least = EXACT.add(least, EXACT.multiply(entry.least or Decimal(0), count))
                most = EXACT.add(most, EXACT.multiply(entry.most or Decimal(0), count))
        return {"cost": least if least == most else None, "least": least, "most": most}
