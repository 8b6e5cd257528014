"""``preview()``: batches of rows in, what the campaign will be out."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from smsplan.arguments import checked
from smsplan.campaign.batch import NOBODY, Looker
from smsplan.campaign.batches import look_at, slices
from smsplan.campaign.buffers import Array
from smsplan.campaign.duplicates import Duplicates, Seen
from smsplan.campaign.results import Preview
from smsplan.campaign.row_errors import Task
from smsplan.campaign.tally import Tally
from smsplan.columns.msisdn_kernel import dialcodes
from smsplan.columns.numbering_kernel import number
from smsplan.columns.prices import check_costs
from smsplan.columns.recipients import read_column
from smsplan.destinations.rates import RateCard
from smsplan.destinations.regions import region as region_of
from smsplan.gateway.preflight import check_max_cost
from smsplan.planning import MAX_SEGMENTS, STANDARD, Profile
from smsplan.templates import Field, Template


@checked
def preview(  # noqa: PLR0913 - one parameter a choice
    batches: Iterable[pa.RecordBatch] | pa.Table,
    *,
    to: str,
    text: str | None = None,
    template: Template | None = None,
    rates: RateCard | None = None,
    day: date | None = None,
    profile: Profile = STANDARD,
    fields: Mapping[str, Field] | None = None,
    duplicates: bool = True,
    unread: str | None = None,
    on_batch: Callable[[pa.RecordBatch], object] | None = None,
    samples: int = 10,
    threads: int | None = None,
    region: str | None = None,
    exclude: object = None,
    unique: bool = False,
    max_cost: Decimal | int | None = None,
    sender: str | None = None,
) -> Preview:
    """Return what a campaign will be: its segments and cost, and what is wrong with its rows.

    ``batches`` are record batches as they come, or what gives an Arrow C stream:
    a table, a reader, a DataFrame of Polars.
    ``to`` names the column of recipients, text or whole numbers.  The texts are
    the column ``text``, or ``template`` rendered with the columns that its fields
    are called after, of text or whole numbers.  An empty text and an empty field
    are what they are; a null is a row with the error ``TEXT_EMPTY``, or
    ``FIELD_MISSING`` and the first field that has no value.  ``fields`` says what
    the template's fields may hold, for its bounds.  ``unread`` names a column of
    reasons why a row could not be read; what :func:`smsplan.campaign.files.read`
    gives has one, which need not be named.  Prices are those of the ``day`` and of the kind
    of the ``sender``, where the rate card tells them apart.  What countries are known to do on
    that day with the texts, and with the ``sender``, is in ``country_findings``.

    Memory does not grow with the rows, but for ``duplicates``: 16 octets
    a row, and more if many came before.  ``on_batch`` is given each batch in order, with the
    columns ``msisdn`` (what the recipient was read as; ``digits`` where there is a
    column ``msisdn``), ``encoding``, ``chars_count``, ``msg_count``, ``cost``,
    ``currency`` and ``error`` beside its own, and ``least`` and ``most`` where the card has
    ranges of prices.  ``samples`` rows of each group are named.
    ``threads`` is how many batches are looked at side by side; as many as there
    are cores, if it is not said.  ``region`` is the country of national numbers, as for
    :func:`smsplan.columns.msisdn_array`; where most numbers need one, a finding says which.

    ``exclude`` is a column of recipients, such as opt-outs, which are left out; with ``unique``
    a row whose recipient can be sent to in a row before is left out, too.  Neither is in the
    cost; both are in ``left_out``, and have an ``error`` in the batches of ``on_batch``.
    A row that may cost more than ``max_cost`` has the error ``COST_ABOVE_MAX``.

    Raises :class:`~smsplan.errors.ColumnError` for a column that is not there
    or of another kind, :class:`~smsplan.errors.RateCardError` for a price of so
    many digits that the column ``cost`` could not hold a cost, ``TypeError`` for
    both or neither of ``text`` and ``template``, ``ValueError`` for fewer than one
    of ``threads``, a region that has no numbering plan, and a ``max_cost`` below nothing or
    without a rate card, and
    :class:`~smsplan.errors.UnencodableTextError` with a note that names the row where
    the profile forces GSM-7 on a text with non-GSM characters.

    >>> from decimal import Decimal
    >>> rows = pa.record_batch({"msisdn": ["4520123456", "45x"], "name": ["Zoë", "Bo"]})
    >>> found = preview(
    ...     [rows],
    ...     to="msisdn",
    ...     template=Template.parse("Hi {{name}}"),
    ...     rates=RateCard("DKK", {"45": Decimal("0.2")}),
    ... )
    >>> found.recipients, found.msg_count, found.cost, found.encodings[1].recipients
    (1, 1, Decimal('0.2'), 1)
    >>> found.errors
    (Group(code='MSISDN_ALPHA', rows=1, first=(Sample(row=2, value='45x'),)),)
    """
    if (text is None) == (template is None):
        raise TypeError("the texts are either a column, text=, or a template, template=")
    threads = (os.cpu_count() or 1) if threads is None else threads
    if threads < 1:
        raise ValueError(f"threads is 1 at least, not {threads}")
    check_max_cost(max_cost, rates)
    rates = rates.at(day, sender=sender) if rates else None
    if on_batch and rates:
        check_costs(rates, MAX_SEGMENTS)
    if region is not None:
        region = region_of(region).code
    task = Task(
        *(to, text, template, rates, profile, unread, on_batch is not None, samples, region),
        max_cost=None if max_cost is None else Decimal(max_cost),
        sender=sender,
        day=day,
    )
    excluded, unread_exclusions = _numbers(exclude, region)
    looker = Looker(task, excluded)
    tally = Tally(samples, Duplicates() if duplicates and not unique else None, unread_exclusions)
    for looked in look_at(slices(batches, task), looker, threads, Seen() if unique else None):
        tally.add(looked)
        if on_batch and looked.planned is not None:
            on_batch(looked.planned)
    return tally.preview(task, fields or {})


def _numbers(exclude: object, region: str | None) -> tuple[Array, int]:
    """Return the numbers of a column in order, and how many of its values are none."""
    if exclude is None:
        return NOBODY, 0
    read = read_column(exclude, "exclude", region=region)
    numbers, _ = number(read.digits, read.sizes, dialcodes())
    return np.unique(numbers[numbers > 0]), int(np.count_nonzero(numbers == 0))
