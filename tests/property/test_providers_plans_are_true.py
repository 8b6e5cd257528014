"""What a provider makes of a text: places, segments, counts and limits agree."""

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from smsplan import STANDARD, Encoding, Language, Profile, plan
from smsplan.planning.limits import MEASURES
from smsplan.planning.profile import Above, Counting, Limit, Replace, WhiteSpace
from smsplan.planning.rewriting import Rewriting
from tests.property.inputs import PROFILES, texts
from tests.property.profiles import TABLE, provider_profiles
from tests.reference import chars_count


@given(texts(), provider_profiles())
def test_the_segments_join_to_the_text_that_is_sent(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    assert planned.original == text
    assert "".join(segment.text for segment in planned.segments) == planned.text
    assert planned.chars_count == sum(segment.chars_count for segment in planned.segments)


@given(texts(), provider_profiles())
def test_the_places_of_changes_lead_from_either_text_to_the_other(
    text: str, profile: Profile
) -> None:
    planned = plan(text, profile)
    sent = original = ""
    at = at_original = 0
    for change in planned.replaced:
        assert planned.text[at : change.start] == text[at_original : change.original_start]
        assert planned.text[change.start : change.end] == change.text
        assert text[change.original_start : change.original_end] == change.original_text
        assert change.text != change.original_text
        sent += text[at_original : change.original_start] + change.text
        original += planned.text[at : change.start] + change.original_text
        at, at_original = change.end, change.original_end
    assert sent + text[at_original:] == planned.text
    assert original + planned.text[at:] == text


@given(texts(), provider_profiles())
@example("a\n", Profile(crlf=True))
@example("a  b", Profile(white_space=(WhiteSpace.RUNS_TO_ONE_SPACE,)))
@example("\n\x1fa\x1c ", Profile(white_space=(WhiteSpace.STRIP,)))
def test_every_find_of_every_step_is_replaced_in_what_is_sent(text: str, profile: Profile) -> None:
    if profile.replace is Replace.BEYOND_ONE_SEGMENT:
        return
    sent = text
    for pattern, instead, *_ in Rewriting.of(profile).steps(text, lambda *_: True):
        sent = pattern.sub(instead, sent)
    planned = plan(text, profile)
    assert sent == planned.text or (profile.truncates and sent.startswith(planned.text))


@given(texts(), st.sampled_from(PROFILES))
def test_a_profile_without_a_provider_s_rule_plans_as_it_did(text: str, profile: Profile) -> None:
    """One that has rules which change nothing goes the other way, and arrives there too."""
    if profile.encoding is Encoding.GSM7:
        return
    idle = Profile(
        profile.encoding,
        profile.boundary,
        profile.reference_bits,
        replace=Replace.ALWAYS,
        keeps="ŵ",
    )
    one, other = plan(text, profile), plan(text, idle)
    assert not idle.is_plain
    assert (one.text, one.encoding, one.chars_count, one.msg_count, one.remaining) == (
        (other.text, other.encoding, other.chars_count, other.msg_count, other.remaining)
    )
    assert one.segments == other.segments
    assert other.replaced == ()


@given(texts())
def test_all_or_nothing_never_leaves_ucs2_with_replacements(text: str) -> None:
    planned = plan(text, Profile(replace=Replace.ALL_OR_NOTHING, replacements=TABLE))
    if planned.encoding is Encoding.UCS2:
        assert planned == plan(text, planned.profile)
        assert planned.replaced == ()


def test_a_text_is_replaced_of_which_nothing_is_left() -> None:
    planned = plan("\0", Profile(replace=Replace.ALL_OR_NOTHING, replacements=(("\0", ""),)))
    assert (planned.text, planned.encoding) == ("", Encoding.GSM7)


@given(texts())
def test_beyond_one_segment_leaves_short_texts_alone(text: str) -> None:
    planned = plan(text, Profile(replace=Replace.BEYOND_ONE_SEGMENT, replacements=TABLE))
    if plan(text).msg_count == 1:
        assert planned.text == text


@given(texts(), provider_profiles())
def test_what_is_truncated_is_within_the_limit(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    limit = profile.limit
    if limit is None or limit.above is not Above.TRUNCATED:
        return
    sent = planned.text
    if limit.max_segments is not None:
        assert len(planned.segments) <= limit.max_segments
    if limit.max_characters is not None:
        added = len(profile.prefix) + len(profile.suffix)
        assert len(sent) <= added + limit.max_characters
    billed = limit.max_gsm7 if planned.encoding is Encoding.GSM7 else limit.max_ucs2
    if billed is not None:
        assert planned.chars_count <= billed
    if limit.max_utf16 is not None:
        assert len(sent.encode("utf-16-le", "surrogatepass")) <= 2 * limit.max_utf16


@given(texts(), provider_profiles())
@example("abcde", Profile(suffix=" STOP", limit=Limit(max_characters=5, above=Above.TRUNCATED)))
@example(
    "€" * 150,
    Profile(languages=(Language.TURKISH,), limit=Limit(max_gsm7=160, above=Above.TRUNCATED)),
)
def test_what_is_within_the_limit_is_not_truncated(text: str, profile: Profile) -> None:
    whole = plan(text, structs.replace(profile, limit=None))
    limits = structs.asdict(profile.limit or Limit())
    if all(
        limits[name] is None or measure(whole) <= limits[name] for name, measure in MEASURES.items()
    ):
        assert plan(text, profile).text == whole.text


@given(texts(), provider_profiles())
def test_division_bills_what_the_characters_come_to(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    if profile.counting is not Counting.DIVISION:
        assert planned.msg_count == len(planned.segments)
        return
    assert planned.msg_count <= len(planned.segments)


@given(texts(), provider_profiles())
def test_chars_are_counted_as_the_reference_does(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    assert planned.chars_count == chars_count(planned.text, planned.encoding)
    if planned.encoding is Encoding.UCS2 and profile.encoding is None and not profile.lacks:
        whole = plan(text, profile) if profile.limit is None else None
        assert whole is None or plan(whole.text, STANDARD).encoding is Encoding.UCS2
