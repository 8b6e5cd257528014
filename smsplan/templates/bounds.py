"""How few and how many segments any filling of a template needs.

Where a text may be split between any two characters, a character more, or a costlier
one, never leads to fewer segments.  So within one encoding the least are those of the
shortest and cheapest filling, and the most those of the longest and costliest; these
are planned for each encoding that a filling may have.  ``docs/explanation/bounds.md``
has the proof, and says what a provider changes.  Where it does not hold the bounds are refused.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct

from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.rates import RateCard
from smsplan.errors import BoundsError
from smsplan.planning import STANDARD, Encoding, Plan, Profile
from smsplan.shapes import Shape, Shaped
from smsplan.templates.ends import End, Witness
from smsplan.templates.fields import Field
from smsplan.templates.fillings import MAX_CHARACTERS, Fillings
from smsplan.templates.shapes import BoundsShape
from smsplan.templates.syntax import Piece

T = TypeVar("T")


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
    become, the other fields as given, before the most segments rise or cannot be told.
    """

    SHAPE: ClassVar[type[Shape] | None] = BoundsShape

    msg_count: Range[int]
    chars_count: Range[int]
    non_gsm_fields: tuple[str, ...]
    room: dict[str, int]
    cost: Range[Decimal] | None = None


def find(
    pieces: tuple[Piece, ...],
    fields: Mapping[str, Field],
    profile: Profile = STANDARD,
    *,
    rates: RateCard | None = None,
    msisdn: str | int | Msisdn | None = None,
) -> Bounds:
    """Find the bounds; :meth:`Template.bounds` says of what."""
    fillings = Fillings(pieces, fields, profile)
    fillings.check()
    longest, shortest = fillings.longest, fillings.shortest
    fewest = _attained(shortest, min, _segments)
    most = _attained(longest, max, _segments)
    briefest = _attained(shortest, min, _characters)
    widest = _attained(longest, max, _characters)
    cost = None
    if rates is not None and msisdn is not None:
        costs = [rates.quote(witness.plan, msisdn).cost for witness in (fewest, most)]
        cost = Range(costs[0], costs[1], fewest, most)
    elif rates is not None or msisdn is not None:
        raise ValueError("the cost needs both a rate card and a recipient")
    return Bounds(
        Range(fewest.plan.msg_count, most.plan.msg_count, fewest, most),
        Range(briefest.plan.chars_count, widest.plan.chars_count, briefest, widest),
        _non_gsm_fields(fillings),
        {name: _room(fillings, name, most.plan.msg_count) for name in fillings.places},
        cost,
    )


def most_segments(
    pieces: tuple[Piece, ...],
    fields: Mapping[str, Field],
    profile: Profile,
    *,
    within_gsm7: Iterable[str] = (),
) -> int:
    """Count the most segments that any filling needs.

    The fields that ``within_gsm7`` names hold nothing then that makes a message UCS-2.
    """
    fillings = Fillings(pieces, fields, profile, frozenset(within_gsm7))
    fillings.check()
    return _most_segments(fillings)


def _most_segments(fillings: Fillings) -> int:
    return _attained(fillings.longest, max, _segments).plan.msg_count


_Measure = Callable[[End | Plan], tuple[int, int]]


def _segments(counted: End | Plan) -> tuple[int, int]:
    return counted.msg_count, counted.chars_count


def _characters(counted: End | Plan) -> tuple[int, int]:
    return counted.chars_count, counted.msg_count


def _attained(ends: Sequence[End], choose: Callable[..., Any], measure: _Measure) -> Witness:
    """Return the filling that comes up to what none passes.

    Raises :class:`~smsplan.errors.BoundsError` where none does.
    """
    bound = choose(measure(end)[0] for end in ends)
    witnesses = [witness for end in ends for witness in end.witnesses]
    found: Witness = choose(witnesses, key=lambda witness: measure(witness.plan))
    if measure(found.plan)[0] != bound:
        raise BoundsError(
            "what the provider replaces, and whether, depends on the whole text: "
            "a longer text can need fewer segments"
        )
    return found


def _non_gsm_fields(fillings: Fillings) -> tuple[str, ...]:
    """Name the fields that decide between GSM-7 and UCS-2."""
    if fillings.profile.encoding is not None:
        return ()
    reaching = {
        name
        for regime in fillings.regimes
        if regime.encoding is Encoding.UCS2 and not fillings.is_reached(regime)
        for name in fillings.reaching(regime)
    }
    return tuple(name for name in fillings.places if name in reaching)


def _room(fillings: Fillings, name: str, most: int) -> int:
    """Find the greatest length of a field with which the most segments are proved to stay."""
    fits = fillings.fields[name].max_length
    rises = fits + _growth(fillings, name, most) + 1
    length = rises - 1  # enough unless pairs leave units free
    while rises - fits > 1:
        try:
            stays = _most_segments(fillings.grown(name, length)) == most
        except BoundsError:
            stays = False
        if stays:
            fits = length
        else:
            rises = length
        length = (fits + rises) // 2
    return fits


def _growth(fillings: Fillings, name: str, most: int) -> int:
    """Find by how many characters a field may grow if every unit can be used."""
    growths = [MAX_CHARACTERS]
    for end in fillings.longest:
        some = fillings.samples(name, end.regime)
        free = max(end.regime.coding.single, most * end.regime.room) - end.chars_count
        cost = some.costs.get(some.costliest, 0) * fillings.places[name]
        if cost:
            growths.append(free // cost)
    return min(growths)
