"""Rows of NDJSON: an object a line, its values as text."""

from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO, Final

import msgspec
import pyarrow as pa
from msgspec import Raw

from smsplan.campaign.files.rows import UNREAD, shown
from smsplan.display import counted
from smsplan.errors import FileError
from smsplan.files import read_lines

_ROWS: Final = 1 << 16
_MAX_COLUMNS: Final = 1 << 12
"""That are read though nothing needs them: a row has a cell in each, whatever its names are."""
_CELLS: Final = 1 << 22
"""Of a batch."""
_OBJECT: Final = msgspec.json.Decoder(dict[str, Raw])
_Line = tuple[int, dict[str, str | None] | str]
"""Its number, and what it says or why it says nothing."""


class NdjsonRows:
    """The rows of an NDJSON file.

    The columns are the first 4,096 names in its first 65,536 rows, and those that are
    needed; what rows have beside them is left out, which is told.  A number is the
    text of its digits, ``null`` and a name that is not there are null, and what is
    nested is its JSON.  Empty lines are none.  Where only what is needed is to be read
    the rows have nothing else.
    """

    def __init__(
        self,
        name: str,
        stream: BinaryIO,
        tell: Callable[[str], object],
        needed: Collection[str] = (),
        *,
        others: bool = True,
    ) -> None:
        self._name = name
        self._tell = tell
        self._lines = self._batches(stream)
        self._first = next(self._lines, [])
        names: dict[str, None] = {}
        for _, row in self._first:
            if isinstance(row, dict):
                names |= dict.fromkeys(row)
        if not names:
            why = self._first[0][1] if self._first else "the file is empty"
            raise FileError(f"{name}, line 1: {why}; a line is to be a JSON object")
        self.columns: list[str] = list(names)
        wanted = {*(self.columns[:_MAX_COLUMNS] if others else ()), *needed}
        self._given = [each for each in names if each in wanted]
        self._known = frozenset(self._given)
        self._others = others
        self._rows_beyond = 0
        self._first_beyond = ""

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        yield from self._in_batches(self._first)
        self._first = []
        for rows in self._lines:
            yield from self._in_batches(rows)
        if self._rows_beyond:
            others = counted(self._rows_beyond - 1, "row")
            rest = f", here and in {others} more" if self._rows_beyond > 1 else ""
            self._tell(f"{self._name}, {self._first_beyond}; such values are left out{rest}")

    def _in_batches(self, rows: list[_Line]) -> Iterator[pa.RecordBatch]:
        size = max(1, _CELLS // max(1, len(self._given)))
        for start in range(0, len(rows), size):
            yield self._batch(rows[start : start + size])

    def _batch(self, rows: list[_Line]) -> pa.RecordBatch:
        there: set[str] = set()
        for line, row in rows:
            if isinstance(row, str):
                continue
            there.update(row)
            if self._others and not self._known.issuperset(row):
                # No column that is needed: without one nothing would have been read so far.
                self._rows_beyond += 1
                if self._rows_beyond == 1:
                    new = min(set(row) - self._known)
                    why = (
                        f"after the first {_MAX_COLUMNS}"
                        if new in self.columns
                        else f"that none of the first {_ROWS} rows has"
                    )
                    self._first_beyond = f"line {line}: {new!r} is a column {why}"
        columns = [
            pa.array(
                [None if isinstance(row, str) else row.get(name) for _, row in rows], pa.string()
            )
            if name in there
            else pa.nulls(len(rows), pa.string())
            for name in self._given
        ]
        reasons = [row if isinstance(row, str) else None for _, row in rows]
        return pa.RecordBatch.from_arrays(
            [*columns, pa.array(reasons, pa.string())], [*self._given, UNREAD]
        )

    def _batches(self, stream: BinaryIO) -> Iterator[list[_Line]]:
        rows: list[_Line] = []
        number = 0
        for lines in read_lines(stream):  # type: ignore[arg-type] # it only reads
            for line in lines:
                number += 1
                if line.strip():
                    rows.append((number, _row(line, number)))
                if len(rows) == _ROWS:
                    yield rows
                    rows = []
        if rows:
            yield rows


def _row(line: bytes, number: int) -> dict[str, str | None] | str:
    """Read a line, or say why it is none."""
    try:
        return {name: _text(value) for name, value in _OBJECT.decode(line).items()}
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        return f"line {number}: not a JSON object: {error}: {shown(line)}"


def _text(value: Raw) -> str | None:
    octets = bytes(value)
    if octets[:1] == b'"':
        return msgspec.json.decode(octets, type=str)
    return None if octets == b"null" else octets.decode()
