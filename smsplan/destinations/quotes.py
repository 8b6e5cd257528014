"""What one message costs at one destination."""

from decimal import Decimal
from typing import ClassVar, Protocol, Self, runtime_checkable

from smsplan.money import plain
from smsplan.shapes import Shape, Shaped


@runtime_checkable
class Counted(Protocol):
    """What is billed by the message: a plan, a WAP Push."""

    @property
    def msg_count(self) -> int:
        """The number of segments billed."""


class QuoteShape(Shape, frozen=True, rename="kebab"):
    """What a message costs at one destination.

    ``cost`` and ``price`` are null where they are not one amount, ``currency`` where the
    price list names none, ``region`` where the prefix says all.
    """

    least: Decimal
    most: Decimal
    cost: Decimal | None
    price: Decimal | None
    msg_count: int
    currency: str | None
    prefix: str
    region: str | None

    @classmethod
    def of(cls, quote: "Quote", /) -> Self:
        """Return the shape of a quote, amounts without needless zeros."""
        least, most = plain(quote.least), plain(quote.most)
        cost = least if least == most else None
        price = None if quote.price is None else plain(quote.price)
        destination = quote.currency, quote.prefix, quote.region or None
        return cls(least, most, cost, price, quote.msg_count, *destination)


class Quote(Shaped, frozen=True, rename="kebab"):
    """What a plan costs at one destination.

    It costs ``least`` to ``most``, in ``currency``, ``None`` where the price list names
    none: networks have prices of their own, and which one a recipient is on is known on
    delivery only.  ``price`` is that of one segment, ``None`` where there is not one
    alone; ``msg_count`` of them are billed.  ``prefix`` is the entry of the rate card that
    matched, :data:`~smsplan.destinations.rates.REST_OF_THE_WORLD` for its default, and
    ``region`` the country where several share the prefix.
    """

    SHAPE: ClassVar[type[Shape] | None] = QuoteShape

    least: Decimal
    most: Decimal
    price: Decimal | None
    msg_count: int
    currency: str | None
    prefix: str
    region: str = ""

    @property
    def cost(self) -> Decimal | None:
        """The one amount that it costs; ``None`` where ``least`` and ``most`` differ."""
        return self.least if self.least == self.most else None
