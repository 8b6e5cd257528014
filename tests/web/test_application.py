"""What every reply of the server has, and what it refuses before it looks at it."""

import asyncio
import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .asking import Reply, ask

pytest.importorskip("starlette", reason="the extra web is not installed")
pytest.importorskip("uvicorn", reason="the extra web is not installed")

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smsplan import plan
from smsplan.display import SIGNS
from smsplan.sandbox import Settings
from smsplan.web.application import SIGNS_PATH, application

APPLICATION = application()
JSON = {"content-type": "application/json"}
ENDPOINTS = ("/plan.json", "/lint.json", "/fix.json", "/bounds.json")
SEND = "/api/4/sms/api.json?user=demo&key=demo&msisdn=4520123456&sender=You&text=Hi"


def post(path: str, body: bytes, **headers: str) -> Reply:
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(APPLICATION, "POST", path, body, JSON | changed)


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/page/page.css", 200),
        ("GET", "/page/providers.js", 200),
        ("GET", "/openapi.json", 200),
        ("POST", "/plan.json", 415),
        ("GET", "/plan.json", 405),
        ("GET", "/nothing", 404),
        ("GET", f"/?{'a' * 20_000}", 414),
        ("GET", SEND, 200),
        ("GET", "/api/4/nothing", 404),
        ("GET", SEND.replace("?", "/?"), 404),
        ("POST", "/plan.json/", 404),
    ],
)
def test_every_reply_holds_a_browser_to_what_is_served_here(
    method: str, target: str, status: int
) -> None:
    reply = ask(APPLICATION, method, target)
    assert reply.status == status
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in reply.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert not any(name.startswith("access-control") for name in reply.headers)


def test_the_page_and_its_files_have_types_that_browsers_take() -> None:
    index = ask(APPLICATION, "GET", "/")
    assert index.headers["content-type"] == "text/html; charset=utf-8"
    named = re.findall(r'(?:src|href)="([^"#:]+)"', index.body.decode())
    assert all(ask(APPLICATION, "GET", f"/{name}").status == 200 for name in named)
    types = {Path(name).suffix: ask(APPLICATION, "GET", f"/{name}").headers for name in named}
    assert types[".js"]["content-type"] == "text/javascript; charset=utf-8"
    assert types[".css"]["content-type"] == "text/css; charset=utf-8"
    assert types[".svg"]["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "path",
    [
        "/page/",
        "/page/../application.py",
        "/page/..%2fapplication.py",
        "/page//etc/passwd",
        "/page/..\\application.py",
        "/page/\0",
    ],
)
def test_nothing_but_the_page_is_served(path: str) -> None:
    assert ask(APPLICATION, "GET", path).status == 404


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_a_method_that_an_endpoint_does_not_have_is_refused(path: str, method: str) -> None:
    reply = ask(APPLICATION, method, path)
    assert reply.status == 405
    assert reply.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json", "content-encoding": "gzip"},
        {},
    ],
)
def test_a_body_of_another_type_is_not_read(headers: dict[str, str]) -> None:
    reply = ask(APPLICATION, "POST", "/plan.json", b'{"text":"Hi"}', headers)
    assert reply.status == 415
    assert reply.json["where"] == "content-type"


def test_json_may_say_that_it_is_utf_8() -> None:
    assert post("/plan.json", b'{"text":"Hi"}', content_type='Application/JSON;charset="UTF-8"')


@pytest.mark.parametrize(
    ("body", "error", "where"),
    [
        (b"", "it is not JSON: Input data was truncated", "$"),
        (b'{"text":"Hi"', "it is not JSON: Input data was truncated", "$"),
        (b'{"text":"\xff"}', "it is not UTF-8", "$"),
        (b'{"text":"\\ud83d"}', "it has a lone surrogate, which is no character", "$"),
        (b'{"text":"\\ude00"}', "it has a lone surrogate, which is no character", "$"),
        (b'{"text":NaN}', "it is not JSON: JSON is malformed: invalid character (byte 8)", "$"),
        (b"[" * 100_000, "Expected `object`, got `array`", "$"),
        (b'{"text":"\\ud83d","x":' + b"[" * 100_000, "it is not JSON: ", "$"),
        (b'{"text":["Hi"]}', "Expected `str`, got `array`", "$.text"),
        (b'{"text":"Hi","languages":["no"]}', "Invalid enum value 'no'", "$.languages[0]"),
        (b'{"text":"\xd1\x8f","encoding":"GSM-7"}', "GSM-7 lacks 'я' U+044F", "$.text"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_says_why_and_where(
    body: bytes, error: str, where: str
) -> None:
    reply = post("/plan.json", body)
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/json"
    assert reply.json["error"].startswith(error)
    assert reply.json["where"] == where


@given(st.one_of(st.binary(), st.text().map(str.encode)), st.sampled_from(ENDPOINTS))
def test_no_body_breaks_an_endpoint(body: bytes, path: str) -> None:
    assert post(path, body).status == 400


def test_an_error_quotes_little_of_what_was_sent() -> None:
    reply = post("/plan.json", b'{"text":"Hi","boundary":"%s"}' % (b"x" * 1_000_000))
    assert reply.status == 400
    assert len(reply.body) < 1000


@pytest.mark.slow
def test_the_longest_text_is_planned_however_it_is_escaped_and_no_longer_one() -> None:
    longest = post("/plan.json", b'{"text":"%s"}' % (b"\\u044f" * (1 << 20)))
    assert longest.status == 200
    assert longest.json["msg-count"] == -(-(1 << 20) // 67)
    assert post("/plan.json", b'{"text":"%s"}' % (b"a" * ((1 << 20) + 1))).status == 400
    assert post("/plan.json", b'{"text":"%s"}' % (b"a" * (8 << 20))).status == 413


def test_the_gateway_takes_no_body_as_long_as_the_page_may_send() -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    body = b"text=" + b"a" * 1_000_000
    assert ask(APPLICATION, "POST", "/api/4/sms/api.json", body, form).status == 413


def test_a_plan_as_the_page_reads_it() -> None:
    reply = post("/plan.json", '{"text": "“€", "languages": ["turkish"]}'.encode())
    assert reply.headers["content-type"] == "application/json"
    answer = reply.json
    assert len(answer.pop("costs")) == 5
    assert answer == {
        **plan("“€").to_dict(),
        "characters": {
            "“": {
                "code-point": "U+201C",
                "name": "LEFT DOUBLE QUOTATION MARK",
                "units": 1,
                "octets": "201C",
                "non-gsm": True,
            },
            "€": {
                "code-point": "U+20AC",
                "name": "EURO SIGN",
                "units": 1,
                "octets": "20AC",
                "non-gsm": False,
            },
        },
        "destination": None,
        "findings": [],
    }


def test_a_finding_as_the_page_reads_it() -> None:
    (finding,) = post("/lint.json", '{"text": "“"}'.encode()).json["findings"]
    place = {"start": 0, "end": 1, "utf16-start": 0, "utf16-end": 1}
    assert finding == {
        "code": "ENC001",
        "name": "non-gsm-character",
        "severity": "warning",
        "field": "text",
        "message": "'“' U+201C LEFT DOUBLE QUOTATION MARK is not in GSM-7",
        **place,
        "fix": {"safety": "safe", "edits": [{**place, "replacement": '"'}]},
        "saves": 0,
    }


def test_a_fixed_text_as_the_page_reads_it() -> None:
    body = '{"text": "“%s", "level": "unsafe"}' % ("a" * 70)
    assert post("/fix.json", body.encode()).json == {
        "text": '"' + "a" * 70,
        "plan": plan('"' + "a" * 70).to_dict(),
        "before": plan("“" + "a" * 70).to_dict(),
        "applied": [{"start": 0, "end": 1, "utf16-start": 0, "utf16-end": 1, "replacement": '"'}],
        "saved": 1,
    }


def test_bounds_as_the_page_reads_them() -> None:
    fields = b'{"a": {"min-length": 1, "max-length": 2, "charset": "digits"}}'
    answer = post("/bounds.json", b'{"template": "{a}", "syntax": "format", "fields": %s}' % fields)
    shortest, longest = (
        {
            "filling": {"a": digits},
            "plan": plan(digits).to_dict(),
        }
        for digits in ("0", "00")
    )
    witnesses: dict[str, Any] = {"least-witness": shortest, "most-witness": longest}
    assert answer.json == {
        "fields": ["a"],
        "bounds": {
            "msg-count": {"least": 1, "most": 1} | witnesses,
            "chars-count": {"least": 1, "most": 2} | witnesses,
            "non-gsm-fields": [],
            "room": {"a": 160},
            "cost": None,
            "costs": [
                {
                    "country": country,
                    "dialcode": code,
                    "region": "",
                    "least": cost,
                    "most": cost,
                    "cost": cost,
                    "currency": "DKK",
                    "channels": {},
                }
                for country, code, cost in (
                    ("Denmark", 45, 0.2),
                    ("Norway", 47, 0.2),
                    ("Sweden", 46, 0.2),
                    ("United Kingdom", 44, 0.55),
                    ("Other countries", 0, 0.6),
                )
            ],
        },
        "reason": None,
        "start": None,
        "end": None,
        "utf16-start": None,
        "utf16-end": None,
    }


def test_amounts_are_numbers_to_the_last_digit() -> None:
    reply = post("/plan.json", b'{"text":"%s"}' % (b"a" * 161))
    amounts = b'"least":1.1,"most":1.1,"cost":1.1,"currency":"DKK","channels":{}}'
    place = b'{"country":"United Kingdom","dialcode":44,"region":"",'
    assert place + amounts in reply.body


def test_the_signs_of_the_page_are_those_of_the_table() -> None:
    reply = ask(APPLICATION, "GET", SIGNS_PATH)
    assert reply.headers["content-type"].startswith("text/javascript")
    written = reply.body.decode().removeprefix("export const SIGNS = ").removesuffix(";\n")
    assert json.loads(written) == SIGNS


def test_an_error_of_ours_has_the_headers_too() -> None:
    broken = application()

    def fail(_request: Request) -> Response:
        raise ZeroDivisionError

    broken.router.routes.insert(0, Route("/broken", fail))
    sent: list[Any] = []

    async def receive() -> Any:  # noqa: ANN401 - as ASGI has it
        return {"type": "http.request"}

    async def send(message: Any) -> None:  # noqa: ANN401 - as above
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/broken", "headers": []}
    with pytest.raises(ZeroDivisionError):
        asyncio.run(broken(scope, receive, send))
    assert sent[0]["status"] == 500
    assert dict(sent[0]["headers"])[b"content-security-policy"].startswith(b"default-src 'none'")


def test_the_gateway_answers_below_its_documented_path() -> None:
    assert ask(APPLICATION, "GET", SEND).json == {
        "status": "success",
        "success": "SMS_SENT",
        "sms": {"smsid": 1, "cost": 0.2, "chars-count": 2, "msg-count": 1},
    }


def test_only_the_gateway_fails_on_demand() -> None:
    fault = {"X-Sandbox-Fault".lower(): "status=503"}
    assert ask(APPLICATION, "GET", SEND, headers=fault).status == 503
    assert ask(APPLICATION, "GET", "/openapi.json", headers=fault).status == 200


def test_the_store_is_open_while_the_application_runs(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    kept = application(Settings(store=tmp_path / "store"))
    assert ask(kept, "GET", SEND).json["sms"]["smsid"] == 1
    assert ask(kept, "GET", SEND).json["sms"]["smsid"] == 2
    more = set(threading.enumerate()) - before
    assert not [each.name for each in more if each.name.startswith("smsplan")]
