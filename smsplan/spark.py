"""Columns and campaigns on Apache Spark: the kernel of :mod:`smsplan.columns` on the executors.

Needs the extra ``spark`` (pyspark, pyarrow and numba), on the driver and on the
executors, of one version.  Rows go through ``mapInArrow``; the functions that
are sent to the executors are those of this module, bound to what the caller
chose, and take nothing of the driver's with them.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, Final, NamedTuple

import msgspec

from smsplan.destinations.rates import RateCard
from smsplan.errors import ColumnError, MissingExtraError
from smsplan.planning import STANDARD, Profile
from smsplan.templates import Field, Template

try:
    import numpy as np
    import pyarrow as pa
    from pyspark import TaskContext
    from pyspark.errors import PySparkNotImplementedError
    from pyspark.sql import DataFrame
    from pyspark.sql import types as spark_types

    from smsplan.campaign import Group, Preview, Sample
    from smsplan.campaign.batch import Looked, Looker
    from smsplan.campaign.duplicates import Duplicates
    from smsplan.campaign.rendering import check_columns
    from smsplan.campaign.row_errors import DUPLICATE, Task
    from smsplan.campaign.tally import Tally
    from smsplan.columns import plan_array
except ImportError as _error:
    raise MissingExtraError(extra="spark", feature="smsplan.spark") from _error

__all__ = ["plan_column", "preview"]

_PLAN: Final = (
    spark_types.StructField("encoding", spark_types.StringType()),
    spark_types.StructField("chars_count", spark_types.LongType()),
    spark_types.StructField("msg_count", spark_types.LongType()),
)
_TEXT: Final = (
    spark_types.StringType,
    spark_types.CharType,
    spark_types.VarcharType,
    spark_types.NullType,
)
_FOUND: Final = "number bigint, position bigint, part binary"
"""A recipient that is sent to and the position of its row; or else a part of what is found."""
_ARROW_FOUND: Final = pa.schema(
    [("number", pa.int64()), ("position", pa.int64()), ("part", pa.binary())]
)
_ROW_BITS: Final = 33
"""A position is the number of the partition, and below it that of the row in it, as Spark does."""
_ROWS: Final = 1 << 16
"""Rows that a preview looks at together; Spark's own batches are smaller."""


class Part(NamedTuple):
    """What was found in a partition."""

    partition: int
    looked: Looked


class Again(NamedTuple):
    """Rows that have the recipient of a row before: how many, and the first of them."""

    rows: int
    first: list[tuple[int, int]]
    """Positions and numbers."""


def plan_column(df: DataFrame, text: str, profile: Profile = STANDARD) -> DataFrame:
    """Plan the texts of a column: add ``encoding``, ``chars_count`` and ``msg_count``.

    They say what :func:`smsplan.plan` says of the text, and are null where it
    is null.  All columns go through the Python workers, so select those that
    are needed first.  Nothing runs before an action does; then a profile that
    forces GSM-7 fails on the first text with non-GSM characters, with a
    ``PythonException`` of pyspark that ends in the message of
    :class:`~smsplan.errors.UnencodableTextError`.

    Raises :class:`~smsplan.errors.ColumnError` for a column that is not there,
    is there twice or is not of text, where a column has the name of an added one,
    and for a column of a type that Spark does not hand to Python.

    ::

        plan_column(df, "text").groupBy("encoding").sum("msg_count").show()
    """
    _check(df, [*df.columns, text], {text: False})
    added = [field.name for field in _PLAN]
    is_exact = df.sparkSession.conf.get("spark.sql.caseSensitive") == "true"
    taken = [name for name in df.columns if (name if is_exact else name.lower()) in added]
    if taken:
        raise ColumnError(f"there is a column {taken[0]!r} already, which the plans are to have")
    schema = spark_types.StructType([*df.schema.fields, *_PLAN])
    mapped = partial(add_plans, names=schema.names, column=df.columns.index(text), profile=profile)
    numbered = _numbered(df)
    try:
        return numbered.mapInArrow(mapped, schema)
    except PySparkNotImplementedError:
        _name_unsupported(df, numbered)
        raise


def preview(  # noqa: PLR0913 - one parameter a choice
    df: DataFrame,
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
    samples: int = 10,
    sender: str | None = None,
) -> Preview:
    """Return what a campaign will be: :func:`smsplan.campaign.preview` of the rows of a DataFrame.

    The parameters and the answer are the same.  It is one job, which reads the
    columns that are named and no others; each partition is added up where it is,
    and the driver is sent the sums.  ``duplicates`` needs a shuffle of 16 octets
    a recipient, and as many again in the memory of the executors.  Rows are
    numbered as ``collect`` would give them: if that order differs from run to
    run, so do the numbers, and nothing else.

    Raises :class:`~smsplan.errors.ColumnError` and ``TypeError`` before any
    job runs, as ``smsplan.campaign.preview`` does; where the profile forces GSM-7
    on a text with non-GSM characters, what :func:`plan_column` says.

    ::

        preview(df, to="msisdn", template=Template.parse("Hi {{name}}"), rates=card).cost
    """
    if (text is None) == (template is None):
        raise TypeError("the texts are either a column, text=, or a template, template=")
    rates = rates.at(day, sender=sender) if rates else None
    task = Task(
        *(to, text, template, rates, profile, unread),
        is_written=False,
        samples=samples,
        sender=sender,
        day=day,
    )
    wholes = {} if unread is None else {unread: False}
    wholes |= {name: name != text for name in task.columns}
    check_columns([name for name in df.columns if name != unread], task.columns)
    _check(df, wholes, wholes)
    # By number: to Spark two names that differ in case may be one.
    chosen = _numbered(df).select(*(str(df.columns.index(name)) for name in wholes))
    mapped = partial(look, names=list(wholes), task=pickle.dumps(task), with_numbers=duplicates)
    found = chosen.mapInArrow(mapped, _FOUND)
    if duplicates:
        # The rows of a recipient come together, the first of them first.
        found = found.repartition("number").sortWithinPartitions("position")
        found = found.mapInArrow(partial(find_again, samples=samples), _FOUND)
    parts = [pickle.loads(row.part) for row in found.collect()]  # noqa: S301 - our own, from _record
    return add_up(task, parts, fields or {}, with_duplicates=duplicates)


def _check(df: DataFrame, wanted: Iterable[str], wholes: Mapping[str, bool]) -> None:
    """Refuse columns that are not there or not of text, or of whole numbers if they may be."""
    check_columns(df.columns, list(wanted))
    for name, or_whole in wholes.items():
        found = df.schema[name].dataType
        is_whole = isinstance(found, spark_types.IntegralType) or (
            isinstance(found, spark_types.DecimalType) and found.scale == 0
        )
        if not isinstance(found, _TEXT) and not (or_whole and is_whole):
            what = "text or whole numbers" if or_whole else "text"
            raise ColumnError(
                f"the column {name!r} is of type {found.simpleString()}, not of {what}"
            )


def _name_unsupported(df: DataFrame, numbered: DataFrame) -> None:
    """Raise :class:`ColumnError` for the first column that does not go through ``mapInArrow``."""
    for number, field in enumerate(df.schema.fields):
        try:
            one = spark_types.StructType([field])
            numbered.select(str(number)).mapInArrow(lambda batches: batches, one)
        except PySparkNotImplementedError as error:
            raise ColumnError(
                f"the column {field.name!r} is of type {field.dataType.simpleString()},"
                " which Spark does not hand to Python; select the other columns"
            ) from error


def _numbered(df: DataFrame) -> DataFrame:
    """Call the columns by their numbers; ``mapInArrow`` fails on names with a dot or a backtick."""
    return df.toDF(*map(str, range(len(df.columns))))


def add_plans(
    batches: Iterable[pa.RecordBatch], names: list[str], column: int, profile: Profile
) -> Iterator[pa.RecordBatch]:
    """Add the plans to the batches of a partition, on an executor."""
    for batch in batches:
        encodings, *counts = plan_array(batch.column(column), profile, threads=1).flatten()
        columns = [*batch.columns, encodings.dictionary_decode(), *counts]
        yield pa.RecordBatch.from_arrays(columns, names)


def look(
    batches: Iterable[pa.RecordBatch], names: list[str], task: bytes, *, with_numbers: bool
) -> Iterator[pa.RecordBatch]:
    """Return the recipients of a partition, and after them what was found in it, on an executor."""
    context = TaskContext.get()
    partition = context.partitionId() if context else 0
    looker, samples = _looker(task)
    tally = Tally(samples)
    position = partition << _ROW_BITS
    for batch in _together(batches):
        looked = looker.look(batch.rename_columns(names))
        tally.add(looked)
        if with_numbers:
            sent = np.flatnonzero(looked.numbers)
            numbers = pa.array(looked.numbers[sent].astype(np.int64))
            parts = pa.nulls(len(sent), pa.binary())
            columns = [numbers, pa.array(position + sent), parts]
            yield pa.RecordBatch.from_arrays(columns, schema=_ARROW_FOUND)
        position += looked.rows
    yield _record(Part(partition, tally.looked()))


@lru_cache(maxsize=1)
def _looker(task: bytes) -> tuple[Looker, int]:
    """Keep what is learnt of characters and numbering plans for the next partition.

    It takes a fifth of a second to learn, and a worker of Python serves many partitions.
    """
    read: Task = pickle.loads(task)  # noqa: S301 - our own, from preview
    return Looker(read), read.samples


def _together(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Bring small batches together: to look at one costs something, however small it is."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= _ROWS:
            yield pa.concat_batches(waiting)
            waiting = []
    if waiting:
        yield pa.concat_batches(waiting)


def find_again(batches: Iterable[pa.RecordBatch], samples: int) -> Iterator[pa.RecordBatch]:
    """Find the recipients that came before, on an executor that has all their rows, in order."""
    seen = Duplicates()
    positions = []
    for batch in batches:
        yield batch.filter(batch.column("part").is_valid())
        sent = batch.filter(batch.column("number").is_valid())
        seen.add(sent.column("number").to_numpy().astype(np.uint64))
        positions.append(sent.column("position"))
    rows, found = seen.find(samples)
    places = pa.chunked_array(positions, pa.int64())
    yield _record(Again(rows, [(places[row].as_py(), number) for row, number in found]))


def _record(found: Part | Again) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"part": pickle.dumps(found)}], schema=_ARROW_FOUND)


def add_up(
    task: Task, parts: list[Any], fields: Mapping[str, Field], *, with_duplicates: bool
) -> Preview:
    """Add up the partitions in their order."""
    tally = Tally(task.samples)
    starts = {}
    rows = 0
    counted = (part for part in parts if isinstance(part, Part))
    for part in sorted(counted, key=attrgetter("partition")):
        starts[part.partition] = rows
        tally.add(part.looked)
        rows += part.looked.rows
    found = tally.preview(task, fields)
    if not with_duplicates:
        return found
    again = [part for part in parts if isinstance(part, Again)]
    first = sorted(each for part in again for each in part.first)[: task.samples]
    shown = (
        Sample(starts[place >> _ROW_BITS] + place % (1 << _ROW_BITS) + 1, str(number))
        for place, number in first
    )
    group = Group(DUPLICATE, sum(part.rows for part in again), tuple(shown))
    return msgspec.structs.replace(found, duplicates=group)
