"""``smsplan serve``: how it begins, what it refuses to begin with, and how it ends."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Smsplan
from .serving import SEND, Serve

pytest.importorskip("starlette", reason="the extra web is not installed")
pytest.importorskip("uvicorn", reason="the extra web is not installed")

pytestmark = [
    pytest.mark.usefixtures("_unmeasured"),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM for one process"),
]


def test_it_says_where_it_is_and_is_there_until_it_is_interrupted(serve: Serve) -> None:
    with serve() as served:
        page = served.urls["page"]
        assert re.fullmatch(r"http://127\.0\.0\.1:[1-9][0-9]*/", page)
        assert served.urls["gateway"] == f"{page}api/4/"
        assert "user demo, key demo\n" in served.said
        assert "Nothing is ever sent to a phone" in served.said
        status, body = served.ask(page)
        assert status == 200
        assert b"<html" in body
        assert served.send()["success"] == "SMS_SENT"
        assert served.ask(page, Host="rebound.example")[0] == 400
        assert served.end(signal.SIGINT) == (130, "")


@pytest.mark.process
@pytest.mark.parametrize("host", ["LocalHost", "127.0.0.1", "127.0.0.2", "::1"])
def test_on_loopback_it_answers_to_every_name_of_loopback(serve: Serve, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, 0), family=family).close()
    except OSError as error:
        pytest.skip(f"this machine has no {host}: {error}")
    with serve("--host", host) as served:
        page = served.urls["page"]
        bound = page.removeprefix("http://").rstrip("/").rpartition(":")[0]
        for name in (bound, "localhost", "127.0.0.1", "[::1]"):
            assert served.ask(page, Host=name)[0] == 200
            assert served.ask(page, Host=f"{name}:8000")[0] == 200
        assert served.ask(page, Host="rebound.example")[0] == 400


@pytest.mark.process
def test_it_ends_quietly_though_requests_are_under_way(serve: Serve) -> None:
    with serve() as served:
        port = int(served.urls["page"].rstrip("/").rpartition(":")[2])
        address = ("127.0.0.1", port)
        with socket.create_connection(address) as slow, socket.create_connection(address) as half:
            half.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
            slow.sendall(
                b"GET /api/4/view/outbox/api.json HTTP/1.1\r\nHost: localhost\r\n"
                b"X-Sandbox-Fault: latency=600s\r\n\r\n"
            )
            served.send()
            assert served.end(signal.SIGTERM) == (0, "")


@pytest.mark.process
def test_a_connection_can_be_reset_on_demand(serve: Serve) -> None:
    with serve() as served:
        url = served.urls["gateway"] + SEND.format("demo", "demo")
        with pytest.raises(ConnectionResetError):
            served.ask(url, **{"X-Sandbox-Fault": "reset"})


@pytest.mark.process
def test_options_reach_the_gateway_and_the_key_is_not_said(serve: Serve, tmp_path: Path) -> None:
    rates, book, faults = (tmp_path / name for name in ("rates.csv", "book.json", "faults.json"))
    rates.write_text("45,2.50\n", "utf-8")
    book.write_text('{"contacts": {"anna": "4520123456"}}', "utf-8")
    faults.write_text('[{"fault": "status=503", "msisdn": "99"}]', "utf-8")
    with serve(
        *("--rates", str(rates), "--currency", "EUR", "--balance", "4"),
        *("--address-book", str(book), "--faults", str(faults)),
        SMSPLAN_USER="me",
        SMSPLAN_KEY="s3cret",
    ) as served:
        assert "user me" in served.said
        assert "s3cret" not in served.said
        assert served.send()["error"] == "USER_NOT_FOUND"
        anna = served.urls["gateway"] + SEND.format("me", "s3cret").replace("msisdn", "contact")
        assert b'"cost":2.5' in served.ask(anna.replace("4520123456", "anna"))[1]
        assert served.send("me", "s3cret")["error"] == "CANNOT_AFFORD"
        assert served.ask(anna.replace("contact=4520123456", "msisdn=4520123499"))[0] == 503
        assert (
            b'"currency":"EUR"'
            in served.post(served.urls["page"] + "plan.json", b'{"text":"a"}')[1]
        )


@pytest.mark.process
def test_a_store_is_there_again_after_the_process_was_killed(serve: Serve, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with serve("--store", str(store)) as served:
        assert str(store) in served.said
        assert served.send()["sms"] == {"smsid": 1, "cost": 0.2, "chars-count": 2, "msg-count": 1}
        served.process.kill()
        served.process.wait()
    with serve("--store", str(store)) as served:
        assert served.send()["sms"] == {"smsid": 2, "cost": 0.2, "chars-count": 2, "msg-count": 1}


@pytest.mark.process
def test_where_other_machines_can_reach_it_it_says_so(serve: Serve) -> None:
    with serve("--host", "0.0.0.0") as served:  # noqa: S104 - what it warns of
        assert served.urls["page"].startswith("http://localhost:")
        for name in ("192.0.2.7", "[2001:db8::7]", "sandbox", socket.gethostname()):
            assert served.ask(served.urls["page"], Host=name)[0] == 200
        assert served.ask(served.urls["page"], Host="rebound.example")[0] == 400
        _, warned = served.end(signal.SIGTERM)
        assert "other machines can reach this server" in warned
        assert "web pages open in a browser there" in warned


def test_a_port_in_use_is_told(smsplan: Smsplan) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = smsplan("serve", "--port", str(port))
    assert run.exit_code == 2
    assert run.stderr.startswith(f"smsplan: cannot listen at '127.0.0.1', port {port}: ")
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize("host", ["no such host", "", "a" * 300, "host.invalid"])
def test_a_host_that_is_none_is_told(smsplan: Smsplan, host: str) -> None:
    run = smsplan("serve", "--host", host)
    assert run.exit_code == 2
    assert run.stderr.startswith("smsplan: cannot listen at '")


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--outcome", "99", "'99' is not SUFFIX=STATUS"),
        ("--outcome", "99=500", "no status code 500"),
        ("--balance", "much", "'much' is not an amount"),
        ("--balance", "-1", "the balance -1"),
        ("--clock-speed", "0", "the clock speed 0"),
        ("--clock-speed", "nan", "the clock speed nan"),
        ("--allow-callbacks", "http://example", "neither the name of a host"),
        ("--user", "", "the user is empty"),
        ("--currency", "kroner", "three capital letters"),
    ],
)
def test_a_value_that_is_none_is_told(
    smsplan: Smsplan, tmp_path: Path, option: str, value: str, reason: str
) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("45,0.2\n", "utf-8")
    run = smsplan("serve", "--rates", str(rates), option, value)
    assert run.exit_code == 2
    assert reason in said(run.stderr)


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("--rates", "line 1: "),
        ("--address-book", "not an address book"),
        ("--faults", "not the rules of faults"),
        ("--store", "cannot be the store of a sandbox"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    smsplan: Smsplan, tmp_path: Path, option: str, reason: str
) -> None:
    file = tmp_path / "file"
    file.write_text("something else, of more than a line\n" * 100, "utf-8")
    for path in (file, tmp_path, tmp_path / "nowhere" / "file"):
        run = smsplan("serve", "--port", "0", option, str(path))
        assert run.exit_code == 2
        assert run.stderr
        assert "Traceback" not in run.stderr
        if path == file:
            assert reason in said(run.stderr)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
@pytest.mark.parametrize("option", ["--address-book", "--faults"])
def test_a_file_without_an_end_is_told(smsplan: Smsplan, option: str) -> None:
    run = smsplan("serve", "--port", "0", option, "/dev/zero")
    assert run.exit_code == 2
    assert "it is a device, and no file" in said(run.stderr)


def said(stderr: str) -> str:
    """Join the lines of an error that stands in a box."""
    return " ".join(stderr.replace("│", " ").split())


@pytest.mark.process
def test_without_the_extra_it_says_what_to_install() -> None:
    blocked = (
        "import sys\n"
        "sys.modules['starlette'] = None\n"
        "sys.argv = ['smsplan', 'serve']\n"
        "from smsplan.cli import main\n"
        "main()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", blocked], check=False, capture_output=True, encoding="utf-8"
    )
    assert run.returncode == 2
    assert "pip install 'smsplan[web]'" in run.stderr
    assert len(run.stderr.splitlines()) == 1
