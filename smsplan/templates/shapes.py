"""What bounds look like in JSON."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from smsplan.planning.shapes import PlanShape
from smsplan.planning.shapes import fields as plan_fields
from smsplan.shapes import Shape

if TYPE_CHECKING:
    from smsplan.templates.bounds import Bounds, Range
    from smsplan.templates.fillings import Witness

T = TypeVar("T")


class WitnessShape(Shape, frozen=True, rename="kebab"):
    """A filling that attains a bound, by the names of the fields, and its plan."""

    filling: dict[str, str]
    plan: PlanShape

    @classmethod
    def of(cls, witness: "Witness", /, max_characters: int | None = None) -> Self:
        """Return the shape of a witness, with the first non-GSM characters of its plan or all."""
        return cls(witness.values, PlanShape(*plan_fields(witness.plan, max_characters)))


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
