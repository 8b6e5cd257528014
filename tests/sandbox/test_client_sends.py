"""The project's own client, and plain HTTP, against the sandbox behind a real socket."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from smsplan import GatewayError, SmsRequest, preflight
from smsplan.gateway.client import Client
from smsplan.http.limits import Limits
from smsplan.sandbox import Sandbox, Settings
from smsplan.sandbox.clock import HandClock
from smsplan.sandbox.settings import RATES

from .serving import LOGIN, NOW, SEND, SMS, request, served


class Served(NamedTuple):
    sandbox: Sandbox
    port: int

    def client(self, key: str = "demo") -> Client:
        return Client("demo", key, base_url=f"http://127.0.0.1:{self.port}/api/4/", timeout=30)


@pytest.fixture
def gateway() -> Iterator[Served]:
    sandbox = Sandbox(Settings(balance=Decimal(1)), HandClock(NOW))

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        await sandbox.start()
        yield
        await sandbox.stop()

    application = Starlette(
        routes=[Mount("/api/4", routes=sandbox.routes)],
        middleware=[Middleware(Limits)],
        lifespan=lifespan,
    )
    with served(application) as port:
        yield Served(sandbox, port)


def test_the_client_sends_and_is_billed_what_preflight_says(gateway: Served) -> None:
    message = SmsRequest(msisdn="+45 12345678", sender="You", text="Blåbærgrød {€} 😀" * 9)
    sent = gateway.client().send(message)
    assert sent.discrepancies(preflight(message, rates=RATES)) == ()
    (kept,) = gateway.sandbox.outbox
    assert (kept.smsid, kept.msisdn, kept.text) == (sent.smsid, "4512345678", message.text)


def test_the_client_is_told_the_documented_errors(gateway: Served) -> None:
    message = SmsRequest(msisdn=4512345678, sender="You", text="Hi")
    with pytest.raises(GatewayError) as refused:
        gateway.client("wrong").send(message)
    assert refused.value.error == "USER_NOT_FOUND"
    with pytest.raises(GatewayError) as refused:
        gateway.client().send(SmsRequest(sender="You", text="Hi"), check=False)
    assert (refused.value.error, refused.value.echo) == (
        "EMPTY_RECIPIENT",
        {"sms": {"msisdn": None}},
    )
    with pytest.raises(GatewayError) as refused:
        gateway.client().send(SmsRequest(msisdn=45, sender="You", text="x" * 1000), check=False)
    assert refused.value.error == "MSISDN_INVALID"
    with pytest.raises(GatewayError) as refused:
        gateway.client().send(SmsRequest(msisdn=4512345678, sender="You", text="x" * 1000))
    assert refused.value.error == "CANNOT_AFFORD"
    assert gateway.sandbox.outbox == ()


def test_get_and_post_as_the_document_writes_them(gateway: Served) -> None:
    written = urlencode(LOGIN | SMS)
    assert request(gateway.port, "GET", f"{SEND}?{written}").status == 200
    reply = request(gateway.port, "POST", f"{SEND}?{urlencode(LOGIN)}", urlencode(SMS).encode())
    assert b'"smsid":2,' in reply.body
    assert len(gateway.sandbox.outbox) == 2


def test_a_large_body_is_refused_and_the_connection_closed(gateway: Served) -> None:
    reply = request(gateway.port, "POST", SEND, b"text=" + b"x" * 300_000)
    assert (reply.status, reply.headers["connection"]) == (413, "close")
    assert gateway.sandbox.outbox == ()


@pytest.mark.parametrize(
    "octets",
    [
        b"\0\1\2\r\n\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"x" * 100_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ],
)
def test_what_is_no_http_is_refused(gateway: Served, octets: bytes) -> None:
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=30) as connection:
        connection.sendall(octets)
        with suppress(ConnectionResetError):  # it need not read what it refuses
            assert connection.recv(100).startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 431 "))
    assert gateway.sandbox.outbox == ()


def test_who_hangs_up_before_the_reply_may_have_sent_and_breaks_nothing(gateway: Served) -> None:
    head = f"GET {SEND}?{urlencode(LOGIN | SMS)} HTTP/1.1\r\nHost: x\r\n"
    for octets in (f"{head}\r\n", head):
        with socket.create_connection(("127.0.0.1", gateway.port), timeout=30) as connection:
            connection.sendall(octets.encode())
    assert request(gateway.port, "GET", f"{SEND}?{urlencode(LOGIN | SMS)}").status == 200
    assert len(gateway.sandbox.outbox) <= 2


def test_a_sandbox_answers_only_while_it_is_started() -> None:
    sandbox = Sandbox(Settings())
    with pytest.raises(RuntimeError, match="not started"):
        sandbox.outbox  # noqa: B018 - asking is what raises
