"""Changes that make a text shorter in any encoding, and the gaps that dropped emoji leave."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import regex
from msgspec import Struct

from smsplan.findings import Edit, Safety
from smsplan.linting.protection import Protected, Protection

_SPACES: Final = regex.compile(r"(?: (?!\p{M}))*+")
"""A space before a mark carries it."""
_LINE_END: Final = regex.compile(r"\r?\n(?!\p{M})")
_BREAKS: Final = "\n\r\f\v\u2028\u2029"
_OPENING: Final = regex.compile(r"[\p{Ps}\p{Pi}¿¡]")
_CLOSING: Final = regex.compile(r"[\p{Terminal_Punctuation}\p{Pe}\p{Pf}…\"']")
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]")


@lru_cache(maxsize=4096)
def _is(pattern: regex.Pattern[str], character: str) -> bool:
    return pattern.match(character) is not None


class Economy(Struct, frozen=True):
    """What to write shorter: every match of a pattern, by what it matches."""

    code: str
    safety: Safety
    pattern: regex.Pattern[str]
    signs: Sequence[str]
    """A text that has a match has one of them, or ends in white space."""
    shorter: Mapping[str, str] = {}
    """What stands for a match; for one that is not here, nothing."""

    def may_match(self, text: str) -> bool:
        """Return whether a text may have a match, which is seen much sooner than one."""
        return text[-1:].isspace() or any(sign in text for sign in self.signs)

    def edits(self, protected: Protected) -> tuple[Edit, ...]:
        """Return the edits, none of them in a placeholder or a URL."""
        text = protected.text
        if not self.may_match(text):
            return ()
        protection = Protection(protected)
        return tuple(
            Edit(*found.span(), self.shorter.get(found[0][:1], ""))
            for found in self.pattern.finditer(text)
            if not protection.meets(*found.span())
        )


_UNSEEN: Final = regex.compile(r"(?<!\s)\s++\Z|(?<! ) ++(?=\r?\n)")
_BASIC: Final = {"[": "(", "]": ")", "{": "(", "}": ")", "~": "-", "|": "/"}
ECONOMIES: Final = (
    Economy("COST004", Safety.SAFE, _UNSEEN, (" \n", " \r\n")),
    Economy("COST003", Safety.SAFE, regex.compile(r"\r(?=\n)"), ("\r\n",)),
    Economy("COST004", Safety.SAFE, regex.compile(r"(?<! ) {2,}+"), ("  ",), {" ": " "}),
    Economy("COST002", Safety.UNSAFE, regex.compile(r"[\[\]{}~|]"), tuple(_BASIC), _BASIC),
)
"""White space that nobody sees, then characters that cost two septets; mildest first."""


def closing(text: str, dropped: Sequence[tuple[int, int]], start: int, end: int) -> Edit:
    """Drop spans, and all between ``start`` and ``end``, which is white space.

    The spaces around go too; what is left is one of them, or none at an end, at
    a line break, after an opening bracket, and before punctuation that no space
    stood before.  A line of which nothing is left goes with its line break.
    Words that only an emoji kept apart get a space.

    >>> closing("here 🎁. See", [(5, 6)], 5, 6)
    Edit(start=4, end=6, replacement='')
    """
    right = end
    if text[end : end + 1] == " " and (spaces := _SPACES.match(text, end)):
        right = spaces.end()
    left = start
    while text[left - 1 : left] == " ":
        left -= 1
    before, after = text[max(0, left - 1) : left], text[right : right + 1]
    is_first = not before or before in _BREAKS
    if is_first and (line_end := _LINE_END.match(text, right)):
        right = line_end.end()
    is_spaced = right - left > sum(end - start for start, end in dropped)
    if is_first or not after or after in _BREAKS or _is(_OPENING, before):
        left_over = ""
    elif _is(_CLOSING, after):
        left_over = " " if right > dropped[-1][1] else ""
    elif is_spaced:
        left_over = " "
    else:
        are_words = _is(_WORD, after) and (_is(_WORD, before) or _is(_CLOSING, before))
        left_over = " " if are_words else ""
    return Edit(left, right, left_over)
