"""What a message costs: prices by destination, exact to the last digit."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Final, Protocol, Self, runtime_checkable

import msgspec
from msgspec import Struct

from smsplan.arguments import checked, checked_fields
from smsplan.destinations import msisdn as recipients
from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.price_lists import Entry, read_csv, read_json
from smsplan.errors import RateCardError, UnknownDestinationError
from smsplan.money import EXACT, MAX_PLACES, fits, plain
from smsplan.shapes import Shape, Shaped

REST_OF_THE_WORLD: Final = "0"
"""The dialcode under which the gateway lists its default price (API, section 2, prices)."""

_PREFIX: Final = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_MAX_SHOWN: Final = 60


@runtime_checkable
class Counted(Protocol):
    """What is billed by the message: a plan, a WAP Push."""

    @property
    def msg_count(self) -> int:
        """The number of segments billed."""
        ...


class QuoteShape(Shape, frozen=True, rename="kebab"):
    """What a message costs at one destination; ``cost`` is null where it is not one amount."""

    least: Decimal
    most: Decimal
    cost: Decimal | None
    price: Decimal
    msg_count: int
    currency: str
    prefix: str

    @classmethod
    def of(cls, quote: "Quote", /) -> Self:
        """Return the shape of a quote, amounts without needless zeros."""
        cost, price = plain(quote.cost), plain(quote.price)
        return cls(cost, cost, cost, price, quote.msg_count, quote.currency, quote.prefix)


class Quote(Shaped, frozen=True, rename="kebab"):
    """What a plan costs at one destination.

    ``cost`` is ``price``, that of one segment, times ``msg_count``, in
    ``currency``.  ``prefix`` is the entry of the rate card that matched,
    :data:`REST_OF_THE_WORLD` for its default.
    """

    SHAPE: ClassVar[type[Shape] | None] = QuoteShape

    cost: Decimal
    price: Decimal
    msg_count: int
    currency: str
    prefix: str

    @property
    def least(self) -> Decimal:
        """The least that it may cost, which is the ``cost``: a rate card has one price."""
        return self.cost

    @property
    def most(self) -> Decimal:
        """The most that it may cost, as ``least``."""
        return self.cost


class RateCard(Struct, frozen=True, rename="kebab", dict=True):
    """The price of one segment by the first digits of the recipient.

    The longest prefix that matches wins, and may be longer than a calling code.
    ``default`` is the price of every other destination; without it they have
    none.  ``countries`` names prefixes for people.

    Raises :class:`~smsplan.errors.RateCardError` for a prefix that is not 1 to
    15 digits without a leading zero, a price that is no ``Decimal``, negative,
    not finite or of more than 18 places, and a currency that is not three
    capital letters (ISO 4217).

    >>> from smsplan import plan
    >>> card = RateCard("DKK", {"45": Decimal("0.2")}, default=Decimal("0.6"))
    >>> card.quote(plan("Hello"), 4512345678)
    Quote(cost=Decimal('0.2'), price=Decimal('0.2'), msg_count=1, currency='DKK', prefix='45')
    """

    currency: str
    prices: Mapping[str, Decimal]
    default: Decimal | None = None
    countries: Mapping[str, str] = {}

    @checked_fields
    def __post_init__(self) -> None:
        """Refuse what would give a wrong price; keep copies, not what the caller may change."""
        if not _CURRENCY.fullmatch(self.currency):
            raise RateCardError(
                f"currency {self.currency!r} is not three capital letters (ISO 4217)"
            )
        for prefix, price in self.prices.items():
            _check_prefix(prefix)
            _check_price(price, f"prefix {prefix}")
        if self.default is not None:
            _check_price(self.default, "default")
        msgspec.structs.force_setattr(self, "prices", dict(self.prices))
        msgspec.structs.force_setattr(self, "countries", dict(self.countries))

    @property
    def entries(self) -> dict[str, Decimal]:
        """Every prefix and its price, the default last with the prefix 0.

        >>> list(RateCard("DKK", {"45": Decimal("0.2")}, default=Decimal("0.6")).entries)
        ['45', '0']
        """
        rest = {} if self.default is None else {REST_OF_THE_WORLD: self.default}
        return {**self.prices, **rest}

    @cached_property
    def _sizes(self) -> list[int]:
        """The lengths of the prefixes, the longest first."""
        return sorted(set(map(len, self.prices)), reverse=True)

    @classmethod
    @checked
    def from_json(cls, reply: str | bytes, *, currency: str = "DKK") -> Self:
        """Read the gateway's own price reply (API, section 2: ``/view/yourprices/api.json``).

        The reply does not name its currency; the page says that it is DKK.

        Raises :class:`~smsplan.errors.RateCardError` that names the entry.
        """
        return cls._from_entries(currency, read_json(reply))

    @classmethod
    @checked
    def from_csv(cls, text: str, *, currency: str = "DKK") -> Self:
        r"""Read ``prefix,price[,country]``, with or without that line as a header.

        Where cells are parted by semicolons, tabs or ``|``, as Excel writes where the
        decimal sign is a comma, a price may be ``0,20``.

        The prefix 0 stands for the default, as in the gateway's own list.

        Raises :class:`~smsplan.errors.RateCardError` that names the line.

        >>> RateCard.from_csv("prefix,price\n45,0.20\n4520,0.25\n0,0.60\n").default
        Decimal('0.60')
        """
        return cls._from_entries(currency, read_csv(text))

    @classmethod
    def _from_entries(cls, currency: str, entries: Iterable[Entry]) -> Self:
        prices: dict[str, Decimal] = {}
        countries: dict[str, str] = {}
        for where, prefix, price, country in entries:
            if prefix != REST_OF_THE_WORLD:
                _check_prefix(prefix, where)
            if prefix in prices:
                raise RateCardError(f"{where}: the prefix {prefix} stands there twice")
            _check_price(price, where)
            prices[prefix] = price
            if country:
                countries[prefix] = country
        if not prices:
            raise RateCardError("there is no price in it")
        return cls(currency, prices, prices.pop(REST_OF_THE_WORLD, None), countries)

    @checked
    def quote(self, plan: Counted, msisdn: str | int | Msisdn) -> Quote:
        """Price a plan, or what else has a ``msg_count``, at the destination of a recipient.

        Raises :class:`~smsplan.errors.InvalidValueError` for a recipient that
        :func:`smsplan.destinations.msisdn.validate` refuses,
        :class:`~smsplan.errors.UnknownDestinationError` where no prefix matches and
        there is no default.
        """
        digits = msisdn.digits if isinstance(msisdn, Msisdn) else recipients.validate(msisdn)
        prices = self.prices
        for size in self._sizes:
            prefix = digits[:size]
            if prefix in prices:
                break
        else:
            prefix = REST_OF_THE_WORLD
        price = prices.get(prefix, self.default)
        if price is None:
            raise UnknownDestinationError(digits)
        cost = EXACT.multiply(price, plan.msg_count)
        return Quote(cost, price, plan.msg_count, self.currency, prefix)


def _check_prefix(prefix: str, where: str = "prices") -> None:
    if not (isinstance(prefix, str) and _PREFIX.fullmatch(prefix)):
        raise RateCardError(
            f"{where}: the prefix {prefix!r} is not 1 to 15 digits without a leading zero"
        )


def _check_price(price: Decimal, where: str) -> None:
    if not isinstance(price, Decimal):
        message = f"{where}: the price {price!r} is not a Decimal, and so may not be exact"
    elif not price.is_finite():
        message = f"{where}: the price {price} is not finite"
    elif price < 0:
        message = f"{where}: the price {price} is negative"
    elif not fits(price):
        shown = str(price)
        shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
        message = f"{where}: the price {shown} has more than {MAX_PLACES} places"
    else:
        return
    raise RateCardError(message)
