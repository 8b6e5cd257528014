"""Values as fields of a pydantic model, and as what a FastAPI endpoint returns."""

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from smsplan import Plan, Preflight, RateCard, SmsRequest, msisdn, plan, preflight
from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.sender import Sender
from tests.shapes import hold
from tests.web.asking import ask

pydantic = pytest.importorskip("pydantic", reason="pydantic is not installed")
fastapi = pytest.importorskip("fastapi", reason="fastapi is not installed")

pytestmark = pytest.mark.slow  # the quick tests are run without what they need

RATES = RateCard("DKK", {"45": Decimal("0.20")})
WIDE = "😀 “Your parcel”" + " is here 😀" * 20


class Message(pydantic.BaseModel):  # type: ignore[misc,name-defined]  # may not be installed
    to: Msisdn
    sender: Sender = "You"
    planned: Plan | None = None


def test_a_recipient_is_read_as_parse_does_and_written_as_its_digits() -> None:
    for written in ("+45 20 12 34 56", 4520123456, msisdn.parse(4520123456)):
        read = Message(to=written)
        assert read.to == msisdn.parse(4520123456)
        assert read.model_dump()["to"] == "4520123456"
    assert Message.model_validate_json(read.model_dump_json()) == read


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        ({"to": "45x2345678"}, "MSISDN_ALPHA", "'x' U+0078 LATIN SMALL LETTER X is not a digit"),
        ({"to": "45{0}345678"}, "MSISDN_ALPHA", "'{' U+007B LEFT CURLY BRACKET is not a digit"),
        ({"to": 999}, "MSISDN_INVALID", "9, 99 or 999 is no calling code"),
        ({"to": 4520123456, "sender": "Café"}, "SENDER_INVALID", "'é' U+00E9"),
        ({"to": 4520123456, "sender": ""}, "SENDER_EMPTY", "there is no sender"),
        ({"to": True}, "wrong_type", "an msisdn is a str or an int, not bool"),
        ({"to": 4520123456, "sender": 1}, "wrong_type", "a sender is a str, not int"),
    ],
)
def test_what_is_refused_is_told_as_the_finding_tells_it(
    given: dict[str, object], code: str, says: str
) -> None:
    with pytest.raises(pydantic.ValidationError) as excinfo:
        Message(**given)
    (error,) = excinfo.value.errors()
    assert error["type"] == code
    assert error["msg"].startswith(says)


def test_the_place_of_what_is_refused_is_in_the_context() -> None:
    with pytest.raises(pydantic.ValidationError) as excinfo:
        Message(to="45x2345678")
    (error,) = excinfo.value.errors()
    assert (error["ctx"]["start"], error["ctx"]["end"]) == (2, 3)


def test_a_plan_is_an_instance_and_written_in_its_shape() -> None:
    message = Message(to=4520123456, planned=plan(WIDE))
    assert message.planned == plan(WIDE)
    assert message.model_dump()["planned"] == plan(WIDE).to_dict()
    assert json.loads(message.model_dump_json())["planned"] == plan(WIDE).to_dict()
    with pytest.raises(pydantic.ValidationError, match="instance of Plan"):
        Message(to=4520123456, planned=plan(WIDE).to_dict())


def test_a_model_has_a_schema() -> None:
    fields = Message.model_json_schema()["properties"]
    assert {each["type"] for each in fields["to"]["anyOf"]} == {"string", "integer"}
    assert fields["sender"]["type"] == "string"
    shape = fields["planned"]["anyOf"][0]
    assert list(shape["properties"]) == list(plan("").to_dict())
    written = Message.model_json_schema(mode="serialization")["properties"]
    assert written["to"]["type"] == "string"


def application() -> Any:  # noqa: ANN401 - FastAPI, which may not be installed
    app = fastapi.FastAPI()

    def check(to: Msisdn, text: str) -> Preflight:
        return preflight(SmsRequest(msisdn=to.digits, sender="You", text=text), rates=RATES)

    app.post("/check")(check)
    return app


def test_an_endpoint_that_returns_a_preflight_answers_in_its_shape() -> None:
    reply = ask(application(), "POST", "/check?to=4520123456&text=%F0%9F%98%80%20Hi")
    assert reply.status == 200
    request = SmsRequest(msisdn="4520123456", sender="You", text="😀 Hi")
    answer = json.loads(reply.body, parse_float=Decimal)
    assert answer == preflight(request, rates=RATES).to_dict()
    hold(answer, "Preflight")
    assert answer["quote"]["cost"] == Decimal("0.2")


def test_half_of_a_surrogate_pair_is_written_as_a_replacement_character() -> None:
    app = fastapi.FastAPI()
    found = preflight(SmsRequest(msisdn=4520123456, sender="You", text="\ud800 Hi"))

    def check() -> Preflight:
        return found

    def whole() -> Any:  # noqa: ANN401 - a response
        return fastapi.Response(found.to_json(), media_type="application/json")

    app.get("/check")(check)
    app.get("/whole")(whole)
    reply = ask(app, "GET", "/check")
    assert reply.status == 200
    hold(reply.json, "Preflight")
    assert reply.json["plan"]["text"] == "\ufffd Hi"
    assert json.loads(ask(app, "GET", "/whole").body) == found.to_dict()
    planned = plan("\ud800 Hi")
    dumped = Message(to=4520123456, planned=planned).model_dump()
    assert dumped["planned"] == planned.to_dict()


def test_an_endpoint_refuses_a_recipient_with_the_finding() -> None:
    reply = ask(application(), "POST", "/check?to=45x&text=Hi")
    assert reply.status == 422
    (error,) = reply.json["detail"]
    assert (error["loc"], error["type"]) == (["query", "to"], "MSISDN_ALPHA")


def test_the_document_of_an_application_has_the_shape() -> None:
    document = msgspec.json.decode(ask(application(), "GET", "/openapi.json").body)
    answers = document["paths"]["/check"]["post"]["responses"]["200"]
    shape = answers["content"]["application/json"]["schema"]
    assert list(shape["properties"]) == [
        *("ok", "plan", "quote", "channels", "findings", "wappush")
    ]
    assert "$ref" not in json.dumps(shape)
