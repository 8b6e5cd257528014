"""Files that are whole or not there: written beside the target, which they replace at the end."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv
from pyarrow import ipc

from smsplan.cli.recipients import UnusableFile


class _Writer(Protocol):
    def write_batch(self, batch: pa.RecordBatch) -> None: ...

    def close(self) -> None: ...


def _csv(stream: BinaryIO, schema: pa.Schema) -> Any:  # noqa: ANN401 - of a library without types
    return arrow_csv.CSVWriter(stream, schema)


_WRITERS: Final[dict[str, Callable[[BinaryIO, pa.Schema], Any]]] = {
    ".parquet": pq.ParquetWriter,
    ".arrow": ipc.new_file,
    ".csv": _csv,
}


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Give a file to write to that replaces the target once all is written.

    Whatever happens before, the target stays as it was, or not there; nothing
    is left beside it but by a process that is killed outright.
    """
    path = target.resolve()
    if path.exists() and not path.is_file():
        message = f"{target} is no regular file, so nothing can replace it"
        raise UnusableFile(message)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name[:32]}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        else:
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def check_target(target: Path) -> None:
    """Raise :class:`UnusableFile` for a file whose name says no kind that can be written."""
    if target.suffix.lower() not in _WRITERS:
        message = f"{target}: the kinds that can be written are {', '.join(_WRITERS)}"
        raise UnusableFile(message)


class Plans:
    """Writes batches into a file of the kind that the target's name says."""

    def __init__(self, target: Path, stream: BinaryIO) -> None:
        self._new = _WRITERS[target.suffix.lower()]
        self._is_csv = self._new is _csv
        self._stream = stream
        self._writer: _Writer | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Write a batch; the first says what the columns are."""
        if self._is_csv:
            batch = _decoded(batch)
        if self._writer is None:
            self._writer = cast("_Writer", self._new(self._stream, batch.schema))
        self._writer.write_batch(batch)

    def close(self) -> None:
        """Write what stands at the end of a file."""
        if self._writer is not None:
            self._writer.close()


def _decoded(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Write out dictionaries, which CSV has none of."""
    columns = [
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)
