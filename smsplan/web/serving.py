"""An application behind a socket, until a signal comes."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final, NamedTuple, NoReturn

import uvicorn
from starlette.applications import Starlette

from smsplan.http.connections import BACKLOG, say_in_a_line
from smsplan.http.origins import cannot_rebind
from smsplan.sandbox.fault_injection import FailingProtocol

_PATIENCE: Final = 2
"""Seconds that requests under way have when the server is to stop."""
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
"""What this machine calls itself, whichever of them a server was asked to listen at."""


class Place(NamedTuple):
    """Where a server is, whether it is there for this machine alone, and its names."""

    url: str
    is_loopback: bool
    names: tuple[str, ...]

    @classmethod
    def of(cls, host: str, listening: socket.socket) -> "Place":
        """Return where a socket listens that was asked to at ``host``."""
        address, port = listening.getsockname()[:2]
        at = ip_address(address.partition("%")[0])
        shown = "localhost" if at.is_unspecified else f"[{host}]" if ":" in host else host
        names = {shown.lower(), address, *_LOOPBACK}
        if not at.is_loopback:
            names.add(socket.gethostname().lower())
        return cls(f"http://{shown}:{port}/", at.is_loopback, tuple(sorted(names)))

    def is_own_host(self, name: str) -> bool:
        """Return whether requests may be for that name.

        Where other machines can reach the server, that is also whatever nobody can
        have led here by DNS rebinding.
        """
        return name in self.names or (not self.is_loopback and cannot_rebind(name))


def listen(host: str, port: int) -> socket.socket:
    """Listen, so that whoever is told where the server is can connect to it at once.

    Raises ``OSError`` or, for what is no name of a host, ``UnicodeError``.
    """
    (family, _, _, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return socket.create_server(address[:2], family=family, backlog=BACKLOG)


def serve(application: Starlette, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve an application; when it has started, ``ready`` is called.

    Raises what the start of the application does, ``KeyboardInterrupt`` after
    SIGINT, and ``SystemExit`` after SIGTERM; by then everything is closed.
    """
    config = uvicorn.Config(
        application,
        http=FailingProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = uvicorn.Server(config)
    # Of requests that are broken off at the end it would say so, each with a traceback.
    logging.getLogger("uvicorn.error").addFilter(lambda _record: not server.should_exit)
    # A process that was killed may be waited for before asyncio's own thread does (Python 3.11).
    logging.getLogger("asyncio").addFilter(
        lambda record: not str(record.msg).startswith("Unknown child process")
    )
    # uvicorn ends in order, then hands the signal on to these.
    signal.signal(signal.SIGINT, _interrupt)  # Python's own would give way to asyncio's
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())

    async def serving() -> None:
        asyncio.get_running_loop().set_exception_handler(say_in_a_line)
        # uvicorn would log what goes wrong at the start; here it is the caller's.
        async with application.router.lifespan_context(application):
            ready()
            await server.serve(sockets=[listening])

    asyncio.run(serving())


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
