"""ASGI middleware that bounds what a request may bring: body, query and headers."""

import asyncio
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from anyio import move_on_after
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_HEADER_OCTETS: Final = 16_384
"""Names and values of all headers."""
MAX_HEADERS: Final = 100
MAX_QUERY_OCTETS: Final = 16_384
MAX_BODY_OCTETS: Final = 262_144
"""Twice what the longest text needs: 255 segments of emoji, percent-encoded."""
MAX_SECONDS: Final = 60.0
"""Of real time, for a body to arrive."""
MAX_ROOM_OCTETS: Final = 64 << 20
"""Of all bodies that are there at the same time."""
RETRY_AFTER: Final = 5
"""Seconds after which there may be room, or time, for a request that was sent away."""

_THROWN_AWAY: Final = 4
"""Bodies of the largest size, of one that is refused; a connection that is closed before all of it
was read is reset, and the reply lost."""
_THROWN_AWAY_SECONDS: Final = 5.0


class Room:
    """Counts the octets of all bodies that are there at the same time."""

    def __init__(self, octets: int = MAX_ROOM_OCTETS) -> None:
        self.octets = octets
        """That are left."""


class Limits:
    """Answers 431, 414, 413, 408 or 503 to what is too large or too slow; hands on what is not.

    The body is read here as a whole, so that an application sees all of it or
    nothing: who hangs up in the middle has asked for nothing.  Several ``Limits``
    may share a ``room``; where that is full, it is 503.
    """

    def __init__(
        self, app: ASGIApp, body_octets: int = MAX_BODY_OCTETS, room: Room | None = None
    ) -> None:
        self._app = app
        self._body_octets = body_octets
        self._room = room or Room()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()
        taken = 0
        try:
            status = self._refusal(scope) or await self._read(body, receive)
            taken, whole = len(body), bytes(body)
            body.clear()
            if status is None:
                message = {"type": "http.request", "body": whole, "more_body": False}
                await self._app(scope, replay(message, receive), send)
                return
            del whole
        except _HungUpError:
            return
        finally:
            self._room.octets += taken or len(body)
        await self._refuse(status, receive, send)

    async def _read(self, body: bytearray, receive: Receive) -> HTTPStatus | None:
        """Read a body, as long as there is room for it; return why it is refused."""
        more = True
        try:
            async with asyncio.timeout(MAX_SECONDS):
                while more:
                    octets, more = await _piece(receive)
                    if len(body) + len(octets) > self._body_octets:
                        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                    if len(octets) > self._room.octets:
                        return HTTPStatus.SERVICE_UNAVAILABLE
                    self._room.octets -= len(octets)
                    body += octets
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        return None

    async def _refuse(self, status: HTTPStatus, receive: Receive, send: Send) -> None:
        """Answer at once, and read on for a while, lest the reply be lost."""
        content = status.phrase.encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(content)),
            # What was not read of the body would be taken for the next request.
            (b"connection", b"close"),
        ]
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append((b"retry-after", b"%d" % RETRY_AFTER))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content, "more_body": True})
        if status != HTTPStatus.REQUEST_TIMEOUT:
            await self._throw_away(receive)
        await send({"type": "http.response.body"})

    async def _throw_away(self, receive: Receive) -> None:
        left = _THROWN_AWAY * self._body_octets
        more = True
        with suppress(_HungUpError), move_on_after(_THROWN_AWAY_SECONDS):
            while more and left > 0:
                octets, more = await _piece(receive)
                left -= len(octets)

    def _refusal(self, scope: Scope) -> HTTPStatus | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        octets = sum(len(name) + len(value) for name, value in headers)
        if octets > MAX_HEADER_OCTETS or len(headers) > MAX_HEADERS:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        if len(scope["query_string"]) > MAX_QUERY_OCTETS:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        promised = dict(headers).get(b"content-length", b"")
        if promised.isdigit() and (len(promised) > 18 or int(promised) > self._body_octets):  # noqa: PLR2004
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None


async def _piece(receive: Receive) -> tuple[bytes, bool]:
    """Return the next piece of a body, and whether there is more."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise _HungUpError
    return message.get("body", b""), message.get("more_body", False)


class _HungUpError(Exception):
    """Who asked is gone."""


def replay(message: Message, receive: Receive) -> Receive:
    """Return a message that was read, then what comes after it."""
    pending = [message]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again
