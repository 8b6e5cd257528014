"""Files that are whole or not there: written beside the target, which they replace at the end."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv
from pyarrow import ipc

from smsplan.campaign.files.rows import UNREAD
from smsplan.errors import FileError
from smsplan.files import beside, close


class _ParquetWriter(pq.ParquetWriter):  # type: ignore[misc]  # of a library without types
    def __del__(self) -> None:
        """Leave off what was not closed; the base would write to its stream, closed or full."""


_ARROW: Final = ".arrow"
_CSV: Final = ".csv"
_WRITERS: Final[dict[str, Callable[[BinaryIO, pa.Schema], Any]]] = {
    ".parquet": _ParquetWriter,
    _ARROW: ipc.new_file,
    _CSV: arrow_csv.CSVWriter,
}

_FORMULA: Final = r"(?s)^(?:\s*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}].|[\t\r\n])"
"""What spreadsheets begin to compute, in letters of full width too (OWASP, CSV injection)."""
_NUMBER: Final = r"^[+-]?[0-9][0-9 ]*(?:[.,][0-9]+)?$"
"""What stays a number, or a telephone number, all the same."""


@contextmanager
def replacing(*targets: Path) -> Iterator[list[BinaryIO]]:
    """Open files to write to that replace the targets once all of them are written.

    Whatever happens before, the targets stay as they were, or not there; nothing
    is left beside them but by a process that is killed outright.

    Raises :class:`FileError` for what cannot be written or replaced.
    """
    paths = [target.resolve() for target in targets]
    with ExitStack() as stack:
        written = []
        for target, path in zip(targets, paths, strict=True):
            if paths.count(path) > 1:
                raise _unusable(target, "two outputs cannot be one file; give each its own name")
            if path.exists() and not path.is_file():
                raise _unusable(target, "it is no regular file, so nothing can replace it")
            with naming(target):
                written.append(stack.enter_context(beside(path)))
        yield [stream for stream, _ in written]
        for target, path, (stream, temporary) in zip(targets, paths, written, strict=True):
            with naming(target):
                close(stream)
                _give_mode(temporary, path)
        for target, path, (_, temporary) in zip(targets, paths, written, strict=True):
            with naming(target):
                temporary.replace(path)


def _give_mode(temporary: Path, path: Path) -> None:
    if path.exists():
        shutil.copymode(path, temporary)
    else:
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)


@contextmanager
def naming(target: Path) -> Iterator[None]:
    """Name the file that could not be written in what goes wrong."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        why = getattr(error, "strerror", None) or error
        raise _unusable(target, f"it cannot be written: {why}") from None


def check_target(target: Path) -> None:
    """Raise :class:`FileError` for a file whose name says no kind that can be written."""
    if target.suffix.lower() not in _WRITERS:
        raise _unusable(target, f"the kinds that can be written are {', '.join(_WRITERS)}")


def _unusable(target: Path, why: str) -> FileError:
    return FileError(f"{target}: {why}")


class Plans:
    """Writes batches into a file of the kind that the target's name says.

    Which columns these have is the matter of :mod:`smsplan.campaign.batch`.
    """

    def __init__(self, target: Path, stream: BinaryIO, *, is_safe: bool = False) -> None:
        self._target = target
        self._is_safe = is_safe
        self._kind = target.suffix.lower()
        self._stream = stream
        self._writer: Any = None

    def checked(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Hand on batches, all of the same columns.

        Raises :class:`FileError` before the first for a column that cannot be written.
        """
        for number, batch in enumerate(batches):
            if not number:
                for field in batch.schema:
                    if field.name != UNREAD:
                        self._check(field)
            yield batch

    def _check(self, field: pa.Field) -> None:
        if _can_hold(self._kind, field.type):
            return
        others = [kind for kind in _WRITERS if _can_hold(kind, field.type)]
        remedy = f"write {' or '.join(others)}, or leave" if others else "leave"
        raise _unusable(
            self._target,
            f"a {self._kind} file cannot hold the column {field.name!r},"
            f" which is of type {field.type}; {remedy} that column out of what is read",
        )

    def write(self, batch: pa.RecordBatch) -> None:
        """Write a batch; the first says what the columns are."""
        if self._kind == _CSV:
            batch = _simple(batch)
            if self._is_safe:
                batch = _without_formulas(batch)
        with naming(self._target):
            if self._writer is None:
                self._writer = _WRITERS[self._kind](self._stream, batch.schema)
            self._writer.write_batch(batch)

    def close(self) -> None:
        """Write what stands at the end of a file."""
        if self._writer is not None:
            with naming(self._target):
                self._writer.close()


def _can_hold(kind: str, column: pa.DataType) -> bool:
    if kind == _ARROW and _has_dictionary(column):
        return False  # such a file has one dictionary, and other batches may have others
    batch = pa.RecordBatch.from_arrays([pa.nulls(1, column)], ["tried"])
    if kind == _CSV:
        batch = _simple(batch)
        if _is_octets(batch.schema.types[0]):
            return False
    try:
        writer = _WRITERS[kind](BytesIO(), batch.schema)
        writer.write_batch(batch)
        writer.close()
    except pa.ArrowException:
        return False
    return True


def _has_dictionary(column: pa.DataType) -> bool:
    return pa.types.is_dictionary(column) or any(
        _has_dictionary(column.field(index).type) for index in range(column.num_fields)
    )


def _is_octets(column: pa.DataType) -> bool:
    """Return whether the values of a column are octets, of which none are sure to be text."""
    types = pa.types
    return bool(
        types.is_binary(column)
        or types.is_large_binary(column)
        or types.is_fixed_size_binary(column)
    )


def _without_formulas(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Put an apostrophe before the texts that a spreadsheet would take for formulas."""
    texts = (pa.string(), pa.large_string())
    columns = [_defused(each) if each.type in texts else each for each in batch.columns]
    return pa.RecordBatch.from_arrays(columns, _defused(pa.array(batch.schema.names)).to_pylist())


def _defused(texts: pa.Array) -> pa.Array:
    is_formula = pc.and_not(
        pc.match_substring_regex(texts, _FORMULA), pc.match_substring_regex(texts, _NUMBER)
    )
    sign = pa.scalar("'", texts.type)
    return pc.if_else(
        is_formula, pc.binary_join_element_wise(sign, texts, pa.scalar("", texts.type)), texts
    )


def _simple(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Write out dictionaries and what other types are stored as, which CSV knows nothing of."""
    columns = []
    for each in batch.columns:
        column = each.storage if isinstance(each, pa.ExtensionArray) else each
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)
