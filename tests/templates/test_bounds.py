"""Bounds against every filling, and by example."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

import smsplan
from smsplan import (
    STANDARD,
    Boundary,
    BoundsError,
    Encoding,
    Language,
    Profile,
    RateCard,
    TemplateError,
    UnknownDestinationError,
)
from smsplan.templates import Bounds, Charset, Field, Template
from tests.templates.inputs import SAMPLES, fillings

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)

NAME = Field(20, Charset.LATIN)
CODE = Field(6, Charset.DIGITS, min_length=6)


def check_every_filling(
    source: str, fields: dict[str, Field], profile: Profile = STANDARD
) -> Bounds:
    template = Template.parse(source)
    plans = [
        smsplan.plan(template.render(filling), profile)
        for filling in fillings({name: fields[name] for name in template.fields})
    ]
    bounds = template.bounds(fields, profile)
    found = (
        bounds.msg_count.least,
        bounds.msg_count.most,
        bounds.chars_count.least,
        bounds.chars_count.most,
    )
    assert found == (
        min(plan.msg_count for plan in plans),
        max(plan.msg_count for plan in plans),
        min(plan.chars_count for plan in plans),
        max(plan.chars_count for plan in plans),
    )
    return bounds


def lengths_at_limits(encoding: Encoding, profile: Profile) -> Iterator[int]:
    room = smsplan.plan("a" * 161 if encoding is Encoding.GSM7 else "я" * 71, profile).segments[0]
    single = 160 if encoding is Encoding.GSM7 else 70
    for limit in (single, 2 * room.chars_count, 3 * room.chars_count):
        yield from range(limit - 4, limit + 2)


@pytest.mark.parametrize("charset", Charset)
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("encoding", Encoding)
def test_one_field_at_every_boundary(charset: Charset, bits: int, encoding: Encoding) -> None:
    profile = Profile(reference_bits=bits)
    for length in lengths_at_limits(encoding, profile):
        for least, most in ((0, 1), (0, 2), (1, 2), (0, 0)):
            check_every_filling("a" * length + "{{x}}", {"x": Field(most, charset, least)}, profile)


@pytest.mark.parametrize("charset", Charset)
@pytest.mark.parametrize("before", ["", "a", "€", "я", "😀"])
def test_a_field_between_pairs_that_may_not_be_parted(charset: Charset, before: str) -> None:
    for filler in "a€я😀":
        for length in (33, 34, 67, 76, 77):
            source = before + filler * length + "{{x}}" + filler * length
            check_every_filling(source, {"x": Field(2, charset)})


@pytest.mark.parametrize("charset", Charset)
@pytest.mark.parametrize("encoding", Encoding)
def test_a_field_that_comes_again(charset: Charset, encoding: Encoding) -> None:
    for length in lengths_at_limits(encoding, STANDARD):
        source = "{{x}}" + "a" * (length // 2) + "{{x}}" + "a" * (length - length // 2) + "{{x}}"
        for least in (0, 1):
            check_every_filling(source, {"x": Field(2, charset, least)})


@pytest.mark.parametrize("first", Charset)
@pytest.mark.parametrize("second", Charset)
def test_two_fields(first: Charset, second: Charset) -> None:
    for length in (68, 69, 70, 131, 132, 158, 159, 160, 304, 305):
        check_every_filling(
            "{{x}}" + "a" * length + "{{y}}{{x}}", {"x": Field(1, first), "y": Field(2, second)}
        )


@pytest.mark.parametrize("first", Charset)
@pytest.mark.parametrize("second", Charset)
def test_two_fields_among_characters_of_the_extension(first: Charset, second: Charset) -> None:
    for literal in ("]", "]]]", "]" * 68, "]" * 76 + "a", "]" * 80):
        for least in (0, 1):
            fields = {"x": Field(1, first), "y": Field(1, second, least)}
            check_every_filling("{{x}}{{x}}" + literal + "{{y}}", fields)


def test_each_sample_character_is_of_its_charset() -> None:
    assert set(SAMPLES) == set(Charset)
    assert all(charset.holds(samples) for charset, samples in SAMPLES.items())


@pytest.mark.slow
@pytest.mark.parametrize("charset", Charset)
def test_the_sample_characters_have_every_pair_of_costs_of_their_charset(charset: Charset) -> None:
    in_ucs2 = Profile(encoding=Encoding.UCS2)

    def costs(characters: str) -> set[tuple[int | None, int]]:
        plans = [(smsplan.plan(each), smsplan.plan(each, in_ucs2)) for each in characters]
        return {
            (
                gsm7.chars_count if gsm7.encoding is Encoding.GSM7 else None,
                ucs2.chars_count,
            )
            for gsm7, ucs2 in plans
        }

    # The astral planes are alike; the rest is tried in full.
    code_points = "".join(map(chr, [*range(0x1_1000), 0x10_FFFF]))
    assert costs("".join(filter(charset.has, code_points))) == costs(SAMPLES[charset])


def test_a_long_name_costs_a_message_and_a_foreign_one_two() -> None:
    template = Template.parse("Dear {{name}}, your code is {{code}}." + "." * 110)
    bounds = template.bounds({"name": NAME, "code": CODE})
    assert (bounds.msg_count.least, bounds.msg_count.most) == (1, 3)
    assert (bounds.chars_count.least, bounds.chars_count.most) == (137, 157)
    assert bounds.non_gsm_fields == ("name",)
    assert bounds.msg_count.least_witness.values == {"name": "", "code": "000000"}
    assert bounds.msg_count.most_witness.values == {"name": "ą" * 20, "code": "000000"}
    assert bounds.room == {"name": 64, "code": 50}
    gsm7 = template.bounds({"name": Field(20, Charset.GSM7_BASIC), "code": CODE})
    assert (gsm7.msg_count.most, gsm7.non_gsm_fields, gsm7.room) == (1, (), {"name": 23, "code": 9})


def test_the_least_messages_and_the_least_characters_may_have_different_witnesses() -> None:
    bounds = check_every_filling("]" * 75 + "{{x}}", {"x": Field(1, Charset.LATIN)})
    assert bounds.msg_count.least_witness.plan.encoding is Encoding.GSM7
    assert bounds.chars_count.least_witness.plan.encoding is Encoding.UCS2
    assert (bounds.msg_count.least, bounds.chars_count.least) == (1, 76)


def test_the_field_with_the_fewest_places_takes_the_non_gsm_character() -> None:
    source = "]" * 10 + "{{x}}{{x}}{{y}}"
    field = Field(1, Charset.LATIN)
    bounds = check_every_filling(source, {"x": field, "y": field})
    assert bounds.chars_count.least_witness.values == {"x": "", "y": "ą"}


def test_a_field_that_is_never_empty_takes_one_at_no_extra_character() -> None:
    source = "]" * 10 + "{{x}}{{x}}{{y}}"
    fields = {"x": Field(1, Charset.LATIN, min_length=1), "y": Field(1, Charset.LATIN)}
    bounds = check_every_filling(source, fields)
    assert bounds.chars_count.least_witness.values == {"x": "ą", "y": ""}


def test_no_field_makes_ucs2_what_is_ucs2_anyway() -> None:
    any_field = {"x": Field(5)}
    assert Template.parse("я{{x}}").bounds(any_field).non_gsm_fields == ()
    forced = Profile(encoding=Encoding.UCS2)
    assert Template.parse("a{{x}}").bounds(any_field, forced).non_gsm_fields == ()
    assert Template.parse("a{{x}}").bounds({"x": Field(0)}).non_gsm_fields == ()


def test_a_template_without_fields_has_the_bounds_of_its_text() -> None:
    bounds = Template.parse("Hello").bounds({})
    assert bounds.msg_count.least_witness == bounds.chars_count.most_witness
    assert bounds.chars_count.most_witness.plan == smsplan.plan("Hello")
    assert bounds.room == {}


def test_fields_of_other_templates_are_ignored() -> None:
    template = Template.parse("{{x}}")
    fields = {"x": Field(5)}
    assert template.bounds({"y": Field(9), **fields}) == template.bounds(fields)


def test_a_field_that_is_not_described_is_shown() -> None:
    with pytest.raises(TemplateError) as caught:
        Template.parse("{{x}} {{y}} {{z}}").bounds({"x": Field(1)})
    assert str(caught.value).splitlines() == [
        "there is no Field for 'y', 'z'",
        "    {{x}} {{y}} {{z}}",
        "          ^^^^^",
    ]


def test_the_cost_is_that_of_the_messages() -> None:
    rates = RateCard("DKK", {"45": Decimal("0.20")})
    template = Template.parse("a" * 150 + "{{x}}")
    fields = {"x": Field(20, Charset.DIGITS)}
    bounds = template.bounds(fields, rates=rates, msisdn="+45 12345678")
    assert bounds.cost is not None
    assert (bounds.cost.least, bounds.cost.most) == (Decimal("0.20"), Decimal("0.40"))
    assert bounds.cost.most_witness == bounds.msg_count.most_witness
    assert template.bounds(fields).cost is None
    with pytest.raises(UnknownDestinationError):
        template.bounds(fields, rates=rates, msisdn="4612345678")


@pytest.mark.parametrize("rates", [None, RateCard("DKK", {"45": Decimal(1)})])
def test_the_cost_needs_a_rate_card_and_a_recipient(rates: RateCard | None) -> None:
    with pytest.raises(ValueError, match="both a rate card and a recipient"):
        Template.parse("").bounds({}, rates=rates, msisdn=None if rates else 4512345678)


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        (GRAPHEMES, "split at a grapheme"),
        (Profile(boundary=Boundary.WORD), "split at a word"),
        (Profile(languages=(Language.TURKISH,)), "national tables"),
        (Profile(encoding=Encoding.GSM7), "the field 'x' may hold"),
    ],
)
def test_bounds_are_refused_where_they_are_not_proved(profile: Profile, reason: str) -> None:
    with pytest.raises(BoundsError, match=reason):
        Template.parse("a" * 160 + "{{x}}").bounds({"x": NAME}, profile)


@pytest.mark.parametrize("boundary", [Boundary.GRAPHEME, Boundary.WORD])
def test_a_boundary_does_not_matter_where_one_segment_is_enough(boundary: Boundary) -> None:
    profile = Profile(boundary=boundary)
    bounds = check_every_filling("Hi {{x}}" + "a" * 65, {"x": Field(2, Charset.LATIN)}, profile)
    assert bounds.msg_count.most == 1
    assert bounds.room == {"x": 2}


def test_clusters_are_no_matter_where_all_is_gsm7() -> None:
    fields = {"x": Field(2, Charset.GSM7)}
    bounds = check_every_filling("€" * 77 + "{{x}}" + "a" * 150, fields, GRAPHEMES)
    assert bounds.msg_count.most == 3


@pytest.mark.parametrize(
    ("source", "longer", "boundary"),
    [
        ("a" * 150 + " b{{x}}" + "c" * 152 + " " + "d" * 153, " ", Boundary.WORD),
        ("я" * 62 + "👩\u200d{{x}}👩\u200d👩\u200d👩" + "я" * 57, "a", Boundary.GRAPHEME),
    ],
)
def test_where_bounds_are_refused_a_longer_text_can_need_fewer_messages(
    source: str, longer: str, boundary: Boundary
) -> None:
    template = Template.parse(source)
    counts = [
        smsplan.plan(template.render({"x": value}), Profile(boundary=boundary)).msg_count
        for value in ("", longer)
    ]
    assert counts[0] > counts[1]


def test_forced_gsm7_has_bounds_where_all_of_it_is_gsm7() -> None:
    forced = Profile(encoding=Encoding.GSM7)
    bounds = check_every_filling("a{{x}}{{y}}", {"x": Field(2, Charset.GSM7), "y": CODE}, forced)
    assert bounds.non_gsm_fields == ()
    with pytest.raises(BoundsError, match="of the text of the template"):
        Template.parse("я").bounds({}, forced)


def test_a_field_that_forced_gsm7_cannot_let_grow_has_no_room() -> None:
    bounds = Template.parse("{{x}}").bounds({"x": Field(0)}, Profile(encoding=Encoding.GSM7))
    assert bounds.room == {"x": 0}


def test_more_characters_than_anyone_could_send_are_refused() -> None:
    with pytest.raises(BoundsError, match="2000000 characters"):
        Template.parse("{{x}}{{x}}").bounds({"x": Field(1_000_000)})
