"""What a message costs: prices by destination, exact to the last digit."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Final, Self

import msgspec
from msgspec import Struct

from smsplan.arguments import checked, checked_fields
from smsplan.destinations import country_codes, price_lists
from smsplan.destinations import msisdn as recipients
from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.price_csv import read_csv, write_csv
from smsplan.destinations.price_json import read_json, read_reply
from smsplan.destinations.quotes import Counted, Quote, QuoteShape
from smsplan.destinations.rate_entries import (
    CHANNELS,
    REST_OF_THE_WORLD,
    Entry,
    Rate,
    applying,
    check_prefix,
    check_price,
    check_rates,
    chosen,
    entries,
    kind,
)
from smsplan.errors import DestinationRejectedError, RateCardError, UnknownDestinationError
from smsplan.files import BEGINNING, read_file, refusal
from smsplan.money import EXACT

__all__ = ["REST_OF_THE_WORLD", "Counted", "Entry", "Quote", "QuoteShape", "Rate", "RateCard"]

_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)


class RateCard(Struct, frozen=True, rename="kebab", dict=True):
    """The price of one segment by the first digits of the recipient.

    The longest prefix that matches wins, and may be longer than a calling code.
    ``prices`` has one price of each; ``rates`` what more there is to say of others: the
    prices of networks, of countries that share a prefix, of kinds of senders and days, and
    that a destination is rejected.  ``default`` is the price of every other destination;
    without it they have none.  ``countries`` names prefixes for people, and by their ISO
    code countries that share one.  ``currency`` is ``None`` where the price list names none.

    ``channels`` are cards of what else a message may go out as: ``mms``, ``rcs_basic``,
    ``rcs_rich``, ``rcs_single``.  ``converted`` says from which currency
    and at which rate the prices were :meth:`convert`-ed.

    Raises :class:`~smsplan.errors.RateCardError` for a prefix that is not 1 to
    15 digits without a leading zero, a price that is no ``Decimal``, negative,
    not finite or of more than 18 places, and a currency that is not three
    capital letters (ISO 4217).

    >>> from smsplan import plan
    >>> card = RateCard("DKK", {"45": Decimal("0.2")}, default=Decimal("0.6"))
    >>> quote = card.quote(plan("Hello"), 4512345678)
    >>> quote.cost, quote.currency, quote.prefix
    (Decimal('0.2'), 'DKK', '45')
    """

    currency: str | None
    prices: Mapping[str, Decimal]
    default: Decimal | None = None
    countries: Mapping[str, str] = {}
    rates: Mapping[str, tuple[Rate, ...]] = {}
    channels: "Mapping[str, RateCard]" = {}
    converted: str = ""

    @checked_fields
    def __post_init__(self) -> None:
        if self.currency is not None and not _CURRENCY.fullmatch(self.currency):
            message = f"currency {self.currency!r} is not three capital letters (ISO 4217)"
            raise RateCardError(message)
        for prefix, price in self.prices.items():
            check_prefix(prefix)
            check_price(price, f"prefix {prefix}")
        for prefix, rates in self.rates.items():
            check_rates(prefix, rates)
            if prefix in self.prices:
                raise RateCardError(f"prefix {prefix}: it has a price, and rates")
        if self.default is not None:
            check_price(self.default, "default")
        for channel, card in self.channels.items():
            if channel not in CHANNELS or card.currency != self.currency or card.channels:
                raise RateCardError(
                    f"channel {channel}: it is a card of the same currency, without channels, for"
                    f" one of {', '.join(CHANNELS)}"
                )
        for name in ("prices", "countries", "rates", "channels"):  # not what the caller may change
            msgspec.structs.force_setattr(self, name, dict(getattr(self, name)))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every destination with its least and most price, the default last with the prefix 0.

        >>> [entry.prefix for entry in RateCard("DKK", {"45": Decimal(1)}, Decimal(2)).entries]
        ['45', '0']
        """
        return tuple(entry for of_prefix in self._table.values() for entry in of_prefix)

    @cached_property
    def _table(self) -> dict[str, tuple[Entry, ...]]:
        listed = price_lists.rates_of(self).items()
        return {prefix: entries(prefix, rates) for prefix, rates in listed}

    @cached_property
    def _sizes(self) -> list[int]:
        """The lengths of the prefixes, the longest first."""
        return sorted({len(prefix) for each in (self.prices, self.rates) for prefix in each})[::-1]

    @cached_property
    def _at(self) -> "dict[tuple[date | None, str], RateCard]":
        return {(None, ""): self}

    @checked
    def country(self, prefix: str, region: str = "") -> str:
        """Return what the card calls a destination, or nothing."""
        return self.countries.get(region) or self.countries.get(prefix, "")

    @classmethod
    @checked
    def read(cls, source: str | bytes | Path, *, currency: str | None = None) -> Self:
        r"""Read a price list that a gateway gives: octets, a text or the path of a file.

        It may be JSON of this gateway, Vonage, Twilio, seven or DIDWW, or CSV with a header
        as people write it; `smsplan` tells which by its structure.  ``currency`` is that of
        a list that names none; without it the card has none, but for this gateway's reply,
        which is in DKK.

        Raises :class:`~smsplan.errors.RateCardError` that names the line and the rule, also
        where ``currency`` is not the one that the list names; ``OSError`` for a file that
        cannot be read.

        >>> card = RateCard.read("Land;Landekode;Pris\nDanmark;+45;0,20 kr\n")
        >>> card.prices, card.currency
        ({'45': Decimal('0.20')}, None)
        """
        content = read_file(source) if isinstance(source, Path) else source
        octets = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        if why := refusal(octets[:BEGINNING]):
            raise RateCardError(why)
        if octets.removeprefix(BOM_UTF8).lstrip()[:1] in {b"{", b"["}:
            lines, usual = read_json(octets)
            return cls._of(lines, currency or usual)
        try:
            return cls._of(read_csv(octets.decode()), currency)
        except UnicodeDecodeError as error:
            raise RateCardError(f"not UTF-8 at octet {error.start}; save it as CSV UTF-8") from None

    @classmethod
    @checked
    def from_json(cls, reply: str | bytes, *, currency: str = "DKK") -> Self:
        """Read the gateway's own price reply (API, section 2: ``/view/yourprices/api.json``).

        The reply does not name its currency; the page says that it is DKK.

        Raises :class:`~smsplan.errors.RateCardError` that names the entry.
        """
        return cls._of(read_reply(reply), currency)

    @classmethod
    @checked
    def from_csv(cls, text: str, *, currency: str = "DKK") -> Self:
        r"""Read CSV as :meth:`read` does: ``prefix,price[,country]``, or what a header says.

        Where cells are parted by semicolons, tabs or ``|``, as Excel writes where the
        decimal sign is a comma, a price may be ``0,20``.

        The prefix 0 stands for the default, as in the gateway's own list.

        Raises :class:`~smsplan.errors.RateCardError` that names the line.

        >>> RateCard.from_csv("prefix,price\n45,0.20\n4520,0.25\n0,0.60\n").default
        Decimal('0.60')
        """
        return cls._of(read_csv(text), currency)

    @classmethod
    def _of(cls, lines: Iterable[price_lists.Listed], currency: str | None) -> Self:
        fields = price_lists.assembled(lines, currency)
        channels = {name: cls(**card) for name, card in fields.pop("channels").items()}
        return cls(**fields, channels=channels)

    def to_csv(self) -> str:
        r"""Write the card as CSV, of which :meth:`read` makes the same card.

        >>> RateCard("DKK", {"45": Decimal("0.2")}, countries={"45": "Denmark"}).to_csv()
        'prefix,country,price,currency\n45,Denmark,0.2,DKK\n'
        """
        return write_csv(price_lists.listed(self))

    @checked
    def convert(self, currency: str, rate: Decimal) -> Self:
        """Return the card in another currency, of which ``rate`` are one of this card's.

        Every price is multiplied, exactly, and ``converted`` says so.

        Raises :class:`~smsplan.errors.RateCardError` for a rate that is not above zero, and
        where a price would have more than 18 places.

        >>> RateCard("EUR", {"45": Decimal("0.05")}).convert("DKK", Decimal("7.46")).converted
        'from EUR at 7.46'
        """
        check_price(rate, "rate")
        if not rate:
            raise RateCardError("rate: it is 0, and so is no price")

        def by(price: Decimal | None) -> Decimal | None:
            return None if price is None else EXACT.multiply(price, rate)

        before = self.converted or f"from {self.currency or 'a currency that is not named'}"
        return msgspec.structs.replace(
            self,
            currency=currency,
            prices={prefix: by(price) for prefix, price in self.prices.items()},
            default=by(self.default),
            rates={
                prefix: tuple(msgspec.structs.replace(each, price=by(each.price)) for each in found)
                for prefix, found in self.rates.items()
            },
            channels={name: card.convert(currency, rate) for name, card in self.channels.items()},
            converted=f"{before} at {rate}",
        )

    @checked
    def at(self, day: date | None = None, *, sender: str | None = None) -> "RateCard":
        """Return the card as it is on a day, for messages of a sender.

        Where neither is given all prices are in it, and a quote is a range of them.
        """
        if not (self.rates or self.channels):
            return self
        key = day, kind(sender)
        if key not in self._at:
            rates = {prefix: tuple(applying(listed, *key)) for prefix, listed in self.rates.items()}
            self._at[key] = msgspec.structs.replace(
                self,
                rates={prefix: there for prefix, there in rates.items() if there},
                channels={
                    name: card.at(day, sender=sender) for name, card in self.channels.items()
                },
            )
        return self._at[key]

    @checked
    def quote(
        self,
        plan: Counted,
        msisdn: str | int | Msisdn,
        *,
        day: date | None = None,
        sender: str | None = None,
    ) -> Quote:
        """Price a plan, or what else has a ``msg_count``, at the destination of a recipient.

        Where prices depend on the ``day`` or on the kind of the ``sender``, those that are
        given decide (:meth:`at`).

        Raises :class:`~smsplan.errors.InvalidValueError` for a recipient that
        :func:`smsplan.destinations.msisdn.validate` refuses,
        :class:`~smsplan.errors.UnknownDestinationError` where no prefix matches and
        there is no default; it is a :class:`~smsplan.errors.DestinationRejectedError`
        where the price list says that the destination takes no message.
        """
        digits = msisdn.digits if isinstance(msisdn, Msisdn) else recipients.validate(msisdn)
        if self.rates:
            card = self.at(day, sender=sender)
            if card is not self:
                return card.quote(plan, msisdn)
        prefix, region, low, high = self._entry(digits)
        if low is None or high is None:
            raise DestinationRejectedError(digits, prefix)
        count, price = plan.msg_count, low if low == high else None
        least = most = EXACT.multiply(low, count)
        if price is None:
            most = EXACT.multiply(high, count)
        return Quote(least, most, price, count, self.currency, prefix, region)

    def _entry(self, digits: str) -> Entry:
        """Find what the card has of a number, where countries and networks have their own."""
        for size in self._sizes:
            if found := self._table.get(digits[:size]):
                is_one = len(found) == 1 and not found[0].region
                entry = found[0] if is_one else chosen(found, country_codes.of(digits))
                if entry is not None:
                    return entry
        if self.default is None:
            raise UnknownDestinationError(digits)
        return self._table[REST_OF_THE_WORLD][0]
