"""The command ``smsplan`` (extra ``cli``)."""

import os
import signal
import sys
import threading
from contextlib import suppress
from io import TextIOWrapper

_USAGE = 2
_INTERRUPTED = 130
_ENDED_BY_SIGNALS = {128 + number for number in signal.Signals}


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Where the locale lacks a character it comes out as an escape, not as an error.
            stream.reconfigure(errors="backslashreplace")
    # Texts are UTF-8, whatever the locale is.
    sys.argv = [os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv]
    try:
        from smsplan.cli.app import app  # noqa: PLC0415 - without the extra, a line and no traceback
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Python ends, which another would disturb
        sys.exit(_INTERRUPTED)
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"typer", "rich"}:
            raise
        from smsplan.errors import MissingExtraError  # noqa: PLC0415 - so that an interrupt is met from the first on

        if sys.stderr:
            sys.stderr.write(f"smsplan: {MissingExtraError('cli', 'the command smsplan')}\n")
        sys.exit(_USAGE)
    if "_SMSPLAN_COMPLETE" in os.environ:
        # The help of an option is one line, or fish would offer the others as words.
        os.environ["COLUMNS"] = "10000"
    try:
        app(prog_name="smsplan")
    except KeyboardInterrupt:  # after the command, which ends by itself on those before
        sys.exit(_INTERRUPTED)
    except SystemExit as end:
        if end.code in _ENDED_BY_SIGNALS and threading.active_count() > 1:
            _leave(end.code)
        raise
    finally:
        # All is done: Python, which is about to end, would end by the signal, as if it were not.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # So it would if the interrupt came while a library ran source, until more source is run.
        exec("")  # noqa: S102


def _leave(status: int) -> None:
    """End at once, whatever threads do: Python would wait for them."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)
