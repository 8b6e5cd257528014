"""Where rows come from: a file, a folder of files of one kind, or a stream."""

import codecs
import os
import tempfile
from collections.abc import Collection, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from pyarrow import ipc

from smsplan.campaign.files.arrow_rows import ArrowRows, ParquetRows
from smsplan.campaign.files.csv_rows import CsvRows
from smsplan.campaign.files.kinds import FILE_OF_ARROW, expanded, kind_of, refuse
from smsplan.campaign.files.ndjson_rows import NdjsonRows
from smsplan.campaign.files.rows import UNREAD, Kind, twice
from smsplan.campaign.rendering import check_columns
from smsplan.display import visible
from smsplan.errors import FileError
from smsplan.files import BEGINNING

STANDARD_INPUT: Final = "standard input"
"""What a stream is called."""


Rows = CsvRows | NdjsonRows | ParquetRows | ArrowRows
"""Rows of one file: the names of their columns, and batches of them."""


def read(  # noqa: PLR0913 - one parameter a choice
    source: str | os.PathLike[str] | BinaryIO,
    *,
    kind: Kind | str | None = None,
    encoding: str = "utf-8",
    delimiter: str | None = None,
    needed: str | Collection[str] = (),
    others: bool = True,
) -> "Source":
    """Read the rows of recipients of a file, of a folder of files of one kind, or of a stream.

    What is given back is for :func:`smsplan.campaign.preview`, or any other who takes
    batches of rows; nothing is read before.  A row that cannot be read is one of
    nulls, with the reason in the column :data:`UNREAD`, which each batch has.

    The ``kind`` is CSV, NDJSON, Parquet or Arrow, and told by the name or the beginning
    of the file if it is not said.  ``encoding`` and ``delimiter`` are those of CSV, where
    a comma parts cells if a first line ``sep=;`` or the name ``.tsv`` does not say otherwise;
    its cells are text as they stand, an empty one an empty text.  A number of NDJSON is
    the text of its digits.  ``needed`` are columns that there must be; where ``others``
    are not wanted they are left out if that saves time.

    Raises :class:`~smsplan.errors.FileError` for a file that cannot be used, and for an
    encoding or a delimiter that there is not, ``ValueError`` for such a kind; while rows are read
    it and :class:`~smsplan.errors.ColumnError` may come too.

    ::

        rows = files.read("recipients.csv")
        preview(rows, to="msisdn", template=Template.parse("Hi {{name}}")).cost
    """
    if not isinstance(source, str | os.PathLike) and not hasattr(source, "readinto"):
        raise TypeError(f"source is a path or a stream of bytes, not {type(source).__name__}")
    if not isinstance(delimiter, str | None):
        raise TypeError(f"delimiter is a str or None, not {delimiter!r}")
    try:
        "".encode(encoding)
        encoding = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise FileError(
            f"{encoding!r} is no encoding that Python knows, such as utf-8, cp1252 or utf-16",
            "encoding",
        ) from None
    if delimiter is not None and (
        len(delimiter) != 1 or not delimiter.isascii() or delimiter in '\0"\r\n'
    ):
        raise FileError(
            f"{delimiter!r} is neither tab nor one ASCII character that can part cells", "delimiter"
        )
    columns = (needed,) if isinstance(needed, str) else tuple(needed)
    known = None if kind is None else Kind(kind)
    how = {"kind": known, "encoding": encoding, "delimiter": delimiter}
    return Source(source, **how, needed=columns, others=others)


class _Reading(Struct, frozen=True):
    kind: Kind | None
    encoding: str
    delimiter: str | None
    needed: tuple[str, ...]
    others: bool


class Source:
    """Rows of files, one file after the other, in batches; :func:`read` makes one.

    It knows how far it is, and in the end what was left out.
    """

    columns: list[str]
    """Those of the first file, once it is opened."""
    left_out: list[str]
    """Of what values were left out, and why."""
    octets: int | None
    """How many there are in all; ``None`` where nobody knows."""

    def __init__(self, source: str | os.PathLike[str] | BinaryIO, **how: Any) -> None:  # noqa: ANN401 - as read takes it
        self._reading = _Reading(**how)
        self._stream: BinaryIO | None = None
        if isinstance(source, str | os.PathLike):
            self._files = expanded(os.fspath(source), self._reading.kind)
            self.octets = sum(Path(file).stat().st_size for file in self._files) or None
        else:
            self._files = [STANDARD_INPUT]
            self._stream = source
            self.octets = None
        self._done = 0
        self._current: BinaryIO | None = None
        self.left_out = []
        self.columns = []

    @property
    def octets_read(self) -> int:
        """How many octets were read so far."""
        try:
            return self._done + (self._current.tell() if self._current else 0)
        except (OSError, ValueError):
            return self._done

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        first: list[str] | None = None
        schema: pa.Schema | None = None
        for file in self._files:
            with _opened(file, self._stream) as stream:
                self._current = stream
                rows = self._open(file, stream)
                _refuse_names(file, rows.columns)
                if first is None:
                    check_columns(rows.columns, self._reading.needed)
                    self.columns = first = rows.columns
                elif sorted(rows.columns) != sorted(first):
                    refuse(file, f"its columns are not those of {self._files[0]}")
                try:
                    for found in rows:
                        batch = found
                        if schema is None:
                            schema = batch.schema
                        elif batch.schema != schema:
                            batch = _as(file, batch, schema)
                        yield batch if len(self._files) == 1 else _from(file, batch)
                except (pa.ArrowException, OSError) as error:
                    refuse(file, f"it cannot be read further: {error}")
                self._done = self.octets_read
                self._current = None

    def _open(self, name: str, stream: BufferedReader) -> Rows:
        head = stream.peek(BEGINNING)[:BEGINNING]
        kind = kind_of(name, head, self._reading.kind)
        if kind is Kind.CSV:
            delimiter = self._reading.delimiter or ("\t" if name.lower().endswith(".tsv") else None)
            return CsvRows(name, stream, self._reading.encoding, delimiter)
        if kind is Kind.NDJSON:
            needed, others = self._reading.needed, self._reading.others
            return NdjsonRows(name, stream, self.left_out.append, needed, others=others)
        try:
            if kind is Kind.PARQUET:
                return ParquetRows(_seekable(stream))
            if head.startswith(FILE_OF_ARROW):
                return ArrowRows(ipc.open_file(_seekable(stream)))
            return ArrowRows(ipc.open_stream(stream))
        except pa.ArrowException as error:
            refuse(name, f"it is no {kind.value.capitalize()} file: {error}")
        except UnicodeDecodeError:
            refuse(name, "the name of a column is not UTF-8")


def _opened(file: str, given: BinaryIO | None) -> BufferedReader:
    if given is None:
        return Path(file).open("rb")
    if isinstance(given, BufferedReader):
        return given
    return BufferedReader(cast("Any", given))


def _seekable(stream: BufferedReader) -> BinaryIO:
    """Keep a pipe on the disk, for the table of contents of some files is at the end."""
    if stream.seekable():
        return stream
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as it is read
    while octets := stream.read(1 << 20):
        kept.write(octets)
    kept.seek(0)
    return cast("BinaryIO", kept)


def _refuse_names(file: str, names: list[str]) -> None:
    if (name := twice(names)) is not None:
        refuse(file, f"two columns are called {name!r}; give each its own name")
    if UNREAD in names:
        refuse(file, f"no column can be called {UNREAD!r}; give it another name")


def _as(file: str, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Make columns those of the first file, in their order; nothing is to be lost by it."""
    columns = []
    for wanted in schema:
        column = batch.column(wanted.name)
        if column.type != wanted.type:
            what = f"its column {wanted.name!r} is of type {column.type}"
            if not _is_alike(column.type, wanted.type):
                refuse(file, f"{what}, and of type {wanted.type} before; make them one type")
            try:
                column = pc.cast(column, wanted.type)
            except pa.ArrowInvalid as error:
                refuse(file, f"{what}, and does not fit {wanted.type}, as it was before: {error}")
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, schema.names)


def _is_alike(one: pa.DataType, other: pa.DataType) -> bool:
    texts = pa.string(), pa.large_string()
    if one in texts:
        return other in texts
    return bool(pa.types.is_integer(one) and pa.types.is_integer(other))


def _from(file: str, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch whose reasons begin with the file that the row is of."""
    place = batch.schema.get_field_index(UNREAD)
    reasons = batch.column(place)
    if reasons.null_count == len(reasons):
        return batch
    named = pc.binary_join_element_wise(pa.scalar(visible(file)), reasons, ", ")
    return batch.set_column(place, UNREAD, named)
