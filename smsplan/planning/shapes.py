"""What a plan looks like in JSON."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from smsplan.display import name
from smsplan.gsm7.tables import Language, non_gsm
from smsplan.planning.profile import Encoding
from smsplan.shapes import Offset, Shape, utf16

if TYPE_CHECKING:
    from smsplan.planning.plans import Plan


class SegmentShape(Shape, frozen=True, rename="kebab"):
    """One short message of a plan, and the national tables of its header, if any."""

    text: str
    start: int
    end: int
    utf16_start: int
    utf16_end: int
    chars_count: int
    remaining: int
    locking: Language | None
    single: Language | None


class NonGsmCharacterShape(Shape, frozen=True, rename="kebab"):
    """A character that GSM-7 lacks, its Unicode name, its place."""

    character: str
    name: str
    offset: int
    utf16_offset: int


class ReplacedShape(Shape, frozen=True, rename="kebab"):
    """What a provider writes for a part of the original."""

    text: str
    start: int
    end: int
    utf16_start: int
    utf16_end: int
    original_text: str
    original_start: int
    original_end: int
    original_utf16_start: int
    original_utf16_end: int


class PlanShape(Shape, frozen=True, rename="kebab"):
    """What a text will be when it is sent."""

    text: str
    encoding: Encoding
    chars_count: int
    msg_count: int
    remaining: int
    segments: list[SegmentShape]
    non_gsm_characters: list[NonGsmCharacterShape]
    original: str | None
    """What was given; null where that is what is sent."""
    replaced: list[ReplacedShape]

    @classmethod
    def of(cls, plan: "Plan", /, max_characters: int | None = None, **others: Any) -> Self:  # noqa: ANN401 - what a shape has beside
        """Return the shape of a plan.

        There are so many non-GSM characters and replacements, the first, or all.
        """
        text = plan.text
        offset = utf16(text)
        if plan.encoding is Encoding.GSM7:
            lacked: Iterable[int] = ()
        elif plan.profile.lacks:
            lacked = (each.offset for each in plan.non_gsm_characters)
        else:
            lacked = non_gsm(text)
        return cls(
            text,
            plan.encoding,
            plan.chars_count,
            plan.msg_count,
            plan.remaining,
            [
                SegmentShape(
                    each.text,
                    each.start,
                    each.end,
                    offset(each.start),
                    offset(each.end),
                    each.chars_count,
                    each.remaining,
                    each.locking,
                    each.single,
                )
                for each in plan.segments
            ],
            [
                NonGsmCharacterShape(text[at], name(text[at]), at, offset(at))
                for at in islice(lacked, max_characters)
            ],
            plan.rewritten,
            [] if plan.rewritten is None else list(islice(_replaced(plan, offset), max_characters)),
            **others,
        )


def _replaced(plan: "Plan", offset: Offset) -> Iterator[ReplacedShape]:
    original = utf16(plan.original)
    for each in plan.replaced:
        yield ReplacedShape(
            each.text,
            each.start,
            each.end,
            offset(each.start),
            offset(each.end),
            each.original_text,
            each.original_start,
            each.original_end,
            original(each.original_start),
            original(each.original_end),
        )
