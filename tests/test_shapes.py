"""A value has one shape in JSON: of its methods, of the command, of the published schema."""

import json
from decimal import Decimal

import pytest
from hypothesis import assume, given
from jsonschema import ValidationError

from smsplan import (
    Edit,
    Field,
    Finding,
    Fix,
    Language,
    Profile,
    RateCard,
    Safety,
    Severity,
    SmsRequest,
    Template,
    compare,
    fix,
    lint,
    plan,
    preflight,
    providers,
)
from smsplan.schema import VALUES
from smsplan.shapes import Shaped
from smsplan.strategies import messages, ucs2_text
from tests.property.inputs import profiles
from tests.shapes import hold

RATES = RateCard("DKK", {"45": Decimal("0.20")}, Decimal("0.123456789012345678"))
WIDE = "😀 “Your parcel”" + " is here 😀" * 20


def preflights() -> list[Shaped]:
    return [
        preflight(SmsRequest(msisdn=msisdn, sender="Alphä", text=text, wappush=url), rates=RATES)
        for msisdn in (4520123456, "😀4520123456", None)
        for text in ("Hi", WIDE)
        for url in (None, "https://example.com/")
    ]


BOUNDS = Template.parse("😀 {{a}}").bounds({"a": Field(90)}, rates=RATES, msisdn=4520123456)
SHAPED: list[tuple[str, Shaped]] = [
    ("Plan", plan("")),
    ("Plan", plan(WIDE)),
    ("Plan", plan("ş" * 200, Profile(languages=(Language.TURKISH,)))),
    ("Quote", RATES.quote(plan(WIDE), 4712345678)),
    ("Fixed", fix("“Your parcel is here.” " * 4)),
    ("Bounds", BOUNDS),
    ("Bounds", Template.parse("Hi {{a}}").bounds({"a": Field(3)})),
    ("Plan", plan(WIDE, providers.get("govuk-notify", prefix="😀").profile)),
    ("Preflight", providers.get("twilio").check(WIDE * 9, sender="Ünser", msisdn="4520123456")),
    ("Comparison", compare(WIDE, providers=["twilio", "telnyx", "govuk-notify"])),
    *(("Preflight", found) for found in preflights()),
    *(("Finding", found) for found in lint(WIDE)),
]


@pytest.mark.parametrize(("name", "value"), SHAPED)
def test_a_dict_and_its_json_are_the_same_and_as_the_schema_says(name: str, value: Shaped) -> None:
    plain = value.to_dict()
    hold(plain, name)
    assert json.loads(value.to_json(), parse_float=Decimal) == plain


def test_every_value_of_the_schema_is_shaped() -> None:
    assert {name for name, _ in SHAPED} | {"Preview"} == set(VALUES)


@given(messages(), profiles())
def test_every_plan_is_as_the_schema_says(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    plain = planned.to_dict()
    hold(plain, "Plan")
    assert json.loads(planned.to_json()) == plain
    assert [each["offset"] for each in plain["non-gsm-characters"]] == [
        each.offset for each in planned.non_gsm_characters
    ]


def in_utf16(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@given(ucs2_text())
def test_offsets_count_utf16_code_units_too(text: str) -> None:
    plain = plan(text).to_dict()
    for segment in plain["segments"]:
        assert in_utf16(text, segment["utf16-start"], segment["utf16-end"]) == segment["text"]
    for each in plain["non-gsm-characters"]:
        size = len(each["character"].encode("utf-16-le")) // 2
        start = each["utf16-offset"]
        assert in_utf16(text, start, start + size) == each["character"]


@given(ucs2_text(max_size=60))
def test_edits_count_utf16_code_units_too(text: str) -> None:
    fixed = fix(text, level=Safety.DISPLAY_ONLY, always=True)
    assume(fixed.applied)
    for edit in fixed.to_dict()["applied"]:
        there = text[edit["start"] : edit["end"]]
        assert in_utf16(text, edit["utf16-start"], edit["utf16-end"]) == there


def test_of_a_finding_they_are_known_where_its_value_is() -> None:
    edits = (Edit(1, 2, "..."),)
    found = Finding("X", Severity.ERROR, "text", "…", 1, 2, fix=Fix(Safety.SAFE, edits))
    alone, beside = found.to_dict(), found.to_dict("😀…")
    assert (alone["utf16-start"], alone["fix"]["edits"][0]["utf16-end"]) == (None, None)
    assert (beside["utf16-start"], beside["fix"]["edits"][0]["utf16-end"]) == (2, 3)
    assert json.loads(found.to_json("😀…")) == beside
    hold(alone, "Finding")


def test_findings_of_a_preflight_are_about_the_values_of_its_request() -> None:
    request = SmsRequest(msisdn="😀45x", sender="😀x y", text="😀\ud83d")
    places = {
        each["field"]: (each["start"], each["utf16-start"])
        for each in preflight(request).to_dict()["findings"]
    }
    assert places == {"msisdn": (0, 0), "sender": (0, 0), "text": (1, 2)}


def test_a_cost_has_all_its_digits_and_a_lone_surrogate_is_an_escape() -> None:
    quote = RATES.quote(plan("a" * 161), 4712345678)
    assert quote.least == quote.most == quote.cost
    assert '"cost":0.246913578024691356,' in quote.to_json()
    assert quote.to_dict()["most"] == Decimal("0.246913578024691356")
    assert plan("é\ud83d").to_json().startswith(r'{"text":"\u00e9\ud83d",')


def test_the_schema_refuses_what_is_no_plan() -> None:
    plain = plan("Hi").to_dict()
    for wrong in ({**plain, "chars-count": "2"}, {**plain, "non_gsm": []}, {"text": "Hi"}):
        with pytest.raises(ValidationError):
            hold(wrong, "Plan")
