"""The alphabets of GSM-7: which characters they have, and their septets."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final

from smsplan.gsm7 import charts

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


def _tables(file: str, default: Mapping[int, str]) -> Mapping[Language | None, Mapping[int, str]]:
    national = charts.read(file)
    return {None: default, **{BY_IDENTIFIER[int(name)]: national[name] for name in national}}


_DEFAULT: Final = charts.read("default.txt")

BASIC: Final = _DEFAULT["alphabet"]
"""Septet to character of the default alphabet, clause 6.2.1."""
EXTENSION: Final = _DEFAULT["extension"]
"""Septet after an escape to character, clause 6.2.1.1."""

LOCKING: Final = _tables("locking.txt", BASIC)
"""The main table under a locking shift, annex A.3; ``None`` is the default alphabet."""
SINGLE: Final = _tables("single.txt", EXTENSION)
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


def non_gsm(text: str, languages: tuple[Language, ...] = ()) -> list[int]:
    """Find the code point offsets of the characters that no table of GSM-7 has."""
    known = characters(languages)
    return [offset for offset, character in enumerate(text) if character not in known]
