"""What a message costs where it goes out as an MMS or as RCS instead of as an SMS."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from smsplan.arguments import checked
from smsplan.destinations import country_codes
from smsplan.destinations import msisdn as recipients
from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.quotes import Quote
from smsplan.destinations.rates import RateCard
from smsplan.display import counted
from smsplan.errors import UnknownDestinationError
from smsplan.findings import Finding, Severity
from smsplan.money import EXACT, MAX_PLACES, amount, fits
from smsplan.planning import Plan
from smsplan.rcs import Market, Unit, bill

__all__ = ["cheaper_from", "findings", "messages", "quotes"]

MMS = "mms"


class _Messages(NamedTuple):
    """So many messages."""

    msg_count: int


@checked
def quotes(  # noqa: PLR0913 - what a price depends on
    rates: RateCard,
    planned: Plan,
    msisdn: str | int | Msisdn,
    *,
    day: date | None = None,
    sender: str | None = None,
    unit: Unit | str = Unit.BYTES,
    suggestions: bool = False,
    fallback: Decimal | int = 0,
) -> dict[str, Quote]:
    """Price the text of a plan on each channel that a rate card has a price of at a destination.

    Prices are those of the ``day`` and of the kind of the ``sender``, as for
    :meth:`~smsplan.RateCard.quote`.  An MMS is one message, whatever its text.  RCS is what
    :func:`smsplan.rcs.bill` says, to which ``unit`` and ``suggestions`` go, in the market of
    the United States for its numbers: ``rcs_rich``, ``rcs_basic`` or ``rcs_single``, whichever
    it is, and nothing for an empty text.  ``fallback`` is the share, 0 to 1, of recipients who
    get the SMS instead: what RCS costs is a mean then.

    Raises :class:`~smsplan.errors.InvalidValueError` for a recipient that
    :func:`smsplan.destinations.msisdn.validate` refuses, ``ValueError`` for a unit that
    there is not and a share that is none; with a share,
    :class:`~smsplan.errors.UnknownDestinationError` where there is no price of the SMS.

    >>> from smsplan import plan
    >>> mms = RateCard("USD", {"1": Decimal("0.02")})
    >>> card = RateCard("USD", {"1": Decimal("0.01")}, channels={"mms": mms})
    >>> {name: quote.cost for name, quote in quotes(card, plan("x" * 500), 12015550123).items()}
    {'mms': Decimal('0.02')}
    """
    if not isinstance(fallback, Decimal | int):
        raise TypeError(f"fallback is a Decimal or an int, not a {type(fallback).__name__}")
    share = Decimal(fallback)
    if not (fits(share) and 0 <= share <= 1):
        raise ValueError(f"fallback is a share from 0 to 1 of {MAX_PLACES} places, not {share}")
    digits = msisdn.digits if isinstance(msisdn, Msisdn) else recipients.validate(msisdn)
    card = rates.at(day, sender=sender)
    is_us = country_codes.of(digits) == "US"
    found = {}
    for channel, count in messages(
        planned.original, is_us=is_us, unit=unit, suggestions=suggestions
    ):
        if channel in card.channels and count:
            try:
                quote = card.channels[channel].quote(_Messages(count), digits)
            except UnknownDestinationError:
                continue
            if share and channel != MMS:
                quote = _mean(quote, card.quote(planned, digits), share)
            found[channel] = quote
    return found


def messages(
    text: str, *, is_us: bool, unit: Unit | str = Unit.BYTES, suggestions: bool = False
) -> tuple[tuple[str, int], ...]:
    """Return the channels that a text would go out on, and as how many messages."""
    market = Market.US if is_us else Market.INTERNATIONAL
    billed = bill(text, market, unit=unit, suggestions=suggestions)
    return (MMS, 1), (f"rcs_{billed.kind}", billed.count)


def _mean(rich: Quote, sms: Quote, fallback: Decimal) -> Quote:
    def mean(one: Decimal, other: Decimal) -> Decimal:
        share = EXACT.subtract(Decimal(1), fallback)
        return EXACT.add(EXACT.multiply(one, share), EXACT.multiply(other, fallback))

    least, most = mean(rich.least, sms.least), mean(rich.most, sms.most)
    return Quote(least, most, None, rich.msg_count, rich.currency, rich.prefix, rich.region)


def cheaper_from(sms: Quote, other: Quote) -> int | None:
    """Return the fewest segments from which one other message is cheaper, whatever the network.

    There is no such number where segments cost nothing.
    """
    price = Fraction(sms.least) / sms.msg_count
    return int(Fraction(other.most) // price) + 1 if price else None


def findings(sms: Quote, others: Mapping[str, Quote]) -> Iterator[Finding]:
    """Report that a message would cost less as an MMS, and from how many segments on."""
    if mms := others.get(MMS):
        first = cheaper_from(sms, mms)
        if first and sms.msg_count >= first:
            cost, those = (amount(each.least, each.most, each.currency) for each in (mms, sms))
            message = f"an MMS costs {cost}, {counted(sms.msg_count, 'segment')} {those}"
            message += f"; it is cheaper from {counted(first, 'segment')} on"
            yield Finding("MMS_CHEAPER", Severity.WARNING, "text", message)
