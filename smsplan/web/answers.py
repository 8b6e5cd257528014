"""What the page is answered: the shapes of values, and beside them what the page alone needs."""

from decimal import Decimal

from msgspec import Struct

from smsplan.findings import FindingShape
from smsplan.planning import Boundary
from smsplan.planning.shapes import PlanShape
from smsplan.providers import Option, get, names
from smsplan.templates.bounds import BoundsShape


class Problem(Struct, frozen=True, omit_defaults=True):
    """What stands in the place of an answer."""

    error: str
    where: str
    start: int | None = None
    end: int | None = None


class CharacterAnswer(Struct, frozen=True, rename="kebab"):
    """A character; ``octets`` are its septets or UTF-16 code units in hexadecimal.

    With national tables they are those where the character first occurs.
    ``non_gsm`` says that it keeps the text out of GSM-7.
    """

    code_point: str
    name: str
    units: int
    octets: str
    non_gsm: bool


class ProviderChoice(Struct, frozen=True):
    """A provider that may be chosen, and where it splits if no option says otherwise."""

    name: str
    title: str
    boundary: Boundary
    options: tuple[Option, ...]


def choices() -> list[ProviderChoice]:
    """List the providers by their titles, each with what may be chosen of it."""
    known = sorted(map(get, names()), key=lambda each: each.title.lower())
    return [
        ProviderChoice(each.name, each.title, each.profile.boundary, each.options) for each in known
    ]


class ChannelAnswer(Struct, frozen=True, rename="kebab"):
    """What the same text would cost as something else than an SMS."""

    least: Decimal
    most: Decimal


class CostAnswer(Struct, frozen=True, rename="kebab"):
    """What a message costs at one destination, or the fillings of a template.

    The dialcode 0 is the rest of the world.  ``region`` is the country where several share a
    calling code; ``cost`` is null where it is not one amount.  ``channels`` is what a text would
    cost on other channels, as far as the country is known and the rate card has prices there.
    """

    country: str
    dialcode: int
    region: str
    least: Decimal
    most: Decimal
    cost: Decimal | None
    currency: str | None
    channels: dict[str, ChannelAnswer] = {}


class PlanAnswer(PlanShape, frozen=True, rename="kebab"):
    """A plan, each of its characters, what it costs, and what the gateway cannot send of it.

    At a provider the findings are what that would refuse, change or count otherwise, and
    what is not known of it.  Where a recipient or a sender was given they are about these, too.
    ``destination`` is the dialcode and region of the recipient's price, null without one.
    """

    characters: dict[str, CharacterAnswer]
    costs: list[CostAnswer]
    destination: str | None
    findings: list[FindingShape]


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

    findings: list[FindingShape]
    cause: CauseAnswer | None = None


class BoundsAnswer(BoundsShape, frozen=True, rename="kebab"):
    """What any filling needs, and what that costs at every destination."""

    costs: list[CostAnswer]


class TemplateAnswer(Struct, frozen=True, rename="kebab"):
    """The fields of a template, in order, and its bounds, or the ``reason`` why there are none.

    Of a template that cannot be read ``start`` and ``end`` say where that is, in code
    points and in UTF-16 code units, and no fields are known.
    """

    fields: tuple[str, ...]
    bounds: BoundsAnswer | None = None
    reason: str | None = None
    start: int | None = None
    end: int | None = None
    utf16_start: int | None = None
    utf16_end: int | None = None
