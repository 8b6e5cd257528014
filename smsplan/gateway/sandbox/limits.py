"""ASGI middleware that bounds what a request may bring: body, query and headers."""

import asyncio
from http import HTTPStatus
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_HEADER_OCTETS: Final = 16_384
"""Names and values of all headers."""
MOST_HEADERS: Final = 100
MOST_QUERY_OCTETS: Final = 16_384
MOST_BODY_OCTETS: Final = 262_144
"""Twice what the longest text needs: 255 messages of emoji, percent-encoded."""
MOST_SECONDS: Final = 60.0
"""Of real time, for a body to arrive."""


class Limits:
    """Answers 431, 414, 413 or 408 to what is too large or too slow, and hands on what is not.

    The body is read here as a whole, so that an application sees all of it or
    nothing: who hangs up in the middle has asked for nothing.
    """

    def __init__(self, app: ASGIApp, body_octets: int = MOST_BODY_OCTETS) -> None:
        self._app = app
        self._body_octets = body_octets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = self._refusal(scope)
        body = b""
        if status is None:
            try:
                async with asyncio.timeout(MOST_SECONDS):
                    body = await self._body(receive)
            except TimeoutError:
                status = HTTPStatus.REQUEST_TIMEOUT
            except _HungUp:
                return
        if len(body) > self._body_octets:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if status is None:
            await self._app(scope, _replay(body, receive), send)
        else:
            # What was not read of the body would be taken for the next request.
            response = PlainTextResponse(status.phrase, status, {"Connection": "close"})
            await response(scope, receive, send)

    async def _body(self, receive: Receive) -> bytes:
        """Read a body, or as much of it as is too much."""
        body = bytearray()
        more = True
        while more and len(body) <= self._body_octets:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _HungUp
            body += message.get("body", b"")
            more = message.get("more_body", False)
        return bytes(body)

    def _refusal(self, scope: Scope) -> HTTPStatus | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        octets = sum(len(name) + len(value) for name, value in headers)
        if octets > MOST_HEADER_OCTETS or len(headers) > MOST_HEADERS:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        if len(scope["query_string"]) > MOST_QUERY_OCTETS:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        promised = dict(headers).get(b"content-length", b"")
        if promised.isdigit() and (len(promised) > 18 or int(promised) > self._body_octets):  # noqa: PLR2004
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None


class _HungUp(Exception):
    """Who asked is gone."""


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read, then what comes after it."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay
