from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from smsplan import Encoding, Profile, UnencodableTextError, plan
from smsplan.findings import Safety
from smsplan.linting import fix
from tests.linting.inputs import LEVELS, profiles, texts

levels = st.sampled_from(LEVELS)


@given(text=texts(), profile=profiles(), level=levels, always=st.booleans())
def test_never_more_messages(*, text: str, profile: Profile, level: Safety, always: bool) -> None:
    fixed = fix(text, profile, level=level, always=always)
    assert fixed.plan.msg_count <= plan(text, profile).msg_count


@example("…" * 66, Profile(), Safety.DISPLAY_ONLY)
@given(texts(), profiles(), levels)
def test_nothing_changes_unless_a_message_is_saved(
    text: str, profile: Profile, level: Safety
) -> None:
    fixed = fix(text, profile, level=level)
    assert fixed.text == text or fixed.saved > 0


@given(text=texts(), profile=profiles(None, *Encoding), level=levels, always=st.booleans())
def test_one_message_in_gsm7_is_left_alone(
    *, text: str, profile: Profile, level: Safety, always: bool
) -> None:
    text = "".join(character for character in text if plan(character).encoding is Encoding.GSM7)
    assume(plan(text, profile).msg_count == 1 and profile.encoding is not Encoding.UCS2)
    assert fix(text, profile, level=level, always=always).text == text


# Mojibake of mojibake: what is read once is no nearer to GSM-7.
@example("Ã¢â‚¬â„¢" * 12, Profile())
@given(texts(), profiles())
def test_a_level_reaches_what_a_milder_one_does_and_leaves_it_so_where_that_is_the_fewest(
    text: str, profile: Profile
) -> None:
    for milder, further in pairwise(fix(text, profile, level=level) for level in LEVELS):
        assert further.plan.msg_count <= milder.plan.msg_count
        if further.plan.msg_count == milder.plan.msg_count:
            assert further.text == milder.text


@given(text=texts(), profile=profiles(Encoding.GSM7), always=st.booleans())
def test_where_gsm7_is_forced_it_is_reached_or_refused(
    *, text: str, profile: Profile, always: bool
) -> None:
    for level in LEVELS:
        try:
            fixed = fix(text, profile, level=level, always=always)
        except UnencodableTextError:
            with pytest.raises(UnencodableTextError):
                plan(text, profile)
        else:
            assert fixed.plan.encoding is Encoding.GSM7
            if fixed.before.encoding is Encoding.GSM7:
                assert fixed.saved >= 0
