from itertools import accumulate, pairwise

from hypothesis import example, given

from smsplan import Boundary, Profile, plan
from tests import reference
from tests.property.inputs import profiles, texts

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)


@given(texts(), profiles())
def test_segments_begin_where_a_character_begins(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    costs = [reference.chars_count(atom, planned.encoding) for atom in reference.code_points(text)]
    characters_begin = set(accumulate(costs, initial=0))
    segments_begin = accumulate((segment.chars_count for segment in planned.segments), initial=0)
    assert characters_begin.issuperset(segments_begin)


# U+0600 joins what follows it, for `regex` half of a pair as well.
@example("я" * 65 + "\u0600\ud83d\ude00" + "я" * 67, GRAPHEMES)
@given(texts(), profiles())
def test_lone_surrogates_in_the_order_of_a_pair_stay_together(text: str, profile: Profile) -> None:
    segments = plan(text, profile).segments
    for segment, following in pairwise(segments):
        junction = segment.text[-1] + following.text[0]
        assert len(reference.code_points(junction)) == 2
