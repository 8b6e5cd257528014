"""Replies are the documented ones: names, types, order; in XML the same."""

import json
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan import RateCard
from smsplan.gateway import parse_reply
from smsplan.sandbox import replies
from smsplan.sandbox.acceptance import Refusal
from smsplan.sandbox.messages import Accepted, Message
from smsplan.sandbox.outcomes import STATUSES
from smsplan.sandbox.settings import RATES

from .serving import NOW

_AMOUNTS = st.decimals(0, 10**17, places=18) | st.decimals(0, 1000, places=2)
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def accepted(cost: Decimal = Decimal("0.2")) -> Accepted:
    return Accepted(
        msisdn="4512345678",
        sender="You",
        text="Hi",
        sent=NOW,
        cost=cost,
        chars_count=31,
        msg_count=1,
    )


def message(status: int | None) -> Message:
    return Message(
        smsid=7,
        msisdn="4512345678",
        sender="You",
        text="Hi",
        sent=NOW,
        cost=Decimal("0.2"),
        chars_count=2,
        msg_count=1,
        status=status,
    )


def test_success_is_that_of_the_document() -> None:
    assert replies.to_json(replies.sent((0,), (accepted(),))) == (
        b'{"status":"success","success":"SMS_SENT",'
        b'"sms":{"smsid":0,"cost":0.2,"chars-count":31,"msg-count":1}}'
    )


def test_an_error_is_that_of_the_document() -> None:
    reply = replies.refused(Refusal("EMPTY_RECIPIENT", "msisdn", None))
    assert replies.to_json(reply) == (
        b'{"status":"error","error":"EMPTY_RECIPIENT","sms":{"msisdn":null}}'
    )


def test_a_group_has_the_sums_of_its_bill_and_its_first_smsid() -> None:
    reply = replies.sent((8, 9), (accepted(Decimal("0.20")), accepted(Decimal("0.55"))))
    assert reply["sms"] == {
        "smsid": 8,
        "cost": Decimal("0.75"),
        "chars-count": 31,
        "msg-count": 2,
    }


def test_other_errors() -> None:
    assert replies.to_json(replies.user_not_found("Eve")) == (
        b'{"status":"error","error":"USER_NOT_FOUND","login":{"user":"Eve"}}'
    )
    assert replies.to_json(replies.cannot_afford([accepted(), accepted()])) == (
        b'{"status":"error","error":"CANNOT_AFFORD","sms":{"cost":0.4}}'
    )


def test_the_price_list_is_that_of_the_page() -> None:
    page = """{"status": "success", "success": "VIEW_YOURPRICES",
     "yourprices": {
      "prices": [
       {"country": "Denmark", "dialcode": 45, "price": {"sms": 0.2, "hlr": 0.08}},
       {"country": "Norway", "dialcode": 47, "price": {"sms": 0.2, "hlr": 0.08}},
       {"country": "Sweden", "dialcode": 46, "price": {"sms": 0.2, "hlr": 0.08}},
       {"country": "United Kingdom", "dialcode": 44, "price": {"sms": 0.55, "hlr": 0.08}},
       {"country": "Other countries", "dialcode": 0, "price": {"sms": 0.6, "hlr": 0.08}}],
      "credit": {"balance": 95.96, "timestamp": 1394399372}}}"""
    written = replies.to_json(replies.prices(RATES, Decimal("95.96"), NOW)).decode()
    assert json.dumps(json.loads(written)) == json.dumps(json.loads(page))


@given(
    st.dictionaries(st.from_regex(r"[1-9][0-9]{0,14}", fullmatch=True), _AMOUNTS, min_size=1),
    st.none() | _AMOUNTS,
)
def test_a_rate_card_reads_its_own_price_list(
    prices: dict[str, Decimal], default: Decimal | None
) -> None:
    card = RateCard("DKK", prices, default, dict.fromkeys(prices, "Somewhere"))
    written = replies.to_json(replies.prices(card, Decimal(1), NOW))
    assert RateCard.from_json(written) == card


@given(_AMOUNTS)
def test_a_cost_is_a_number_and_exact(cost: Decimal) -> None:
    reply = replies.sent((1,), (accepted(cost),))
    assert parse_reply(replies.to_json(reply)).cost == cost
    assert isinstance(json.loads(replies.to_json(reply))["sms"]["cost"], int | float)
    written = ET.fromstring(replies.to_xml(reply)).findtext("sms/cost")  # noqa: S314 - ours
    assert written is not None
    assert re.fullmatch("[0-9]+([.][0-9]*[1-9])?", written)
    assert Decimal(written) == cost


def test_the_outbox_has_the_names_of_the_page_in_their_order() -> None:
    reply = replies.outbox([message(None)])
    names = (
        "smsid, msisdn, dialcode, number, sender, sent, received, scheduled, price, failed, error, "
        "flash, wappush, text, msg-count, errortext"
    )
    (entry,) = json.loads(replies.to_json(reply))["outbox"]
    assert ", ".join(entry) == names
    assert (entry["dialcode"], entry["number"], entry["sent"]) == (45, "12345678", NOW)


@pytest.mark.parametrize("status", [None, *sorted(STATUSES)])
def test_a_message_failed_where_its_status_says_so(status: int | None) -> None:
    ((entry,),) = [json.loads(replies.to_json(replies.outbox([message(status)])))["outbox"]]
    failed = status not in (None, 100, 150)
    assert entry["failed"] is failed
    assert entry["error"] == (status if failed else None)
    assert bool(entry["errortext"]) is failed


def test_xml_has_the_same_names_in_the_same_order() -> None:
    card = RateCard("DKK", {"45": Decimal("0.20")})
    assert replies.to_xml(replies.prices(card, Decimal(5), 9)) == (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b"<response><status>success</status><success>VIEW_YOURPRICES</success><yourprices>"
        b"<prices><item><country></country><dialcode>45</dialcode>"
        b"<price><sms>0.2</sms><hlr>0.08</hlr></price></item></prices>"
        b"<credit><balance>5</balance><timestamp>9</timestamp></credit>"
        b"</yourprices></response>"
    )
    listed = replies.to_xml(replies.outbox([message(12)]))
    (entry,) = ET.fromstring(listed).iterfind("outbox/item")  # noqa: S314 - ours
    assert entry.findtext("failed") == "true"
    assert entry.findtext("flash") == "false"
    assert entry.findtext("scheduled") == ""
    assert entry.findtext("errortext") == "number does not exist"


@given(st.text(st.characters(codec="utf-8")))
def test_xml_is_well_formed_whatever_is_echoed(value: str) -> None:
    written = replies.to_xml(replies.refused(Refusal("SENDER_INVALID", "sender", value)))
    read = ET.fromstring(written).findtext("sms/sender")  # noqa: S314 - ours
    assert read == _NO_XML.sub("\ufffd", value)
