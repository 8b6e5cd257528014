"""A text in and a JSON line out: the oracle protocol, in constant memory."""

import json
from decimal import Decimal
from typing import Final

import msgspec
from msgspec import Raw, Struct

from smsplan.characters import visible
from smsplan.cli.streams import WORKFLOW_COMMAND
from smsplan.destinations.rates import Quote
from smsplan.findings import Finding
from smsplan.planning import Encoding, Misfit, Plan

_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


class SegmentLine(Struct, frozen=True, rename="kebab", omit_defaults=True):
    """A segment as JSON shows it; national language identifiers only where there are any."""

    text: str
    start: int
    end: int
    chars_count: int
    locking: int | None = None
    single: int | None = None


class PlanLine(Struct, frozen=True, rename="kebab"):
    """A plan, its cost and its findings as JSON shows them, in this order."""

    text: str
    encoding: Encoding
    chars_count: int
    msg_count: int
    remaining: int
    segments: list[SegmentLine]
    misfits: tuple[Misfit, ...]
    cost: Decimal | None
    currency: str | None
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, plan: Plan, quote: Quote | None, findings: tuple[Finding, ...]) -> "PlanLine":
        """Bring together what is shown of one text."""
        return cls(
            plan.text,
            plan.encoding,
            plan.chars_count,
            plan.msg_count,
            plan.remaining,
            [
                SegmentLine(
                    segment.text,
                    segment.start,
                    segment.end,
                    segment.chars_count,
                    segment.locking,
                    segment.single,
                )
                for segment in plan.segments
            ],
            plan.misfits,
            quote.cost if quote else None,
            quote.currency if quote else None,
            findings,
        )


class ErrorLine(Struct, frozen=True):
    """What stands in the place of a line that could not be read, so that none is lost."""

    error: str
    line: int


def read_text(line: bytes, *, jsonl: bool) -> str:
    """Read one line: a JSON string, or the text itself.

    Raises ``ValueError`` that says why the line is neither.
    """
    if not jsonl:
        try:
            return line.removesuffix(b"\r").decode()
        except UnicodeDecodeError as error:
            message = f"not UTF-8 at octet {error.start}"
            raise ValueError(message) from None
    try:
        return msgspec.json.decode(line, type=str)
    except (msgspec.MsgspecError, UnicodeError) as error:
        reason = str(error)
    # msgspec refuses lone surrogates, which other languages' strings may hold.
    try:
        text = json.loads(line)
    except (ValueError, RecursionError):
        text = None
    if isinstance(text, str):
        return text
    message = f"not a JSON string: {reason}"
    raise ValueError(message)


def write_json(value: object) -> bytes:
    r"""Write a value as JSON, lone surrogates as escapes and money as numbers.

    What a terminal or the runner of a workflow would obey is escaped as JSON does
    it, which means the same.

    >>> print(write_json("a\u202e ##[error]b").decode())
    "a\u202e \u0023#[error]b"
    """
    try:
        line = _ENCODER.encode(value).decode()
    except UnicodeEncodeError:
        escaped = _escape(msgspec.to_builtins(value, builtin_types=(Decimal,)))
        line = _ENCODER.encode(escaped).decode()
    if not line.isprintable():
        line = "".join(
            character if visible(character) == character else json.dumps(character)[1:-1]
            for character in line
        )
    return WORKFLOW_COMMAND.sub(r"\\u0023", line).encode()


def _escape(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() else Raw(json.dumps(value))
    if isinstance(value, dict):
        return {name: _escape(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_escape(item) for item in value]
    return value
