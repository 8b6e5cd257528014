import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from smsplan.gateway.client import Client
from tests.shapes import hold

from .conftest import Smsplan

TO_YOU = ("--to", "4520123456", "--sender", "You")


class Gateway(HTTPServer):
    """A gateway on loopback that answers as told and keeps what it was sent."""

    status = 200
    reply: dict[str, object]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.forms: list[dict[str, list[str]]] = []
        self.reply = {
            "status": "success",
            "success": "SMS_SENT",
            "sms": {"smsid": 7, "cost": 0.2, "chars-count": 2, "msg-count": 1},
        }

    @property
    def options(self) -> tuple[str, str]:
        return "--base-url", f"http://127.0.0.1:{self.server_port}/api/4/"


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        octets = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.forms.append(parse_qs(octets.decode()))
        body = json.dumps(self.server.reply).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def _credentials(_no_credentials: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSPLAN_USER", "demo")
    monkeypatch.setenv("SMSPLAN_KEY", "s3cret")


@pytest.mark.usefixtures("_credentials")
def test_a_message_is_sent_once_with_the_credentials(smsplan: Smsplan, gateway: Gateway) -> None:
    run = smsplan("send", *TO_YOU, *gateway.options, "Hi")
    assert run.stdout == "sent: smsid 7, chars-count 2, msg-count 1, cost 0.2\n"
    assert run.stderr == ""
    assert run.exit_code == 0
    assert gateway.forms == [
        {
            "msisdn": ["4520123456"],
            "text": ["Hi"],
            "sender": ["You"],
            "user": ["demo"],
            "key": ["s3cret"],
        }
    ]


@pytest.mark.usefixtures("_credentials")
def test_json_prints_what_the_gateway_said(smsplan: Smsplan, gateway: Gateway) -> None:
    run = smsplan("send", *TO_YOU, *gateway.options, "--json", "Hi")
    assert run.stdout == '{"smsid":7,"cost":0.2,"chars-count":2,"msg-count":1}\n'
    hold(json.loads(run.stdout), "SmsSent")


@pytest.mark.usefixtures("_credentials")
def test_a_bill_that_differs_is_reported(smsplan: Smsplan, gateway: Gateway) -> None:
    run = smsplan("send", *TO_YOU, *gateway.options, "Hi there")
    assert "BILLED_CHARS_COUNT: billed 2, planned 8" in run.stderr
    assert run.exit_code == 0


@pytest.mark.usefixtures("_credentials")
def test_errors_keep_a_message_from_being_sent(smsplan: Smsplan, gateway: Gateway) -> None:
    run = smsplan("send", "--to", "45x", "--sender", "You", *gateway.options, "Hi")
    assert "MSISDN_ALPHA" in run.stderr
    assert run.exit_code == 1
    assert gateway.forms == []


@pytest.mark.usefixtures("_credentials")
def test_force_sends_it_all_the_same(smsplan: Smsplan, gateway: Gateway) -> None:
    run = smsplan("send", "--to", "45x", "--sender", "You", *gateway.options, "--force", "Hi")
    assert run.exit_code == 0
    assert gateway.forms[0]["msisdn"] == ["45x"]


@pytest.mark.usefixtures("_credentials")
def test_force_cannot_send_a_time_that_does_not_exist(smsplan: Smsplan, gateway: Gateway) -> None:
    run = smsplan(
        *("send", *TO_YOU, *gateway.options, "--force", "--schedule", "2027-03-28T02:30", "Hi")
    )
    assert "SCHEDULED_INVALID" in run.stderr
    assert run.exit_code == 2
    assert gateway.forms == []


@pytest.mark.usefixtures("_credentials")
def test_the_gateways_refusal_exits_1_and_hides_the_key(smsplan: Smsplan, gateway: Gateway) -> None:
    gateway.reply = {"status": "error", "error": "USER_NOT_FOUND", "login": {"key": "s3cret"}}
    run = smsplan("send", *TO_YOU, *gateway.options, "Hi")
    assert "USER_NOT_FOUND" in run.stderr
    assert "s3cret" not in run.output
    assert run.exit_code == 1


@pytest.mark.usefixtures("_credentials")
def test_a_message_that_may_have_been_sent_exits_3(smsplan: Smsplan, gateway: Gateway) -> None:
    gateway.status = 500
    run = smsplan("send", *TO_YOU, *gateway.options, "Hi")
    assert "may have been sent" in run.stderr
    assert run.exit_code == 3


@pytest.mark.usefixtures("_credentials")
def test_no_connection_exits_1(smsplan: Smsplan) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        base_url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
    run = smsplan("send", *TO_YOU, "--base-url", base_url, "Hi")
    assert "nothing was sent" in run.stderr
    assert run.exit_code == 1


@pytest.mark.usefixtures("_credentials")
def test_an_interrupted_send_says_that_it_may_have_been_sent(
    smsplan: Smsplan, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Client, "_post", interrupt)
    run = smsplan("send", *TO_YOU, *gateway.options, "Hi")
    assert "interrupted; the message may have been sent" in run.stderr
    assert run.exit_code == 3


def test_without_credentials_nothing_is_sent(smsplan: Smsplan, gateway: Gateway) -> None:
    run = smsplan("send", *TO_YOU, *gateway.options, "Hi")
    assert "SMSPLAN_USER and SMSPLAN_KEY" in run.stderr
    assert run.exit_code == 2
    assert gateway.forms == []


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.usefixtures("_credentials")
def test_a_message_that_was_sent_but_not_reported_exits_3(gateway: Gateway) -> None:
    with Path("/dev/full").open("wb") as nowhere:
        run = subprocess.run(
            [sys.executable, "-m", "smsplan", "send", *TO_YOU, *gateway.options, "Hi"],
            stdout=nowhere,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert len(gateway.forms) == 1
    assert run.returncode == 3


@pytest.mark.usefixtures("_credentials")
def test_a_cost_that_differs_from_the_quote_is_reported(
    smsplan: Smsplan, gateway: Gateway, tmp_path: Path
) -> None:
    card = tmp_path / "card.csv"
    card.write_text("45,0.25\n")
    run = smsplan("send", *TO_YOU, *gateway.options, "--rates", str(card), "Hi")
    assert "BILLED_COST: billed 0.2, planned 0.25" in run.stderr
    assert run.exit_code == 0


@pytest.mark.usefixtures("_credentials")
def test_a_base_url_that_would_show_the_key_is_refused(smsplan: Smsplan) -> None:
    run = smsplan("send", *TO_YOU, "--base-url", "http://gateway.example/api/4/", "Hi")
    assert "https" in run.stderr
    assert run.exit_code == 2


@pytest.mark.usefixtures("_credentials")
def test_a_dry_run_prints_the_form_without_the_key(smsplan: Smsplan, gateway: Gateway) -> None:
    run = smsplan("send", *TO_YOU, *gateway.options, "--dry-run", "--flash", "Hi\n\x1b[2J")
    assert run.stdout.splitlines()[1:] == [
        "  msisdn    4520123456",
        r"  text      Hi\n\x1b[2J",
        "  sender    You",
        "  flash     true",
        "  user      demo",
    ]
    assert "s3cret" not in run.output
    assert gateway.forms == []


def test_a_dry_run_in_json_is_the_form(smsplan: Smsplan) -> None:
    run = smsplan("send", *TO_YOU, "--dry-run", "--json", "Hi")
    assert json.loads(run.stdout) == {"msisdn": "4520123456", "text": "Hi", "sender": "You"}
