"""What may become of a filling at a provider, and the characters that stand for all others.

Fillings that have the encoding and the replacements in common are of one regime.  In a
regime a character always becomes the same, its image, so some characters are the
cheapest and the costliest of a charset wherever they stand.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from smsplan.errors import BoundsError
from smsplan.planning.coding import Coding, coding_at
from smsplan.planning.profile import Counting, Encoding, Profile, Replace, WhiteSpace
from smsplan.planning.rewriting import Rewriting
from smsplan.templates.characters import LINE_ENDS, candidates
from smsplan.templates.fields import Charset

Costs = tuple[int, ...]
"""What each character of an image counts: one, or two for a pair."""


class Regime(Struct, frozen=True, dict=True):
    """An encoding, and whether the provider replaces what its alphabet lacks."""

    given: Profile
    encoding: Encoding
    is_replaced: bool

    @cached_property
    def profile(self) -> Profile:
        """A profile under which every text is of this regime, and none is truncated."""
        when = Replace.ALWAYS if self.is_replaced else Replace.NEVER
        return replace(self.given, encoding=self.encoding, replace=when, limit=None)

    @property
    def _rewriting(self) -> Rewriting:
        return Rewriting.of(self.given)

    @property
    def _is_all_or_nothing(self) -> bool:
        return self._rewriting.replaces and self.given.replace is Replace.ALL_OR_NOTHING

    def image(self, text: str) -> str:
        """Return what the characters of a text become."""
        image = self._rewriting.image(text, is_replaced=self.is_replaced)
        if WhiteSpace.RUNS_TO_ONE_SPACE in self.given.white_space:
            image = image.replace("\t", " ")
        return image

    def fits(self, text: str) -> bool:
        """Return whether the provider's alphabet has what a text becomes."""
        return self._rewriting.alphabet.issuperset(self.image(text))

    def may_hold(self, text: str) -> bool:
        """Return whether a filling of this regime may have these characters."""
        if self._is_all_or_nothing and self.is_replaced and not self._rewriting.fits_replaced(text):
            return False
        return self.encoding is Encoding.UCS2 or self.fits(text)

    @property
    def is_chosen(self) -> bool:
        """Whether some character of a filling has to bring this regime about."""
        return self._is_ucs2_chosen or (self._is_all_or_nothing and not self.is_replaced)

    @property
    def _is_ucs2_chosen(self) -> bool:
        return self.encoding is Encoding.UCS2 and self.given.encoding is None

    def is_reached_by(self, character: str) -> bool:
        """Return whether this character brings the regime about."""
        if self._is_ucs2_chosen and self.fits(character):
            return False
        is_kept = self._is_all_or_nothing and not self.is_replaced
        return not (is_kept and self._rewriting.fits_replaced(character))

    def sent(self, text: str) -> str:
        """Return the image of a text, at its longest where line feeds become two characters."""
        image = self.image(text)
        return image.replace("\n", "\r\n") if self.given.crlf else image

    @cached_property
    def coding(self) -> Coding:
        """What planning knows of the encoding at this provider."""
        return coding_at(self.encoding, self.given)

    @property
    def room(self) -> int:
        """What a segment of several holds."""
        return self.coding.rooms[self.given.reference_bits]

    def costs(self, character: str) -> Costs:
        """Return what the characters count that a character becomes."""
        return tuple([len(self.coding.units(each)) for each in self.sent(character)])


@lru_cache(maxsize=1024)
def may_hold_all(characters: str, regime: Regime) -> bool:
    """Return whether a filling of a regime may have every one of these characters."""
    return all(map(regime.may_hold, characters))


@lru_cache(maxsize=1024)
def is_reached(characters: str, regime: Regime) -> bool:
    """Return whether a filling of a regime that has these characters is always of it."""
    return not regime.is_chosen or any(map(regime.is_reached_by, characters))


@lru_cache(maxsize=64)
def regimes(profile: Profile) -> tuple[Regime, ...]:
    """List those that a text may have."""
    encodings = [profile.encoding] if profile.encoding else list(Encoding)
    replaced = [False, True]
    if not Rewriting.of(profile).replaces:
        replaced = [False]
    elif profile.replace is Replace.ALWAYS:
        replaced = [True]
    return tuple(Regime(profile, encoding, each) for each in replaced for encoding in encodings)


class Samples(Struct, frozen=True):
    """Characters of a charset that stand for all others in a regime; none where it has none.

    ``reaching`` are those that bring about a regime: the cheapest of them, and under
    white space that is normalised one that is white space.
    """

    cheapest: str | None
    costliest: str | None
    reaching: tuple[str, ...]
    reaching_costliest: str | None
    costs: Mapping[str | None, int]
    """What their images count."""


@lru_cache(maxsize=1024)
def samples(charset: Charset, regime: Regime, *, may_reach: bool = True) -> Samples:
    """Find the samples; those that bring about UCS-2 are left out unless ``may_reach``.

    Raises :class:`~smsplan.errors.BoundsError` where which is cheaper depends on the place.
    """
    profile = regime.given
    held = [each for each in candidates(charset, profile) if regime.may_hold(each)]
    reaches: set[str] = set()
    if regime.is_chosen:
        reaches.update(filter(regime.is_reached_by, held))
    if not may_reach and regime.encoding is Encoding.UCS2:
        held = [each for each in held if each not in reaches]
        reaches = set()
    rather = reaches or [each for each in held if not regime.fits(each)]
    costs = {each: regime.costs(each) for each in held}
    visible = held
    if profile.white_space:
        visible = [each for each in held if not each.isspace() and each not in ".,"]
    flat = held
    if profile.crlf:  # what these cost depends on what is beside them
        flat = visible = [each for each in held if each not in LINE_ENDS]
    cheapest = _extreme(flat, costs, regime, least=True)
    costliest = _extreme(visible, costs, regime, least=False, rather=rather)
    if profile.crlf:
        if cheapest and sum(costs[cheapest]) > 1:
            raise BoundsError("a line feed becomes two characters, and others more")
        if costliest and sum(costs[costliest]) < 2 and "\n" in held:  # noqa: PLR2004 - CR LF
            costliest = "\n"
    reaching = [_extreme([each for each in visible if each in reaches], costs, regime, least=True)]
    if profile.white_space:
        reaching += [each for each in held if each in reaches and each.isspace()][:1]
    dearest = _extreme([each for each in visible if each in reaches], costs, regime, least=False)
    return Samples(
        cheapest,
        costliest,
        tuple(each for each in reaching if each),
        dearest,
        {each: sum(counts) for each, counts in costs.items()},
    )


def _extreme(
    characters: Sequence[str],
    costs: dict[str, Costs],
    regime: Regime,
    *,
    least: bool,
    rather: Iterable[str] = (),
) -> str | None:
    """Find the cheapest or costliest of some characters; of like ones rather one of some."""
    by_costs: dict[Costs, str] = {}
    for character in chain((each for each in characters if each in rather), characters):
        by_costs.setdefault(costs[character], character)
    if not by_costs:
        return None
    longest = max(map(sum, by_costs))
    after = {each: _places_after(each, regime, longest) for each in by_costs}
    choose = min if least else max
    best = choose(by_costs, key=lambda each: after[each])
    for other, places in after.items():
        for one, two in zip(after[best], places, strict=True):
            if choose(one, two) != one:
                raise BoundsError(
                    f"whether {by_costs[best]!r} or {by_costs[other]!r} counts more depends on "
                    "where a segment ends, as the provider replaces them"
                )
    return by_costs[best]


def _places_after(costs: Costs, regime: Regime, longest: int) -> tuple[int, ...]:
    """Find at which unit a text stands after an image, for each at which it may stand before.

    The first is the sum of the costs, which decides where nothing is split.  At places
    where the ``longest`` fits it alone decides, and they are left out.
    """
    places = [sum(costs)]
    if regime.given.counting is Counting.DIVISION:
        return tuple(places)
    room = regime.room
    for start in range(max(0, room - longest), room + 1):
        segment, at = 0, start
        for cost in costs:
            segment, at = (segment, at + cost) if at + cost <= room else (segment + 1, cost)
        places.append(segment * room + at)
    return tuple(places)
