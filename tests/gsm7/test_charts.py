"""The national charts against two that others made; every deviation is listed."""

import json
from collections.abc import Mapping
from importlib import import_module

import pytest

from smsplan.gsm7.tables import ALL_LANGUAGES, LOCKING, SINGLE, Language
from tests.paths import DATA

GSMCHARMAPS = import_module("gsmcodecs.charmaps").GSMCHARMAPS
TABLES = DATA / "tables_23038.json"
INDIC_AND_URDU = ALL_LANGUAGES[3:]
ESCAPE = 0x1B

LOCKING_DEVIATIONS = {
    # A bug of gsmcodecs: every other source has a comma.
    **{(language, 0x2C): (",", "'") for language in INDIC_AND_URDU},
    # A misprint of the standard, which gsmcodecs follows and handsets do not.
    (Language.KANNADA, 0x24): ("ಡ", "ಪ"),
}
"""By language and septet, ours and that of gsmcodecs, which deviates in locking tables alone."""


def deviations(
    ours: Mapping[Language | None, Mapping[int, str]], kind: str
) -> dict[tuple[str, int], tuple[str, str]]:
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for language in ALL_LANGUAGES:
        theirs = GSMCHARMAPS[language.identifier].get(kind, {"decode": {}})["decode"]
        mine = ours.get(language, {})
        for septet in range(0x80):
            here = mine.get(septet, "")
            there = chr(theirs[septet]) if septet in theirs else ""
            if here != there:
                found[language, septet] = (here, there)
    return found


def escapes(languages: Mapping[Language | None, object]) -> dict[tuple[str, int], tuple[str, str]]:
    """List what is no cell: the package reads an escape as a space."""
    return {(language, ESCAPE): ("", " ") for language in languages if language is not None}


def test_gsmcodecs_has_the_same_locking_shift_tables_but_for_the_listed_cells() -> None:
    assert deviations(LOCKING, "locking") == LOCKING_DEVIATIONS | escapes(LOCKING)


def test_gsmcodecs_has_the_same_single_shift_tables() -> None:
    assert deviations(SINGLE, "singleShift") == escapes(SINGLE)


@pytest.mark.skipif(not TABLES.exists(), reason="the tables lie beside a developer's checkout")
@pytest.mark.parametrize("language", [None, *ALL_LANGUAGES])
def test_every_cell_is_that_of_five_implementations(language: Language | None) -> None:
    tables = json.loads(TABLES.read_text(encoding="utf-8"))
    name = "default" if language is None else language
    for kind, charts in (("locking", LOCKING), ("single", SINGLE)):
        cells = tables.get(f"{name}_{kind}", {})
        expected = {int(septet, 16): chr(int(cell, 16)) for septet, cell in cells.items()}
        assert charts.get(language, {}) == expected


def test_every_language_has_a_single_shift_table_and_all_but_spanish_a_locking_one() -> None:
    assert set(SINGLE) == {None, *ALL_LANGUAGES}
    assert set(LOCKING) == {None, *ALL_LANGUAGES} - {Language.SPANISH}


def test_a_marks_carrier_and_a_note_are_no_characters() -> None:
    assert LOCKING[Language.HINDI][0x00] == "\u0901"
    assert LOCKING[Language.KANNADA][0x04] == "\u0c86"
    assert SINGLE[Language.HINDI][0x31] == "\u095c"
