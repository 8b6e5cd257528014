from typing import Any

import pytest

import smsplan
from smsplan import errors, linting
from smsplan.linting import RULES, Rule, lint, page

NAMES: dict[str, Any] = {
    module_name: getattr(module, module_name)
    for module in (smsplan, linting)
    for module_name in module.__all__
}
MODULES = {"ENC": "encoding", "COST": "cost", "DEL": "delivery"}

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


def reported(call: str) -> set[str]:
    findings = eval(call, dict(NAMES))  # noqa: S307 - the calls are the rules' own documentation
    return {finding.code for finding in findings}


@every_rule
def test_every_example_reports_the_rule(rule: Rule) -> None:
    assert rule.example
    for call in rule.example:
        assert rule.code in reported(call), call


@every_rule
def test_what_is_to_be_used_instead_does_not(rule: Rule) -> None:
    assert rule.instead
    for call in rule.instead:
        assert rule.code not in reported(call), call


@every_rule
def test_the_page_has_every_section(rule: Rule) -> None:
    shown = page(rule)
    assert shown.startswith(f"# {rule.name} ({rule.code})\n")
    for section in (rule.what, rule.why, rule.source, *rule.example, *rule.instead):
        assert section
        assert section in shown
    assert f"Severity: {rule.severity.value}." in shown
    assert shown.endswith("\n")


@every_rule
def test_what_it_is_is_said_in_one_sentence(rule: Rule) -> None:
    assert rule.what.endswith(".")
    assert "\n" not in rule.what


@every_rule
def test_the_code_says_where_the_rule_is_and_the_name_is_kebab_case(rule: Rule) -> None:
    prefix = rule.code.rstrip("0123456789")
    assert rule.check.__module__ == f"smsplan.linting.rules.{MODULES[prefix]}"
    assert all(part.isalnum() and part == part.lower() for part in rule.name.split("-"))


def test_codes_and_names_are_unique_and_codes_count_from_1() -> None:
    assert [rule.code for rule in RULES.values()] == list(RULES)
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for prefix in MODULES:
        codes = [code for code in RULES if code.startswith(prefix)]
        assert codes == [f"{prefix}{number:03}" for number in range(1, len(codes) + 1)]


# Two rules have something to say of it, and one of the encoding.
BAD = "Hi {{name}}" + "\x07" + "x" * 64


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        (None, ["DEL004", "ENC009", "COST001"]),
        (["DEL004"], ["DEL004"]),
        (["del004"], ["DEL004"]),
        (["ENC"], ["ENC009"]),
        (["enc00"], ["ENC009"]),
        (["control-character"], ["ENC009"]),
        (["Control-Character", "DEL"], ["DEL004", "ENC009"]),
        ("COST", ["COST001"]),
        ([], []),
    ],
)
def test_rules_are_selected_by_code_beginning_or_name(
    select: list[str] | str | None, expected: list[str]
) -> None:
    found = [finding.code for finding in lint(BAD, select=select)]
    assert sorted(found) == sorted(expected)


def test_ignored_rules_are_left_out_of_the_selected() -> None:
    assert lint(BAD, select=["ENC", "DEL"], ignore=["delivery"[:3], "ENC009"]) == ()
    assert [f.code for f in lint(BAD, ignore=("unrendered-placeholder", "COST"))] == ["ENC009"]
    assert lint(BAD, ignore="e") == lint(BAD, ignore="ENC")


@pytest.mark.parametrize(
    ("word", "similar"),
    [
        ("ENC999", "ENC009"),
        ("mojibaké", "mojibake"),
        ("invisible-characters", "invisible-character"),
        ("COST0011", "COST001"),
    ],
)
def test_an_unknown_rule_is_refused_with_what_is_like_it(word: str, similar: str) -> None:
    with pytest.raises(errors.UnknownRuleError, match="there is no rule") as caught:
        lint("", select=[word])
    assert caught.value.wanted == word
    assert similar in caught.value.similar
    assert similar in str(caught.value)


@pytest.mark.parametrize("word", ["", " ", "zzzzzz", "rule"])
def test_a_word_that_is_like_no_rule_is_refused_without_a_hint(word: str) -> None:
    with pytest.raises(errors.UnknownRuleError) as caught:
        lint("", ignore=[word])
    assert caught.value.similar == ()
    assert str(caught.value) == f"there is no rule {word!r}"


def test_only_a_text_is_linted() -> None:
    with pytest.raises(TypeError, match="text is a str, not bytes"):
        lint(b"text")  # type: ignore[arg-type]  # what a caller without types may pass
