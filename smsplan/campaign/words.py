"""What the table and the report say alike."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

MEANINGS: Final[Mapping[str, str]] = {
    "ROW_UNREADABLE": "could not be read",
    "FIELD_MISSING": "no value for a field of the template",
    "TEXT_EMPTY": "no text",
    "TEXT_LONG": "more than 255 messages",
    "MSISDN_EMPTY": "no recipient",
    "MSISDN_ALPHA": "something else than digits",
    "MSISDN_LONG": "more than 15 digits",
    "MSISDN_INVALID": "no international number",
    "RATE_UNKNOWN": "can be sent, but there is no price",
    "MSISDN_UNASSIGNED": "assigned by no numbering plan",
    "MSISDN_NOT_MOBILE": "assigned, but not to a mobile",
    "MSISDN_DUPLICATE": "the recipient of a row before",
}
"""What is to be said of the rows with a code."""


def grouped(number: int) -> str:
    """Write a number with a space between thousands.

    >>> grouped(1234567)
    '1 234 567'
    """
    return f"{number:,}".replace(",", " ")


def amount(cost: Decimal | None, currency: str | None) -> str:
    """Write money, exactly.

    >>> amount(Decimal("1234.50"), "DKK")
    '1 234.50 DKK'
    """
    if cost is None:
        return ""
    return f"{cost:,f} {currency or ''}".replace(",", " ").rstrip()


def share(part: int, whole: int) -> str:
    """Write a part in per cent; what is not nothing is not 0.0 %, what is not all not 100.0 %.

    >>> share(1, 100_000), share(1, 3), share(99_999, 100_000)
    ('<0.1 %', '33.3 %', '>99.9 %')
    """
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.1:  # noqa: PLR2004 - one decimal
        return "<0.1 %"
    if 99.9 < percent < 100:  # noqa: PLR2004 - one decimal
        return ">99.9 %"
    return f"{percent:.1f} %"


def where(least: int, most: int | None) -> str:
    """Write a range of messages.

    >>> where(1, 1), where(1, 3)
    ('1 message', '1 to 3 messages')
    """
    if most is None or least == most:
        return f"{least} message" if least == 1 else f"{least} messages"
    return f"{least} to {most} messages"
