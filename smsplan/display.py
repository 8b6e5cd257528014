"""Characters shown to people: named, made visible, pointed at with carets."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

LEAD: Final = 24
"""Characters shown before the first place of a long value."""
WIDTH: Final = 64
"""Characters shown of a long value."""

NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Not a character of XML 1.0, production 2."""

_CONTROLS: Final = (*range(0x20), *range(0x7F, 0xA0))
_ALIASES: Final = """NULL; START OF HEADING; START OF TEXT; END OF TEXT; END OF TRANSMISSION;
ENQUIRY; ACKNOWLEDGE; ALERT; BACKSPACE; CHARACTER TABULATION; LINE FEED;
LINE TABULATION; FORM FEED; CARRIAGE RETURN;
SHIFT OUT; SHIFT IN; DATA LINK ESCAPE; DEVICE CONTROL ONE; DEVICE CONTROL TWO;
DEVICE CONTROL THREE; DEVICE CONTROL FOUR; NEGATIVE ACKNOWLEDGE; SYNCHRONOUS IDLE;
END OF TRANSMISSION BLOCK; CANCEL; END OF MEDIUM; SUBSTITUTE; ESCAPE; INFORMATION SEPARATOR FOUR;
INFORMATION SEPARATOR THREE; INFORMATION SEPARATOR TWO; INFORMATION SEPARATOR ONE;
DELETE; PADDING CHARACTER; HIGH OCTET PRESET; BREAK PERMITTED HERE; NO BREAK HERE; INDEX; NEXT LINE;
START OF SELECTED AREA; END OF SELECTED AREA; CHARACTER TABULATION SET;
CHARACTER TABULATION WITH JUSTIFICATION; LINE TABULATION SET; PARTIAL LINE FORWARD;
PARTIAL LINE BACKWARD; REVERSE LINE FEED; SINGLE SHIFT TWO; SINGLE SHIFT THREE;
DEVICE CONTROL STRING; PRIVATE USE ONE; PRIVATE USE TWO; SET TRANSMIT STATE; CANCEL CHARACTER;
MESSAGE WAITING; START OF GUARDED AREA; END OF GUARDED AREA; START OF STRING;
SINGLE GRAPHIC CHARACTER INTRODUCER; SINGLE CHARACTER INTRODUCER; CONTROL SEQUENCE INTRODUCER;
STRING TERMINATOR; OPERATING SYSTEM COMMAND; PRIVACY MESSAGE; APPLICATION PROGRAM COMMAND"""
"""What Unicode calls the characters without a name (NameAliases.txt)."""
_CONTROL_NAMES: Final[dict[int, str]] = dict(
    zip(_CONTROLS, _ALIASES.replace("\n", " ").split("; "), strict=True)
)

_SHORT_CONTROLS: Final = (
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR",
    "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
    "FS", "GS", "RS", "US",
)  # fmt: skip
SIGNS: Final = MappingProxyType({
    **{chr(code): sign for code, sign in enumerate(_SHORT_CONTROLS)},
    " ": "·", "\t": "⇥", "\n": "↵", "\x7f": "DEL", "\xa0": "NBSP", "\xad": "SHY",
    "\u034f": "CGJ", "\u061c": "ALM", "\u1680": "OGSP", "\u180e": "MVS", "\u2007": "FIGSP",
    "\u2009": "THSP", "\u200a": "HSP", "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ",
    "\u200e": "LRM", "\u200f": "RLM", "\u2028": "LS", "\u2029": "PS", "\u202a": "LRE",
    "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u202f": "NNBSP",
    "\u2060": "WJ", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
    "\u2800": "BLANK", "\u3000": "IDSP", "\u3164": "HF", "\ufeff": "BOM", "\ufff9": "IAA",
    "\ufffa": "IAS", "\ufffb": "IAT",
})  # fmt: skip
"""What a page draws for characters that nobody sees."""

_NONCHARACTERS: Final = range(0xFDD0, 0xFDF0)
_LABELS: Final = {"Cc": "control", "Cs": "surrogate", "Co": "private-use"}


def name(character: str) -> str:
    r"""Name a character as Unicode does.

    Control characters have no name but aliases; where there is neither, the
    code point label of section 4.8 of the Unicode standard stands in.

    >>> name("é"), name("\t"), name("\ud83d")
    ('LATIN SMALL LETTER E WITH ACUTE', 'CHARACTER TABULATION', '<surrogate-D83D>')
    """
    code_point = ord(character)
    if code_point in _CONTROL_NAMES:
        return _CONTROL_NAMES[code_point]
    label = _LABELS.get(unicodedata.category(character), "reserved")
    if code_point & 0xFFFE == 0xFFFE or code_point in _NONCHARACTERS:  # noqa: PLR2004 - section 23.7
        label = "noncharacter"
    return unicodedata.name(character, f"<{label}-{code_point:04X}>")


@lru_cache(maxsize=1024)
def describe(character: str) -> str:
    """Show a character, its code point and its name.

    >>> describe("é")
    "'é' U+00E9 LATIN SMALL LETTER E WITH ACUTE"
    """
    shown = visible(character) if columns(character) else f"\\u{ord(character):04x}"
    return f"'{shown}' U+{ord(character):04X} {name(character)}"


def visible(text: str) -> str:
    r"""Escape every character that a terminal would obey or not show.

    Controls, format characters (the bidirectional ones among them), surrogates
    and separators other than the space come out as Python writes them.

    >>> print(visible("a\n\x1b[2J\u202e b"))
    a\n\x1b[2J\u202e b
    """
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character in "\u200c\u200d"
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def quoted(text: str, most: int = 32) -> str:
    """Show a text between quotation marks, of a long one the first characters.

    >>> quoted("abc"), quoted("abcdef", most=3)
    ("'abc'", "'abc…'")
    """
    return f"'{visible(text[:most])}{'…' if len(text) > most else ''}'"


def grouped(number: int) -> str:
    """Return a number with a comma between thousands.

    >>> grouped(999), grouped(1234567)
    ('999', '1,234,567')
    """
    return f"{number:,}"


def counted(number: int, noun: str) -> str:
    """Return how many there are of something whose plural ends in s.

    >>> counted(1, "septet"), counted(2000, "septet")
    ('1 septet', '2,000 septets')
    """
    return f"{grouped(number)} {noun}{'' if number == 1 else 's'}"


def did_you_mean(near: Sequence[str]) -> str:
    """Return what an error says of names that are like the one that is not there.

    >>> did_you_mean(["msisdn"]), did_you_mean(["ENC001", "ENC002"]), did_you_mean([])
    ('; did you mean msisdn?', '; did you mean ENC001 or ENC002?', '')
    """
    return f"; did you mean {' or '.join(near)}?" if near else ""


def columns(shown: str) -> int:
    """Count the terminal columns that a visible text takes."""
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me")
        or character in "\u200c\u200d\ufe0e\ufe0f"
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in shown
    )


def excerpt(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Show the part of ``text`` around the first span, carets under every span in it.

    Spans are code point offsets, in order.

    >>> print(excerpt("45x2345678", [(2, 3)]))
    45x2345678
      ^
    """
    places = list(spans)
    begin = max(0, places[0][0] - LEAD) if places and len(text) > WIDTH else 0
    end = min(len(text), begin + WIDTH)
    shown = ["…"] if begin else []
    carets = [" "] if begin else []
    marked = {
        offset for start, stop in places for offset in range(max(start, begin), min(stop, end))
    }
    for offset in range(begin, end):
        cell = visible(text[offset])
        shown.append(cell)
        carets.append(("^" if offset in marked else " ") * columns(cell))
    if end < len(text):
        shown.append("…")
    if places and places[0][0] >= len(text):
        carets.append("^")
    return f"{''.join(shown)}\n{''.join(carets).rstrip()}".rstrip("\n")
