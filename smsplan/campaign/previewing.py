"""``preview()``: batches of rows in, what the campaign will be out."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from smsplan.arguments import checked
from smsplan.campaign.batch import (
    DUPLICATE,
    ERRORS,
    LEFT_OUT,
    MAX_UNASSIGNED,
    NOBODY,
    UCS2,
    Lengths,
    Looked,
    Looker,
    Task,
)
from smsplan.campaign.batches import look_at, slices
from smsplan.campaign.billing import Bill, Billed, total
from smsplan.campaign.duplicates import Duplicates, Seen
from smsplan.campaign.results import (
    Bar,
    BoundsFound,
    CharacterFound,
    FieldFound,
    Group,
    Preview,
    Sample,
)
from smsplan.campaign.treatment import CHANGES, TRUNCATES
from smsplan.columns.msisdn_kernel import dialcodes
from smsplan.columns.numbering import WARNINGS
from smsplan.columns.numbering_kernel import number
from smsplan.columns.prices import check_costs
from smsplan.columns.recipients import read_column
from smsplan.destinations.rates import RateCard
from smsplan.destinations.regions import region as region_of
from smsplan.destinations.regions import suggested
from smsplan.display import counted, grouped, name
from smsplan.errors import BoundsError
from smsplan.findings import Finding, Severity
from smsplan.planning import MAX_SEGMENTS, STANDARD, Profile
from smsplan.templates import Field, Literal, Template

Array = np.ndarray[Any, Any]

_MAX_CHARACTERS: Final = 50


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
    gives has one, which need not be named.  Prices are those of the ``day``, where the
    rate card tells days apart.

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

    Raises :class:`~smsplan.errors.ColumnError` for a column that is not there
    or of another kind, :class:`~smsplan.errors.RateCardError` for a price of so
    many digits that the column ``cost`` could not hold a cost, ``TypeError`` for
    both or neither of ``text`` and ``template``, ``ValueError`` for fewer than one
    of ``threads`` and a region that has no numbering plan, and
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
    rates = rates.at(day) if rates else None
    if on_batch and rates:
        check_costs(rates, MAX_SEGMENTS)
    if region is not None:
        region = region_of(region).code
    task = Task(to, text, template, rates, profile, unread, on_batch is not None, samples, region)
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


class Tally:
    """Adds up what was found in the batches; finds duplicates if it is given what that takes."""

    def __init__(
        self, samples: int, duplicates: Duplicates | None = None, unread_exclusions: int = 0
    ) -> None:
        self._samples = samples
        self._unread_exclusions = unread_exclusions
        self._duplicates = duplicates
        self.rows: int = 0
        self._billed: dict[tuple[Any, ...], Array] = {}
        self._histogram = np.zeros(0, np.int64)
        self._counts: Counter[str] = Counter()
        self._first: dict[str, list[Sample]] = {}
        self._characters: Counter[int] = Counter()
        self._lengths: dict[str, Lengths] = {}
        self._unassigned: list[str] = []

    def add(self, looked: Looked) -> None:
        """Add what was found in the next batch."""
        for dialcode, price, is_ucs2, *sums in looked.billed:
            key = dialcode, price, is_ucs2
            self._billed[key] = self._billed.get(key, 0) + np.array(sums)
        self._histogram = _added(self._histogram, looked.histogram)
        for code, (rows, first) in looked.groups.items():
            self._note(code, rows, self.rows, first)
        if self._duplicates is not None:
            self._duplicates.add(looked.numbers)
        code_points, rows_with = looked.characters
        self._characters.update(dict(zip(code_points.tolist(), rows_with.tolist(), strict=True)))
        for field, counts, longest in looked.lengths:
            before = self._lengths.get(field, Lengths(field, counts[:0], 0))
            sums_ = _added(before.counts, counts)
            self._lengths[field] = Lengths(field, sums_, max(before.longest, longest))
        self._unassigned += looked.unassigned[: MAX_UNASSIGNED - len(self._unassigned)]
        self.rows += looked.rows

    def _note(self, code: str, rows: int, before: int, first: list[tuple[int, str]]) -> None:
        self._counts[code] += rows
        kept = self._first.setdefault(code, [])
        shown = first[: self._samples - len(kept)]
        kept += (Sample(before + place + 1, value) for place, value in shown)

    def looked(self) -> Looked:
        """Return what was added so far as if it were one batch, for another tally to add."""
        groups = {
            code: (rows, [(found.row - 1, found.value) for found in self._first[code]])
            for code, rows in self._counts.items()
        }
        characters = np.array(sorted(self._characters.items()), np.int64).reshape(-1, 2)
        return Looked(
            self.rows,
            self._bill(),
            self._histogram,
            groups,
            (characters[:, 0], characters[:, 1]),
            list(self._lengths.values()),
            np.zeros(0, np.uint64),
            None,
            self._unassigned,
        )

    def _bill(self) -> list[Billed]:
        return [Billed(*key, *sums.tolist()) for key, sums in self._billed.items()]

    def preview(self, task: Task, fields: Mapping[str, Field]) -> Preview:
        """Return the preview of all that was added."""
        if self._duplicates is not None:
            rows, first = self._duplicates.find(self._samples)
            self._note(DUPLICATE, rows, 0, [(row, str(number)) for row, number in first])
        billed = self._bill()
        bill = Bill(billed, task.rates)
        pieces = task.template.pieces if task.template else ()
        own = {each for piece in pieces if isinstance(piece, Literal) for each in piece.text}
        # The most frequent first, and of those that are as frequent the lowest.
        found = sorted(self._characters.items(), key=lambda each: (-each[1], each[0]))
        return Preview(
            rows=self.rows,
            recipients=total(billed, "recipients"),
            msg_count=total(billed, "msg_count"),
            chars_count=total(billed, "chars_count"),
            **bill.costs(billed, "msg_count"),
            currency=task.rates.currency if task.rates else None,
            countries=bill.countries(),
            histogram=tuple(
                Bar(count, int(self._histogram[count]))
                for count in np.flatnonzero(self._histogram).tolist()
            ),
            encodings=bill.encodings(),
            extra=bill.difference("extra", "costlier"),
            savings=bill.difference("saved", "saving"),
            ucs2=self._group(UCS2),
            non_gsm_characters=tuple(
                CharacterFound(chr(code), name(chr(code)), rows, in_template=chr(code) in own)
                for code, rows in found[:_MAX_CHARACTERS]
            ),
            other_non_gsm_characters=max(0, len(found) - _MAX_CHARACTERS),
            errors=self._groups(code for code in ERRORS[1:] if code not in LEFT_OUT),
            warnings=self._groups([*WARNINGS.values(), TRUNCATES, CHANGES]),
            duplicates=self._group(DUPLICATE) if self._duplicates is not None else None,
            bounds=self._bounds(task, fields),
            findings=(*self._region(), *self._exclusions()),
            left_out=self._groups(LEFT_OUT)
            if self._duplicates is None
            else self._groups(LEFT_OUT[:1]),
        )

    def _exclusions(self) -> Iterator[Finding]:
        if self._unread_exclusions:
            what = counted(self._unread_exclusions, "value")
            message = f"{what} of what is excluded cannot be read as a number, and excludes nobody"
            yield Finding("EXCLUDE_INVALID", Severity.WARNING, "msisdn", message)

    def _region(self) -> Iterator[Finding]:
        """Report that most numbers are no numbers as they stand, but mobiles of one country."""
        rows = self._counts["MSISDN_UNASSIGNED"] + self._counts["MSISDN_INVALID"]
        if rows * 2 <= self.rows or not (regions := suggested(self._unassigned)):
            return
        *others, last = regions
        named = f"{', '.join(others)} or {last}" if others else last
        message = (
            f"{grouped(rows)} of {counted(self.rows, 'row')} have a number that no plan assigns as"
            f" it stands; most of these are mobiles of {named}: give the region"
        )
        yield Finding("MSISDN_REGION", Severity.WARNING, "msisdn", message)

    def _groups(self, codes: Iterable[str]) -> tuple[Group, ...]:
        return tuple(self._group(code) for code in codes if self._counts[code])

    def _group(self, code: str) -> Group:
        return Group(code, self._counts[code], tuple(self._first.get(code, ())))

    def _bounds(self, task: Task, fields: Mapping[str, Field]) -> BoundsFound | None:
        if task.template is None:
            return None
        found = np.flatnonzero(self._histogram)
        least, most = (int(found[0]), int(found[-1])) if len(found) else (None, None)
        lengths = tuple(
            _field_found(each, self._lengths.get(each), fields.get(each))
            for each in task.template.fields
        )
        missing = [each for each in task.template.fields if each not in fields]
        if missing:
            reason = f"nothing is said of what may come into {', '.join(missing)}"
            return BoundsFound(None, None, least, most, lengths, reason)
        try:
            proven = task.template.bounds(fields, task.profile).msg_count
        except BoundsError as error:
            return BoundsFound(None, None, least, most, lengths, str(error))
        return BoundsFound(proven.least, proven.most, least, most, lengths)


def _field_found(field: str, lengths: Lengths | None, said: Field | None) -> FieldFound:
    if lengths is None or not lengths.counts.any():
        return FieldFound(field, 0, 0, None if said is None else 0)
    counts = lengths.counts
    outside = None
    if said is not None:
        inside = counts[said.min_length : said.max_length + 1].sum()
        outside = int(counts.sum() - inside)
    return FieldFound(field, int(np.flatnonzero(counts)[0]), lengths.longest, outside)


def _added(one: Array, two: Array) -> Array:
    """Add counts that may be of different lengths."""
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    total = longer.copy()
    total[: len(shorter)] += shorter
    return total
