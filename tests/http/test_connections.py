"""Connections that ask for nothing end, and there are never too many."""

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")
pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

import h11
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from smsplan.http import connections
from smsplan.http.connections import BoundedProtocol, say_in_a_line

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
REQUEST = HEAD + b"\r\n"
PATIENCE = 30

Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("here")(scope, receive, send)


@asynccontextmanager
async def serving() -> AsyncIterator[Connect]:
    """Serve; who connects is hung up on at the end."""
    config = Config(answer, lifespan="off", ws="none", log_config=None, log_level=None)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: BoundedProtocol(config, state, {}),
        sock=socket.create_server(("127.0.0.1", 0)),
        backlog=connections.BACKLOG,
    )
    port = server.sockets[0].getsockname()[1]
    writers: list[asyncio.StreamWriter] = []

    async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writers.append(writer)
        return reader, writer

    try:
        yield connect
    finally:
        for writer in writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in writers), return_exceptions=True)
        server.close()
        while state.connections:  # noqa: ASYNC110 - uvicorn's; each leaves in the next turn
            await asyncio.sleep(0)


def test_uvicorn_has_the_undocumented_parts_that_the_protocols_use() -> None:
    """Its next release may lack one: look here before raising the bound in ``pyproject.toml``."""
    config = Config(answer, lifespan="off", ws="none", log_config=None, log_level=None)
    loop = asyncio.new_event_loop()
    state = ServerState()
    protocol = BoundedProtocol(config, state, {}, loop)
    loop.close()
    assert protocol.connections is state.connections == set()
    assert state.tasks == set()
    assert protocol.app is config.loaded_app
    assert protocol.conn.their_state is h11.IDLE
    assert protocol.loop is loop
    assert hasattr(protocol, "transport")
    methods = ("connection_made", "data_received", "connection_lost")
    assert all(callable(getattr(H11Protocol, method)) for method in methods)


def run(test: Callable[[Connect], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with asyncio.timeout(PATIENCE), serving() as connect:
            await test(connect)

    asyncio.run(whole())


async def is_closed(reader: asyncio.StreamReader) -> bool:
    try:
        return await reader.read() == b""
    except ConnectionError:
        return True


async def is_answered(reader: asyncio.StreamReader) -> bool:
    return (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")


def test_no_part_of_a_reply_waits_for_another_to_be_acknowledged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found: list[int] = []

    def look(protocol: BoundedProtocol) -> None:
        made = protocol.transport.get_extra_info("socket")
        found.append(made.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(BoundedProtocol, "_expect_headers", look)

    async def test(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(REQUEST)
        assert await is_answered(reader)

    run(test)
    assert found == [1]


@pytest.mark.parametrize("begun", [b"", b"G", HEAD, HEAD + b"X: "])
def test_a_connection_that_comes_to_no_request_is_closed(
    monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.05)

    async def test(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(begun)
        assert await is_closed(reader)

    run(test)


def test_an_octet_now_and_then_keeps_no_connection_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.1)

    async def test(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(HEAD + b"X: ")
        closed = asyncio.create_task(is_closed(reader))
        while not closed.done():
            writer.write(b"x")
            await asyncio.wait([closed], timeout=0.01)
        assert await closed

    run(test)


def test_a_later_request_has_to_come_to_its_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.05)

    async def test(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(REQUEST)
        assert await is_answered(reader)
        writer.write(HEAD)
        assert await is_closed(reader)

    run(test)


def test_a_request_that_has_come_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.05)

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.2)
        await PlainTextResponse("here")(scope, receive, send)

    monkeypatch.setitem(globals(), "answer", slow)

    async def test(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(REQUEST)
        assert await is_answered(reader)

    run(test)


def test_what_comes_beyond_the_bound_is_closed_until_there_is_room(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "MAX_CONNECTIONS", 2)
    monkeypatch.setattr(connections, "_said", {})

    async def test(connect: Connect) -> None:
        first, writer = await connect()
        second, other = await connect()
        for _ in range(3):
            reader, _ = await connect()
            assert await is_closed(reader)
        other.write(REQUEST)
        assert await is_answered(second)
        writer.write(REQUEST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert await is_answered(first)
        assert await is_closed(first)
        reader, writer = await connect()
        writer.write(REQUEST)
        assert await is_answered(reader)

    run(test)
    assert [record.getMessage() for record in caplog.records] == [
        "too many connections: those beyond 2 are closed"
    ]


def test_the_bound_leaves_descriptors_for_all_else() -> None:
    resource = pytest.importorskip("resource", reason="only Unix counts file descriptors")
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    assert 0 < connections.MAX_CONNECTIONS <= 1_000
    if files > 0:
        assert files // 2 >= connections.MAX_CONNECTIONS


def test_what_the_system_has_no_room_for_is_a_line_and_all_else_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "_said", {})

    async def fail() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(say_in_a_line)
        full = OSError(errno.EMFILE, "Too many open files")
        for _ in range(100):
            loop.call_exception_handler({"message": "socket.accept() failed", "exception": full})
        loop.call_exception_handler({"message": "ours", "exception": socket.gaierror(1, "a bug")})

    with caplog.at_level(logging.WARNING):
        asyncio.run(fail())
    assert [(record.name, record.getMessage()) for record in caplog.records] == [
        ("smsplan.sandbox", "socket.accept() failed: [Errno 24] Too many open files"),
        ("asyncio", "ours"),
    ]
