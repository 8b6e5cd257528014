"""What finds the characters of a text that a provider's GSM-7 may lack: one pattern."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final
from unicodedata import category

import regex

from smsplan.gsm7.tables import Language, characters
from smsplan.linting import mojibake

_ONE_EMOJI: Final = (
    r"(?:\p{RI}\p{RI}?+|[\p{Emoji_Presentation}--\p{RI}]|\p{Extended_Pictographic}(?=\ufe0f)"
    r"|[0-9#*](?=\ufe0f?\u20e3))"
    r"(?:\p{Emoji_Modifier}|[\p{M}\U000e0020-\U000e007f]|\u200d\p{Extended_Pictographic})*+"
)
_OHM: Final = "\u2126"
"""The one letter of another script that is canonically a character of GSM-7."""
_LETTER: Final = (
    rf"[\p{{L}}--[\p{{Latin}}\p{{Common}}\p{{Inherited}}\p{{Default_Ignorable_Code_Point}}{_OHM}]]"
)
_LETTER_OR_MARK: Final = rf"[\p{{L}}\p{{M}}--[\p{{Latin}}\p{{Common}}{_OHM}]]"
_JOINER: Final = (
    rf"(?:[\u200c\u200d]++(?={_LETTER_OR_MARK})|(?<=\p{{ccc=9}})[\u200c\u200d]++"
    r"|(?<=\p{Arabic})\u200d)"
)
"""It shapes the word between two letters, and at the end after a virama or an Arabic letter."""
_WORD: Final = rf"{_LETTER}{_LETTER_OR_MARK}*+(?:{_JOINER}{_LETTER_OR_MARK}*+)*+"
"""Letters of other scripts, with their marks and joiners."""
_MOST_ALONE: Final = 4096
"""So many characters are known by what they are alone, at most."""


class NonGsmFinder:
    """Finds the characters of a text that are not known, and what they are part of."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        escaped = regex.escape("".join(sorted(known)))
        self.pattern = regex.compile(
            rf"(?P<mojibake>{mojibake.PATTERN})|(?P<emoji>(?:{_ONE_EMOJI})++)|(?P<word>{_WORD})"
            rf"|(?P<marked>\P{{M}}\p{{M}}++)|(?P<character>[^{escaped}])",
            regex.VERSION1,
        )
        plain = re.escape("".join(sorted(character for character in known if character.isascii())))
        self._search = re.compile(f"[^{plain}]").search
        self._group_alone = lru_cache(_MOST_ALONE)(self._group)

    def _group(self, character: str) -> str | None:
        found = self.pattern.match(character)
        return found and found.lastgroup

    def matches(self, text: str) -> Iterator[tuple[str | None, int, int]]:
        """Find what the pattern does, group and span, but try it only where it can match.

        A match begins at a character that is not plain ASCII, or before such a mark.  What
        ASCII follows is matched alone, but for an emoji: a keycap may follow.
        """
        match, at = self.pattern.match, 0
        while near := self._search(text, at):
            begin, (here, end) = at, near.span()
            at = end
            is_mark = category(text[here])[0] == "M"
            if not is_mark and text[end : end + 1].isascii():
                group = self._group_alone(text[here])
                if group != "emoji":
                    if group:
                        yield group, here, end
                    continue
            found = (match(text, here - 1) if is_mark and here > begin else None) or match(
                text, here
            )
            if found:
                at = found.end()
                yield found.lastgroup, found.start(), at


@cache
def non_gsm_finder(languages: tuple[Language, ...], lacks: str) -> NonGsmFinder:
    """Return what finds characters that a provider lacks beside those of languages, made once."""
    return NonGsmFinder(characters(languages).difference(lacks))
