"""The calls of the API's document, as curl makes them, against ``smsplan serve``."""

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from .test_process import COMMAND, environment

pytest.importorskip("starlette", reason="the extra web is not installed")
pytest.importorskip("uvicorn", reason="the extra web is not installed")

CURL = shutil.which("curl") or ""
LOGIN = "user=demo&key=demo"
DOCUMENTED = "msisdn=4512345678&sender=You&text=This+text+is+on+the+way+to+you%21"
SENT = (
    '{"status":"success","success":"SMS_SENT",'
    '"sms":{"smsid":%d,"cost":0.2,"chars-count":31,"msg-count":1}}'
)

pytestmark = pytest.mark.skipif(not CURL, reason="curl is not installed")


@pytest.fixture
def base() -> Iterator[str]:
    """Serve; give the URL that the document's paths are below."""
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment()
    ) as process:
        try:
            assert process.stdout
            yield next(
                found[1] for line in process.stdout if (found := re.match(r"gateway +(\S+)/", line))
            )
        finally:
            process.terminate()


def curl(*arguments: str) -> str:
    command = [CURL, "--silent", "--show-error", "--max-time", "30", *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.process
def test_the_documents_own_call_is_answered_as_the_document_says(base: str) -> None:
    assert curl(f"{base}/sms/api.json?{LOGIN}&{DOCUMENTED}") == SENT % 1
    assert curl("--data", DOCUMENTED, f"{base}/sms/api.json?{LOGIN}") == SENT % 2
    fields = ("msisdn=4512345678", "sender=You", "text=This text is on the way to you!")
    form = [word for field in fields for word in ("--data-urlencode", field)]
    assert curl("--get", *form, f"{base}/sms/api.json?{LOGIN}") == SENT % 3
    assert curl(f"{base}/sms/api.xml?{LOGIN}&{DOCUMENTED}") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<response><status>success</status>'
        "<success>SMS_SENT</success><sms><smsid>4</smsid><cost>0.2</cost>"
        "<chars-count>31</chars-count><msg-count>1</msg-count></sms></response>"
    )


@pytest.mark.process
def test_an_error_is_answered_as_the_document_says(base: str) -> None:
    missing = DOCUMENTED.partition("&")[2]
    assert curl(f"{base}/sms/api.json?{LOGIN}&{missing}") == (
        '{"status":"error","error":"EMPTY_RECIPIENT","sms":{"msisdn":null}}'
    )
    assert curl(f"{base}/sms/api.json?user=demo&key=wrong&{DOCUMENTED}") == (
        '{"status":"error","error":"USER_NOT_FOUND","login":{"user":"demo"}}'
    )


@pytest.mark.process
def test_prices_and_outbox_are_answered_as_the_pages_say(base: str) -> None:
    prices = curl(f"{base}/view/yourprices/api.json?{LOGIN}")
    assert prices.startswith(
        '{"status":"success","success":"VIEW_YOURPRICES","yourprices":{"prices":['
        '{"country":"Denmark","dialcode":45,"price":{"sms":0.2,"hlr":0.08}},'
    )
    curl(f"{base}/sms/api.json?{LOGIN}&{DOCUMENTED}")
    found = curl(f"{base}/view/outbox/api.json?{LOGIN}&search=on+the+way")
    assert re.findall(r'"([a-z-]+)":', found)[3:] == [
        "smsid", "msisdn", "dialcode", "number", "sender", "sent", "received", "scheduled",
        "price", "failed", "error", "flash", "wappush", "text", "msg-count", "errortext",
    ]  # fmt: skip
    assert "smsid" not in curl(f"{base}/view/outbox/api.json?{LOGIN}&search=nowhere")
