"""Everything that is wrong with a request, before it is sent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, NamedTuple, Self

from smsplan.arguments import checked
from smsplan.destinations import channels
from smsplan.destinations import msisdn as recipients
from smsplan.destinations import sender as senders
from smsplan.destinations.countries.checking import of_recipient
from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.rates import Counted, Quote, QuoteShape, RateCard
from smsplan.errors import (
    DestinationRejectedError,
    InvalidValueError,
    UnencodableTextError,
    UnknownDestinationError,
)
from smsplan.findings import Finding, FindingShape, Severity
from smsplan.gateway import schedule as schedules
from smsplan.gateway.request import MAX_PRICE_DIGITS, SmsRequest, is_given, is_id, is_whole, write
from smsplan.money import amount, plain
from smsplan.planning import STANDARD, Plan, Profile, plan
from smsplan.planning.shapes import PlanShape
from smsplan.shapes import Shape, Shaped, utf16
from smsplan.wire.plans import check_msg_count
from smsplan.wire.push import WapPush, WapPushShape, is_web_url, wappush


class PreflightShape(Shape, frozen=True, rename="kebab"):
    """What will happen to a request, and what is wrong with it; ``ok`` is it without an error."""

    ok: bool
    plan: PlanShape | None
    quote: QuoteShape | None
    channels: dict[str, QuoteShape]
    findings: list[FindingShape]
    wappush: WapPushShape | None

    @classmethod
    def of(cls, found: "Preflight", /) -> Self:
        """Return the shape of a pre-flight check."""
        findings = [
            # What is no text, such as a number, has no character of two code units.
            FindingShape.of(each, utf16(value if isinstance(value, str) else ""))
            for each in found.findings
            for value in [getattr(found.request, each.field, None)]
        ]
        return cls.beside(found, findings=findings)


class Preflight(Shaped, frozen=True, rename="kebab"):
    """What will happen to a request, and what is wrong with it.

    ``request`` is what was checked.  ``plan`` is ``None`` only where the profile forces
    GSM-7 on a text with non-GSM characters; ``quote`` where there is no rate card, no
    price, or no one recipient.  ``channels`` is what the text would cost on other channels that
    the rate card has prices of there, such as ``mms``
    (:func:`smsplan.destinations.channels.quotes`).  ``wappush`` is what goes out instead of
    the plan if the request asks for one; it is taken to be billed by its own segments.
    """

    SHAPE: ClassVar[type[Shape] | None] = PreflightShape

    request: SmsRequest
    plan: Plan | None
    quote: Quote | None
    findings: tuple[Finding, ...]
    wappush: WapPush | None = None
    channels: Mapping[str, Quote] = {}

    @property
    def ok(self) -> bool:
        """Whether there is no error; there may be warnings."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


@checked
def preflight(  # noqa: PLR0913 - what a message depends on
    request: SmsRequest,
    profile: Profile = STANDARD,
    *,
    rates: RateCard | None = None,
    now: datetime | int | None = None,
    region: str | None = None,
    max_cost: Decimal | int | None = None,
) -> Preflight:
    """Plan and price a request, and report everything that is wrong with it at once.

    A code is the gateway's error name where it has one.  ``now`` is read as the
    request's ``schedule`` is; without it no time is past.  Prices are those of the day of
    the schedule, or of now.  ``region`` is the country of national numbers, as for
    :func:`smsplan.destinations.msisdn.validate`; the gateway takes none, so such a number
    is a warning that says which one to send.  A message that may cost more than ``max_cost``,
    in the currency of the rate card, is an error.  What the recipient's country is known to do
    with the sender and the text on that day is a warning.

    Raises ``TypeError`` where a recipient, text or sender is of a type that
    cannot be checked, :class:`~smsplan.errors.InvalidValueError` where ``now`` is no
    time, ``ValueError`` for a region that has no numbering plan, and for a ``max_cost`` below
    nothing or without a rate card.

    >>> found = preflight(SmsRequest(msisdn="45x", sender="Alpha Beta", text=""))
    >>> [finding.code for finding in found.findings]
    ['MSISDN_ALPHA', 'TEXT_EMPTY', 'SENDER_INVALID']
    """
    check_max_cost(max_cost, rates)
    text = "" if request.text is None else request.text
    planned: Plan | None = None
    push: WapPush | None = None
    price = Priced()
    instead = _instead(request)
    found = list(_recipient_findings(request, region, instead))
    try:
        planned = plan(text, profile)
        found += text_findings(planned)
    except UnencodableTextError as error:
        found.append(_error("TEXT_UNENCODABLE", "text", error.reason, error.start, error.end))
        found += _unwritable("text", text)
    found += senders.findings("" if request.sender is None else request.sender)
    if is_given(request.wappush):
        try:
            url = request.wappush if isinstance(request.wappush, str) else ""  # which is no URL
            push = wappush(url, text, reference_bits=profile.reference_bits)
            found += _unwritable("wappush", request.wappush)
        except InvalidValueError as error:
            found.append(error.finding)
    sent = push or planned
    if request.msisdn is not None and not instead:
        sent_at = now if request.schedule is None else request.schedule
        day = None if sent_at is None else schedules.day(sent_at)
        texts = None if push else planned
        found += of_recipient(request.msisdn, region, day, sender=request.sender, planned=texts)
        if rates and sent:
            price = priced(
                *(sent, request.msisdn, rates),
                region=region,
                day=day,
                sender=request.sender if isinstance(request.sender, str) else None,
                max_cost=max_cost,
            )
            found += price.findings
    found += _option_findings(request, now, instead)
    return Preflight(request, planned, price.quote, tuple(found), push, price.channels)


def text_findings(planned: Plan) -> Iterator[Finding]:
    """Report what the gateway cannot send of a text."""
    if not planned.text:
        yield _error("TEXT_EMPTY", "text", "there is no text")
    try:
        check_msg_count(planned.text, planned.msg_count)
    except InvalidValueError as error:
        yield error.finding
    yield from _unwritable("text", planned.text)


def _unwritable(field: str, value: object) -> Iterator[Finding]:
    """Report what has no written form, so that the request could not be sent."""
    try:
        write(field, value)
    except InvalidValueError as error:
        yield error.finding


def check_max_cost(max_cost: Decimal | int | None, rates: RateCard | None) -> None:
    """Refuse what no cost can be held against."""
    if max_cost is None:
        return
    if not isinstance(max_cost, Decimal | int):
        raise TypeError(f"max_cost is a Decimal or an int, not a {type(max_cost).__name__}")
    if not Decimal(max_cost).is_finite() or max_cost < 0:
        raise ValueError(f"max_cost is 0 or more, not {max_cost}")
    if rates is None:
        raise ValueError("max_cost needs a rate card")


class Priced(NamedTuple):
    """What a message costs, also on other channels, and what there is to know of that."""

    quote: Quote | None = None
    channels: Mapping[str, Quote] = {}
    findings: Sequence[Finding] = ()


def priced(  # noqa: PLR0913 - what a price depends on
    sent: Counted,
    msisdn: str | int | Msisdn,
    rates: RateCard,
    *,
    region: str | None = None,
    day: date | None = None,
    sender: str | None = None,
    max_cost: Decimal | int | None = None,
) -> Priced:
    """Price a message at its destination."""
    try:
        recipient: str | Msisdn = (
            msisdn if isinstance(msisdn, Msisdn) else recipients.validate(msisdn, region=region)
        )
    except InvalidValueError:
        return Priced()  # the recipient's findings say so
    others: dict[str, Quote] = {}
    if rates.channels and isinstance(sent, Plan):
        others = channels.quotes(rates, sent, recipient, day=day, sender=sender)
    try:
        quote = rates.quote(sent, recipient, day=day, sender=sender)
    except UnknownDestinationError as error:
        return Priced(None, others, [rate_unknown(error)])
    found = list(channels.findings(quote, others))
    if max_cost is not None and quote.most > max_cost:
        cost = amount(quote.least, quote.most, quote.currency)
        message = f"the message costs {cost}, {plain(Decimal(max_cost))} at most"
        found.append(_error("COST_ABOVE_MAX", "text", message))
    return Priced(quote, others, found)


def rate_unknown(error: UnknownDestinationError) -> Finding:
    """Report that there is no price, which does not keep a message from being sent.

    That the price list rejects the destination is an error.
    """
    if isinstance(error, DestinationRejectedError):
        return _error("DESTINATION_REJECTED", "msisdn", str(error))
    return Finding("RATE_UNKNOWN", Severity.WARNING, "msisdn", str(error))


def _instead(request: SmsRequest) -> tuple[str, ...]:
    """Name the parameters that make the gateway ignore the msisdn."""
    return tuple(field for field in ("contact", "group") if is_given(getattr(request, field)))


def _recipient_findings(
    request: SmsRequest, region: str | None, instead: tuple[str, ...]
) -> Iterator[Finding]:
    if not instead:
        yield from _msisdn_findings(request.msisdn, region)
    elif is_given(request.msisdn):
        message = f"the gateway ignores the recipient, for there is a {' and a '.join(instead)}"
        yield Finding("MSISDN_IGNORED", Severity.WARNING, "msisdn", message)
        yield from _unwritable("msisdn", request.msisdn)
    if len(instead) > 1:
        message = "contact and group each make the gateway ignore the other; give one"
        yield _error("RECIPIENT_AMBIGUOUS", "group", message)


def _msisdn_findings(msisdn: str | int | None, region: str | None) -> Iterator[Finding]:
    value = "" if msisdn is None else msisdn
    found = recipients.findings(value, region=region)
    for finding in found:
        if finding.code == "MSISDN_EMPTY":
            message = "there is no recipient: no msisdn, contact or group"
            yield _error("EMPTY_RECIPIENT", "msisdn", message)
        else:
            yield finding
    if region is None or any(finding.severity is Severity.ERROR for finding in found):
        return
    digits = recipients.validate(value, region=region)
    if digits != recipients.compact(value):
        message = f"a national number, which the gateway does not take; send {digits}"
        yield Finding("MSISDN_NATIONAL", Severity.WARNING, "msisdn", message)


def _option_findings(
    request: SmsRequest, now: datetime | int | None, instead: tuple[str, ...]
) -> Iterator[Finding]:
    for field in instead:
        value = getattr(request, field)
        if is_id(value):
            yield from _unwritable(field, value)
        else:
            yield _error(f"{field.upper()}_INVALID", field, "neither a whole number nor a name")
    for field in ("flash", "silent"):
        if not isinstance(getattr(request, field), bool):
            yield _error(f"{field.upper()}_INVALID", field, "neither true nor false")
    if request.schedule is not None:
        yield from schedules.findings(request.schedule, now)
    callback = request.callback
    if isinstance(callback, str) and is_web_url(callback):
        yield from _unwritable("callback", callback)
    elif is_given(callback):
        yield _error("CALLBACK_INVALID", "callback", "not an http or https URL")
    if request.price is not None and not is_whole(request.price):
        unwritable = list(_unwritable("price", request.price))
        if not unwritable:  # so that it can be shown
            most = f"{MAX_PRICE_DIGITS} digits at most"
            message = f"{request.price!r} is not a whole number of øre, {most}"
            unwritable.append(_error("PRICE_INVALID", "price", message))
        yield from unwritable


def _error(
    code: str, field: str, message: str, start: int | None = None, end: int | None = None
) -> Finding:
    return Finding(code, Severity.ERROR, field, message, start, end)
