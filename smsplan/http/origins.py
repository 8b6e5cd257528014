"""ASGI middleware that keeps out what only a browser would ask: for others' names and pages.

Somebody else's page may have a name that first leads to its own server and then
to this one (DNS rebinding): to a browser both are then one origin, and the page
reads what is kept here.  The name in the request's ``Host`` gives it away.
"""

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import ClassVar, Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

IsOwn = Callable[[str], bool]
"""Whether a server goes by a name, in lower case and without a port."""
_Headers = list[tuple[bytes, bytes]]

_OWN_SITES: Final = frozenset({b"same-origin", b"none"})
"""``none`` is what somebody typed into a browser."""
_HOST: Final = re.compile(rb"(?P<name>\[[^\]]*\]|[^:]*)(?::[0-9]*)?")
_LOCAL: Final = (".local", ".internal", ".localhost")
"""Ends of names that are kept out of the public DNS (RFC 6762, RFC 6761; ICANN, 2024)."""


class _Guard:
    status: ClassVar[int]
    reason: ClassVar[str]

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def _refuses(self, headers: _Headers) -> bool:
        raise NotImplementedError

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on (ASGI)."""
        if scope["type"] == "http" and self._refuses(scope["headers"]):
            await PlainTextResponse(self.reason, self.status)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Hosts(_Guard):
    """Answers 400 to a request for a name that is not the server's, and hands on the others."""

    status = 400
    reason = "this server does not go by that name"

    def __init__(self, app: ASGIApp, is_own: IsOwn) -> None:
        super().__init__(app)
        self._is_own = is_own

    def _refuses(self, headers: _Headers) -> bool:
        given = [value for name, value in headers if name == b"host"]
        match = _HOST.fullmatch(b",".join(given).lower())
        return not self._is_own(match["name"].decode("latin-1") if match else ".")


class OwnPages(_Guard):
    """Answers 403 to what a page of another origin asks, and hands on everything else.

    A page can send forms and load images from wherever it likes; that it cannot
    read the reply does not take a message back.  Browsers say in ``Sec-Fetch-Site``
    and ``Origin`` who asks.  Programs say neither.
    """

    status = 403
    reason = "pages of other origins may not ask this"

    def _refuses(self, headers: _Headers) -> bool:
        host = dict(headers).get(b"host", b"").lower()
        for name, value in headers:
            if name == b"sec-fetch-site" and value.lower() not in _OWN_SITES:
                return True
            # Whether it was http or https, a proxy before the server knows alone.
            if name == b"origin" and value.lower().partition(b"://")[1:] != (b"://", host):
                return True
        return False


def any_host(_name: str) -> bool:
    """Go by any name."""
    return True


def cannot_rebind(name: str) -> bool:
    """Return whether nobody can make a name lead first to themselves and then here.

    That is so for addresses, for names without a dot and for those that only a
    local network knows.
    """
    if "." not in name or name.endswith(_LOCAL):
        return True
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
