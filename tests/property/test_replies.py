"""Whatever the gateway answers: a message sent, its refusal, or a reply that is unexpected."""

import json
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import GatewayError, SmsSent
from smsplan.errors import UnexpectedReplyError
from smsplan.gateway import parse_reply

numbers = st.floats(allow_nan=False, allow_infinity=False)  # what JSON can write
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
# The documented names with any values: this comes far nearer to a reply than random text does.
bills = st.fixed_dictionaries(
    {},
    optional={
        name: json_values | st.integers() | st.floats(0, 1)
        for name in ("smsid", "cost", "chars-count", "msg-count", "msisdn")
    },
)
replies = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["success", "error"]) | json_values,
        "success": st.just("SMS_SENT") | json_values,
        "error": st.sampled_from(["EMPTY_RECIPIENT", "USER_NOT_FOUND"]) | json_values,
        "sms": bills | json_values,
    },
).map(json.dumps)
SUCCESS = '{"status":"success","sms":{"smsid":1,"cost":%s,"chars-count":1,"msg-count":1}}'


@given(st.binary() | st.text(st.characters(exclude_categories=())) | json_values.map(json.dumps))
@example(b"")
@example(b"\xff\xfe{\x00}\x00")
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b'{"status":"error","error":"\xff"}')
@example('{"status":"error","error":"\\ud800"}')
@example(SUCCESS % "1e99999999999999999999")
@example(SUCCESS % '"NaN"')
@example(SUCCESS % ("1" * 5000))
@example('{"status":"error","error":"CANNOT_AFFORD","balance":1e99999999999999999999}')
def test_any_reply_is_success_refusal_or_unexpected(body: str | bytes) -> None:
    assert outcome(body) in {SmsSent, GatewayError, UnexpectedReplyError}


@given(replies)
@example('{"status": "error", "error": ""}')
def test_any_reply_in_the_gateway_s_words_is_success_refusal_or_unexpected(body: str) -> None:
    reply = json.loads(body)
    kind = outcome(body)
    reason = reply.get("error")
    refused = reply.get("status") == "error" and isinstance(reason, str) and reason != ""
    assert (kind is GatewayError) is refused
    if kind is SmsSent:
        sent = parse_reply(body)
        assert reply["status"] == "success"
        assert sent.smsid == reply["sms"]["smsid"]
        assert sent.chars_count == reply["sms"]["chars-count"]
        assert sent.msg_count == reply["sms"]["msg-count"]
        assert sent.cost.is_finite()


@given(
    smsid=st.integers(0, 2**63 - 1),
    cost=st.decimals(min_value=0, max_value=10**20, allow_nan=False, allow_infinity=False),
    chars_count=st.integers(0, 10**6),
    msg_count=st.integers(0, 10**4),
)
def test_a_success_is_read_exactly(
    smsid: int, cost: Decimal, chars_count: int, msg_count: int
) -> None:
    body = (
        f'{{"status": "success", "success": "SMS_SENT", "sms": {{"smsid": {smsid}, '
        f'"cost": {cost}, "chars-count": {chars_count}, "msg-count": {msg_count}}}}}'
    )
    expected = SmsSent(smsid, cost, chars_count, msg_count)
    assert parse_reply(body) == parse_reply(body.encode()) == expected


def outcome(body: str | bytes) -> type[object]:
    try:
        return type(parse_reply(body))
    except (GatewayError, UnexpectedReplyError) as error:
        return type(error)
