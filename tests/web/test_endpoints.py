"""The endpoints say what the library says, and refuse what would take too long."""

from decimal import Decimal
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from smsplan import (
    Boundary,
    Charset,
    Encoding,
    Field,
    Language,
    RateCard,
    Safety,
    SmsRequest,
    Syntax,
    Template,
    fix,
    lint,
    plan,
    preflight,
    providers,
)
from smsplan.display import describe
from smsplan.errors import TemplateError
from smsplan.findings import apply
from smsplan.gsm7.tables import non_gsm
from smsplan.shapes import to_plain
from smsplan.strategies import gsm7_text, messages, ucs2_text
from smsplan.web import endpoints as page
from smsplan.web.answers import Problem, TemplateAnswer
from smsplan.web.endpoints import BadRequestError
from smsplan.web.requests import (
    MAX_LENGTH,
    MAX_LINTED,
    MAX_PLANNED,
    MAX_TEMPLATE,
    BoundsRequest,
    FieldRequest,
    FixRequest,
    LintRequest,
    Options,
    PlanRequest,
)
from smsplan.wire import user_data
from smsplan.wire.octets import pack
from tests.templates.inputs import WRITTEN

RATES = RateCard(
    "DKK",
    {"45": Decimal("0.2"), "4520": Decimal("0.25")},
    Decimal("0.60"),
    {"45": "Denmark"},
)


def bound(request: BoundsRequest) -> TemplateAnswer:
    return page.bound_template(request, RATES)


OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "boundary": st.sampled_from(Boundary),
        "reference_bits": st.sampled_from([8, 16]),
        "languages": st.lists(
            st.sampled_from([Language.TURKISH, Language.HINDI, Language.URDU])
        ).map(tuple),
        "encoding": st.sampled_from([None, *Encoding]),
    },
)


@given(st.one_of(messages(), ucs2_text(max_size=2000)), OPTIONS)
def test_a_plan_is_that_of_the_library(text: str, given_options: dict[str, object]) -> None:
    request = PlanRequest(text=text, **given_options)  # type: ignore[arg-type]  # by keyword
    assume(request.encoding is not Encoding.GSM7 or not non_gsm(text, request.profile.languages))
    answer = page.plan_text(request, RATES)
    expected = plan(text, request.profile)
    plain = to_plain(answer)
    assert {key: plain[key] for key in expected.to_dict()} == expected.to_dict()
    assert [text[each.start : each.end] for each in answer.segments] == [
        segment.text for segment in expected.segments
    ]
    assert sum(each.chars_count for each in answer.segments) == answer.chars_count
    assert set(answer.characters) == set(text)
    assert {each for each, shown in answer.characters.items() if shown.non_gsm} == {
        each.character for each in expected.non_gsm_characters
    }


@given(st.one_of(gsm7_text(max_size=400), messages()).filter(lambda text: "\ud800" not in text))
def test_the_octets_of_characters_are_those_that_are_sent(text: str) -> None:
    characters = page.plan_text(PlanRequest(text=text), RATES).characters
    planned = plan(text)
    for segment, data in zip(planned.segments, user_data(planned), strict=True):
        coded = bytes.fromhex("".join(characters[each].octets for each in segment.text))
        if planned.encoding is Encoding.GSM7:
            coded = pack(coded, 1 if data.udh else 0)  # of 49 bits, 48 are the header
        assert coded == data.tp_ud


def test_national_tables_are_named_by_the_segments() -> None:
    turkish = PlanRequest(text="ş" * 200, languages=(Language.TURKISH, Language.TURKISH))
    answer = page.plan_text(turkish, RATES)
    assert answer.encoding is Encoding.GSM7
    assert {each.locking for each in answer.segments} == {"turkish"}
    assert answer.characters["ş"].octets == "1D"
    assert not answer.characters["ş"].non_gsm


@pytest.mark.parametrize("provider", [None, "twilio", "govuk-notify"])
@pytest.mark.parametrize("sender", ["", "Shop", "😀 é"])
@pytest.mark.parametrize(
    ("msisdn", "region"), [("", ""), ("", "DK"), ("20123456", "DK"), ("45x", ""), ("3069", "")]
)
def test_findings_are_those_of_a_preflight_about_what_is_given(
    provider: str | None, sender: str, msisdn: str, region: str
) -> None:
    given: dict[str, Any] = {"text": "“Hi”" * 200, "msisdn": msisdn, "sender": sender}
    answer = page.plan_text(PlanRequest(**given, region=region, provider=provider), RATES)
    if provider:
        checked = providers.get(provider).check(
            given["text"], sender=sender or None, msisdn=msisdn or None, region=region or None
        )
    else:
        checked = preflight(SmsRequest(**given), region=region or None)
    expected = [each.code for each in checked.findings if given[each.field]]
    assert sorted(each.code for each in answer.findings) == sorted(expected)
    assert answer.destination == {"20123456": "4520", "3069": "0"}.get(msisdn)


def test_a_region_that_is_none_is_refused() -> None:
    for region in ("XX", "é", "…"):
        with pytest.raises(BadRequestError) as refused:
            page.plan_text(PlanRequest(text="Hi", region=region), RATES)
        assert refused.value.problem.where == "$.region"


def test_what_cannot_be_sent_is_told() -> None:
    def codes(text: str) -> list[str]:
        answer = page.plan_text(PlanRequest(text=text), RATES)
        return [finding.code for finding in answer.findings]

    assert codes("") == ["TEXT_EMPTY"]
    assert codes("a" * 153 * 255) == []
    assert codes("a" * 153 * 256) == ["TEXT_LONG"]


def test_of_many_characters_as_many_are_described_as_there_is_room_for() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 2 * page.MAX_CHARACTERS)))
    answer = page.plan_text(PlanRequest(text=text), RATES)
    assert list(answer.characters) == list(text[: page.MAX_CHARACTERS])
    listed = [each.character for each in answer.non_gsm_characters]
    assert listed == list(text[: page.MAX_CHARACTERS])


@given(messages(max_size=200), st.integers(min_value=1, max_value=3))
def test_findings_are_those_of_the_library(text: str, most: int) -> None:
    answer = page.lint_text(LintRequest(text=text, max_messages=most))
    expected = lint(text, max_segments=most)
    assert to_plain(answer.findings) == [each.to_dict(text) for each in expected]


@given(messages(max_size=200))
@example("“a” – " * 30)
@example("…" * 66)
@example("я" * 71)
def test_the_cause_is_what_gsm7_lacks_and_what_that_costs(text: str) -> None:
    cause = page.lint_text(LintRequest(text=text)).cause
    planned = plan(text)
    assert (cause is None) == (planned.encoding is Encoding.GSM7)
    if cause is not None:
        assert cause.characters == sum(map(bool, (non_gsm(each) for each in text)))
        assert cause.msg_count == planned.msg_count
        assert cause.without == fix(text, level=Safety.DISPLAY_ONLY).plan.msg_count
        assert cause.without <= cause.msg_count


def test_where_the_encoding_is_forced_no_character_is_the_cause() -> None:
    for encoding in Encoding:
        assert page.lint_text(LintRequest(text="я", encoding=encoding)).cause is None


@given(messages(max_size=200), st.sampled_from(Safety))
def test_a_fixed_text_is_that_of_the_library(text: str, level: Safety) -> None:
    answer = page.fix_text(FixRequest(text=text, level=level))
    expected = fix(text, level=level)
    assert to_plain(answer) == expected.to_dict()
    assert answer.text == apply(text, expected.applied)


def test_a_forced_encoding_that_the_text_does_not_fit_is_refused_with_the_place() -> None:
    with pytest.raises(BadRequestError) as excinfo:
        page.plan_text(PlanRequest(text="“я”", encoding=Encoding.GSM7), RATES)
    problem = excinfo.value.problem
    assert (problem.where, problem.start, problem.end) == ("$.text", 0, 1)


@pytest.mark.parametrize(("text", "start"), [("“я”", 0), ("Ã©" * 40 + "я", 80)])
def test_a_forced_encoding_that_no_fix_reaches_is_refused_with_its_place(
    text: str, start: int
) -> None:
    with pytest.raises(BadRequestError) as excinfo:
        page.fix_text(FixRequest(text=text, encoding=Encoding.GSM7))
    place = (start, start + 1)
    expected = Problem(f"GSM-7 lacks {describe(text[start])}", "$.text", *place)
    assert excinfo.value.problem == expected


@pytest.mark.parametrize("boundary", [Boundary.GRAPHEME, Boundary.WORD])
def test_a_long_text_is_linted_only_where_it_is_split_anywhere(boundary: Boundary) -> None:
    text = "a" * page.MAX_LINTED_WHOLE
    page.lint_text(LintRequest(text=text, boundary=boundary))
    page.lint_text(LintRequest(text=text + "a"))
    with pytest.raises(BadRequestError, match="1,801"):
        page.lint_text(LintRequest(text=text + "a", boundary=boundary))


def test_the_page_asks_for_no_more_than_is_answered() -> None:
    page_files = files("smsplan").joinpath("web", "page")
    script = page_files.joinpath("asking.js").read_text("utf-8")
    assert MAX_PLANNED == 1 << 20
    for written in (
        "MAX_PLANNED = 1 << 20;",
        f"MAX_TEMPLATE = {MAX_TEMPLATE:_};",
        f'"code-point": {MAX_LINTED:_},',
        f"grapheme: {page.MAX_LINTED_WHOLE:_}, word: {page.MAX_LINTED_WHOLE:_} ",
    ):
        assert written in script
    assert f'max: "{MAX_LENGTH}"' in page_files.joinpath("fields.js").read_text("utf-8")


@given(
    st.sampled_from(Syntax),
    st.sampled_from(Charset),
    st.tuples(st.integers(0, 200), st.integers(0, 200)).map(sorted),
)
def test_bounds_are_those_of_the_library(
    syntax: Syntax, charset: Charset, lengths: list[int]
) -> None:
    source = f"Hi {WRITTEN[syntax] % 'a'}, {WRITTEN[syntax] % 'b'}"
    least, most = lengths
    fields = {"a": FieldRequest(most, least, charset), "b": FieldRequest(3), "c": FieldRequest()}
    answer = bound(BoundsRequest(template=source, syntax=syntax, fields=fields))
    assert answer.fields == ("a", "b")
    assert answer.bounds is not None
    template = Template.parse(source, syntax)
    expected = template.bounds({"a": Field(most, charset, least), "b": Field(3)})
    found = answer.bounds
    assert (found.msg_count.least, found.msg_count.most) == (
        expected.msg_count.least,
        expected.msg_count.most,
    )
    assert {**to_plain(found), "costs": None} == {**expected.to_dict(), "costs": None}
    for cost, msisdn in zip(found.costs, ("4530123456", "4520123456", "4712345678"), strict=True):
        witnesses = (expected.msg_count.least_witness, expected.msg_count.most_witness)
        quotes = [RATES.quote(each.plan, msisdn).cost for each in witnesses]
        assert [cost.least, cost.most] == quotes
    for witness in (found.msg_count.most_witness, found.chars_count.least_witness):
        assert template.render(witness.filling) == witness.plan.text
        assert plan(witness.plan.text).msg_count == witness.plan.msg_count


def test_fields_without_a_length_are_named_and_nothing_is_refused() -> None:
    fields = {"name": FieldRequest(20), "code": FieldRequest()}
    template = "Hi {{name}}, {{code}} until {{ date }}"
    answer = bound(BoundsRequest(template=template, fields=fields))
    assert answer.fields == ("name", "code", "date")
    assert answer.bounds is None
    assert (
        answer.reason == "nothing is known of the length of code, date; give each a longest length"
    )


def test_bounds_that_cannot_be_proved_have_a_reason() -> None:
    fields = {"a": FieldRequest(300)}
    request = BoundsRequest(template="{{a}}", fields=fields, boundary=Boundary.WORD)
    answer = bound(request)
    assert answer.bounds is None
    assert answer.reason == "split at a word, a longer text can need fewer segments"


def test_a_template_that_is_not_finished_has_a_reason_with_its_place() -> None:
    answer = bound(BoundsRequest(template="Hi {{name"))
    assert answer == TemplateAnswer((), None, "no }} closes this", 3, 5, 3, 5)
    answer = bound(BoundsRequest(template="😀 {{name"))
    assert (answer.start, answer.utf16_start, answer.utf16_end) == (2, 3, 5)


@given(st.text(st.sampled_from("{}%()$a "), max_size=30), st.sampled_from(Syntax))
def test_a_template_is_read_or_says_where_it_is_not(template: str, syntax: Syntax) -> None:
    answer = bound(BoundsRequest(template=template, syntax=syntax))
    found = (answer.fields, answer.start, answer.end)
    try:
        expected = (Template.parse(template, syntax).fields, None, None)
    except TemplateError as error:
        expected = ((), error.start, error.end)  # type: ignore[assignment]  # as above but for None
    assert found == expected
    assert (answer.bounds is None) == (answer.reason is not None)


def test_lengths_that_contradict_each_other_are_a_reason() -> None:
    fields = {"a": FieldRequest(2, 3), "b": FieldRequest()}
    answer = bound(BoundsRequest(template="{{a}}{{b}}", fields=fields))
    reason = "a: the shortest length 3 is over the longest 2"
    assert answer == TemplateAnswer(("a", "b"), reason=reason)


def test_more_fields_or_longer_ones_than_can_be_tried_are_a_reason() -> None:
    names = [f"f{number}" for number in range(page.MAX_FIELDS)]
    template = "".join(f"{{{{{name}}}}}" for name in names)
    answer = bound(
        BoundsRequest(template=template, fields={name: FieldRequest(4) for name in names})
    )
    assert answer.bounds is not None
    answer = bound(BoundsRequest(template=template + "{{more}}"))
    assert answer == TemplateAnswer((), reason="the template has 101 fields, 100 are the most")
    fields = {"a": FieldRequest(page.MAX_FILLING // 2)}
    assert bound(BoundsRequest(template="{{a}}{{a}}", fields=fields)).bounds
    answer = bound(BoundsRequest(template="{{a}}{{a}}{{a}}", fields=fields))
    assert answer.reason == "the fields may have 60,000 characters, 40,000 are the most"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"{}", "Object missing required field `text`"),
        (b'{"text":1}', r"\$\.text"),
        (b'{"text":"","boundry":"word"}', "unknown field `boundry`"),
        (b'{"text":"","boundary":"syllable"}', r"\$\.boundary"),
        (b'{"text":"","reference-bits":7}', r"\$\.reference-bits"),
        (b'{"text":"","languages":["klingon"]}', r"\$\.languages\[0\]"),
        (b'{"text":"","encoding":"gsm-7"}', r"\$\.encoding"),
    ],
)
def test_a_request_of_another_kind_is_not_read(body: bytes, where: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=where):
        msgspec.json.decode(body, type=PlanRequest)


def test_a_text_that_is_too_long_is_not_read() -> None:
    body = b'{"text":"%s"}'
    for kind, most in ((PlanRequest, 1 << 20), (LintRequest, 40_000), (FixRequest, 40_000)):
        assert msgspec.json.decode(body % (b"a" * most), type=kind)
        with pytest.raises(msgspec.ValidationError, match="length"):
            msgspec.json.decode(body % (b"a" * (most + 1)), type=kind)


def test_the_profile_is_that_of_the_options() -> None:
    profile = Options(languages=(Language.URDU, Language.URDU), reference_bits=16).profile
    assert profile.languages == (Language.URDU,)
    assert profile.reference_bits == 16


def test_every_endpoint_says_what_it_is_for() -> None:
    assert all(endpoint.summary.endswith(".") for endpoint in page.endpoints(RATES))
