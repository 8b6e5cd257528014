from hypothesis import example, given

from smsplan import Boundary, Encoding, Profile, UnencodableTextError, plan
from smsplan.findings import apply
from smsplan.linting import lint
from tests.linting.inputs import profiles, texts

ECONOMICAL = {"COST003", "COST004", "COST005"}


def messages(text: str, profile: Profile) -> int:
    """Count them as UCS-2 where the profile forces GSM-7 on a text that it cannot code."""
    try:
        return plan(text, profile).msg_count
    except UnencodableTextError:
        return plan(text, Profile(None, profile.boundary, profile.reference_bits)).msg_count


# One of two non-GSM characters gone: one message alone has room for more than each of two.
@example("\u200b" + "я" * 70, Profile())
@given(texts(), profiles(None, *Encoding))
def test_saves_is_the_difference_that_the_fix_makes(text: str, profile: Profile) -> None:
    before = messages(text, profile)
    for finding in lint(text, profile):
        if finding.fix:
            after = messages(apply(text, finding.fix.edits), profile)
            assert finding.saves == max(0, before - after)
        else:
            assert finding.saves == 0


@given(texts(), profiles(None, *Encoding))
def test_what_costs_is_reported_only_where_it_costs_a_message(text: str, profile: Profile) -> None:
    for finding in lint(text, profile, select="COST"):
        assert finding.code not in ECONOMICAL or finding.saves > 0
        if finding.code == "COST002":
            shorter = text.translate(dict.fromkeys(map(ord, "\f^{}\\[~]|€"), "x"))
            assert messages(shorter, profile) < messages(text, profile)


@given(texts(), profiles(None, *Encoding))
def test_as_many_characters_fewer_as_are_shown_save_a_message(text: str, profile: Profile) -> None:
    # Two halves of a pair that are two characters are billed as one.
    is_simple = not any("\ud800" <= character <= "\udfff" for character in text)
    for finding in lint(text, profile, select="COST001"):
        assert messages(text[: finding.start], profile) < messages(text, profile)
        assert finding.start is not None
        if is_simple and profile.boundary is Boundary.CODE_POINT and not profile.languages:
            assert messages(text[: finding.start + 1], profile) == messages(text, profile)


def test_one_edit_that_takes_all_non_gsm_characters_saves_what_gsm7_saves() -> None:
    (finding,) = lint("x" * 150 + "\u00a0\u00a0", select="COST004")
    assert finding.fix is not None
    assert len(finding.fix.edits) == 1
    assert finding.saves == 2
