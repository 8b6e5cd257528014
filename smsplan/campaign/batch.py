"""What is found in one batch of rows, column by column; batches may be looked at side by side."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smsplan.campaign import kernels
from smsplan.campaign.billing import Billed, bill
from smsplan.campaign.buffers import CODE_POINTS, Array, Plans, is_of
from smsplan.campaign.by_country import count_by_country
from smsplan.campaign.channels import ChannelCount, Channels
from smsplan.campaign.rendering import recipients, render, texts
from smsplan.campaign.results import CountryFinding
from smsplan.campaign.row_errors import DUPLICATE, ERRORS, Task, errors_of, reasons_of, values_of
from smsplan.campaign.savings import Savings
from smsplan.campaign.treatment import CHANGES, TRUNCATES, Treated
from smsplan.columns import plan_array
from smsplan.columns.arrays import strings
from smsplan.columns.msisdn_kernel import dialcodes
from smsplan.columns.numbering import UNASSIGNED, WARNINGS, numbering
from smsplan.columns.numbering_kernel import number
from smsplan.columns.prices import Prices, costs, match
from smsplan.columns.recipients import Recipients, digits_of, read_column
from smsplan.destinations.rates import RateCard
from smsplan.gsm7.tables import characters
from smsplan.planning import Encoding
from smsplan.planning.rewriting import Rewriting

NOBODY: Final = np.zeros(0, np.uint64)
_INVALID, _EXCLUDED, _DUPLICATE, _RATE_UNKNOWN = map(
    ERRORS.index, ("MSISDN_INVALID", "MSISDN_EXCLUDED", DUPLICATE, "RATE_UNKNOWN")
)
UCS2: Final = Encoding.UCS2.value
MAX_UNASSIGNED: Final = 1000
"""Numbers that no plan assigns which are looked at to tell whose they are."""
_MAX_SHOWN: Final = 200
"""Characters of a value that is kept as an example."""
_LONGEST: Final = 1 << 20
"""Code points that lengths are told apart up to: many times what the most segments hold."""
_ADDED: Final = ("encoding", "chars_count", "msg_count", "cost", "currency", "error")
_RANGES: Final = ("least", "most")


def added(there: Collection[str], rates: RateCard | None = None) -> tuple[str, ...]:
    """Name the columns that a planned batch has beside its own.

    The first is what each recipient was read as: ``msisdn``, or ``digits`` where
    the batch has a column ``msisdn`` of its own; the last are there where the card
    has ranges of prices.
    """
    ranges = _RANGES if rates and Prices.of(rates).are_ranges else ()
    return ("digits" if "msisdn" in there else "msisdn", *_ADDED, *ranges)


class Lengths(NamedTuple):
    """The code points of a field's values: how many values have how many, and the most.

    In the counts a value of more than 1,048,575 is one of 1,048,576.
    """

    name: str
    counts: Array
    longest: int

    @classmethod
    def of(cls, name: str, column: pa.Array) -> "Lengths":
        """Count them in a column."""
        lengths = pc.utf8_length(column).drop_null().to_numpy()
        if not len(lengths):
            return cls(name, np.zeros(0, np.int64), 0)
        return cls(name, np.bincount(np.minimum(lengths, _LONGEST)), int(lengths.max()))


class Looked(NamedTuple):
    """What was found in a batch."""

    rows: int
    billed: list[Billed]
    histogram: Array
    groups: Mapping[str, tuple[int, list[tuple[int, str]]]]
    """By code: how many rows, and the first of them, by their place in the batch."""
    characters: tuple[Array, Array]
    """Code points of non-GSM characters, and in how many rows they stand."""
    lengths: list[Lengths]
    numbers: Array
    """As :class:`Begun` has them."""
    planned: pa.RecordBatch | None
    unassigned: list[str]
    """Digits of the first numbers that no plan assigns as they stand, where no region is given."""
    country_findings: Counter[CountryFinding]
    """In how many rows a country does something with the sender or the text."""
    channels: Counter[ChannelCount]
    """How many recipients are billed alike on other channels."""


class Begun(NamedTuple):
    """What is known of a batch before it is known which rows are left out."""

    batch: pa.RecordBatch
    column: pa.Array
    """The recipients as they are written."""
    written: pa.Array
    fields: dict[str, pa.Array]
    structs: pa.StructArray
    read: Recipients
    prices: Array
    treated: Treated
    errors: Array
    numbers: Array
    """The recipients that are sent to; 0 for the others."""
    dialcodes: Array

    def leave_out(self, rows: Array) -> None:
        """Leave out rows whose recipients came before."""
        self.errors[rows] = _DUPLICATE
        self.numbers[rows] = self.dialcodes[rows] = 0


class Looker:
    """Looks at batches; what it learns of characters and numbering plans serves them all.

    ``excluded`` are numbers that are left out, in order.
    """

    def __init__(self, task: Task, excluded: Array = NOBODY) -> None:
        self._task = task
        self._excluded = excluded
        self._prices = Prices.of(task.rates) if task.rates else None
        self._channels = Channels(task.rates)
        self._savings = Savings(task.profile)
        self._is_known = is_of(characters(task.profile.languages).difference(task.profile.lacks))

    def look(self, batch: pa.RecordBatch) -> Looked:
        """Find all that there is to say of a batch."""
        return self.finish(self.begin(batch))

    def begin(self, batch: pa.RecordBatch) -> Begun:
        """Plan the texts of a batch, and find which rows can be sent."""
        task = self._task
        written, fields = self._texts(batch)
        structs = plan_array(written, task.profile, threads=1)
        column = recipients(batch.column(task.to), task.to)
        read = read_column(column, task.to, 1, task.region)
        # Without a card nothing lacks a price.
        prices = np.zeros(batch.num_rows, np.int32)
        if self._prices is not None:
            prices = match(read, self._prices, threads=1, countries=self._countries)
        treated = Treated.of(written, task.profile)
        is_refused = treated.is_above & np.bool_(not task.profile.truncates)
        plans = Plans.of(structs)
        errors = errors_of(task, self._prices, batch, written, plans, read, prices, is_refused)
        sizes = np.where((errors == 0) | (errors == _RATE_UNKNOWN), read.sizes, 0)
        numbers, codes = number(read.digits, sizes, dialcodes())
        if len(self._excluded):
            places = np.minimum(np.searchsorted(self._excluded, numbers), len(self._excluded) - 1)
            is_excluded = self._excluded[places] == numbers
            errors[is_excluded] = _EXCLUDED
            numbers[is_excluded] = codes[is_excluded] = 0
        return Begun(
            *(batch, column, written, fields, structs, read),
            *(prices, treated, errors, numbers, codes),
        )

    def finish(self, begun: Begun) -> Looked:
        """Find all that there is to say of a batch of which it is known what is left out."""
        batch, _, written, fields, structs, read, prices, treated, errors, numbers, codes = begun
        task, plans = self._task, Plans.of(structs)
        digits = digits_of(read, threads=1)
        reasons = reasons_of(task, batch, written, fields)
        is_sent = numbers > 0
        is_truncated = treated.is_above & task.profile.truncates
        warnings = numbering().warnings(read.digits, read.sizes, codes)
        is_ucs2 = is_sent & plans.is_ucs2
        groups = {}
        for code, members, values in (
            *((ERRORS[error], errors == error, values_of(task, batch, written, reasons, error))
              for error in np.flatnonzero(np.bincount(errors)).tolist() if error),
            *((code, warnings == warning, digits) for warning, code in WARNINGS.items()),
            (TRUNCATES, is_sent & is_truncated, written),
            (CHANGES, is_sent & treated.is_lossy, written),
            (UCS2, is_ucs2, written),
        ):  # fmt: skip
            if members.any():
                groups[code] = self._group(members, values)
        found = self._characters(written, np.flatnonzero(is_ucs2))
        saved, extra = np.zeros((2, batch.num_rows), np.int64)
        rows = np.flatnonzero(is_sent & (plans.msg_count > 1))
        if len(rows):
            non_gsm = "".join(map(chr, found[0].tolist()))
            saved[rows], extra[rows] = self._savings.of(written, rows, plans, non_gsm)
        return Looked(
            batch.num_rows,
            bill(codes, prices, plans, is_sent, (saved, extra)),
            np.bincount(plans.msg_count[is_sent]),
            groups,
            found,
            [Lengths.of(*field) for field in fields.items()],
            numbers,
            self._planned(batch, structs, digits, prices, errors, reasons)
            if task.is_written
            else None,
            self._unassigned(begun.column, (warnings == UNASSIGNED) | (errors == _INVALID)),
            count_by_country(read, codes, plans, task),
            self._channels.count(*(read, codes, written, prices, plans.msg_count, self._countries)),
        )

    def _unassigned(self, column: pa.Array, members: Array) -> list[str]:
        if self._task.region is not None:
            return []
        first = pa.array(np.flatnonzero(members)[:MAX_UNASSIGNED])
        values = pc.cast(column.take(first), pa.string())
        found: list[str] = pc.replace_substring_regex(values, "[^0-9]", "").to_pylist()
        return found

    def place(self, batch: pa.RecordBatch, text: str) -> int:
        """Find the first row of a batch that has a text."""
        return int(pc.index(self._texts(batch)[0], text).as_py())

    def _countries(self, read: Recipients, rows: Array) -> tuple[Array, Mapping[int, str]]:
        digits, sizes = read.digits[rows], read.sizes[rows]
        _, codes = number(digits, sizes, dialcodes())
        return numbering().countries(digits, sizes, codes)

    def _texts(self, batch: pa.RecordBatch) -> tuple[pa.Array, dict[str, pa.Array]]:
        task = self._task
        if task.template is not None:
            return render(task.template, batch)
        name = task.text or ""
        return texts(batch.column(name), name), {}

    def _group(self, members: Array, values: pa.Array) -> tuple[int, list[tuple[int, str]]]:
        places = np.flatnonzero(members)
        first = places[: self._task.samples]
        shown = values.take(pa.array(first)).to_pylist()
        return len(places), [
            (place, _shortened(value or ""))
            for place, value in zip(first.tolist(), shown, strict=True)
        ]

    def _characters(self, written: pa.Array, rows: Array) -> tuple[Array, Array]:
        if not len(rows):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        # Of all code points; memory that is not written to is never there.
        counts, last_row = np.zeros(CODE_POINTS, np.int64), np.zeros(CODE_POINTS, np.int32)
        found = np.empty(CODE_POINTS, np.int64)
        many = kernels.count_characters(
            *strings(written), rows, self._is_known, self._savings.is_gsm7, counts, last_row, found
        )
        profile = self._task.profile
        code_points = np.sort(found[:many])
        if not profile.is_plain:
            brings = Rewriting.of(profile).brings
            code_points = code_points[[not brings(chr(each)) for each in code_points]]
        return code_points, counts[code_points]

    def _planned(  # noqa: PLR0913, PLR0917 - one parameter a column
        self,
        batch: pa.RecordBatch,
        structs: pa.StructArray,
        digits: pa.Array,
        prices: Array,
        errors: Array,
        reasons: pa.Array,
    ) -> pa.RecordBatch:
        task, rows = self._task, batch.num_rows
        if unread := task.reasons(batch):
            batch = batch.drop_columns([unread])
        encodings, chars_counts, counts = structs.flatten()
        cost, currencies = pa.nulls(rows, pa.decimal128(38, 0)), pa.nulls(rows, pa.string())
        ranges: list[pa.Array] = []
        if task.rates and self._prices:
            cost, *ranges = costs(self._prices, np.where(errors == 0, prices, -1), counts)
            currency = pa.scalar(task.rates.currency, pa.string())
            currencies = pc.if_else(ranges[-1].is_valid(), currency, None)
        codes = pa.array([code or None for code in ERRORS]).take(pa.array(errors))
        said = pc.coalesce(pc.binary_join_element_wise(codes, reasons, ": "), codes)
        plans = (digits, encodings, chars_counts, counts, cost, currencies, said, *ranges)
        names = added(batch.schema.names, task.rates)
        return pa.RecordBatch.from_arrays(
            [*batch.columns, *plans[: len(names)]], [*batch.schema.names, *names]
        )


def _shortened(value: str) -> str:
    return value if len(value) <= _MAX_SHOWN else f"{value[:_MAX_SHOWN]}…"
