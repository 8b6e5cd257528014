"""Senders: ASCII letters and digits, as the gateway documents them.

>>> validate("You")
'You'
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

from smsplan.destinations.countries.checking import of_recipient
from smsplan.destinations.fields import field_schema
from smsplan.display import describe
from smsplan.errors import InvalidValueError
from smsplan.findings import Finding, Severity

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

MAX_NUMERIC: Final = 15
"""Characters of a sender of digits (API, section 1)."""
MAX_ALPHANUMERIC: Final = 11
"""Characters of any other sender (API, section 1; 3GPP TS 23.040, 9.1.2.5: 11 septets)."""

_DIGITS: Final = frozenset("0123456789")
_ALLOWED: Final = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class _Checked:
    """Has pydantic check a field as :func:`validate` does."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> "CoreSchema":
        return field_schema(validate, str, takes_int=False)


Sender = Annotated[str, _Checked]
"""A ``str`` that pydantic takes where :func:`validate` does; it fails with the finding."""


def validate(value: str) -> str:
    """Return a sender that the gateway accepts as it is.

    There is no other form to bring it into: a sender with a ``+`` or a space is
    refused, not cleaned, for the recipient sees it.

    Raises :class:`~smsplan.errors.InvalidValueError` with the gateway's error name:
    ``SENDER_EMPTY``, ``SENDER_INVALID`` (anything but a-z, A-Z, 0-9) or
    ``SENDER_LONG`` (over 15 digits, or over 11 characters with a letter among
    them).  ``TypeError`` for anything but a ``str``.
    """
    for finding in findings(value):
        raise InvalidValueError(value, finding)
    return value


def is_valid(value: str) -> bool:
    """Return whether :func:`validate` accepts a value.

    >>> is_valid("4512345678"), is_valid("Café"), is_valid("TwelveLetter")
    (True, False, False)
    """
    return not findings(value)


def findings(
    value: str,
    *,
    msisdn: str | int | None = None,
    region: str | None = None,
    day: date | None = None,
) -> tuple[Finding, ...]:
    """Report every rule that a sender breaks, in the order in which they matter.

    With a recipient, ``msisdn``, there are warnings of what its country does with such a
    sender on a ``day``, as :mod:`smsplan.destinations.countries` has it; a national number is
    of the ``region``.  Raises ``TypeError`` for anything but a ``str``, and ``ValueError`` for a
    region that has no numbering plan.
    """
    if not isinstance(value, str):
        raise TypeError(f"a sender is a str, not {type(value).__name__}")
    found = tuple(_findings(value))
    return found if msisdn is None else found + of_recipient(msisdn, region, day, sender=value)


def _findings(value: str) -> Iterator[Finding]:
    if not value:
        yield _finding("SENDER_EMPTY", "there is no sender")
        return
    strangers = [at for at, character in enumerate(value) if character not in _ALLOWED]
    if strangers:
        at = strangers[0]
        more = f", and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        message = f"{describe(value[at])} is not a letter a to z, A to Z or a digit 0 to 9{more}"
        yield _finding("SENDER_INVALID", message, at, at + 1)
    numeric = _DIGITS.issuperset(value)
    most = MAX_NUMERIC if numeric else MAX_ALPHANUMERIC
    if len(value) > most:
        kind = "numeric" if numeric else "alphanumeric"
        message = f"{len(value)} characters, a sender that is {kind} has {most} at most"
        yield _finding("SENDER_LONG", message, most, len(value))


def _finding(code: str, message: str, start: int | None = None, end: int | None = None) -> Finding:
    return Finding(code, Severity.ERROR, "sender", message, start, end)
