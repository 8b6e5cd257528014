from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Profile, UnencodableTextError, plan
from smsplan.findings import Finding, Severity
from smsplan.linting import RULES, lint
from tests.examples import FEW
from tests.linting.inputs import PIECES, profiles, texts


def place(finding: Finding) -> tuple[int, str]:
    assert finding.start is not None
    return finding.start, finding.code


@given(texts(), profiles(None, *Encoding), st.integers(min_value=1, max_value=255))
def test_findings_are_of_known_rules_in_order_and_within_the_text(
    text: str, profile: Profile, most: int
) -> None:
    findings = lint(text, profile, max_segments=most)
    assert list(findings) == sorted(findings, key=place)
    for finding in findings:
        assert RULES[finding.code].name == finding.name
        assert finding.field == "text"
        assert finding.start is not None
        assert finding.end is not None
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.message.isprintable() or not text.isprintable()


@given(texts(), profiles(None, *Encoding), st.sets(st.sampled_from(list(RULES))))
def test_selected_rules_report_what_they_report_among_all(
    text: str, profile: Profile, codes: set[str]
) -> None:
    findings = lint(text, profile)
    assert lint(text, profile, select=codes) == tuple(f for f in findings if f.code in codes)
    assert lint(text, profile, ignore=codes) == tuple(f for f in findings if f.code not in codes)


# Nothing can be written in a URL: it is said all the same.
@example("https://example.com/cafe\u0301", Boundary.CODE_POINT)
@given(texts(), st.sampled_from(Boundary))
def test_what_keeps_a_text_out_of_gsm7_is_reported(text: str, boundary: Boundary) -> None:
    found = lint(text, Profile(boundary=boundary), select="ENC")
    assert bool(found) == (plan(text).encoding is Encoding.UCS2)


@given(texts(), profiles(Encoding.GSM7))
def test_what_keeps_a_text_out_of_a_forced_gsm7_is_an_error(text: str, profile: Profile) -> None:
    try:
        plan(text, profile)
        fits = True
    except UnencodableTextError:
        fits = False
    found = [finding for finding in lint(text, profile) if finding.code.startswith("ENC")]
    assert not (fits and found)
    assert all(finding.severity is Severity.ERROR for finding in found)


@pytest.mark.slow
@example("я", 20_000)
@FEW
@given(st.sampled_from(PIECES), st.integers(min_value=256, max_value=300))
def test_of_more_than_255_messages_a_rule_shows_its_first_place(piece: str, messages: int) -> None:
    findings = lint((piece + "x" * 160) * messages)
    assert "COST006" in {finding.code for finding in findings}
    assert set(Counter(finding.code for finding in findings).values()) == {1}
