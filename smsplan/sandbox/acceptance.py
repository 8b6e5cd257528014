"""What the gateway takes, and what it bills: the parameters of a send, judged.

The rules are those of :func:`smsplan.gateway.preflight`; here stands only what the
gateway answers where one of them is broken.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from smsplan.destinations import msisdn as recipients
from smsplan.errors import InvalidValueError, UnknownDestinationError
from smsplan.findings import Finding, Severity
from smsplan.gateway.preflight import Preflight, preflight
from smsplan.gateway.reply import ERROR_NAMES
from smsplan.gateway.request import PARAMETERS, SmsRequest
from smsplan.gateway.schedule import timestamp
from smsplan.sandbox.messages import Accepted
from smsplan.sandbox.settings import Settings

_ORDER: Final = (
    "msisdn", "sender", "text", "schedule", "flash", "silent", "wappush", "callback", "price",
)  # fmt: skip
"""The order in which parameters are judged; the first that is wrong is answered."""

_SWITCHES: Final = {"": False, "false": False, "true": True}
_WHOLE: Final = re.compile("[0-9]{1,18}", re.ASCII)
"""What is read as a number; anything beyond is no time and no price either."""


class Refusal(Struct, frozen=True):
    """The gateway's documented error, and the parameter that is echoed with it."""

    error: str
    field: str
    value: str | None


def accept(
    parameters: Mapping[str, str], settings: Settings, now: int
) -> tuple[Accepted, ...] | Refusal:
    """Judge the parameters of a send: a message for each recipient, or the documented error.

    ``now`` is a Unix timestamp, in seconds.  A contact or group stands for the
    numbers that the address book has for it, and the msisdn is ignored; one that
    the book does not have is ``EMPTY_RECIPIENT``.  A recipient for whom the rate
    card has no price is ``MSISDN_INVALID``.  Where networks have prices of their own the
    most is billed.

    Raises :class:`~smsplan.errors.InvalidValueError` for what is wrong and has no
    documented error: contact and group together, of which the document says that
    each makes the gateway ignore the other; flash or silent that is neither true
    nor false; a wappush, callback or price that is none.
    """
    field = _recipient_field(parameters)
    given = parameters.get(field)
    numbers: tuple[str | None, ...] = (given,)
    if given and field != "msisdn":
        book = settings.address_book
        numbers = book.contact(given) if field == "contact" else book.group(given)
        if not numbers:
            return Refusal("EMPTY_RECIPIENT", field, given)
    request = _request(parameters, numbers[0])
    checked = preflight(request, profile=settings.profile, now=now)
    refused = _refusal(checked, parameters)
    if refused is not None:
        return refused
    bill = checked.wappush or checked.plan
    assert bill is not None  # noqa: S101 - a text without a plan was refused
    assert checked.plan is not None  # noqa: S101
    accepted: list[Accepted] = []
    for number in map(recipients.compact, filter(None, numbers)):
        try:
            quote = settings.rates.quote(bill, number)
        except UnknownDestinationError:
            return Refusal("MSISDN_INVALID", field, given)
        accepted.append(
            Accepted(
                msisdn=number,
                sender=request.sender,
                text=request.text,
                sent=now,
                cost=quote.most,
                chars_count=checked.plan.chars_count,
                msg_count=quote.msg_count,
                scheduled=None if request.schedule is None else timestamp(request.schedule),
                flash=request.flash,
                silent=request.silent,
                wappush=request.wappush,
                callback=request.callback,
                price=None if request.price is None else int(request.price),
            )
        )
    return tuple(accepted)


def _recipient_field(parameters: Mapping[str, str]) -> str:
    instead = [field for field in ("contact", "group") if parameters.get(field)]
    if len(instead) > 1:
        message = "contact and group each make the gateway ignore the other; give one"
        finding = Finding("RECIPIENT_AMBIGUOUS", Severity.ERROR, "group", message)
        raise InvalidValueError(parameters["group"], finding)
    return instead[0] if instead else "msisdn"


def _request(parameters: Mapping[str, str], number: str | None) -> SmsRequest:
    """Read the parameters; what cannot be read stays text, in which pre-flight finds the error."""
    values: dict[str, Any] = {name: parameters.get(name) or None for name in PARAMETERS}
    for name in ("flash", "silent"):
        given = parameters.get(name, "")
        values[name] = _SWITCHES.get(given, given)
    for name in ("schedule", "price"):
        if values[name] and _WHOLE.fullmatch(values[name]):
            values[name] = int(values[name])
    recipient = {"msisdn": number, "contact": None, "group": None}
    text = {name: parameters.get(name, "") for name in ("text", "sender")}
    return SmsRequest(**values | recipient | text)


def _refusal(checked: Preflight, parameters: Mapping[str, str]) -> Refusal | None:
    errors = [item for item in checked.findings if item.severity is Severity.ERROR]
    if not errors:
        return None
    first = min(errors, key=lambda item: _ORDER.index(item.field))
    given = parameters.get(first.field)
    # A time that is past has no name of its own (API, section 2, error names).
    error = "SCHEDULED_INVALID" if first.code == "SCHEDULED_PAST" else first.code
    if error not in ERROR_NAMES:
        raise InvalidValueError(given, first)
    return Refusal(error, first.field, given)
