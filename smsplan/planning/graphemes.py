"""Where extended grapheme clusters end (UAX #29), told from what is near an offset.

CR LF counts as two characters here, which may part.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from smsplan.gsm7.codec import ucs2_units

if TYPE_CHECKING:
    import regex

UNICODE: Final = "17.0"
"""The version of Unicode whose rules these are; `regex` knows the characters of each kind."""

_BREAK, _JOIN = "÷×"  # and ?, where it depends on what is before the two

# A kind, the characters that are of it, and whether each kind may follow: a column for
# each, in the order of the rows.  Of the linkers of `regex`, three are no marks (U+1CF5,
# U+1CF6, U+11A3A) and join nothing; and it joins consonants by a linker that follows
# none.  The standard does not.  Lone surrogates are of no kind, as they are for `regex`.
TABLE: Final = (
    ("Extend", r"(?!\u200d)\p{InCB=Extend}", "×××××÷÷÷÷?÷÷÷÷÷÷"),
    ("ZWJ", r"\u200d", "×××××÷÷÷??÷÷÷÷÷÷"),
    ("Linker", r"(?=\p{GCB=Extend})\p{InCB=Linker}", "×××××÷÷÷÷?÷÷÷÷÷÷"),
    ("Non-joiner", r"\p{GCB=Extend}", "×××××÷÷÷÷÷÷÷÷÷÷÷"),
    ("SpacingMark", r"\p{GCB=SpacingMark}", "×××××÷÷÷÷÷÷÷÷÷÷÷"),
    ("Control", r"[\p{GCB=CR}\p{GCB=LF}\p{GCB=Control}]", "÷÷÷÷÷÷÷÷÷÷÷÷÷÷÷÷"),
    ("Prepend", r"\p{GCB=Prepend}", "×××××÷××××××××××"),
    ("Flag", r"\p{GCB=Regional_Indicator}", "×××××÷÷?÷÷÷÷÷÷÷÷"),
    ("Pictograph", r"\p{Extended_Pictographic}", "×××××÷÷÷÷÷÷÷÷÷÷÷"),
    ("Consonant", r"\p{InCB=Consonant}", "×××××÷÷÷÷÷÷÷÷÷÷÷"),
    ("L", r"\p{GCB=L}", "×××××÷÷÷÷÷××÷××÷"),
    ("V", r"\p{GCB=V}", "×××××÷÷÷÷÷÷××÷÷÷"),
    ("T", r"\p{GCB=T}", "×××××÷÷÷÷÷÷÷×÷÷÷"),
    ("LV", r"\p{GCB=LV}", "×××××÷÷÷÷÷÷××÷÷÷"),
    ("LVT", r"\p{GCB=LVT}", "×××××÷÷÷÷÷÷÷×÷÷÷"),
    ("Other", r"(?s:.)", "×××××÷÷÷÷÷÷÷÷÷÷÷"),
)
ANSWERS: Final = tuple(answers for _, _, answers in TABLE)
_NUMBERS: Final = {name: number for number, (name, _, _) in enumerate(TABLE)}
LINKER, FLAG, PICTOGRAPH, CONSONANT, _LV, _LVT, _OTHER = map(
    _NUMBERS.__getitem__, ("Linker", "Flag", "Pictograph", "Consonant", "LV", "LVT", "Other")
)
EXTENDING: Final = frozenset(map(_NUMBERS.__getitem__, ("Extend", "Linker", "Non-joiner")))
_FLAGS: Final = frozenset({FLAG})
LINKING: Final = frozenset(map(_NUMBERS.__getitem__, ("Extend", "Linker", "ZWJ")))

MOST_KINDS: Final = 10_000


class _Kinds(dict[str, int]):
    """The kinds of characters, by their numbers; so many are kept once they were asked for."""

    def __missing__(self, character: str) -> int:
        if "\u3400" <= character <= "\u9fff":  # ideographs
            kind = _OTHER
        elif "\uac00" <= character <= "\ud7a3":  # every 28th of Hangul ends in a vowel
            kind = _LVT if (ord(character) - 0xAC00) % 28 else _LV
        else:
            found = _match()(character)
            kind = found.lastindex - 1 if found and found.lastindex else _OTHER
        if len(self) < MOST_KINDS:
            self[character] = kind
        return kind


PLAIN: Final = (
    *((" ", "~"), ("\u00a0", "¨"), ("ª", "¬"), ("¯", "˿"), ("Ͱ", "ҁ"), ("Ҋ", "ԯ")),
    *(("‐", "‧"), ("₠", "₿"), ("\u3000", "〩"), ("ぁ", "ゖ"), ("゛", "ヿ"), ("！", "ﾝ")),
)
"""The most usual characters of no kind: from and to."""
KIND_OF: Final = _Kinds(
    (chr(point), _OTHER) for first, last in PLAIN for point in range(ord(first), ord(last) + 1)
)


@cache
def _match() -> "Callable[[str], regex.Match[str] | None]":
    import regex  # noqa: PLC0415 - it takes as long to load as all else, and few texts need it

    return regex.compile("|".join(f"({pattern})" for _, pattern, _ in TABLE)).match


def joined(text: str, at: int, floor: int) -> bool:
    """Return whether the characters around an offset are of one cluster.

    ``floor`` is an offset up to there where a cluster ends, or the text begins.
    """
    after = KIND_OF[text[at]]
    answer = ANSWERS[KIND_OF[text[at - 1]]][after]
    return answer != _BREAK and (answer == _JOIN or _joins(text, at, floor, after))


def _joins(text: str, at: int, floor: int, after: int) -> bool:
    """Return whether what is before an offset joins a character of a kind to the one before."""
    if after == FLAG:
        return (at - _before(text, at, floor, _FLAGS)) % 2 == 1
    if after == PICTOGRAPH:  # behind a joiner
        begin = at - 1
        if KIND_OF[text[begin - 1]] in EXTENDING:
            begin = _before(text, begin, floor, EXTENDING)
        return begin > floor and KIND_OF[text[begin - 1]] == PICTOGRAPH
    begin = _before(text, at, floor, LINKING)
    return (
        begin > floor
        and KIND_OF[text[begin - 1]] == CONSONANT
        and any(KIND_OF[mark] == LINKER for mark in text[begin:at])
    )


def _before(text: str, at: int, floor: int, kinds: Collection[int]) -> int:
    """Find where the characters of some kinds before an offset begin."""
    while at > floor and KIND_OF[text[at - 1]] in kinds:
        at -= 1
    return at


def is_flag(character: str) -> bool:
    """Return whether a character is half of a flag."""
    return KIND_OF[character] == FLAG


def start(text: str, at: int, begin: int, floor: int) -> int:
    """Find the start of the cluster around an offset, or the offset if one ends there.

    It is not looked for before ``begin``: a cluster that goes on there began at ``floor``.
    """
    before = KIND_OF[text[at]]
    while at > begin:
        before, after = KIND_OF[text[at - 1]], before
        answer = ANSWERS[before][after]
        if answer == _BREAK or (answer != _JOIN and not _joins(text, at, floor, after)):
            return at
        at -= 1
    return floor


def ends_within(text: str, start: int, at: int, units: int) -> bool:
    """Return whether a cluster that goes on at an offset has at most so many UTF-16 code units."""
    if at - start > units:
        return False
    left = units - len(ucs2_units(text[start:at]))
    after = KIND_OF[text[at - 1]]
    while left >= 0 and at < len(text):
        character = text[at]
        before, after = after, KIND_OF[character]
        answer = ANSWERS[before][after]
        if answer == _BREAK or (answer != _JOIN and not _joins(text, at, start, after)):
            return True
        left -= 2 if character > "\uffff" else 1
        at += 1
    return left >= 0


def around(text: str, offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Find the clusters that have one of the rising offsets inside of them."""
    floor = 0
    for at in offsets:
        if at >= floor:
            first = start(text, at, floor, floor)
            floor = at
            if first < at:
                while floor < len(text) and joined(text, floor, first):
                    floor += 1
                yield first, floor
