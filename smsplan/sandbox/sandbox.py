"""The sandbox gateway as one thing: its URLs, its store, and the courier between them."""

import asyncio
import time
from contextlib import suppress
from typing import NamedTuple

from starlette.middleware import Middleware
from starlette.routing import Mount, Route, Router

from smsplan.http.limits import Limits, Room
from smsplan.http.origins import OwnPages
from smsplan.sandbox.callbacks import Caller
from smsplan.sandbox.clock import Clock, WallClock
from smsplan.sandbox.delivery import Courier
from smsplan.sandbox.fault_injection import Failing
from smsplan.sandbox.faults import Faults
from smsplan.sandbox.messages import Message
from smsplan.sandbox.routes import routes
from smsplan.sandbox.settings import Settings
from smsplan.sandbox.store import Store


class _Running(NamedTuple):
    store: Store
    clock: Clock
    courier: Courier
    delivering: asyncio.Task[None]


class Sandbox:
    """A gateway that bills, keeps and pretends to deliver, and sends nothing.

    ``routes`` are those below ``/api/4``; they answer between :meth:`start` and
    :meth:`stop`.  ``clock`` tells the sandbox's time; without one it is the
    wall's at first, and passes as fast as the settings say.

    Raises ``ValueError`` for an allowed callback that is no host.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.routes: list[Route] = routes(self)
        self.faults: Faults = Faults(settings.faults)
        self._caller = Caller(settings.allowed_callbacks)
        self._given_clock = clock
        self._running: _Running | None = None

    def mount(self, path: str, room: Room | None = None) -> Mount:
        """Return the routes below a path, behind what guards them and lets them fail."""
        middleware = [
            Middleware(Limits, room=room),
            Middleware(OwnPages),
            Middleware(Failing, faults=self.faults),
        ]
        return Mount(path, Router(self.routes, redirect_slashes=False), middleware=middleware)

    async def start(self) -> None:
        """Open the store and begin to deliver.

        Raises :class:`~smsplan.errors.StoreError` as :class:`.store.Store` does.
        """
        store = Store(self.settings.store, self.settings.balance)
        try:
            clock = self._given_clock or await self._clock(store)
            store.now = clock.now
            courier = Courier(store, clock, self.settings.outcomes, self._caller)
        except BaseException:
            store.close()
            raise
        delivering = asyncio.create_task(courier.run(), name="smsplan-courier")
        self._running = _Running(store, clock, courier, delivering)

    async def stop(self) -> None:
        """End deliveries and close the store; what was accepted stays there if it is a file."""
        running, self._running = self._running, None
        if running is not None:
            running.delivering.cancel()
            try:
                with suppress(asyncio.CancelledError):
                    await running.delivering
            finally:
                running.store.close()

    @property
    def outbox(self) -> tuple[Message, ...]:
        """Every message that was accepted, the oldest first."""
        return tuple(self.store.messages())

    @property
    def store(self) -> Store:
        """Where messages are kept."""
        return self._started.store

    @property
    def clock(self) -> Clock:
        """What tells the sandbox's time."""
        return self._started.clock

    @property
    def courier(self) -> Courier:
        """Who delivers."""
        return self._started.courier

    def wake(self) -> None:
        """Let the courier see that there is a message to deliver."""
        self.courier.wake()

    async def _clock(self, store: Store) -> Clock:
        """Go on where a fast clock ended: nothing may happen before what happened."""
        last = await store.last_time()
        since = None if last is None else max(last, time.time())
        return WallClock(self.settings.clock_speed, since)

    @property
    def _started(self) -> _Running:
        if self._running is None:
            raise RuntimeError("the sandbox is not started")
        return self._running
