from itertools import accumulate

from hypothesis import given

from smsplan import Boundary, Profile, plan
from tests import reference
from tests.property.inputs import profiles, texts


@given(texts(), profiles(Boundary.WORD))
def test_a_segment_with_white_space_ends_after_it(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    room = reference.ROOM[planned.encoding, profile.reference_bits]
    atoms = reference.atoms(text, planned.encoding, Boundary.WORD, room)
    ends = accumulate(map(len, atoms))
    word_ends = {end for atom, end in zip(atoms, ends, strict=True) if reference.ends_word(atom)}
    for segment in planned.segments[:-1]:
        inside = word_ends.intersection(range(segment.start + 1, segment.end))
        assert not inside or segment.end in word_ends
