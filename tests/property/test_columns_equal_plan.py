from random import Random
from types import SimpleNamespace

import phonenumbers
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import (
    Boundary,
    Encoding,
    InvalidValueError,
    Language,
    Plan,
    Profile,
    RateCard,
    UnencodableTextError,
    UnknownDestinationError,
    msisdn,
    plan,
)
from smsplan.columns import msisdn_array, non_gsm_array, plan_array, quote_array
from smsplan.columns.prices import Prices
from smsplan.gsm7 import tables
from smsplan.strategies import boundary_messages, msisdns
from tests.columns import fuzz
from tests.columns.layouts import LAYOUT_NAMES, LAYOUTS, Rows, rows
from tests.property.inputs import profiles, texts
from tests.property.profiles import provider_profiles
from tests.property.test_quotes_are_exact import prices

from .price_cards import SHARED, network_cards

BITS = st.sampled_from([8, 16])
FIELDS = ("encoding", "chars_count", "msg_count")


def described(planned: Plan) -> dict[str, object]:
    counts = (planned.encoding.value, planned.chars_count, planned.msg_count)
    return dict(zip(FIELDS, counts, strict=True))


def expected(texts: Rows, profile: Profile) -> list[dict[str, object] | None]:
    return [None if text is None else described(plan(text, profile)) for text in texts]


def check(planned: pa.StructArray, texts: Rows, profile: Profile) -> None:
    planned.validate(full=True)
    plans = expected(texts, profile)
    assert planned.to_pylist() == plans
    for name in FIELDS:  # null by themselves too, not only by the row's bitmap
        assert planned.field(name).to_pylist() == [one and one[name] for one in plans]


@given(rows(), st.sampled_from(LAYOUT_NAMES), st.sampled_from([None, Encoding.UCS2]), BITS)
def test_in_every_layout(texts: Rows, layout: str, encoding: Encoding | None, bits: int) -> None:
    profile = Profile(encoding=encoding, reference_bits=bits)
    check(plan_array(LAYOUTS[layout](texts), profile), texts, profile)


@given(rows(max_size=4), profiles())
def test_under_every_profile(texts: Rows, profile: Profile) -> None:
    check(plan_array(pa.array(texts, pa.string()), profile), texts, profile)


@given(
    rows(max_size=5),
    st.sampled_from(LAYOUT_NAMES),
    provider_profiles(encodings=(None, Encoding.UCS2)),
)
def test_at_every_provider(texts: Rows, layout: str, profile: Profile) -> None:
    check(plan_array(LAYOUTS[layout](texts), profile), texts, profile)


@given(st.lists(texts(), max_size=3), provider_profiles())
def test_what_providers_change_at_length(some: list[str], profile: Profile) -> None:
    listed: Rows = [text.encode("utf-8", "replace").decode() for text in some]
    listed = [*listed, None, *listed]
    chunked = pa.chunked_array([listed[:2], [], listed[2:]], pa.large_string())
    check(plan_array(chunked, profile), listed, profile)


@given(st.data(), BITS, st.sampled_from(Encoding))
def test_at_every_boundary(data: st.DataObject, bits: int, encoding: Encoding) -> None:
    written = boundary_messages(Profile(encoding=encoding, reference_bits=bits))
    texts: Rows = list(data.draw(st.lists(written, min_size=1, max_size=8)))
    profile = Profile(reference_bits=bits)
    check(plan_array(pa.array(texts), profile), texts, profile)


LANGUAGES = st.one_of(
    st.just(tuple(Language)),
    st.sets(st.sampled_from(Language), max_size=3).map(tuple),
)
POLICIES = st.builds(
    Profile,
    encoding=st.sampled_from([None, None, Encoding.UCS2]),
    boundary=st.sampled_from(Boundary),
    reference_bits=BITS,
    languages=LANGUAGES,
)


@given(rows(max_size=3), POLICIES)
def test_with_languages(texts: Rows, profile: Profile) -> None:
    check(plan_array(pa.array(texts, pa.string()), profile), texts, profile)


@given(st.integers(min_value=0, max_value=2**32))
def test_what_sits_badly_at_the_end_of_a_segment(seed: int) -> None:
    fuzz.check(Random(seed), 60)  # noqa: S311 - repeatable, not secret


@given(rows(max_size=5), st.sampled_from(LAYOUT_NAMES), st.sampled_from([(), (Language.TURKISH,)]))
def test_where_gsm7_is_forced(texts: Rows, layout: str, languages: tuple[Language, ...]) -> None:
    profile = Profile(encoding=Encoding.GSM7, languages=languages)
    column = LAYOUTS[layout](texts)
    bad = [
        row
        for row, text in enumerate(texts)
        if text is not None and tables.non_gsm(text, languages)
    ]
    if not bad:
        check(plan_array(column, profile), texts, profile)
        return
    with pytest.raises(UnencodableTextError) as refusal:
        plan_array(column, profile)
    assert refusal.value.source == texts[bad[0]]
    assert refusal.value.start == tables.non_gsm(refusal.value.source, languages)[0]
    assert f"row {bad[0]} " in refusal.value.__notes__[0]


@given(rows(), st.sampled_from(LAYOUT_NAMES))
def test_non_gsm_characters(texts: Rows, layout: str) -> None:
    found = non_gsm_array(LAYOUTS[layout](texts))
    found.validate(full=True)
    assert found.to_pylist() == [
        None
        if text is None
        else [{"character": text[at], "offset": at} for at in tables.non_gsm(text)]
        for text in texts
    ]


NUMBERS = st.one_of(
    msisdns(),
    st.builds(
        str.__add__,
        st.sampled_from(["+", "00", "0", "++", "+0", " 0-0", "+44 (0)", "00 39 (0)", "("]),
        st.text("0123456789 -.", max_size=18),
    ),
    st.text("0123456789+ ()-./\u00a0\u0663x", max_size=50),
    st.text("0123456789+ ,;#'\t\u200b=\"", max_size=30),
    st.builds("{}{}{}".format, msisdns(), st.sampled_from([" ", ", ", " ext. ", "x"]), msisdns()),
    st.builds(
        str.__add__,
        st.sampled_from(["tel:", "'", '="', "\u202a", "8", "01", "06", "+ -"]),
        st.text("0123456789 -", max_size=12),
    ),
    st.builds(
        "{}{}.{}{}".format,
        st.sampled_from(["", "+", "00", " "]),
        st.from_regex(r"\A[1-9][0-9 .]{0,9}\Z"),
        st.from_regex(r"\A[0-9]{0,4}\Z") | st.text("0 ", max_size=4),
        st.sampled_from(["", " ", ".", ". ."]),
    ),
    st.text(" ", max_size=110).map("1".__add__),
    st.text(),
)


def validated(value: str | int | None, region: str | None = None) -> dict[str, str | None] | None:
    if value is None:
        return None
    try:
        return {"digits": msisdn.validate(value, region=region), "error": None}
    except InvalidValueError as error:
        return {"digits": None, "error": error.code}


@given(st.lists(st.one_of(st.none(), NUMBERS)), st.sampled_from(LAYOUT_NAMES))
@example(
    ["4520123456.0", "45.20123456", "45.20.12.34.56", "45 20 12 34.56", "+43 664 123/8"], "string"
)
@example(
    ["45.000", "4520.123", "45.20.12.34.5", "45.20 12 34 .. ", "0045.1 23", ".45.123."], "string"
)
def test_recipients(values: Rows, layout: str) -> None:
    found = msisdn_array(LAYOUTS[layout](values))
    found.validate(full=True)
    assert found.to_pylist() == list(map(validated, values))


NATIONAL = {
    region: [
        phonenumbers.national_significant_number(number)
        for kind in phonenumbers.PhoneNumberType.values()
        if (number := phonenumbers.example_number_for_type(region, kind))
    ]
    for region in ("DK", "GB", "RU", "HU", "IT", "AR", "US", "NZ", "DE", "SM", "LT")
}
"""Of countries without a trunk prefix, with several, and where it is no literal."""


@st.composite
def national(draw: st.DrawFn, region: str) -> str:
    """Draw a number as it is dialled in a country, or nearly so."""
    number = draw(st.sampled_from(NATIONAL[region]))
    at = draw(st.integers(0, len(number) - 1))
    number = draw(st.sampled_from([number, number[:at] + number[at + 1 :], number + "0"]))
    trunk = draw(st.sampled_from(["", "", "0", "8", "1", "06", "180020", "45", "-", "00", "+"]))
    return trunk + draw(st.sampled_from(["", " "])) + number


def of_region(region: str) -> st.SearchStrategy[tuple[str, Rows]]:
    one = st.none() | NUMBERS | national(region.upper()) | st.text("0123456789", max_size=8)
    return st.tuples(st.just(region), st.lists(one))


@given(st.sampled_from([*NATIONAL, *map(str.lower, NATIONAL)]).flatmap(of_region))
@example(("DK", ["-.0", "-.12345678", "- 0", "-12345678", "--12345678"]))
def test_recipients_of_a_region(column: tuple[str, Rows]) -> None:
    region, values = column
    found = msisdn_array(pa.array(values, pa.string()), region=region)
    found.validate(full=True)
    assert found.to_pylist() == [validated(value, region) for value in values]


@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), msisdns().map(int))))
def test_recipients_that_are_integers(values: list[int | None]) -> None:
    column = pa.array(values, pa.int64())
    for layout in (column, column.dictionary_encode()):
        assert msisdn_array(layout).to_pylist() == list(map(validated, values))


cards = st.builds(
    RateCard,
    st.just("DKK"),
    st.dictionaries(st.from_regex(r"\A[1-9][0-9]{0,3}\Z"), prices, max_size=12),
    st.none() | prices,
)


@given(
    cards,
    st.lists(
        st.tuples(
            st.one_of(st.none(), msisdns(), NUMBERS),
            st.one_of(st.none(), st.integers(-9, 99)),
        )
    ),
)
def test_quotes(card: RateCard, listed: list[tuple[str | None, int | None]]) -> None:
    values, counts = [value for value, _ in listed], [count for _, count in listed]
    quoted = quote_array(pa.array(values, pa.string()), pa.array(counts, pa.int64()), card)
    quoted.validate(full=True)
    assert quoted.to_pylist() == [quote(card, value, count) for value, count in listed]


def quote(card: RateCard, value: str | None, count: int | None) -> dict[str, object] | None:
    if value is None:
        return None
    try:
        quoted = card.quote(SimpleNamespace(msg_count=count or 0), value)
    except (InvalidValueError, UnknownDestinationError):
        return None
    there = count is not None
    costs = {"least": quoted.least if there else None, "most": quoted.most if there else None}
    return {
        "prefix": quoted.prefix,
        "price": quoted.price,
        "cost": quoted.cost if there else None,
        **(costs if Prices.of(card).are_ranges else {}),
    }


@given(
    network_cards(),
    st.lists(st.tuples(SHARED, st.none() | st.integers(-9, 99)), max_size=20),
)
def test_quotes_of_networks_and_of_countries_that_share_a_prefix(
    card: RateCard, listed: list[tuple[str | None, int | None]]
) -> None:
    values, counts = [value for value, _ in listed], [count for _, count in listed]
    quoted = quote_array(pa.array(values, pa.string()), pa.array(counts, pa.int64()), card)
    quoted.validate(full=True)
    assert quoted.to_pylist() == [quote(card, value, count) for value, count in listed]
