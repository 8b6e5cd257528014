"""What a message costs where it goes out as an MMS or as RCS instead of as an SMS."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from smsplan import rcs
from smsplan.arguments import checked
from smsplan.destinations import country_codes
from smsplan.destinations import msisdn as recipients
from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.quotes import Quote
from smsplan.destinations.rates import RateCard
from smsplan.errors import UnknownDestinationError

__all__ = ["cheaper_from", "quotes"]


class _Messages(NamedTuple):
    """So many messages."""

    msg_count: int


@checked
def quotes(  # noqa: PLR0913 - what a price depends on
    rates: RateCard,
    text: str,
    msisdn: str | int | Msisdn,
    *,
    day: date | None = None,
    unit: rcs.Unit | str = rcs.Unit.BYTES,
    suggestions: bool = False,
) -> dict[str, Quote]:
    """Price a text on each channel that a rate card has a price of at a destination.

    An MMS is one message, whatever its text.  RCS is what :func:`smsplan.rcs.bill` says, to
    which ``unit`` and ``suggestions`` go, in the market of the United States for its numbers:
    ``rcs_rich``, ``rcs_basic`` or ``rcs_single``, whichever it is.

    Raises :class:`~smsplan.errors.InvalidValueError` for a recipient that
    :func:`smsplan.destinations.msisdn.validate` refuses, ``ValueError`` for a unit that
    there is not.

    >>> from decimal import Decimal
    >>> mms = RateCard("USD", {"1": Decimal("0.02")})
    >>> card = RateCard("USD", {"1": Decimal("0.01")}, channels={"mms": mms})
    >>> {name: quote.cost for name, quote in quotes(card, "x" * 500, 12015550123).items()}
    {'mms': Decimal('0.02')}
    """
    digits = msisdn.digits if isinstance(msisdn, Msisdn) else recipients.validate(msisdn)
    return dict(_quotes(rates, _bills(text, digits, unit, suggestions=suggestions), digits, day))


def _bills(
    text: str, digits: str, unit: rcs.Unit | str, *, suggestions: bool
) -> Iterator[tuple[str, _Messages]]:
    market = rcs.Market.US if country_codes.of(digits) == "US" else rcs.Market.INTERNATIONAL
    bill = rcs.bill(text, market, unit=unit, suggestions=suggestions)
    yield "mms", _Messages(1)
    yield f"rcs_{bill.kind}", _Messages(bill.count)


def _quotes(
    rates: RateCard, bills: Iterator[tuple[str, _Messages]], digits: str, day: date | None
) -> Iterator[tuple[str, Quote]]:
    for channel, messages in bills:
        if channel in rates.channels:
            try:
                yield channel, rates.channels[channel].quote(messages, digits, day=day)
            except UnknownDestinationError:
                continue


def cheaper_from(sms: Quote, other: Quote) -> int | None:
    """Return the fewest segments from which one other message is cheaper, whatever the network.

    There is no such number where segments cost nothing.
    """
    price = Fraction(sms.least) / sms.msg_count
    return int(Fraction(other.most) // price) + 1 if price else None
