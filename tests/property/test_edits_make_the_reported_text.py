from collections.abc import Sequence
from itertools import pairwise

from hypothesis import example, given, reject
from hypothesis import strategies as st

from smsplan import Encoding, Profile, UnencodableTextError, plan
from smsplan.findings import Edit, Safety, apply
from smsplan.linting import fix, lint
from tests.linting.inputs import LEVELS, profiles, texts


def are_edits_of(text: str, edits: Sequence[Edit]) -> bool:
    return all(
        0 <= edit.start <= edit.end <= len(text) and text[edit.start : edit.end] != edit.replacement
        for edit in edits
    ) and all(edit.end <= following.start for edit, following in pairwise(edits))


# What is repaired joins the letter before, which is repaired then; two emoji, one space.
@example(text="eÌ\x81Ì\x80", profile=Profile(), level=Safety.SAFE, always=True)
@example(text="😀 🎉 Hi", profile=Profile(), level=Safety.DISPLAY_ONLY, always=True)
@example(text="😀 \u0308 Hi", profile=Profile(), level=Safety.DISPLAY_ONLY, always=True)
@given(
    text=texts(),
    profile=profiles(None, *Encoding),
    level=st.sampled_from(LEVELS),
    always=st.booleans(),
)
def test_of_fix(*, text: str, profile: Profile, level: Safety, always: bool) -> None:
    try:
        fixed = fix(text, profile, level=level, always=always)
    except UnencodableTextError:
        reject()
    assert are_edits_of(text, fixed.applied)
    assert apply(text, fixed.applied) == fixed.text
    assert fixed.plan == plan(fixed.text, profile)
    assert fixed.before.text == text
    assert fixed.saved == fixed.before.msg_count - fixed.plan.msg_count


@given(texts(), profiles(None, *Encoding))
def test_of_findings(text: str, profile: Profile) -> None:
    for finding in lint(text, profile):
        if finding.fix:
            assert finding.fix.edits
            assert are_edits_of(text, finding.fix.edits)
