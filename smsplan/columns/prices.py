"""Prices of a column of recipients, exact to the last digit."""

from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.arguments import checked
from smsplan.columns import arrays
from smsplan.columns.compiling import compiled
from smsplan.columns.recipients import Recipients, read_column
from smsplan.columns.tables import Octets
from smsplan.destinations.rates import REST_OF_THE_WORLD, RateCard
from smsplan.errors import RateCardError

_PRECISION: Final = 38
"""Digits that decimal128 has."""
_NONE: Final = -1


def money(rates: RateCard) -> pa.Decimal128Type:
    """Return the type of prices and costs: with as many places as the card's longest price.

    >>> money(RateCard("DKK", {"45": Decimal("0.2"), "1": Decimal("0.125")}))
    Decimal128Type(decimal128(38, 3))
    """
    places = [-int(price.as_tuple().exponent) for price in rates.entries.values()]
    return pa.decimal128(_PRECISION, max([0, *places]))


@checked
def quote_array(
    msisdns: object, msg_counts: object, rates: RateCard, *, threads: int | None = None
) -> pa.StructArray:
    """Price each row as :meth:`smsplan.RateCard.quote` does.

    ``prefix`` is the entry of the card that matched, ``price`` that of a segment,
    ``cost`` the price of all: decimals that lose nothing, in the currency of the
    card, with as many places as its longest price.  A row is null where the
    recipient is none, is refused, or has no price; a cost also where the count
    is null.  ``msisdns`` is what :func:`msisdn_array` takes, ``msg_counts``
    a column of as many integers.

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
    kind = money(rates)
    prefixes, prices = tuple(rates.entries), tuple(rates.entries.values())
    found = match(recipients, tree(rates), threads)
    missing = found == _NONE
    which = pa.array(found, mask=missing)
    columns = [
        pa.array(prefixes, pa.string()).take(which),
        pa.array(prices, kind).take(which),
        costs(rates, found, counts),
    ]
    fields = [("prefix", pa.string()), ("price", kind), ("cost", kind)]
    return pa.Array.from_buffers(
        pa.struct(fields), rows, [arrays.bitmap(~missing)], children=columns
    )


def check_costs(rates: RateCard, most: int) -> None:
    """Raise :class:`RateCardError` for a price of which so many make a cost of too many digits."""
    scale = money(rates).scale
    for prefix, price in rates.entries.items():
        (units,) = _units((price,), scale)
        if units * most >= 10**_PRECISION:
            entry = "default" if prefix == REST_OF_THE_WORLD else f"prefix {prefix}"
            raise RateCardError(
                f"{entry}: {most} segments at {price} cost more than a column of costs holds,"
                f" which has {_PRECISION} digits, {scale} of them after the point"
            )


def _counts(msg_counts: object) -> pa.Array:
    column = arrays.concatenated(arrays.chunks(msg_counts, "msg_counts"))
    if not (pa.types.is_integer(column.type) or pa.types.is_null(column.type)):
        raise TypeError(f"msg_counts is a column of integers, not of {column.type}")
    return pc.cast(column, pa.int64())


class Tree(NamedTuple):
    """Prefixes as a tree: the next node by node and digit, and the entry by node."""

    children: NDArray[np.int32]
    entries: NDArray[np.int32]


def tree(rates: RateCard) -> Tree:
    """Return the prefixes of a rate card as a tree.

    A node of 0 is none; an entry is a number of the card's, -1 where there is
    none, and that of every other destination is the root's.
    """
    children = [[0] * 10]
    entries = [_NONE if rates.default is None else len(rates.prices)]
    for entry, prefix in enumerate(rates.prices):
        node = 0
        for digit in map(int, prefix):
            if not children[node][digit]:
                children[node][digit] = len(children)
                children.append([0] * 10)
                entries.append(_NONE)
            node = children[node][digit]
        entries[node] = entry
    return Tree(np.array(children, np.int32), np.array(entries, np.int32))


def match(recipients: Recipients, prefixes: Tree, threads: int | None) -> NDArray[np.int32]:
    """Return the entry of the longest prefix of each recipient; -1 where there is none."""
    found = np.empty(len(recipients.sizes), np.int32)

    def work(first: int, last: int) -> None:
        here = slice(first, last)
        _match(recipients.digits[here], recipients.sizes[here], *prefixes, found[here])

    arrays.in_blocks(work, len(found), threads)
    return found


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


def _units(prices: tuple[Decimal, ...], scale: int) -> list[int]:
    """Turn prices into integers, of which ``10**scale`` make one of the currency."""
    ratios = [price.as_integer_ratio() for price in prices]  # Decimal's own methods may round
    return [above * 10**scale // below for above, below in ratios]


def costs(rates: RateCard, found: NDArray[np.int32], counts: pa.Array) -> pa.Array:
    """Multiply the prices of matched entries with counts, in 64 bits if all costs fit them.

    A cost is null where nothing matched or the count is null.
    """
    kind = money(rates)
    units = _units(tuple(rates.entries.values()), kind.scale)
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
