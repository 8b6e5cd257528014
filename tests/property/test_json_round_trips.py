from hypothesis import given
from hypothesis import strategies as st
from msgspec import json

from smsplan import Finding, Plan, Profile, Segment, Severity, plan
from smsplan.planning import NonGsmCharacter
from smsplan.strategies import messages
from tests.property.inputs import PROFILES, profiles

offsets = st.none() | st.integers(min_value=0, max_value=1 << 32)
findings = st.builds(
    Finding,
    code=st.sampled_from(["MSISDN_ALPHA", "SENDER_LONG"]),
    severity=st.sampled_from(Severity),
    field=st.sampled_from(["msisdn", "sender"]),
    message=st.text(),
    start=offsets,
    end=offsets,
)


@given(messages(), profiles())
def test_plans(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    decoded = json.decode(json.encode(planned), type=Plan)
    assert decoded == planned
    assert decoded.segments == planned.segments


@given(messages(), profiles())
def test_segments_and_non_gsm_characters(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    segments, non_gsm = planned.segments, planned.non_gsm_characters
    assert json.decode(json.encode(segments), type=tuple[Segment, ...]) == segments
    assert json.decode(json.encode(non_gsm), type=tuple[NonGsmCharacter, ...]) == non_gsm


@given(findings)
def test_findings(finding: Finding) -> None:
    assert json.decode(json.encode(finding), type=Finding) == finding


def test_profiles() -> None:
    assert json.decode(json.encode(PROFILES), type=tuple[Profile, ...]) == PROFILES
