"""What the client connects to: addresses, timeouts, TLS."""

import http.client
import logging
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from smsplan import (
    SmsRequest,
)
from smsplan.errors import NotConnectedError, ReplyLostError
from smsplan.gateway.client import Client
from tests.gateway.servers import (
    KEY,
    PATIENCE,
    REQUEST,
    SENT,
    SUCCESS,
    TIMEOUT,
    USER,
    Answer,
    Gateway,
    everything_shown,
    raw,
    reply,
    reset,
    resolve,
    silence,
)


@contextmanager
def dead_address() -> Iterator[str]:
    """Find an address where what wants to connect waits: a backlog that is full."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        waiting = False
        while not waiting:
            caller = stack.enter_context(socket.socket())
            caller.settimeout(0.1)
            try:
                caller.connect(listener.getsockname())
            except TimeoutError:
                waiting = True
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize(
    ("base_url", "looked_up", "named"),
    [
        ("http://localhost", ("localhost", 80), "localhost"),
        ("http://[::1]/", ("::1", 80), "[::1]"),
        ("http://[::1]:8080/", ("::1", 8080), "[::1]:8080"),
        ("http://localhost:80/", ("localhost", 80), "localhost"),
    ],
)
def test_a_base_url_is_looked_up_and_named_as_it_is(
    base_url: str, looked_up: tuple[str, int], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Gateway(reply(SUCCESS)) as gateway:
        asked = resolve(monkeypatch, gateway.address)
        assert Client(USER, KEY, base_url=base_url, timeout=TIMEOUT).send(REQUEST) == SENT
    assert asked == [looked_up]
    assert f"\r\nHost: {named}\r\n".encode() in gateway.requests[0]


@pytest.mark.usefixtures("nothing_stays_open")
def test_an_address_that_does_not_answer_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Gateway(reply(SUCCESS)) as gateway, dead_address() as dead:
        resolve(monkeypatch, dead, gateway.address)
        begin = time.monotonic()
        assert gateway.client().send(REQUEST) == SENT
        assert time.monotonic() - begin < TIMEOUT
    assert gateway.connections == 1


@pytest.mark.usefixtures("nothing_stays_open")
def test_the_timeout_is_for_all_addresses(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with dead_address() as dead:
        resolve(monkeypatch, *[dead] * 8)
        begin = time.monotonic()
        not_connected(f"http://{dead}/", caplog)
        assert time.monotonic() - begin < 2 * TIMEOUT


@pytest.mark.usefixtures("nothing_stays_open")
def test_the_timeout_is_for_connection_and_handshake(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Gateway(silence, reads=False) as gateway, dead_address() as dead:
        resolve(monkeypatch, dead, gateway.address)
        begin = time.monotonic()
        not_connected(f"https://{gateway.address}/", caplog)
        assert time.monotonic() - begin < 1.4 * TIMEOUT


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_stays_open")
@pytest.mark.slow
def test_the_timeout_is_for_request_and_reply() -> None:
    def read_late_and_never_answer(connection: socket.socket, request: bytes) -> None:
        time.sleep(2)
        silence(connection, request)

    large = SmsRequest(msisdn="4520123456", sender="You", text="x" * 20_000_000)
    with Gateway(read_late_and_never_answer, reads=False) as gateway:
        client = Client(USER, KEY, base_url=gateway.url, timeout=3)
        begin = time.monotonic()
        with pytest.raises(ReplyLostError, match="may have been sent"):
            client.send(large, check=False)
        assert time.monotonic() - begin < 4.5


def test_the_form_does_not_wait_for_its_head_to_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    delays = []
    request = http.client.HTTPConnection.request

    def spy(connection: http.client.HTTPConnection, *args: Any) -> None:  # noqa: ANN401 - passed on
        delays.append(not connection.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        request(connection, *args)

    monkeypatch.setattr(http.client.HTTPConnection, "request", spy)
    with Gateway(reply(SUCCESS)) as gateway:
        assert gateway.client().send(REQUEST) == SENT
    assert delays == [False]


def test_a_handshake_that_cannot_begin_is_no_connection(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the other side has just hung up, wrap_socket itself shakes no hands."""
    connected = threading.Event()
    wrap_socket = ssl.SSLContext.wrap_socket

    def late(context: ssl.SSLContext, plain: socket.socket, **options: object) -> ssl.SSLSocket:
        connected.set()
        with pytest.raises(ConnectionResetError):
            plain.recv(1)
        return wrap_socket(context, plain, **options)  # type: ignore[arg-type]  # passed through

    def hang_up(connection: socket.socket, _: bytes) -> None:
        connected.wait(PATIENCE)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", late)
    with Gateway(hang_up, reads=False) as gateway:
        not_connected(f"https://{gateway.address}/", caplog)


def test_tls_that_cannot_be_set_up_is_no_connection(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "there" / "is" / "no" / "such" / "folder"))
    with Gateway(silence, reads=False) as gateway:
        not_connected(f"https://{gateway.address}/", caplog)


def test_the_dot_that_ends_a_host_is_in_no_certificate(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    names = []

    def spy(*_: object, server_hostname: str, **_options: object) -> None:
        names.append(server_hostname)
        raise OSError

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", spy)
    with Gateway(silence, reads=False) as gateway:
        asked = resolve(monkeypatch, gateway.address)
        not_connected("https://gateway.example./", caplog)
    assert asked == [("gateway.example.", 443)]
    assert names == ["gateway.example"]


def not_connected(base_url: str, log: pytest.LogCaptureFixture) -> NotConnectedError:
    log.set_level(logging.DEBUG)
    with pytest.raises(NotConnectedError, match="nothing was sent") as caught:
        Client(USER, KEY, base_url=base_url, timeout=TIMEOUT).send(REQUEST)
    assert caught.value.maybe_sent is False
    assert KEY not in everything_shown(caught.value, log)
    return caught.value


def test_a_refused_connection_sends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as deaf:  # bound, so that nobody else listens there
        deaf.bind(("127.0.0.1", 0))
        error = not_connected(f"http://127.0.0.1:{deaf.getsockname()[1]}/", caplog)
    assert "127.0.0.1" in str(error)


@pytest.mark.parametrize(
    "host",
    [
        "gateway.invalid",  # RFC 6761, 6.4: resolves nowhere
        f"{'a' * 64}.invalid",  # RFC 1035, 2.3.4: a label has 63 octets at most
    ],
)
def test_a_host_that_does_not_resolve_sends_nothing(
    host: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert host in str(not_connected(f"https://{host}/", caplog))


@pytest.mark.parametrize(
    "answer",
    [raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"), silence, reset],
    ids=["plain text", "silent", "reset"],
)
def test_a_server_that_speaks_no_tls_is_sent_nothing(
    answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    heard = []

    def listen(connection: socket.socket, request: bytes) -> None:
        heard.append(connection.recv(1 << 16))
        answer(connection, request)

    with Gateway(listen, reads=False) as gateway:
        not_connected(f"https://{gateway.address}/api/4/", caplog)
    assert gateway.connections == 1
    (hello,) = heard
    assert KEY.encode() not in hello
    assert b"POST" not in hello


def test_tls_always_checks_certificate_and_host(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    checks = []
    wrap_socket = ssl.SSLContext.wrap_socket

    def spy(context: ssl.SSLContext, *args: object, **options: object) -> ssl.SSLSocket:
        checks.append((context.verify_mode, context.check_hostname, options["server_hostname"]))
        return wrap_socket(context, *args, **options)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", spy)
    with Gateway(raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"), reads=False) as gateway:
        not_connected(f"https://{gateway.address}/", caplog)
    assert checks == [(ssl.CERT_REQUIRED, True, "127.0.0.1")]


def test_a_certificate_that_nobody_trusts_is_sent_nothing(
    tls: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    with Gateway(reply(SUCCESS), tls=tls) as gateway:
        error = not_connected(gateway.url, caplog)
    assert isinstance(error.__cause__, ssl.SSLCertVerificationError)
    assert (gateway.connections, gateway.requests) == (1, [])


def test_a_certificate_for_another_host_is_sent_nothing(
    tls: ssl.SSLContext,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Gateway(reply(SUCCESS), tls=tls) as gateway:
        error = not_connected(gateway.url.replace("127.0.0.1", "localhost"), caplog)
    assert isinstance(error.__cause__, ssl.SSLCertVerificationError)
    assert gateway.requests == []


def test_a_trusted_certificate_is_sent_the_request(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Gateway(reply(SUCCESS), tls=tls) as gateway:
        assert gateway.client().send(REQUEST) == SENT
        resolve(monkeypatch, gateway.address)
        assert Client(USER, KEY, base_url="https://127.0.0.1/", timeout=TIMEOUT).send(REQUEST)
    assert len(gateway.requests) == 2
    assert f"\r\nHost: {gateway.address}\r\n".encode() in gateway.requests[0]
    assert b"\r\nHost: 127.0.0.1\r\n" in gateway.requests[1]
