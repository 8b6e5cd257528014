"""Faults made to happen: ASGI middleware, and the connection that it needs.

ASGI has no way to reset or to close a connection.  :class:`FailingProtocol` is
uvicorn's HTTP with these two added, as an extension of the scope.  Under any other
server a reset is a connection that is closed, as far as that server does so.
"""

import asyncio
import socket
import struct
import sys
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qs

from anyio import move_on_after
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smsplan.destinations import msisdn as recipients
from smsplan.http.connections import BoundedProtocol
from smsplan.http.limits import replay
from smsplan.sandbox.faults import HEADER, Fault, Faults

EXTENSION: Final = "smsplan.connection"
"""In the scope's extensions: ``reset`` and ``close``, to be called without arguments."""

SLOWEST_PIECE: Final = 0.1
"""Real seconds from one piece of a slow reply to the next, or less; an octet may take longer."""

_HEADER: Final = HEADER.lower().encode("ascii")
_LINGER: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""On, for no time: closing the socket resets the connection."""


class FailingProtocol(BoundedProtocol):
    """HTTP/1.1 over a connection that an application can reset, or close at once."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Hand the connection on to the application."""
        super().connection_made(transport)
        app = self.app
        connection = {"reset": partial(_reset, transport), "close": transport.close}

        async def with_connection(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as uvicorn's
            extensions = {**scope.get("extensions", {}), EXTENSION: connection}
            await app({**scope, "extensions": extensions}, receive, send)

        self.app = with_connection


class Failing:
    """Lets requests fail, as their header or a rule says (see :mod:`.faults`).

    A header that cannot be read is answered with 400, in plain text.  Bodies are
    one message each, as the ``Limits`` around this hand them on.
    """

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request, and let what was asked for go wrong with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        written = [value for name, value in scope["headers"] if name == _HEADER]
        if not written:
            msisdn = ""
            if self._faults.need_msisdn:
                msisdn, receive = await _msisdn(scope, receive)
            fault = self._faults.next(msisdn)
        else:
            try:
                fault = Fault.parse(b",".join(written).decode("latin-1"))
            except ValueError as error:
                await PlainTextResponse(f"{HEADER}: {error}", 400)(scope, receive, send)
                return
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await self._fail(fault, scope, receive, send)

    async def _fail(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        reply: list[Message] = []

        async def keep(message: Message) -> None:
            reply.append(message)

        if not fault.after:
            await asyncio.sleep(fault.latency)
        if fault.after or not (fault.reset or fault.status):
            await self._app(scope, receive, keep)
        if fault.after:
            await asyncio.sleep(fault.latency)
        if fault.reset:
            await _end(scope, receive, send, "reset")
        elif fault.status:
            response = PlainTextResponse(f"{HEADER}: status={fault.status}", fault.status)
            await response(scope, receive, send)
        elif reply:
            await _write(reply, fault, scope, receive, send)


async def _write(
    reply: list[Message], fault: Fault, scope: Scope, receive: Receive, send: Send
) -> None:
    await send(reply[0])
    body = b"".join(message.get("body", b"") for message in reply)
    kept = body[: fault.truncate]
    octets = len(kept) or 1
    if fault.slow:
        octets = max(1, int(fault.slow * SLOWEST_PIECE))
    for at in range(0, len(kept), octets):
        await send(_body(kept[at : at + octets]))
        if fault.slow and await _hung_up(receive, octets / fault.slow):
            return
    if len(kept) < len(body):
        await _end(scope, receive, send, "close")
    else:
        await send({"type": "http.response.body"})


async def _end(scope: Scope, receive: Receive, send: Send, how: str) -> None:
    """End the connection; without our protocol by leaving a reply incomplete."""
    connection = scope.get("extensions", {}).get(EXTENSION)
    if connection is not None:
        connection[how]()
        await _hung_up(receive, None)  # else the server says that there was no reply
    elif how == "reset":
        headers = [(b"content-length", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send(_body(b""))


async def _hung_up(receive: Receive, seconds: float | None) -> bool:
    """Wait so long; return whether the connection ended meanwhile."""
    with move_on_after(seconds):
        while (await receive())["type"] != "http.disconnect":
            pass
        return True
    return False


def _body(octets: bytes) -> Message:
    return {"type": "http.response.body", "body": octets, "more_body": True}


async def _msisdn(scope: Scope, receive: Receive) -> tuple[str, Receive]:
    """Look for the number in query and form; the body is there to be read again."""
    message = await receive()
    form = scope["query_string"] + b"&" + message.get("body", b"")
    given = parse_qs(form.decode("latin-1")).get("msisdn", [""])
    msisdn = ""
    with suppress(ValueError):  # what is no number at all has no end; the gateway says so itself
        msisdn = recipients.compact(given[0])
    return msisdn, replay(message, receive)


def _reset(transport: asyncio.Transport) -> None:
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
    transport.abort()
