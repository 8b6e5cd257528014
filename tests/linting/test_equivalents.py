import sys
import unicodedata
from collections import Counter

import pytest

from smsplan import Encoding, plan
from smsplan.findings import Edit, Safety
from smsplan.gsm7.tables import CHARACTERS
from smsplan.linting import places, replacements
from smsplan.linting.equivalents import (
    can_transliterate,
    equivalent,
    normalized,
    transliterated,
    unmasked,
    visible_part,
)

SAFE, UNSAFE = Safety.SAFE, Safety.UNSAFE

TABLES = (
    replacements.SAFE,
    replacements.UNSAFE,
    replacements.LOOK_ALIKES,
)


@pytest.mark.parametrize("table", TABLES, ids=["safe", "unsafe", "look-alikes"])
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
        # Blanks.
        ("\u2800", " ", SAFE),
        ("\u3164", " ", SAFE),
    ],
)
def test_a_character_is_written_so(cluster: str, written: str, safety: Safety) -> None:
    assert equivalent(cluster) == (written, safety)


@pytest.mark.parametrize("cluster", ["я", "你", "😀", "a\u0338", "\u20d2", "\ud83d", "≠\u0338"])
def test_there_is_no_other_writing(cluster: str) -> None:
    assert equivalent(cluster) is None


@pytest.mark.parametrize(
    ("language", "letters", "written"),
    [
        ("Azerbaijani", "əƏıİ", "eEiI"),
        ("Hausa", "ɓɗƙƴƁƊƘƳ", "bdkyBDKY"),
        ("Ewe", "ɖɛƒɣŋɔʋƉƐƑƔŊƆƲ", "defghnovDEFGhNOV"),
        ("Pan-Nigerian, Kanuri", "ǝƎẹọṣ", "eEeos"),
        ("Kabyle", "čḍɛǧḥɣṛṣṭẓ", "cdeghghrstz"),
        ("Vietnamese", "ơườữđƠƯỆ", "ouòudOUE"),
        ("Sami", "đŋŧšžčǯʒǥ", "dntszczzg"),
        ("Icelandic", "þðÞÐý", "thdThDy"),
        ("Maltese", "ħġċżĦ", "hgczH"),
        ("Croatian", "ǆǅǄǉǌđ", "dzDzDZljnjd"),
        ("Romanian", "șțăâî", "staai"),
        ("Guarani", "ỹẽg̃ʼ", "yeg'"),
        ("Saanich", "ȺȻȽȾꞨ", "ACLTS"),
        ("Zhuang, before 1982", "ƨƽƅɯɵ", "zqhwo"),
        ("Khoekhoe", "ǀǁǂǃ", "///#!"),
        ("Dinka, Nuer, Dagbani", "ɛɔɣŋʒ", "eoghnz"),
        ("Lingala, Fula, Bambara", "ɲɓɗƭƴ", "nbdty"),
        ("Dan, Temne", "ʌɤʉ", "aou"),
        ("Mazahua, Nahuatl", "ʉɨꞌ", "ui'"),
        ("Turkmen, Crimean Tatar, Uzbek", "ňýžğʻ", "nyzg'"),
        ("Phonetics", "ɑɪʊʃ", "aIush"),
    ],
)
def test_letters_of_living_orthographies_are_written(
    language: str, letters: str, written: str
) -> None:
    found = equivalent(letters)
    assert found is not None, language
    assert found.text == written


@pytest.mark.slow
def test_few_latin_letters_have_no_other_writing() -> None:
    letters = [
        each
        for each in map(chr, range(sys.maxunicode + 1))
        if unicodedata.name(each, "").startswith("LATIN ") and unicodedata.category(each)[0] == "L"
    ]
    without = [each for each in letters if equivalent(each) is None]
    # Egyptological and Mayanist letters, Medieval signs for syllables, obsolete phonetics.
    assert len(without) <= 61 < len(letters) / 18
    assert not [each for each in without if each in "əɓɗƙƴǝɛɔɣŋʒʃʊɩɯɨʉøłđħŧ"]


def test_what_is_canonically_a_character_of_gsm7_is_safely_that() -> None:
    same = {}
    for character in map(chr, range(sys.maxunicode + 1)):
        if (meant := unicodedata.normalize("NFC", character)) != character and meant in CHARACTERS:
            same[character] = meant
    assert "".join(same) == "\u037e\u2126\u212a\u212b"  # Greek question mark, ohm, kelvin, angstrom
    for character, meant in same.items():
        (place,) = places.find(f"5 {character} a")
        assert place.equivalent == Edit(2, 3, meant)
        assert place.safety is SAFE


def test_marks_in_a_row_are_normalized_in_pieces_only_where_nobody_reads_them() -> None:
    for text in ("e\u0301", "a\u0323\u0302" * 99, "e" + "\u0327\u0301" * 15, "한" * 40, "x" * 99):
        assert normalized("NFD", text) == unicodedata.normalize("NFD", text)
        assert normalized("NFC", text) == unicodedata.normalize("NFC", text)
    many = "e" + "\u0301\u0327\u0316\u0345" * 1000
    assert sorted(normalized("NFD", many)) == sorted(many)


@pytest.mark.slow
@pytest.mark.parametrize(
    "code_points", [range(0x3000), range(0x3000, 0x11000), range(0x1D000, 0x1FFFF)]
)
def test_what_is_written_is_gsm7_for_every_character(code_points: range) -> None:
    for code_point in code_points:
        found = equivalent(chr(code_point))
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
