"""What becomes of characters at a provider, and those that stand for all others of a charset.

Fillings of one encoding are replaced alike, and are of one regime.  In a regime a
character always becomes the same, its image, so some characters are the cheapest and the
costliest of a charset wherever they stand.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Any, Final

from msgspec import Struct

from smsplan.errors import BoundsError
from smsplan.gsm7.tables import BASIC, CHARACTERS, EXTENSION
from smsplan.planning.coding import Coding, coding_at
from smsplan.planning.profile import Counting, Encoding, Profile, Replace, WhiteSpace
from smsplan.planning.rewriting import Rewriting
from smsplan.planning.steps import first_characters
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

Costs = tuple[int, ...]
"""What each character of an image counts: one, or two for a pair."""
_PAIR: Final = 2


def is_visible(character: str) -> bool:
    """Return whether a character stays, and keeps what is before and after it apart."""
    return not character.isspace() and character not in ".,"


@lru_cache(maxsize=32)
def candidates(charset: Charset, profile: Profile) -> Sequence[str]:
    """List characters of a charset that have every image and kind that the charset has."""
    known = CHARACTERS.difference(profile.lacks).union(profile.keeps)
    table = {character for character, _ in profile.replacements}
    firsts = first_characters() if profile.decomposition else {}
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


class Regime(Struct, frozen=True, dict=True):
    """An encoding at a provider, which decides what is replaced."""

    profile: Profile
    encoding: Encoding

    @cached_property
    def coding(self) -> Coding:
        """What planning knows of the encoding at this provider."""
        return coding_at(self.encoding, self.profile)

    @property
    def is_chosen(self) -> bool:
        """Whether some character of a filling has to bring this regime about."""
        return self.encoding is Encoding.UCS2 and self.profile.encoding is None

    def image(self, text: str) -> str:
        """Return what the characters of a text become, line ends aside."""
        is_replaced = self.profile.replace is Replace.ALWAYS or (
            self.profile.replace is Replace.ALL_OR_NOTHING and self.encoding is Encoding.GSM7
        )
        image = Rewriting.of(self.profile).image(text, is_replaced=is_replaced)
        if WhiteSpace.RUNS_TO_ONE_SPACE in self.profile.white_space:
            image = image.replace("\t", " ")
        return image

    def may_hold(self, text: str) -> bool:
        """Return whether a filling of this regime may have these characters."""
        return self.encoding is Encoding.UCS2 or is_gsm7(text, self.profile)

    def costs(self, character: str) -> Costs:
        """Return what the characters count that a character becomes, at their most."""
        image = self.image(character)
        if self.profile.crlf:
            image = image.replace("\n", "\r\n")
        return tuple([len(self.coding.units(each)) for each in image])


@lru_cache(maxsize=1024)
def is_gsm7(characters: str, profile: Profile) -> bool:
    """Return whether the provider's alphabet has what these characters become if it can be."""
    image = Regime(profile, Encoding.GSM7).image(characters)
    return Rewriting.of(profile).alphabet.issuperset(image)


class Samples(Struct, frozen=True):
    """Characters of a charset that stand for all others in a regime; none where it has none.

    ``reaching`` are those that bring about a regime: the cheapest of them, and under
    white space that is normalised one that is white space.
    """

    cheapest: str | None
    costliest: str | None
    reaching: tuple[str, ...]
    reaching_costliest: str | None
    costs: Mapping[str, int]
    """What their images count."""


@lru_cache(maxsize=64)
def samples(charset: Charset, regime: Regime, *, may_reach: bool = True) -> Samples:
    """Find the samples; those that bring about UCS-2 are left out unless ``may_reach``.

    Raises :class:`~smsplan.errors.BoundsError` where which is cheaper depends on the place.
    """
    profile = regime.profile
    held = [each for each in candidates(charset, profile) if regime.may_hold(each)]
    if not may_reach:
        held = [each for each in held if is_gsm7(each, profile)]
    reaches = [each for each in held if not is_gsm7(each, profile)]
    costs = {each: regime.costs(each) for each in held}
    flat = visible = held  # flat are those that count the same beside any others
    if profile.crlf:
        flat = visible = [each for each in held if each not in LINE_ENDS]
    elif profile.white_space:
        visible = list(filter(is_visible, held))
    costliest = _extreme(max, visible, costs, profile, reaches)
    if profile.crlf and "\n" in held and costliest and sum(costs[costliest]) < _PAIR:
        costliest = "\n"
    rather = [each for each in visible if each in reaches]
    reaching = [_extreme(min, rather, costs, profile)]
    if profile.white_space:
        reaching += [each for each in reaches if each.isspace()][:1]
    found = tuple(filter(None, reaching)) if regime.is_chosen else ()
    return Samples(
        _extreme(min, flat, costs, profile),
        costliest,
        found,
        _extreme(max, rather, costs, profile) or (found[0] if found else None),
        {each: sum(counts) for each, counts in costs.items()},
    )


def _extreme(
    choose: Callable[..., Any],
    characters: Iterable[str],
    costs: Mapping[str, Costs],
    profile: Profile,
    rather: Container[str] = (),
) -> str | None:
    """Find the cheapest or costliest of some characters; of like ones rather one of some."""
    by_costs: dict[Costs, str] = {}
    for each in sorted(characters, key=lambda each: each not in rather):
        by_costs.setdefault(costs[each], each)
    if not by_costs:
        return None
    best = choose(by_costs, key=lambda each: (sum(each), each.count(_PAIR)))
    for other, character in by_costs.items():
        less, more = (best, other) if choose is min else (other, best)
        # Each pair may leave the last unit of a segment free.
        free = 0 if profile.counting is Counting.DIVISION else less.count(_PAIR)
        if less != more and sum(less) + free > sum(more):
            raise BoundsError(
                f"whether {by_costs[best]!r} or {character!r} counts more depends on "
                "where a segment ends, as the provider replaces them"
            )
    return by_costs[best]
