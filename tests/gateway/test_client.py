"""The client against real servers on loopback, each failure made to happen."""

import socket
import time
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import parse_qsl, quote_plus

import pytest

from smsplan import (
    Encoding,
    GatewayError,
    InvalidValueError,
    Profile,
    RequestRefusedError,
    SendError,
    SmsRequest,
    __version__,
    preflight,
)
from smsplan.errors import ReplyLostError, UnexpectedReplyError
from smsplan.gateway.client import MAX_REPLY_OCTETS, Client
from tests.gateway.servers import (
    KEY,
    OK,
    REFUSED,
    REQUEST,
    SENT,
    SUCCESS,
    TEXT,
    TIMEOUT,
    USER,
    Answer,
    Gateway,
    drip,
    error_reply,
    failure,
    raw,
    reply,
    reset,
    silence,
)


class Failure(NamedTuple):
    """What a server does, and what the client makes of it."""

    answer: Answer
    error: type[SendError]
    reads: bool = True


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
