import sys
import unicodedata

import pytest

from smsplan.display import LEAD, WIDTH, columns, describe, excerpt, grouped, name, visible

EVERY_CHARACTER = tuple(map(chr, range(sys.maxunicode + 1)))
CONTROLS = [character for character in EVERY_CHARACTER if unicodedata.category(character) == "Cc"]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
def test_a_control_has_a_name_that_unicode_knows_it_by(control: str) -> None:
    assert unicodedata.lookup(name(control)) == control


@pytest.mark.slow
def test_every_character_with_a_name_has_that_name() -> None:
    for character in EVERY_CHARACTER:
        named = unicodedata.name(character, None)
        assert named is None or name(character) == named


@pytest.mark.parametrize(
    ("character", "label"),
    [
        ("\ud800", "<surrogate-D800>"),
        ("\udfff", "<surrogate-DFFF>"),
        ("\ue000", "<private-use-E000>"),
        ("\U0010fffd", "<private-use-10FFFD>"),
        ("\ufdd0", "<noncharacter-FDD0>"),
        ("\ufdef", "<noncharacter-FDEF>"),
        ("\uffff", "<noncharacter-FFFF>"),
        ("\U0001fffe", "<noncharacter-1FFFE>"),
        ("\U0010ffff", "<noncharacter-10FFFF>"),
        ("\u0378", "<reserved-0378>"),
    ],
)
def test_a_code_point_without_a_name_has_its_label(character: str, label: str) -> None:
    # Section 4.8 of the Unicode standard, table 4-9.
    assert name(character) == label


@pytest.mark.slow
def test_every_code_point_is_named_differently() -> None:
    assert len(set(map(name, EVERY_CHARACTER))) == len(EVERY_CHARACTER)


def test_a_description_shows_and_names_a_character() -> None:
    assert describe("ç") == "'ç' U+00E7 LATIN SMALL LETTER C WITH CEDILLA"
    assert describe("\x1b") == r"'\x1b' U+001B ESCAPE"
    assert describe("😀") == "'😀' U+1F600 GRINNING FACE"


@pytest.mark.parametrize("text", ["", "plain", "naïve €5", "你好", "😀", "👩\u200d👧", "e\u0301"])
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\u202eabc", r"\u202eabc"),
        ("a\u00a0b", r"a\xa0b"),
        ("\u2028", r"\u2028"),
        ("\u200b", r"\u200b"),
        ("\ud83d", r"\ud83d"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_cannot_be_seen_or_would_be_obeyed_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.slow
def test_nothing_that_a_terminal_would_obey_is_visible() -> None:
    # Joiners are part of the look of a script or an emoji; other format characters act.
    obeyed = {"Cc", "Cs", "Zl", "Zp", "Cf"}
    shown = visible("".join(EVERY_CHARACTER))
    assert {character for character in shown if unicodedata.category(character) in obeyed} == {
        "\u200c",
        "\u200d",
    }


@pytest.mark.parametrize(
    ("shown", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("ç", 1),
        ("你好", 4),
        ("😀", 2),
        ("e\u0301", 1),
        ("\ufe0f\u200d", 0),
        # Marks that are not reordered have combining class 0, and no column either.
        ("ก\u0e31", 1),
        ("कु", 1),
        ("1\u20e3", 1),
    ],
)
def test_columns_are_those_of_a_terminal(shown: str, width: int) -> None:
    assert columns(shown) == width


def test_carets_stand_under_every_span() -> None:
    assert excerpt("abcdef", [(1, 2), (4, 6)]) == "abcdef\n ^  ^^"


def test_a_caret_is_as_wide_as_what_stands_above_it() -> None:
    assert excerpt("你b\n😀", [(1, 2), (2, 3), (3, 4)]) == "你b\\n😀\n  ^^^^^"


def test_what_is_missing_at_the_end_is_pointed_at() -> None:
    assert excerpt("45", [(2, 2)]) == "45\n  ^"
    assert excerpt("", [(0, 0)]) == "\n^"


def test_without_spans_there_are_no_carets() -> None:
    assert excerpt("abc", []) == "abc"


def test_a_text_of_full_width_is_shown_whole() -> None:
    text = "a" * (WIDTH - 1) + "ç"
    assert excerpt(text, [(WIDTH - 1, WIDTH)]) == f"{text}\n{' ' * (WIDTH - 1)}^"


def test_of_a_longer_text_the_part_around_the_first_span_is_shown() -> None:
    shown, carets = excerpt("a" * 100 + "ç" + "a" * 100, [(100, 101)]).split("\n")
    assert shown == "…" + "a" * LEAD + "ç" + "a" * (WIDTH - LEAD - 1) + "…"
    assert carets == " " * (1 + LEAD) + "^"


def test_a_span_that_is_not_shown_has_no_caret() -> None:
    carets = excerpt("ç" + "a" * 100 + "ç", [(0, 1), (101, 102)]).split("\n")[1]
    assert carets == "^"


def test_a_span_that_is_partly_shown_has_carets_as_far_as_it_is() -> None:
    carets = excerpt("a" * 60 + "ç" * 100, [(60, 160)]).split("\n")[1]
    assert carets == " " * (1 + LEAD) + "^" * (WIDTH - LEAD)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567"), (-1000, "-1,000")],
)
def test_a_comma_stands_between_thousands(number: int, shown: str) -> None:
    assert grouped(number) == shown
