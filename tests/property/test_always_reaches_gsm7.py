from hypothesis import assume, given
from hypothesis import strategies as st

from smsplan import Encoding, plan
from smsplan.linting import fix
from smsplan.linting.protection import Protected
from smsplan.linting.replacements import SAFE

SPELLINGS = {ord(character): text for text, characters in SAFE.items() for character in characters}


@given(
    st.lists(st.sampled_from([*map(chr, SPELLINGS), "a", "word ", "é"]), max_size=12).map("x".join),
    st.sampled_from((0, 50, 60, 67, 140, 150, 160)),
)
def test_where_typography_alone_is_in_the_way_and_no_message_is_added(
    start: str, length: int
) -> None:
    text = "x" + start + "x" * length
    plain = plan(text.translate(SPELLINGS))
    assume(
        not Protected(plain.text).spans
    )  # what a machine would read is never made, as of "x。x⁄x"
    assert plain.encoding is Encoding.GSM7
    fixed = fix(text, always=True)
    if plain.msg_count <= fixed.before.msg_count:
        assert fixed.plan.encoding is Encoding.GSM7
        assert fixed.plan.msg_count <= plain.msg_count
    else:
        assert fixed.plan.msg_count == fixed.before.msg_count


def test_no_address_is_made_of_what_is_none() -> None:
    assert fix("x。x⁄x", always=True).text == "x。x⁄x"
