"""What a campaign would cost as MMS or RCS, where the rate card has prices for these."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from smsplan.campaign.buffers import Array
from smsplan.campaign.by_country import NORTH_AMERICA
from smsplan.campaign.results import Channel
from smsplan.columns.arrays import strings
from smsplan.columns.prices import Countries, Prices, match
from smsplan.columns.recipients import Recipients
from smsplan.destinations.channels import MMS
from smsplan.destinations.rates import RateCard
from smsplan.money import EXACT
from smsplan.rcs import ROOM, Kind

_RCS: Final = "rcs"


class ChannelCount(NamedTuple):
    """What is counted of a channel, some of it by the entry of a rate card.

    That is ``messages`` by the entry of its card, ``segments`` of SMS by the entry of theirs,
    ``recipients`` who have both prices, and those who are ``unpriced``.
    """

    channel: str
    what: str
    entry: int = 0


class Channels:
    """The channels of a rate card, and the prices of each."""

    def __init__(self, rates: RateCard | None) -> None:
        cards = rates.channels if rates else {}
        self._sms = Prices.of(rates).listed if rates and cards else ()
        self._prices = {name: Prices.of(card) for name, card in cards.items()}

    def count(  # noqa: PLR0913, PLR0917 - one parameter a column
        self,
        read: Recipients,
        dialcodes: Array,
        texts: pa.Array,
        prices: Array,
        msg_counts: Array,
        countries: Countries,
    ) -> Counter[ChannelCount]:
        """Count rows as :func:`smsplan.destinations.channels.quotes` prices them.

        A row that is not sent has the calling code 0.
        """
        found: Counter[ChannelCount] = Counter()
        if not self._prices:
            return found
        is_sent = dialcodes > 0
        for channel, rows, messages in self._bills(read, dialcodes, texts, countries):
            entries = np.full(len(is_sent), -1)
            if card := self._prices.get(channel):
                entries = match(read, card, threads=1, countries=countries)
                entries[np.append(card.is_rejected, False)[entries]] = -1
            kept = rows & is_sent & (entries >= 0) & (prices >= 0)
            everybody, recipients = np.count_nonzero(rows & is_sent), np.count_nonzero(kept)
            found[ChannelCount(channel, "recipients")] = int(recipients)
            found[ChannelCount(channel, "unpriced")] = int(everybody - recipients)
            by_entry = (("messages", entries, messages), ("segments", prices, msg_counts))
            for what, at, counts in by_entry:
                sums = np.bincount(at[kept], counts[kept])  # whole numbers, exact up to 2**53
                for entry in np.flatnonzero(sums).tolist():
                    found[ChannelCount(channel, what, entry)] = int(sums[entry])
        return found

    def _bills(
        self, read: Recipients, dialcodes: Array, texts: pa.Array, countries: Countries
    ) -> Iterator[tuple[str, Array, Array]]:
        """Return of each channel which rows would go out on it, and as how many messages."""
        rows = len(dialcodes)
        if MMS in self._prices:
            yield MMS, np.ones(rows, np.bool_), np.ones(rows, np.int64)
        if not any(name.startswith(_RCS) for name in self._prices):
            return
        octets = np.diff(strings(texts).offsets)
        is_us = np.zeros(rows, np.bool_)
        american = np.flatnonzero(dialcodes == NORTH_AMERICA)
        if len(american):
            codes, names = countries(read, american)
            is_us[american] = np.isin(codes, [each for each, name in names.items() if name == "US"])
        is_short = octets <= ROOM
        one = np.minimum(octets, 1)
        yield f"rcs_{Kind.RICH}", is_us, -(-octets // ROOM)
        yield f"rcs_{Kind.BASIC}", ~is_us & is_short, one
        yield f"rcs_{Kind.SINGLE}", ~is_us & ~is_short, one

    def costs(self, counted: Counter[ChannelCount]) -> tuple[Channel, ...]:
        """Add up what MMS and RCS would cost."""
        found = []
        for service in (MMS, _RCS):
            here = {
                each: many for each, many in counted.items() if each.channel.startswith(service)
            }
            recipients, unpriced = (
                sum(many for each, many in here.items() if each.what == what)
                for what in ("recipients", "unpriced")
            )
            if recipients:
                least, most = self._sums(here, "messages")
                sms = self._sums(here, "segments")
                cost = least if least == most else None
                found.append(Channel(service, recipients, unpriced, cost, least, most, *sms))
        return tuple(found)

    def _sums(self, counted: dict[ChannelCount, int], what: str) -> tuple[Decimal, Decimal]:
        least = most = Decimal(0)
        for each, many in counted.items():
            if each.what == what:
                cards = self._sms if what == "segments" else self._prices[each.channel].listed
                entry, count = cards[each.entry], Decimal(many)
                least = EXACT.add(least, EXACT.multiply(entry.least or Decimal(0), count))
                most = EXACT.add(most, EXACT.multiply(entry.most or Decimal(0), count))
        return least, most
