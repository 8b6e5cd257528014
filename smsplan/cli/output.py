"""How a command writes its answers, and how it ends."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import IntEnum
from functools import partial
from typing import Final, NamedTuple, NoReturn, cast

import typer

from smsplan.cli import card
from smsplan.cli.lines import PlanLine, UnreadLine, write_json
from smsplan.cli.streams import quotation, say, write_line
from smsplan.destinations.rates import Quote, QuoteShape, RateCard
from smsplan.errors import SmsplanError
from smsplan.findings import Finding, FindingShape
from smsplan.planning import Plan
from smsplan.planning.shapes import fields as plan_fields
from smsplan.shapes import utf16

_USAGE_ERROR: Final = cast("type[typer.BadParameter]", typer.BadParameter.__bases__[0])
"""What typer raises where arguments make no sense; it has no public name of its own."""
_INDENTED: Final = "\n    "
"""Between the lines of an error that shows the place."""


class Status(IntEnum):
    """What the exit status says beside 0."""

    ERRORS = 1
    USAGE = 2
    MAYBE_SENT = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class Answer(NamedTuple):
    """What there is to say of one text; ``fields`` are the values that findings are about."""

    plan: Plan
    quote: Quote | None
    findings: tuple[Finding, ...]
    fields: Mapping[str, str]

    @property
    def line(self) -> PlanLine:
        """What JSON is written of."""
        return PlanLine(
            *plan_fields(self.plan),
            quote=QuoteShape.of(self.quote) if self.quote else None,
            findings=[
                FindingShape.of(each, utf16(self.fields[each.field])) for each in self.findings
            ],
        )


Write = Callable[[Sequence[Answer | UnreadLine]], None]


@contextmanager
def orderly(status: Status | None = None) -> Iterator[None]:
    """End on what may happen to any command with a line and a status, never a traceback.

    ``status`` is the one to end with, if it is not to be the usual one.
    """
    if sys.stdout is None or sys.stderr is None:
        fail("standard output or standard error is closed", Status.USAGE)
    try:
        try:
            with _ended_by_signals():
                yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        raise typer.Exit(status or Status.PIPE_CLOSED) from None
    except KeyboardInterrupt:
        raise typer.Exit(status or Status.INTERRUPTED) from None
    except OSError as error:
        _discard_output()
        where = f"{error.filename}: " if error.filename else ""
        fail(f"{where}{error.strerror or error}", status or Status.USAGE)
    except SmsplanError as error:
        fail(str(error), Status.USAGE)
    except _USAGE_ERROR as error:
        _refuse(error)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Undo what is half done where Python would end at once: service managers send SIGTERM."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _: object) -> NoReturn:
    sys.exit(128 + number)  # as a shell says it


def _discard_output() -> None:
    """Keep what is still buffered from failing again when Python flushes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(reason: str, status: Status) -> NoReturn:
    """Write why on standard error, with the place that an error shows, and end."""
    _end_saying(*_with_place(f"smsplan: {reason}"), status=status)


def _refuse(error: typer.BadParameter) -> NoReturn:
    """Write what is wrong with the arguments, and how the command is used if it read none."""
    usage: tuple[str, ...] = ()
    if error.ctx and not (isinstance(error, typer.BadParameter) and error.param is None):
        usage = (*error.ctx.get_usage().splitlines(), f"Try '{error.ctx.command_path} --help'.", "")
    message = error.format_message().replace(": Value error, ", ": ")
    _end_saying(*usage, *_with_place(f"Error: {message}"), status=Status.USAGE)


def _with_place(message: str) -> list[str]:
    said, *rows = message.split(_INDENTED)
    return [said, *quotation("\n".join(rows))] if rows else [said]


def _end_saying(*lines: str, status: Status) -> NoReturn:
    if sys.stderr:
        with suppress(OSError):
            say(*lines, stderr=True)
    raise typer.Exit(status)


def writer(rates: RateCard | None, *, as_json: bool) -> Write:
    """Choose between a JSON line and a card for every answer."""
    return _write_json if as_json else partial(_write_cards, rates)


def _write_json(answers: Sequence[Answer | UnreadLine]) -> None:
    write_line(
        b"\n".join(
            write_json(answer if isinstance(answer, UnreadLine) else answer.line)
            for answer in answers
        )
    )


def _write_cards(rates: RateCard | None, answers: Sequence[Answer | UnreadLine]) -> None:
    for answer in answers:
        if isinstance(answer, UnreadLine):
            say(f"smsplan: line {answer.line}: {answer.error}", stderr=True)
        else:
            card.show(answer.plan, answer.quote, rates)
            card.show_findings(answer.findings)
            say("")
