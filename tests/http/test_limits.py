"""What is too large is refused before anybody reads it, and half a request is none."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from starlette.types import Message, Receive, Scope, Send

from smsplan import plan
from smsplan.http.limits import (
    MAX_BODY_OCTETS,
    MAX_HEADER_OCTETS,
    MAX_HEADERS,
    MAX_QUERY_OCTETS,
    Limits,
    Room,
)
from tests.sandbox.serving import LOGIN, SEND, SMS, Reply, ask, gateway, request, served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GOOD = urlencode(LOGIN | SMS).encode()


def post(*body: bytes | None, **headers: str) -> tuple[Reply, int]:
    """Post a body in pieces; the reply, and how many messages there are then."""
    given = FORM | {name.replace("_", "-"): value for name, value in headers.items()}
    with gateway() as sandbox:
        reply = ask(sandbox.application, SEND, method="POST", body=body, headers=given)
        return reply, len(sandbox.store.messages())


def filled(size: int) -> bytes:
    return GOOD + b"&" * (size - len(GOOD))


def test_a_body_may_be_as_long_as_the_limit_and_no_longer() -> None:
    for size, status, stored in ((MAX_BODY_OCTETS, 200, 1), (MAX_BODY_OCTETS + 1, 413, 0)):
        body = filled(size)
        for pieces in (
            [body],
            [body[:1000], body[1000:]],
            [*(body[at : at + 4096] for at in range(0, size, 4096))],
        ):
            reply, messages = post(*pieces)
            assert (reply.status, messages) == (status, stored)


def test_a_body_that_says_it_is_too_long_is_not_waited_for() -> None:
    for length in (str(MAX_BODY_OCTETS + 1), "9" * 5_000):
        reply, messages = post(GOOD, Content_Length=length)
        assert (reply.status, messages) == (413, 0)
        assert reply.headers["connection"] == "close"


def test_an_endless_body_is_refused_at_the_limit_and_thrown_away_to_an_end() -> None:
    given: list[int] = []
    refused_after: list[int] = []

    async def receive() -> Message:
        given.append(65_536)
        return {"type": "http.request", "body": b"&" * 65_536, "more_body": True}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 413
            refused_after.append(sum(given))

    with gateway() as sandbox:
        scope: Scope = {"type": "http", "headers": [], "query_string": b"", "method": "POST"}
        asyncio.run(Limits(sandbox.application)(scope, receive, send))
    assert refused_after == [MAX_BODY_OCTETS + 65_536]
    assert sum(given) == 5 * MAX_BODY_OCTETS + 65_536


def test_the_rest_of_a_refused_body_is_waited_for_a_while_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsplan.http.limits._THROWN_AWAY_SECONDS", 0.01)
    sent: list[Message] = []

    async def receive() -> Message:
        return await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    length = [(b"content-length", b"99999999")]
    with gateway() as sandbox:
        scope: Scope = {"type": "http", "headers": length, "query_string": b"", "method": "POST"}
        asyncio.run(Limits(sandbox.application)(scope, receive, send))
    assert sent[0]["status"] == 413
    assert not sent[-1].get("more_body", False)


def test_whoever_sends_all_of_a_large_body_first_reads_the_refusal() -> None:
    with gateway() as sandbox, served(sandbox.application) as port:
        for octets in (600_000, 1_200_000):
            for _ in range(5):
                assert request(port, "POST", SEND, b"&" * octets).status == 413


def test_bodies_share_a_room_that_is_free_again_after_them() -> None:
    room = Room(100)
    statuses: list[int] = []

    async def one(octets: int, then: Callable[[], Awaitable[None]]) -> None:
        async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
            await then()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        async def receive() -> Message:
            return {"type": "http.request", "body": b"&" * octets, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        scope: Scope = {"type": "http", "headers": [], "query_string": b"", "method": "POST"}
        await Limits(application, room=room)(scope, receive, send)

    async def nothing() -> None:
        pass

    async def another() -> None:
        await one(41, nothing)
        await one(40, nothing)

    asyncio.run(one(60, another))
    assert statuses == [503, 200, 200]
    asyncio.run(one(100, nothing))
    asyncio.run(one(101, nothing))
    assert statuses[3:] == [200, 503]
    assert room.octets == 100


def test_a_body_that_never_ends_to_arrive_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsplan.http.limits.MAX_SECONDS", 0.01)
    pieces: list[Message] = [{"type": "http.request", "body": GOOD[:20], "more_body": True}]
    statuses: list[int] = []

    async def receive() -> Message:
        if not pieces:
            await asyncio.Event().wait()
        return pieces.pop()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    with gateway() as sandbox:
        scope: Scope = {"type": "http", "headers": [], "query_string": b"", "method": "POST"}
        asyncio.run(Limits(sandbox.application)(scope, receive, send))
        assert (statuses, sandbox.store.messages()) == ([408], [])


def test_who_hangs_up_in_the_middle_has_sent_nothing() -> None:
    for pieces in ([None], [GOOD, None], [GOOD[:20], None]):
        reply, messages = post(*pieces)
        assert (reply.status, messages) == (0, 0)


def test_a_query_may_be_as_long_as_the_limit_and_no_longer() -> None:
    for size, status, stored in ((MAX_QUERY_OCTETS, 200, 1), (MAX_QUERY_OCTETS + 1, 414, 0)):
        with gateway() as sandbox:
            reply = ask(sandbox.application, SEND, query=filled(size))
            assert (reply.status, len(sandbox.store.messages())) == (status, stored)


def test_headers_are_bounded_in_octets_and_number() -> None:
    longest = "x" * (
        MAX_HEADER_OCTETS - sum(map(len, "Content-Type")) - len(FORM["Content-Type"]) - 1
    )
    for headers, status in (
        ({"a": longest}, 200),
        ({"a": longest + "x"}, 431),
        ({f"x{number}": "" for number in range(MAX_HEADERS - 1)}, 200),
        ({f"x{number}": "" for number in range(MAX_HEADERS)}, 431),
    ):
        reply, messages = post(GOOD, **headers)
        assert (reply.status, messages) == (status, status == 200)


def test_the_longest_text_that_can_be_sent_fits() -> None:
    for text in ("€" * (76 * 255), "я" * (67 * 255), "😀" * (33 * 255)):
        assert plan(text).msg_count == 255
        with gateway() as sandbox:
            body = urlencode(LOGIN | SMS | {"text": text}).encode()
            reply = ask(sandbox.application, SEND, method="POST", body=[body], headers=FORM)
            assert b'"msg-count":255' in reply.body
            assert [message.text for message in sandbox.store.messages()] == [text]


def test_what_is_no_request_is_handed_on() -> None:
    seen: list[str] = []

    async def application(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["type"])

    async def receive() -> Message:
        raise AssertionError

    async def send(_message: Message) -> None:
        raise AssertionError

    asyncio.run(Limits(application)({"type": "lifespan"}, receive, send))
    assert seen == ["lifespan"]
