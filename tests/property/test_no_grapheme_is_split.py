from collections.abc import Iterator

from hypothesis import example, given

from smsplan import Boundary, Encoding, Profile, plan
from tests import reference
from tests.property.inputs import profiles, texts

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)


def insides(text: str, encoding: Encoding, room: int) -> Iterator[int]:
    """Give the offsets inside of clusters that a segment could hold whole."""
    offset = 0
    for cluster in reference.clusters(text):
        if reference.chars_count(cluster, encoding) <= room:
            yield from range(offset + 1, offset + len(cluster))
        offset += len(cluster)


# A thumb and its colour, each as two lone surrogates: one cluster when it arrives.
@example("я" * 65 + "\ud83d\udc4d\ud83c\udffd" + "я" * 67, GRAPHEMES)
@given(texts(), profiles(Boundary.GRAPHEME, Boundary.WORD))
def test_no_segment_begins_inside_a_cluster(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    room = reference.ROOM[planned.encoding, profile.reference_bits]
    begins = {segment.start for segment in planned.segments}
    assert begins.isdisjoint(insides(text, planned.encoding, room))
