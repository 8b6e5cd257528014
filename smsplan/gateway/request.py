"""The parameters of ``/sms/api.json`` (API, section 1)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct

from smsplan import msisdn as recipients
from smsplan.characters import describe
from smsplan.errors import InvalidValue
from smsplan.findings import Finding, Severity
from smsplan.gateway.schedule import timestamp

BASE_URL: Final = "https://login.txty.dk/api/4/"
SEND_PATH: Final = "sms/api.json"
PARAMETERS: Final = (
    "msisdn", "text", "sender", "contact", "group", "flash", "silent", "wappush", "schedule",
    "callback", "price",
)  # fmt: skip
"""In the order of the document."""


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

        Raises :class:`~smsplan.errors.InvalidValue` for what cannot be written
        at all: a time that does not exist, a lone surrogate.

        >>> SmsRequest(msisdn="+45 12345678", sender="You", text="Hi", flash=True).form()
        {'msisdn': '4512345678', 'text': 'Hi', 'sender': 'You', 'flash': 'true'}
        """
        form = {}
        for parameter in PARAMETERS:
            value = getattr(self, parameter)
            if not is_given(value):
                continue
            if parameter == "schedule":
                written = str(timestamp(value))
            elif parameter == "msisdn" and recipients.is_valid(value):
                written = recipients.validate(value)
            else:
                written = "true" if value is True else str(value)
            for finding in unwritable(parameter, written):
                raise InvalidValue(value, finding)
            form[parameter] = written
        return form


def is_given(value: object) -> bool:
    """Say whether a parameter is there: not ``None``, false or empty (an id may be 0)."""
    return not (value is None or value is False or value == "")


def unwritable(field: str, value: str) -> Iterator[Finding]:
    """Report the first lone surrogate: parameters are UTF-8, which has none (API, section 1)."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        character = describe(value[error.start])
        yield Finding(
            code=f"{field.upper()}_INVALID",
            severity=Severity.ERROR,
            field=field,
            message=f"{character} is half of a surrogate pair, which UTF-8 cannot write",
            start=error.start,
            end=error.start + 1,
        )
