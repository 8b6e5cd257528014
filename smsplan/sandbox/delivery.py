"""What happens to messages after they were accepted: delivery, and their callbacks.

All that is to be done is in the store, so a restart goes on where the sandbox
ended.  A callback is noted after it was called; where the sandbox dies in
between, it is called again with the same parameters: at least once, not exactly.
"""

import asyncio
import logging
import sqlite3
from collections import Counter
from typing import Final

from smsplan.sandbox.callbacks import INTERVAL, MAX_ATTEMPTS, OK, Caller, callback_url
from smsplan.sandbox.clock import Clock
from smsplan.sandbox.messages import Message
from smsplan.sandbox.outcomes import Outcomes
from smsplan.sandbox.store import Store

MAX_CALLS: Final = 64
"""Callbacks that are called at the same time."""
MAX_CALLS_OF_ORIGIN: Final = 8
"""Of these, so many of one host and port, lest a slow one hold up the others."""

_BATCH: Final = 1_000
_PAUSE: Final = 1.0
"""Real seconds after which the store is asked again where it failed."""

_log: Final = logging.getLogger("smsplan.sandbox")


class Courier:
    """Delivers messages whose time has come, and calls their callbacks."""

    def __init__(self, store: Store, clock: Clock, outcomes: Outcomes, caller: Caller) -> None:
        self._store = store
        self._clock = clock
        self._outcomes = outcomes
        self._caller = caller
        self._woken = asyncio.Event()
        self._starting = asyncio.Lock()
        self._calls: dict[int, asyncio.Task[None]] = {}
        self._origins: Counter[str] = Counter()

    def wake(self) -> None:
        """Look at the store again: a message was accepted, or the clock was set."""
        self._woken.set()

    async def run(self) -> None:
        """Do what is due when it is due, until cancelled."""
        try:
            while True:
                self._woken.clear()
                try:
                    now = await self._do_due()
                    due = await self._store.next_due(now)
                except sqlite3.Error as error:
                    _log.error("the store failed; messages wait: %s", error)
                    await asyncio.sleep(_PAUSE)
                else:
                    await self._clock.sleep(due, self._woken)
        finally:
            calls = list(self._calls.values())
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)

    async def settle(self) -> None:
        """Do what is due, and return when all of it is done, callbacks too."""
        await self._do_due()
        while self._calls:
            await asyncio.wait(self._calls.values(), return_when=asyncio.FIRST_COMPLETED)
            await self._do_due()

    async def deliver(self) -> None:
        """Set the status of every message whose time has come."""
        now, status = self._clock.now(), self._outcomes.status
        while due := await self._store.due(now, _BATCH):
            await self._store.deliver({smsid: status(msisdn) for smsid, msisdn in due}, now)
            if len(due) < _BATCH:
                return

    async def _do_due(self) -> float:
        now = self._clock.now()
        await self.deliver()
        async with self._starting:  # of each callback one call at a time
            while await self._start_calls(now):
                pass
        return now

    async def _start_calls(self, now: float) -> bool:
        """Start what calls there is room for; return whether there may be more."""
        free = MAX_CALLS - len(self._calls)
        if not free:
            return False
        busy = [origin for origin, calls in self._origins.items() if calls >= MAX_CALLS_OF_ORIGIN]
        due = await self._store.due_callbacks(now, free, self._calls, busy)
        for message in due:
            if self._origins[message.origin] < MAX_CALLS_OF_ORIGIN:
                self._origins[message.origin] += 1
                self._calls[message.smsid] = asyncio.create_task(self._call(message, now))
        return len(due) == free

    async def _call(self, message: Message, now: float) -> None:
        attempt = message.attempts + 1
        try:
            answer = await self._caller.call(callback_url(message))
            if answer.failure:
                _log.warning(
                    "callback of smsid %d, attempt %d of %d: %s",
                    message.smsid, attempt, MAX_ATTEMPTS, answer.failure,
                )  # fmt: skip
            over = answer.final or answer.status == OK or attempt >= MAX_ATTEMPTS
            due = None if over else now + INTERVAL
            await self._store.record_attempt(message, answer.status, answer.failure, due)
        except sqlite3.Error as error:
            _log.error(
                "the store failed; the callback will be called again (smsid %d): %s",
                message.smsid, error,
            )  # fmt: skip
            await asyncio.sleep(_PAUSE)
        finally:
            del self._calls[message.smsid]
            self._origins[message.origin] -= 1
            self._origins += Counter()  # forgets those without a call
            self.wake()
