from hypothesis import given
from hypothesis import strategies as st

from smsplan import Boundary, Encoding
from smsplan.gsm7.codec import DEFAULT, ESCAPE_PAIR, SURROGATE_PAIR, ucs2_units
from smsplan.planning.splitting import by_cluster, by_unit, by_word
from tests import reference
from tests.property.inputs import short_texts

# A character may cost two, so no segment holds less.
rooms = st.integers(min_value=2, max_value=9)


@given(short_texts(), rooms)
def test_cuts_between_code_points(text: str, room: int) -> None:
    encoding = reference.encoding(text)
    if encoding is Encoding.GSM7:
        starts = by_unit(DEFAULT.units(text), ESCAPE_PAIR, room)
    else:
        starts = by_unit(ucs2_units(text), SURROGATE_PAIR, room)
    assert len(starts) == reference.fewest(text, encoding, Boundary.CODE_POINT, room)


@given(short_texts(), rooms, st.sampled_from([Boundary.GRAPHEME, Boundary.WORD]))
def test_cuts_between_clusters_or_words(text: str, room: int, boundary: Boundary) -> None:
    encoding = reference.encoding(text)
    words = boundary is Boundary.WORD
    if encoding is Encoding.UCS2:
        starts = by_cluster(text, ucs2_units(text), room, words=words)
    else:
        starts = list((by_word if words else by_unit)(DEFAULT.units(text), ESCAPE_PAIR, room))
    assert len(starts) == reference.fewest(text, encoding, boundary, room)
