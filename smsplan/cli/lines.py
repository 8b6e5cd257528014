"""A text in and a JSON line out: the oracle protocol, in constant memory."""

import json

import msgspec
from msgspec import Struct

from smsplan.cli.streams import WORKFLOW_COMMAND
from smsplan.destinations.rates import QuoteShape
from smsplan.display import visible
from smsplan.findings import FindingShape
from smsplan.planning.shapes import PlanShape
from smsplan.shapes import to_json


class PlanLine(PlanShape, frozen=True, rename="kebab"):
    """A plan, and beside it what it costs and what is wrong with it."""

    quote: QuoteShape | None
    channels: dict[str, QuoteShape]
    findings: list[FindingShape]


class UnreadLine(Struct, frozen=True):
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
            raise ValueError(f"not UTF-8 at octet {error.start}") from None
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
    raise ValueError(f"not a JSON string: {reason}")


def write_json(value: object) -> bytes:
    r"""Write a value as JSON, lone surrogates as escapes and what costs as numbers.

    What a terminal or the runner of a workflow would obey is escaped as JSON does
    it, which means the same.

    >>> print(write_json("a\u202e ##[error]b").decode())
    "a\u202e \u0023#[error]b"
    """
    line = to_json(value)
    if not line.isprintable():
        hidden = (character for character in set(line) if visible(character) != character)
        line = line.translate({ord(each): json.dumps(each)[1:-1] for each in hidden})
    return WORKFLOW_COMMAND.sub(r"\\u0023", line).encode()
