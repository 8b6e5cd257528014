from itertools import pairwise

from hypothesis import given

from smsplan import Profile, plan
from tests.property.inputs import profiles, texts


@given(texts(), profiles())
def test_segments_join_to_the_text(text: str, profile: Profile) -> None:
    assert "".join(segment.text for segment in plan(text, profile).segments) == text


@given(texts(), profiles())
def test_offsets_tile_the_text(text: str, profile: Profile) -> None:
    segments = plan(text, profile).segments
    assert segments[0].start == 0
    assert segments[-1].end == len(text)
    for segment, following in pairwise(segments):
        assert segment.end == following.start
    for segment in segments:
        assert segment.text == text[segment.start : segment.end]


@given(texts(), profiles())
def test_only_the_empty_text_has_an_empty_segment(text: str, profile: Profile) -> None:
    assert all(segment.text for segment in plan(text, profile).segments) == bool(text)
