"""uvicorn's HTTP with bounds on what connections may cost that ask for nothing."""

import asyncio
import errno
import logging
import socket
import time
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

try:
    import resource
except ImportError:  # Windows, where sockets are no file descriptors
    _FILES = 0
else:
    _FILES = resource.getrlimit(resource.RLIMIT_NOFILE)[0]

MAX_CONNECTIONS: Final = min(1_000, _FILES // 2) if _FILES > 0 else 1_000
"""At the same time.  Callbacks, the store and all else need file descriptors too."""
HEADER_SECONDS: Final = 10.0
"""From the connection, or the first octet of a later request, to the end of its headers."""
BACKLOG: Final = 128
"""Connections that wait to be accepted; where that fails, asyncio tries so many times."""

_NO_ROOM: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_SILENCE: Final = 60.0
"""Seconds in which the same is said once."""

_log: Final = logging.getLogger("smsplan.sandbox")


class BoundedProtocol(H11Protocol):
    """Closes connections beyond :data:`MAX_CONNECTIONS`, and those that do not come to a request.

    How long one may be idle after a reply, uvicorn bounds itself.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Take a connection, or close it."""
        super().connection_made(transport)
        # A reply is written in two parts, and the second would wait 40 ms for the first to be
        # acknowledged.  asyncio sets it only where it made the listening socket itself.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self.connections) > MAX_CONNECTIONS:
            _say_once("too many connections", f"those beyond {MAX_CONNECTIONS} are closed")
            transport.abort()
        else:
            self._expect_headers()

    def data_received(self, data: bytes) -> None:
        """Read on; a request that has begun has to come to the end of its headers."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._expect_nothing()
        elif self._deadline is None:
            self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._expect_nothing()
        super().connection_lost(exc)

    def _expect_headers(self) -> None:
        self._deadline = self.loop.call_later(HEADER_SECONDS, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def say_in_a_line(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log in one line, and seldom, what the system had no room for; all else as asyncio does."""
    error = context.get("exception")
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        _say_once(context["message"], str(error))
    else:
        loop.default_exception_handler(context)


_said: dict[str, float] = {}


def _say_once(what: str, why: str) -> None:
    now = time.monotonic()
    if now - _said.get(what, -_SILENCE) >= _SILENCE:
        _said[what] = now
        _log.warning("%s: %s", what, why)
