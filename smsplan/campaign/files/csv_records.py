"""The octets of CSV in blocks of whole records."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smsplan.campaign.files.csv_scanner import (
    LINE,
    LINE_CR,
    PLAIN,
    QUOTE,
    QUOTED,
    QUOTED_CR,
    Scanned,
    Scanner,
)
from smsplan.campaign.files.rows import shown
from smsplan.display import counted


class Readable(Protocol):
    """What octets are read from."""

    def read(self, size: int, /) -> bytes:
        """Read some, at most as many as asked for; none at the end."""


class Place(NamedTuple):
    """Between two records."""

    at: int
    state: int
    line: int


class Block:
    """Whole records, as the parser is to read them.

    Where ``reasons`` has why a record cannot be read, another of a wrong number of
    cells stands for it.  Records are counted from 0.
    """

    def __init__(self, octets: bytes, scanner: Scanner, start: Place) -> None:
        self._original = octets
        self._scanner = scanner
        self._start = start
        # A block of line ends alone has no columns to Arrow.
        self.octets: bytes = octets.lstrip(b"\r\n")
        self.is_utf8: bool = octets.isascii() or _is_utf8(octets)
        self.reasons: dict[int, str] = {}

    def line(self, record: int) -> int:
        """Return the line in which a record begins."""
        return int(self._scanned.lines[record])

    @cached_property
    def _scanned(self) -> Scanned:
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
        self._scanner = Scanner(delimiter)
        self._state, self._line, self._opened = LINE, 1, 0
        self._has_stray = self._has_stray_here = False
        """Whether there is one in what was not given yet, and in what was taken last."""
        self._held = b""
        self._follow(header)
        self._start = Place(0, self._state, self._line)
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
        return self._opened if self._state in {QUOTED, QUOTED_CR} else None

    def _take(self, size: int) -> bytes:
        octets, self._head = self._head[:size], self._head[size:]
        return octets or self._rest.read(size)

    def _follow(self, octets: bytes) -> tuple[Place, Place]:
        """Find where the first record begins that begins here, and where the last whole one ends.

        The second is at 0 where none ends.
        """
        plain = 0
        first = None
        if self._state in PLAIN and not (b'"' in octets or b"\r" in octets):
            # Lines are found faster than the table is walked.
            plain = octets.rfind(b"\n") + 1
        if plain:
            is_open = self._state != LINE
            first = Place(is_open and octets.find(b"\n") + 1, LINE, self._line + is_open)
            self._state, self._line = LINE, self._line + octets.count(b"\n")
        found = self._scanner.scan(octets[plain:], self._state, self._line)
        self._state, self._line = found.state, found.line
        self._opened = found.opened or self._opened
        self._has_stray_here = found.has_stray
        self._has_stray |= found.has_stray
        end = Place(len(octets), self._state, self._line)
        begins = [
            Place(plain + int(found.starts[index]), LINE, int(found.lines[index]))
            for index in ((0, -1) if len(found.starts) else ())
        ]
        whole = end if self._state in {LINE, LINE_CR} else Place(0, LINE, 0)
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
    stray = Scanner(delimiter).scan(record).strays.max()
    return _stray(record.rstrip(b"\r\n"), int(stray)) if stray >= 0 else None


def _stray(row: bytes, at: int) -> str:
    """Return why the quotation marks of a row cannot be read."""
    place = len(row[:at].decode("utf-8", "replace")) + 1
    if row[at] == QUOTE:
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
