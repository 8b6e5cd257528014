"""Some characters of a charset, among which every kind is that a profile makes a difference of."""

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
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


@lru_cache(maxsize=1)
def _first_letters() -> Mapping[str, str]:
    """Find the characters with a canonical decomposition, and the first of it."""
    firsts = {each: decomposition(each).partition(" ")[0] for each in map(chr, range(0x30000))}
    # There is none beyond plane 2; one that is marked with <> is not canonical.
    return {each: chr(int(of, 16)) for each, of in firsts.items() if of and of[0] != "<"}


@lru_cache(maxsize=256)
def candidates(charset: Charset, profile: Profile) -> Sequence[str]:
    """List characters of a charset that have every image and kind that the charset has."""
    known = CHARACTERS.difference(profile.lacks).union(profile.keeps)
    table = {character for character, _ in profile.replacements}
    unlike = known | table
    letters: dict[tuple[str, bool], str] = {}
    if profile.decomposition:
        for each, letter in _first_letters().items():
            if letter in known and each not in unlike and charset.has(each):
                letters.setdefault((letter, each > "\uffff"), each)
    replaced = table.union(_first_letters() if profile.decomposition else ())
    chosen = chain(
        _first(charset, sorted(BASIC.values()), known),
        _first(charset, sorted(EXTENSION.values()), known),
        *(
            _first(charset, map(chr, some), None, replaced | CHARACTERS | known)
            for some in _FOREIGN.get(charset, ())
        ),
    )
    pool = chain(
        *(_PREFERRED, LINE_ENDS, _SPACES, profile.lacks, profile.keeps),
        *(sorted(table), letters.values(), chosen),
    )
    return tuple(each for each in dict.fromkeys(pool) if charset.has(each))


def _first(
    charset: Charset,
    characters: Iterable[str],
    among: Container[str] | None,
    without: Container[str] = (),
) -> Iterable[str]:
    """Find the first visible character of a charset that is among some and not of others."""
    for each in characters:
        if (
            (among is None or each in among)
            and each not in without
            and not each.isspace()
            and each not in ".,"
            and charset.has(each)
        ):
            return [each]
    return []
