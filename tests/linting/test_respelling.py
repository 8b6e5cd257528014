from collections import Counter

import pytest

from smsplan import Encoding, plan
from smsplan.findings import Safety
from smsplan.linting import replacements
from smsplan.linting.respelling import (
    can_transliterate,
    respell,
    transliterated,
    unmasked,
    visible_part,
)

SAFE, UNSAFE = Safety.SAFE, Safety.UNSAFE

TABLES = (
    replacements.SAFE,
    replacements.UNSAFE,
    replacements.SMALL_CAPITALS,
    replacements.LOOK_ALIKES,
)


@pytest.mark.parametrize("table", TABLES, ids=["safe", "unsafe", "small-capitals", "look-alikes"])
def test_tables_write_gsm7_for_what_gsm7_lacks_once(table: dict[str, str]) -> None:
    listed = Counter(character for characters in table.values() for character in characters)
    assert set(listed.values()) == {1}
    assert all(plan(written).encoding is Encoding.GSM7 for written in table)
    assert all(plan(character).encoding is Encoding.UCS2 for character in listed)


def test_no_character_is_safe_and_unsafe() -> None:
    safe, unsafe = ("".join(table.values()) for table in TABLES[:2])
    assert not set(safe) & set(unsafe)


@pytest.mark.parametrize(
    ("cluster", "written", "safety"),
    [
        ("a", "a", SAFE),
        ("“", '"', SAFE),
        ("…", "...", SAFE),
        ("\u00a0", " ", SAFE),
        ("\t", " ", SAFE),
        ("ﬁ", "fi", SAFE),
        ("Ａ", "A", SAFE),
        ("‼", "!!", SAFE),
        ("\x92", "'", SAFE),
        ("e\u0301", "é", SAFE),
        ("\u200be", "e", SAFE),
        # Letters that GSM-7 has stay as they are.
        ("é", "é", SAFE),
        ("ñ", "ñ", SAFE),
        ("ü", "ü", SAFE),
        ("å", "å", SAFE),
        ("ø", "ø", SAFE),
        # As many accents stay as GSM-7 has.
        ("ê", "e", UNSAFE),
        ("ế", "é", UNSAFE),
        ("ồ", "ò", UNSAFE),
        ("ǟ", "ä", UNSAFE),
        ("ő", "ö", UNSAFE),
        ("ł", "l", UNSAFE),
        ("Ǿ", "Ø", UNSAFE),
        ("½", "1/2", UNSAFE),
        ("²", "2", UNSAFE),
        ("™", "TM", UNSAFE),
        ("℃", " degC", UNSAFE),
        ("©", "(c)", UNSAFE),
        ("₹", "Rs", UNSAFE),
        ("𝐇", "H", UNSAFE),
        ("\u0301", "", UNSAFE),
        ("q\u0301", "q", UNSAFE),
    ],
)
def test_a_character_is_written_so(cluster: str, written: str, safety: Safety) -> None:
    assert respell(cluster) == (written, safety)


@pytest.mark.parametrize("cluster", ["я", "你", "😀", "a\u0338", "\u20d2", "\ud83d", "≠\u0338"])
def test_there_is_no_other_writing(cluster: str) -> None:
    assert respell(cluster) is None


@pytest.mark.parametrize(
    "code_points", [range(0x3000), range(0x3000, 0x11000), range(0x1D000, 0x1FFFF)]
)
def test_what_is_written_is_gsm7_for_every_character(code_points: range) -> None:
    for code_point in code_points:
        found = respell(chr(code_point))
        assert found is None or plan(found.text).encoding is Encoding.GSM7


def test_letters_that_look_latin_are_unmasked_if_all_do() -> None:
    assert unmasked("\u0440\u0430") == ("pa", UNSAFE)
    assert unmasked("\u0440\u0444") is None


def test_greek_is_written_with_capitals_that_gsm7_has() -> None:
    assert transliterated("Ελλάδα") == ("EΛΛAΔA", UNSAFE)


def test_other_scripts_are_written_by_their_sound() -> None:
    if not can_transliterate:
        pytest.skip("needs the extra anyascii")
    assert transliterated("Привет") == ("Privet", UNSAFE)
    assert transliterated("नमस्ते") == ("nmste", UNSAFE)


def test_only_what_is_seen_is_the_visible_part() -> None:
    assert visible_part("\u200ba\x00\u00ad\x7fb\ufe0f\n") == "ab\n"
