"""Where rows come from: a file, a folder of files of one kind, or standard input."""

import os
import re
import tempfile
from collections.abc import Iterator
from difflib import get_close_matches
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn, Protocol, cast

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from pyarrow import ipc

from smsplan.campaign.files.arrow_rows import ArrowRows, ParquetRows
from smsplan.campaign.files.csv_rows import CsvRows
from smsplan.campaign.files.ndjson_rows import NdjsonRows
from smsplan.campaign.files.rows import UNREAD, Kind, twice
from smsplan.campaign.rendering import check_columns
from smsplan.display import did_you_mean, visible
from smsplan.errors import FileError
from smsplan.files import BEGINNING, refusal

_SUFFIXES: Final = {
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".txt": Kind.CSV,
    ".ndjson": Kind.NDJSON,
    ".jsonl": Kind.NDJSON,
    ".parquet": Kind.PARQUET,
    ".pq": Kind.PARQUET,
    ".arrow": Kind.ARROW,
    ".arrows": Kind.ARROW,
    ".ipc": Kind.ARROW,
    ".feather": Kind.ARROW,
}
_FILE_OF_ARROW: Final = b"ARROW1"
_BEGINNINGS: Final = (
    (b"PAR1", Kind.PARQUET),
    (_FILE_OF_ARROW, Kind.ARROW),
    (b"\xff\xff\xff\xff", Kind.ARROW),
    (b"{", Kind.NDJSON),
    (b"\xef\xbb\xbf{", Kind.NDJSON),
)
_ARRAY: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*[{\[\]]")


class Rows(Protocol):
    """Rows of one file: the names of their columns, and batches of them."""

    columns: list[str]

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """Return the batches."""
        ...


class Reading(Struct, frozen=True):
    """How files are read."""

    kind: Kind | None = None
    encoding: str = "utf-8"
    delimiter: str | None = None
    needed: tuple[str, ...] = ()
    """Columns that there must be."""
    is_whole: bool = True
    """Whether the rows are to have the other columns too, as far as they cost anything."""


class Source:
    """Files one after the other; knows how far it is, and in the end what was left out."""

    def __init__(self, files: list[str], reading: Reading, standard_input: BinaryIO | None) -> None:
        self._files = files
        self._reading = reading
        self._standard_input = standard_input
        self._done = 0
        self._current: BinaryIO | None = None
        self.left_out: list[str] = []
        self.columns: list[str] = []
        """Of the first file, once it is opened."""
        sizes = [] if standard_input else [Path(file).stat().st_size for file in files]
        self.octets = sum(sizes) or None

    @property
    def read(self) -> int:
        """How many octets were read so far."""
        try:
            return self._done + (self._current.tell() if self._current else 0)
        except (OSError, ValueError):
            return self._done

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        first: list[str] | None = None
        schema: pa.Schema | None = None
        for file in self._files:
            with _opened(file, self._standard_input) as stream:
                self._current = stream
                rows = self._open(file, stream)
                _refuse_names(file, rows.columns)
                if first is None:
                    check_columns(rows.columns, self._reading.needed)
                    self.columns = first = rows.columns
                elif sorted(rows.columns) != sorted(first):
                    _refuse(file, f"its columns are not those of {self._files[0]}")
                try:
                    for found in rows:
                        batch = found
                        if schema is None:
                            schema = batch.schema
                        elif batch.schema != schema:
                            batch = _as(file, batch, schema)
                        yield batch if len(self._files) == 1 else _from(file, batch)
                except (pa.ArrowException, OSError) as error:
                    _refuse(file, f"it cannot be read further: {error}")
                self._done = self.read
                self._current = None

    def _open(self, name: str, stream: BufferedReader) -> Rows:
        suffix = Path(name).suffix.lower()
        head = stream.peek(BEGINNING)[:BEGINNING]
        if why := refusal(head):
            _refuse(name, why)
        if _ARRAY.match(head):
            _refuse(name, "it is a JSON array; write an object a line, as jq -c '.[]' does")
        kind = self._reading.kind or _SUFFIXES.get(suffix)
        kind = kind or next((kind for mark, kind in _BEGINNINGS if head.startswith(mark)), Kind.CSV)
        if kind is Kind.CSV:
            delimiter = self._reading.delimiter or ("\t" if suffix == ".tsv" else None)
            return CsvRows(name, stream, self._reading.encoding, delimiter)
        if kind is Kind.NDJSON:
            needed, is_whole = self._reading.needed, self._reading.is_whole
            return NdjsonRows(name, stream, self.left_out.append, needed, is_whole=is_whole)
        try:
            if kind is Kind.PARQUET:
                return ParquetRows(_seekable(stream))
            if head.startswith(_FILE_OF_ARROW):
                return ArrowRows(ipc.open_file(_seekable(stream)))
            return ArrowRows(ipc.open_stream(stream))
        except pa.ArrowException as error:
            _refuse(name, f"it is no {kind.value.capitalize()} file: {error}")
        except UnicodeDecodeError:
            _refuse(name, "the name of a column is not UTF-8")


def _opened(file: str, standard_input: BinaryIO | None) -> BufferedReader:
    if standard_input is None:
        return Path(file).open("rb")
    if isinstance(standard_input, BufferedReader):
        return standard_input
    return BufferedReader(cast("Any", standard_input))


def _seekable(stream: BufferedReader) -> BinaryIO:
    """Keep standard input on the disk, for the table of contents of some files is at the end."""
    if stream.seekable():
        return stream
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as it is read
    while octets := stream.read(1 << 20):
        kept.write(octets)
    kept.seek(0)
    return cast("BinaryIO", kept)


def _refuse_names(file: str, names: list[str]) -> None:
    if (name := twice(names)) is not None:
        _refuse(file, f"two columns are called {name!r}; give each its own name")
    if UNREAD in names:
        _refuse(file, f"no column can be called {UNREAD!r}; give it another name")


def _as(file: str, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Make columns those of the first file, in their order; nothing is to be lost by it."""
    columns = []
    for wanted in schema:
        column = batch.column(wanted.name)
        if column.type != wanted.type:
            what = f"its column {wanted.name!r} is of type {column.type}"
            if not _is_alike(column.type, wanted.type):
                _refuse(file, f"{what}, and of type {wanted.type} before; make them one type")
            try:
                column = pc.cast(column, wanted.type)
            except pa.ArrowInvalid as error:
                _refuse(file, f"{what}, and does not fit {wanted.type}, as it was before: {error}")
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


def expand(path: str, kind: Kind | None) -> list[str]:
    """List the files of a folder, in order; a file stands for itself.

    Raises :class:`FileError` where there are none, or of several kinds.
    """
    if not path:
        message = "the name of the file is empty"
        raise FileError(message)
    if not Path(path).exists():
        folder = Path(path).parent
        there = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 - names alone
        near = [str(folder / name) for name in get_close_matches(Path(path).name, there, 1)]
        message = f"there is no file {path}{did_you_mean(near)}"
        raise FileError(message)
    if not Path(path).is_dir():
        return [path]
    files = [
        each for each in sorted(Path(path).iterdir()) if each.is_file() and each.name[0] not in "._"
    ]
    if not files:
        _refuse(path, "there is no file in the folder")
    kinds = {kind or _SUFFIXES.get(each.suffix.lower()): each for each in files}
    if len(kinds) > 1:
        names = " and ".join(each.name for each in list(kinds.values())[:2])
        _refuse(path, f"the folder has files of several kinds, such as {names}; give one file")
    if None in kinds:
        _refuse(path, f"nothing says what {files[0].name} is; say it with --format")
    return [str(each) for each in files]


def _refuse(name: str, why: str) -> NoReturn:
    message = f"{name}: {why}"
    raise FileError(message)
