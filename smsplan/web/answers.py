"""What the page is answered: values that JSON is written from.  Offsets count code points."""

from decimal import Decimal

from msgspec import Struct

from smsplan.findings import Edit, Finding, Fix, Severity
from smsplan.planning import Encoding, Plan
from smsplan.templates import Bounds, Range, Witness
from smsplan.web.requests import LanguageName


class Problem(Struct, frozen=True, omit_defaults=True):
    """What stands in the place of an answer."""

    error: str
    where: str
    start: int | None = None
    end: int | None = None


class SegmentAnswer(Struct, frozen=True, rename="kebab", omit_defaults=True):
    """A segment; ``locking`` and ``single`` name its national tables, if it has any."""

    start: int
    end: int
    chars_count: int
    remaining: int
    locking: LanguageName | None = None
    single: LanguageName | None = None


class CharacterAnswer(Struct, frozen=True, rename="kebab"):
    """A character; ``octets`` are its septets or UTF-16 code units in hexadecimal.

    With national tables they are those where the character first occurs.
    ``misfit`` says that it keeps the text out of GSM-7.
    """

    code_point: str
    name: str
    units: int
    octets: str
    misfit: bool


class CostAnswer(Struct, frozen=True, rename="kebab"):
    """What a message costs at one destination; the dialcode 0 is the rest of the world."""

    country: str
    dialcode: int
    cost: Decimal
    currency: str


class FindingAnswer(Struct, frozen=True, rename="kebab"):
    """A finding about a text; ``fix`` makes it go away, which ``saves`` messages by itself."""

    code: str
    name: str | None
    severity: Severity
    message: str
    start: int | None
    end: int | None
    saves: int
    fix: Fix | None

    @classmethod
    def of(cls, finding: Finding) -> "FindingAnswer":
        """Take from a finding what is shown of it."""
        return cls(
            finding.code,
            finding.name,
            finding.severity,
            finding.message,
            finding.start,
            finding.end,
            finding.saves,
            finding.fix,
        )


class NationalAnswer(Struct, frozen=True, rename="kebab"):
    """The national tables that a plan uses, by the place of the table."""

    locking: tuple[LanguageName, ...]
    single: tuple[LanguageName, ...]


class CountsAnswer(Struct, frozen=True, rename="kebab"):
    """What is billed of a text."""

    encoding: Encoding
    chars_count: int
    msg_count: int

    @classmethod
    def of(cls, planned: Plan) -> "CountsAnswer":
        """Take them from a plan."""
        return cls(planned.encoding, planned.chars_count, planned.msg_count)


class PlanAnswer(Struct, frozen=True, rename="kebab"):
    """A plan, what it costs, and what the gateway cannot send of it."""

    encoding: Encoding
    chars_count: int
    msg_count: int
    remaining: int
    national: NationalAnswer | None
    segments: list[SegmentAnswer]
    characters: dict[str, CharacterAnswer]
    costs: list[CostAnswer]
    findings: list[FindingAnswer]


class CauseAnswer(Struct, frozen=True, rename="kebab"):
    """How many characters keep a text out of GSM-7, and what that costs.

    ``msg_count`` is what the text needs, ``without`` what it would need if each of
    them were replaced, or left out where nothing can stand for it.
    """

    characters: int
    msg_count: int
    without: int


class LintAnswer(Struct, frozen=True, rename="kebab"):
    """What was found, in order of the places; ``cause`` where characters keep it out of GSM-7."""

    findings: list[FindingAnswer]
    cause: CauseAnswer | None = None


class FixAnswer(Struct, frozen=True, rename="kebab"):
    """A text as it was fixed; ``changes`` has offsets into the text as it was."""

    text: str
    changes: tuple[Edit, ...]
    before: CountsAnswer
    after: CountsAnswer


class WitnessAnswer(Struct, frozen=True, rename="kebab"):
    """A filling that attains a bound, and the text that it makes."""

    filling: dict[str, str]
    text: str
    encoding: Encoding
    chars_count: int
    msg_count: int

    @classmethod
    def of(cls, witness: Witness) -> "WitnessAnswer":
        """Show a witness."""
        planned = witness.plan
        return cls(
            witness.values,
            planned.text,
            planned.encoding,
            planned.chars_count,
            planned.msg_count,
        )


class RangeAnswer(Struct, frozen=True, rename="kebab"):
    """The least and the most of something, each with a witness."""

    least: int
    most: int
    least_witness: WitnessAnswer
    most_witness: WitnessAnswer

    @classmethod
    def of(cls, found: Range[int]) -> "RangeAnswer":
        """Show a range."""
        return cls(
            found.least,
            found.most,
            WitnessAnswer.of(found.least_witness),
            WitnessAnswer.of(found.most_witness),
        )


class CostRangeAnswer(Struct, frozen=True, rename="kebab"):
    """What the fillings of a template cost at one destination, the least and the most."""

    country: str
    dialcode: int
    least: Decimal
    most: Decimal
    currency: str


class BoundsAnswer(Struct, frozen=True, rename="kebab"):
    """What any filling needs; ``flips`` and ``room`` as :class:`~smsplan.templates.Bounds` says."""

    msg_count: RangeAnswer
    chars_count: RangeAnswer
    flips: tuple[str, ...]
    room: dict[str, int]
    costs: list[CostRangeAnswer]

    @classmethod
    def of(cls, found: Bounds, costs: list[CostRangeAnswer]) -> "BoundsAnswer":
        """Show bounds."""
        return cls(
            RangeAnswer.of(found.msg_count),
            RangeAnswer.of(found.chars_count),
            found.flips,
            found.room,
            costs,
        )


class TemplateAnswer(Struct, frozen=True, rename="kebab"):
    """The fields of a template, in order, and its bounds, or the ``reason`` why there are none.

    Of a template that cannot be read ``start`` and ``end`` say where that is, and
    no fields are known.
    """

    fields: tuple[str, ...]
    bounds: BoundsAnswer | None = None
    reason: str | None = None
    start: int | None = None
    end: int | None = None


class RateAnswer(Struct, frozen=True, rename="kebab"):
    """The price of one message at one destination; the dialcode 0 is the rest of the world."""

    country: str
    dialcode: int
    price: Decimal


class RatesAnswer(Struct, frozen=True, rename="kebab"):
    """The rate card of the server."""

    currency: str
    prices: list[RateAnswer]
