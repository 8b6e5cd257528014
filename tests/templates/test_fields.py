"""Fields and charsets: what they hold, and how real data is described."""

import unicodedata
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import Encoding, plan
from smsplan.templates import Charset, Field
from tests import reference

ALL: Final = [*map(chr, range(0x11_0000))]


def held(charset: Charset) -> set[str]:
    return {character for character in ALL if charset.has(character)}


@pytest.mark.slow
def test_digits_are_ten() -> None:
    assert held(Charset.DIGITS) == set("0123456789")


@pytest.mark.slow
def test_ascii_is_what_can_be_printed() -> None:
    assert held(Charset.ASCII) == {each for each in ALL if each.isascii() and each.isprintable()}


@pytest.mark.slow
def test_the_gsm7_charsets_are_the_tables_of_the_standard() -> None:
    basic = set(reference.BASIC)
    assert held(Charset.GSM7_BASIC) == basic
    assert (
        held(Charset.GSM7) == {each for each in ALL if plan(each).encoding is Encoding.GSM7} > basic
    )
    assert "\x1b" not in held(Charset.GSM7)


@pytest.mark.slow
def test_bmp_and_any_are_all_but_the_surrogates() -> None:
    scalars = {each for each in ALL if not "\ud800" <= each <= "\udfff"}
    assert held(Charset.ANY) == scalars
    assert held(Charset.BMP) == {each for each in scalars if each <= "\uffff"}


@pytest.mark.slow
def test_latin_is_the_letters_of_the_bmp_that_unicode_calls_latin_and_what_else_names_have() -> (
    None
):
    bmp = [each for each in ALL if each <= "\uffff"]
    marks = {each for each in bmp if "\u0300" <= each <= "\u036f"}
    letters = held(Charset.LATIN) - marks - set(" -.'’")
    called_latin = {
        each
        for each in bmp
        if unicodedata.category(each).startswith("L")
        and "LATIN" in unicodedata.name(each, "").split()
    }
    assert called_latin <= letters
    # The script has some letters with other names, and some that Python is too old for.
    names = {unicodedata.name(each, "") for each in letters - called_latin} - {""}
    assert {name for name in names if not name.startswith("MODIFIER LETTER ")} == {
        "ANGSTROM SIGN",
        "FEMININE ORDINAL INDICATOR",
        "KELVIN SIGN",
        "MASCULINE ORDINAL INDICATOR",
        "ROMAN NUMERAL REVERSED ONE HUNDRED",
        "TURNED CAPITAL F",
        "TURNED SMALL F",
    }
    assert marks <= held(Charset.LATIN)


@pytest.mark.parametrize(
    "name",
    ["Zoë", "Łukasz Ślęzak", "O’Brien-Smith Jr.", "Nguyễn Thị", "e\u0301", "ẞ", "D'Angelo", ""],
)
def test_latin_holds_names_with_any_accent(name: str) -> None:
    assert Charset.LATIN.holds(name)


@pytest.mark.parametrize("name", ["Анна", "Anna2", "😀", "Anna\n", "Anna_B", "李", "\u200b"])
def test_latin_holds_nothing_else(name: str) -> None:
    assert not Charset.LATIN.holds(name)


def test_a_charset_has_characters_one_at_a_time() -> None:
    assert not Charset.ANY.has("")
    assert not Charset.ANY.has("ab")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["1", "123"], Field(3, Charset.DIGITS, 1)),
        (["", "Ann"], Field(3, Charset.GSM7_BASIC)),
        (["1", "é"], Field(1, Charset.GSM7_BASIC, 1)),
        (["a]"], Field(2, Charset.GSM7, 2)),
        (["a`"], Field(2, Charset.ASCII, 2)),
        (["Zoë", "Ann-Marie"], Field(9, Charset.LATIN, 3)),
        (["Zoë 2"], Field(5, Charset.BMP, 5)),
        (["1", "ą"], Field(1, Charset.BMP, 1)),
        (["é`"], Field(2, Charset.BMP, 2)),
        (["Anna 😀"], Field(6, Charset.ANY, 6)),
        ([""], Field(0, Charset.DIGITS)),
    ],
)
def test_real_data_has_the_narrowest_charset(values: list[str], field: Field) -> None:
    assert Field.of_values(values) == field


pieces = st.sampled_from(["1", "a", "é", "]", "`", "ą", "’", "я", "😀"])


@given(st.lists(st.one_of(st.lists(pieces).map("".join), st.text()), min_size=1))
def test_a_field_holds_all_values_that_it_was_made_of_and_is_no_longer(values: list[str]) -> None:
    field = Field.of_values(iter(values))
    assert all(map(field.holds, values))
    assert field.min_length == min(map(len, values))
    assert field.max_length == max(map(len, values))


@given(st.lists(pieces, min_size=1))
def test_no_charset_of_lower_cost_holds_the_values(values: list[str]) -> None:
    chosen = Field.of_values(values).charset
    by_cost = ["digits", "gsm-7-basic", "gsm-7", "ascii", "latin", "bmp", "any"]
    for charset in map(Charset, by_cost[: by_cost.index(chosen.value)]):
        assert not charset.holds("".join(values))


def test_no_values_describe_nothing() -> None:
    with pytest.raises(ValueError, match="no value"):
        Field.of_values([])


def test_values_with_a_lone_surrogate_are_refused() -> None:
    with pytest.raises(ValueError, match=r"lone surrogate, '\\ud83d' U\+D83D"):
        Field.of_values(["a", "\ud83d"])


def test_values_are_several_texts() -> None:
    with pytest.raises(TypeError, match="not one"):
        Field.of_values("Ann")
    with pytest.raises(TypeError, match=r"values\[1\] is a str, not 1"):
        Field.of_values(["Ann", 1])  # type: ignore[list-item] # what is tested


@pytest.mark.parametrize(
    ("lengths", "error", "reason"),
    [
        ((1, 2), ValueError, "min_length 2 is over max_length 1"),
        ((-1, 0), ValueError, "max_length is -1"),
        ((1, -1), ValueError, "min_length is -1"),
        ((1.5, 0), TypeError, "max_length is an int, not 1.5"),
        ((True, 0), TypeError, "max_length is an int, not True"),
        ((1, None), TypeError, "min_length is an int, not None"),
    ],
)
def test_lengths_that_no_text_has_are_refused(
    lengths: tuple[int, int], error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        Field(lengths[0], Charset.ANY, lengths[1])


def test_a_charset_is_no_string() -> None:
    with pytest.raises(TypeError, match="charset is a Charset, not 'latin'"):
        Field(1, "latin")  # type: ignore[arg-type] # what is tested


def test_a_field_holds_what_is_neither_too_short_nor_too_long_nor_strange() -> None:
    field = Field(max_length=3, min_length=2, charset=Charset.DIGITS)
    assert [value for value in ("1", "12", "123", "1234", "1a") if field.holds(value)] == [
        "12",
        "123",
    ]
