"""How few and how many segments any filling of a template needs.

Where a text may be split between any two characters, a character more, or a costlier
one, never leads to fewer segments.  So within one encoding the least are those of the
shortest and cheapest filling, and the most those of the longest and costliest; these
are planned for each encoding that a filling may have.  ``docs/explanation/bounds.md``
has the proof.  Where it does not hold the bounds are refused.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, Final, Generic, TypeVar

import msgspec
from msgspec import Struct

from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.rates import RateCard
from smsplan.errors import BoundsError
from smsplan.gsm7 import tables
from smsplan.planning import (
    CONCATENATION_OCTETS,
    STANDARD,
    Boundary,
    Encoding,
    Plan,
    Profile,
    capacity,
    plan,
)
from smsplan.shapes import Shape, Shaped
from smsplan.templates.fields import Charset, Field
from smsplan.templates.shapes import BoundsShape
from smsplan.templates.syntax import Literal, Piece, Reference, fill

T = TypeVar("T")

MAX_CHARACTERS: Final = 1_000_000
"""Characters of the fields of a filling that is planned: 255 segments hold a 25th of it."""


class Witness(Struct, frozen=True, rename="kebab"):
    """A filling that attains a bound: names and values in order of the fields, and its plan."""

    filling: tuple[tuple[str, str], ...]
    plan: Plan

    @property
    def values(self) -> dict[str, str]:
        """The filling as :meth:`Template.render` takes it."""
        return dict(self.filling)


class Range(Struct, Generic[T], frozen=True, rename="kebab"):
    """The least and the most of something, each with a witness."""

    least: T
    most: T
    least_witness: Witness
    most_witness: Witness


class Bounds(Shaped, frozen=True, rename="kebab"):
    """What any filling of a template needs, at least and at most.

    ``msg_count`` and ``chars_count`` are those of plans; their least may have
    different witnesses, and their most.  ``cost`` is there where a rate card and
    a recipient were given.  ``non_gsm_fields`` names the fields that can make a GSM-7
    message UCS-2.  ``room`` says of each field how great its ``max_length`` may
    become, the other fields as given, before the most segments rise.
    """

    SHAPE: ClassVar[type[Shape] | None] = BoundsShape

    msg_count: Range[int]
    chars_count: Range[int]
    non_gsm_fields: tuple[str, ...]
    room: dict[str, int]
    cost: Range[Decimal] | None = None


class _Samples(Struct, frozen=True):
    """Characters of a charset that stand for all others of their cost."""

    cheap: str
    """One septet, one code unit."""
    costly: str
    """Of GSM-7, as many septets as any."""
    non_gsm: str | None = None
    """Not of GSM-7, one code unit."""
    wide: str | None = None
    """Not of GSM-7, two code units."""


_SAMPLES: Final = {
    Charset.DIGITS: _Samples("0", "0"),
    Charset.ASCII: _Samples("a", "^", "`"),
    Charset.GSM7_BASIC: _Samples("a", "a"),
    Charset.GSM7: _Samples("a", "€"),
    Charset.LATIN: _Samples("a", "a", "ą"),
    Charset.BMP: _Samples("a", "€", "ą"),
    Charset.ANY: _Samples("a", "€", "ą", "😀"),
}


def find(
    pieces: tuple[Piece, ...],
    fields: Mapping[str, Field],
    profile: Profile = STANDARD,
    *,
    rates: RateCard | None = None,
    msisdn: str | int | Msisdn | None = None,
) -> Bounds:
    """Find the bounds; :meth:`Template.bounds` says of what."""
    space = _Space.of(pieces, fields, profile)
    shortest, longest = space.shortest(), space.longest()
    fewest = min(shortest, key=_messages)
    most = max(longest, key=_messages)
    briefest = min(shortest, key=_characters)
    widest = max(longest, key=_characters)
    cost = None
    if rates is not None and msisdn is not None:
        costs = [rates.quote(witness.plan, msisdn).cost for witness in (fewest, most)]
        cost = Range(costs[0], costs[1], fewest, most)
    elif rates is not None or msisdn is not None:
        raise ValueError("the cost needs both a rate card and a recipient")
    return Bounds(
        Range(fewest.plan.msg_count, most.plan.msg_count, fewest, most),
        Range(briefest.plan.chars_count, widest.plan.chars_count, briefest, widest),
        space.non_gsm_fields,
        {name: space.room(name, longest) for name in space.places},
        cost,
    )


def most_messages(pieces: tuple[Piece, ...], fields: Mapping[str, Field], profile: Profile) -> int:
    """Count the most messages that any filling needs."""
    return _Space.of(pieces, fields, profile).most


def places(pieces: tuple[Piece, ...]) -> Mapping[str, int]:
    """Count the places of each field, in order of their first."""
    return Counter(piece.name for piece in pieces if isinstance(piece, Reference))


def may_be_non_gsm(field: Field) -> bool:
    """Return whether a field may hold a character that GSM-7 lacks."""
    return field.max_length > 0 and _SAMPLES[field.charset].non_gsm is not None


def within_gsm7(field: Field) -> Field:
    """Take from a field the characters that GSM-7 lacks."""
    samples = _SAMPLES[field.charset]
    if samples.non_gsm is None:
        return field
    charset = Charset.GSM7_BASIC if samples.costly == samples.cheap else Charset.GSM7
    return msgspec.structs.replace(field, charset=charset)


def _messages(witness: Witness) -> tuple[int, int]:
    return witness.plan.msg_count, witness.plan.chars_count


def _characters(witness: Witness) -> tuple[int, int]:
    return witness.plan.chars_count, witness.plan.msg_count


class _Space(Struct, frozen=True):
    """Every filling of a template, under a profile that allows bounds."""

    pieces: tuple[Piece, ...]
    places: Mapping[str, int]
    fields: Mapping[str, Field]
    profile: Profile
    literals_fit: bool
    """Whether GSM-7 has every character of the literals."""

    @classmethod
    def of(
        cls, pieces: tuple[Piece, ...], fields: Mapping[str, Field], profile: Profile
    ) -> "_Space":
        if not profile.is_plain:
            raise BoundsError("what a provider changes is not bounded yet: give profile.plain")
        if profile.boundary is not Boundary.CODE_POINT:
            raise BoundsError(
                f"split at a {profile.boundary}, a longer text can need fewer messages"
            )
        if profile.languages:
            raise BoundsError("with national tables a longer text can need fewer messages")
        literals = "".join(piece.text for piece in pieces if isinstance(piece, Literal))
        space = cls(pieces, places(pieces), fields, profile, not tables.non_gsm(literals))
        characters = sum(fields[name].max_length * times for name, times in space.places.items())
        if characters > MAX_CHARACTERS:
            raise BoundsError(
                f"the fields may have {characters} characters, {MAX_CHARACTERS} are the most"
            )
        if profile.encoding is Encoding.GSM7:
            space.check_gsm7()
        return space

    def check_gsm7(self) -> None:
        """Refuse a profile that forces GSM-7 on a text that may have other characters."""
        if not self.literals_fit:
            raise BoundsError(
                "the profile forces GSM-7, which lacks characters of the text of the template"
            )
        for name in self.places:
            if may_be_non_gsm(self.fields[name]):
                charset = self.fields[name].charset
                raise BoundsError(
                    f"the profile forces GSM-7, which lacks characters that the field {name!r} "
                    f"may hold (charset {charset})"
                )

    @property
    def encodings(self) -> tuple[Encoding, ...]:
        """Those that a filling may have."""
        if self.profile.encoding is not None:
            return (self.profile.encoding,)
        if not self.literals_fit:
            return (Encoding.UCS2,)
        return (Encoding.GSM7, Encoding.UCS2) if self.non_gsm_fields else (Encoding.GSM7,)

    @property
    def non_gsm_fields(self) -> tuple[str, ...]:
        """The fields that decide between GSM-7 and UCS-2."""
        if self.profile.encoding is not None or not self.literals_fit:
            return ()
        return tuple(name for name in self.places if may_be_non_gsm(self.fields[name]))

    def shortest(self) -> list[Witness]:
        """Make the least filling of each encoding."""
        return [self._witness(self._shortest(encoding)) for encoding in self.encodings]

    def longest(self) -> list[Witness]:
        """Make the greatest filling of each encoding."""
        return [self._witness(self._longest(encoding)) for encoding in self.encodings]

    @property
    def most(self) -> int:
        """The most messages."""
        return max(witness.plan.msg_count for witness in self.longest())

    def room(self, name: str, longest: Sequence[Witness]) -> int:
        """Find the greatest length of a field with which the most messages stay as they are."""
        fits = self.fields[name].max_length
        samples = _SAMPLES[self.fields[name].charset]
        if self.profile.encoding is Encoding.GSM7 and samples.non_gsm is not None:
            return fits  # 0: with one character the profile would be refused
        most = max(witness.plan.msg_count for witness in longest)
        rises = fits + self._growth(name, longest, most) + 1
        length = rises - 1  # enough unless pairs leave units free
        while rises - fits > 1:
            field = msgspec.structs.replace(self.fields[name], max_length=length)
            grown = msgspec.structs.replace(self, fields={**self.fields, name: field})
            if grown.most == most:
                fits = length
            else:
                rises = length
            length = (fits + rises) // 2
        return fits

    def _growth(self, name: str, longest: Sequence[Witness], most: int) -> int:
        """Find by how many characters a field may grow if every unit can be used."""
        growths = []
        for encoding, witness in zip(self.encodings, longest, strict=True):
            octets = CONCATENATION_OCTETS[self.profile.reference_bits] if most > 1 else 0
            free = most * capacity(encoding, octets) - witness.plan.chars_count
            cost = plan(self._costliest(name, encoding)).chars_count
            growths.append(free // (cost * self.places[name]))
        return min(growths)

    def _shortest(self, encoding: Encoding) -> dict[str, str]:
        filling = {
            name: _SAMPLES[self.fields[name].charset].cheap * self.fields[name].min_length
            for name in self.places
        }
        if encoding is Encoding.UCS2 and self.non_gsm_fields:
            name = min(
                self.non_gsm_fields,
                key=lambda each: 0 if self.fields[each].min_length else self.places[each],
            )
            non_gsm = _SAMPLES[self.fields[name].charset].non_gsm or ""
            filling[name] = non_gsm + filling[name][1:]
        return filling

    def _longest(self, encoding: Encoding) -> dict[str, str]:
        return {
            name: self._costliest(name, encoding) * self.fields[name].max_length
            for name in self.places
        }

    def _costliest(self, name: str, encoding: Encoding) -> str:
        samples = _SAMPLES[self.fields[name].charset]
        if encoding is Encoding.GSM7:
            return samples.costly
        return samples.wide or samples.non_gsm or samples.cheap

    def _witness(self, filling: dict[str, str]) -> Witness:
        return Witness(tuple(filling.items()), plan(fill(self.pieces, filling), self.profile))
