"""The exceptions of smsplan.

An exception means that the input cannot be used; what a check expects to find
wrong is returned as findings instead.

::

    SmsplanError
    ├── InvalidValueError           a recipient, sender or time that breaks a rule (ValueError)
    ├── UnencodableTextError        forced into an encoding that lacks a character (ValueError)
    ├── RateCardError               a rate card that cannot be read (ValueError)
    ├── UnknownDestinationError     no rate for a number (LookupError)
    │   └── DestinationRejectedError    the rate card says that it takes no message
    ├── DecodeError                 octets that are no short message (ValueError)
    ├── ReassemblyError             segments that do not make one text (ValueError)
    ├── UnknownRuleError            a rule of static analysis that there is not (LookupError)
    ├── TemplateError               a template that cannot be read (ValueError)
    ├── BoundsError                 a template's bounds that nothing proves (ValueError)
    ├── ProviderError               no provider, option or value of that name (LookupError)
    ├── CountryError                no country of that code, calling code or name (LookupError)
    ├── CatalogError                a file of messages that cannot be read (ValueError)
    ├── ColumnError                 a column that is not there, or cannot be used (ValueError)
    ├── FileError                   a file of recipients that cannot be used (ValueError)
    ├── StoreError                  a file that cannot be the store of a sandbox (ValueError)
    ├── MissingExtraError           an optional dependency is not installed (ImportError)
    └── SendError                   a send that did not succeed; knows ``maybe_sent``
        ├── RequestRefusedError     pre-flight found errors, nothing was sent
        ├── NotConnectedError       no connection, nothing was sent
        ├── ReplyLostError          the connection failed after bytes may have left
        ├── UnexpectedReplyError    the reply is not what the gateway documents (ValueError)
        └── GatewayError            the gateway said no
"""

from shlex import quote
from typing import Any, Final

from smsplan.display import describe, did_you_mean, excerpt, visible
from smsplan.findings import Finding

_LIBRARIES: Final = {
    "bulk": ("numba", "pyarrow"),
    "catalogs": ("yaml",),
    "cli": ("rich", "typer"),
    "spark": ("numba", "pyarrow", "pyspark"),
    "testing": ("hypothesis",),
    "web": ("anyio", "h11", "starlette", "uvicorn"),
}
"""What is imported of each extra."""
_MAX_LEVELS: Final = 20
"""Of what the gateway echoes; it documents two."""


class SmsplanError(Exception):
    """The base of every exception that smsplan raises on purpose.

    ``reason`` says what is wrong, and which rule that breaks.  Where it is about a
    place in a text, ``source`` is the text, and ``start`` and ``end`` are code point
    offsets into it; the message points at the place with carets.

    >>> error = SmsplanError("a digit is missing", "45x", 2, 3)
    >>> print(error)
    a digit is missing
        45x
          ^
    """

    def __init__(
        self,
        reason: str,
        source: str | None = None,
        start: int | None = None,
        end: int | None = None,
    ) -> None:
        super().__init__(reason, *(() if source is None else (source, start, end)))
        self.reason = reason
        self.source = source
        self.start = start
        self.end = end

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        if self.source is None or self.start is None or self.end is None:
            return self.reason
        shown = excerpt(self.source, [(self.start, self.end)])
        return self.reason + "".join(f"\n    {line}" for line in shown.splitlines())


def _restored(kind: type[SmsplanError], args: tuple[Any, ...], has: dict[str, Any]) -> SmsplanError:
    """Return an error as it was when it was pickled or copied."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(has)
    return error


class InvalidValueError(SmsplanError, ValueError):
    """A value breaks a rule of the gateway: which one, and where.

    ``finding`` holds the gateway's error name, the field and a message.
    """

    def __init__(self, value: object, finding: Finding) -> None:
        reason = f"{finding.code}: {finding.message}"
        source = None if finding.start is None else str(value)
        super().__init__(reason, source, finding.start, finding.end)
        self.value = value
        self.finding = finding

    @property
    def code(self) -> str:
        """The gateway's name of the error, such as ``MSISDN_LONG``."""
        return self.finding.code


class UnencodableTextError(SmsplanError, ValueError):
    """A text was to go out in GSM-7, which lacks the character at ``start``."""

    source: str
    start: int
    end: int

    def __init__(self, source: str, start: int) -> None:
        self.character: str = source[start]
        """The first character that GSM-7 lacks."""
        reason = f"GSM-7 lacks {describe(self.character)} (3GPP TS 23.038, clause 6.2.1)"
        super().__init__(reason, source, start, start + 1)


class RateCardError(SmsplanError, ValueError):
    """A rate card cannot be read; the message names the line or the entry."""


class UnknownDestinationError(SmsplanError, LookupError):
    """A rate card has neither a prefix for a number, of these ``digits``, nor a default."""

    def __init__(self, digits: str, reason: str = "") -> None:
        super().__init__(
            reason or f"no prefix of the rate card matches {digits}, and it has no default price"
        )
        self.digits = digits


class DestinationRejectedError(UnknownDestinationError):
    """A rate card says that messages to a destination, of this ``prefix``, are rejected."""

    def __init__(self, digits: str, prefix: str) -> None:
        super().__init__(digits, f"the rate card says that messages to +{prefix} are rejected")
        self.prefix = prefix


class DecodeError(SmsplanError, ValueError):
    """Octets are not a short message: what is wrong, and at which octet.

    ``offset`` counts octets from the beginning of what was to be decoded.
    """

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.reason}, at octet {self.offset}"


class ReassemblyError(SmsplanError, ValueError):
    """Segments do not make the text of one message: the message says why.

    ``missing`` has the numbers of the segments that are not there, from 1; it
    is empty where the segments are of several messages or contradict each other.
    """

    def __init__(self, reason: str, missing: tuple[int, ...] = ()) -> None:
        super().__init__(reason)
        self.missing = missing


class UnknownRuleError(SmsplanError, LookupError):
    """There is no rule of static analysis with that code, prefix or name.

    ``wanted`` is what was asked for, ``similar`` the codes and names that are like it.
    """

    def __init__(self, wanted: str, similar: tuple[str, ...] = ()) -> None:
        super().__init__(f"there is no rule {wanted!r}{did_you_mean(similar)}")
        self.wanted = wanted
        self.similar = similar


class TemplateError(SmsplanError, ValueError):
    """A template cannot be read, or lacks a value or a Field: why, and which part of it."""

    source: str
    start: int
    end: int


class BoundsError(SmsplanError, ValueError):
    """The bounds of a template are not proved for this profile; the message says why."""


class CatalogError(SmsplanError, ValueError):
    """A file of messages cannot be read, or not be written back: why, and where.

    ``line`` and ``column`` count from 1, columns in code points.
    """

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.reason}, at line {self.line}, column {self.column}"


class ProviderError(SmsplanError, LookupError):
    """There is no provider, option or value of that name; the message says which there are."""


class CountryError(SmsplanError, LookupError):
    """There is no country of that code, calling code or name; the message says which are close."""


class ColumnError(SmsplanError, ValueError):
    """A column is not there, or is of a kind that cannot be used; the message says which."""


class FileError(SmsplanError, ValueError):
    """A file of recipients cannot be used: which, where, and what to do.

    ``argument`` and ``value`` are what would help, if there is such; the message ends with
    them and ``rest``.  The command names its option instead (:meth:`told`).
    """

    def __init__(self, reason: str, argument: str = "", value: str = "", rest: str = "") -> None:
        told = f"{argument}={value!r}" if value else ""
        super().__init__(f"{reason} {told}{rest}" if told else reason)
        self._said, self._rest = reason, rest
        self.argument = argument
        self.value = value

    def told(self, option: str) -> str:
        """Return the message with the command's option in the place of the argument.

        >>> FileError("a.csv: it may be UTF-16; say", "encoding", "utf-16").told("--encoding")
        'a.csv: it may be UTF-16; say --encoding utf-16'
        """
        value = "tab" if self.value == "\t" else quote(self.value)
        return f"{self._said} {option} {value}{self._rest}" if self.value else self._said


class StoreError(SmsplanError, ValueError):
    """A file cannot be used as the store of a sandbox; the message says why."""


class MissingExtraError(SmsplanError, ImportError):
    """An optional dependency is not installed, or cannot be imported.

    ``extra`` is what to install, ``feature`` what needs it.  The message has its cause,
    an ``ImportError``, where that says more.
    """

    def __init__(self, extra: str, feature: str) -> None:
        super().__init__(
            f"{feature} needs an extra: pip install 'smsplan[{extra}]'"
            f", or in a checkout '.[{extra}]'"
        )
        self.extra = extra
        self.feature = feature

    def __str__(self) -> str:
        cause = self.__cause__
        while isinstance(cause, MissingExtraError):
            cause = cause.__cause__
        if cause is None or (
            isinstance(cause, ModuleNotFoundError)
            and (cause.name or "").partition(".")[0] in _LIBRARIES.get(self.extra, ())
        ):
            return self.reason
        return f"{self.reason} ({cause})"


class SendError(SmsplanError):
    """A send did not succeed.

    ``maybe_sent`` says whether the message may have gone out all the same: only
    where it is false is it safe to send again.
    """

    maybe_sent: bool


class RequestRefusedError(SendError):
    """Pre-flight found errors, which are in ``findings``; nothing was sent."""

    maybe_sent = False

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        lines = [f"    {found.code} ({found.field}): {found.message}" for found in findings]
        super().__init__("\n".join(["the request was not sent:", *lines]))
        self.findings = findings


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
        self.echo: dict[str, object] = _as_deep_as(_MAX_LEVELS, echo)
        super().__init__(f"the gateway answered {visible(error)}, with {self.echo!r}")


def _as_deep_as(levels: int, value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Copy a value of JSON as deep as Python can surely show and pickle it."""
    if not isinstance(value, dict | list):
        return value
    if not levels:
        return "…"
    if isinstance(value, dict):
        return {name: _as_deep_as(levels - 1, item) for name, item in value.items()}
    return [_as_deep_as(levels - 1, item) for item in value]
