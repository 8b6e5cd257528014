"""The client against real servers on loopback, each failure made to happen."""

import gc
import http.client
import logging
import math
import pickle
import socket
import ssl
import struct
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, quote, quote_plus

import pytest

from smsplan import (
    Encoding,
    GatewayError,
    InvalidValueError,
    Profile,
    RequestRefusedError,
    SendError,
    SmsRequest,
    SmsSent,
    __version__,
    preflight,
)
from smsplan.errors import NotConnectedError, ReplyLostError, UnexpectedReplyError
from smsplan.gateway.client import MAX_REPLY_OCTETS, Client

USER = "me@example.org"
KEY = "s3cret"
TEXT = "Hello & goodbye, Æsop! 😀"
REQUEST = SmsRequest(msisdn="4520123456", sender="You", text=TEXT)
REFUSED = SmsRequest(msisdn="45x", sender="Alpha Beta", text="")
TIMEOUT = 0.3
PATIENCE = 5  # seconds after which a server gives up, lest a defect hang the tests
SUCCESS = (
    b'{"status": "success", "success": "SMS_SENT",'
    b' "sms": {"smsid": 7, "cost": 0.2, "chars-count": 26, "msg-count": 1}}'
)
SENT = SmsSent(smsid=7, cost=Decimal("0.2"), chars_count=26, msg_count=1)

Answer = Callable[[socket.socket, bytes], None]


class Gateway:
    """A server on loopback: reads the request of each connection, then answers.

    ``reads`` is false for one that answers before it reads anything.
    """

    def __init__(
        self, answer: Answer, *, reads: bool = True, tls: ssl.SSLContext | None = None
    ) -> None:
        self.connections = 0
        self.requests: list[bytes] = []
        self._answer = answer
        self._reads = reads
        self._tls = tls
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.url = f"{'https' if tls else 'http'}://{self.address}/api/4/"
        self._thread = threading.Thread(target=self._serve)

    def client(self, key: str = KEY) -> Client:
        return Client(USER, key, base_url=self.url, timeout=TIMEOUT)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                if self._over.is_set():  # and nobody waits in the backlog
                    return
                continue
            self.connections += 1
            connection.settimeout(PATIENCE)
            with suppress(OSError):  # the client has hung up, or broken off the handshake
                if self._tls:
                    with connection, self._tls.wrap_socket(connection, server_side=True) as secure:
                        self._exchange(secure)
                else:
                    with connection:
                        self._exchange(connection)

    def _exchange(self, connection: socket.socket) -> None:
        request = read_request(connection) if self._reads else b""
        if request:
            self.requests.append(request)
        self._answer(connection, request)


def read_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        octets = connection.recv(1 << 16)
        if not octets:
            return request
        request += octets
    head, _, body = request.partition(b"\r\n\r\n")
    size = next(
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    while len(body) < size:
        body += connection.recv(1 << 16)
    return head + b"\r\n\r\n" + body


def raw(octets: bytes) -> Answer:
    return lambda connection, _: connection.sendall(octets)


def reply(body: bytes, status: str = "200 OK", header: str = "X-Header: value") -> Answer:
    head = f"HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {len(body)}\r\n\r\n"
    return raw(head.encode() + body)


def error_reply(rest: str) -> Answer:
    return reply(f'{{"status": "error", {rest}}}'.encode())


def drip(begin: bytes, slowly: bytes) -> Answer:
    """Send the rest octet by octet, each well within the timeout, all of them far beyond it."""

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(begin)
        for octet in slowly:
            connection.sendall(bytes([octet]))
            time.sleep(TIMEOUT / 6)

    return answer


def echo(begin: bytes) -> Answer:
    """Send back the form, where HTTP has something else."""

    def answer(connection: socket.socket, request: bytes) -> None:
        form = request.partition(b"\r\n\r\n")[2]
        connection.sendall(begin + form + b"\r\n\r\n")

    return answer


def reset(connection: socket.socket, request: bytes) -> None:
    if not request:  # it is on its way, for earlier there may be no connection to reset
        connection.recv(1, socket.MSG_PEEK)
    at_once = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)


def silence(connection: socket.socket, _: bytes) -> None:
    """Wait until the client hangs up."""
    while connection.recv(1 << 16):
        pass


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Walk from an exception to every cause and context."""
    while error is not None:
        yield error
        if error.__cause__ is not None and error.__context__ is not error.__cause__:
            yield from chain(error.__context__)
        error = error.__cause__ or error.__context__


def everything_shown(error: BaseException, log: pytest.LogCaptureFixture) -> str:
    """All that an exception and the log may show to people."""
    shown = [f"{link}\n{link!r}\n{link.args!r}\n{vars(link)!r}" for link in chain(error)]
    return "\n".join([*shown, *traceback.format_exception(error), log.text])


def failure(
    gateway: Gateway, log: pytest.LogCaptureFixture, key: str = KEY, request: SmsRequest = REQUEST
) -> SendError:
    """Send and fail, once, without showing the key to anybody."""
    log.set_level(logging.DEBUG)
    with pytest.raises(SendError) as caught:
        gateway.client(key).send(request)
    assert KEY not in everything_shown(caught.value, log)
    return caught.value


@pytest.fixture
def nothing_stays_open() -> Iterator[None]:
    """Meet every socket that nobody closed: its warning is an error of the test at hand."""
    yield
    gc.collect()


class Failure(NamedTuple):
    """What a server does, and what the client makes of it."""

    answer: Answer
    error: type[SendError]
    reads: bool = True


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKS = b"1\r\n \r\n" * 30_000 + b"%x\r\n%b\r\n" % (len(SUCCESS), SUCCESS)
FAILURES = {
    "reset before the request is read": Failure(reset, ReplyLostError, reads=False),
    "reset after it": Failure(reset, ReplyLostError),
    "closed without a reply": Failure(raw(b""), ReplyLostError),
    "no reply in time": Failure(silence, ReplyLostError),
    "head that drips": Failure(drip(OK, b"X-Slow: " + b"x" * 60), ReplyLostError),
    "many heads that drip": Failure(
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 3), ReplyLostError
    ),
    "body that drips": Failure(drip(OK + b"Content-Length: 60\r\n\r\n", b" " * 60), ReplyLostError),
    "chunk size that drips": Failure(
        drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 60), ReplyLostError
    ),
    "truncated status line": Failure(raw(b"HTTP/1.1 2"), ReplyLostError),
    "truncated header": Failure(raw(OK + b"Content-Len"), UnexpectedReplyError),
    "truncated body": Failure(raw(OK + b"Content-Length: 1000\r\n\r\n" + SUCCESS), ReplyLostError),
    "truncated chunk": Failure(
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\n" + SUCCESS), ReplyLostError
    ),
    "chunks without an end": Failure(
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n" % (len(SUCCESS), SUCCESS)),
        ReplyLostError,
    ),
    "not HTTP": Failure(raw(b"220 mail.example.org ESMTP\r\n"), ReplyLostError),
    "head without an end": Failure(raw(OK + b"X-Header: value\r\n" * 200), ReplyLostError),
    "head of megabytes": Failure(
        raw(OK + (b"X: " + b"x" * 65_000 + b"\r\n") * 98 + b"\r\n" + SUCCESS), ReplyLostError
    ),
    "head that takes long to parse": Failure(
        raw(
            OK
            + b"Content-Type: multipart/mixed; boundary=x\r\n"
            + b"\r--x\r\r" * 9_000
            + b"\r\n\r\n"
        ),
        ReplyLostError,
    ),
    "head that nests too deep to parse": Failure(
        raw(OK + b"Content-Type: message/rfc822\r\r" * 2_000 + b"\r\n\r\n"), ReplyLostError
    ),
    "thousands of heads": Failure(
        raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 4_000 + OK + b"\r\n" + SUCCESS), ReplyLostError
    ),
    "chunks of an octet": Failure(
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKS + b"0\r\n\r\n"), ReplyLostError
    ),
    "thousands of trailers": Failure(
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X: y\r\n" * 20_000 + b"\r\n"),
        ReplyLostError,
    ),
    "two lengths": Failure(raw(OK + b"Content-Length: 5, 6\r\n\r\nhello"), UnexpectedReplyError),
    **{
        f"a length of {length:.20}": Failure(
            raw(OK + b"Content-Length: %b\r\n\r\n%b" % (length.encode(), SUCCESS)),
            UnexpectedReplyError,
        )
        for length in ("-5", "+5", "five", "5.0", "0x5", "", "9" * 5000, "5\r\nContent-Length: 5")
    },
    "huge": Failure(reply(SUCCESS + b" " * MAX_REPLY_OCTETS), UnexpectedReplyError),
    "endless": Failure(raw(OK + b"\r\n" + b" " * (MAX_REPLY_OCTETS + 1)), UnexpectedReplyError),
    "not JSON": Failure(reply(b"<html>Welcome</html>"), UnexpectedReplyError),
    "not UTF-8": Failure(reply(b'{"status": "\xff"}'), UnexpectedReplyError),
    "compressed though nobody asked": Failure(
        reply(b"\x1f\x8b\x08", header="Content-Encoding: gzip"), UnexpectedReplyError
    ),
    "another shape": Failure(reply(b'{"status": "success", "sms": []}'), UnexpectedReplyError),
    "a number beyond all decimals": Failure(
        reply(SUCCESS.replace(b"0.2", b"1e99999999999999999999")), UnexpectedReplyError
    ),
    "empty": Failure(reply(b""), UnexpectedReplyError),
    "204": Failure(raw(b"HTTP/1.1 204 No Content\r\n\r\n"), UnexpectedReplyError),
    "304": Failure(raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), UnexpectedReplyError),
    "404": Failure(reply(SUCCESS, "404 Not Found"), UnexpectedReplyError),
    "429": Failure(reply(SUCCESS, "429 Too Many Requests", "Retry-After: 0"), UnexpectedReplyError),
    "500": Failure(reply(SUCCESS, "500 Internal Server Error"), UnexpectedReplyError),
    "503": Failure(reply(SUCCESS, "503 Unavailable", "Retry-After: 0"), UnexpectedReplyError),
    "refused": Failure(error_reply('"error": "CANNOT_AFFORD"'), GatewayError),
}


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_stays_open")
@pytest.mark.parametrize("failed", FAILURES.values(), ids=FAILURES.keys())
def test_each_failure_after_the_connection(
    failed: Failure, caplog: pytest.LogCaptureFixture
) -> None:
    begin = time.monotonic()
    with Gateway(failed.answer, reads=failed.reads) as gateway:
        error = failure(gateway, caplog)
        elapsed = time.monotonic() - begin
    assert type(error) is failed.error
    assert error.maybe_sent is (failed.error is not GatewayError)
    assert ("may have been sent" in str(error)) or failed.error is not ReplyLostError
    assert gateway.connections == 1  # never a second time
    assert len(gateway.requests) == (1 if failed.reads else 0)
    assert elapsed < 4 * TIMEOUT


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 x", "308 x"])
def test_a_redirect_is_not_followed(status: str, caplog: pytest.LogCaptureFixture) -> None:
    with (
        Gateway(reply(SUCCESS)) as elsewhere,
        Gateway(reply(SUCCESS, status, f"Location: {elsewhere.url}")) as gateway,
    ):
        error = failure(gateway, caplog)
    assert type(error) is UnexpectedReplyError
    assert error.maybe_sent is True
    assert status[:3] in str(error)
    assert (gateway.connections, elsewhere.connections) == (1, 0)


def test_a_send_is_one_post_whose_form_holds_everything() -> None:
    with Gateway(reply(SUCCESS)) as gateway:
        assert gateway.client().send(REQUEST) == SENT
    assert gateway.connections == 1
    (request,) = gateway.requests
    head, _, body = request.decode("ascii").partition("\r\n\r\n")
    first, *headers = head.split("\r\n")
    assert first == "POST /api/4/sms/api.json HTTP/1.1"
    assert f"Host: {gateway.address}" in headers
    assert "Content-Type: application/x-www-form-urlencoded" in headers
    assert f"User-Agent: smsplan/{__version__}" in headers
    for secret in (KEY, "Hello", "4520123456", quote_plus(USER), USER):
        assert secret not in head
    form = REQUEST.form() | {"user": USER, "key": KEY}
    assert parse_qsl(body, strict_parsing=True) == list(form.items())


@pytest.mark.parametrize("path", ["", "/"])
def test_a_base_url_without_a_path_is_the_root(path: str) -> None:
    with Gateway(reply(SUCCESS)) as gateway:
        Client(USER, KEY, base_url=f"http://{gateway.address}{path}", timeout=TIMEOUT).send(REQUEST)
    assert gateway.requests[0].startswith(b"POST /sms/api.json HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "octets",
    [
        OK + b"\r\n" + SUCCESS,  # the end of the connection is the end of the body
        OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(SUCCESS), SUCCESS),
        b"HTTP/1.0 200 OK\r\n\r\n" + SUCCESS,
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"\r\n" + SUCCESS,
        b"HTTP/1.1 201 Created\r\n\r\n" + SUCCESS,
        OK + b"\r\n" + SUCCESS + b" " * (MAX_REPLY_OCTETS - len(SUCCESS)),
        OK + (b"X: " + b"x" * 650 + b"\r\n") * 98 + b"\r\n" + SUCCESS,
    ],
    ids=["until the end", "chunked", "HTTP/1.0", "100 Continue", "201", "1 MiB", "64 KiB of head"],
)
def test_each_way_to_frame_a_success(octets: bytes) -> None:
    with Gateway(raw(octets)) as gateway:
        assert gateway.client().send(REQUEST) == SENT


def test_a_slow_reply_within_the_timeout_is_read() -> None:
    def answer(connection: socket.socket, _: bytes) -> None:
        time.sleep(TIMEOUT / 3)
        connection.sendall(OK + b"\r\n")
        time.sleep(TIMEOUT / 3)
        connection.sendall(SUCCESS)

    with Gateway(answer) as gateway:
        assert gateway.client().send(REQUEST) == SENT


def test_a_proxy_of_the_environment_is_not_told_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with Gateway(reply(SUCCESS)) as proxy, Gateway(reply(SUCCESS)) as gateway:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        gateway.client().send(REQUEST)
    assert (proxy.connections, gateway.connections) == (0, 1)


Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]


def resolve(patch: pytest.MonkeyPatch, *addresses: str) -> list[tuple[str, int]]:
    """Let every host be at these addresses, and return the hosts and ports that are looked up."""
    asked: list[tuple[str, int]] = []

    def found(host: str, port: int, **_: object) -> list[Found]:
        asked.append((host, port))
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 0, "", (name, int(number)))
            for name, _, number in (address.partition(":") for address in addresses)
        ]

    patch.setattr(socket, "getaddrinfo", found)
    return asked


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
def test_the_timeout_is_for_request_and_reply() -> None:
    def read_late_and_never_answer(connection: socket.socket, request: bytes) -> None:
        time.sleep(0.7)
        silence(connection, request)

    large = SmsRequest(msisdn="4520123456", sender="You", text="x" * 20_000_000)
    with Gateway(read_late_and_never_answer, reads=False) as gateway:
        client = Client(USER, KEY, base_url=gateway.url, timeout=1)
        begin = time.monotonic()
        with pytest.raises(ReplyLostError, match="may have been sent"):
            client.send(large, check=False)
        assert time.monotonic() - begin < 1.5


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


def test_a_refused_request_lists_the_findings_and_is_not_sent() -> None:
    with Gateway(reply(SUCCESS)) as gateway, pytest.raises(RequestRefusedError) as caught:
        gateway.client().send(REFUSED)
    assert caught.value.findings == preflight(REFUSED).findings
    assert [finding.code for finding in caught.value.findings] == [
        "MSISDN_ALPHA",
        "TEXT_EMPTY",
        "SENDER_INVALID",
    ]
    assert all(finding.code in str(caught.value) for finding in caught.value.findings)
    assert caught.value.maybe_sent is False
    assert gateway.connections == 0


def test_a_refusal_lists_errors_alone_and_warnings_do_not_refuse() -> None:
    unassigned = SmsRequest(msisdn=4512345678, sender="You", text=TEXT)
    unassigned_from_nobody = SmsRequest(msisdn=4512345678, sender="", text=TEXT)
    with Gateway(reply(SUCCESS)) as gateway:
        assert gateway.client().send(unassigned) == SENT
        with pytest.raises(RequestRefusedError) as caught:
            gateway.client().send(unassigned_from_nobody)
    assert [finding.code for finding in caught.value.findings] == ["SENDER_EMPTY"]
    assert gateway.connections == 1


def test_a_text_is_checked_with_the_profile() -> None:
    with Gateway(reply(SUCCESS)) as gateway, pytest.raises(RequestRefusedError) as caught:
        gateway.client().send(REQUEST, profile=Profile(encoding=Encoding.GSM7))
    assert [finding.code for finding in caught.value.findings] == ["TEXT_UNENCODABLE"]
    assert gateway.connections == 0


def test_a_schedule_is_checked_against_the_clock() -> None:
    past = SmsRequest(msisdn="4520123456", sender="You", text=TEXT, schedule=int(time.time()) - 60)
    later = SmsRequest(msisdn="4520123456", sender="You", text=TEXT, schedule=int(time.time()) + 60)
    with Gateway(reply(SUCCESS)) as gateway:
        with pytest.raises(RequestRefusedError, match="SCHEDULED_PAST"):
            gateway.client().send(past)
        assert gateway.client().send(later) == SENT
    assert gateway.connections == 1


def test_without_the_check_the_gateway_decides() -> None:
    with Gateway(error_reply('"error": "MSISDN_ALPHA", "sms": {"msisdn": "45x"}')) as gateway:
        with pytest.raises(GatewayError) as caught:
            gateway.client().send(REFUSED, check=False)
        with pytest.raises(GatewayError):
            gateway.client().send(REQUEST, profile=Profile(encoding=Encoding.GSM7), check=False)
    assert (caught.value.error, caught.value.echo) == ("MSISDN_ALPHA", {"sms": {"msisdn": "45x"}})
    body = gateway.requests[0].decode().partition("\r\n\r\n")[2]
    assert dict(parse_qsl(body)) == REFUSED.form() | {"user": USER, "key": KEY}
    assert len(gateway.requests) == 2


@pytest.mark.parametrize(
    "request_",
    [
        SmsRequest(msisdn="4520123456", sender="You", text="\ud83d"),
        SmsRequest(
            msisdn="4520123456",
            sender="You",
            text=TEXT,
            schedule=datetime(2026, 3, 29, 2, 30),  # noqa: DTZ001 - wall time is what is tested
        ),
    ],
)
def test_what_cannot_be_written_at_all_is_not_sent_even_without_the_check(
    request_: SmsRequest,
) -> None:
    with Gateway(reply(SUCCESS)) as gateway:
        with pytest.raises(InvalidValueError):
            gateway.client().send(request_, check=False)
        with pytest.raises(RequestRefusedError):
            gateway.client().send(request_)
    assert gateway.connections == 0


def test_the_gateway_s_refusal_is_told_as_it_is() -> None:
    answer = error_reply('"error": "CANNOT_AFFORD", "credit": {"balance": 0.1, "key": [null, 1]}')
    with Gateway(answer) as gateway, pytest.raises(GatewayError) as caught:
        gateway.client().send(REQUEST)
    assert caught.value.error == "CANNOT_AFFORD"
    assert caught.value.echo == {"credit": {"balance": Decimal("0.1"), "key": [None, 1]}}
    assert caught.value.maybe_sent is False


ECHOES = {
    "as the error": error_reply(f'"error": "{KEY}"'),
    "within the error": error_reply(f'"error": "no user has the key {KEY}!"'),
    "as a value": error_reply(f'"error": "USER_NOT_FOUND", "login": {{"key": "{KEY}"}}'),
    "in a list": error_reply(f'"error": "USER_NOT_FOUND", "login": [["{KEY}", 1]]'),
    "as a name": error_reply(f'"error": "USER_NOT_FOUND", "{KEY}": null'),
    "as an inner name": error_reply(f'"error": "USER_NOT_FOUND", "login": {{"{KEY}": 1}}'),
    "in a text that is not UTF-8": reply(b'{"status": "error", "error": "s3cret \xff"}'),
    "in a text that is not JSON": reply(b"s3cret"),
    "as the status": reply(b'{"status": "s3cret"}'),
    "as a bill": reply(SUCCESS.replace(b"7", b'"s3cret"')),
    "as a cost": reply(SUCCESS.replace(b"0.2", b'"NaN3"')),
    "as HTTP's status line": echo(b""),
    "as HTTP's version": raw(f"HTTP/{KEY} 200 OK\r\n\r\n".encode()),
    "as HTTP's status": raw(f"HTTP/1.1 {KEY} OK\r\n\r\n".encode()),
    "as HTTP's reason": reply(b"", f"500 {KEY}"),
    "as a header": reply(b"", "500 Error", f"X-Key: {KEY}"),
    "as a broken header": echo(OK),
    "as a length": reply(b"", header=f"Content-Length: {KEY}"),
    "as two lengths": raw(OK + b"Content-Length: 5, s3cret\r\n\r\nhello"),
    "as a chunk size": echo(OK + b"Transfer-Encoding: chunked\r\n\r\n"),
    "as a redirect": reply(b"", "302 Found", f"Location: https://example.org/?key={KEY}"),
}


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_stays_open")
@pytest.mark.parametrize("answer", ECHOES.values(), ids=ECHOES.keys())
def test_a_key_that_the_gateway_echoes_is_shown_to_nobody(
    answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    with Gateway(answer) as gateway:
        failure(gateway, caplog)
    assert KEY.encode() in gateway.requests[0]


def test_a_key_that_the_gateway_echoes_as_it_was_written_in_the_form_is_hidden_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = f"{KEY}/+&Å"
    answer = error_reply(f'"error": "USER_NOT_FOUND", "query": "user=me&key={quote_plus(key)}"')
    with Gateway(answer) as gateway:
        failure(gateway, caplog, key)


@pytest.mark.parametrize(
    "written",
    [
        quote(quote("s3cret/+&Å", safe="")),
        "%2573%2533%2563%2572%2565%2574",
        "user=me&key=s3cr",
        "&#115;&#51;&#99;&#114;et",
        "S3CRET",
        "\\\\u00733cret",
    ],
)
def test_what_could_hold_the_key_is_shown_neither_as_error_nor_as_echo(written: str) -> None:
    answer = error_reply(f'"error": "{written}", "login": {{"query": "{written}"}}')
    with Gateway(answer) as gateway, pytest.raises(GatewayError) as caught:
        gateway.client("s3cret/+&Å").send(REQUEST)
    assert (caught.value.error, caught.value.echo) == ("***", {})


def test_a_documented_error_is_shown_whatever_the_key_is() -> None:
    with Gateway(error_reply('"error": "SENDER_LONG"')) as gateway:
        with pytest.raises(GatewayError) as caught:
            gateway.client("sender").send(REQUEST)
        assert caught.value.error == "SENDER_LONG"


def test_an_echo_that_holds_the_key_is_hidden_and_the_error_is_not() -> None:
    answer = error_reply(
        f'"error": "USER_NOT_FOUND", "login": {{"user": "{USER}", "key": "{KEY}"}}'
    )
    with Gateway(answer) as gateway, pytest.raises(GatewayError) as caught:
        gateway.client().send(REQUEST)
    assert caught.value.error == "USER_NOT_FOUND"
    assert caught.value.echo == {}


@pytest.mark.parametrize("depth", [100, 450, 900, 2000])
def test_an_echo_however_deep_is_a_clear_error(depth: int) -> None:
    answer = error_reply(f'"error": "DEEP", "sms": {"[" * depth}{"]" * depth}')
    with Gateway(answer) as gateway, pytest.raises((GatewayError, UnexpectedReplyError)) as caught:
        gateway.client().send(REQUEST)
    assert str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own


def test_the_debugging_of_http_client_does_not_print_the_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    with Gateway(reply(SUCCESS)) as gateway:
        assert gateway.client().send(REQUEST) == SENT
    assert KEY not in capsys.readouterr().out


def test_the_key_is_not_in_the_repr() -> None:
    client = Client(USER, KEY, base_url="http://localhost:8080/")
    assert repr(client) == f"Client(user={USER!r}, key='***', base_url='http://localhost:8080/')"
    assert KEY not in str(client)


@pytest.mark.parametrize(
    "base_url",
    [
        "https://login.txty.dk/api/4/",
        "HTTPS://LOGIN.TXTY.DK",
        "https://192.0.2.1:8443/",
        "http://localhost:8080/",
        "http://127.0.0.1/",
        "http://127.255.255.254/api/",
        "http://[::1]:8080/",
    ],
)
def test_https_and_loopback_are_accepted(base_url: str) -> None:
    assert Client(USER, KEY, base_url=base_url).base_url == base_url


def test_the_document_s_address_is_the_default() -> None:
    assert Client(USER, KEY).base_url == "https://login.txty.dk/api/4/"


@pytest.mark.parametrize(
    "base_url",
    [
        "http://login.txty.dk/api/4/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://[2001:db8::1]/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "http://localhost@example.org/",
        "ftp://localhost/",
        "//localhost/",
        "localhost",
        "login.txty.dk",
        "",
        "https://",
        "https:///api/",
        f"http://{USER}:{KEY}@login.txty.dk/",
        f"https://user:{KEY}@login.txty.dk/",
        f"https://{KEY}@login.txty.dk/",
        "https://@login.txty.dk/",
        f"https://login.txty.dk/?key={KEY}",
        f"http://login.txty.dk/?key={KEY}",
        f"https://login.txty.dk/#{KEY}",
        "https://login.txty.dk/å/",
        "https://login.txty.dk/a b",
        "https://login.txty.dk/\r\nHost: example.org",
        "https://login.txty.dk:99999/",
        f"https://login.txty.dk:{KEY}/",
        "https://[::1/",
    ],
)
def test_any_other_base_url_is_refused_without_showing_a_key_in_it(base_url: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        Client(USER, KEY, base_url=base_url)
    assert KEY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(("user", "key"), [("", KEY), (USER, ""), ("", "")])
def test_an_empty_user_or_key_is_refused(user: str, key: str) -> None:
    with pytest.raises(ValueError, match=r"(user|key) is empty"):
        Client(user, key)


@pytest.mark.parametrize(("user", "key"), [("me\ud83d", KEY), (USER, f"{KEY}\ud83d")])
def test_a_user_or_key_that_cannot_be_written_is_refused_and_not_shown(user: str, key: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        Client(user, key)
    assert all(KEY not in repr(link) for link in chain(caught.value))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"user": None}, "user is a str, not None"),
        ({"user": 53734372}, "user is a str, not int"),
        ({"key": None}, "key is a str, not None"),
        ({"key": 53734372}, "key is a str, not int"),
        ({"key": KEY.encode()}, "key is a str, not bytes"),
        ({"base_url": KEY.encode()}, "base_url is a str, not bytes"),
        ({"timeout": KEY}, "timeout is a float, not str"),
        ({"timeout": None}, "timeout is a float, not None"),
        ({"timeout": Decimal(1)}, "timeout is a float, not Decimal"),
    ],
)
def test_a_wrong_type_is_told_and_the_value_is_not_shown(
    wrong: dict[str, object], message: str
) -> None:
    with pytest.raises(TypeError) as caught:
        Client(**({"user": USER, "key": KEY} | wrong))  # type: ignore[arg-type]  # what is tested
    assert str(caught.value) == message
    assert list(chain(caught.value)) == [caught.value]


@pytest.mark.parametrize("timeout", [0, -1, math.nan, math.inf, 1e30])
def test_a_timeout_that_cannot_be_waited_for_is_refused(timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout is between 0 and 86400"):
        Client(USER, KEY, timeout=timeout)
