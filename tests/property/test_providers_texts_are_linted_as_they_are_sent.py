"""Findings and fixes under the profile of a provider: of the original, counted as it bills."""

from hypothesis import assume, example, given, reject
from hypothesis import strategies as st
from msgspec.structs import replace

from smsplan import (
    Boundary,
    Encoding,
    Language,
    Plan,
    Profile,
    UnencodableTextError,
    explain,
    fix,
    lint,
    plan,
)
from smsplan.findings import Safety, Severity, apply
from smsplan.linting import treatment
from smsplan.linting.places import find, keeping_out
from smsplan.planning import Above, Counting, Limit, Replace, WhiteSpace
from tests.linting.inputs import LEVELS, profiles, texts
from tests.property.profiles import TABLE, provider_profiles

ANY = (None, *Encoding)
DIVIDED = Profile(
    boundary=Boundary.WORD,
    prefix="HMRC: ",
    counting=Counting.DIVISION,
    limit=Limit(max_segments=2, above=Above.TRUNCATED),
)
FEWER = {"COST001", "COST002", "COST003", "COST004", "COST005"}


def free(text: str, profile: Profile) -> Plan:
    try:
        return plan(text, profile)
    except UnencodableTextError:
        return plan(text, replace(profile, encoding=None))


@given(
    text=texts(),
    profile=provider_profiles(encodings=ANY),
    level=st.sampled_from(LEVELS),
    always=st.booleans(),
)
def test_a_fix_never_costs_a_segment_and_saves_what_plans_say(
    *, text: str, profile: Profile, level: Safety, always: bool
) -> None:
    before = free(text, profile)
    try:
        fixed = fix(text, profile, level=level, always=always)
    except UnencodableTextError:
        reject()
    assert apply(text, fixed.applied) == fixed.text
    assert (fixed.before, fixed.plan) == (before, plan(fixed.text, profile))
    assert fixed.saved == before.msg_count - fixed.plan.msg_count
    assert always or fixed.text == text or fixed.saved > 0 or profile.encoding is Encoding.GSM7
    assert fixed.saved >= 0 or profile.encoding is Encoding.GSM7
    again = fix(fixed.text, profile, level=level, always=always)
    assert again.text == fixed.text


# What is taken out leaves line ends together, of which the provider then takes some.
@example("\n\n\u200b\n\n" + "я" * 68, Profile(white_space=(WhiteSpace.TWO_LINE_ENDS_AT_MOST,)), 255)
@given(texts(), provider_profiles(encodings=ANY), st.integers(min_value=1, max_value=255))
def test_findings_are_about_the_original_and_save_what_plans_say(
    text: str, profile: Profile, most: int
) -> None:
    before = free(text, profile)
    for finding in lint(text, profile, max_segments=most):
        assert (finding.start is None) is (finding.end is None)
        if finding.start is not None and finding.end is not None:
            assert 0 <= finding.start < finding.end <= len(text)
        if finding.fix:
            after = free(finding.fix.apply(text), profile)
            assert finding.saves == max(0, before.msg_count - after.msg_count)
        assert finding.message.isprintable() or not text.isprintable()


@given(texts(), provider_profiles())
def test_as_many_characters_fewer_as_are_shown_save_a_segment(text: str, profile: Profile) -> None:
    for finding in lint(text, profile, select="COST001"):
        shorter = plan(text[: finding.start], profile)
        assert shorter.msg_count < plan(text, profile).msg_count


@given(texts(), provider_profiles())
def test_of_what_the_provider_alone_brings_to_one_segment_nothing_costs(
    text: str, profile: Profile
) -> None:
    assume(plan(text, profile).msg_count == 1)
    assert not FEWER & {finding.code for finding in lint(text, profile)}
    for level in LEVELS:
        assert fix(text, profile, level=level).text == text


@given(texts(), profiles())
@example("0" * 70 + "ç", Profile(languages=(Language.TURKISH,)))
@example("[" * 37 + "000" + "€" * 79, Profile(languages=(Language.TURKISH,)))
@example("0" * 156 + "ç", Profile(languages=(Language.TURKISH,)))
def test_a_profile_with_an_idle_rule_finds_what_the_one_without_it_finds(
    text: str, profile: Profile
) -> None:
    idle = replace(profile, replace=Replace.ALWAYS, limit=Limit(max_segments=10**6))
    assert lint(text, idle) == lint(text, profile)
    assert fix(text, idle).text == fix(text, profile).text
    assert explain(text, idle) == explain(text, profile)


@example("“Hi” 👋", Profile(replace=Replace.ALL_OR_NOTHING, replacements=TABLE))
@given(texts(), provider_profiles())
def test_without_what_keeps_a_text_out_of_gsm7_it_is_gsm7(text: str, profile: Profile) -> None:
    places = keeping_out(text, find(text, profile), profile)
    edits = [place.equivalent for place in places if place.equivalent]
    added = plan(profile.prefix + profile.suffix, Profile(lacks=profile.lacks))
    if (
        len(edits) < len(places)
        or added.encoding is Encoding.UCS2
        or profile.replace is Replace.BEYOND_ONE_SEGMENT
        or profile.encoding is Encoding.UCS2
    ):
        return
    assert plan(apply(text, edits), profile).encoding is Encoding.GSM7


@given(texts(), provider_profiles())
def test_a_place_of_what_is_sent_is_where_it_came_from(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    at = 0
    for segment in planned.segments:
        start, end = treatment.original_span(planned, segment.start, segment.end)
        assert at <= end or start == end
        assert 0 <= start <= end <= len(text)
        at = start
    changed = {at for change in planned.replaced for at in range(change.start, change.end)}
    for at, character in enumerate(planned.text):
        start, end = treatment.original_span(planned, at, at + 1)
        assert at in changed or text[start:end] == character


@given(texts(), provider_profiles())
@example("0" * 155, DIVIDED)
def test_every_character_that_is_lost_and_every_limit_is_told(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    found = lint(text, profile, select=["lost-character", "above-limit"])
    told = {at for each in found if each.code == "DEL005" for at in range(each.start, each.end)}  # type: ignore[arg-type]
    for change in planned.replaced:
        if profile.placeholder and change.text == profile.placeholder and change.original_text:
            assert change.original_start in told
    limits = [each for each in found if each.code == "DEL006"]
    limit = profile.limit
    if treatment.is_truncated(planned):
        assert limits
    for each in limits:
        assert limit
        is_mild = limit.above is Above.TRUNCATED
        assert each.severity is (Severity.WARNING if is_mild else Severity.ERROR)


@given(texts(), provider_profiles(encodings=ANY))
def test_every_text_is_explained(text: str, profile: Profile) -> None:
    told = explain(text, profile)
    planned = free(text, profile)
    number = "1 segment" if planned.msg_count == 1 else f"{planned.msg_count} segments"
    assert f" {number}" in told
    assert told.startswith("Another text is sent: ") is (planned.rewritten is not None)
