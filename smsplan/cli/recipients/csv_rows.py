# ruff: noqa: PLR2004 - the states and octets of _scan, which its docstring names
"""Rows of CSV: every cell is text, and a row that is broken is a row with a reason."""

import csv
import io
import re
from bisect import bisect_right
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from smsplan.arrow.compiling import compiled
from smsplan.characters import visible
from smsplan.cli.recipients import UNREAD, UnusableFile

Array = np.ndarray[Any, Any]

_BLOCK: Final = 1 << 21
_HEAD: Final = 1 << 16
_MOST_SHOWN: Final = 80
_MOST_OCTETS: Final = 4
"""Of a character in UTF-8."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\x1f\x8b", None))


@compiled
def _scan(  # noqa: C901, PLR0913, PLR0917 - one state machine
    octets: Array,
    delimiter: int,
    state: int,
    line: int,
    record: int,
    opened: int,
    records: Array,
    lines: Array,
) -> tuple[int, int, int, int, int]:
    """Find the records that do not begin in the line of their number, as the parser reads them.

    States: 0 at the start of a line, 1 of a field, 2 in a field, 3 in quotes,
    4 after a quotation mark in quotes; 8 is added after a carriage return.
    """
    found = 0
    for octet in octets:
        if state >= 8:
            state -= 8
            if octet == 10:
                continue
        if state == 4:
            state = 3 if octet == 34 else 2
            if octet == 34:
                continue
        if state == 3:
            if octet == 34:
                state = 4
            elif octet == 10:
                line += 1
            continue
        if octet in (10, 13):
            line += 1
            state = 8 if octet == 13 else 0
            continue
        if state == 0:
            record += 1
            records[found] = record
            lines[found] = line
            found += 1
            state = 1
        if state == 1 and octet == 34:
            state = 3
            opened = line
        else:
            state = 1 if octet == delimiter else 2
    return state, line, record, opened, found


class _Stream(io.RawIOBase):
    """The octets of a file as the parser takes them; knows the line of each record."""

    def __init__(self, head: bytes, rest: BinaryIO, delimiter: str) -> None:
        self._head = head
        self._rest = rest
        self._delimiter = ord(delimiter)
        self._state, self._line, self._record, self._opened = 0, 1, 0, 0
        self._since = 0
        self._starts: list[int] = []
        self._shifts: list[int] = []

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        octets, self._head = self._head[:size], self._head[size:]
        octets = octets or self._rest.read(size)
        if octets:
            self._follow(octets)
        return octets

    def line(self, record: int) -> int:
        """Give the line in which a record begins; the header is the first."""
        at = bisect_right(self._starts, record) - 1
        return record + (self._shifts[at] if at >= 0 else 0)

    def forget(self, before: int) -> None:
        """Forget the lines of records that are done with, but for the last."""
        at = bisect_right(self._starts, before) - 1
        del self._starts[: max(0, at)], self._shifts[: max(0, at)]

    @property
    def unclosed(self) -> int | None:
        """The line of a quotation mark that nothing closes."""
        return self._opened if self._state == 3 else None

    def _follow(self, octets: bytes) -> None:
        # Arrow cannot read a row that is longer than its block.
        end = octets.rfind(b"\n")
        self._since = len(octets) - end if end >= 0 else self._since + len(octets)
        if self._since > _BLOCK - _HEAD:
            message = f"line {self._line}: a row of more than {_BLOCK - _HEAD} octets"
            raise UnusableFile(message)
        plain = self._state in {0, 1, 2} and not (
            b'"' in octets or b"\r" in octets or b"\n\n" in octets
        )
        if plain and not (self._state == 0 and octets.startswith(b"\n")):
            ends = octets.count(b"\n")
            begins = ends + (self._state == 0) - octets.endswith(b"\n")
            self._note(self._record + (self._state == 0), self._line)
            self._record += begins
            self._line += ends
            self._state = 0 if octets.endswith(b"\n") else 1 + (octets[-1] != self._delimiter)
            return
        many = octets.count(b"\n") + octets.count(b"\r") + 1
        records, lines = np.zeros(many, np.int64), np.zeros(many, np.int64)
        self._state, self._line, self._record, self._opened, found = _scan(
            np.frombuffer(octets, np.uint8), self._delimiter,
            self._state, self._line, self._record, self._opened, records, lines,
        )  # fmt: skip
        shifts = lines[:found] - records[:found]
        changed = np.flatnonzero(np.diff(shifts, prepend=self._shifts[-1] if self._shifts else 0))
        # The parser reads ahead: a shift is there before its record is.
        self._shifts += shifts[changed].tolist()
        self._starts += records[changed].tolist()

    def _note(self, record: int, line: int) -> None:
        if line - record != (self._shifts[-1] if self._shifts else 0):
            self._shifts.append(line - record)
            self._starts.append(record)


class CsvRows:
    """The rows of a CSV file.

    An empty cell is an empty text, in quotes or not; nothing is taken for a
    number or for a null.
    """

    def __init__(self, name: str, stream: BinaryIO, encoding: str, delimiter: str) -> None:
        self._name = name
        self._encoding = encoding
        self._delimiter = delimiter
        self._bad: deque[tuple[int, str]] = deque()
        head = stream.read(_HEAD)
        if encoding == "utf-8":
            self._refuse_others(head)
            head = head.removeprefix(BOM_UTF8)
        else:
            stream = cast("BinaryIO", _Decoded(head, stream, encoding, name))
            head = stream.read(_HEAD)
        while head and b"\n" not in head and b"\r" not in head and (more := stream.read(_HEAD)):
            head += more
        if head and b"\n" not in head and b"\r" not in head:
            head += b"\n"
        self.columns = self._header(head)
        self._stream = _Stream(head, stream, delimiter)
        self._has_seen_others = False

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        record = first = 2  # the header is the first
        try:
            reader = self._reader()
            while True:
                try:
                    batch = reader.read_next_batch()
                except StopIteration:
                    break
                if batch.num_rows or self._bad:
                    batch = self._with_bad_rows(batch, record)
                    record += batch.num_rows
                    self._stream.forget(record)
                    yield self._as_text(batch, record - batch.num_rows)
        except pa.ArrowInvalid as error:
            self._fail(self._stream.line(record), f"{visible(str(error))}; is it CSV?")
        if self._bad or record == first:
            none = pa.record_batch([pa.array([], pa.binary())] * len(self.columns), self.columns)
            yield self._as_text(self._with_bad_rows(none, record), record)
        if self._stream.unclosed is not None:
            self._fail(
                self._stream.unclosed,
                "a quotation mark opens here and nothing closes it; write a quotation mark in a"
                ' quoted cell twice: ""',
            )

    def _reader(self) -> Any:  # noqa: ANN401 - of a library without types
        return arrow_csv.open_csv(
            self._stream,
            read_options=arrow_csv.ReadOptions(
                block_size=_BLOCK, use_threads=False, column_names=self.columns, skip_rows=1
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self._delimiter,
                newlines_in_values=True,
                invalid_row_handler=self._take_bad,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(self.columns, pa.binary()), strings_can_be_null=False
            ),
        )

    def _take_bad(self, row: Any) -> str:  # noqa: ANN401 - of a library without types
        cells = f"{row.actual_columns} cells where the header has {row.expected_columns}"
        self._bad.append((row.number, f"{cells}: {_shown(row.text)}"))
        return "skip"

    def _with_bad_rows(self, batch: pa.RecordBatch, record: int) -> pa.RecordBatch:
        """Put the rows that were left out back into their places, with nulls and a reason."""
        reasons: list[str | None] = []
        places: list[int | None] = []
        good = 0
        while self._bad:
            number, why = self._bad[0]
            between = number - record - len(places)
            if good + between > batch.num_rows:
                break
            places += [*range(good, good + between), None]
            reasons += [None] * between
            reasons.append(f"line {self._stream.line(number)}: {why}")
            good += between
            self._bad.popleft()
        if not reasons:
            return batch.append_column(UNREAD, pa.nulls(batch.num_rows, pa.string()))
        places += range(good, batch.num_rows)
        reasons += [None] * (batch.num_rows - good)
        batch = batch.take(pa.array(places, pa.int64()))
        return batch.append_column(UNREAD, pa.array(reasons, pa.string()))

    def _as_text(self, batch: pa.RecordBatch, record: int) -> pa.RecordBatch:
        reasons = batch.column(UNREAD)
        texts = []
        broken: dict[int, str] = {}
        for name in self.columns:
            column = batch.column(name)
            try:
                texts.append(pc.cast(column, pa.string()))
            except pa.ArrowInvalid:
                texts.append(self._decoded(column, name, record, broken))
        if broken:
            known = reasons.to_pylist()
            reasons = pa.array(
                [broken.get(at) or known[at] for at in range(len(known))], pa.string()
            )
        if not self._has_seen_others:
            self._has_seen_others = any(
                len(text.buffers()[2] or b"") and not pc.all(pc.string_is_ascii(text)).as_py()
                for text in texts
            )
        return pa.RecordBatch.from_arrays([*texts, reasons], [*self.columns, UNREAD])

    def _decoded(
        self, column: pa.Array, name: str, record: int, broken: dict[int, str]
    ) -> pa.Array:
        """Decode cells one by one; what cannot be is null, and its row has a reason.

        Where the first cell that is not ASCII is not UTF-8, the file is of another
        encoding, which it does not say.
        """
        found = []
        for at, cell in enumerate(column.to_pylist()):
            try:
                text = cell if cell is None else cell.decode()
                self._has_seen_others |= text is not None and not text.isascii()
                found.append(text)
            except UnicodeDecodeError as error:
                line = self._stream.line(record + at)
                why = f"the cell {visible(name)!r} is not UTF-8 at octet {error.start}"
                if not self._has_seen_others:
                    self._fail(line, f"{why}; say how it is written, as with --encoding cp1252")
                broken[at] = f"line {line}: {why}: {_shown(cell.decode('utf-8', 'replace'))}"
                found.append(None)
        return pa.array(found, pa.string())

    def _header(self, head: bytes) -> list[str]:
        text = head.decode("utf-8", "surrogateescape")
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter)
            names = next((row for row in reader if row), [])
        except csv.Error as error:
            self._fail(1, f"not a header of CSV: {error}")
        if any(not name.isprintable() and _SURROGATE.search(name) for name in names):
            self._fail(1, "not UTF-8; say how it is written, as with --encoding cp1252")
        if not names:
            self._fail(1, "the file is empty; the first line is to name the columns")
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            self._fail(1, f"two columns are called {visible(min(twice))!r}; give each its own name")
        return names

    def _refuse_others(self, head: bytes) -> None:
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                hint = f"UTF-16; say --encoding {encoding}" if encoding else "compressed; unpack it"
                self._fail(1, f"the file is {hint}")
        if b"\x00" in head[:_HEAD]:
            self._fail(1, "a NUL octet stands in it; if it is UTF-16 say --encoding utf-16")

    def _fail(self, line: int, why: str) -> Any:  # noqa: ANN401 - it never returns
        message = f"{visible(self._name)}, line {line}: {why}"
        raise UnusableFile(message) from None


class _Decoded(io.RawIOBase):
    """A file of another encoding as UTF-8."""

    def __init__(self, head: bytes, rest: BinaryIO, encoding: str, name: str) -> None:
        self._rest = io.TextIOWrapper(
            io.BufferedReader(_Joined(head, rest)), encoding=encoding, newline=""
        )
        self._name = name
        self._encoding = encoding
        self._lines = 1
        self._is_first = True

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        try:
            text = self._rest.read(max(1, size // _MOST_OCTETS))
        except UnicodeError as error:
            message = (
                f"{visible(self._name)}, after line {self._lines}: not {self._encoding}: {error}"
            )
            raise UnusableFile(message) from None
        if self._is_first:
            text = text.removeprefix("\ufeff")
            self._is_first = False
        self._lines += text.count("\n")
        return text.encode()


class _Joined(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any buffer
        octets, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        octets = octets or self._rest.read(len(buffer)) or b""
        buffer[: len(octets)] = octets
        return len(octets)


def _shown(text: str) -> str:
    return visible(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")
