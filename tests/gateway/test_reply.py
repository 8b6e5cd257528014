"""The gateway's replies, by example."""

from decimal import Decimal

import pytest

from smsplan import (
    Encoding,
    Finding,
    GatewayError,
    Preflight,
    Profile,
    RateCard,
    Severity,
    SmsRequest,
    SmsSent,
    preflight,
)
from smsplan.errors import UnexpectedReplyError
from smsplan.gateway import parse_reply

# API, section 1: the document's own replies.
SUCCESS = """
{"status": "success", "success": "SMS_SENT",
 "sms": {"smsid": 0, "cost": 0.2, "chars-count": 31, "msg-count": 1}}
"""
ERROR = '{"status": "error", "error": "EMPTY_RECIPIENT", "sms": {"msisdn": null}}'
RATES = RateCard("DKK", {"45": Decimal("0.20")})
REQUEST = SmsRequest(msisdn=4512345678, sender="You", text="This text is on the way to you!")


def bill(smsid: str = "1", cost: str = "0.2", chars_count: str = "31", msg_count: str = "1") -> str:
    return (
        f'{{"status": "success", "sms": {{"smsid": {smsid}, "cost": {cost}, '
        f'"chars-count": {chars_count}, "msg-count": {msg_count}}}}}'
    )


@pytest.mark.parametrize("body", [SUCCESS, SUCCESS.encode()])
def test_the_document_s_success(body: str | bytes) -> None:
    assert parse_reply(body) == SmsSent(smsid=0, cost=Decimal("0.2"), chars_count=31, msg_count=1)


def test_the_document_s_error() -> None:
    with pytest.raises(GatewayError) as caught:
        parse_reply(ERROR)
    assert caught.value.error == "EMPTY_RECIPIENT"
    assert caught.value.echo == {"sms": {"msisdn": None}}
    assert caught.value.maybe_sent is False


def test_a_wrong_login() -> None:
    with pytest.raises(GatewayError) as caught:
        parse_reply('{"status":"error","error":"USER_NOT_FOUND","login":{"user":"me"}}')
    assert caught.value.error == "USER_NOT_FOUND"
    assert caught.value.echo == {"login": {"user": "me"}}


@pytest.mark.parametrize(
    "cost", ["0.1", "0.30000000000000004", "12345678901234567890.123456789", "2", "1e-7", "0"]
)
def test_the_cost_is_exact(cost: str) -> None:
    assert parse_reply(bill(cost=cost)).cost == Decimal(cost)


def test_numbers_in_the_echo_are_exact() -> None:
    with pytest.raises(GatewayError) as caught:
        parse_reply('{"status": "error", "error": "CANNOT_AFFORD", "credit": {"balance": 0.1}}')
    assert caught.value.echo == {"credit": {"balance": Decimal("0.1")}}


def test_unknown_fields_are_left_aside() -> None:
    body = SUCCESS.replace('"smsid"', '"dialcode": 45, "smsid"')
    assert parse_reply(body).chars_count == 31


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"success"',
        "{}",
        "<html></html>",
        b"\xff",
        "\ud800",
        b'{"deep": ' * 100_000,
        '{"status": "success"}',
        '{"status": "success", "sms": null}',
        '{"status": "success", "sms": []}',
        '{"status": "success", "sms": {"smsid": 1}}',
        '{"status": "error"}',
        '{"status": "error", "error": null}',
        '{"status": "error", "error": {"code": 1}}',
        '{"status": "queued"}',
        '{"status": ["success"], "error": "X"}',
        '{"error": "EMPTY_RECIPIENT"}',
        SUCCESS.replace("success", "SUCCESS"),
        SUCCESS[:-5],
        SUCCESS + "x",
        bill(smsid="null"),
        bill(smsid='"1"'),
        bill(smsid="1.5"),
        bill(chars_count="true"),
        bill(msg_count="1.5"),
        bill(cost="null"),
        bill(cost="NaN"),
        bill(cost='"Infinity"'),
        bill(cost='"sNaN"'),
        bill(cost="1e99999999999999999999"),
    ],
)
def test_any_other_reply_is_unexpected_and_the_message_may_have_been_sent(
    body: str | bytes,
) -> None:
    with pytest.raises(UnexpectedReplyError, match="the gateway's reply ") as caught:
        parse_reply(body)
    assert caught.value.maybe_sent is True


def planned(rates: RateCard | None = RATES) -> Preflight:
    return preflight(REQUEST, rates=rates)


def test_a_bill_that_is_as_planned_has_no_discrepancy() -> None:
    assert parse_reply(SUCCESS).discrepancies(planned()) == ()


def test_every_discrepancy_is_reported() -> None:
    sent = SmsSent(smsid=1, cost=Decimal("0.4"), chars_count=62, msg_count=2)
    assert sent.discrepancies(planned()) == tuple(
        Finding(code=code, severity=Severity.WARNING, field=field, message=message)
        for code, field, message in (
            ("BILLED_CHARS_COUNT", "chars-count", "billed 62, planned 31"),
            ("BILLED_MSG_COUNT", "msg-count", "billed 2, planned 1"),
            ("BILLED_COST", "cost", "billed 0.4, planned 0.20"),
        )
    )


def test_one_discrepancy_is_reported_alone() -> None:
    sent = SmsSent(smsid=1, cost=Decimal("0.2"), chars_count=32, msg_count=1)
    assert [found.code for found in sent.discrepancies(planned())] == ["BILLED_CHARS_COUNT"]


def test_without_a_quote_the_cost_is_not_compared() -> None:
    sent = SmsSent(smsid=1, cost=Decimal(99), chars_count=31, msg_count=1)
    assert sent.discrepancies(planned(rates=None)) == ()


def test_without_a_plan_nothing_is_compared() -> None:
    request = SmsRequest(msisdn=4512345678, sender="You", text="я")
    unplanned = preflight(request, rates=RATES, profile=Profile(encoding=Encoding.GSM7))
    sent = SmsSent(smsid=1, cost=Decimal(99), chars_count=99, msg_count=99)
    assert sent.discrepancies(unplanned) == ()


def test_the_bill_of_a_wappush_is_held_against_its_own_segments() -> None:
    request = SmsRequest(
        msisdn=4520123456, sender="You", text="a" * 120, wappush="https://example.com/"
    )
    found = preflight(request)
    assert SmsSent(1, Decimal("0.4"), 7, 2).discrepancies(found) == ()
    (finding,) = SmsSent(1, Decimal("0.2"), 7, 1).discrepancies(found)
    assert (finding.code, finding.message) == ("BILLED_MSG_COUNT", "billed 1, planned 2")
