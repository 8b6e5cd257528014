"""A sandbox in a thread, behind a socket of its own, with a clock that is moved by hand."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from decimal import Decimal
from typing import Any, Final

from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.server import ServerState

from smsplan.gateway.client import Client
from smsplan.sandbox.clock import HandClock
from smsplan.sandbox.fault_injection import FailingProtocol
from smsplan.sandbox.faults import FaultRule
from smsplan.sandbox.messages import Message
from smsplan.sandbox.sandbox import Sandbox
from smsplan.sandbox.settings import Settings

_PATH: Final = "/api/4"
_LONGEST: Final = 10 * 365 * 86_400
"""Ten years, in seconds."""
_TURNS: Final = 3
"""Of the event loop, until a connection that it has just accepted is among the connections."""


class SmsGateway:
    """A sandbox gateway that runs in a thread; :func:`running_gateway` makes one, and ends it.

    ``url`` is what a client takes as its base URL, ``user`` and ``key`` the login.
    """

    def __init__(self, settings: Settings) -> None:
        self.user: str = settings.user
        self.key: str = settings.key
        self._clock = HandClock(int(time.time()))
        self._sandbox = Sandbox(settings, self._clock)
        self._errors: list[BaseException] = []
        with ExitStack() as opened:
            self._portal = opened.enter_context(start_blocking_portal())
            serving = self._portal.wrap_async_context_manager(self._serving())
            port = opened.enter_context(serving)
            self._opened = opened.pop_all()
        self.url: str = f"http://127.0.0.1:{port}{_PATH}/"

    def client(self) -> Client:
        """Return a client that is logged in."""
        return Client(self.user, self.key, base_url=self.url)

    @property
    def outbox(self) -> tuple[Message, ...]:
        """The messages that were accepted, the oldest first; those that are due have a status."""
        self._portal.call(self._sandbox.courier.deliver)
        return self._sandbox.outbox

    @property
    def balance(self) -> Decimal:
        """What is left to send for."""
        return self._portal.call(self._sandbox.store.balance)

    @property
    def now(self) -> int:
        """The time of the gateway's clock: a Unix timestamp, at first that of the real time."""
        return int(self._clock.now())

    def advance(self, seconds: float) -> None:
        """Move the clock on; messages and callbacks that become due are done when this returns.

        Each is done at its own time: an hour between two attempts of a callback
        is an hour of this clock.  ``advance(0)`` does what is due now.  The
        callback server answers in real time: one that does not takes ten real
        seconds an attempt, so let yours answer, if only with a 500.

        Raises ``ValueError`` for less than zero seconds, and for more than a clock has.
        """
        if not 0 <= seconds <= _LONGEST:
            raise ValueError(f"the clock moves on by 0 to {_LONGEST} seconds, not {seconds}")
        self._portal.call(self._advance, seconds)

    def fail(self, fault: str, *, msisdn: str = "", every: int = 1, times: int | None = 1) -> None:
        """Let the next request fail, or those that a rule says.

        What is called twice lets the next two fail: a rule does not count a
        request that one before it takes, neither for ``every`` nor for ``times``.

        ``fault`` is written as in :mod:`smsplan.sandbox.faults`, such as
        ``"status=503"`` or ``"reset, after"``; the others are those of a
        :class:`~smsplan.sandbox.faults.FaultRule`.

        Raises ``ValueError`` for what is no fault, and for a rule that could never hold.
        """
        rule = FaultRule(fault=fault, msisdn=msisdn, every=every, times=times)
        self._portal.call(self._sandbox.faults.add, rule)

    def stop(self) -> None:
        """Stop, whatever is under way.  Nothing may be asked for after that."""
        try:
            self._opened.close()
        except Exception as error:  # noqa: BLE001 - raise_errors raises it
            self._errors.append(error)

    def raise_errors(self) -> None:
        """Raise ``RuntimeError`` from the first error that nobody has handled."""
        if self._errors:
            raise RuntimeError(
                f"the sandbox gateway failed: {self._errors[0]!r}"
            ) from self._errors[0]

    async def _advance(self, seconds: float) -> None:
        clock, courier, store = self._clock, self._sandbox.courier, self._sandbox.store
        until = clock.now() + seconds
        await courier.settle()
        while (due := await store.next_due(clock.now())) is not None and due <= until:
            clock.set(due)
            await courier.settle()
        clock.set(until)

    @asynccontextmanager
    async def _serving(self) -> AsyncIterator[int]:
        asyncio.get_running_loop().set_exception_handler(self._note)
        await self._sandbox.start()
        try:
            async with _listening(self._application()) as port:
                yield port
        finally:
            await self._sandbox.stop()

    def _note(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._errors.append(context.get("exception") or RuntimeError(context["message"]))

    def _application(self) -> ASGIApp:
        application = Starlette(routes=[self._sandbox.mount(_PATH)])

        async def noting(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await application(scope, receive, send)
            except asyncio.CancelledError:
                return  # at the end, when its connection is gone
            except Exception as error:
                self._errors.append(error)
                raise

        return noting


@contextmanager
def running_gateway(settings: Settings | None = None) -> Iterator[SmsGateway]:
    """Run a sandbox gateway until the end of the block.

    The clock speed of the settings does not count: the clock is moved by hand.

    Raises :class:`~smsplan.errors.MissingExtraError` without the extra ``web``; and at
    the end, where the block itself raised nothing, ``RuntimeError`` for what went
    wrong in the gateway.
    """
    gateway = SmsGateway(settings or Settings())
    try:
        yield gateway
    finally:
        gateway.stop()
    gateway.raise_errors()


@asynccontextmanager
async def _listening(application: ASGIApp) -> AsyncIterator[int]:
    """Serve at a port that is free, and hang up at the end.

    Not uvicorn's own ``Server``, which looks ten times a second whether it is to
    stop, and then waits for a tenth of one.
    """
    # Loggers stay as they are: they are those of the tests.
    config = Config(application, lifespan="off", ws="none", log_config=None, log_level=None)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    server = await loop.create_server(lambda: FailingProtocol(config, state, {}), sock=listener)
    try:
        yield listener.getsockname()[1]
    finally:
        # A server that is closed loses a connection that it has just accepted.
        with suppress(NotImplementedError):  # on Windows
            loop.remove_reader(listener)
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        server.close()
        for connection in list(state.connections):
            connection.transport.abort()
        while state.connections:  # noqa: ASYNC110 - uvicorn's; each leaves in the next turn
            await asyncio.sleep(0)
        tasks = list(state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks)
