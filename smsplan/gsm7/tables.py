"""The alphabets of GSM-7: which characters they have, and their septets."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final

from smsplan.gsm7.charts import CARRIER, EMPTY_CELL, NAMED_CELLS, NOTE
from smsplan.gsm7.charts.default import DEFAULT_ALPHABET, DEFAULT_EXTENSION
from smsplan.gsm7.charts.locking import LOCKING_CHARTS
from smsplan.gsm7.charts.single import SINGLE_CHARTS

ESCAPE: Final = 0x1B
"""The septet before one of the extension table (3GPP TS 23.038, clause 6.2.1)."""


class Language(StrEnum):
    """The languages with national tables, in the order of the standard's identifiers.

    >>> Language.URDU.identifier, Language("turkish").identifier
    (13, 1)
    """

    TURKISH = "turkish"
    SPANISH = "spanish"
    PORTUGUESE = "portuguese"
    BENGALI = "bengali"
    GUJARATI = "gujarati"
    HINDI = "hindi"
    KANNADA = "kannada"
    MALAYALAM = "malayalam"
    ORIYA = "oriya"
    PUNJABI = "punjabi"
    TAMIL = "tamil"
    TELUGU = "telugu"
    URDU = "urdu"

    @property
    def identifier(self) -> int:
        """The national language identifier, from 1 (3GPP TS 23.038, clause 6.2.1.2.4)."""
        return _IDENTIFIERS[self]


ALL_LANGUAGES: Final = tuple(Language)
"""Every language of the standard, in the order of the identifiers."""

BY_IDENTIFIER: Final[Mapping[int, Language]] = dict(enumerate(ALL_LANGUAGES, start=1))
"""The languages by their identifiers; there is none of 0, which stands for the default table."""

_IDENTIFIERS: Final = {language: number for number, language in BY_IDENTIFIER.items()}


def read_chart(chart: str) -> dict[int, str]:
    """Read a chart of :mod:`smsplan.gsm7.charts`: septet to character, by septet."""
    rows = [line.partition(NOTE)[0].split() for line in chart.strip().splitlines()]
    return {
        16 * column + row: NAMED_CELLS.get(cells[column], cells[column].removeprefix(CARRIER))
        for column in range(8)
        for row, cells in enumerate(rows)
        if cells[column] != EMPTY_CELL
    }


BASIC: Final = read_chart(DEFAULT_ALPHABET)
"""Septet to character of the default alphabet, clause 6.2.1."""
EXTENSION: Final = read_chart(DEFAULT_EXTENSION)
"""Septet after an escape to character, clause 6.2.1.1."""

LOCKING: Final[Mapping[Language | None, Mapping[int, str]]] = {
    None: BASIC,
    **{BY_IDENTIFIER[number]: read_chart(chart) for number, chart in LOCKING_CHARTS.items()},
}
"""The main table under a locking shift, annex A.3; ``None`` is the default alphabet."""
SINGLE: Final[Mapping[Language | None, Mapping[int, str]]] = {
    None: EXTENSION,
    **{BY_IDENTIFIER[number]: read_chart(chart) for number, chart in SINGLE_CHARTS.items()},
}
"""The table after an escape under a single shift, annex A.2; ``None`` is the default one."""


@cache
def septets_by_character(
    locking: Language | None = None, single: Language | None = None
) -> Mapping[str, bytes]:
    r"""Turn a pair of tables round: the septets of each character, an octet each.

    A character of the main table has one, another an escape pair; where a table
    has a character twice, the lower septet.  ESC (U+001B) is no character.

    >>> septets_by_character()["€"], septets_by_character(Language.TURKISH)["€"]
    (b'\x1be', b'\x04')
    """
    septets: dict[str, bytes] = {}
    for septet, character in LOCKING[locking].items():
        septets.setdefault(character, bytes([septet]))
    for septet, character in SINGLE[single].items():
        septets.setdefault(character, bytes([ESCAPE, septet]))
    return septets


CHARACTERS: Final = frozenset(septets_by_character())
"""Every character of GSM-7 without national tables."""


@cache
def characters(languages: tuple[Language, ...] = ()) -> frozenset[str]:
    """Every character that GSM-7 has with the tables of these languages, if any."""
    return CHARACTERS.union(
        *(LOCKING.get(language, {}).values() for language in languages),
        *(SINGLE[language].values() for language in languages),
    )


def misfits(text: str, languages: tuple[Language, ...] = ()) -> list[int]:
    """Find the code point offsets of the characters that no table of GSM-7 has."""
    known = characters(languages)
    return [offset for offset, character in enumerate(text) if character not in known]
