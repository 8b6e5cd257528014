"""A request may name who sends, and is answered with what that makes of a text."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import (
    Boundary,
    Field,
    Language,
    RateCard,
    Severity,
    Template,
    fix,
    lint,
    plan,
    providers,
)
from smsplan.shapes import to_plain
from smsplan.strategies import messages
from smsplan.web import endpoints as page
from smsplan.web.answers import choices
from smsplan.web.bodies import answer
from smsplan.web.endpoints import MAX_CHARACTERS, BadRequestError
from smsplan.web.requests import (
    MAX_LINTED,
    BoundsRequest,
    FieldRequest,
    FixRequest,
    LintRequest,
    Options,
    PlanRequest,
)

RATES = RateCard("DKK", {})
WRITTEN = st.sampled_from(
    [*providers.names(), "twilio:smart_encoding=true", "govuk-notify:prefix=Roads, Kent"]
)
TEXT = "Your “refund” of 35 € is on its way 😀"


@given(messages(max_size=200), WRITTEN)
def test_a_plan_is_that_of_the_provider_and_so_are_the_findings(text: str, written: str) -> None:
    found = page.plan_text(PlanRequest(text=text, provider=written), RATES)
    provider = providers.read(written)
    expected = plan(text, provider.profile)
    plain = to_plain(found)
    assert {key: plain[key] for key in expected.to_dict()} == expected.to_dict()
    checked = provider.check(text).findings
    assert sorted(each.message for each in found.findings) == sorted(
        each.message for each in checked
    )


def test_what_is_refused_is_said_first() -> None:
    text = "“a” " + "x" * 2000
    found = page.plan_text(PlanRequest(text=text, provider="govuk-notify"), RATES)
    assert [each.code for each in found.findings][:2] == ["PROVIDER_LIMIT", "PROVIDER_CHANGES"]
    assert found.findings[0].severity is Severity.ERROR


def test_a_place_is_one_of_the_text_that_was_given() -> None:
    request = PlanRequest(text="😀 “", provider="govuk-notify:prefix=HMRC")
    found = page.plan_text(request, RATES)
    places = {each.utf16_start: each.message for each in found.findings}
    assert "LEFT DOUBLE" in places[3]


def test_a_character_that_the_alphabet_of_the_provider_lacks_is_shown_as_one() -> None:
    found = page.plan_text(PlanRequest(text="5 €", provider="telnyx"), RATES)
    assert {key: each.non_gsm for key, each in found.characters.items()} == {
        "5": False,
        " ": False,
        "€": True,
    }


WRITTEN_NOTIFY = "govuk-notify:prefix=HMRC"
NOTIFY = providers.get("govuk-notify", prefix="HMRC").profile


def test_a_text_is_linted_as_it_is_sent_there() -> None:
    found = page.lint_text(LintRequest(text=TEXT, provider=WRITTEN_NOTIFY))
    messages = [each.message for each in found.findings]
    assert messages == [each.message for each in lint(TEXT, NOTIFY)]


def test_a_text_is_fixed_as_it_is_sent_there() -> None:
    fixed = page.fix_text(FixRequest(text=TEXT, provider=WRITTEN_NOTIFY))
    assert to_plain(fixed) == fix(TEXT, NOTIFY).to_dict()


def test_a_template_is_bounded_as_it_is_sent_there() -> None:
    request = BoundsRequest(
        template="Hi {{a}}", fields={"a": FieldRequest(150)}, provider=WRITTEN_NOTIFY
    )
    bounds = page.bound_template(request, RATES).bounds
    assert bounds
    expected = Template.parse("Hi {{a}}").bounds({"a": Field(150)}, NOTIFY)
    assert bounds.msg_count.most == expected.msg_count.most


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("twillio", "there is no provider 'twillio'; did you mean twilio?"),
        ("twilio:smart", "'smart' is not OPTION=VALUE"),
        ("twilio:smart_encodin=true", "did you mean smart_encoding?"),
        ("twilio:smart_encoding=maybe", "one of false, true, always, not 'maybe'"),
        ("", "there is no provider ''"),
        ("\U0010ffff" * 300, "there is no provider '"),
        ("../facts/twilio", "there is no provider"),
    ],
)
@pytest.mark.parametrize("endpoint", page.endpoints(RATES), ids=lambda each: each.path)
def test_a_provider_that_is_none_is_refused_and_like_ones_named(
    endpoint: page.Endpoint, written: str, reason: str
) -> None:
    text = "template" if endpoint.path == "/bounds.json" else "text"
    body = msgspec.json.encode({text: "Hi", "provider": written})
    content, status = answer(endpoint, body)
    problem = msgspec.json.decode(content)
    assert (status, problem["where"]) == (400, "$.provider")
    assert reason in problem["error"]
    assert len(problem["error"]) <= page.MAX_REASON


@pytest.mark.parametrize(
    "others",
    [
        {"boundary": Boundary.WORD},
        {"reference_bits": 16},
        {"languages": (Language.TURKISH,)},
        {"encoding": "UCS-2"},
    ],
)
def test_a_provider_stands_for_the_other_choices(others: dict[str, object]) -> None:
    request = msgspec.convert(
        {
            "text": "Hi",
            "provider": "twilio",
            **{key.replace("_", "-"): value for key, value in others.items()},
        },
        PlanRequest,
    )
    with pytest.raises(BadRequestError) as refusal:
        page.plan_text(request, RATES)
    assert refusal.value.problem.where == "$.provider"


def test_a_name_has_a_greatest_length() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"<= 300 - at `\$.provider`"):
        msgspec.json.decode(b'{"provider":"%s"}' % (b"x" * 301), type=Options)


def test_an_answer_has_so_many_changes_and_no_more() -> None:
    request = PlanRequest(text="😀" * (MAX_CHARACTERS + 9), provider="bulksms")
    assert len(page.plan_text(request, RATES).replaced) == MAX_CHARACTERS


def test_the_page_may_choose_every_provider_by_its_title() -> None:
    listed = choices()
    assert {each.name for each in listed} == set(providers.names())
    titles = [each.title.lower() for each in listed]
    assert titles == sorted(titles)
    twilio = next(each for each in listed if each.name == "twilio")
    assert twilio.boundary is Boundary.GRAPHEME
    assert [each.values for each in twilio.options] == [(False, True, "always")]


def test_what_the_page_may_choose_can_be_read() -> None:
    for choice in choices():
        for option in choice.options:
            for value in option.values or ("any text, even with commas",):
                assert providers.read(f"{choice.name}:{option.name}={value}").name == choice.name


def test_what_a_provider_makes_of_a_very_long_text_is_not_looked_at() -> None:
    page.plan_text(PlanRequest(text="x" * MAX_LINTED, provider="twilio"), RATES)
    with pytest.raises(BadRequestError) as refusal:
        page.plan_text(PlanRequest(text="x" * (MAX_LINTED + 1), provider="twilio"), RATES)
    assert refusal.value.problem.where == "$.text"
    assert "40,001" in refusal.value.problem.error


@pytest.mark.slow
@pytest.mark.parametrize("text", [" ", "\t", " \n", "a ", " ."])
def test_white_space_takes_no_longer_than_other_characters(text: str) -> None:
    request = PlanRequest(text=(text * MAX_LINTED)[:MAX_LINTED], provider="govuk-notify")
    assert page.plan_text(request, RATES).findings
