"""Some characters of a charset, among which every kind is that a profile makes a difference of."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Final
from unicodedata import decomposition

from smsplan.gsm7.tables import BASIC, CHARACTERS, EXTENSION
from smsplan.planning.profile import Profile
from smsplan.templates.fields import Charset

_PREFERRED: Final = "a0€^ą`😀ħя"
"""Of each charset a character of every pair of costs that it has under a plain profile."""
LINE_ENDS: Final = "\r\n"
_SPACES: Final = " \t\u00a0\u2003"
_BMP: Final = range(0xA1, 0xD800)
_FOREIGN: Final = {
    Charset.LATIN: (_BMP,),
    Charset.BMP: (_BMP,),
    Charset.ANY: (_BMP, range(0x10000, 0x110000)),
}
"""Where the characters are of which a profile says nothing; ASCII has the backtick alone."""


def is_visible(character: str) -> bool:
    """Return whether a character stays, and keeps what is before and after it apart."""
    return not character.isspace() and character not in ".,"


@lru_cache(maxsize=1)
def _first_letters() -> Mapping[str, str]:
    """Find the characters with a canonical decomposition, and the first of it."""
    firsts = {each: decomposition(each).partition(" ")[0] for each in map(chr, range(0x30000))}
    # There is none beyond plane 2; one that is marked with <> is not canonical.
    return {each: chr(int(of, 16)) for each, of in firsts.items() if of and of[0] != "<"}


@lru_cache(maxsize=32)
def candidates(charset: Charset, profile: Profile) -> Sequence[str]:
    """List characters of a charset that have every image and kind that the charset has."""
    known = CHARACTERS.difference(profile.lacks).union(profile.keeps)
    table = {character for character, _ in profile.replacements}
    firsts = _first_letters() if profile.decomposition else {}
    letters: dict[tuple[str, bool], str] = {}
    for each, letter in firsts.items():
        if letter in known and each not in known | table and charset.has(each):
            letters.setdefault((letter, each > "\uffff"), each)
    named = CHARACTERS.union(known, table, firsts)

    def one_of_each_kind() -> Iterator[str]:
        alphabets = (sorted(known.intersection(some.values())) for some in (BASIC, EXTENSION))
        foreign = (
            (each for each in map(chr, some) if each not in named)
            for some in _FOREIGN.get(charset, ())
        )
        for kind in chain(alphabets, foreign):
            yield from islice(filter(charset.has, filter(is_visible, kind)), 1)

    pool = chain(
        *(_PREFERRED, LINE_ENDS, _SPACES, profile.lacks, profile.keeps),
        *(sorted(table), letters.values(), one_of_each_kind()),
    )
    return tuple(each for each in dict.fromkeys(pool) if charset.has(each))
