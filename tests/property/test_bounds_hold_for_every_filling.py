from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

import smsplan
from smsplan import Profile, RateCard
from smsplan.templates import Field, Range, Template
from tests.templates.inputs import PROFILES, some_fields, templates, values

RATES = RateCard("DKK", {"45": Decimal("0.2")})

some_profiles = st.sampled_from(PROFILES)


@given(st.data(), templates(), some_fields(), some_profiles)
def test_no_filling_needs_less_or_more(
    data: st.DataObject, template: Template, fields: dict[str, Field], profile: Profile
) -> None:
    bounds = template.bounds(fields, profile, rates=RATES, msisdn=4512345678)
    assert bounds.cost is not None
    filling = {name: data.draw(values(field)) for name, field in fields.items()}
    plan = smsplan.plan(template.render(filling), profile)
    assert bounds.msg_count.least <= plan.msg_count <= bounds.msg_count.most
    assert bounds.chars_count.least <= plan.chars_count <= bounds.chars_count.most
    quote = RATES.quote(plan, 4512345678)
    assert bounds.cost.least <= quote.least <= quote.most <= bounds.cost.most


@given(templates(), some_fields(), some_profiles)
def test_each_bound_is_attained_by_its_witness(
    template: Template, fields: dict[str, Field], profile: Profile
) -> None:
    bounds = template.bounds(fields, profile, rates=RATES, msisdn=4512345678)
    assert bounds.cost is not None
    ranges: list[Range[int] | Range[Decimal]] = [
        bounds.msg_count,
        bounds.chars_count,
        bounds.cost,
    ]
    for attained in ranges:
        for witness in (attained.least_witness, attained.most_witness):
            assert tuple(witness.values) == template.fields
            assert all(fields[name].holds(value) for name, value in witness.filling)
            assert witness.plan == smsplan.plan(template.render(witness.values), profile)
    msg_count, chars_count, cost = bounds.msg_count, bounds.chars_count, bounds.cost
    assert msg_count.least == msg_count.least_witness.plan.msg_count
    assert msg_count.most == msg_count.most_witness.plan.msg_count
    assert chars_count.least == chars_count.least_witness.plan.chars_count
    assert chars_count.most == chars_count.most_witness.plan.chars_count
    assert cost.least == RATES.quote(cost.least_witness.plan, 4512345678).cost
    assert cost.most == RATES.quote(cost.most_witness.plan, 4512345678).cost


@given(templates(), some_fields(longest=20), some_profiles)
def test_a_field_may_grow_to_its_room_and_no_further(
    template: Template, fields: dict[str, Field], profile: Profile
) -> None:
    bounds = template.bounds(fields, profile)
    assert tuple(bounds.room) == template.fields
    for name, length in bounds.room.items():
        field = fields[name]
        assert length >= field.max_length
        grown = Field(length, field.charset, field.min_length)
        over = Field(length + 1, field.charset, field.min_length)
        most = bounds.msg_count.most
        assert template.bounds(fields | {name: grown}, profile).msg_count.most == most
        assert template.bounds(fields | {name: over}, profile).msg_count.most > most


@given(st.data(), templates(), some_fields(longest=5))
def test_non_gsm_fields_are_those_that_can_make_a_gsm7_message_ucs2(
    data: st.DataObject, template: Template, fields: dict[str, Field]
) -> None:
    bounds = template.bounds(fields)
    filling = {
        name: "" if name in bounds.non_gsm_fields else data.draw(values(field))
        for name, field in fields.items()
    }
    literal_encoding = smsplan.plan(template.render(dict.fromkeys("xyz", ""))).encoding
    assert smsplan.plan(template.render(filling)).encoding is literal_encoding
    for name in bounds.non_gsm_fields:
        assert any(
            smsplan.plan(template.render(filling | {name: character})).encoding
            is not literal_encoding
            for character in "`ą"
            if fields[name].charset.has(character)
        )
