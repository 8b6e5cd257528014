"""What a page of another origin asks is refused before anything is stored."""

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from smsplan.http.origins import OwnPages
from smsplan.sandbox.routes import routes
from tests.sandbox.serving import LOGIN, SEND, SMS, ask, gateway

if TYPE_CHECKING:
    from smsplan.sandbox.sandbox import Sandbox

GOOD = urlencode(LOGIN | SMS).encode()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HOST = "127.0.0.1:8000"


def status(**headers: str) -> int:
    """Send by GET and by POST; the HTTP status of both, once it is clear that it is the truth."""
    given = FORM | {name.replace("_", "-"): value for name, value in headers.items()}
    with gateway() as sandbox:
        application = Starlette(
            routes=[
                Mount(
                    "/api/4",
                    routes=routes(cast("Sandbox", sandbox)),
                    middleware=[Middleware(OwnPages)],
                )
            ]
        )
        got = ask(application, SEND, query=GOOD, headers=given)
        posted = ask(application, SEND, method="POST", body=[GOOD], headers=given)
        assert got.status == posted.status
        assert len(sandbox.store.messages()) == (2 if got.status == 200 else 0)
        return got.status


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "Cross-Site", "Origin": f"http://{HOST}"},
        {"Sec_Fetch_Site": "none, cross-site"},
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": f"http://{HOST}.evil.test"},
        {"Origin": f"http://evil.test/{HOST}"},
        {"Origin": HOST},
    ],
)
def test_a_page_of_another_origin_cannot_send(headers: dict[str, str]) -> None:
    assert status(Host=HOST, **headers) == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Mode": "cors"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "same-origin", "Origin": f"http://{HOST}"},
        {"Origin": f"https://{HOST}"},
        {"Referer": "http://evil.test/"},
    ],
)
def test_programs_and_pages_of_its_own_send(headers: dict[str, str]) -> None:
    assert status(Host=HOST, **headers) == 200


def test_an_origin_is_nothing_without_a_host() -> None:
    for origin in ("http://evil.test", "null", ""):
        assert status(Origin=origin) == 403
    assert status(Host="Sandbox.Internal", Origin="http://sandbox.internal") == 200
