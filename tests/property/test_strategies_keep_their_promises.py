import pytest
from hypothesis import find, given, settings

from smsplan import Encoding, Profile, msisdn, plan, sender
from smsplan.strategies import (
    boundary_messages,
    gsm7_text,
    messages,
    msisdns,
    senders,
    ucs2_text,
)
from tests import reference

FORCED = [
    Profile(encoding=encoding, reference_bits=bits) for encoding in Encoding for bits in (8, 16)
]
# What there is must be found, and the same way every time.
SEARCH = settings(max_examples=3000, derandomize=True, database=None, deadline=None)

# By the units between where a pair begins and the limit.
HOWS = {3: "ends before", 2: "ends at", 1: "straddles", 0: "follows"}


def how_a_pair_lies(text: str, encoding: Encoding, limit: int) -> str | None:
    """Say how a pair lies at the limit of the segment with which a text begins."""
    begins = 0
    for character in text:
        if begins > limit:
            break
        cost = reference.cost(character, encoding)
        if cost == 2 and limit - begins in HOWS:
            return HOWS[limit - begins]
        begins += cost
    return None


def at_single_limit(text: str, profile: Profile) -> str | None:
    encoding = reference.encoding(text, profile.encoding)
    return how_a_pair_lies(text, encoding, reference.SINGLE[encoding])


def at_segment_limits(text: str, profile: Profile) -> list[str | None]:
    encoding = reference.encoding(text, profile.encoding)
    room = reference.ROOM[encoding, profile.reference_bits]
    segments = plan(text, profile).segments
    return [how_a_pair_lies(text[segment.start :], encoding, room) for segment in segments[:-1]]


@given(gsm7_text())
def test_gsm7_text_is_gsm7(text: str) -> None:
    assert plan(text).encoding is Encoding.GSM7


@given(gsm7_text(min_size=2, max_size=3))
def test_gsm7_text_has_the_size_asked_for(text: str) -> None:
    assert 2 <= len(text) <= 3


@given(ucs2_text())
def test_ucs2_text_is_ucs2(text: str) -> None:
    assert plan(text).encoding is Encoding.UCS2


@given(messages())
def test_messages_can_be_sent_as_utf8(text: str) -> None:
    assert text.encode().decode() == text


@pytest.mark.parametrize("encoding", Encoding)
def test_messages_are_of_both_encodings(encoding: Encoding) -> None:
    find(
        messages(), lambda text: len(text) > 1 and plan(text).encoding is encoding, settings=SEARCH
    )


@pytest.mark.parametrize("profile", FORCED)
def test_boundary_messages_have_a_pair_at_every_limit(profile: Profile) -> None:
    @given(boundary_messages(profile))
    def check(text: str) -> None:
        limits = at_segment_limits(text, profile)
        assert at_single_limit(text, profile) or (limits and None not in limits)

    check()


@pytest.mark.slow
@pytest.mark.parametrize("how", HOWS.values())
@pytest.mark.parametrize("profile", FORCED)
def test_boundary_messages_meet_the_single_limit_in_every_way(profile: Profile, how: str) -> None:
    find(
        boundary_messages(profile),
        lambda text: at_single_limit(text, profile) == how,
        settings=SEARCH,
    )


@pytest.mark.slow
@pytest.mark.parametrize("segment", [0, 1, 2])
@pytest.mark.parametrize("how", HOWS.values())
@pytest.mark.parametrize("profile", FORCED)
def test_boundary_messages_meet_the_segments_limits_in_every_way(
    profile: Profile, how: str, segment: int
) -> None:
    find(
        boundary_messages(profile),
        lambda text: at_segment_limits(text, profile)[segment : segment + 1] == [how],
        settings=SEARCH,
    )


@given(boundary_messages(max_segments=2))
def test_boundary_messages_have_no_more_limits_than_asked_for(text: str) -> None:
    assert plan(text).msg_count <= 2 + 1


@given(msisdns())
def test_msisdns_are_canonical(value: str) -> None:
    assert msisdn.validate(value) == value


@given(senders())
def test_senders_are_valid(value: str) -> None:
    assert sender.validate(value) == value


@pytest.mark.parametrize("numeric", [True, False])
def test_senders_are_as_long_as_each_kind_may_be(*, numeric: bool) -> None:
    longest = 15 if numeric else 11
    find(
        senders(),
        lambda value: value.isdigit() is numeric and len(value) == longest,
        settings=SEARCH,
    )
