"""What is found in one batch of rows, column by column; batches may be looked at side by side."""

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from smsplan.campaign import kernels
from smsplan.campaign.buffers import Plans, is_there, parts
from smsplan.campaign.numbering import DOUBTS, Numbering
from smsplan.campaign.rendering import recipients, render, texts
from smsplan.campaign.results import Sample
from smsplan.campaign.savings import CODE_POINTS, Savings, is_of
from smsplan.columns import msisdn_array, plan_array, quote_array
from smsplan.columns.msisdn_kernel import dialcodes as dialcodes_by_number
from smsplan.columns.prices import trie
from smsplan.destinations.rates import RateCard
from smsplan.gsm7.tables import CHARACTERS, characters
from smsplan.planning import MAX_SEGMENTS, Profile
from smsplan.templates import Template

Array = np.ndarray[Any, Any]

ERRORS: Final = (
    "",
    "ROW_UNREADABLE",
    "FIELD_MISSING",
    "TEXT_EMPTY",
    "TEXT_LONG",
    "MSISDN_EMPTY",
    "MSISDN_ALPHA",
    "MSISDN_LONG",
    "MSISDN_INVALID",
    "RATE_UNKNOWN",
)
"""What a row can have, the first that holds; only the last does not keep it from being sent."""
_UNREADABLE, _FIELD_MISSING, _TEXT_EMPTY, _TEXT_LONG, _MSISDN_EMPTY = range(1, 6)
_RATE_UNKNOWN: Final = len(ERRORS) - 1
FLIPS: Final = "UCS-2"
DUPLICATE: Final = "MSISDN_DUPLICATE"
_MAX_SHOWN: Final = 200
"""Characters of a value that is kept as an example."""
_LONGEST: Final = 1 << 20
"""Code points that lengths are told apart up to: many times what the most messages hold."""
_ADDED: Final = ("encoding", "chars_count", "msg_count", "cost", "currency", "error")


def added(there: Collection[str]) -> tuple[str, ...]:
    """Name the columns that a planned batch has beside its own.

    The first is what each recipient was read as: ``msisdn``, or ``digits`` where
    the batch has a column ``msisdn`` of its own.
    """
    return ("digits" if "msisdn" in there else "msisdn", *_ADDED)


class Task(Struct, frozen=True):
    """What is to be looked at."""

    to: str
    text: str | None
    template: Template | None
    rates: RateCard | None
    profile: Profile
    unread: str | None
    is_written: bool
    samples: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that there must be."""
        fields = self.template.fields if self.template else (self.text or "",)
        return (self.to, *fields)


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


class Billed(NamedTuple):
    """Rows that are billed alike: by destination and price, encoding and messages, each once.

    ``saved`` and ``extra`` are sums of messages, ``saving`` and ``costlier`` count their rows.
    """

    dialcode: int
    price: int
    is_ucs2: bool
    recipients: int
    msg_count: int
    chars_count: int
    saved: int
    saving: int
    extra: int
    costlier: int


class Looked(NamedTuple):
    """What was found in a batch."""

    rows: int
    billed: list[Billed]
    histogram: Array
    groups: Mapping[str, tuple[int, list[tuple[int, str]]]]
    """By code: how many rows, and the first of them, by their place in the batch."""
    misfits: tuple[Array, Array]
    """Code points, and in how many rows they stand."""
    lengths: list[Lengths]
    numbers: Array
    """The recipients that are sent to; 0 for the others."""
    planned: pa.RecordBatch | None


class Looker:
    """Looks at batches; what it learns of characters and numbering plans serves them all."""

    def __init__(self, task: Task) -> None:
        self._task = task
        # Without a card nothing lacks a price.
        no_card = np.zeros((1, 10), np.int32), np.zeros(1, np.int32)
        self._children, self._entries = trie(task.rates) if task.rates else no_card
        self._savings = Savings(task.profile)
        self._numbering = Numbering()
        self._is_gsm7 = is_of(CHARACTERS)
        self._is_known = is_of(characters(task.profile.languages))

    def look(self, batch: pa.RecordBatch) -> Looked:
        """Find all that there is to say of a batch."""
        task = self._task
        rows = batch.num_rows
        written, fields = self._texts(batch)
        structs = plan_array(written, task.profile, threads=1)
        plans = Plans.of(structs)
        read = msisdn_array(recipients(batch.column(task.to), task.to), threads=1)
        digits = read.field("digits")
        offsets, octets = parts(digits)
        numbers, dialcodes, prices = kernels.survey(
            offsets, octets, is_there(digits), dialcodes_by_number(), self._children, self._entries
        )
        errors = self._errors(batch, written, plans, read, prices)
        reasons = self._reasons(batch, written, fields)
        is_sent = (errors == 0) | (errors == _RATE_UNKNOWN)
        dialcodes = np.where(is_sent, dialcodes, 0)
        numbers = np.where(is_sent, numbers, 0).astype(np.uint64)
        doubts = self._numbering.doubts(offsets, octets, dialcodes)
        is_flipped = is_sent & plans.is_ucs2
        groups = {}
        for code, members, values in (
            *((ERRORS[error], errors == error, self._values(batch, reasons, error))
              for error in np.flatnonzero(np.bincount(errors)).tolist() if error),
            *((code, doubts == doubt, digits) for doubt, code in DOUBTS.items()),
            (FLIPS, is_flipped, written),
        ):  # fmt: skip
            if members.any():
                groups[code] = self._group(members, values)
        costs = self._costs(written, plans, is_sent)
        return Looked(
            rows,
            _bill(dialcodes, prices, plans, is_sent, costs),
            np.bincount(plans.msg_count[is_sent]) if is_sent.any() else np.zeros(0, np.int64),
            groups,
            self._misfits(written, np.flatnonzero(is_flipped)),
            [Lengths.of(*field) for field in fields.items()],
            numbers,
            self._planned(batch, structs, digits, errors, reasons) if task.is_written else None,
        )

    def place(self, batch: pa.RecordBatch, text: str) -> int:
        """Find the first row of a batch that has a text."""
        return int(pc.index(self._texts(batch)[0], text).as_py())

    def _texts(self, batch: pa.RecordBatch) -> tuple[pa.Array, dict[str, pa.Array]]:
        task = self._task
        if task.template is not None:
            return render(task.template, batch)
        name = task.text or ""
        return texts(batch.column(name), name), {}

    def _errors(
        self,
        batch: pa.RecordBatch,
        written: pa.Array,
        plans: Plans,
        read: pa.StructArray,
        prices: Array,
    ) -> Array:
        """Return what is wrong with each row; what matters most is said last, over the others."""
        errors = np.where(prices < 0, _RATE_UNKNOWN, 0).astype(np.uint8)
        digits, found = read.field("digits"), read.field("error")
        if digits.null_count:
            errors[~is_there(digits)] = _MSISDN_EMPTY
            codes = found.dictionary_encode()
            known = [ERRORS.index(code) for code in codes.dictionary.to_pylist()]
            there = is_there(found)
            errors[there] = np.array(known, np.uint8)[codes.indices.drop_null().to_numpy()]
        errors[plans.msg_count > MAX_SEGMENTS] = _TEXT_LONG
        errors[plans.chars_count == 0] = _TEXT_EMPTY
        if written.null_count:
            errors[~is_there(written)] = _FIELD_MISSING if self._task.template else _TEXT_EMPTY
        if self._task.unread:
            errors[is_there(batch.column(self._task.unread))] = _UNREADABLE
        return errors

    def _reasons(
        self, batch: pa.RecordBatch, written: pa.Array, fields: Mapping[str, pa.Array]
    ) -> pa.Array:
        """Return why rows could not be read, and of the others the first field that is missing."""
        unread, kind = self._task.unread, pa.string()
        reasons = [pc.cast(batch.column(unread), kind)] if unread else []
        if fields and written.null_count:
            reasons += [
                pc.if_else(field.is_valid(), pa.scalar(None, kind), pa.scalar(name, kind))
                for name, field in fields.items()
            ]
        return pc.coalesce(*reasons) if reasons else pa.nulls(batch.num_rows, kind)

    def _values(self, batch: pa.RecordBatch, reasons: pa.Array, error: int) -> pa.Array:
        """Choose the column that shows what is wrong."""
        if error in (_UNREADABLE, _FIELD_MISSING):
            return reasons
        if error == _TEXT_LONG:
            return self._texts(batch)[0]
        return pc.cast(batch.column(self._task.to), pa.large_string())

    def _group(self, members: Array, values: pa.Array) -> tuple[int, list[tuple[int, str]]]:
        places = np.flatnonzero(members)
        first = places[: self._task.samples]
        shown = values.take(pa.array(first)).to_pylist()
        return len(places), [
            (place, _shortened(value or ""))
            for place, value in zip(first.tolist(), shown, strict=True)
        ]

    def _costs(self, written: pa.Array, plans: Plans, is_sent: Array) -> tuple[Array, Array]:
        """Return of every row what fixes save, and what UCS-2 costs."""
        saved = np.zeros(len(is_sent), np.int64)
        extra = np.zeros(len(is_sent), np.int64)
        rows = np.flatnonzero(is_sent & (plans.msg_count > 1))
        if len(rows):
            saved[rows], extra[rows] = self._savings.of(written, rows, plans)
        return saved, extra

    def _misfits(self, written: pa.Array, rows: Array) -> tuple[Array, Array]:
        if not len(rows):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        # Of all code points; memory that is not written to is never there.
        counts, last_row = np.zeros(CODE_POINTS, np.int64), np.zeros(CODE_POINTS, np.int32)
        found = np.empty(CODE_POINTS, np.int64)
        many = kernels.count_misfits(
            *parts(written), rows, self._is_known, self._is_gsm7, counts, last_row, found
        )
        characters = np.sort(found[:many])
        return characters, counts[characters]

    def _planned(
        self,
        batch: pa.RecordBatch,
        structs: pa.StructArray,
        digits: pa.Array,
        errors: Array,
        reasons: pa.Array,
    ) -> pa.RecordBatch:
        task = self._task
        if task.unread:
            batch = batch.drop_columns([task.unread])
        counts = structs.field("msg_count")
        rows = batch.num_rows
        if task.rates:
            is_priced = pa.array(errors == 0)
            numbers = pc.if_else(is_priced, digits, pa.scalar(None, digits.type))
            costs = quote_array(numbers, counts, task.rates, threads=1).field("cost")
            currency = pa.repeat(pa.scalar(task.rates.currency), rows)
            currencies = pc.if_else(costs.is_valid(), currency, None)
        else:
            costs = pa.nulls(rows, pa.decimal128(38, 0))
            currencies = pa.nulls(rows, pa.string())
        codes = pa.array([code or None for code in ERRORS])
        found = codes.take(pa.array(errors))
        said = pc.coalesce(pc.binary_join_element_wise(found, reasons, ": "), found)
        plans = (structs.field("encoding"), structs.field("chars_count"), counts)
        names = batch.schema.names
        return pa.RecordBatch.from_arrays(
            [*batch.columns, digits, *plans, costs, currencies, said], [*names, *added(names)]
        )


def _bill(
    dialcodes: Array, prices: Array, plans: Plans, is_sent: Array, costs: tuple[Array, Array]
) -> list[Billed]:
    """Add up the rows that are sent, by destination, price and encoding."""
    many = int(prices.max(initial=-1)) + 2
    keys = ((dialcodes * many + prices + 1) * 2 + plans.is_ucs2)[is_sent]
    encoded = pa.array(keys).dictionary_encode()
    at = encoded.indices.to_numpy()
    size = len(encoded.dictionary)
    saved, extra = costs

    def total(values: Array) -> list[int]:
        if not values.any():
            return [0] * size
        # Whole numbers in a float, exact up to 2**53.
        sums: list[int] = np.bincount(at, values[is_sent], size).astype(np.int64).tolist()
        return sums

    columns = (
        np.bincount(at, minlength=size).tolist(),
        *map(total, (plans.msg_count, plans.chars_count, saved, saved > 0, extra, extra > 0)),
    )
    billed = []
    for key, *sums in zip(encoded.dictionary.to_pylist(), *columns, strict=True):
        place, is_ucs2 = divmod(key, 2)
        dialcode, price = divmod(place, many)
        billed.append(Billed(dialcode, price - 1, bool(is_ucs2), *sums))
    return billed


def _shortened(value: str) -> str:
    return value if len(value) <= _MAX_SHOWN else f"{value[:_MAX_SHOWN]}…"


def sample(before: int, found: tuple[int, str]) -> Sample:
    """Make an example of a row, so many rows into the campaign."""
    place, value = found
    return Sample(before + place + 1, value)
