"""Callbacks: nothing leaves this machine, whatever the URL; one GET, bounded, never followed."""

import asyncio
import socket
import ssl
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan import msisdn as recipients
from smsplan.sandbox import callbacks
from smsplan.sandbox.callbacks import Answer, Caller, Target, callback_url, canonical
from smsplan.sandbox.messages import Message
from smsplan.sandbox.outcomes import DELIVERED, STATUSES
from smsplan.strategies import msisdns

PATIENCE = 30
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"


class Connections:
    """Notes whom a caller looks up and connects to, and lets nothing through."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.connected: list[str] = []
        self.looked_up: list[str] = []
        self.addresses: list[str] = []
        patch.setattr(asyncio, "open_connection", self._open_connection)
        patch.setattr(asyncio.BaseEventLoop, "getaddrinfo", self._getaddrinfo)

    async def _open_connection(self, host: str, _port: int, **_options: object) -> None:
        self.connected.append(host)
        raise ConnectionRefusedError

    async def _getaddrinfo(
        self, host: str, port: int, **_options: object
    ) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        self.looked_up.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port))
            for address in self.addresses
        ]


def call(url: str, *allowed: str) -> Answer:
    async def run() -> Answer:
        async with asyncio.timeout(PATIENCE):
            return await Caller(allowed).call(url)

    return asyncio.run(run())


_ADDRESSES = st.ip_addresses().map(lambda found: f"[{found}]" if found.version == 6 else str(found))
_HOSTS = st.one_of(
    _ADDRESSES,
    st.text(max_size=20),
    st.integers(0, 2**32 - 1).flatmap(lambda value: st.sampled_from([str(value), hex(value)])),
    st.sampled_from(["localhost", "127.0.0.1", "[::1]", "localhost.example", "[::ffff:127.0.0.1]"]),
)
_URLS = st.one_of(
    st.text(max_size=40),
    st.builds(
        "{}://{}{}{}{}".format,
        st.sampled_from(["http", "HTTP", "https", "ftp", "file"]),
        st.sampled_from(["", "", "user@", "127.0.0.1@", "localhost:80\\@", "\t", "a:b@"]),
        _HOSTS,
        st.sampled_from(["", ":80", ":", ":0", ":99999", ":x", "#@127.0.0.1", "\r\nHost: x"]),
        st.text(max_size=10).map("/{}".format),
    ),
)


@given(_URLS)
def test_whatever_the_url_is_only_loopback_is_called_and_nothing_looked_up(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        connections = Connections(patch)
        answer = call(url)
    assert answer.status is None
    assert answer.failure is not None
    assert all(ip_address(host).is_loopback for host in connections.connected)
    assert connections.looked_up == []
    assert answer.final == (connections.connected == [])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.255.255.254:8080/x",
        "http://[::1]/",
        "http://[0:0:0::1]:8080/",
        "http://localhost:8080/path?query",
        "HTTP://LOCALHOST/",
    ],
)
def test_this_machine_may_be_called(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connections = Connections(monkeypatch)
    assert not call(url).final
    assert set(connections.connected) <= {"127.0.0.1", "127.255.255.254", "::1"}
    assert connections.connected


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://192.0.2.1/", "192.0.2.1 is no loopback address"),
        ("http://0.0.0.0/", "no loopback address"),
        ("http://[::]/", "no loopback address"),
        ("http://[::ffff:127.0.0.1]/", "no loopback address"),
        ("http://[::127.0.0.1]/", "no loopback address"),
        ("http://[::1%25lo]/", "no loopback address"),
        ("http://169.254.169.254/latest/meta-data/", "no loopback address"),
        ("http://example.com/", "names other than localhost are not looked up"),
        ("http://localhost.example.com/", "names other than localhost are not looked up"),
        ("http://127.0.0.1.example.com/", "names other than localhost are not looked up"),
        ("http://2130706433/", "names other than localhost are not looked up"),
        ("http://0x7f.1/", "names other than localhost are not looked up"),
        ("http://127.1/", "names other than localhost are not looked up"),
        ("http://0177.0.0.1/", "names other than localhost are not looked up"),
        ("http://blåbær.example/", "xn--blbr-roah.example was not allowed"),
        ("http://127%2e0%2e0%2e1/", "neither the name of a host nor an IP address"),
        ("http:///path", "neither the name of a host nor an IP address"),
        ("https://192.0.2.1/", "no loopback address"),
        ("https://example.com/", "names other than localhost are not looked up"),
        ("ftp://127.0.0.1/", "neither http nor https"),
        ("//127.0.0.1/", "neither http nor https"),
        ("http://me:secret@127.0.0.1/", "names a user"),
        ("http://127.0.0.1@example.com/", "names a user"),
        ("http://@127.0.0.1/", "names a user"),
        ("http://example.com\\@127.0.0.1/", "space, backslash or control character"),
        ("http://127.0.0.1/a b", "space, backslash or control character"),
        ("http://127.0.0.1/\r\nHost: example.com", "space, backslash or control character"),
        ("\x00http://127.0.0.1/", "space, backslash or control character"),
        ("http://127.0.0.1:0/", "port 0"),
        ("http://127.0.0.1:65536/", "[Pp]ort"),
        ("http://127.0.0.1:x/", "[Pp]ort"),
    ],
)
def test_no_other_may_be_called_and_the_reason_is_told(
    url: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = Connections(monkeypatch)
    answer = call(url)
    assert answer.failure is not None
    assert answer.failure.startswith("refused: ")
    with pytest.raises(ValueError, match=reason):
        raise ValueError(answer.failure)
    assert answer.final
    assert connections.connected == connections.looked_up == []


def test_an_allowed_name_is_looked_up_once_and_what_that_gave_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connections = Connections(monkeypatch)
    connections.addresses = ["192.0.2.1", "2001:db8::1", "192.0.2.1"]
    assert not call("http://BLÅBÆR.example:81/", "blåbær.example").final
    assert connections.looked_up == ["xn--blbr-roah.example"]
    assert connections.connected == ["192.0.2.1", "2001:db8::1"]


@pytest.mark.parametrize(
    ("host", "url"),
    [("192.0.2.1", "http://192.0.2.1:81/"), ("2001:DB8::1", "http://[2001:db8:0::1]/")],
)
def test_an_allowed_address_is_called_however_it_is_written(
    host: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = Connections(monkeypatch)
    assert not call(url, host).final
    assert connections.connected == [canonical(host)]
    assert call("http://192.0.2.2/", host).final


def test_a_name_without_an_address_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Connections(monkeypatch)
    answer = call("http://gone.example/", "gone.example")
    assert answer == Answer(failure="no answer: the name has no address")


@pytest.mark.parametrize("host", ["", "example.com:80", "http://example.com", "a b", "a/b", "*"])
def test_what_is_no_host_cannot_be_allowed(host: str) -> None:
    with pytest.raises(ValueError, match="neither the name of a host nor an IP address"):
        Caller([host])


MESSAGE = Message(
    smsid=7,
    msisdn="4520123456",
    sender="You",
    text="Hi",
    sent=1,
    cost=Decimal("0.2"),
    chars_count=2,
    msg_count=1,
    callback="http://127.0.0.1/done?token=a%26b#top",
    status=DELIVERED,
    received=1_394_399_372,
)


def test_the_documented_parameters_come_in_order_behind_the_query_that_is_there() -> None:
    assert callback_url(MESSAGE) == (
        "http://127.0.0.1/done?token=a%26b&msisdn=4520123456&dialcode=45&number=20123456"
        "&status=150&timestamp=1394399372&delivered=1394399372&smsid=7"
    )


@given(
    msisdns().map(recipients.validate),
    st.sampled_from(sorted(STATUSES)),
    st.sampled_from(["", "/", "/p", "?", "/p?", "?a=1", "?a=1&", "/p?a=1&b=%3D", "#f", "?a=1#f?g"]),
)
def test_what_a_server_reads_are_the_parameters(msisdn: str, status: int, rest: str) -> None:
    number = recipients.parse(msisdn)
    base = f"http://127.0.0.1:81{rest}"
    made = {"msisdn": msisdn, "status": status, "callback": base}
    message = Message(**{name: getattr(MESSAGE, name) for name in MESSAGE.__struct_fields__} | made)
    target = Target.of(callback_url(message))
    assert target.authority == "127.0.0.1:81"
    assert parse_qsl(urlsplit(target.resource).query) == [
        *parse_qsl(urlsplit(base).query),
        ("msisdn", msisdn),
        ("dialcode", str(number.dialcode)),
        ("number", number.number),
        ("status", str(status)),
        ("timestamp", "1394399372"),
        ("delivered", "1394399372" if status == DELIVERED else "0"),
        ("smsid", "7"),
    ]


def test_what_is_not_ascii_is_percent_encoded() -> None:
    assert (
        Target.of("http://localhost/blåbær?æ=%C3%B8").resource == "/bl%C3%A5b%C3%A6r?%C3%A6=%C3%B8"
    )


class Server:
    """Answers each connection with the same octets; ``hangs`` keeps it open after that."""

    def __init__(self, answer: bytes, *, hangs: bool) -> None:
        self.requests: list[bytes] = []
        self._answer = answer
        self._hangs = hangs

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self._answer)
            if self._hangs:
                await reader.read()  # until the caller hangs up
        finally:
            writer.close()


def ask(
    answer: bytes,
    *,
    host: str = "127.0.0.1",
    hangs: bool = False,
    tls: ssl.SSLContext | None = None,
) -> tuple[Answer, list[bytes]]:
    """Call a server that answers with these octets: what the caller says, and what it asked."""
    server = Server(answer, hangs=hangs)

    async def run() -> Answer:
        listener = socket.create_server(("127.0.0.1", 0))
        listening = await asyncio.start_server(server, sock=listener, ssl=tls)
        port = listening.sockets[0].getsockname()[1]
        async with listening, asyncio.timeout(PATIENCE):
            scheme = "https" if tls else "http"
            return await Caller(["name.example"]).call(f"{scheme}://{host}:{port}/done?x=1")

    return asyncio.run(run()), server.requests


@pytest.mark.parametrize(
    "answer",
    [
        OK,
        b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 100_000,
        b"HTTP/1.1 200\r\n\r\n",
        b"HTTP/1.1 200 OK\nServer: old\n\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_a_server_that_says_200_is_satisfied(answer: bytes) -> None:
    assert ask(answer)[0] == Answer(200)


def test_a_server_with_a_certificate_that_is_trusted_is_called(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert ask(OK, tls=tls)[0] == Answer(200)
    # It is for the address, not for the name.
    answer, requests = ask(OK, tls=tls, host="localhost")
    assert (answer.status, requests) == (None, [])
    assert "CERTIFICATE_VERIFY_FAILED" in (answer.failure or "")


def test_a_server_with_a_certificate_that_nobody_trusts_is_asked_nothing(
    tls: ssl.SSLContext,
) -> None:
    answer, requests = ask(OK, tls=tls)
    assert (answer.status, answer.final, requests) == (None, False, [])
    assert "CERTIFICATE_VERIFY_FAILED" in (answer.failure or "")


def test_what_is_asked_is_one_plain_get() -> None:
    _, (request,) = ask(OK)
    line, host, *headers = request.decode("ascii").split("\r\n")
    assert line == "GET /done?x=1 HTTP/1.1"
    assert host.startswith("Host: 127.0.0.1:")
    assert headers == ["User-Agent: smsplan-sandbox", "Accept: */*", "Connection: close", "", ""]


@pytest.mark.parametrize("status", [201, 204, 299, 301, 302, 307, 404, 500, 999])
def test_any_other_status_is_told(status: int) -> None:
    answer, _ = ask(f"HTTP/1.1 {status} Whatever\r\n\r\n".encode())
    assert answer == Answer(status, f"answered with HTTP status {status}")


def test_a_redirect_is_not_followed() -> None:
    answer, requests = ask(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n")
    assert (answer.status, len(requests)) == (302, 1)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "not HTTP, or not whole"),
        (b"\r\n", "not HTTP, or not whole"),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "not HTTP, or not whole"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "not HTTP, or not whole"),
        (b"HTTP/2 200\r\n\r\n", "not HTTP, or not whole"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "not HTTP, or not whole"),
        (b"+OK 200\r\n\r\n", "not HTTP, or not whole"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n", "its head is over 16384 octets"),
        (b"HTTP/1.1 103 More\r\nX: y\r\n\r\n" * 10_000, "its head is over 16384 octets"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, "limit"),
    ],
)
def test_what_is_no_whole_answer_is_tried_again(answer: bytes, reason: str) -> None:
    told, _ = ask(answer)
    assert told.status is None
    assert reason in (told.failure or "")
    assert not told.final


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_server_that_never_answers_is_not_waited_for(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callbacks, "TIMEOUT", 0.05)
    assert ask(answer, hangs=True)[0] == Answer(failure="no answer within 0.05 seconds")


def test_a_body_without_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "BODY_TIMEOUT", 0.05)
    assert ask(b"HTTP/1.1 200 OK\r\n\r\nmore to come", hangs=True)[0] == Answer(200)


def test_localhost_is_called_where_it_listens() -> None:
    answer, (request,) = ask(OK, host="localhost")
    assert answer == Answer(200)
    assert b"\r\nHost: localhost:" in request


def test_an_allowed_name_is_told_to_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    async def getaddrinfo(*_given: object, **_options: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    answer, (request,) = ask(OK, host="name.example")
    assert answer == Answer(200)
    assert b"\r\nHost: name.example:" in request


def test_where_nobody_listens_the_callback_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    answer = call(f"http://localhost:{port}/")
    assert (answer.status, answer.final) == (None, False)
    assert (answer.failure or "").startswith("no answer: ")
