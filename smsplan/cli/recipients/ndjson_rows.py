"""Rows of NDJSON: an object a line, its values as text."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import msgspec
import pyarrow as pa
from msgspec import Raw

from smsplan.characters import visible
from smsplan.cli.lines import read_lines
from smsplan.cli.recipients import UNREAD, UnusableFile, shown

_ROWS: Final = 1 << 16
_OBJECT: Final = msgspec.json.Decoder(dict[str, Raw])


class NdjsonRows:
    """The rows of an NDJSON file.

    The columns are the names in its first 65,536 rows; what later rows have beside
    them is left out, which is told.  A number is the text of its digits, ``null``
    and a name that is not there are null, and what is nested is its JSON.  Empty
    lines are none.
    """

    def __init__(self, name: str, stream: BinaryIO, tell: Callable[[str], object]) -> None:
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
            message = f"{visible(name)}, line 1: {why}; a line is to be a JSON object"
            raise UnusableFile(message)
        self.columns = list(names)
        self._known = frozenset(names)
        self._rows_beyond = 0
        self._first_beyond = ""

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        yield self._batch(self._first)
        self._first = []
        for rows in self._lines:
            yield self._batch(rows)
        if self._rows_beyond:
            self._tell(
                f"{visible(self._name)}, {self._first_beyond} is a column that none of the first"
                f" {_ROWS} rows has; such values are left out, here and in"
                f" {self._rows_beyond - 1} rows more"
            )

    def _batch(self, rows: list[tuple[int, dict[str, str | None] | str]]) -> pa.RecordBatch:
        for line, row in rows:
            if not isinstance(row, str) and not self._known.issuperset(row):
                # No column that is needed: without one nothing would have been read so far.
                self._rows_beyond += 1
                if self._rows_beyond == 1:
                    new = min(set(row) - self._known)
                    self._first_beyond = f"line {line}: {visible(new)!r}"
        columns = [
            pa.array(
                [None if isinstance(row, str) else row.get(name) for _, row in rows], pa.string()
            )
            for name in self.columns
        ]
        reasons = [row if isinstance(row, str) else None for _, row in rows]
        return pa.RecordBatch.from_arrays(
            [*columns, pa.array(reasons, pa.string())], [*self.columns, UNREAD]
        )

    def _batches(self, stream: BinaryIO) -> Iterator[list[tuple[int, dict[str, str | None] | str]]]:
        rows: list[tuple[int, dict[str, str | None] | str]] = []
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
