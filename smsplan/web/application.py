"""The page, its JSON endpoints and the sandbox gateway as one ASGI application.

Needs the extra ``web``.  The page fetches nothing but what is served here, and
the headers of every reply hold a browser to that.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from smsplan.errors import MissingExtraError

try:
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route, Router
    from starlette.types import Message, Receive, Scope, Send

    from smsplan.http.limits import Limits, Room
    from smsplan.http.origins import Hosts, IsOwn, OwnPages, any_host
    from smsplan.sandbox.sandbox import Sandbox
    from smsplan.web.asking import asked, shown
    from smsplan.web.workers import Workers
except ImportError as _error:
    raise MissingExtraError(extra="web", feature="smsplan.web") from _error

from smsplan.destinations.rates import RateCard
from smsplan.display import SIGNS
from smsplan.sandbox.settings import Settings
from smsplan.web.answers import choices
from smsplan.web.bodies import write
from smsplan.web.endpoints import endpoints
from smsplan.web.openapi import document

SIGNS_PATH: Final = "/page/signs.js"
"""Signs for characters that nobody sees, as a module of the page."""

PROVIDERS_PATH: Final = "/page/providers.js"
"""The providers that may be chosen, as another."""

GATEWAY_PATH: Final = "/api/4"
"""Where the sandbox answers, as the gateway does (API, section 1)."""

MAX_BODY_OCTETS: Final = 8 << 20
"""Of a request to a JSON endpoint: the longest text that is planned, six octets a character."""

GATEWAY_ROOM_OCTETS: Final = 16 << 20
PAGE_ROOM_OCTETS: Final = 48 << 20
"""Of all bodies at the same time; apart, for texts of the page may not keep out messages."""

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Of every reply: a text is nobody else's, and a page is never older than its server."""

_PAGE: Final = Path(__file__).with_name("page")
_TYPES: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
"""By the end of a file's name; what the system takes one for may be something else."""


def application(settings: Settings | None = None, is_own_host: IsOwn = any_host) -> Starlette:
    """Make the application; its lifespan starts and stops the sandbox.

    ``is_own_host`` says whether the server goes by a name that a request is for;
    others get 400.

    When it starts it raises what :meth:`Sandbox.start` does.
    """
    settings = settings or Settings()
    sandbox = Sandbox(settings)

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        await sandbox.start()
        try:
            yield
        finally:
            await sandbox.stop()

    page = [Middleware(Limits, room=Room(PAGE_ROOM_OCTETS), body_octets=MAX_BODY_OCTETS)]
    pages = [*_json_routes(settings.rates), *_page_routes()]
    return _Application(
        routes=[
            sandbox.mount(GATEWAY_PATH, Room(GATEWAY_ROOM_OCTETS)),
            # What has one slash more than a route is something else.
            Mount("", Router(pages, redirect_slashes=False), middleware=page),
        ],
        middleware=[Middleware(Hosts, is_own=is_own_host)],
        lifespan=lifespan,
    )


_HEADERS: Final = [
    (name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()
]


class _Application(Starlette):
    """Has the headers on every reply, those of Starlette's own handler of errors too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        await super().__call__(scope, receive, send_with_headers)


def _json_routes(rates: RateCard) -> Iterator[Route]:
    listed = endpoints(rates)
    workers = Workers()
    own = [Middleware(OwnPages)]
    for each in listed:
        yield Route(each.path, asked(each, workers), methods=["POST"], middleware=own)
    yield Route("/openapi.json", shown(write(document(listed))), middleware=own)


def _page_routes() -> Iterator[Route]:
    written = {
        SIGNS_PATH: ("SIGNS", json.dumps(dict(SIGNS)).encode()),
        PROVIDERS_PATH: ("PROVIDERS", write(choices())),
    }
    for address, (name, value) in written.items():
        module = b"export const %s = %s;\n" % (name.encode(), value)
        yield Route(address, shown(module, _TYPES[".js"]))
    for path in _PAGE.iterdir():
        if path.suffix in _TYPES:
            place = "/" if path.name == "index.html" else f"/page/{path.name}"
            yield Route(place, shown(path.read_bytes(), _TYPES[path.suffix]))
