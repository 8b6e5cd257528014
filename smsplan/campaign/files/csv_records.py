"""The octets of CSV in blocks of whole records, and the line in which each record begins."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smsplan.campaign.files.rows import MAX_SHOWN_OCTETS, shown
from smsplan.columns.compiling import compiled
from smsplan.display import counted

Array = np.ndarray[Any, Any]

_LINE_START: Final = 0
_FIELD_START: Final = 1
_IN_FIELD: Final = 2
_IN_QUOTES: Final = 3
_AFTER_QUOTE: Final = 4
"""After a quotation mark in quotes: it closes them, or is the first of two."""
_AFTER_SPACE: Final = 5
"""In a cell of spaces so far."""
_AFTER_CR: Final = 8
"""Added to a state."""
_LF, _CR, _QUOTE, _SPACE = b'\n\r" '


class Readable(Protocol):
    """What octets are read from."""

    def read(self, size: int, /) -> bytes:
        """Read some, at most as many as asked for; none at the end."""
        ...


@compiled
def _scan(  # noqa: C901, PLR0912, PLR0913, PLR0917 - one state machine
    octets: Array,
    delimiter: int,
    state: int,
    line: int,
    opened: int,
    starts: Array,
    lines: Array,
    delimiters: Array,
    strays: Array,
) -> tuple[int, int, int, int]:
    """Find where records begin, in which line, and how many delimiters part their cells.

    Records are told apart as Arrow and Python do: a quotation mark opens quotes
    at the start of a cell alone, and empty lines are no records.  Where they read
    on, RFC 4180 (section 2) cannot: what follows the quotation mark that closes
    a cell is a stray, and so is one that follows spaces at the start of a cell.
    The first stray of a record is its place and one, or 0.  The first place of the
    arrays is of the record that the octets begin in.
    """
    found = 0
    for at in range(octets.size):
        octet = octets[at]
        if state >= _AFTER_CR:
            state -= _AFTER_CR
            if octet == _LF:
                continue
        if state == _AFTER_QUOTE:
            state = _IN_QUOTES if octet == _QUOTE else _IN_FIELD
            if octet == _QUOTE:
                continue
            if strays[found] == 0 and octet not in (delimiter, _LF, _CR):
                strays[found] = at + 1
        if state == _IN_QUOTES:
            if octet == _QUOTE:
                state = _AFTER_QUOTE
            elif octet == _LF:
                line += 1
            elif octet == _CR:
                line += 1
                state += _AFTER_CR
            continue
        if octet in (_LF, _CR):
            line += 1
            state = _LINE_START + _AFTER_CR if octet == _CR else _LINE_START
            continue
        if state == _LINE_START:
            found += 1
            starts[found] = at
            lines[found] = line
            state = _FIELD_START
        if state == _FIELD_START and octet == _QUOTE:
            state = _IN_QUOTES
            opened = line
        elif octet == delimiter:
            state = _FIELD_START
            delimiters[found] += 1
        elif octet == _SPACE and state in (_FIELD_START, _AFTER_SPACE):
            state = _AFTER_SPACE
        else:
            if octet == _QUOTE and state == _AFTER_SPACE and strays[found] == 0:
                strays[found] = at + 1
            state = _IN_FIELD
    return state, line, opened, found


class _Scanned(NamedTuple):
    state: int
    line: int
    opened: int
    starts: Array
    lines: Array
    cells: Array
    strays: Array
    has_stray_before: bool
    """Whether one is in what is left of the record before the first that begins."""


def _scanned(octets: bytes, delimiter: int, state: int, line: int, opened: int) -> _Scanned:
    most = octets.count(b"\n") + octets.count(b"\r") + 2
    starts, lines, delimiters, strays = np.zeros((4, most), np.int64)
    state, line, opened, found = _scan(
        np.frombuffer(octets, np.uint8),
        delimiter,
        state,
        line,
        opened,
        starts,
        lines,
        delimiters,
        strays,
    )
    there = slice(1, found + 1)
    return _Scanned(
        state,
        line,
        opened,
        starts[there],
        lines[there],
        delimiters[there] + 1,
        strays[there] - 1,
        bool(strays[0]),
    )


class Records:
    """The records of a file, in blocks of whole ones; the header is record 1.

    What the parser cannot take is another record of a wrong number of cells for
    it, and ``reasons`` has what is wrong: a record that is longer than a block,
    one with a stray quotation mark, and one of a wrong number of cells that is
    not UTF-8, of which Arrow cannot tell.
    """

    def __init__(
        self, header: bytes, head: bytes, rest: Readable, delimiter: str, columns: int
    ) -> None:
        self.reasons: dict[int, str] = {}
        self.is_utf8 = True
        """Whether all that was given so far is."""
        self._head = head
        self._rest = rest
        self._delimiter = ord(delimiter)
        self._columns = columns
        self._stand_in = b"%b\n" % (delimiter.encode() if columns == 1 else b'""')
        self._state, self._line, self._record, self._opened = _LINE_START, 1, 0, 0
        self._starts: list[int] = []
        self._shifts: list[int] = []
        self._held = b""
        self._left_out = 0
        """How many octets of a record that is too long were left out so far."""
        self._beginning = b""
        self._strays: set[int] = set()
        """Records with a stray quotation mark, in what was not given yet."""
        self._next = 2
        self._follow(header)

    def blocks(self, size: int) -> Iterator[tuple[int, bytes]]:
        """Return whole records, at most as many octets as asked for, and which the first is."""
        while octets := self._take(size - len(self._held)):
            ended, whole = self._follow(octets)
            if self._left_out and not whole:
                self._left_out += len(octets)
                continue
            if self._left_out:
                self._tell_of_long(size, self._left_out + len(octets[:ended].rstrip(b"\r\n")))
                octets, whole = octets[ended:], whole - ended
            elif not whole:
                self._held += octets
                if len(self._held) == size:
                    self._leave_out()
                continue
            # To Arrow a block of line ends alone has no columns.
            block = (self._held + octets[:whole]).lstrip(b"\r\n")
            self._held = octets[whole:]
            if block:
                yield self._checked(block)
        if self._left_out:
            self._tell_of_long(size, self._left_out)
        block, self._held = self._held, b""
        if block:
            yield self._checked(block)

    def line(self, record: int) -> int:
        """Return the line in which a record begins; the header is the first."""
        at = bisect_right(self._starts, record) - 1
        return record + (self._shifts[at] if at >= 0 else 0)

    def forget(self, before: int) -> None:
        """Forget the lines of records that are done with, but for the last."""
        at = bisect_right(self._starts, before) - 1
        del self._starts[: max(0, at)], self._shifts[: max(0, at)]

    @property
    def unclosed(self) -> int | None:
        """The line of a quotation mark that nothing closes."""
        return self._opened if self._state % _AFTER_CR == _IN_QUOTES else None

    def _take(self, size: int) -> bytes:
        octets, self._head = self._head[:size], self._head[size:]
        return octets or self._rest.read(size)

    def _follow(self, octets: bytes) -> tuple[int, int]:
        """Count records and lines; give where the open record ends, and the last whole one.

        The second is 0 where none ends.
        """
        plain = (
            self._state not in {_IN_QUOTES, _AFTER_QUOTE}
            and self._state < _AFTER_CR
            and not (b'"' in octets or b"\r" in octets or b"\n\n" in octets)
        )
        if plain and not (self._state == _LINE_START and octets.startswith(b"\n")):
            return self._follow_plain(octets)
        first = self._record + 1
        found = _scanned(octets, self._delimiter, self._state, self._line, self._opened)
        self._state, self._line, self._opened, starts, lines, *_ = found
        if found.has_stray_before:
            self._strays.add(self._record)
        self._strays.update((first + np.flatnonzero(found.strays >= 0)).tolist())
        self._record += len(starts)
        shifts = lines - np.arange(first, first + len(lines))
        changed = np.flatnonzero(np.diff(shifts, prepend=self._shifts[-1] if self._shifts else 0))
        # The parser reads ahead: a shift is there before its record is.
        self._shifts += shifts[changed].tolist()
        self._starts += (first + changed).tolist()
        ended = int(starts[0]) if len(starts) else len(octets)
        if self._state % _AFTER_CR == _LINE_START:
            return ended, len(octets)
        return ended, int(starts[-1]) if len(starts) else 0

    def _follow_plain(self, octets: bytes) -> tuple[int, int]:
        """Do it for octets without quotes and without empty lines, which is faster."""
        is_open = self._state != _LINE_START
        ends = octets.count(b"\n")
        begins = ends + (not is_open) - octets.endswith(b"\n")
        shift = self._line + is_open - (self._record + 1)
        if begins and shift != (self._shifts[-1] if self._shifts else 0):
            self._shifts.append(shift)
            self._starts.append(self._record + 1)
        self._record += begins
        self._line += ends
        self._state = self._after_plain(octets)
        return octets.find(b"\n") + 1 if is_open else 0, octets.rfind(b"\n") + 1

    def _after_plain(self, octets: bytes) -> int:
        last = {_LF: _LINE_START, self._delimiter: _FIELD_START}
        if octets[-1] != _SPACE or octets[-1] in last:
            return last.get(octets[-1], _IN_FIELD)
        before = octets.rstrip(b" ")[-1:]
        is_blank = before[0] in last if before else self._state != _IN_FIELD
        return _AFTER_SPACE if is_blank else _IN_FIELD

    def _leave_out(self) -> None:
        self._beginning = self._held[:MAX_SHOWN_OCTETS]
        self._left_out = len(self._held)
        self._held = self._stand_in

    def _tell_of_long(self, size: int, octets: int) -> None:
        self._left_out = 0
        self.reasons[self._next] = (
            f"a row of {octets} octets, and {size - 1} can be read; is a quotation mark not"
            f" closed? It begins {shown(self._beginning)}"
        )

    def _checked(self, block: bytes) -> tuple[int, bytes]:
        """Replace the records of a block that the parser would misread, or could not name."""
        first, self._next = self._next, self._record + 1 - bool(self._held)
        strays = {record for record in self._strays if record < self._next}
        self._strays -= strays
        is_utf8 = block.isascii() or _is_utf8(block)
        self.is_utf8 &= is_utf8
        if is_utf8 and not strays:
            return first, block
        found = _scanned(block, self._delimiter, _LINE_START, 1, 0)
        ends = np.append(found.starts[1:], len(block))
        is_bad = found.strays >= 0
        if not is_utf8:
            is_bad |= found.cells != self._columns
        pieces = []
        done = 0
        for at in np.flatnonzero(is_bad).tolist():
            start, end = int(found.starts[at]), int(ends[at])
            row = block[start:end].rstrip(b"\r\n")
            stray = int(found.strays[at]) - start
            why = (
                _stray(row, stray)
                if stray >= 0
                else wrong_cells(int(found.cells[at]), self._columns, row)
            )
            self.reasons.setdefault(first + at, why)
            pieces += [block[done:start], self._stand_in]
            done = end
        return first, b"".join([*pieces, block[done:]])


def stray_in(record: bytes, delimiter: str) -> str | None:
    """Return why the quotation marks of a record cannot be read, if they cannot."""
    record = record.lstrip(b"\r\n")
    found = _scanned(record, ord(delimiter), _LINE_START, 1, 0)
    return _stray(record.rstrip(b"\r\n"), int(found.strays[0])) if max(found.strays) >= 0 else None


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
