"""The steps in which providers rewrite texts: each replaces what a pattern finds."""

import re
from codecs import charmap_build, charmap_decode, charmap_encode
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Final, NamedTuple
from unicodedata import decomposition

from smsplan.planning.profile import Profile, Replace, WhiteSpace


class Step(NamedTuple):
    """What is looked for, and what is written instead of each find.

    One of ``signs`` is in every text that has a find.  ``sub`` replaces all of its finds.
    """

    pattern: re.Pattern[str]
    instead: Callable[[re.Match[str]], str]
    signs: tuple[str, ...]
    sub: Callable[[str], str]


def rewrite(text: str, steps: Iterable[Step]) -> str:
    """Return a text after its steps."""
    for step in steps:
        for sign in step.signs:
            if sign in text:
                text = step.sub(text)
                break
    return text


def always(pattern: str, text: str, *signs: str, sub: Callable[[str], str] | None = None) -> Step:
    """Make a step that writes the same instead of each find; ``sub`` where that is faster."""
    finds = re.compile(pattern)

    def instead(_: re.Match[str]) -> str:
        return text

    return Step(finds, instead, signs or ("",), sub or partial(finds.sub, instead))


BEFORE: Final = {
    WhiteSpace.NONE_BEFORE_PUNCTUATION: always(r"(?<![ \t])[ \t]++(?=[.,])", "", " .", " ,", "\t"),
}
"""White space that goes before characters are replaced."""
WHITE: Final = "".join(
    character
    for character in map(chr, range(0x3001))
    if character.isspace() and not "\x1c" <= character <= "\x1f"
)
"""White space, but for the separators of information, which are none in Unicode."""
AFTER: Final = {
    WhiteSpace.RUNS_TO_ONE_SPACE: always(r"[ \t]{2,}|\t", " ", "  ", "\t"),
    WhiteSpace.LINE_ENDS_TO_SPACE: always(r"(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*+", " ", "\n", "\r"),
    WhiteSpace.TWO_LINE_ENDS_AT_MOST: always(r"\n{3,}", "\n\n", "\n\n\n"),
    WhiteSpace.STRIP: always(
        rf"\A[{WHITE}]++|(?<![{WHITE}])[{WHITE}]++\Z",
        "",
        sub=lambda text: text.strip(WHITE),
    ),
}
LONE_LINE_FEED: Final = always(r"(?<!\r)\n", "\r\n", "\n")
_OCTETS: Final = 0x100


@cache
def first_characters() -> Mapping[str, str]:
    """Return the first character of each canonical decomposition; planes 0 to 2 have them all."""
    return {
        each: chr(int(parts.split(" ")[0], 16))
        for each in map(chr, range(0x30000))
        if (parts := decomposition(each)) and parts[0] != "<"
    }


def replacements(profile: Profile, known: frozenset[str]) -> dict[str, str]:
    """List what is written for characters that are not known, where any are ever replaced."""
    if profile.replace is Replace.NEVER:
        return {}
    firsts = first_characters() if profile.decomposition else {}
    written = {each: first for each, first in firsts.items() if first in known}
    written |= dict(profile.replacements)
    return {each: text for each, text in written.items() if each not in known}


def replacing(table: Mapping[str, str]) -> list[Step]:
    """Make the step that replaces characters, if there are any."""
    if not table:
        return []
    finds = re.compile(f"([{_class(table)}])")

    def sub(text: str) -> str:
        parts = finds.split(text)  # every second one is a find
        parts[1::2] = map(table.__getitem__, parts[1::2])
        return "".join(parts)

    return [Step(finds, lambda found: table[found[0]], ("",), sub)]


def _class(characters: Iterable[str]) -> str:
    return re.escape("".join(sorted(characters)))


def standing(placeholder: str, known: frozenset[str]) -> Step:
    """Make the step that has a placeholder stand for what is not known."""
    pattern = f"[^{_class(known)}]"
    octets = "\0" + "".join(sorted(known))  # a fast map has U+0000 first
    is_unusual = placeholder != "?" or "?" not in known or not known.isdisjoint("\0\ufffe")
    if is_unusual or len(octets) > _OCTETS:
        return always(pattern, placeholder)
    encoding = charmap_build(octets.ljust(_OCTETS, "\ufffe"))
    decoding = placeholder + octets[1:]  # U+0000 is not known either

    def sub(text: str) -> str:
        return charmap_decode(charmap_encode(text, "replace", encoding)[0], "strict", decoding)[0]

    return always(pattern, placeholder, sub=sub)
