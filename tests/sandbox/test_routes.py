"""The gateway's URLs: what is documented, and what no request may do to them."""

import json
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.gateway.request import PARAMETERS
from smsplan.sandbox import routes
from smsplan.sandbox.address_book import AddressBook
from smsplan.sandbox.settings import Settings

from .serving import LOGIN, NOW, SEND, SMS, Gateway, Reply, ask, gateway

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OUTBOX = "/api/4/view/outbox/api.json"
PRICES = "/api/4/view/yourprices/api.json"
BOOK = AddressBook({"1": "4520123456", "2": "447911123456"}, {"7": ("1", "2")})
GOOD = urlencode(LOGIN | SMS).encode()


@pytest.fixture
def sandbox() -> Iterator[Gateway]:
    with gateway(Settings(address_book=BOOK)) as made:
        yield made


def test_the_example_of_the_document(sandbox: Gateway) -> None:
    query = b"msisdn=4512345678&sender=You&text=This+text+is+on+the+way+to+you%21"
    reply = ask(sandbox.application, SEND, query=query + b"&user=demo&key=demo")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert reply.body == (
        b'{"status":"success","success":"SMS_SENT",'
        b'"sms":{"smsid":1,"cost":0.2,"chars-count":31,"msg-count":1}}'
    )
    (message,) = sandbox.store.messages()
    assert (message.text, message.sent) == ("This text is on the way to you!", NOW)
    assert sandbox.woken == 1


def test_a_missing_recipient_is_the_error_of_the_document(sandbox: Gateway) -> None:
    reply = sandbox.get(SEND, LOGIN)
    assert reply.status == 200
    assert reply.body == b'{"status":"error","error":"EMPTY_RECIPIENT","sms":{"msisdn":null}}'
    assert sandbox.store.messages() == []
    assert sandbox.woken == 0


def test_a_form_is_posted_with_or_without_a_query(sandbox: Gateway) -> None:
    login, sms = urlencode(LOGIN).encode(), urlencode(SMS).encode()
    for query, body in ((login, sms), (b"", GOOD), (GOOD, b"")):
        kind = {"Content-Type": "Application/X-WWW-Form-URLencoded; charset=UTF-8"}
        reply = ask(
            sandbox.application, SEND, method="POST", query=query, body=[body], headers=kind
        )
        assert b"SMS_SENT" in reply.body
    assert len(sandbox.store.messages()) == 3


def test_the_balance_falls_with_each_send_until_nothing_can_be_afforded() -> None:
    with gateway(Settings(balance=Decimal("0.5"))) as sandbox:
        assert [b"SMS_SENT" in sandbox.send().body for _ in range(4)] == [True, True, False, False]
        reply = sandbox.send()
        assert reply.status == 200
        assert reply.body == b'{"status":"error","error":"CANNOT_AFFORD","sms":{"cost":0.2}}'
        credit = json.loads(sandbox.get(PRICES, LOGIN).body)["yourprices"]["credit"]
        assert credit == {"balance": 0.1, "timestamp": NOW}
        assert len(sandbox.store.messages()) == sandbox.woken == 2


def test_a_group_is_one_reply_and_a_message_for_each(sandbox: Gateway) -> None:
    reply = json.loads(sandbox.send(group="7").body)
    assert reply["sms"] == {"smsid": 1, "cost": 0.75, "chars-count": 31, "msg-count": 2}
    assert [(message.smsid, message.msisdn) for message in sandbox.store.messages()] == [
        (1, "4520123456"),
        (2, "447911123456"),
    ]


def test_a_group_that_cannot_be_afforded_is_not_sent_in_part() -> None:
    with gateway(Settings(address_book=BOOK, balance=Decimal("0.74"))) as sandbox:
        assert b"CANNOT_AFFORD" in sandbox.send(group="7").body
        assert sandbox.store.messages() == []
        assert b"SMS_SENT" in sandbox.send(contact="1").body


@pytest.mark.parametrize(
    "login",
    [
        {},
        {"user": "demo"},
        {"key": "demo"},
        {"user": "", "key": ""},
        {"user": "demo", "key": "Demo"},
        {"user": "demo", "key": "demo "},
        {"user": "Demo", "key": "demo"},
        {"user": "dæmo", "key": "demø😀"},
        {"user": "demo\0", "key": "demo"},
    ],
)
@pytest.mark.parametrize("path", [SEND, OUTBOX, PRICES])
def test_a_wrong_login_is_refused_everywhere(path: str, login: dict[str, str]) -> None:
    with gateway() as sandbox:
        sms = SMS if path == SEND else {}
        reply = sandbox.get(path, login | sms)
        user = json.dumps(login.get("user"), ensure_ascii=False)
        assert reply.status == 200
        assert reply.body.decode() == (
            f'{{"status":"error","error":"USER_NOT_FOUND","login":{{"user":{user}}}}}'
        )
        assert sandbox.store.messages() == []


def test_user_and_key_are_compared_in_constant_time_and_always_both(
    sandbox: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(given: bytes, expected: bytes) -> bool:
        compared.append((given, expected))
        return False

    monkeypatch.setattr(routes, "compare_digest", compare)
    sandbox.get(SEND, {"user": "Eve", "key": "ø"})
    assert compared == [(b"Eve", b"demo"), ("ø".encode(), b"demo")]


@pytest.mark.parametrize(
    "query",
    [
        GOOD + b"&text=again",
        GOOD + b"&key=demo",
        GOOD + b"&msisdn=4512345678",
        GOOD + b"&flsh=true",
        GOOD + b"&search=x",
        GOOD + b"&callback=%zz",
        GOOD + b"&callback=%ff",
        GOOD + b"&callback=%ed%a0%80",
        GOOD + b"&%00=1",
        GOOD + b"&callback=javascript:alert(1)",
        GOOD + b"&price=" + b"9" * 10_000,
        GOOD + b"&price=-1",
        GOOD + b"&flash=2",
        GOOD + b"&contact=1&group=7",
        GOOD + b"&wappush=x",
    ],
)
def test_what_cannot_be_read_is_400_and_nothing_is_stored(sandbox: Gateway, query: bytes) -> None:
    reply = ask(sandbox.application, SEND, query=query)
    assert reply.status == 400
    assert reply.headers["content-type"].startswith("text/plain")
    assert 0 < len(reply.body) < 1000
    assert sandbox.store.messages() == []


@pytest.mark.parametrize(
    "body_and_headers",
    [
        (GOOD, {}),
        (GOOD, {"Content-Type": "application/json"}),
        (GOOD, {"Content-Type": "multipart/form-data; boundary=x"}),
        (GOOD, {"Content-Type": "text/plain"}),
        (GOOD, FORM | {"Content-Encoding": "gzip"}),
        (GOOD, {"Content-Type": "application/x-www-form-urlencoded; charset=latin-1"}),
        (b"{}", {"Content-Type": "application/json; charset=utf-8"}),
    ],
)
def test_a_body_that_is_no_form_is_415(
    sandbox: Gateway, body_and_headers: tuple[bytes, dict[str, str]]
) -> None:
    body, headers = body_and_headers
    reply = ask(sandbox.application, SEND, method="POST", body=[body], headers=headers)
    assert reply.status == 415
    assert sandbox.store.messages() == []


@pytest.mark.parametrize(
    "method", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "X"]
)
@pytest.mark.parametrize("path", [SEND, OUTBOX])
def test_other_methods_are_405_and_send_nothing(sandbox: Gateway, method: str, path: str) -> None:
    reply = ask(sandbox.application, path, method=method, query=GOOD)
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, POST"
    assert sandbox.store.messages() == []


@pytest.mark.parametrize(
    "path", ["/api/4/sms/api.yaml", "/api/4/sms/", "/api/4/SMS/api.json", "/api/3/sms/api.json"]
)
def test_other_paths_are_404(sandbox: Gateway, path: str) -> None:
    assert ask(sandbox.application, path, query=GOOD).status == 404


def test_xml_says_the_same_as_json(sandbox: Gateway) -> None:
    for path, parameters in (
        ("/api/4/sms/api", LOGIN | SMS | {"sender": "\0\ufffe<&>\r\n"}),
        ("/api/4/sms/api", LOGIN),
        ("/api/4/sms/api", {"user": "]]>"}),
        ("/api/4/view/yourprices/api", LOGIN),
        ("/api/4/view/outbox/api", LOGIN),
    ):
        xml = sandbox.get(path + ".xml", parameters)
        assert xml.headers["content-type"].startswith("application/xml")
        read = ET.fromstring(xml.body)  # noqa: S314 - ours
        reply = json.loads(sandbox.get(path + ".json", parameters).body)
        assert [element.tag for element in read] == list(reply)
        assert read.findtext("error") == reply.get("error")


def test_the_outbox_shows_what_was_sent_the_newest_first(sandbox: Gateway) -> None:
    sandbox.send(text="One", flash="true", price="150", schedule=str(NOW + 60))
    sandbox.send(text="100% æøå", msisdn="+44 7911 123456", wappush="http://example.com/")
    reply = json.loads(sandbox.get(OUTBOX, LOGIN).body)
    assert (reply["status"], reply["success"]) == ("success", "VIEW_OUTBOX")
    newest, oldest = reply["outbox"]
    assert oldest == {
        "smsid": 1, "msisdn": "4512345678", "dialcode": 45, "number": "12345678", "sender": "You",
        "sent": NOW, "received": None, "scheduled": NOW + 60, "price": 150, "failed": False,
        "error": None, "flash": True, "wappush": None, "text": "One", "msg-count": 1,
        "errortext": None,
    }  # fmt: skip
    assert (newest["dialcode"], newest["number"]) == (44, "7911123456")
    assert newest["wappush"] == "http://example.com/"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [3, 2, 1]),
        ("one", [1]),
        ("%", [2]),
        ("_", []),
        ("'", [3]),
        ("\0", [3]),
        ("you", [3, 2, 1]),
        ("4791", [2]),
        ("' OR 1=1 --", []),
        ("9" * 5_000, []),
    ],
)
def test_search_looks_in_msisdn_sender_and_text(
    sandbox: Gateway, search: str, found: list[int]
) -> None:
    sandbox.send(text="One")
    sandbox.send(text="100%", msisdn="4791234567")
    sandbox.send(text="It's \0")
    reply = json.loads(sandbox.get(OUTBOX, LOGIN | {"search": search}).body)
    assert [message["smsid"] for message in reply["outbox"]] == found


def test_the_outbox_is_bounded(sandbox: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MAX_ROWS", 2)
    for _ in range(3):
        sandbox.send()
    for search in ("", "text"):
        reply = json.loads(sandbox.get(OUTBOX, LOGIN | {"search": search}).body)
        assert [message["smsid"] for message in reply["outbox"]] == [3, 2]


def test_a_store_that_fails_is_503_and_is_logged(
    sandbox: Gateway, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_messages: object) -> None:
        message = "database or disk is full"
        raise sqlite3.OperationalError(message)

    monkeypatch.setattr(sandbox.store, "add", fail)
    assert sandbox.send().status == 503
    assert "disk is full" in caplog.text
    assert len(caplog.text.splitlines()) == 1


_NAMES = st.sampled_from([*PARAMETERS, *LOGIN, "search", "x"]).map(str.encode)
_VALUES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([b"demo", b"4512345678", b"true", b"%F0%9F%98%80", b"%00", b"%", b"1e999"]),
)
_ENCODED = st.lists(st.tuples(_NAMES, _VALUES).map(b"=".join), max_size=5).map(b"&".join)


@given(
    path=st.sampled_from([SEND, SEND.replace("json", "xml"), OUTBOX, PRICES]),
    method=st.sampled_from(["GET", "POST"]),
    query=st.sampled_from([b"", GOOD + b"&", urlencode(LOGIN).encode() + b"&"]),
    more=_ENCODED | st.binary(max_size=40),
    body=_ENCODED | st.binary(max_size=40),
)
def test_no_request_is_a_500_and_only_a_success_stores(
    path: str, method: str, query: bytes, more: bytes, body: bytes
) -> None:
    with gateway() as sandbox:
        reply: Reply = ask(
            sandbox.application, path, method=method, query=query + more, body=[body], headers=FORM
        )
        assert reply.status in {200, 400}
        assert len(sandbox.store.messages()) == (b"SMS_SENT" in reply.body)
