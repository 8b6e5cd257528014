"""Latin letters that have no decomposition, by what their names in Unicode say.

``ɓ`` is LATIN SMALL LETTER B WITH HOOK: what says no more than how a letter is
drawn is left out, and b is written.  Names that are no letters are data here,
written as the orthographies that live with them are where a keyboard lacks the
letter: Azerbaijani e for schwa, ``#`` for a click of Khoekhoe.
"""

import unicodedata
from collections.abc import Mapping
from typing import Final

import regex

_DRAWN: Final = """
ANGLICANA BARRED BLACKLETTER BROKEN CLOSED DOTLESS DOUBLE GLOTTAL INSULAR INVERTED IOTIFIED
LENIS LONG MIDDLE-WELSH OPEN REVERSED SCRIPT SIDEWAYS SIGMOID STIRRUP TAILLESS TURNED
VISIGOTHIC VOLAPUK
""".split()  # noqa: SIM905 - a list of quoted words is harder to read
"""Words before a letter that say how it is drawn."""

_NAMED: Final[Mapping[str, str]] = {
    "AFRICAN D": "d",
    "ALPHA": "a",
    "ALVEOLAR CLICK": "#",
    "BETA": "b",
    "CHI": "x",
    "DELTA": "d",
    "DENTAL CLICK": "/",
    "DEZH": "dz",
    "ENG": "n",
    "ESH": "sh",
    "ETH": "d",
    "EZH": "z",
    "EZH REVERSED": "z",
    "GAMMA": "gh",
    "GLOTTAL STOP": "'",
    "HWAIR": "hv",
    "IOTA": "i",
    "KRA": "k",
    "LAMBDA": "tl",  # of Salish
    "LATERAL CLICK": "//",
    "LEZH": "lz",
    "OI": "gh",  # a mistake for gha, says Unicode
    "OLD POLISH O": "o",
    "OMEGA": "o",
    "PHARYNGEAL VOICED FRICATIVE": "'",
    "PHI": "f",
    "RAMS HORN": "o",
    "RETROFLEX CLICK": "!",
    "SCHWA": "e",
    "TESH": "tsh",
    "THORN": "th",
    "TONE FIVE": "q",  # Zhuang, as the reform of 1982 writes the tones
    "TONE SIX": "h",
    "TONE TWO": "z",
    "TURNED H": "y",
    "TURNED M": "w",
    "TURNED V": "a",
    "TURNED W": "wh",
    "TURNED Y": "ly",
    "U BAR": "u",
    "UPSILON": "u",
    "WYNN": "w",
    "YOGH": "y",
    "YR": "r",
}
"""What is written for a letter that its name does not spell."""

_UNLIKE: Final = frozenset({"INVERTED GLOTTAL STOP", "DOUBLE THORN", "DOUBLE WYNN", "TURNED DELTA"})
"""What is another letter, however it is drawn."""

_NAME: Final = regex.compile(
    r"(?:LATIN|MODIFIER) "
    r"(?P<case>(?:(?:CAPITAL|SMALL|SUBSCRIPT|EPIGRAPHIC) )*LETTER(?: SMALL(?: CAPITAL)?)?) "
    r"(?P<letter>.+?)(?: DIGRAPH| ROTUNDA)?(?: WITH(?:OUT)? .+)?"
)
_SPELLED: Final = regex.compile(r"[A-Z]{1,2}")


def by_name(character: str) -> str | None:
    """Write a Latin letter by its name, if that says how.

    >>> by_name("ɓ"), by_name("Ə"), by_name("ǂ"), by_name("ꭁ"), by_name("ʘ")
    ('b', 'E', '#', 'oe', None)
    """
    found = _NAME.fullmatch(unicodedata.name(character, ""))
    if found is None or found["letter"] in _UNLIKE:
        return None
    words = found["letter"].split()
    while " ".join(words) not in _NAMED and words[0] in _DRAWN and len(words) > 1:
        del words[0]
    letter = " ".join(words)
    spelled = letter.lower() if _SPELLED.fullmatch(letter) else None
    written = _NAMED.get(letter, spelled)
    return written.capitalize() if written and "CAPITAL" in found["case"] else written
