"""How a command writes its answers, and how it ends."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import IntEnum
from functools import partial
from typing import NamedTuple, NoReturn

import typer
from rich.console import Console

from smsplan.cli import card
from smsplan.cli.lines import ErrorLine, PlanLine, write_json
from smsplan.cli.streams import write_line
from smsplan.errors import SmsplanError
from smsplan.findings import Finding
from smsplan.planning import Plan
from smsplan.rates import Quote, RateCard


class Status(IntEnum):
    """What the exit status says beside 0."""

    ERRORS = 1
    USAGE = 2
    MAYBE_SENT = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class Answer(NamedTuple):
    """What there is to say of one text."""

    plan: Plan
    quote: Quote | None
    findings: tuple[Finding, ...]


Write = Callable[[Sequence[Answer | ErrorLine]], None]


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
        fail(str(error), status or Status.USAGE)
    except SmsplanError as error:
        fail(str(error), Status.USAGE)


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


def fail(message: str, status: Status) -> NoReturn:
    """Say why on standard error and end."""
    with suppress(OSError):
        typer.echo(f"smsplan: {message}", err=True)
    raise typer.Exit(status)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to :func:`orderly`; rich itself would end with another status."""
        raise BrokenPipeError


def terminal(*, stderr: bool = False) -> Console:
    """Give a console that prints what it is given: no markup, no guesses at what it means."""
    return _Console(stderr=stderr, markup=False, highlight=False, emoji=False)


def writer(rates: RateCard | None, *, as_json: bool) -> Write:
    """Choose between a JSON line and a card for every answer."""
    return _write_json if as_json else partial(_write_cards, terminal(), rates)


def _write_json(answers: Sequence[Answer | ErrorLine]) -> None:
    write_line(
        b"\n".join(
            write_json(answer if isinstance(answer, ErrorLine) else PlanLine.of(*answer))
            for answer in answers
        )
    )


def _write_cards(
    console: Console, rates: RateCard | None, answers: Sequence[Answer | ErrorLine]
) -> None:
    for answer in answers:
        if isinstance(answer, ErrorLine):
            typer.echo(f"smsplan: line {answer.line}: {answer.error}", err=True)
        else:
            card.show(console, answer.plan, answer.quote, rates)
            card.show_findings(console, answer.findings)
            console.print()
