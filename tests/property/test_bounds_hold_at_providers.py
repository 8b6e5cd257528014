"""Bounds under what providers do: every filling is within, and each end is attained or refused."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import smsplan
from smsplan import BoundsError, Profile
from smsplan.planning.profile import Capacity, Counting, Replace, WhiteSpace
from smsplan.templates import Bounds, Charset, Field, Template
from smsplan.templates.bounds import most_segments
from tests.property.profiles import TABLE, provider_profiles

CHARACTERS = "a .\n\r\t,0€[ą…ħŵяệ`“\u00a0\u200b\x0c😀"
"""Of each thing that a profile may say something of."""

_CAPACITIES = st.one_of(
    st.none(),
    st.builds(
        lambda least, more: Capacity(least + more, least),
        st.integers(min_value=2, max_value=9),
        st.integers(min_value=0, max_value=4),
    ),
)
"""So small that the texts have several segments."""
_RULES = st.lists(st.sampled_from(WhiteSpace), unique=True).flatmap(
    lambda rules: st.permutations(list(dict.fromkeys([*rules, WhiteSpace.RUNS_TO_ONE_SPACE]))).map(
        tuple
    )
)
_TABLES = (
    (),
    TABLE,
    (("…", "..."), ("\u200b", ""), ("ą", "€"), ("\u00a0", " ")),
    (("😀", "[a"), ("я", "a[")),
)


def _profiles(**others: st.SearchStrategy[object]) -> st.SearchStrategy[Profile]:
    return st.builds(
        Profile,
        encoding=st.sampled_from([None, None, None, *smsplan.Encoding]),
        prefix=st.sampled_from(["", "", "a ", "\r"]),
        suffix=st.sampled_from(["", "", " ", "\n"]),
        lacks=st.sampled_from(["", "€", "a", "0123456789", "a["]),
        replacements=st.sampled_from(_TABLES),
        decomposition=st.booleans(),
        placeholder=st.sampled_from(["", "", "?", "€", "ŵ", "??", "😀"]),
        keeps=st.sampled_from(["", "ŵя", "😀", "â"]),
        gsm7=_CAPACITIES,
        ucs2=_CAPACITIES,
        counting=st.sampled_from(Counting),
        **others,
    )


PROFILES = st.one_of(
    provider_profiles(),
    _profiles(crlf=st.booleans(), replace=st.sampled_from(Replace)),
    _profiles(white_space=_RULES, replace=st.sampled_from([Replace.ALWAYS, Replace.NEVER])),
)


def bounds_or_reason(
    template: Template, fields: dict[str, Field], profile: Profile
) -> Bounds | BoundsError:
    try:
        return template.bounds(fields, profile)
    except BoundsError as reason:
        return reason


@st.composite
def small(draw: st.DrawFn) -> tuple[Template, dict[str, Field]]:
    """Templates of few characters, and fields of fewer."""
    pieces = st.one_of(
        st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=4),
        st.text(st.sampled_from("a ."), min_size=1, max_size=4),
        st.sampled_from(["{{x}}", "{{y}}"]),
        st.sampled_from(["{{x}}", "{{y}}"]),
    )
    template = Template.parse("".join(draw(st.lists(pieces, max_size=7))))
    fields = {}
    for name in "xy":
        shorter = draw(st.integers(0, 2))
        fields[name] = Field(draw(st.integers(shorter, 3)), draw(st.sampled_from(Charset)), shorter)
    return template, fields


@given(st.data(), small(), PROFILES)
def test_no_filling_needs_less_or_more(
    data: st.DataObject, given_template: tuple[Template, dict[str, Field]], profile: Profile
) -> None:
    template, fields = given_template
    bounds = bounds_or_reason(template, fields, profile)
    if isinstance(bounds, BoundsError):
        return
    options = []
    for name in template.fields:
        held = [each for each in CHARACTERS if fields[name].charset.has(each)]
        some = data.draw(st.lists(st.sampled_from(held), min_size=1, max_size=3, unique=True))
        lengths = range(fields[name].min_length, fields[name].max_length + 1)
        options.append(["".join(each) for n in lengths for each in product(some, repeat=n)])
    for values in product(*options):
        filling = dict(zip(template.fields, values, strict=True))
        plan = smsplan.plan(template.render(filling), profile)
        assert bounds.msg_count.least <= plan.msg_count <= bounds.msg_count.most, filling
        assert bounds.chars_count.least <= plan.chars_count <= bounds.chars_count.most, filling


@given(small(), PROFILES)
def test_each_bound_is_attained_by_its_witness(
    given_template: tuple[Template, dict[str, Field]], profile: Profile
) -> None:
    template, fields = given_template
    bounds = bounds_or_reason(template, fields, profile)
    if isinstance(bounds, BoundsError):
        assert len(str(bounds)) > 20
        return
    for measure in ("msg_count", "chars_count"):
        found = getattr(bounds, measure)
        for end, witness in ((found.least, found.least_witness), (found.most, found.most_witness)):
            assert all(fields[name].holds(value) for name, value in witness.filling)
            assert witness.plan == smsplan.plan(template.render(witness.values), profile)
            assert getattr(witness.plan, measure) == end


@given(small(), PROFILES)
def test_a_field_may_grow_to_its_room_and_no_further_is_proved(
    given_template: tuple[Template, dict[str, Field]], profile: Profile
) -> None:
    template, fields = given_template
    bounds = bounds_or_reason(template, fields, profile)
    if isinstance(bounds, BoundsError):
        return
    most = bounds.msg_count.most
    for name, length in bounds.room.items():
        grown = {**fields, name: replace(fields[name], max_length=length)}
        assert most_segments(template.pieces, grown, profile) == most
        over = {**fields, name: replace(fields[name], max_length=length + 1)}
        try:
            further = most_segments(template.pieces, over, profile)
        except BoundsError:
            continue
        assert further > most
