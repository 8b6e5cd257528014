"""What a check reports: findings, each with a stable code."""

from enum import Enum

from msgspec import Struct


class Severity(Enum):
    """How bad a finding is."""

    ERROR = "error"
    """The gateway will refuse the request, or do something other than was meant."""
    WARNING = "warning"
    """The request can be sent; somebody should look at it."""


class Finding(Struct, frozen=True, rename="kebab"):
    """One thing that is wrong, or doubtful, with one field.

    ``code`` is the gateway's error name where it has one (``SENDER_LONG``).
    ``field`` is the gateway's parameter, or the field of a TPDU.  ``start`` and
    ``end`` are offsets into the value as it was given, in code points of a text
    and octets of a TPDU; both are ``None`` where the finding is about the whole.
    """

    code: str
    severity: Severity
    field: str
    message: str
    start: int | None = None
    end: int | None = None
