"""How a command ends: a line, and a status, whatever happens."""

import os
import signal
import sys
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from threading import Timer
from typing import Any, Final, NoReturn

import typer

from smsplan.cli.streams import quotation, say
from smsplan.display import did_you_mean
from smsplan.errors import FileError, SmsplanError

_OPTIONS: Final = {"kind": "--format"}
"""Options that are not called as the argument of :func:`smsplan.campaign.files.read`."""
_USAGE_ERROR: Final[Any] = typer.BadParameter.__bases__[0]
"""What typer raises where arguments make no sense; it has no public name of its own."""
_MOMENT: Final = 0.05
"""Seconds until a signal is taken again."""
_INDENTED: Final = "\n    "
"""Between the lines of an error that shows the place."""


class Status(IntEnum):
    """What the exit status says beside 0."""

    ERRORS = 1
    USAGE = 2
    MAYBE_SENT = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141


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
    except UnicodeEncodeError as error:
        if error.encoding != sys.getfilesystemencoding():
            raise
        name = f"no file can be called {error.object!r} in {error.encoding}"
        fail(f"{name}, the encoding of this locale; say PYTHONUTF8=1", Status.USAGE)
    except FileError as error:
        option = _OPTIONS.get(error.argument, f"--{error.argument}")
        said = error.told(option)
        fail(said if error.value or not error.argument else f"{option}: {said}", Status.USAGE)
    except SmsplanError as error:
        fail(str(error), Status.USAGE)
    except _USAGE_ERROR as error:
        fail(_misuse(error), Status.USAGE)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Undo what is half done where Python would end at once: service managers send SIGTERM."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _end)
    before, sys.unraisablehook = sys.unraisablehook, _unraisable
    try:
        yield
    finally:
        sys.unraisablehook = before
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _: object) -> NoReturn:
    sys.exit(128 + number)  # as a shell says it


def _unraisable(lost: "sys.UnraisableHookArgs") -> None:
    """Take a signal again in a moment that came where Python ignores what is raised."""
    error = lost.exc_value
    if isinstance(error, KeyboardInterrupt):
        Timer(_MOMENT, interrupt_main).start()
    elif isinstance(error, SystemExit) and isinstance(error.code, int):
        Timer(_MOMENT, interrupt_main, [error.code - 128]).start()
    else:
        sys.__unraisablehook__(lost)


def _discard_output() -> None:
    """Keep what is still buffered from failing again when Python flushes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(reason: str, status: Status) -> NoReturn:
    """Write why on standard error, with the place that an error shows, and end."""
    if sys.stderr:
        said, *rows = f"smsplan: {reason}".split(_INDENTED)
        with suppress(OSError):
            say(said, *(quotation("\n".join(rows)) if rows else ()), stderr=True)
    raise typer.Exit(status)


def refuse(name: str, why: object) -> NoReturn:
    """End for the value of an option or argument that cannot be used."""
    fail(f"{name}: {why}", Status.USAGE)


def _misuse(error: Any) -> str:  # noqa: ANN401 - typer's own has no public name
    """Return what is wrong with the arguments: first the option, then what to do."""
    message = error.message.removesuffix(".").removeprefix("Value error, ")
    message = message.partition(", unable to parse")[0].replace("Input should", "it should", 1)
    help_page = f"; see {error.ctx.command_path} --help" if error.ctx else ""
    if hasattr(error, "possibilities"):
        meant = did_you_mean(error.possibilities or ()) or help_page
        return f"there is no option {error.option_name}{meant}"
    if hasattr(error, "option_name"):
        return f"{error.option_name} {message.removeprefix(f'Option {error.option_name!r} ')}"
    parameter = getattr(error, "param", None)
    name = getattr(error, "param_hint", None)
    if isinstance(name, list):
        name = " or ".join(name)
    if name is None and parameter is not None:
        is_option = parameter.param_type_name == "option"
        name = max(parameter.opts, key=len) if is_option else parameter.metavar
    if not message:
        return f"{name} is missing{help_page}"
    return f"{name}: {message}" if name and not message.startswith(name) else message
