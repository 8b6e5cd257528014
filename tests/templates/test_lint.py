"""What is said of templates, and where in their source."""

from typing import Final

import pytest

import smsplan
from smsplan import (
    Boundary,
    Edit,
    Encoding,
    Finding,
    Fix,
    Profile,
    Safety,
    Severity,
    TemplateError,
    UnknownRuleError,
)
from smsplan.findings import apply
from smsplan.linting import RULES, Rule
from smsplan.templates import (
    TEMPLATE_RULES,
    Charset,
    Field,
    Syntax,
    Template,
)
from smsplan.templates.linting import invalid_template

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)

NAME: Final = Field(20, Charset.LATIN)
CODE: Final = Field(6, Charset.DIGITS)
PUBLIC: Final = {name: getattr(smsplan, name) for name in smsplan.__all__}


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in found]


@pytest.mark.parametrize(
    "rule",
    [rule for rule in TEMPLATE_RULES.values() if rule is not invalid_template],
    ids=lambda rule: rule.code,
)
def test_the_example_of_a_rule_is_reported_and_what_to_write_instead_is_not(rule: Rule) -> None:
    assert rule.example
    assert rule.instead
    for call in rule.example:
        assert rule.code in codes(eval(call, dict(PUBLIC)))  # noqa: S307 - our own documentation
    for call in rule.instead:
        assert rule.code not in codes(eval(call, dict(PUBLIC)))  # noqa: S307 - our own


def test_the_rules_have_codes_names_and_documentation_of_their_own() -> None:
    assert list(TEMPLATE_RULES) == ["TPL000", "TPL001", "TPL002", "TPL003"]
    assert not TEMPLATE_RULES.keys() & RULES.keys()
    assert not {rule.name for rule in TEMPLATE_RULES.values()} & {
        rule.name for rule in RULES.values()
    }
    for code, rule in TEMPLATE_RULES.items():
        assert rule.code == code
        assert all([rule.what, rule.why, rule.source])


@pytest.mark.parametrize(
    ("syntax", "source", "place"),
    [
        (Syntax.MUSTACHE, r"\{{x}} \\{{name}} – {{name}}", "–"),
        (Syntax.FORMAT, "{{ }} {name} – {name}", "–"),
        (Syntax.PERCENT, "100 %% %(name)s – %(name)s", "–"),
        (Syntax.DOLLAR, "$$5 $name – ${name}", "–"),
        (Syntax.NOTIFY, "(((name))) – ((name))", "–"),
    ],
)
def test_a_finding_about_a_literal_has_its_place_in_the_source(
    syntax: Syntax, source: str, place: str
) -> None:
    template = Template.parse(source, syntax)
    for fields in ({"name": NAME}, {"name": Field(20, Charset.LATIN, min_length=7)}):
        (found,) = template.lint(fields)
        assert (found.code, found.name) == ("ENC001", "non-gsm-character")
        at = source.index(place)
        assert (found.start, found.end) == (at, at + 1)
        assert found.fix == Fix(Safety.SAFE, (Edit(at, at + 1, "-"),))


def test_a_fix_says_what_it_saves() -> None:
    source = "Hi {{name}} – " + "x" * 90
    (found,) = Template.parse(source).lint({"name": Field(5, Charset.GSM7_BASIC)})
    assert found.saves == 1
    assert found.fix is not None
    assert apply(source, found.fix.edits) == source.replace("–", "-")


def test_what_a_fix_saves_is_by_how_many_it_lowers_the_most_segments() -> None:
    template = Template.parse("Hi {{name}} – " + "x" * 50)
    for most, charset, saves in (
        (14, Charset.GSM7_BASIC, 0),  # 70 code units are one message
        (15, Charset.GSM7_BASIC, 1),
        (15, Charset.LATIN, 0),  # a name can still make it UCS-2
    ):
        fields = {"name": Field(most, charset)}
        (found,) = template.lint(fields, select=["ENC"])
        assert found.saves == saves
    (found,) = template.lint({}, select=["ENC"])
    assert found.saves == 0


@pytest.mark.parametrize(
    ("syntax", "source", "fixed"),
    [
        (Syntax.FORMAT, "{name}\uff05", "{name}%"),
        (Syntax.PERCENT, "%(name)s\uff05", "%(name)s%%"),
        (Syntax.DOLLAR, "$name \uff04", "$name $$"),
        (Syntax.FORMAT, "{name}\uff5b", "{name}{{"),
        (Syntax.MUSTACHE, "{{name}}\uff5b", "{{name}}{"),
    ],
)
def test_a_fix_is_written_as_the_syntax_has_it(syntax: Syntax, source: str, fixed: str) -> None:
    (found,) = Template.parse(source, syntax).lint({"name": CODE}, select=["ENC"])
    assert found.fix is not None
    assert apply(source, found.fix.edits) == fixed


def test_a_fix_that_would_make_another_template_is_not_offered() -> None:
    found = Template.parse("\uff08\uff08name)) ((name))", Syntax.NOTIFY).lint({"name": CODE})
    assert codes(found) == ["ENC001", "ENC001"]
    for syntax, source in (
        (Syntax.MUSTACHE, "{\uff5bname {{name}}"),
        (Syntax.MUSTACHE, "\uff3c{{name}}"),
        (Syntax.NOTIFY, "(\uff08name)) ((name))"),
        (Syntax.NOTIFY, "(\uff08other)) ((name))"),
    ):
        template = Template.parse(source + "." * 80, syntax)
        (refused,) = template.lint({"name": Field(9, Charset.DIGITS)})
        assert (refused.code, refused.fix, refused.saves) == ("ENC001", None, 0)


def test_a_script_is_one_finding_from_its_first_letter_to_its_last() -> None:
    source = "Привет, {{name}}! Ваш код {{code}}."
    (found,) = Template.parse(source).lint({"name": NAME, "code": CODE})
    assert found.code == "ENC002"
    assert (found.start, found.end) == (0, source.index(" {{code"))


def test_literals_on_both_sides_of_a_field_do_not_come_together() -> None:
    template = Template.parse("Cafe{{x}}\u0301")
    for fields in ({}, {"x": Field(5)}, {"x": Field(5, Charset.LATIN, min_length=1)}):
        (found,) = template.lint(fields, select=["ENC"])
        assert (found.code, found.start, found.end, found.fix) == ("ENC001", 9, 10, None)
    (decomposed,) = Template.parse("Cafe\u0301{{x}}").lint({"x": CODE})
    assert (decomposed.code, decomposed.start, decomposed.end) == ("ENC005", 3, 5)


def test_a_value_is_not_reported() -> None:
    template = Template.parse("{{x}}{{y}}")
    fields = {"x": Field(50, Charset.ANY, 50), "y": Field(50, Charset.LATIN, 1)}
    assert template.lint(fields, select=["ENC"]) == ()


def test_a_field_that_makes_it_ucs2_is_reported_at_its_first_place_where_that_costs() -> None:
    source = "Dear {{name}}, your code is {{code}}, {{name}}." + "." * 70
    fields = {"name": NAME, "code": CODE}
    (found,) = Template.parse(source).lint(fields)
    assert (found.code, found.severity, found.start, found.end) == (
        "TPL001",
        Severity.WARNING,
        5,
        13,
    )
    assert found.message == (
        "the field 'name' can make the message UCS-2: 3 segments at most instead of 1 "
        "(charset latin)"
    )
    assert Template.parse("Dear {{name}}").lint(fields) == ()


def test_every_field_that_can_alone_is_reported() -> None:
    template = Template.parse("x" * 70 + "{{first}}{{last}}{{code}}")
    fields = {"first": NAME, "last": Field(20), "code": CODE}
    found = template.lint(fields)
    assert codes(found) == ["TPL001", "TPL001"]
    assert [template.source[each.start : each.end] for each in found] == ["{{first}}", "{{last}}"]


def test_a_field_that_does_so_at_no_cost_is_not_reported_for_one_that_does() -> None:
    template = Template.parse("x" * 45 + "{{wide}}{{narrow}}")
    fields = {"wide": Field(20, Charset.ANY), "narrow": Field(5, Charset.LATIN)}
    (found,) = template.lint(fields)
    assert (found.code, found.start) == ("TPL001", 45)


def test_a_field_that_costs_as_much_in_gsm7_is_not_reported() -> None:
    fields = {"x": Field(80, Charset.BMP)}
    assert codes(Template.parse("{{x}}").lint(fields)) == ["TPL001"]
    assert Template.parse("a{{x}}").lint(fields) == ()


def test_a_message_that_is_ucs2_anyway_is_not_reported() -> None:
    template = Template.parse("x" * 70 + "ą{{name}}")
    assert template.lint({"name": NAME}, ignore=["ENC"]) == ()


def test_a_field_without_a_description_is_unbounded() -> None:
    template = Template.parse("x" * 160 + "{{name}} {{code}} {{name}}")
    found = template.lint({"code": CODE}, max_segments=2)
    assert [(each.code, each.start, each.end) for each in found] == [("TPL002", 160, 168)]


def test_literals_alone_can_need_too_many_messages_whatever_is_unbounded() -> None:
    template = Template.parse("Hi {{name}} {{code}}" + "x" * 1000)
    (found,) = template.lint({"code": CODE}, max_segments=6, select=["COST006"])
    assert found.message == "at least 7 segments whatever fills it; 6 are allowed"
    assert template.lint({"code": CODE}, max_segments=7, select=["COST006"]) == ()
    assert codes(template.lint({}, max_segments=1)) == ["COST006", "TPL002", "TPL002"]
    assert codes(template.lint({}, GRAPHEMES, max_segments=1)) == ["TPL002", "TPL002"]


def test_too_many_messages_say_least_most_and_a_filling() -> None:
    template = Template.parse("x" * 150 + "{{name}}, {{code}}")
    fields = {"name": NAME, "code": CODE}
    (found,) = template.lint(fields, max_segments=2, select=["COST006"])
    assert (found.name, found.severity) == ("too-many-messages", RULES["COST006"].severity)
    assert (found.start, found.end) == (None, None)
    assert found.message == (
        "1 to 3 segments; 2 are allowed; 3 with name = 'ą' * 20, code = '0' * 6"
    )
    assert template.lint(fields, max_segments=3, select=["COST006"]) == ()


def test_a_template_without_fields_can_need_too_many_messages() -> None:
    (found,) = Template.parse("x" * 153 * 256).lint({})
    assert found.message == "256 segments whatever fills it; 255 are allowed"


def test_refused_bounds_are_said_once() -> None:
    template = Template.parse("x" * 160 + "{{name}}")
    (found,) = template.lint({"name": NAME}, GRAPHEMES, max_segments=1)
    assert found.code == "TPL003"
    assert found.message.startswith("the most segments cannot be told: split at a grapheme")
    forced = Profile(encoding=Encoding.GSM7)
    assert codes(template.lint({"name": NAME}, forced)) == ["TPL003"]
    assert template.lint({"name": NAME}, GRAPHEMES, ignore=["TPL003"]) == ()


def test_select_and_ignore_take_codes_prefixes_and_names() -> None:
    template = Template.parse("– {{name}}")
    assert codes(template.lint({})) == ["ENC001", "TPL002"]
    assert codes(template.lint({}, select=["TPL"])) == ["TPL002"]
    assert codes(template.lint({}, ignore=["unbounded-field"])) == ["ENC001"]
    assert codes(template.lint({}, select=["ENC", "TPL"], ignore=["ENC001"])) == ["TPL002"]
    assert template.lint({}, select=["DEL004"]) == ()
    with pytest.raises(UnknownRuleError):
        template.lint({}, select=["TPL9"])


def test_findings_come_in_the_order_of_the_source_those_about_all_of_it_first() -> None:
    template = Template.parse("{{name}} – " + "x" * 160)
    found = template.lint({"name": NAME}, max_segments=1)
    assert codes(found) == ["COST006", "ENC001"]
    unknown = Template.parse("{{a}} – {{b}} –").lint({})
    assert codes(unknown) == ["TPL002", "ENC001", "TPL002", "ENC001"]


def test_the_examples_of_the_template_error_are_true() -> None:
    for call in invalid_template.example:
        with pytest.raises(TemplateError):
            eval(call, dict(PUBLIC))  # noqa: S307 - our own example
    for call in invalid_template.instead:
        assert eval(call, dict(PUBLIC)).fields == ("name",)  # noqa: S307 - as above
