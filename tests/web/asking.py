"""An ASGI application asked without a server, so that nothing is between it and the test."""

import asyncio
import atexit
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    from starlette.applications import Starlette


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return msgspec.json.decode(self.body)


async def reply_of(  # noqa: PLR0913, PLR0917 - what a request has
    application: "Starlette",
    method: str,
    target: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    host: str = "localhost",
    gone: asyncio.Event | None = None,
) -> Reply:
    """Ask an application whose lifespan has begun; who asks goes away when ``gone`` is set."""
    path, _, query = target.partition("?")
    given = {"host": host, "content-length": str(len(body))} | dict(headers or {})
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
        "server": ("127.0.0.1", 80),
    }
    asked = [{"type": "http.request", "body": body, "more_body": False}]
    answered: list[Any] = []

    async def receive() -> Any:  # noqa: ANN401 - as ASGI has it
        if not asked:
            await (gone or asyncio.Event()).wait()
            return {"type": "http.disconnect"}
        return asked.pop()

    async def send(message: Any) -> None:  # noqa: ANN401 - as above
        answered.append(message)

    await application(scope, receive, send)
    start, *rest = answered
    named = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Reply(start["status"], named, b"".join(message.get("body", b"") for message in rest))


def ask(  # noqa: PLR0913, PLR0917 - as above
    application: "Starlette",
    method: str,
    target: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    host: str = "localhost",
) -> Reply:
    """Start an application, ask it one thing and stop it."""

    async def once() -> Reply:
        async with application.router.lifespan_context(application):
            return await reply_of(application, method, target, body, headers, host)

    return asyncio.run_coroutine_threadsafe(once(), _loop()).result()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Run one event loop for all that is asked: its processes start once."""
    running: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        over = asyncio.Event()
        running.set_result((asyncio.get_running_loop(), over))
        await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),), name="asking", daemon=True)
    thread.start()
    loop, over = running.result()

    def end() -> None:
        loop.call_soon_threadsafe(over.set)
        thread.join()

    atexit.register(end)
    return loop
