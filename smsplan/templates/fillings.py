"""The fillings of a template that need the least and the most, in each encoding.

``docs/explanation/bounds.md`` has the proof.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from smsplan.errors import BoundsError
from smsplan.planning import Encoding, Plan, Profile, plan
from smsplan.templates import proved
from smsplan.templates.fields import Field
from smsplan.templates.regimes import Regime, Samples, is_gsm7, samples
from smsplan.templates.syntax import Literal, Piece, places

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


class Choice(Struct, frozen=True):
    """Fillings of a regime among which is the least or the most, if there is one.

    ``reaching`` is the field whose values bring the regime about, where one has to;
    ``is_placed`` if none of these would do so if it were as great or small as the others.
    """

    regime: Regime
    reaching: str | None
    is_placed: bool
    fillings: Sequence[Sequence[str]]
    """The text of each piece of the template."""


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
        if self.characters > MAX_CHARACTERS:
            most = f"{MAX_CHARACTERS} are the most"
            raise BoundsError(f"the fields may have {self.characters} characters, {most}")
        fields = {name: self.fields[name] for name in self.places}
        proved.check(self._literals, fields, self.profile)

    @cached_property
    def characters(self) -> int:
        """The characters that the fields may have, in all their places."""
        return sum(self.fields[name].max_length * len(at) for name, at in self.places.items())

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Which pieces are of each field."""
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
            names = [
                name
                for name in ([] if is_reached else self.places)
                if self.fields[name].max_length and self.samples(name, regime).reaching
            ]
            is_told = is_reached or names
            if is_told and regime.may_hold(self._literals) and not self.lacking(regime):
                found.append((regime, names))
        return found

    def lacking(self, regime: Regime) -> set[str]:
        """Name the fields that hold something, but nothing of a regime."""
        return {
            name
            for name in self.places
            if self.fields[name].min_length and self.samples(name, regime).cheapest is None
        }

    @property
    def non_gsm_fields(self) -> tuple[str, ...]:
        """The fields that decide between GSM-7 and UCS-2."""
        return next((tuple(names) for _, names in self._regimes if names), ())

    def samples(self, name: str, regime: Regime) -> Samples:
        """Return the characters of a field that stand for all others."""
        may_reach = name not in self.within_gsm7
        return samples(self.fields[name].charset, regime, may_reach=may_reach)

    def shortest(self) -> Sequence[Witness]:
        """Plan the least fillings of each encoding."""
        choices = [choice for each in self._regimes for choice in self.extremes(min, *each)]
        return self._witnesses(choices)

    def longest(self) -> Sequence[Witness]:
        """Plan the greatest fillings of each encoding."""
        found = self._witnesses(self._longest)
        for witness in found:
            proved.check_most(witness.plan)
        return found

    @cached_property
    def _longest(self) -> Sequence[Choice]:
        return [choice for each in self._regimes for choice in self.extremes(max, *each)]

    def most_by_length(self, name: str, choices: Sequence[Choice] = ()) -> Callable[[int], int]:
        """Return what counts the most segments for a length of a field that is not empty.

        The other fields are as in the choices.  It raises as :meth:`longest`.
        """
        parts = []
        for choice in choices or self._longest:
            is_reaching = choice.reaching == name  # its fillings differ in this field alone then
            fillings = choice.fillings[:1] if is_reaching else choice.fillings
            values = self._most_reaching if is_reaching else self._most_values
            parts.append((choice, values, [self._around(name, each) for each in fillings]))

        def count(length: int) -> int:
            filled = [
                (value.join(around), choice)
                for choice, values, fillings in parts
                for value in values(name, choice.regime, length)
                for around in fillings
            ]
            self._check_number(sum(bool(choice.reaching) for _, choice in filled))
            plans = [self._plan(text, choice) for text, choice in filled]
            for planned in plans:
                proved.check_most(planned)
            return max(planned.msg_count for planned in plans)

        return count

    def most_reached_by(self, name: str, choice: Choice) -> int:
        """Count the most segments where one field brings a regime about; raises as that."""
        length = self.fields[name].max_length
        reaching = self._most_reaching(name, choice.regime, length)
        is_placed = reaching != self._most_values(name, choice.regime, length)
        reached = replace(choice, reaching=name, is_placed=is_placed)
        return self.most_by_length(name, [reached])(length)

    def extremes(
        self, choose: Callable[..., Any], regime: Regime, names: Sequence[str] = ()
    ) -> Sequence[Choice]:
        """Fill in the ``min`` or ``max`` of a regime, which one of some fields has to bring about.

        There are none of these if any filling is of the regime.
        """
        values, reaching = self._most_values, self._most_reaching
        if choose is min:
            values, reaching = self._least_values, self._least_reaching
        options = {
            name: values(name, regime, choose(field.min_length, field.max_length))
            for name, field in ((name, self.fields[name]) for name in self.places)
        }
        by_field: dict[str | None, _Options] = {None: options}
        if names:
            lengths = {name: max(len(options[name][0]), 1) for name in names}
            reached = {name: reaching(name, regime, length) for name, length in lengths.items()}
            if len(names) > 1 and not (self.profile.white_space or self.profile.crlf):
                names = [choose(names, key=lambda each: self._adds(each, regime, options, reached))]
            by_field = {name: {**options, name: reached[name]} for name in names}
        self._check_number(sum(prod(map(len, each.values())) for each in by_field.values()))
        is_placed = options not in by_field.values()
        return [
            Choice(regime, name, is_placed, self._filled(each)) for name, each in by_field.items()
        ]

    def _filled(self, options: _Options) -> Sequence[Sequence[str]]:
        choices = [dict(zip(options, each, strict=True)) for each in product(*options.values())]
        return [
            [part.text if isinstance(part, Literal) else values[part.name] for part in self.pieces]
            for values in choices
        ]

    def _around(self, name: str, filled: Sequence[str]) -> Sequence[str]:
        """Return the texts before, between and behind the places of a field."""
        ends = [*self.places[name], None]
        begins = [0, *(at + 1 for at in self.places[name])]
        return ["".join(filled[begin:end]) for begin, end in zip(begins, ends, strict=True)]

    def _check_number(self, fillings: int) -> None:
        if self.profile.white_space and fillings > _MAX_FILLINGS:
            raise BoundsError(
                "the fields may hold white space that vanishes: there are more than "
                f"{_MAX_FILLINGS} fillings to try"
            )

    def _witnesses(self, choices: Iterable[Choice]) -> Sequence[Witness]:
        return [
            Witness(
                tuple([(name, filled[at[0]]) for name, at in self.places.items()]),
                self._plan("".join(filled), choice),
            )
            for choice in choices
            for filled in choice.fillings
        ]

    def _plan(self, text: str, choice: Choice) -> Plan:
        planned = plan(text, self.profile)
        if choice.is_placed:
            proved.check_place(planned)
        return planned

    def _adds(self, name: str, regime: Regime, options: _Options, reached: _Options) -> int:
        """Count what a field adds that brings a regime about by its first character."""
        costs = self.samples(name, regime).costs
        before, after = (costs.get(values[0][:1], 0) for values in (options[name], reached[name]))
        return len(self.places[name]) * (after - before)

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

    def _least_reaching(self, name: str, regime: Regime, length: int) -> list[str]:
        """List the values of a length that bring a regime about, one of which is the least."""
        others = self._least_values(name, regime, length - 1)
        some = self.samples(name, regime).reaching
        values = [each + other for other in others for each in some]
        if self.profile.white_space and length > 1:
            values += [other + each for other in others for each in some]
        return values

    def _most_values(self, name: str, regime: Regime, length: int) -> list[str]:
        return [(self.samples(name, regime).costliest or "") * length]

    def _most_reaching(self, name: str, regime: Regime, length: int) -> list[str]:
        """List values that bring a regime about, one of which is the most."""
        some = self.samples(name, regime)
        character, others = some.reaching_costliest or "", (some.costliest or "") * (length - 1)
        # White space at an end of the value may vanish, beside other white space.
        places = (0, length // 2, length - 1) if character.isspace() else (0,)
        return [others[:at] + character + others[at:] for at in dict.fromkeys(places)]
