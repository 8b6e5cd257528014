"""The sandbox's time: Unix timestamps that may pass faster, or by hand."""

import asyncio
import time
from contextlib import suppress
from typing import Final

LONGEST_SLEEP: Final = 1.0
"""Real seconds; a sleeper looks at the clock that often, lest it miss a jump of the wall's."""


class WallClock:
    """The time of the wall, or from now on ``speed`` seconds in each of its seconds.

    It follows the wall's clock where that is set, for the timestamps of those who
    send messages follow it too.  ``since`` is the time that it shows at first,
    the wall's if there is none.
    """

    def __init__(self, speed: float = 1.0, since: float | None = None) -> None:
        self._speed = speed
        self._wall = time.time()
        self._since = self._wall if since is None else since

    def now(self) -> float:
        """Return the time, as a Unix timestamp in seconds."""
        return self._since + (time.time() - self._wall) * self._speed

    async def sleep(self, until: float | None, woken: asyncio.Event) -> None:
        """Return when it is ``until`` (``None``: never), or when ``woken`` is set."""
        while not woken.is_set() and (until is None or self.now() < until):
            seconds = None if until is None else (until - self.now()) / self._speed
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    woken.wait(), None if seconds is None else min(seconds, LONGEST_SLEEP)
                )


class HandClock:
    """A clock that stands still but for :meth:`set`."""

    def __init__(self, now: float) -> None:
        self._now = now

    def now(self) -> float:
        """Return the time, as a Unix timestamp in seconds."""
        return self._now

    def set(self, now: float) -> None:
        """Set the clock.  Who does that also wakes who waits for it."""
        self._now = now

    async def sleep(self, until: float | None, woken: asyncio.Event) -> None:
        """Return when ``woken`` is set; while one sleeps, no time passes."""
        if until is None or self._now < until:
            await woken.wait()


Clock = WallClock | HandClock
