"""Prices of a column of recipients, exact to the last digit."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.arguments import checked
from smsplan.columns import arrays
from smsplan.columns.compiling import compiled
from smsplan.columns.recipients import Recipients, digits_of, read_column
from smsplan.columns.tables import Octets
from smsplan.destinations import country_codes
from smsplan.destinations.rate_entries import chosen
from smsplan.destinations.rates import REST_OF_THE_WORLD, Entry, RateCard
from smsplan.errors import RateCardError
from smsplan.planning import MAX_SEGMENTS

_PRECISION: Final = 38
"""Digits that decimal128 has."""
_NONE: Final = -1

Countries = Callable[[Recipients, NDArray[np.intp]], tuple[NDArray[np.int64], Mapping[int, str]]]
"""Finds the countries of some of the recipients: a number of each row, and the ISO codes
that these numbers stand for, as far as the countries are known."""


class Prices(NamedTuple):
    """The destinations of a rate card by number, and the tree of their prefixes.

    After the entries of the card come those of all countries together that share a prefix.
    The next node stands by node and digit, 0 for none; the entry by node, -1 for none, that
    of every other destination at the root, and -2 and below for one of ``shared``: there a
    country has its entry, and ``None`` for those that have none leads to a shorter prefix.
    """

    listed: tuple[Entry, ...]
    children: NDArray[np.int32]
    entries: NDArray[np.int32]
    shared: tuple[Mapping[str | None, int], ...]

    @classmethod
    def of(cls, rates: RateCard) -> Self:
        """Return the destinations of a rate card, numbered."""
        listed = list(rates.entries)
        places: dict[str, dict[str | None, int]] = {}
        for number, entry in enumerate(listed):
            places.setdefault(entry.prefix, {})[entry.region] = number
        default = places.pop(REST_OF_THE_WORLD, {}).get("", _NONE)
        children, entries = [[0] * 10], [default]
        shared: list[Mapping[str | None, int]] = []
        for prefix in sorted(places, key=len):  # what a longer one leads to is known then
            node, shorter = 0, default
            for digit in map(int, prefix):
                if entries[node] != _NONE:
                    shorter = entries[node]
                if not children[node][digit]:
                    children[node][digit] = len(children)
                    children.append([0] * 10)
                    entries.append(_NONE)
                node = children[node][digit]
            by_region = places[prefix]
            if set(by_region) == {""}:
                entries[node] = by_region[""]
                continue
            found = [listed[number] for number in by_region.values() if number is not None]
            of_all = chosen(found, "")
            assert of_all is not None  # noqa: S101 - without a country it is all of them
            others = by_region.get("", shorter)
            entries[node] = -2 - len(shared)
            shared.append({**by_region, "": len(listed), None: others})
            listed.append(of_all)
        return cls(
            tuple(listed), np.array(children, np.int32), np.array(entries, np.int32), tuple(shared)
        )

    @property
    def are_ranges(self) -> bool:
        """Whether a destination has more than one price."""
        return any(each.least != each.most for each in self.listed)

    @property
    def type(self) -> pa.Decimal128Type:
        """The type of prices and costs: with as many places as the longest price."""
        amounts = (price for each in self.listed for price in (each.least, each.most))
        places = [-int(price.as_tuple().exponent) for price in amounts if price is not None]
        return pa.decimal128(_PRECISION, max([0, *places]))

    @property
    def is_rejected(self) -> NDArray[np.bool_]:
        """Of each destination whether the price list rejects it."""
        return np.array([each.most is None for each in self.listed], np.bool_)

    def most_segments(self, max_cost: Decimal) -> NDArray[np.int64]:
        """Return of each destination how many segments never cost more; the last is of none."""
        most = [
            min(MAX_SEGMENTS, Fraction(max_cost) // Fraction(each.most))
            if each.most
            else MAX_SEGMENTS
            for each in self.listed
        ]
        return np.array([*most, MAX_SEGMENTS])


@checked
def quote_array(
    msisdns: object, msg_counts: object, rates: RateCard, *, threads: int | None = None
) -> pa.StructArray:
    """Price each row as :meth:`smsplan.RateCard.quote` does.

    ``prefix`` is the entry of the card that matched, ``price`` that of a segment,
    ``cost`` the price of all: decimals that lose nothing, in the currency of the
    card, with as many places as its longest price.  Where the card has ranges of prices
    there are ``least`` and ``most``, what a row costs, and price and cost are null where
    these differ.  A row is null where the recipient is none, is refused, is rejected, or
    has no price; a cost also where the count is null.  ``msisdns`` is what
    :func:`msisdn_array` takes, ``msg_counts`` a column of as many integers.  Give the card
    of the day and the sender: :meth:`smsplan.RateCard.at`.

    Raises ``TypeError`` for other columns, ``ValueError`` for columns of different
    lengths, ``OverflowError`` for a cost of more than 38 digits.

    >>> card = RateCard("DKK", {"45": Decimal("0.2"), "4570": Decimal("1.25")})
    >>> quoted = quote_array(pa.array(["+45 7012 3456", "33123456"]), pa.array([3, 1]), card)
    >>> quoted.to_pylist()
    [{'prefix': '4570', 'price': Decimal('1.25'), 'cost': Decimal('3.75')}, None]
    """
    recipients = read_column(msisdns, "msisdns", threads)
    counts = _counts(msg_counts)
    rows = len(recipients.sizes)
    if len(counts) != rows:
        raise ValueError(f"there are {rows} msisdns, but {len(counts)} msg_counts")
    prices = Prices.of(rates)
    listed, kind = prices.listed, prices.type
    found = match(recipients, prices, threads)
    if len(listed):
        found[(found != _NONE) & prices.is_rejected[found]] = _NONE
    missing = found == _NONE
    which = pa.array(found, mask=missing)
    price = [each.least if each.least == each.most else None for each in listed]
    cost, least, most = costs(prices, found, counts)
    columns = {
        "prefix": pa.array([each.prefix for each in listed], pa.string()).take(which),
        "price": pa.array(price, kind).take(which),
        "cost": cost,
        **({"least": least, "most": most} if prices.are_ranges else {}),
    }
    fields = [(name, column.type) for name, column in columns.items()]
    return pa.Array.from_buffers(
        pa.struct(fields), rows, [arrays.bitmap(~missing)], children=list(columns.values())
    )


def check_costs(rates: RateCard, most: int) -> None:
    """Raise :class:`RateCardError` for a price of which so many make a cost of too many digits."""
    scale = Prices.of(rates).type.scale
    for entry in rates.entries:
        (units,) = _units((entry.most,), scale)
        if units * most >= 10**_PRECISION:
            where = "default" if entry.prefix == REST_OF_THE_WORLD else f"prefix {entry.prefix}"
            raise RateCardError(
                f"{where}: {most} segments at {entry.most} cost more than a column of costs holds,"
                f" which has {_PRECISION} digits, {scale} of them after the point"
            )


def _counts(msg_counts: object) -> pa.Array:
    column = arrays.concatenated(arrays.chunks(msg_counts, "msg_counts"))
    if not (pa.types.is_integer(column.type) or pa.types.is_null(column.type)):
        raise TypeError(f"msg_counts is a column of integers, not of {column.type}")
    return pc.cast(column, pa.int64())


def match(
    recipients: Recipients, prices: Prices, threads: int | None, countries: Countries | None = None
) -> NDArray[np.int32]:
    """Return the entry of the longest prefix of each recipient; -1 where there is none."""
    found = np.empty(len(recipients.sizes), np.int32)

    def work(first: int, last: int) -> None:
        here = slice(first, last)
        nodes = prices.children, prices.entries
        _match(recipients.digits[here], recipients.sizes[here], *nodes, found[here])

    arrays.in_blocks(work, len(found), threads)
    rows = np.flatnonzero(found < _NONE)
    if len(rows):
        codes, names = (countries or _countries)(recipients, rows)
        many = int(codes.max()) + 1
        keys, at = np.unique(
            (-2 - found[rows]).astype(np.int64) * many + codes, return_inverse=True
        )
        pairs = (divmod(key, many) for key in keys.tolist())
        entries = [_entry(prices, -2 - shared, names.get(code, "")) for shared, code in pairs]
        found[rows] = np.array(entries, np.int32)[at]
    return found


def _entry(prices: Prices, entry: int, region: str) -> int:
    """Return the entry of a country, where several share a prefix or a shorter one."""
    while entry < _NONE:
        of_regions = prices.shared[-2 - entry]
        entry = of_regions.get(region, of_regions[None])
    return entry


def _countries(
    recipients: Recipients, rows: NDArray[np.intp]
) -> tuple[NDArray[np.int64], Mapping[int, str]]:
    """Ask phonenumbers, once about each number."""
    numbers = digits_of(recipients).take(pa.array(rows)).dictionary_encode()
    names = dict(enumerate(map(country_codes.of, numbers.dictionary.to_pylist())))
    return numbers.indices.to_numpy().astype(np.int64), names


@compiled
def _match(
    digits: Octets,
    sizes: NDArray[np.int64],
    children: NDArray[np.int32],
    entries: NDArray[np.int32],
    found: NDArray[np.int32],
) -> None:
    """Write the entry of the longest prefix of each number."""
    for row in range(len(sizes)):
        found[row] = entries[0] if sizes[row] else _NONE
        node = 0
        for index in range(sizes[row]):
            node = children[node, digits[row, index] - 0x30]
            if node == 0:
                break
            if entries[node] != _NONE:
                found[row] = entries[node]


def _units(prices: Iterable[Decimal | None], scale: int) -> list[int]:
    """Turn prices into integers, of which ``10**scale`` make one of the currency."""
    # Decimal's own methods may round.
    ratios = [(price or Decimal(0)).as_integer_ratio() for price in prices]
    return [above * 10**scale // below for above, below in ratios]


def costs(
    prices: Prices, found: NDArray[np.int32], counts: pa.Array
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Multiply the prices of matched entries with counts: the one cost, the least and the most.

    A cost is null where nothing matched or the count is null, the one also where the others
    differ.
    """
    if not prices.are_ranges:
        return (_products(prices, [each.most for each in prices.listed], found, counts),) * 3
    amounts = [each.least for each in prices.listed], [each.most for each in prices.listed]
    least, most = (_products(prices, each, found, counts) for each in amounts)
    return pc.if_else(pc.equal(least, most), most, pa.scalar(None, most.type)), least, most


def _products(
    prices: Prices, of_entries: list[Decimal | None], found: NDArray[np.int32], counts: pa.Array
) -> pa.Array:
    """Multiply one price of each entry with counts, in 64 bits if all costs fit them."""
    kind = prices.type
    units = _units(of_entries, kind.scale)
    unknown = (found == _NONE) | pc.is_null(counts).to_numpy(zero_copy_only=False)
    found = np.maximum(found, 0)
    numbers = np.where(unknown, 0, pc.fill_null(counts, 0).to_numpy())
    most = max(1, int(numbers.max(initial=0)), -int(numbers.min(initial=0)))
    if max(units, default=0) * most <= np.iinfo(np.int64).max:
        costs = np.empty((len(numbers), 2), np.int64)
        costs[:, 0] = np.array(units or [0], np.int64)[found] * numbers
        costs[:, 1] = costs[:, 0] >> 63
        return arrays.from_numpy(kind, costs, arrays.bitmap(~unknown))
    exact = [
        None if none else _decimal(cost, kind.scale)
        for cost, none in zip(np.array(units, object)[found] * numbers, unknown, strict=True)
    ]
    try:
        return pa.array(exact, kind)
    except pa.ArrowInvalid as error:
        raise OverflowError(
            f"a cost has more than the {_PRECISION} digits of decimal128"
        ) from error


def _decimal(units: int, scale: int) -> Decimal:
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -scale))
