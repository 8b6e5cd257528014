"""Bounds under the profiles of providers, by example, and why some have none."""

import pytest
from msgspec.structs import replace

from smsplan import Boundary, BoundsError, Encoding, Profile, plan, providers
from smsplan.planning.profile import Above, Capacity, Limit, Replace, WhiteSpace
from smsplan.templates import Charset, Field, Template
from tests.property.profiles import TABLE

NAME = Field(20, Charset.LATIN)
LONG = Template.parse("Dear {{name}}, " + "your parcel is here. " * 12)

REFUSED = {
    "aws-sns": "split at a word",
    "salesforce": "split at a word",
    "smsup": "is truncated",
    "twilio": "split at a grapheme",
}
"""Where a name of 20 letters has no bounds in a long text, with the reason."""


def most(source: str, profile: Profile, **fields: Field) -> tuple[int, int]:
    bounds = Template.parse(source).bounds(fields, profile)
    return bounds.msg_count.most, bounds.chars_count.most


def least(source: str, profile: Profile, **fields: Field) -> tuple[int, int]:
    bounds = Template.parse(source).bounds(fields, profile)
    return bounds.msg_count.least, bounds.chars_count.least


@pytest.mark.parametrize("name", providers.names())
def test_every_provider_has_bounds_or_a_reason(name: str) -> None:
    profile = providers.get(name).profile
    assert Template.parse("Hi {{x}}").bounds({"x": NAME}, profile).msg_count.most == 1
    if name in REFUSED:
        with pytest.raises(BoundsError, match=REFUSED[name]):
            LONG.bounds({"name": NAME}, profile)
    else:
        bounds = LONG.bounds({"name": NAME}, profile)
        assert bounds.msg_count.least == 2
        assert bounds.msg_count.most == (5 if bounds.non_gsm_fields else 2)


def test_a_prefix_counts() -> None:
    notify = providers.get("govuk-notify", prefix="HMRC").profile
    assert most("a" * 153 + "{{x}}", notify, x=Field(1, Charset.DIGITS)) == (1, 160)
    assert most("a" * 153 + "{{x}}", notify, x=Field(2, Charset.DIGITS)) == (2, 161)


def test_a_replacement_can_be_longer_and_shorter() -> None:
    notify = providers.get("govuk-notify").profile
    assert most("{{x}}", notify, x=Field(60, Charset.BMP)) == (3, 180)
    bounds = Template.parse("a{{x}}").bounds({"x": Field(9, Charset.BMP, 9)}, notify)
    assert bounds.chars_count.least == 1
    assert set(bounds.chars_count.least_witness.values["x"]) <= set(" \u200b\u180e")


def test_a_field_of_what_a_provider_always_replaces_is_not_non_gsm() -> None:
    always = Profile(replace=Replace.ALWAYS, placeholder="?")
    bounds = Template.parse("“{{x}}”").bounds({"x": Field(80)}, always)
    assert bounds.non_gsm_fields == ()
    assert (bounds.msg_count.most, bounds.chars_count.most) == (2, 162)
    notify = providers.get("govuk-notify").profile
    assert Template.parse("{{x}}").bounds({"x": NAME}, notify).non_gsm_fields == ("x",)
    kept = replace(notify, keeps="")
    assert Template.parse("{{x}}").bounds({"x": NAME}, kept).non_gsm_fields == ()


def test_what_a_provider_lacks_is_non_gsm() -> None:
    telnyx = providers.get("telnyx").profile
    fields = {"x": Field(1, Charset.GSM7)}
    bounds = Template.parse("a" * 70 + "{{x}}").bounds(fields, telnyx)
    assert (bounds.non_gsm_fields, bounds.msg_count.most) == (("x",), 2)
    assert bounds.msg_count.most_witness.plan.encoding is Encoding.UCS2


def test_all_or_nothing_replaces_where_no_field_prevents_it() -> None:
    profile = Profile(replace=Replace.ALL_OR_NOTHING, replacements=TABLE)
    assert most("“" * 80 + "{{x}}", profile, x=Field(1, Charset.DIGITS)) == (1, 81)
    bounds = Template.parse("“" * 80 + "{{x}}").bounds({"x": NAME}, profile)
    assert (bounds.msg_count.least, bounds.msg_count.most) == (1, 2)
    assert bounds.non_gsm_fields == ("x",)


def test_beyond_one_segment_has_bounds_where_no_table_is_known() -> None:
    sinch = providers.get("sinch", auto_encoding=True).profile
    short = Template.parse("“{{x}}”").bounds({"x": NAME}, sinch)
    assert (short.msg_count.most, short.chars_count.most) == (1, 22)


def test_white_space_that_makes_a_message_ucs2_stays_between_characters() -> None:
    kept = providers.get("govuk-notify", keep_unicode=True).profile
    bounds = Template.parse("{{x}}").bounds({"x": Field(70, Charset.GSM7)}, kept)
    assert (bounds.msg_count.most, bounds.room) == (1, {"x": 70})
    bounds = Template.parse("{{x}}").bounds({"x": Field(71, Charset.GSM7)}, kept)
    assert (bounds.msg_count.most, bounds.non_gsm_fields) == (2, ("x",))


def test_beyond_one_segment_has_no_bounds_with_a_table() -> None:
    profile = Profile(replace=Replace.BEYOND_ONE_SEGMENT, replacements=TABLE)
    with pytest.raises(BoundsError, match="depends on the whole text"):
        Template.parse("{{x}}").bounds({"x": Field(80, Charset.BMP, 10)}, profile)


def test_division_counts_what_a_boundary_would_not_allow() -> None:
    divides = replace(providers.get("telnyx").profile, boundary=Boundary.WORD)
    assert most("a" * 160 + "{{x}}", divides, x=Field(147, Charset.DIGITS)) == (3, 307)


def test_a_line_feed_counts_two_where_it_becomes_two() -> None:
    crlf = Profile(crlf=True)
    assert most("{{x}}", crlf, x=Field(80, Charset.GSM7_BASIC)) == (1, 160)
    assert least("{{x}}\n", crlf, x=Field(9, Charset.GSM7_BASIC, 3)) == (1, 4)
    assert least("{{x}}\n", crlf, x=Field(9, Charset.DIGITS, 3)) == (1, 5)


def test_white_space_may_vanish_and_that_is_the_least() -> None:
    notify = providers.get("govuk-notify").profile
    assert least("Hi {{x}}, bye", notify, x=Field(9, Charset.ASCII, 2)) == (1, 7)
    assert least("a\n\n{{x}}\nb", notify, x=Field(9, Charset.GSM7, 2)) == (1, 4)
    assert most("Hi {{x}}, bye", notify, x=Field(2, Charset.LATIN, 2)) == (1, 10)


@pytest.mark.parametrize(
    ("rules", "source", "fewer", "more"),
    [
        ((WhiteSpace.LINE_ENDS_TO_SPACE,), "a {{x}} b", "\n", ""),
        ((WhiteSpace.NONE_BEFORE_PUNCTUATION,), "a   {{x}}b", ".", ""),
    ],
)
def test_where_runs_of_spaces_are_left_a_longer_text_can_be_shorter(
    rules: tuple[WhiteSpace, ...], source: str, fewer: str, more: str
) -> None:
    template, profile = Template.parse(source), Profile(white_space=rules)
    counts = [plan(template.render({"x": x}), profile).chars_count for x in (fewer, more)]
    assert counts[0] < counts[1]
    with pytest.raises(BoundsError, match="leaves runs of spaces"):
        template.bounds({"x": Field(1)}, profile)


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        (Profile(limit=Limit(max_segments=1, above=Above.TRUNCATED)), "truncated"),
        (Profile(limit=Limit(max_characters=172, above=Above.TRUNCATED)), "truncated"),
        (
            Profile(white_space=(WhiteSpace.RUNS_TO_ONE_SPACE,), lacks=" ", placeholder="?"),
            "its alphabet lacks some",
        ),
        (
            Profile(white_space=(WhiteSpace.RUNS_TO_ONE_SPACE,), lacks=" "),
            "its alphabet lacks some",
        ),
        (
            Profile(
                white_space=(WhiteSpace.RUNS_TO_ONE_SPACE,),
                replace=Replace.ALWAYS,
                replacements=(("я", "a b"),),
            ),
            "writes some for characters",
        ),
        (
            Profile(replace=Replace.ALWAYS, replacements=(("я", "a€"), ("ж", "€a"))),
            "depends on where a segment ends",
        ),
        (
            Profile(crlf=True, replace=Replace.ALWAYS, replacements=(("я", "\n"),)),
            "others become line feeds",
        ),
        (
            Profile(replace=Replace.ALL_OR_NOTHING, replacements=TABLE, placeholder="?"),
            "all or nothing",
        ),
    ],
)
def test_what_is_not_proved_at_a_provider_has_a_reason(profile: Profile, reason: str) -> None:
    with pytest.raises(BoundsError, match=reason):
        Template.parse("a" * 153 + "{{x}}").bounds({"x": Field(20, Charset.BMP)}, profile)


def test_what_is_below_the_limit_is_not_truncated() -> None:
    limit = Limit(max_segments=2, max_characters=173, max_gsm7=173, above=Above.TRUNCATED)
    bounds = Template.parse("a" * 153 + "{{x}}").bounds(
        {"x": Field(8, Charset.DIGITS)}, Profile(limit=limit)
    )
    assert (bounds.msg_count.most, bounds.room) == (2, {"x": 20})


def test_too_many_fields_that_may_vanish_are_refused() -> None:
    notify = providers.get("govuk-notify").profile
    names = [f"x{number}" for number in range(11)]
    template = Template.parse(" ".join(f"{{{{{name}}}}}" for name in names))
    with pytest.raises(BoundsError, match="more than 1024 fillings"):
        template.bounds(dict.fromkeys(names, Field(3, Charset.ASCII, 1)), notify)


def test_non_gsm_fields_are_reported_for_what_a_provider_sends() -> None:
    notify = providers.get("govuk-notify").profile
    template = Template.parse("a" * 100 + "{{x}}{{y}}")
    fields = {"x": Field(20, Charset.BMP), "y": Field(4, Charset.DIGITS)}
    (found,) = template.lint(fields, notify, select=["TPL001"])
    assert "3 segments at most instead of 2" in found.message
    kept = replace(notify, keeps="")
    assert template.lint(fields, kept, select=["TPL001"]) == ()


def test_a_segment_has_place_for_a_pair() -> None:
    for single, several in ((1, 2), (2, 1), (0, 0)):
        with pytest.raises(ValueError, match="a segment holds 2 characters at least"):
            Capacity(single, several)


def test_a_fix_whose_bounds_are_not_proved_saves_nothing_that_is_known() -> None:
    template, fields = Template.parse("…" * 30 + "{{x}}"), {"x": Field(40, Charset.LATIN)}
    found = template.lint(fields, Profile(boundary=Boundary.GRAPHEME), select=["ENC"])
    assert {each.saves for each in found} == {0}


def test_what_is_unbounded_may_make_a_message_shorter_at_a_provider() -> None:
    template = Template.parse("a" * 20 + "{{x}}")
    wide = Profile(gsm7=Capacity(10, 9))
    assert template.lint({}, wide, max_segments=2, select=["COST006"]) == ()
    plain = template.lint(
        {}, replace(wide, ucs2=Capacity(10, 9)), max_segments=2, select=["COST006"]
    )
    assert [each.code for each in plain] == ["COST006"]
