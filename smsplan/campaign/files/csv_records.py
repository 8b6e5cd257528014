"""The octets of CSV in blocks of whole records, walked by a table of states."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smsplan.campaign.files.rows import shown
from smsplan.columns.compiling import compiled
from smsplan.display import counted

Array = np.ndarray[Any, Any]

_LF, _CR, _QUOTE, _SPACE = b'\n\r" '
_LINE, _LINE_CR, _CELL, _TEXT, _SPACES, _QUOTED, _QUOTED_CR, _CLOSED = range(8)
"""States: at the start of a line, there after CR, at the start of a cell, in its text, in spaces
at its start, in quotation marks, there after CR, after a quotation mark that may close them."""
_BEGIN, _PART, _OPEN, _STRAY, _NEXT = 0x08, 0x10, 0x20, 0x40, 0x80
"""Actions: a record begins, a delimiter parts cells, quotation marks open, one is a stray, and
another line begins."""
_PLAIN: Final = frozenset({_LINE, _CELL, _TEXT, _SPACES})
"""States in which octets without quotation marks and CR are lines."""
_TABLE: Final = np.array(
    [
        state
        for row in (
            # other, a space, the delimiter, a quotation mark, LF, CR
            (_BEGIN | _TEXT, _BEGIN | _SPACES, _BEGIN | _PART | _CELL, _BEGIN | _OPEN | _QUOTED,
             _NEXT | _LINE, _NEXT | _LINE_CR),
            (_BEGIN | _TEXT, _BEGIN | _SPACES, _BEGIN | _PART | _CELL, _BEGIN | _OPEN | _QUOTED,
             _LINE, _NEXT | _LINE_CR),
            (_TEXT, _SPACES, _PART | _CELL, _OPEN | _QUOTED, _NEXT | _LINE, _NEXT | _LINE_CR),
            (_TEXT, _TEXT, _PART | _CELL, _TEXT, _NEXT | _LINE, _NEXT | _LINE_CR),
            (_TEXT, _SPACES, _PART | _CELL, _STRAY | _TEXT, _NEXT | _LINE, _NEXT | _LINE_CR),
            (_QUOTED, _QUOTED, _QUOTED, _CLOSED, _NEXT | _QUOTED, _NEXT | _QUOTED_CR),
            (_QUOTED, _QUOTED, _QUOTED, _CLOSED, _QUOTED, _NEXT | _QUOTED_CR),
            (_STRAY | _TEXT, _STRAY | _TEXT, _PART | _CELL, _QUOTED,
             _NEXT | _LINE, _NEXT | _LINE_CR),
        )
        for state in (*row, 0, 0)
    ],
    np.int64,
)  # fmt: skip
"""The next state, and what is done on the way, by state and class of octet.

Records are told apart as Arrow and Python do: a quotation mark opens quotes
at the start of a cell alone, and empty lines are no records.  Where they read
on, RFC 4180 (section 2) cannot: what follows the quotation mark that closes
a cell is a stray, and so is one that follows spaces at the start of a cell.
"""
_CLASSES: Final = 6


class Readable(Protocol):
    """What octets are read from."""

    def read(self, size: int, /) -> bytes:
        """Read some, at most as many as asked for; none at the end."""
        ...


@compiled
def _scan(  # noqa: PLR0913, PLR0917 - compiled functions take arrays one by one
    octets: Array, classes: Array, table: Array, state: int, line: int, records: Array
) -> tuple[int, int, int, int]:
    """Walk the table; write where each record begins, in which line, its delimiters and stray.

    The place of its first stray is counted from 1, and 0 if it has none.  The first
    record is the one that the octets begin in.
    """
    starts, lines, delimiters, strays = records
    found = opened = 0
    for at in range(octets.size):
        step = table[state << 3 | classes[octets[at]]]
        state = step & 7
        if step < _BEGIN:
            continue
        if step & _BEGIN:
            found += 1
            starts[found] = at
            lines[found] = line
        if step & _PART:
            delimiters[found] += 1
        elif step & _OPEN:
            opened = line
        elif step & _NEXT:
            line += 1
        elif step & _STRAY and strays[found] == 0:
            strays[found] = at + 1
    return state, line, opened, found


class _Scanned(NamedTuple):
    state: int
    line: int
    opened: int
    """The line of the last quotation mark that opens quotes; 0 for none."""
    starts: Array
    lines: Array
    cells: Array
    strays: Array
    """Where the first stray of each record is; -1 for none."""
    has_stray: bool
    """Whether there is any, in what is left of the record before the first that begins too."""


class _Scanner:
    """Scans CSV of one delimiter."""

    def __init__(self, delimiter: str) -> None:
        self._classes = np.zeros(0x100, np.uint8)
        self._classes[[_SPACE, ord(delimiter), _QUOTE, _LF, _CR]] = range(1, _CLASSES)

    def scan(self, octets: bytes, state: int = _LINE, line: int = 1) -> _Scanned:
        most = octets.count(b"\n") + octets.count(b"\r") + 2
        records = np.zeros((4, most), np.int64)
        view = np.frombuffer(octets, np.uint8)
        state, line, opened, found = _scan(view, self._classes, _TABLE, state, line, records)
        starts, lines, delimiters, strays = records[:, 1 : found + 1]
        cells, has_stray = delimiters + 1, bool(records[3].any())
        return _Scanned(state, line, opened, starts, lines, cells, strays - 1, has_stray)


class _Place(NamedTuple):
    """Between two records."""

    at: int
    state: int
    line: int


class Block:
    """Whole records, as the parser is to read them.

    Where ``reasons`` has why a record cannot be read, another of a wrong number of
    cells stands for it.  Records are counted from 0.
    """

    def __init__(self, octets: bytes, scanner: _Scanner, start: _Place) -> None:
        self._original = octets
        self._scanner = scanner
        self._start = start
        self.octets = octets.lstrip(b"\r\n")  # a block of line ends alone has no columns to Arrow
        self.is_utf8 = octets.isascii() or _is_utf8(octets)
        self.reasons: dict[int, str] = {}

    def line(self, record: int) -> int:
        """Return the line in which a record begins."""
        return int(self._scanned.lines[record])

    @cached_property
    def _scanned(self) -> _Scanned:
        return self._scanner.scan(self._original, *self._start[1:])

    def replace_unreadable(self, columns: int, stand_in: bytes) -> None:
        """Replace what the parser would misread or could not name.

        That is a record with a stray quotation mark, and one of a wrong number of
        cells that is not UTF-8, of which Arrow cannot tell.
        """
        found, octets = self._scanned, self._original
        ends = np.append(found.starts[1:], len(octets))
        is_bad = found.strays >= 0
        if not self.is_utf8:
            is_bad |= found.cells != columns
        pieces, done = [], 0
        for at in np.flatnonzero(is_bad).tolist():
            start = int(found.starts[at])
            row = octets[start : ends[at]].rstrip(b"\r\n")
            stray = int(found.strays[at]) - start
            cells = int(found.cells[at])
            self.reasons[at] = (
                _stray(row, stray) if stray >= 0 else wrong_cells(cells, columns, row)
            )
            pieces += [octets[done:start], stand_in]
            done = int(ends[at])
        self.octets = b"".join([*pieces, octets[done:]]).lstrip(b"\r\n")


class Records:
    """The records of a file behind its header."""

    def __init__(
        self, header: bytes, head: bytes, rest: Readable, delimiter: str, columns: int
    ) -> None:
        self._head = head
        self._rest = rest
        self._columns = columns
        self._stand_in = b"%b\n" % (delimiter.encode() if columns == 1 else b'""')
        self._scanner = _Scanner(delimiter)
        self._state, self._line, self._opened = _LINE, 1, 0
        self._has_stray = self._has_stray_here = False
        """Whether there is one in what was not given yet, and in what was taken last."""
        self._held = b""
        self._follow(header)
        self._start = _Place(0, self._state, self._line)
        """Where the next block begins."""

    def blocks(self, size: int) -> Iterator[Block]:
        """Return whole records, at most as many octets as asked for; of a longer one the reason."""
        left_out, beginning = 0, b""
        while octets := self._take(size - len(self._held)):
            first, whole = self._follow(octets)
            if left_out:
                left_out += len(octets[: first.at].rstrip(b"\r\n")) if whole.at else len(octets)
                if not whole.at:
                    continue
                yield self._too_long(beginning, left_out, size)
                left_out, self._start = 0, first
                octets, whole = octets[first.at :], whole._replace(at=whole.at - first.at)
            block = self._held + octets[: whole.at]
            self._held = octets[whole.at :]
            if whole.at:
                yield from self._checked(block)
                self._start = whole
            else:
                self._held = block + self._held
                if len(self._held) == size:
                    left_out, beginning, self._held = size, self._held, b""
        if left_out:
            yield self._too_long(beginning, left_out, size)
        else:
            yield from self._checked(self._held)

    @property
    def unclosed(self) -> int | None:
        """The line of a quotation mark that nothing closes."""
        return self._opened if self._state in {_QUOTED, _QUOTED_CR} else None

    def _take(self, size: int) -> bytes:
        octets, self._head = self._head[:size], self._head[size:]
        return octets or self._rest.read(size)

    def _follow(self, octets: bytes) -> tuple[_Place, _Place]:
        """Find where the first record begins that begins here, and where the last whole one ends.

        The second is at 0 where none ends.
        """
        plain = 0
        first = None
        if self._state in _PLAIN and not (b'"' in octets or b"\r" in octets):
            # Lines are found faster than the table is walked.
            plain = octets.rfind(b"\n") + 1
        if plain:
            is_open = self._state != _LINE
            first = _Place(is_open and octets.find(b"\n") + 1, _LINE, self._line + is_open)
            self._state, self._line = _LINE, self._line + octets.count(b"\n")
        found = self._scanner.scan(octets[plain:], self._state, self._line)
        self._state, self._line = found.state, found.line
        self._opened = found.opened or self._opened
        self._has_stray_here = found.has_stray
        self._has_stray |= found.has_stray
        end = _Place(len(octets), self._state, self._line)
        begins = [
            _Place(plain + int(found.starts[index]), _LINE, int(found.lines[index]))
            for index in ((0, -1) if len(found.starts) else ())
        ]
        whole = end if self._state in {_LINE, _LINE_CR} else _Place(0, _LINE, 0)
        if begins and whole is not end:
            whole = begins[1]
        return first or (begins[0] if begins else end), whole

    def _too_long(self, beginning: bytes, octets: int, size: int) -> Block:
        block = Block(self._stand_in, self._scanner, self._start)
        block.reasons[0] = (
            f"a row of {octets} octets, and {size - 1} can be read; is a quotation mark not"
            f" closed? It begins {shown(beginning)}"
        )
        return block

    def _checked(self, octets: bytes) -> Iterator[Block]:
        if octets.strip(b"\r\n"):
            block = Block(octets, self._scanner, self._start)
            if self._has_stray or not block.is_utf8:
                block.replace_unreadable(self._columns, self._stand_in)
            yield block
        self._has_stray = self._has_stray_here


def stray_in(record: bytes, delimiter: str) -> str | None:
    """Return why the quotation marks of a record cannot be read, if they cannot."""
    record = record.lstrip(b"\r\n")
    stray = _Scanner(delimiter).scan(record).strays.max()
    return _stray(record.rstrip(b"\r\n"), int(stray)) if stray >= 0 else None


def _stray(row: bytes, at: int) -> str:
    """Return why the quotation marks of a row cannot be read."""
    place = len(row[:at].decode("utf-8", "replace")) + 1
    if row[at] == _QUOTE:
        return (
            f"a quotation mark follows a space at the start of a cell, at character {place};"
            f" write it before the space, or leave the space out: {shown(row)}"
        )
    return (
        "something follows the quotation mark that closes a cell, at character"
        f' {place}; write a quotation mark in a quoted cell twice, "": {shown(row)}'
    )


def wrong_cells(there: int, columns: int, row: bytes) -> str:
    """Return the reason for a row that has not as many cells as there are columns."""
    return f"{counted(there, 'cell')} where the header has {columns}: {shown(row)}"


def _is_utf8(octets: bytes) -> bool:
    try:
        pc.cast(pa.array([octets], pa.binary()), pa.string())
    except pa.ArrowInvalid:
        return False
    return True
