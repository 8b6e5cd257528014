"""The pytest fixture: a gateway a test, quick to start, and nothing left behind."""

import gc
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from http.client import HTTPConnection, RemoteDisconnected
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.paths import ROOT

pytest.importorskip("starlette", reason="the extra `web` is not installed")
pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from smsplan import GatewayError, SmsRequest
from smsplan.errors import ReplyLostError, UnexpectedReplyError
from smsplan.sandbox import Sandbox, Settings, routes
from smsplan.sandbox.address_book import AddressBook
from smsplan.sandbox.fixture import SmsGateway, running_gateway, sms_gateway
from smsplan.sandbox.outcomes import Outcomes

pytest_plugins = ["pytester"]

__all__ = ["sms_gateway"]

REQUEST = SmsRequest(msisdn="4520123456", sender="You", text="Hi")
HOUR = 3600
PATIENCE = 30


class Callbacks(ThreadingHTTPServer):
    """Somebody's server for callbacks; answers with the next of ``statuses``, then with 200."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Called)
        self.called: list[dict[str, list[str]]] = []
        self.statuses: list[int] = []
        self.url = f"http://127.0.0.1:{self.server_port}/done"


class _Called(BaseHTTPRequestHandler):
    server: Callbacks

    def do_GET(self) -> None:
        self.server.called.append(parse_qs(urlsplit(self.path).query))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as inherited
        pass


@pytest.fixture
def callbacks() -> Iterator[Callbacks]:
    with Callbacks() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_what_is_sent_is_in_the_outbox(sms_gateway: SmsGateway) -> None:
    sent = sms_gateway.client().send(REQUEST)
    (message,) = sms_gateway.outbox
    assert (message.smsid, message.text, message.msisdn) == (sent.smsid, "Hi", "4520123456")
    assert (message.sender, message.status, message.cost) == ("You", 150, sent.cost)


def test_a_program_needs_no_more_than_url_user_and_key(sms_gateway: SmsGateway) -> None:
    parts = urlsplit(sms_gateway.url)
    form = {"user": sms_gateway.user, "key": sms_gateway.key, "msisdn": "4520123456"}
    query = urlencode(form | {"sender": "You", "text": "Æsop"})
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}sms/api.json?{query}")
    assert connection.getresponse().status == 200
    connection.close()
    assert sms_gateway.url.endswith("/api/4/")
    assert sms_gateway.outbox[0].text == "Æsop"


def test_the_balance_falls_and_ends() -> None:
    with running_gateway(Settings(balance=Decimal("0.50"))) as gateway:
        client = gateway.client()
        client.send(REQUEST)
        assert gateway.balance == Decimal("0.30")
        client.send(REQUEST)
        with pytest.raises(GatewayError, match="CANNOT_AFFORD"):
            client.send(REQUEST)
        assert len(gateway.outbox) == 2


def test_settings_are_those_of_the_sandbox() -> None:
    book = AddressBook({"1": "4520123456", "2": "4520123499"}, {"7": ("1", "2")})
    given = Settings(address_book=book, outcomes=Outcomes({"99": 22}), user="me", key="s3cret")
    with running_gateway(given) as gateway:
        gateway.client().send(SmsRequest(group=7, sender="You", text="Hi"))
        assert [message.status for message in gateway.outbox] == [150, 22]


def test_a_scheduled_message_is_delivered_when_its_time_has_come(sms_gateway: SmsGateway) -> None:
    scheduled = sms_gateway.now + HOUR
    request = SmsRequest(msisdn="4520123456", sender="You", text="Later", schedule=scheduled)
    sms_gateway.client().send(request)
    sms_gateway.advance(HOUR - 1)
    assert [message.status for message in sms_gateway.outbox] == [None]
    sms_gateway.advance(1)
    assert [message.status for message in sms_gateway.outbox] == [150]
    assert sms_gateway.outbox[0].received == sms_gateway.now == scheduled


def test_callbacks_are_made_before_advance_returns(
    sms_gateway: SmsGateway, callbacks: Callbacks
) -> None:
    callbacks.statuses = [500, 503]
    begin = sms_gateway.now
    request = SmsRequest(
        msisdn="4520123412",
        sender="You",
        text="Later",
        schedule=begin + 60,
        callback=f"{callbacks.url}?order=1",
    )
    sms_gateway.client().send(request)
    sms_gateway.advance(59)
    assert callbacks.called == []
    sms_gateway.advance(1)
    assert len(callbacks.called) == 1
    sms_gateway.advance(100 * HOUR)
    assert len(callbacks.called) == 3
    assert callbacks.called[2] == {
        "order": ["1"],
        "msisdn": ["4520123412"],
        "dialcode": ["45"],
        "number": ["20123412"],
        "status": ["12"],
        "timestamp": [str(begin + 60)],
        "delivered": ["0"],
        "smsid": ["1"],
    }
    assert (sms_gateway.outbox[0].attempts, sms_gateway.outbox[0].answer) == (3, 200)


def test_a_callback_without_schedule_is_made_by_advance_zero(
    sms_gateway: SmsGateway, callbacks: Callbacks
) -> None:
    request = SmsRequest(msisdn="4520123456", sender="You", text="Hi", callback=callbacks.url)
    sms_gateway.client().send(request)
    sms_gateway.advance(0)
    assert [called["status"] for called in callbacks.called] == [["150"]]


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_the_clock_does_not_go_back_or_nowhere(sms_gateway: SmsGateway, seconds: float) -> None:
    with pytest.raises(ValueError, match="the clock moves on by"):
        sms_gateway.advance(seconds)


def test_a_fault_comes_once_and_a_lost_reply_is_a_message_that_was_sent(
    sms_gateway: SmsGateway,
) -> None:
    sms_gateway.fail("reset, after")
    with pytest.raises(ReplyLostError):
        sms_gateway.client().send(REQUEST)
    assert len(sms_gateway.outbox) == 1
    sms_gateway.client().send(REQUEST)
    sms_gateway.fail("status=503", msisdn="56", every=2, times=None)
    sms_gateway.client().send(REQUEST)
    with pytest.raises(UnexpectedReplyError, match="503"):
        sms_gateway.client().send(REQUEST)
    assert len(sms_gateway.outbox) == 3


def test_faults_come_one_after_the_other_in_the_order_in_which_they_were_asked_for(
    sms_gateway: SmsGateway,
) -> None:
    for status in (503, 503, 429):
        sms_gateway.fail(f"status={status}")
    for status in (503, 503, 429):
        with pytest.raises(UnexpectedReplyError, match=str(status)):
            sms_gateway.client().send(REQUEST)
    sms_gateway.client().send(REQUEST)
    assert len(sms_gateway.outbox) == 1


def test_what_is_no_fault_is_refused_at_once(sms_gateway: SmsGateway) -> None:
    with pytest.raises(ValueError, match="'rest' is no fault"):
        sms_gateway.fail("rest")


@settings(max_examples=10)
@given(st.text(min_size=1, max_size=20).filter(lambda text: text.isascii()))
def test_each_example_of_hypothesis_may_have_a_gateway_of_its_own(text: str) -> None:
    with running_gateway() as gateway:
        gateway.client().send(SmsRequest(msisdn="4520123456", sender="You", text=text))
        assert [message.text for message in gateway.outbox] == [text]


@contextmanager
def nothing_left() -> Iterator[None]:
    threads = threading.enumerate()
    yield
    assert threading.enumerate() == threads
    gc.collect()  # a socket that was not closed warns, and warnings are errors


def test_no_thread_and_no_socket_stays_behind() -> None:
    with nothing_left(), running_gateway() as gateway:
        gateway.client().send(REQUEST)
        address = "127.0.0.1", urlsplit(gateway.url).port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


def test_who_connects_at_the_end_is_not_left_waiting() -> None:
    for _ in range(20):
        with running_gateway() as gateway:
            late = socket.create_connection(("127.0.0.1", urlsplit(gateway.url).port), PATIENCE)
        with suppress(ConnectionResetError):  # so late that nobody has accepted it
            assert late.recv(1) == b""
        late.close()


@pytest.mark.slow
def test_requests_under_way_do_not_keep_it_from_stopping(caplog: pytest.LogCaptureFixture) -> None:
    with nothing_left(), running_gateway() as gateway:
        gateway.fail("latency=3600s, after")
        parts = urlsplit(gateway.url)
        waiting = HTTPConnection(parts.netloc)
        form = REQUEST.form() | {"user": gateway.user, "key": gateway.key}
        waiting.request("GET", f"{parts.path}sms/api.json?{urlencode(form)}")
        patience = time.monotonic() + PATIENCE
        while not gateway.outbox:
            assert time.monotonic() < patience
    with pytest.raises(RemoteDisconnected):
        waiting.getresponse()
    waiting.close()
    assert caplog.records == []


def test_an_error_in_the_gateway_reaches_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(routes, "accept", fail)

    def send() -> None:
        with nothing_left(), running_gateway() as gateway, pytest.raises(UnexpectedReplyError):
            gateway.client().send(REQUEST)

    with pytest.raises(RuntimeError, match="the sandbox gateway failed: ZeroDivisionError"):
        send()


def test_an_error_at_the_end_reaches_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Sandbox.stop

    async def stop_and_fail(sandbox: Sandbox) -> None:
        await stop(sandbox)
        raise ZeroDivisionError

    monkeypatch.setattr(Sandbox, "stop", stop_and_fail)

    def run() -> None:
        with nothing_left(), running_gateway() as gateway:
            gateway.client().send(REQUEST)

    with pytest.raises(RuntimeError, match="the sandbox gateway failed: ZeroDivisionError"):
        run()


def test_a_gateway_that_cannot_start_says_why() -> None:
    def start() -> None:
        with nothing_left(), running_gateway(Settings(allowed_callbacks=("a b",))):
            pass

    with pytest.raises(ValueError, match="neither the name of a host nor an IP address"):
        start()


@pytest.fixture
def alone(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Somebody's project, without the plugins that happen to be installed here."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(CONFTEST)
    return pytester


CONFTEST = "from smsplan.sandbox.fixture import sms_gateway"
PAGE = (ROOT / "docs" / "how-to" / "sandbox.md").read_text("utf-8")
SIGNUP = PAGE.partition("```python\n")[2].partition("```")[0]


@pytest.mark.slow
def test_the_example_of_the_documentation_passes(alone: pytest.Pytester) -> None:
    assert SIGNUP.count("\ndef test_") == 2
    alone.makepyfile(SIGNUP)
    result = alone.runpytest_subprocess("-Werror")
    result.assert_outcomes(passed=2)


@pytest.mark.slow
def test_a_test_with_given_is_told_to_open_its_own(alone: pytest.Pytester) -> None:
    alone.makepyfile("""
        from hypothesis import given, strategies as st

        @given(st.text())
        def test_text(sms_gateway, text):
            pass
    """)
    result = alone.runpytest_subprocess("-p", "_hypothesis_pytestplugin")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*function_scoped_fixture*"])


@pytest.mark.process
@pytest.mark.parametrize(
    ("missing", "test", "extra"),
    [
        ("starlette", "def test_it(sms_gateway): pass", "web"),
        ("uvicorn", "def test_it(sms_gateway): pass", "web"),
    ],
)
def test_without_an_extra_the_fixture_says_which(
    alone: pytest.Pytester, missing: str, test: str, extra: str
) -> None:
    alone.makeconftest(f"import sys\nsys.modules['{missing}'] = None\n{CONFTEST}")
    alone.makepyfile(test)
    result = alone.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([f"*pip install 'smsplan[[]{extra}]'*"])


@pytest.mark.process
def test_the_plugin_imports_nothing_of_an_extra() -> None:
    script = (
        "import sys; before = set(sys.modules); import smsplan.sandbox.fixture;"
        " print(*set(sys.modules) - before)"
    )
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = set(run.stdout.split())
    assert "smsplan.sandbox.fixture" in loaded
    assert not loaded & {
        "starlette",
        "uvicorn",
        "anyio",
        "h11",
        "http.client",
        "sqlite3",
        "hypothesis",
    }
    assert not [name for name in loaded if re.match(r"smsplan\.gateway\.(client|sandbox)", name)]
