"""Nobody is shown the key, whatever the gateway does with it."""

import http.client
import pickle
from urllib.parse import quote, quote_plus

import pytest

from smsplan import (
    GatewayError,
)
from smsplan.errors import UnexpectedReplyError
from smsplan.gateway.client import Client
from tests.gateway.servers import (
    KEY,
    OK,
    PATIENCE,
    REQUEST,
    SENT,
    SUCCESS,
    USER,
    Answer,
    Gateway,
    echo,
    error_reply,
    failure,
    raw,
    reply,
)

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
        failure(gateway, caplog, timeout=PATIENCE)  # it answers at once, but may be kept waiting
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
