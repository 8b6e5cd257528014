"""ASGI middleware that keeps out the pages of others, which a browser lets ask anyone."""

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OWN_SITES: Final = frozenset({b"same-origin", b"none"})
"""``none`` is what somebody typed into a browser."""


class OwnPages:
    """Answers 403 to what a page of another origin asks, and hands on everything else.

    A page can send forms and load images from wherever it likes; that it cannot
    read the reply does not take a message back.  Browsers say in ``Sec-Fetch-Site``
    and ``Origin`` who asks.  Programs say neither.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on (ASGI)."""
        if scope["type"] == "http" and _is_foreign(scope["headers"]):
            response = PlainTextResponse("pages of other origins may not ask this", 403)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_foreign(headers: list[tuple[bytes, bytes]]) -> bool:
    host = dict(headers).get(b"host", b"").lower()
    for name, value in headers:
        if name == b"sec-fetch-site" and value.lower() not in _OWN_SITES:
            return True
        # Whether it was http or https, a proxy before the server knows alone.
        if name == b"origin" and value.lower().partition(b"://")[1:] != (b"://", host):
            return True
    return False
