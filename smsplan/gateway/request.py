"""The parameters of ``/sms/api.json`` (API, section 1)."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct

from smsplan.destinations import msisdn as recipients
from smsplan.display import describe
from smsplan.errors import InvalidValueError
from smsplan.findings import Finding, Severity
from smsplan.gateway.schedule import timestamp

PARAMETERS: Final = (
    "msisdn", "text", "sender", "contact", "group", "flash", "silent", "wappush", "schedule",
    "callback", "price",
)  # fmt: skip
"""In the order of the document."""

MAX_PRICE_DIGITS: Final = 15
"""Far beyond any price, and bounded."""


class SmsRequest(Struct, frozen=True, rename="kebab", kw_only=True):
    """One message as the gateway is asked to send it.

    Nothing is checked here, so that :func:`~smsplan.gateway.preflight` can
    report everything that is wrong at once.  ``schedule`` is an aware datetime,
    a Unix timestamp, or a naive datetime of wall time in Copenhagen; ``price``
    is in øre.  A parameter that is ``None``, false or empty is absent.
    """

    text: str
    sender: str
    msisdn: str | int | None = None
    contact: str | int | None = None
    group: str | int | None = None
    flash: bool = False
    silent: bool = False
    wappush: str | None = None
    schedule: datetime | int | None = None
    callback: str | None = None
    price: int | Decimal | None = None

    def form(self) -> dict[str, str]:
        """Write the parameters as the gateway reads them; absent ones are left out.

        A recipient goes out in canonical digits if it is valid, else as given.

        Raises :class:`~smsplan.errors.InvalidValueError` for what cannot be written
        at all: a time that does not exist, a lone surrogate.

        >>> SmsRequest(msisdn="+45 12345678", sender="You", text="Hi", flash=True).form()
        {'msisdn': '4512345678', 'text': 'Hi', 'sender': 'You', 'flash': 'true'}
        """
        return {
            parameter: write(parameter, value)
            for parameter in PARAMETERS
            if is_given(value := getattr(self, parameter))
        }


def is_given(value: object) -> bool:
    """Return whether a parameter is there: not ``None``, false or empty (an id may be 0)."""
    return not (value is None or value is False or value == "")


def is_id(value: object) -> bool:
    """Return whether a contact or group can be an id: a whole number, or text with no control."""
    if isinstance(value, str):
        return value.isprintable() and not value.isspace()
    return isinstance(value, int) and not isinstance(value, bool)


def is_whole(price: object) -> bool:
    """Return whether a price is a whole number of øre, zero or more, and bounded."""
    try:
        return (
            isinstance(price, int | Decimal)
            and not isinstance(price, bool)
            and 0 <= price < 10**MAX_PRICE_DIGITS
            and price == int(price)
        )
    except ArithmeticError:  # NaN has no order
        return False


def write(parameter: str, value: object) -> str:
    """Write a parameter that is given.

    Raises :class:`~smsplan.errors.InvalidValueError` for what has no written form.
    """
    match parameter, value:
        case "schedule", _:
            return str(timestamp(value))
        case "msisdn", str() | int() if recipients.is_valid(value):
            return recipients.validate(value)
        case "price", int() | Decimal() if is_whole(value):
            return str(int(value))
        case _, True:
            return "true"
    try:
        written = str(value)
        written.encode()
    except UnicodeEncodeError as error:
        half = describe(written[error.start])
        message = f"{half} is half of a surrogate pair, which UTF-8 cannot write (API, section 1)"
        raise InvalidValueError(
            value, _invalid(parameter, message, error.start, error.start + 1)
        ) from None
    except ValueError:
        message = "a number of more digits than Python writes"
        raise InvalidValueError(value, _invalid(parameter, message)) from None
    return written


def _invalid(field: str, message: str, start: int | None = None, end: int | None = None) -> Finding:
    return Finding(f"{field.upper()}_INVALID", Severity.ERROR, field, message, start, end)
