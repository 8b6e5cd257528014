"""Pages of other origins, and those that take a name for one of this (DNS rebinding)."""

import pytest

from .asking import ask

pytest.importorskip("starlette", reason="the extra web is not installed")
pytest.importorskip("uvicorn", reason="the extra web is not installed")

from smsplan.http.origins import cannot_rebind
from smsplan.web.application import application

APPLICATION = application()
JSON = {"content-type": "application/json"}
ENDPOINTS = ("/plan.json", "/lint.json", "/fix.json", "/bounds.json")
SEND = "/api/4/sms/api.json?user=demo&key=demo&msisdn=4520123456&sender=You&text=Hi"


def test_a_server_answers_to_its_own_names_alone() -> None:
    mine = application(is_own_host=frozenset({"127.0.0.1", "localhost", "[::1]"}).__contains__)
    for host in ("127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]:8000"):
        assert ask(mine, "GET", "/", host=host).status == 200
    for host in (
        *("rebound.example", "localhost.rebound.example", "127.0.0.1.nip.io:8000"),
        *("", "localhost:x", "localhost@rebound.example", "rebound.example:localhost"),
    ):
        assert ask(mine, "GET", "/", host=host).status == 400
        assert ask(mine, "GET", SEND, host=host).status == 400


@pytest.mark.parametrize(
    ("name", "cannot"),
    [
        ("192.0.2.7", True),
        ("[2001:db8::7]", True),
        ("[::ffff:192.0.2.7]", True),
        ("sandbox", True),
        ("sandbox.local", True),
        ("host.docker.internal", True),
        ("app.localhost", True),
        ("evil.test", False),
        ("192.0.2.7.nip.example", False),
        ("local.example", False),
        ("evil.test.", False),
        ("notlocal.xlocal", False),
        ("0x7f.1", False),
    ],
)
def test_only_a_name_of_the_public_dns_can_be_led_elsewhere(name: str, *, cannot: bool) -> None:
    assert cannot_rebind(name) is cannot


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", SEND),
        ("POST", SEND),
        ("GET", "/api/4/view/outbox/api.xml?user=demo&key=demo"),
        *(("POST", path) for path in ENDPOINTS),
        ("GET", "/openapi.json"),
    ],
)
def test_pages_of_other_origins_may_ask_neither_gateway_nor_endpoints(
    method: str, target: str
) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "http://evil.test"}):
        assert ask(APPLICATION, method, target, b"{}", JSON | headers).status == 403
    own = JSON | {"sec-fetch-site": "same-origin", "origin": "http://localhost"}
    assert ask(APPLICATION, method, target, b"{}", own).status != 403


def test_a_link_of_another_page_leads_to_the_page() -> None:
    assert ask(APPLICATION, "GET", "/", headers={"sec-fetch-site": "cross-site"}).status == 200
