"""A sandbox to ask: in this process without a socket, or behind a real one."""

import asyncio
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from socket import socket
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Scope

from smsplan.http.limits import Limits
from smsplan.sandbox.clock import HandClock
from smsplan.sandbox.routes import routes
from smsplan.sandbox.settings import Settings
from smsplan.sandbox.store import Store

if TYPE_CHECKING:
    from smsplan.sandbox.sandbox import Sandbox

NOW = 1_394_399_372
LOGIN = {"user": "demo", "key": "demo"}
SMS = {"msisdn": "4512345678", "sender": "You", "text": "This text is on the way to you!"}
SEND = "/api/4/sms/api.json"


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Gateway:
    """The routes of a sandbox at a fixed time, with nobody to deliver."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = HandClock(NOW)
        self.store = Store(settings.store, settings.balance)
        self.woken = 0
        self.application = Starlette(
            routes=[Mount("/api/4", routes=routes(cast("Sandbox", self)))],
            middleware=[Middleware(Limits)],
        )

    def wake(self) -> None:
        self.woken += 1

    def get(self, path: str, parameters: Mapping[str, str]) -> Reply:
        return ask(self.application, path, query=urlencode(parameters).encode())

    def send(self, **parameters: str) -> Reply:
        return self.get(SEND, LOGIN | SMS | parameters)


@contextmanager
def gateway(settings: Settings | None = None) -> Iterator[Gateway]:
    made = Gateway(settings or Settings())
    try:
        yield made
    finally:
        made.store.close()


def ask(  # noqa: PLR0913 - a request has so many parts
    application: ASGIApp,
    path: str,
    *,
    method: str = "GET",
    query: bytes = b"",
    body: Sequence[bytes | None] = (),
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Make one request; ``body`` comes in these pieces, and ``None`` hangs up."""
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query,
        "headers": [
            (name.lower().encode(), value.encode()) for name, value in (headers or {}).items()
        ],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    pending: list[Message] = [
        {"type": "http.request", "body": piece, "more_body": True}
        if piece is not None
        else {"type": "http.disconnect"}
        for piece in body
    ]
    if None not in body:
        pending.append({"type": "http.request", "body": b"", "more_body": False})
    answered: list[Message] = []

    async def receive() -> Message:
        return pending.pop(0) if pending else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answered.append(message)

    async def run() -> None:
        await application(scope, receive, send)

    asyncio.run(run())
    if not answered:
        return Reply(0, {}, b"")
    start, *rest = answered
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Reply(start["status"], found, b"".join(message.get("body", b"") for message in rest))


@contextmanager
def served(application: ASGIApp) -> Iterator[int]:
    """Serve an application on a loopback port of its own; the port."""
    config = uvicorn.Config(application, port=0, log_level="warning", access_log=False, ws="none")
    server = uvicorn.Server(config)
    ready = threading.Event()
    startup = server.startup

    async def started(sockets: list[socket] | None = None) -> None:
        await startup(sockets=sockets)
        ready.set()

    server.startup = started  # type: ignore[method-assign]  # there is no event to wait for
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert ready.wait(30)
        (address,) = (item.getsockname() for item in server.servers[0].sockets)
        yield address[1]
    finally:
        server.should_exit = True
        thread.join()


def request(port: int, method: str, target: str, body: bytes | None = None) -> Reply:
    """Make one request over a socket."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, target, body, kind)
        response = connection.getresponse()
        return Reply(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()
