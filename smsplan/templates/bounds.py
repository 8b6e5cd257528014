"""How few and how many segments any filling of a template needs.

Where a text may be split between any two characters, a character more, or a costlier
one, never leads to fewer segments.  So within one encoding the least are those of the
shortest and cheapest filling, and the most those of the longest and costliest; these
are planned for each encoding that a filling may have.  ``docs/explanation/bounds.md``
has the proof, and says what a provider changes.  Where it does not hold the bounds are refused.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar, Final, Generic, Self, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.rates import RateCard
from smsplan.errors import BoundsError
from smsplan.planning import STANDARD, Boundary, Encoding, Profile
from smsplan.planning.coding import coding_at
from smsplan.planning.shapes import PlanShape
from smsplan.shapes import Shape, Shaped
from smsplan.templates.fields import Field
from smsplan.templates.fillings import MAX_CHARACTERS, Fillings, Witness
from smsplan.templates.regimes import Regime
from smsplan.templates.syntax import Piece

T = TypeVar("T")

_SEGMENTS: Final = attrgetter("plan.msg_count", "plan.chars_count")
_CHARACTERS: Final = attrgetter("plan.chars_count", "plan.msg_count")


class Range(Struct, Generic[T], frozen=True, rename="kebab"):
    """The least and the most of something, each with a witness."""

    least: T
    most: T
    least_witness: Witness
    most_witness: Witness


class WitnessShape(Shape, frozen=True, rename="kebab"):
    """A filling that attains a bound, by the names of the fields, and its plan."""

    filling: dict[str, str]
    plan: PlanShape

    @classmethod
    def of(cls, witness: Witness, /, max_characters: int | None = None) -> Self:
        """Return the shape of a witness, with the first non-GSM characters of its plan or all."""
        return cls(witness.values, PlanShape.of(witness.plan, max_characters))


class _RangeShape(Shape, Generic[T], frozen=True, rename="kebab"):
    least: T
    most: T
    least_witness: WitnessShape
    most_witness: WitnessShape

    @classmethod
    def of(cls, found: "Range[T]", /, max_characters: int | None = None) -> Self:
        return cls(
            found.least,
            found.most,
            WitnessShape.of(found.least_witness, max_characters),
            WitnessShape.of(found.most_witness, max_characters),
        )


class CountRangeShape(_RangeShape[int], frozen=True, rename="kebab"):
    """The least and the most of what is counted, each with a witness."""


class CostRangeShape(_RangeShape[Decimal], frozen=True, rename="kebab"):
    """The least and the most of a cost, each with a witness."""


class BoundsShape(Shape, frozen=True, rename="kebab"):
    """What any filling of a template needs, at least and at most.

    ``non_gsm_fields`` names the fields that can make a GSM-7 message UCS-2.  ``room`` says of
    each field how long it may become before the most segments rise.
    """

    msg_count: CountRangeShape
    chars_count: CountRangeShape
    non_gsm_fields: list[str]
    room: dict[str, int]
    cost: CostRangeShape | None

    @classmethod
    def of(cls, bounds: "Bounds", /, max_characters: int | None = None, **others: Any) -> Self:  # noqa: ANN401 - what a shape has beside
        """Return the shape of bounds, each plan with the first non-GSM characters or all."""
        return cls(
            CountRangeShape.of(bounds.msg_count, max_characters),
            CountRangeShape.of(bounds.chars_count, max_characters),
            list(bounds.non_gsm_fields),
            bounds.room,
            CostRangeShape.of(bounds.cost, max_characters) if bounds.cost else None,
            **others,
        )


class Bounds(Shaped, frozen=True, rename="kebab"):
    """What any filling of a template needs, at least and at most.

    ``msg_count`` and ``chars_count`` are those of plans; their least may have
    different witnesses, and their most.  ``cost`` is there where a rate card and
    a recipient were given.  ``non_gsm_fields`` names the fields that can make a GSM-7
    message UCS-2.  ``room`` says of each field how great its ``max_length`` may
    become, the other fields as given, before the most segments rise or cannot be told.
    """

    SHAPE: ClassVar[type[Shape] | None] = BoundsShape

    msg_count: Range[int]
    chars_count: Range[int]
    non_gsm_fields: tuple[str, ...]
    room: dict[str, int]
    cost: Range[Decimal] | None = None


def find(  # noqa: PLR0913 - as Template.bounds
    pieces: tuple[Piece, ...],
    fields: Mapping[str, Field],
    profile: Profile = STANDARD,
    *,
    rates: RateCard | None = None,
    msisdn: str | int | Msisdn | None = None,
    has_room: bool = True,
) -> Bounds:
    """Find the bounds; :meth:`Template.bounds` says of what.  The room may be left out."""
    fillings = Fillings(pieces, fields, profile)
    fillings.check()
    longest, shortest = fillings.longest(), fillings.shortest()
    fewest, most = min(shortest, key=_SEGMENTS), max(longest, key=_SEGMENTS)
    briefest, widest = min(shortest, key=_CHARACTERS), max(longest, key=_CHARACTERS)
    cost = None
    if rates is not None and msisdn is not None:
        least, greatest = (rates.quote(witness.plan, msisdn) for witness in (fewest, most))
        cost = Range(least.least, greatest.most, fewest, most)
    elif rates is not None or msisdn is not None:
        raise ValueError("the cost needs both a rate card and a recipient")
    return Bounds(
        Range(fewest.plan.msg_count, most.plan.msg_count, fewest, most),
        Range(briefest.plan.chars_count, widest.plan.chars_count, briefest, widest),
        fillings.non_gsm_fields,
        _rooms(fillings, longest) if has_room else {},
        cost,
    )


def most_segments(pieces: tuple[Piece, ...], fields: Mapping[str, Field], profile: Profile) -> int:
    """Count the most segments that any filling needs."""
    fillings = Fillings(pieces, fields, profile)
    fillings.check()
    return max(witness.plan.msg_count for witness in fillings.longest())


def most_by_non_gsm_field(
    pieces: tuple[Piece, ...], fields: Mapping[str, Field], profile: Profile, names: Sequence[str]
) -> tuple[int, Mapping[str, int]]:
    """Count the most segments if no field makes the message UCS-2, and if one alone may.

    A field is left out where that is not proved.
    """
    within = Fillings(pieces, fields, profile, frozenset(names))
    within.check()
    least = max(witness.plan.msg_count for witness in within.longest())
    regime = Regime(profile, Encoding.UCS2)
    lacking = within.lacking(regime)
    (choice,) = within.extremes(max, regime)
    fillings = Fillings(pieces, fields, profile)
    most = {}
    for name in names:
        if lacking <= {name}:
            with suppress(BoundsError):
                most[name] = fillings.most_reached_by(name, choice)
    return least, most


def _rooms(fillings: Fillings, longest: Sequence[Witness]) -> dict[str, int]:
    """Find for each field the greatest length with which the most segments are proved to stay."""
    most = max(witness.plan.msg_count for witness in longest)
    free: dict[Encoding, int] = {}  # units, if every one can be used
    for witness in longest:
        coding = coding_at(witness.plan.encoding, fillings.profile)
        held = max(coding.single, most * coding.rooms[fillings.profile.reference_bits])
        left = held - witness.plan.chars_count
        free[coding.encoding] = min(left, free.get(coding.encoding, left))
    regimes = [(Regime(fillings.profile, encoding), units) for encoding, units in free.items()]
    is_by_unit = fillings.profile.is_plain and fillings.profile.boundary is Boundary.CODE_POINT
    has_pairs = any(witness.plan.chars_count > len(witness.plan.text) for witness in longest)
    rooms = {}
    for name, places in fillings.places.items():
        count = len(places)
        growths = [(MAX_CHARACTERS - fillings.characters) // count]
        is_told = is_by_unit and not has_pairs and fillings.fields[name].max_length > 0
        for regime, units in regimes:
            some = fillings.samples(name, regime)
            cost = some.costs.get(some.costliest or "", 0) * count
            if cost:
                growths.append(units // cost)
            is_told = is_told and cost <= count
        growth = min(growths)
        fits = fillings.fields[name].max_length + growth
        rooms[name] = fits if is_told else _room(fillings, name, most, growth)
    return rooms


def _room(fillings: Fillings, name: str, most: int, growth: int) -> int:
    """Find the greatest length of a field that may grow by so many characters at most."""
    field = fillings.fields[name]
    fits = field.max_length
    rises = fits + growth + 1
    try:
        if not fits:  # one character may bring an encoding about, or more than is proved
            one = replace(field, max_length=1)
            fillings = replace(fillings, fields={**fillings.fields, name: one})
            fillings.check()
        segments = fillings.most_by_length(name)
    except BoundsError:
        return fits
    length = rises - 1  # enough unless pairs leave units free
    while rises - fits > 1:
        try:
            stays = segments(length) == most
        except BoundsError:
            stays = False
        if stays:
            fits = length
        else:
            rises = length
        length = (fits + rises) // 2
    return fits
