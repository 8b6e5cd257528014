"""The places of a text that keep it out of GSM-7, and what can be written there."""

import unicodedata
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache, cached_property
from typing import Final

import regex
from msgspec import Struct

from smsplan.alphabet import Language, characters
from smsplan.findings import Edit, Safety
from smsplan.linting.protection import Protection
from smsplan.linting.replacements import CP1252
from smsplan.linting.respelling import Respelling, respell, transliterated, unmasked, visible_part


class Kind(Enum):
    """What keeps a place out of GSM-7."""

    CHARACTER = "character"
    EMOJI = "emoji"
    SCRIPT = "script"
    INVISIBLE = "invisible"
    MOJIBAKE = "mojibake"
    DECOMPOSED = "decomposed"
    LOOK_ALIKE = "look-alike"
    SURROGATE = "surrogate"
    REPLACEMENT = "replacement"
    CONTROL = "control"


class Place(Struct, frozen=True, gc=False):
    """Characters that GSM-7 cannot code as they stand, from ``start`` to ``end``.

    ``repair`` writes what was meant, whatever the encoding; ``respelling``
    writes characters of GSM-7, which is as safe as ``safety`` says.  Each is
    ``None`` where there is nothing to write, or where a machine reads the place.
    """

    start: int
    end: int
    kind: Kind
    repair: Edit | None = None
    respelling: Edit | None = None
    safety: Safety = Safety.SAFE


_MOST_IN_A_ROW: Final = 50
"""Emoji, or characters of mojibake, that are one place; a longer row is several."""

_OCTETS: Final = {chr(octet): octet for octet in range(0x80, 0x100)} | {
    character: ord(control) for control, character in CP1252.items() if character
}
"""The octets that were read as these characters, by Latin-1 or by Windows-1252."""


def _read_as(octets: range) -> str:
    return regex.escape("".join(c for c, octet in _OCTETS.items() if octet in octets))


_AFTER: Final = f"[{_read_as(range(0x80, 0xC0))}]"
_UTF8: Final = (
    rf"(?:[\xc2-\xdf]{_AFTER}|[\xe1-\xec\xee\xef]{_AFTER}{{2}}"
    rf"|\xf0[{_read_as(range(0x90, 0xC0))}]{_AFTER}{{2}}|[\xf1-\xf3]{_AFTER}{{3}})"
)
_MOJIBAKE: Final = (
    rf"{_UTF8}{{2,{_MOST_IN_A_ROW}}}+"
    rf"|\xe2{_AFTER}{{2}}|\xf0[{_read_as(range(0x90, 0xC0))}]{_AFTER}{{2}}"
    # AMANHÃ… ends in a letter and an ellipsis; fÃ¼r and Ã–l do not.
    rf"|(?<!\p{{Lu}})[\xc2\xc3]{_AFTER}"
)
"""UTF-8 read as another code: what is unlikely in any text, one by one or in a row."""

_EMOJI: Final = (
    r"(?:\p{RI}\p{RI}?+|[\p{Emoji_Presentation}--\p{RI}]|\p{Extended_Pictographic}(?=\ufe0f)"
    r"|[0-9#*](?=\ufe0f?\u20e3))"
    r"(?:\p{Emoji_Modifier}|[\ufe0f\u20e3\U000e0020-\U000e007f]|\u200d\p{Extended_Pictographic})*+"
)
_LETTER: Final = r"[\p{L}--[\p{Latin}\p{Common}\p{Inherited}]]"
_LETTERS: Final = r"[\p{L}\p{M}--[\p{Latin}\p{Common}]]*+"
_WORD: Final = rf"{_LETTER}{_LETTERS}(?:[\u200c\u200d](?={_LETTER}){_LETTERS})*+"
"""Letters of other scripts with their marks; a joiner between two of them shapes the word."""

_LATIN: Final = regex.compile(r"\p{Latin}")
_RIGHT_TO_LEFT: Final = regex.compile(
    r"[[\p{Bidi_Class=R}\p{Bidi_Class=AL}]&&\p{L}]", regex.VERSION1
)
_DIRECTION: Final = regex.compile(r"\p{Bidi_Control}+")
_GLUE: Final = {"<fraction>": " ", "<super>": "^"}
"""What keeps digits apart from those before them: 2½ is 2 1/2, 10² is 10^2."""
_NOT_BESIDE_DIGITS: Final = ("<circle>", "<compat>", "<sub>", "<square>")


@cache
def _pattern(languages: tuple[Language, ...]) -> regex.Pattern[str]:
    known = regex.escape("".join(sorted(characters(languages))))
    return regex.compile(
        rf"(?P<mojibake>{_MOJIBAKE})|(?P<emoji>(?:{_EMOJI}){{1,{_MOST_IN_A_ROW}}}+)|(?P<word>{_WORD})"
        rf"|(?P<marked>\P{{M}}\p{{M}}++)|(?P<single>[^{known}])",
        regex.VERSION1,
    )


def find(text: str, languages: tuple[Language, ...] = ()) -> Iterator[Place]:
    """Find the places of a text that no table of GSM-7 can code, in order."""
    known = characters(languages)
    finder = _Finder(text)
    protected = Protection(text)
    for found in _pattern(languages).finditer(text):
        if known.issuperset(found[0]):
            continue
        place = finder.readers[found.lastgroup](*found.span())
        if protected.meets(place.start, place.end):
            place = Place(place.start, place.end, place.kind)
        yield place


class _Finder:
    """Says what a match of the pattern is, and what can be written there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.readers: dict[str | None, Callable[[int, int], Place]] = {
            "mojibake": self.mojibake,
            "emoji": self.emoji,
            "word": self.word,
            "marked": self.marked,
            "single": self.single,
        }

    @cached_property
    def is_right_to_left(self) -> bool:
        return _RIGHT_TO_LEFT.search(self.text) is not None

    def mojibake(self, start: int, end: int) -> Place:
        meant = bytes(map(_OCTETS.__getitem__, self.text[start:end])).decode()
        return self.place(start, end, Kind.MOJIBAKE, meant)

    def emoji(self, start: int, end: int) -> Place:
        """Drop emoji, and one of two spaces around them.

        What GSM-7 can say, such as ‼ or a keycap, is written instead.
        """
        text = self.text
        found = respell(text[start:end])
        if found is not None and found.text:
            return self.place(start, end, Kind.CHARACTER)
        after = text[end : end + 1]
        before, behind = start, end
        if text[start - 1 : start] == " " and (not after or after.isspace()):
            before -= 1
        elif start == 0 and after == " ":
            behind += 1
        edit = Edit(before, behind, "")
        return Place(start, end, Kind.EMOJI, None, edit, Safety.DISPLAY_ONLY)

    def word(self, start: int, end: int) -> Place:
        word = self.text[start:end]
        around = self.text[max(0, start - 1) : start] + self.text[end : end + 1]
        latin = unmasked(word) if _LATIN.search(around) else None
        found = latin or transliterated(word)
        edit = Edit(start, end, found.text) if found else None
        kind = Kind.LOOK_ALIKE if latin else Kind.SCRIPT
        return Place(start, end, kind, _composed(start, word), edit, Safety.UNSAFE)

    def marked(self, start: int, end: int) -> Place:
        cluster = self.text[start:end]
        seen = visible_part(cluster)
        if len(seen) == 1 and seen != cluster:
            return self.place(start, end, Kind.INVISIBLE, seen)
        composed = _composed(start, cluster)
        if composed is None:
            return self.place(start, end, Kind.CHARACTER)
        return self.place(start, end, Kind.DECOMPOSED, composed.replacement)

    def single(self, start: int, end: int) -> Place:
        character = self.text[start]
        kind, meant = _kind(character)
        if kind is Kind.SURROGATE or kind is Kind.REPLACEMENT:
            return Place(start, end, kind)
        if kind is Kind.INVISIBLE and _DIRECTION.match(character) and self.is_right_to_left:
            return Place(start, end, Kind.SCRIPT, None, Edit(start, end, ""), Safety.UNSAFE)
        if kind is Kind.EMOJI:
            return self.emoji(start, end)
        return self.place(start, end, kind, meant)

    def place(self, start: int, end: int, kind: Kind, meant: str | None = None) -> Place:
        repair = None if meant is None else Edit(start, end, meant)
        found = self.beside(start, respell(self.text[start:end] if meant is None else meant))
        if found is None:
            return Place(start, end, kind, repair)
        return Place(start, end, kind, repair, Edit(start, end, found.text), found.safety)

    def beside(self, start: int, found: Respelling | None) -> Respelling | None:
        """Keep the digits of ½ or ² apart from a digit before them, if something can."""
        if not found or not found.text[:1].isdigit():
            return found
        if not self.text[max(0, start - 1) : start].isdecimal():
            return found
        tag = unicodedata.decomposition(self.text[start]).partition(" ")[0]
        if tag in _GLUE:
            return Respelling(_GLUE[tag] + found.text, found.safety)
        return None if tag in _NOT_BESIDE_DIGITS else found


@cache
def _kind(character: str) -> tuple[Kind, str | None]:
    """Say what a single character is, and what was meant by it, if not itself."""
    category = unicodedata.category(character)
    if category == "Cs":
        return Kind.SURROGATE, None
    if character == "\ufffd":
        return Kind.REPLACEMENT, None
    if CP1252.get(character):
        return Kind.MOJIBAKE, CP1252[character]
    if not visible_part(character) or character in CP1252:
        return Kind.CONTROL if category == "Cc" else Kind.INVISIBLE, ""
    if category == "So" and respell(character) is None:
        return Kind.EMOJI, None
    return Kind.CHARACTER, None


def _composed(start: int, cluster: str) -> Edit | None:
    composed = unicodedata.normalize("NFC", cluster)
    return Edit(start, start + len(cluster), composed) if len(composed) < len(cluster) else None
