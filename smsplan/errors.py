"""The exceptions of smsplan.

An exception means that the input cannot be used; what a check expects to find
wrong is returned as findings instead.

::

    SmsplanError
    ├── InvalidValueError          a recipient, sender or time that breaks a rule (ValueError)
    ├── UnencodableTextError       forced into an encoding that lacks a character (ValueError)
    ├── RateCardError         a rate card that cannot be read (ValueError)
    ├── UnknownDestinationError    no rate for a number (LookupError)
    ├── DecodeError           octets that are no short message (ValueError)
    ├── ReassemblyError         segments that do not make one text (ValueError)
    ├── UnknownRuleError           a rule of static analysis that there is not (LookupError)
    ├── TemplateError         a template that cannot be read (ValueError)
    ├── BoundsError         a template's bounds that nothing proves (ValueError)
    ├── CatalogError          a file of messages that cannot be read (ValueError)
    ├── ColumnError           a column that is not there, or cannot be used (ValueError)
    ├── FileError             a file of recipients that cannot be used (ValueError)
    ├── StoreError            a file that cannot be the store of a sandbox (ValueError)
    ├── MissingExtraError          an optional dependency is not installed (ImportError)
    └── SendError             a send that did not succeed; knows ``maybe_sent``
        ├── RequestRefusedError    pre-flight found errors, nothing was sent
        ├── NotConnectedError      no connection, nothing was sent
        ├── ReplyLostError         the connection failed after bytes may have left
        ├── UnexpectedReplyError   the reply is not what the gateway documents (ValueError)
        └── GatewayError      the gateway said no
"""

from typing import Any, Final

from smsplan.characters import describe, excerpt, visible
from smsplan.findings import Finding

_LIBRARIES: Final = {
    "bulk": ("numba", "pyarrow"),
    "catalogs": ("yaml",),
    "cli": ("rich", "typer"),
    "send": ("urllib3",),
    "spark": ("numba", "pyarrow", "pyspark"),
    "testing": ("hypothesis",),
    "web": ("anyio", "h11", "starlette", "uvicorn"),
}
"""What is imported of each extra."""
_MOST_LEVELS: Final = 20
"""Of what the gateway echoes; it documents two."""


class SmsplanError(Exception):
    """The base of every exception that smsplan raises on purpose."""


class InvalidValueError(SmsplanError, ValueError):
    """A value breaks a rule of the gateway: which one, and where.

    ``finding`` holds the gateway's error name, the field, a message and the
    offsets into ``value``.
    """

    def __init__(self, value: object, finding: Finding) -> None:
        super().__init__(value, finding)
        self.value = value
        self.finding = finding

    @property
    def code(self) -> str:
        """The gateway's name of the error, such as ``MSISDN_LONG``."""
        return self.finding.code

    def __str__(self) -> str:
        finding = self.finding
        message = f"{finding.code}: {finding.message}"
        if finding.start is None or finding.end is None:
            return message
        shown = excerpt(str(self.value), [(finding.start, finding.end)])
        return message + "".join(f"\n    {line}" for line in shown.splitlines())


class UnencodableTextError(SmsplanError, ValueError):
    """A text was to go out in GSM-7, which lacks one of its characters."""

    def __init__(self, text: str, offset: int) -> None:
        super().__init__(text, offset)
        self.text = text
        self.offset = offset

    @property
    def character(self) -> str:
        """The first character that GSM-7 lacks."""
        return self.text[self.offset]

    def __str__(self) -> str:
        shown = excerpt(self.text, [(self.offset, self.offset + 1)])
        return (
            f"GSM-7 lacks {describe(self.character)} at offset {self.offset} "
            "(3GPP TS 23.038, clause 6.2.1)"
        ) + "".join(f"\n    {line}" for line in shown.splitlines())


class RateCardError(SmsplanError, ValueError):
    """A rate card cannot be read; the message names the line or the entry."""


class UnknownDestinationError(SmsplanError, LookupError):
    """A rate card has neither a prefix for a number nor a default."""

    def __init__(self, digits: str) -> None:
        super().__init__(digits)
        self.digits = digits

    def __str__(self) -> str:
        return f"no prefix of the rate card matches {self.digits}, and it has no default price"


class DecodeError(SmsplanError, ValueError):
    """Octets are not a short message: what is wrong, and at which octet.

    ``offset`` counts octets from the beginning of what was to be decoded.
    """

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason, offset)
        self.reason = reason
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.reason}, at octet {self.offset}"


class ReassemblyError(SmsplanError, ValueError):
    """Segments do not make the text of one message: the message says why.

    ``missing`` has the numbers of the segments that are not there, from 1; it
    is empty where the segments are of several messages or contradict each other.
    """

    def __init__(self, reason: str, missing: tuple[int, ...] = ()) -> None:
        super().__init__(reason, missing)
        self.reason = reason
        self.missing = missing

    def __str__(self) -> str:
        return self.reason


class UnknownRuleError(SmsplanError, LookupError):
    """There is no rule of static analysis with that code, prefix or name."""

    def __init__(self, wanted: str, similar: tuple[str, ...] = ()) -> None:
        super().__init__(wanted, similar)
        self.wanted = wanted
        self.similar = similar

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(self.similar)}?" if self.similar else ""
        return f"there is no rule {self.wanted!r}{hint}"


class TemplateError(SmsplanError, ValueError):
    """A template cannot be read, or lacks a value or a Field: why, and which part of it.

    ``start`` and ``end`` are code point offsets into ``source``.
    """

    def __init__(self, reason: str, source: str, start: int, end: int) -> None:
        super().__init__(reason, source, start, end)
        self.reason = reason
        self.source = source
        self.start = start
        self.end = end

    def __str__(self) -> str:
        shown = excerpt(self.source, [(self.start, self.end)])
        return f"{self.reason}, at offset {self.start}" + "".join(
            f"\n    {line}" for line in shown.splitlines()
        )


class BoundsError(SmsplanError, ValueError):
    """The bounds of a template are not proved for this profile; the message says why."""


class CatalogError(SmsplanError, ValueError):
    """A file of messages cannot be read, or not be written back: why, and where.

    ``line`` and ``column`` count from 1, columns in code points.
    """

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason, line, column)
        self.reason = reason
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.reason}, at line {self.line}, column {self.column}"


class ColumnError(SmsplanError, ValueError):
    """A column is not there, or is of a kind that cannot be used; the message says which."""


class FileError(SmsplanError, ValueError):
    """A file of recipients cannot be used: which, where, and what to do."""


class StoreError(SmsplanError, ValueError):
    """A file cannot be used as the store of a sandbox; the message says why."""


class MissingExtraError(SmsplanError, ImportError):
    """An optional dependency is not installed, or cannot be imported.

    The message has its cause, an ``ImportError``, where that says more.
    """

    def __init__(self, extra: str, feature: str) -> None:
        super().__init__(extra, feature)
        self.extra = extra
        self.feature = feature

    def __str__(self) -> str:
        message = (
            f"{self.feature} needs an extra: pip install 'smsplan[{self.extra}]'"
            f", or in a checkout '.[{self.extra}]'"
        )
        cause = self.__cause__
        while isinstance(cause, MissingExtraError):
            cause = cause.__cause__
        if cause is None or (
            isinstance(cause, ModuleNotFoundError)
            and (cause.name or "").partition(".")[0] in _LIBRARIES.get(self.extra, ())
        ):
            return message
        return f"{message} ({cause})"


class SendError(SmsplanError):
    """A send did not succeed.

    ``maybe_sent`` says whether the message may have gone out all the same: only
    where it is false is it safe to send again.
    """

    maybe_sent: bool


class RequestRefusedError(SendError):
    """Pre-flight found errors; nothing was sent."""

    maybe_sent = False

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(
            ["the request was not sent:"]
            + [f"    {found.code} ({found.field}): {found.message}" for found in self.findings]
        )


class NotConnectedError(SendError):
    """No connection to the gateway could be made; nothing was sent."""

    maybe_sent = False


class ReplyLostError(SendError):
    """The connection failed after bytes may have left."""

    maybe_sent = True


class UnexpectedReplyError(SendError, ValueError):
    """The gateway's reply is not one that its documentation describes."""

    maybe_sent = True


class GatewayError(SendError):
    """The gateway refused the request, with a reason and an echo of the fields.

    ``error`` is the gateway's name of the reason.  ``echo`` holds the rest of
    the reply, for instance ``{"sms": {"msisdn": None}}``; what is nested in it
    deeper than twenty levels is "…".
    """

    maybe_sent = False

    def __init__(self, error: str, echo: dict[str, object]) -> None:
        self.error = error
        self.echo: dict[str, object] = _as_deep_as(_MOST_LEVELS, echo)
        super().__init__(error, self.echo)

    def __str__(self) -> str:
        return f"the gateway answered {visible(self.error)}, with {self.echo!r}"


def _as_deep_as(levels: int, value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Copy a value of JSON as deep as Python can surely show and pickle it."""
    if not isinstance(value, dict | list):
        return value
    if not levels:
        return "…"
    if isinstance(value, dict):
        return {name: _as_deep_as(levels - 1, item) for name, item in value.items()}
    return [_as_deep_as(levels - 1, item) for item in value]
