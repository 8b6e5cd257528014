"""How deliveries end: the longest suffix wins, and every status is one of the gateway's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.sandbox.outcomes import DELIVERED, STATUSES, Outcomes

SUFFIXES = st.text("0123456789", max_size=3)
RULES = st.dictionaries(SUFFIXES, st.sampled_from(sorted(STATUSES)))
NUMBERS = st.text("0123456789", min_size=1, max_size=15)


@given(RULES, NUMBERS)
def test_the_longest_suffix_that_matches_wins(rules: dict[str, int], msisdn: str) -> None:
    matching = sorted((suffix for suffix in rules if msisdn.endswith(suffix)), key=len)
    expected = rules[matching[-1]] if matching else DELIVERED
    assert Outcomes(rules).status(msisdn) == expected


@pytest.mark.parametrize(
    ("msisdn", "status"),
    [("4520123412", 12), ("4520123413", 13), ("4520123414", 14), ("4520123456", 150)],
)
def test_without_rules_the_documented_numbers_fail(msisdn: str, status: int) -> None:
    assert Outcomes().status(msisdn) == status


def test_the_statuses_are_those_of_the_document() -> None:
    assert sorted(STATUSES) == [*range(1, 15), *range(22, 101), 150]


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ({"1a": 12}, "'1a': numbers end in digits"),
        ({"٣": 12}, "numbers end in digits"),
        ({"12": 15}, "no status code 15"),
        ({"12": 0}, "no status code 0"),
        ({"12": 149}, "no status code 149"),
    ],
)
def test_a_rule_that_could_never_hold_is_refused(rules: dict[str, int], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Outcomes(rules)


def test_two_outcomes_share_no_rules() -> None:
    first, second = Outcomes(), Outcomes()
    assert first.statuses == second.statuses
    assert first.statuses is not second.statuses
