"""What a campaign would cost as MMS or RCS, where the rate card has prices for these."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from smsplan.campaign.buffers import Array
from smsplan.campaign.results import Channel
from smsplan.columns.arrays import strings
from smsplan.columns.prices import Prices, match
from smsplan.columns.recipients import Recipients
from smsplan.destinations.rates import RateCard
from smsplan.money import EXACT
from smsplan.rcs import ROOM, Kind

_NORTH_AMERICA: Final = 1
_SERVICES: Final = ("mms", "rcs")

Countries = Callable[[Recipients, Array], tuple[Array, Mapping[int, str]]]


class Alike(NamedTuple):
    """A channel, the entry of its card (-1 for none), and the messages to each recipient."""

    channel: str
    entry: int
    messages: int


class Channels:
    """The channels of a rate card, and the prices of each."""

    def __init__(self, rates: RateCard | None) -> None:
        cards = rates.channels if rates else {}
        self._prices = {name: Prices.of(card) for name, card in cards.items()}

    def count(
        self, read: Recipients, dialcodes: Array, texts: pa.Array, countries: Countries
    ) -> Counter[Alike]:
        """Count recipients as :func:`smsplan.destinations.channels.quotes` prices them.

        A row that is not sent has the calling code 0.
        """
        found: Counter[Alike] = Counter()
        if not self._prices:
            return found
        is_sent = dialcodes > 0
        for channel, rows, messages in self._bills(read, dialcodes, texts, countries):
            entries = np.full(len(is_sent), -1)
            if channel in self._prices:
                entries = match(read, self._prices[channel], threads=1, countries=countries)
            kept = rows & is_sent
            pairs = np.stack([entries[kept], messages[kept]])
            for (entry, count), many in zip(*_distinct(pairs), strict=True):
                found[Alike(channel, entry, count)] += many
        return found

    def _bills(
        self, read: Recipients, dialcodes: Array, texts: pa.Array, countries: Countries
    ) -> Iterator[tuple[str, Array, Array]]:
        """Return of each channel which rows would go out on it, and as how many messages."""
        rows = len(dialcodes)
        if "mms" in self._prices:
            yield "mms", np.ones(rows, np.bool_), np.ones(rows, np.int64)
        if not any(name.startswith("rcs") for name in self._prices):
            return
        octets = np.diff(strings(texts).offsets)
        is_us = np.zeros(rows, np.bool_)
        american = np.flatnonzero(dialcodes == _NORTH_AMERICA)
        if len(american):
            codes, names = countries(read, american)
            is_us[american] = np.isin(codes, [each for each, name in names.items() if name == "US"])
        is_short = octets <= ROOM
        one = np.minimum(octets, 1)
        yield f"rcs_{Kind.RICH}", is_us, -(-octets // ROOM)
        yield f"rcs_{Kind.BASIC}", ~is_us & is_short, one
        yield f"rcs_{Kind.SINGLE}", ~is_us & ~is_short, one

    def costs(self, counted: Counter[Alike]) -> tuple[Channel, ...]:
        """Add up what each service would cost."""
        found = []
        for service in _SERVICES:
            alike = {each: many for each, many in counted.items() if each.channel[:3] == service}
            priced = {each: many for each, many in alike.items() if each.entry >= 0}
            if priced:
                least = most = Decimal(0)
                for each, many in priced.items():
                    entry = self._prices[each.channel].listed[each.entry]
                    count = Decimal(many * each.messages)
                    least = EXACT.add(least, EXACT.multiply(entry.least or Decimal(0), count))
                    most = EXACT.add(most, EXACT.multiply(entry.most or Decimal(0), count))
                recipients = sum(priced.values())
                unpriced = sum(alike.values()) - recipients
                cost = least if least == most else None
                found.append(Channel(service, recipients, unpriced, cost, least, most))
        return tuple(found)


def _distinct(pairs: Array) -> tuple[list[list[int]], list[int]]:
    values, counts = np.unique(pairs, axis=1, return_counts=True)
    return values.T.tolist(), counts.tolist()
