from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import Profile
from smsplan.findings import Safety, apply
from smsplan.linting import fix, lint
from tests.linting.inputs import LEVELS, profiles, texts, texts_that_machines_read


def has_in_order(text: str, parts: list[str]) -> bool:
    rest = text
    for part in parts:
        _, found, rest = rest.partition(part)
        if not found:
            return False
    return True


@example(
    given_text=("“" * 80 + " {{ “a” }} ", ["{{ “a” }}"]),
    profile=Profile(),
    level=Safety.SAFE,
    always=False,
)
@example(
    given_text=("x" * 130 + "[]" + " https://example.com/[a]~ ", ["https://example.com/[a]~"]),
    profile=Profile(),
    level=Safety.UNSAFE,
    always=True,
)
@given(
    given_text=texts_that_machines_read(),
    profile=profiles(),
    level=st.sampled_from(LEVELS),
    always=st.booleans(),
)
def test_all_are_there_unchanged_and_in_order(
    *, given_text: tuple[str, list[str]], profile: Profile, level: Safety, always: bool
) -> None:
    text, kept = given_text
    assert has_in_order(fix(text, profile, level=level, always=always).text, kept)


@given(texts_that_machines_read(), profiles())
def test_the_fix_of_a_finding_keeps_them_too(
    given_text: tuple[str, list[str]], profile: Profile
) -> None:
    text, kept = given_text
    for finding in lint(text, profile):
        if finding.fix:
            assert has_in_order(apply(text, finding.fix.edits), kept)


@given(text=texts(), profile=profiles(), level=st.sampled_from(LEVELS), always=st.booleans())
def test_no_text_is_turned_into_nothing(
    *, text: str, profile: Profile, level: Safety, always: bool
) -> None:
    fixed = fix(text, profile, level=level, always=always)
    assert fixed.text.strip() or not text.strip()
