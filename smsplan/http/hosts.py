"""Which names a server goes by.

Somebody else's page may have a name that first leads to its own server and then
to this one (DNS rebinding): to a browser both are then one origin, and the page
reads what is kept here.  The name in the request's ``Host`` gives it away.
"""

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

IsOwn = Callable[[str], bool]
"""Says whether a server goes by a name, in lower case and without a port."""

_HOST: Final = re.compile(rb"(?P<name>\[[^\]]*\]|[^:]*)(?::[0-9]*)?")
_LOCAL: Final = (".local", ".internal", ".localhost")
"""Ends of names that are kept out of the public DNS (RFC 6762, RFC 6761; ICANN, 2024)."""


class Hosts:
    """Answers 400 to a request for a name that is not the server's, and hands on the others."""

    def __init__(self, app: ASGIApp, is_own: IsOwn) -> None:
        self._app = app
        self._is_own = is_own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on (ASGI)."""
        if scope["type"] == "http" and not self._is_own(_name(scope["headers"])):
            response = PlainTextResponse("this server does not go by that name", 400)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


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


def _name(headers: list[tuple[bytes, bytes]]) -> str:
    given = [value for name, value in headers if name == b"host"]
    match = _HOST.fullmatch(b",".join(given).lower())
    return match["name"].decode("latin-1") if match else "."
