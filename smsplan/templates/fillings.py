"""The fillings of a template that need the least and the most, in each regime.

``docs/explanation/bounds.md`` has the proof.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from smsplan.errors import BoundsError
from smsplan.planning import Plan, Profile, plan
from smsplan.planning.profile import Counting, Replace
from smsplan.templates import proved
from smsplan.templates.ends import End, Witness
from smsplan.templates.fields import Field
from smsplan.templates.regimes import (
    Regime,
    Samples,
    is_reached,
    may_hold_all,
    regimes,
    samples,
)
from smsplan.templates.syntax import Literal, Piece, Reference, fill

MAX_CHARACTERS: Final = 1_000_000
"""Characters of the fields of a filling that is planned: 255 segments hold a 25th of it."""
_MAX_FILLINGS: Final = 1024
"""That are tried where white space may vanish."""

Filling = Mapping[str, str]


def places(pieces: tuple[Piece, ...]) -> Mapping[str, int]:
    """Count the places of each field, in order of their first."""
    return Counter(piece.name for piece in pieces if isinstance(piece, Reference))


class Fillings(Struct, frozen=True, dict=True):
    """Every filling of a template, under a profile that has bounds of them.

    ``within_gsm7`` names the fields that are not to make a message UCS-2.
    """

    pieces: tuple[Piece, ...]
    fields: Mapping[str, Field]
    profile: Profile
    within_gsm7: frozenset[str] = frozenset()

    def check(self) -> None:
        """Raise :class:`~smsplan.errors.BoundsError` for what has no bounds."""
        characters = sum(field.max_length * self.places[name] for name, field in self._fields)
        if characters > MAX_CHARACTERS:
            raise BoundsError(
                f"the fields may have {characters} characters, {MAX_CHARACTERS} are the most"
            )
        proved.check(self._characters, dict(self._fields), self.profile)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The places of each field."""
        return places(self.pieces)

    @cached_property
    def literals(self) -> str:
        """What every filling has, as one text."""
        texts = [piece.text for piece in self.pieces if isinstance(piece, Literal)]
        return "".join([self.profile.prefix, *texts, self.profile.suffix])

    @cached_property
    def _characters(self) -> str:
        return "".join(dict.fromkeys(self.literals))

    @cached_property
    def regimes(self) -> Sequence[Regime]:
        """Those that a filling may have."""
        found = [regime for regime in regimes(self.profile) if self._may_be(regime)]
        kept = [regime for regime in found if not regime.is_replaced]
        # What is long is so before anything stands for what is left, and before line ends change.
        is_told = not (self.profile.placeholder or self.profile.crlf)
        if is_told and self._is_beyond_one_segment and len(kept) < len(found):
            if all(end.msg_count == 1 for end in self._longest(kept)):
                return kept
            if all(end.msg_count > 1 for end in self._shortest(kept)):
                return [regime for regime in found if regime.is_replaced]
        return found

    @property
    def _is_beyond_one_segment(self) -> bool:
        return self.profile.replace is Replace.BEYOND_ONE_SEGMENT

    def _may_be(self, regime: Regime) -> bool:
        return (
            may_hold_all(self._characters, regime)
            and all(
                self.samples(name, regime).cheapest is not None
                for name in self.places
                if self.fields[name].min_length
            )
            and (self.is_reached(regime) or bool(self.reaching(regime)))
        )

    def is_reached(self, regime: Regime) -> bool:
        """Return whether every filling whose fields may be of a regime is of it."""
        return is_reached(self._characters, regime)

    def reaching(self, regime: Regime) -> list[str]:
        """Name the fields that can bring a regime about."""
        return [
            name
            for name in self.places
            if self.fields[name].max_length and self.samples(name, regime).reaching
        ]

    def grown(self, name: str, length: int) -> "Fillings":
        """Let one field have a greater length; raises as :meth:`check`."""
        field = replace(self.fields[name], max_length=length)
        grown = replace(self, fields={**self.fields, name: field})
        grown.__dict__.update(places=self.places, literals=self.literals, _samples=self._samples)
        grown.check()
        return grown

    @cached_property
    def _samples(self) -> dict[tuple[str, Regime], Samples]:
        return {}

    def samples(self, name: str, regime: Regime) -> Samples:
        """Return the characters of a field that stand for all others."""
        found = self._samples.get((name, regime))
        if found is None:
            may_reach = name not in self.within_gsm7
            found = samples(self.fields[name].charset, regime, may_reach=may_reach)
            self._samples[name, regime] = found
        return found

    @cached_property
    def shortest(self) -> Sequence[End]:
        """The least fillings of each regime."""
        return self._shortest(self.regimes)

    def _shortest(self, some: Sequence[Regime]) -> Sequence[End]:
        ends = []
        for regime in some:
            options = {
                name: self._least_values(name, regime, field.min_length)
                for name, field in self._fields
            }
            if self.is_reached(regime):
                ends.append(self._end(regime, _product(options), least=True))
                continue
            reached: list[Filling] = []
            for name in self._few(regime, self._cost_of_reaching):
                reached += _product({**options, name: self._least_reaching(name, regime)})
                _check_count(len(reached))
            ends.append(self._end(regime, reached, _product(options), least=True))
        return ends

    @cached_property
    def longest(self) -> Sequence[End]:
        """The greatest fillings of each regime."""
        ends = self._longest(self.regimes)
        for end in ends:
            end.check_boundary()
            end.check_limit()
        return ends

    def _longest(self, some: Sequence[Regime]) -> Sequence[End]:
        ends = []
        for regime in some:
            filling = {
                name: (self.samples(name, regime).costliest or "") * field.max_length
                for name, field in self._fields
            }
            first = "".join(dict.fromkeys([value[0] for value in filling.values() if value]))
            if is_reached(self._characters + first, regime):
                ends.append(self._end(regime, [filling], least=False))
                continue
            reached: list[Filling] = []
            for name in self._few(regime, self._loss_of_reaching):
                character = self.samples(name, regime).reaching_costliest or ""
                reached.append({**filling, name: character + filling[name][1:]})
            ends.append(self._end(regime, reached, [filling], least=False))
        return ends

    @property
    def _fields(self) -> list[tuple[str, Field]]:
        return [(name, self.fields[name]) for name in self.places]

    def _few(self, regime: Regime, cost: Callable[[str, Regime], int]) -> list[str]:
        """Name the fields that may bring a regime about at least cost, which may be one."""
        names = self.reaching(regime)
        if self.profile.white_space or self.profile.crlf:  # it depends on what is beside them
            return names
        return [min(names, key=lambda name: cost(name, regime))]

    def _cost_of_reaching(self, name: str, regime: Regime) -> int:
        some = self.samples(name, regime)
        instead = some.cheapest if self.fields[name].min_length else None
        return self._difference(name, some, some.reaching[0], instead)

    def _loss_of_reaching(self, name: str, regime: Regime) -> int:
        some = self.samples(name, regime)
        return self._difference(name, some, some.costliest, some.reaching_costliest)

    def _difference(self, name: str, some: Samples, one: str | None, other: str | None) -> int:
        return self.places[name] * (some.costs.get(one, 0) - some.costs.get(other, 0))

    def _least_values(self, name: str, regime: Regime, length: int) -> list[str]:
        """List values of a length, one of which is the least beside any neighbours."""
        if not length:
            return [""]
        charset = self.fields[name].charset
        cheapest = self.samples(name, regime).cheapest or ""
        value = cheapest * length
        image = regime.image(self._characters)
        if self.profile.crlf and "\n" in image and charset.has("\r") and regime.image(cheapest):
            return [value[:-1] + "\r"]  # a line feed behind it stays one character
        values = [value]
        if self.profile.white_space and charset.has(" "):
            values.append(" " * length)
            if "\n" in image and charset.has("\n"):
                values.append("\n" * length)
        return values

    def _least_reaching(self, name: str, regime: Regime) -> list[str]:
        """List the least values of a field that bring a regime about."""
        length = max(self.fields[name].min_length, 1) - 1
        others = self._least_values(name, regime, length)
        some = self.samples(name, regime).reaching
        values = [each + other for other in others for each in some]
        if self.profile.white_space and length:
            values += [other + each for other in others for each in some]
        return values

    def _end(
        self,
        regime: Regime,
        fillings: Sequence[Filling],
        beyond: Sequence[Filling] = (),
        *,
        least: bool,
    ) -> End:
        """Plan the fillings at an end of a regime; none of it goes further than ``beyond``."""
        choose = min if least else max
        witnesses = [Witness(tuple(each.items()), self._plan(each)) for each in fillings]
        plans = [witness.plan for witness in witnesses]
        if self.profile.limit or self._is_beyond_one_segment:
            plans = [self._plan(each, regime.profile) for each in fillings]
        msg_count = choose(each.msg_count for each in plans)
        if (
            beyond
            and self.profile.counting is Counting.SEGMENTS
            and any(each.chars_count > len(each.text) for each in plans)
        ):  # where pairs are may matter
            msg_count = choose(self._plan(each, regime.profile).msg_count for each in beyond)
        return End(regime, msg_count, choose(each.chars_count for each in plans), witnesses)

    def _plan(self, filling: Filling, profile: Profile | None = None) -> Plan:
        return plan(fill(self.pieces, filling), profile or self.profile)


def _product(options: Mapping[str, Sequence[str]]) -> list[Filling]:
    _check_count(prod(map(len, options.values())))
    return [dict(zip(options, values, strict=True)) for values in product(*options.values())]


def _check_count(fillings: int) -> None:
    if fillings > _MAX_FILLINGS:
        raise BoundsError(
            "the fields may hold white space that vanishes: there are more than "
            f"{_MAX_FILLINGS} fillings to try"
        )
