import pytest

from smsplan.cli.rule import ALL_RULES
from smsplan.linting import page

from .conftest import Smsplan


def test_alone_it_lists_every_rule(smsplan: Smsplan) -> None:
    run = smsplan("rule")
    assert [line.split()[:2] for line in run.stdout.splitlines()] == [
        [rule.code, rule.name] for rule in ALL_RULES.values()
    ]
    assert {"ENC001", "COST001", "DEL001", "TPL000", "TPL001"} <= set(ALL_RULES)
    assert run.exit_code == 0


@pytest.mark.parametrize("wanted", ["ENC001", "enc001", "non-gsm-character", "Non-GSM-Character"])
def test_a_rule_is_found_by_code_or_name(smsplan: Smsplan, wanted: str) -> None:
    run = smsplan("rule", wanted)
    assert run.stdout == page(ALL_RULES["ENC001"]).rstrip("\n") + "\n"
    assert run.exit_code == 0


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("ENC01", "there is no rule 'ENC01'; did you mean ENC001 non-gsm-character"),
        ("split-grapheme-cluster", "DEL001 split-grapheme"),
        ("\x1b[2J", r"there is no rule '\x1b[2J'"),
    ],
)
def test_an_unknown_rule_is_answered_with_what_is_near(
    smsplan: Smsplan, wanted: str, says: str
) -> None:
    run = smsplan("rule", wanted)
    assert says in run.stderr
    assert run.stdout == ""
    assert run.exit_code == 2


def test_every_rule_has_a_page(smsplan: Smsplan) -> None:
    for code in ALL_RULES:
        assert code in smsplan("rule", code).stdout
