"""How few and how many segments any filling of a template needs.

Where a text may be split between any two characters, a character more, or a costlier
one, never leads to fewer segments.  So within one encoding the least are those of the
shortest and cheapest filling, and the most those of the longest and costliest; these
are planned for each encoding that a filling may have.  ``docs/explanation/bounds.md``
has the proof, and says what a provider changes.  Where it does not hold the bounds are refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct

from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.rates import RateCard
from smsplan.errors import BoundsError
from smsplan.planning import STANDARD, Profile
from smsplan.shapes import Shape, Shaped
from smsplan.templates.fields import Field
from smsplan.templates.fillings import MAX_CHARACTERS, Fillings, Witness
from smsplan.templates.regimes import Regime
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
    longest, shortest = fillings.longest(), fillings.shortest()
    fewest, most = min(shortest, key=_segments), max(longest, key=_segments)
    briefest, widest = min(shortest, key=_characters), max(longest, key=_characters)
    cost = None
    if rates is not None and msisdn is not None:
        costs = [rates.quote(witness.plan, msisdn).cost for witness in (fewest, most)]
        cost = Range(costs[0], costs[1], fewest, most)
    elif rates is not None or msisdn is not None:
        raise ValueError("the cost needs both a rate card and a recipient")
    return Bounds(
        Range(fewest.plan.msg_count, most.plan.msg_count, fewest, most),
        Range(briefest.plan.chars_count, widest.plan.chars_count, briefest, widest),
        fillings.non_gsm_fields,
        {name: _room(fillings, name, longest) for name in fillings.places},
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
    return max(witness.plan.msg_count for witness in fillings.longest())


def _segments(witness: Witness) -> tuple[int, int]:
    return witness.plan.msg_count, witness.plan.chars_count


def _characters(witness: Witness) -> tuple[int, int]:
    return witness.plan.chars_count, witness.plan.msg_count


def _room(fillings: Fillings, name: str, longest: Sequence[Witness]) -> int:
    """Find the greatest length of a field with which the most segments are proved to stay."""
    most = max(witness.plan.msg_count for witness in longest)
    fits = fillings.fields[name].max_length
    rises = fits + _growth(fillings, name, longest, most) + 1
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


def _growth(fillings: Fillings, name: str, longest: Sequence[Witness], most: int) -> int:
    """Find by how many characters a field may grow if every unit can be used."""
    growths = [MAX_CHARACTERS]
    for witness in longest:
        regime = Regime(fillings.profile, witness.plan.encoding)
        room = regime.coding.rooms[fillings.profile.reference_bits]
        free = max(regime.coding.single, most * room) - witness.plan.chars_count
        some = fillings.samples(name, regime)
        cost = some.costs.get(some.costliest or "", 0) * fillings.places[name]
        if cost:
            growths.append(free // cost)
    return min(growths)
