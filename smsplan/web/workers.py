"""Processes that work on what the page asks, so that the server answers all else meanwhile.

A thread would hold the interpreter's lock, for seconds where a text is hostile; a
process holds nothing, and can be killed.
"""

import os
import signal
from collections.abc import Callable
from functools import cache
from typing import Final, TypeVar

from anyio import BrokenWorkerProcess, CapacityLimiter, move_on_after, to_process

PROCESSES: Final = 2
"""Requests that are worked on at a time; each process takes 40 MB."""
MAX_WAITING: Final = 8
"""Requests that wait for one of them."""
MAX_SECONDS: Final = 5.0
"""Of real time, for the work on a request."""

_NICE: Final = 10
"""How far the processes step back behind the server itself."""

T = TypeVar("T")


class BusyError(Exception):
    """A request is not answered now; the message says why, and that it may be asked again."""


class Workers:
    """Some processes, which start when they are first needed and end with the event loop."""

    def __init__(
        self, processes: int = PROCESSES, waiting: int = MAX_WAITING, seconds: float = MAX_SECONDS
    ) -> None:
        self._places = CapacityLimiter(processes)
        self._waiting = waiting
        self._seconds = seconds

    async def run(self, work: Callable[..., T], *given: object) -> T:
        """Call a function in one of the processes; it and all that it is given can be pickled.

        Raises :class:`BusyError` where too many wait, and where the work took too long
        and was cut short; and what the function does.
        """
        if self._places.statistics().tasks_waiting >= self._waiting:
            raise BusyError("the server is busy with other requests")
        async with self._places:
            try:
                with move_on_after(self._seconds):
                    limiter = CapacityLimiter(1)  # the places above are what limits
                    return await to_process.run_sync(
                        _run, self._seconds, work, given, cancellable=True, limiter=limiter
                    )
            except BrokenWorkerProcess:
                message = "the process that worked on this has ended"
            else:
                message = f"this took more than {self._seconds:g} seconds and was cut short"
        raise BusyError(message)


def _run(seconds: float, work: Callable[..., T], given: tuple[object, ...]) -> T:
    _settle()
    _end_after(seconds + 1)
    try:
        return work(*given)
    finally:
        _end_after(0)


@cache
def _settle() -> None:
    """Once in a process: step back, and leave Ctrl-C to the server, which ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICE)


def _end_after(seconds: float) -> None:
    """End this process then, whether or not there still is a server that would; 0 for never."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_REAL, seconds)
