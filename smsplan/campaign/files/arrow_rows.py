"""Rows of Parquet and Arrow: columns of plain types, and a broken cell is a row with a reason."""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from smsplan.campaign.files.rows import UNREAD, shown

_ROWS: Final = 1 << 16


class ParquetRows:
    """The rows of a Parquet file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._file = pq.ParquetFile(stream)
        self.columns: list[str] = list(self._file.schema_arrow.names)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return _readable(self._file.schema_arrow, self._file.iter_batches(_ROWS))


class ArrowRows:
    """The rows of an Arrow file, or of a stream."""

    def __init__(self, reader: Any) -> None:  # noqa: ANN401 - of a library without types
        self._reader = reader
        self.columns: list[str] = list(reader.schema.names)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return _readable(self._reader.schema, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        if not hasattr(self._reader, "get_batch"):
            yield from self._reader
            return
        for index in range(self._reader.num_record_batches):
            yield self._reader.get_batch(index)


def _readable(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Return an empty batch of all columns, for what is written has them even then; then rows."""
    yield _checked(pa.RecordBatch.from_pylist([], schema))
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            yield _checked(batch.slice(start, _ROWS))


def _checked(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Put null for text that is not UTF-8, and say so in the column of reasons."""
    reasons: dict[int, str] = {}
    columns = []
    for name, each in zip(batch.schema.names, batch.columns, strict=True):
        is_utf8 = _is_utf8(each, name)
        column = _plain(each)
        if not is_utf8:
            is_text = column.type in {pa.string(), pa.large_string()}
            find = _not_utf8 if is_text else _not_utf8_within
            broken = dict(find(column))
            for at, where in broken.items():
                reasons.setdefault(at, f"the cell {name!r} is not UTF-8{where}")
            places = np.arange(len(column))
            column = column.take(pa.array(places, mask=np.isin(places, list(broken))))
        columns.append(column)
    unread = pa.nulls(batch.num_rows, pa.string())
    if reasons:
        unread = pa.array(map(reasons.get, range(batch.num_rows)), pa.string())
    return pa.RecordBatch.from_arrays([*columns, unread], [*batch.schema.names, UNREAD])


def _is_utf8(column: pa.Array, name: str) -> bool:
    """Return whether all text is; raises for a column that is broken in another way."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid as error:
        if "UTF8" in str(error):
            return False
        raise pa.ArrowInvalid(f"the column {name!r} is broken: {error}") from None
    return True


def _plain(column: pa.Array) -> pa.Array:
    """Write out dictionaries and the like: not everything that reads or writes knows them."""
    kind = column.type
    if pa.types.is_run_end_encoded(kind):
        return _plain(pc.run_end_decode(column))
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary.take(column.indices))
    wanted = _PLAIN.get(kind)
    return column if wanted is None else column.cast(options=pc.CastOptions.unsafe(wanted))


_PLAIN: Final = {
    pa.null(): pa.string(),
    pa.string_view(): pa.large_string(),
    pa.binary_view(): pa.large_binary(),
}


def _not_utf8(column: pa.Array) -> Iterator[tuple[int, str]]:
    """Find the texts that are not UTF-8, and say where they are not."""
    for at, octets in enumerate(column.cast(pa.large_binary()).to_pylist()):
        try:
            (octets or b"").decode()
        except UnicodeDecodeError as error:
            yield at, f" at octet {error.start}: {shown(octets)}"


def _not_utf8_within(column: pa.Array, start: int = 0) -> Iterator[tuple[int, str]]:
    """Find the cells in which there is a text that is not UTF-8, by halves."""
    try:
        # What is nested in a slice would be validated beyond it.
        column.take(pa.array(np.arange(len(column)))).validate(full=True)
    except pa.ArrowInvalid:
        if len(column) == 1:
            yield start, ""
            return
        half = len(column) // 2
        yield from _not_utf8_within(column.slice(0, half), start)
        yield from _not_utf8_within(column.slice(half), start + half)
