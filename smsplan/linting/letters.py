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

_WRITTEN: Final[Mapping[str, str]] = {
    "!": "RETROFLEX CLICK",
    "#": "ALVEOLAR CLICK",
    "'": "GLOTTAL STOP, PHARYNGEAL VOICED FRICATIVE",
    "/": "DENTAL CLICK",
    "//": "LATERAL CLICK",
    "a": "ALPHA, TURNED V",
    "b": "BETA",
    "d": "AFRICAN D, DELTA, ETH",
    "dz": "DEZH",
    "e": "SCHWA",
    "f": "PHI",
    "gh": "GAMMA, OI",  # OI is a mistake for gha, says Unicode
    "h": "TONE SIX",
    "hv": "HWAIR",
    "i": "IOTA",
    "k": "KRA",
    "ly": "TURNED Y",
    "lz": "LEZH",
    "n": "ENG",
    "o": "OLD POLISH O, OMEGA, RAMS HORN",
    "q": "TONE FIVE",  # Zhuang, as the reform of 1982 writes the tones
    "r": "YR",
    "sh": "ESH",
    "th": "THORN",
    "tl": "LAMBDA",  # of Salish
    "tsh": "TESH",
    "u": "U BAR, UPSILON",
    "w": "TURNED M, WYNN",
    "wh": "TURNED W",
    "x": "CHI",
    "y": "TURNED H, YOGH",
    "z": "EZH, EZH REVERSED, TONE TWO",
}
"""What is written for letters that their names do not spell."""
_NAMED: Final = {name: text for text, names in _WRITTEN.items() for name in names.split(", ")}

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
