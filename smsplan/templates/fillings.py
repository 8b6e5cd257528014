"""The fillings of a template that need the least and the most, in each encoding.

``docs/explanation/bounds.md`` has the proof.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from smsplan.errors import BoundsError
from smsplan.planning import Boundary, Encoding, Plan, Profile, plan
from smsplan.planning.profile import Counting
from smsplan.templates import proved
from smsplan.templates.fields import Field
from smsplan.templates.regimes import Regime, Samples, is_gsm7, samples
from smsplan.templates.syntax import Literal, Piece, Reference, fill

MAX_CHARACTERS: Final = 1_000_000
"""Characters of the fields of a filling that is planned: 255 segments hold a 25th of it."""
_MAX_FILLINGS: Final = 1024
"""That are tried where white space may vanish."""

_Options = Mapping[str, Sequence[str]]
"""For each field the values of which one is the least or the most."""


class Witness(Struct, frozen=True, rename="kebab"):
    """A filling that attains a bound: names and values in order of the fields, and its plan."""

    filling: tuple[tuple[str, str], ...]
    plan: Plan

    @property
    def values(self) -> dict[str, str]:
        """The filling as :meth:`Template.render` takes it."""
        return dict(self.filling)


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
        fields = {name: self.fields[name] for name in self.places}
        characters = sum(field.max_length * self.places[name] for name, field in fields.items())
        if characters > MAX_CHARACTERS:
            raise BoundsError(
                f"the fields may have {characters} characters, {MAX_CHARACTERS} are the most"
            )
        proved.check(self._literals, fields, self.profile)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The places of each field."""
        return places(self.pieces)

    @cached_property
    def _literals(self) -> str:
        """The characters that every filling has, each once."""
        texts = [piece.text for piece in self.pieces if isinstance(piece, Literal)]
        return "".join(dict.fromkeys("".join([self.profile.prefix, *texts, self.profile.suffix])))

    @cached_property
    def _regimes(self) -> Sequence[tuple[Regime, Sequence[str]]]:
        """Those that a filling may have, with the fields of which one has to bring each about."""
        forced = self.profile.encoding
        found = []
        for encoding in [forced] if forced else Encoding:
            regime = Regime(self.profile, encoding)
            is_reached = not regime.is_chosen or not is_gsm7(self._literals, self.profile)
            names = [] if is_reached else self._reaching(regime)
            if (is_reached or names) and self._may_be(regime):
                found.append((regime, names))
        return found

    def _may_be(self, regime: Regime) -> bool:
        return regime.may_hold(self._literals) and all(
            self.samples(name, regime).cheapest is not None
            for name in self.places
            if self.fields[name].min_length
        )

    def _reaching(self, regime: Regime) -> list[str]:
        """Name the fields that can bring a regime about."""
        return [
            name
            for name in self.places
            if self.fields[name].max_length and self.samples(name, regime).reaching
        ]

    @property
    def non_gsm_fields(self) -> tuple[str, ...]:
        """The fields that decide between GSM-7 and UCS-2."""
        return next((tuple(names) for _, names in self._regimes if names), ())

    def grown(self, name: str, length: int) -> "Fillings":
        """Let one field have a greater length; raises as :meth:`check`."""
        field = replace(self.fields[name], max_length=length)
        grown = replace(self, fields={**self.fields, name: field})
        grown.__dict__.update(places=self.places, _literals=self._literals, _samples=self._samples)
        if self.fields[name].max_length:  # it may hold the same characters as before
            grown.__dict__["_regimes"] = self._regimes
        grown.check()
        return grown

    @cached_property
    def _samples(self) -> dict[tuple[str, Encoding], Samples]:
        return {}

    def samples(self, name: str, regime: Regime) -> Samples:
        """Return the characters of a field that stand for all others."""
        found = self._samples.get((name, regime.encoding))
        if found is None:
            may_reach = name not in self.within_gsm7
            found = samples(self.fields[name].charset, regime, may_reach=may_reach)
            self._samples[name, regime.encoding] = found
        return found

    def shortest(self) -> Sequence[Witness]:
        """Plan the least fillings of each encoding."""
        found: list[Witness] = []
        for regime, names in self._regimes:
            options = {
                name: self._least_values(name, regime, self.fields[name].min_length)
                for name in self.places
            }
            found += self._attaining(min, regime, names, options, self._least_reaching)
        return found

    def longest(self) -> Sequence[Witness]:
        """Plan the greatest fillings of each encoding."""
        found: list[Witness] = []
        for regime, names in self._regimes:
            options = {
                name: [(self.samples(name, regime).costliest or "") * self.fields[name].max_length]
                for name in self.places
            }
            found += self._attaining(max, regime, names, options, self._most_reaching)
        for witness in found:
            proved.check_most(witness.plan)
        return found

    def _attaining(
        self,
        choose: Callable[..., Any],
        regime: Regime,
        names: Sequence[str],
        options: _Options,
        reaching: Callable[[str, Regime], Sequence[str]],
    ) -> Sequence[Witness]:
        """Plan the fillings of which one is the least or the most of a regime."""
        choices = [options]
        if names:
            reached = {name: reaching(name, regime) for name in names}
            if len(names) > 1 and not (self.profile.white_space or self.profile.crlf):
                names = [choose(names, key=lambda each: self._adds(each, regime, options, reached))]
            choices = [{**options, name: reached[name]} for name in names]
        if self.profile.white_space:
            fillings = sum(prod(map(len, each.values())) for each in choices)
            if fillings > _MAX_FILLINGS:
                raise BoundsError(
                    "the fields may hold white space that vanishes: there are more than "
                    f"{_MAX_FILLINGS} fillings to try"
                )
        witnesses = [
            self._witness(tuple(zip(choice, values, strict=True)))
            for choice in choices
            for values in product(*choice.values())
        ]
        is_placed = options not in choices and self.profile.counting is Counting.SEGMENTS
        if is_placed and self.profile.boundary is Boundary.CODE_POINT:
            for witness in witnesses:
                if witness.plan.msg_count > 1 and witness.plan.chars_count > len(witness.plan.text):
                    raise BoundsError(
                        "the place of a character that makes the message UCS-2 decides where "
                        "pairs are split"
                    )
        return witnesses

    def _adds(self, name: str, regime: Regime, options: _Options, reached: _Options) -> int:
        """Count what a field adds that brings a regime about by its first character."""
        costs = self.samples(name, regime).costs
        before, after = (costs.get(values[0][:1], 0) for values in (options[name], reached[name]))
        return self.places[name] * (after - before)

    def _least_values(self, name: str, regime: Regime, length: int) -> list[str]:
        """List values of a length, one of which is the least beside any neighbours."""
        if not length:
            return [""]
        charset = self.fields[name].charset
        value = (self.samples(name, regime).cheapest or "") * length
        has_line_feed = "\n" in self._literals
        if self.profile.crlf and has_line_feed and charset.has("\r"):
            return [value[:-1] + "\r"]  # a line feed behind it stays one character
        values = [value]
        if self.profile.white_space and charset.has(" "):
            values.append(" " * length)
            if has_line_feed and charset.has("\n"):
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

    def _most_reaching(self, name: str, regime: Regime) -> list[str]:
        """List values that bring a regime about, one of which is the most."""
        some, length = self.samples(name, regime), self.fields[name].max_length
        character, others = some.reaching_costliest or "", (some.costliest or "") * (length - 1)
        # White space at an end of the value may vanish, beside other white space.
        places = (0, length // 2, length - 1) if character.isspace() else (0,)
        return [others[:at] + character + others[at:] for at in dict.fromkeys(places)]

    def _witness(self, filling: tuple[tuple[str, str], ...]) -> Witness:
        return Witness(filling, plan(fill(self.pieces, dict(filling)), self.profile))
