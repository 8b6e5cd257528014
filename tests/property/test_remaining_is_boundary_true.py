from hypothesis import given
from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Profile, plan
from tests.property.inputs import profiles, texts

fillers = {
    Encoding.GSM7: st.sampled_from("a@ \n"),
    # Some of these join the character before or after them.
    Encoding.UCS2: st.sampled_from("aя \n\u0301\u200d\u0600"),
}


@given(texts(), profiles(), st.data())
def test_that_many_characters_of_cost_one_fit(
    text: str, profile: Profile, data: st.DataObject
) -> None:
    planned = plan(text, profile)
    filler = data.draw(fillers[planned.encoding])
    filled = plan(text + filler * planned.remaining, profile)
    assert filled.msg_count == planned.msg_count
    assert filled.remaining == 0


@given(texts(), profiles(Boundary.CODE_POINT), st.data())
def test_one_more_adds_a_message(text: str, profile: Profile, data: st.DataObject) -> None:
    planned = plan(text, profile)
    filler = data.draw(fillers[planned.encoding])
    overfull = plan(text + filler * (planned.remaining + 1), profile)
    assert overfull.msg_count == planned.msg_count + 1


@given(texts(), profiles(Boundary.GRAPHEME, Boundary.WORD))
def test_one_more_line_feed_needs_another_message(text: str, profile: Profile) -> None:
    # A line feed joins no cluster.  Two words that just fit one message may
    # need three with it: the first is left alone before a second of a full segment.
    planned = plan(text, profile)
    overfull = plan(text + "\n" * (planned.remaining + 1), profile)
    assert overfull.msg_count > planned.msg_count
