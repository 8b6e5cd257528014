"""What a preview says: frozen values, with the gateway's names in JSON."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from smsplan.findings import Finding
from smsplan.planning import Encoding
from smsplan.shapes import Shaped


class Sample(Struct, frozen=True, rename="kebab", gc=False):
    """One row of a group, as an example: its number, from 1, and the value that it is about.

    Of ``ROW_UNREADABLE`` that is the reason, of ``FIELD_MISSING`` the first field
    that has no value.
    """

    row: int
    value: str


class Group(Struct, frozen=True, rename="kebab"):
    """Rows of which the same is to be said: how many, and the first of them.

    ``code`` is the gateway's error name or that of a finding, such as ``MSISDN_ALPHA``.
    """

    code: str
    rows: int
    first: tuple[Sample, ...]


class Country(Struct, frozen=True, rename="kebab"):
    """What goes to one destination.

    ``name`` is the rate card's; where it has none, that of the main country of the
    calling code in English, or what a code of no country is for.
    ``unpriced`` counts recipients that the rate card has no price for; their
    segments are in ``msg_count``, and their cost is not in ``cost``.

    Here as elsewhere ``least`` and ``most`` are what it may cost, and ``cost`` is ``None``
    where these differ, for the rate card has prices of networks.
    """

    dialcode: int
    name: str
    recipients: int
    msg_count: int
    cost: Decimal | None
    unpriced: int = 0
    least: Decimal | None = None
    most: Decimal | None = None


class CountryFinding(Struct, frozen=True, rename="kebab"):
    """In how many rows a country does something with the sender or the text.

    ``code`` is that of a finding, such as ``COUNTRY_TEXT_LONG``; ``prefix`` and ``name`` are the
    country's, as :class:`~smsplan.destinations.countries.Country` has them.  The finding rests
    on a ``rule``, which is so by the table of the ``source``, ``read`` on that day.
    """

    code: str
    prefix: str
    name: str
    rule: str
    source: str
    read: date
    rows: int = 0


class Bar(Struct, frozen=True, rename="kebab", gc=False):
    """How many recipients need so many segments."""

    msg_count: int
    recipients: int


class Share(Struct, frozen=True, rename="kebab"):
    """What goes out in one encoding."""

    encoding: Encoding
    recipients: int
    msg_count: int
    cost: Decimal | None
    least: Decimal | None = None
    most: Decimal | None = None


class Channel(Struct, frozen=True, rename="kebab"):
    """What the messages would cost as ``mms`` or as ``rcs``, and as SMS to the same recipients.

    ``unpriced`` recipients, who have no price as one of the two, are in neither.
    """

    name: str
    recipients: int
    unpriced: int
    cost: Decimal | None
    least: Decimal
    most: Decimal
    sms_least: Decimal
    sms_most: Decimal


class Difference(Struct, frozen=True, rename="kebab"):
    """Segments that could be fewer, in how many rows, and what they cost."""

    recipients: int
    msg_count: int
    cost: Decimal | None
    least: Decimal | None = None
    most: Decimal | None = None


class CharacterFound(Struct, frozen=True, rename="kebab"):
    """A character that GSM-7 lacks, its Unicode name, and in how many rows it stands.

    Where languages are allowed it is one that none of their tables has, unless
    its row has no such character.  ``in_template`` says whether the template itself
    has it, and so every row.
    """

    character: str
    name: str
    rows: int
    in_template: bool = False


class FieldFound(Struct, frozen=True, rename="kebab"):
    """The values of a template's field: the shortest and the longest, in code points.

    ``outside`` counts those that are shorter or longer than its
    :class:`~smsplan.templates.Field` says; ``None`` where there is none.
    """

    name: str
    shortest: int
    longest: int
    outside: int | None = None


class BoundsFound(Struct, frozen=True, rename="kebab"):
    """The segments that the template's bounds prove, and those that were found.

    ``proven_least`` and ``proven_most`` are ``None`` where nothing is proved;
    ``reason`` says why.  What was found may be beyond what was proved only where
    a value is not what its Field says.
    """

    proven_least: int | None
    proven_most: int | None
    found_least: int | None
    found_most: int | None
    fields: tuple[FieldFound, ...]
    reason: str | None = None


class Preview(Shaped, frozen=True, rename="kebab"):
    """What a campaign will be when it is sent.

    Rows are counted from 1, and every row is in ``rows``.  ``recipients`` are
    the rows that can be sent; ``msg_count``, ``chars_count``, ``cost`` and all
    that is said of encodings is about them alone.  ``errors`` has the others,
    and those without a price (``RATE_UNKNOWN``), which can be sent.  The same
    recipient twice is sent to twice.

    ``extra`` is what UCS-2 costs: the segments above what the same text needs
    where every character that GSM-7 lacks is one of one septet.  ``savings`` is
    what :func:`smsplan.linting.fix` saves with safe fixes, of every row.
    ``ucs2`` are the recipients whose messages go out in UCS-2; of the
    ``non_gsm_characters`` that are why the most frequent are listed, and
    ``other_non_gsm_characters`` counts the others.
    ``warnings`` has recipients that can be sent to and should be looked at, and ``findings``
    what there is to know of all of them.  ``left_out`` has rows that are excluded, or have the
    recipient of a row before, where that was asked for; ``duplicates`` is ``None`` then.
    ``country_findings`` has what countries are known to do with the sender and the texts, which
    rows are then no errors for; the most rows first.  ``channels`` is what it would cost to
    send the same texts as MMS or RCS, where the rate card has prices for these.
    """

    rows: int
    recipients: int
    msg_count: int
    chars_count: int
    cost: Decimal | None
    currency: str | None
    countries: tuple[Country, ...]
    histogram: tuple[Bar, ...]
    encodings: tuple[Share, ...]
    extra: Difference
    savings: Difference
    ucs2: Group
    non_gsm_characters: tuple[CharacterFound, ...]
    other_non_gsm_characters: int
    errors: tuple[Group, ...]
    warnings: tuple[Group, ...]
    duplicates: Group | None
    bounds: BoundsFound | None
    findings: tuple[Finding, ...] = ()
    left_out: tuple[Group, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    country_findings: tuple[CountryFinding, ...] = ()
    channels: tuple[Channel, ...] = ()

    @property
    def bad_rows(self) -> int:
        """How many rows have an error."""
        return sum(group.rows for group in self.errors)
