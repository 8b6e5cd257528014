"""The page, its JSON endpoints and the sandbox gateway as one ASGI application.

Needs the extra ``web``.  The page fetches nothing but what is served here, and
the headers of every reply hold a browser to that.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from smsplan.errors import MissingExtra

try:
    from anyio import CapacityLimiter
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.requests import Request
    from starlette.responses import FileResponse
    from starlette.routing import Mount, Route
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from smsplan.gateway.sandbox.failing import Failing
    from smsplan.gateway.sandbox.limits import Limits
    from smsplan.gateway.sandbox.sandbox import Sandbox
    from smsplan.web.asking import Respond, asked, shown
except ImportError as error:
    raise MissingExtra(extra="web", feature="smsplan.web") from error

from smsplan.gateway.sandbox.faults import Faults
from smsplan.gateway.sandbox.settings import Settings
from smsplan.rates import RateCard
from smsplan.web.endpoints import endpoints, show_rates
from smsplan.web.openapi import RATES_PATH, document

GATEWAY_PATH: Final = "/api/4"
"""Where the sandbox answers, as the gateway does (API, section 1)."""

MOST_BODY_OCTETS: Final = 8 << 20
"""Of a request to a JSON endpoint: the longest text that is planned, six octets a character."""

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""Of every reply: a text is nobody else's, and a page is never older than its server."""

_PAGE: Final = Path(__file__).with_name("page")
_INDEX: Final = "index.html"
_TYPES: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
"""By the end of a file's name; what the system takes one for may be something else."""
_THREADS: Final = 2
"""Requests that each endpoint works on at a time, so that the others answer meanwhile."""


def application(settings: Settings | None = None, hosts: Sequence[str] = ("*",)) -> Starlette:
    """Make the application; its lifespan starts and stops the sandbox.

    ``hosts`` are the names that requests may be for, without a port; ``*`` is
    any.  Where a server is there for one machine alone, they keep out other
    people's pages whose names are made to lead to it (DNS rebinding).

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

    gateway = [Middleware(Limits), Middleware(Failing, faults=Faults(settings.faults))]
    page = [Middleware(Limits, body_octets=MOST_BODY_OCTETS)]
    return Starlette(
        routes=[
            Mount(GATEWAY_PATH, routes=sandbox.routes, middleware=gateway),
            Mount("", routes=[*_json_routes(settings.rates), *_page_routes()], middleware=page),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        ],
        lifespan=lifespan,
    )


class SecurityHeaders:
    """Adds :data:`SECURITY_HEADERS` to every reply."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [
            (name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request, and its reply with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _json_routes(rates: RateCard) -> list[Route]:
    listed = endpoints(rates)
    return [
        *(
            Route(each.path, asked(each, CapacityLimiter(_THREADS)), methods=["POST"])
            for each in listed
        ),
        Route(RATES_PATH, shown(show_rates(rates))),
        Route("/openapi.json", shown(document(listed))),
    ]


def _page_routes() -> list[Route]:
    files = {path.name: path for path in _PAGE.iterdir() if path.suffix in _TYPES}
    return [
        Route("/", _served(files[_INDEX])),
        *(Route(f"/page/{name}", _served(path)) for name, path in sorted(files.items())),
    ]


def _served(path: Path) -> Respond:
    async def respond(_request: Request) -> FileResponse:
        return FileResponse(path, media_type=_TYPES[path.suffix])

    return respond
