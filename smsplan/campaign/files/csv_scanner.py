"""CSV, octet by octet: a table of states, and what walks it."""

from typing import Final, NamedTuple

import numpy as np

from smsplan.campaign.buffers import Array
from smsplan.columns.compiling import compiled

_LF, _CR, QUOTE, _SPACE = b'\n\r" '
LINE, LINE_CR, _CELL, _TEXT, _SPACES, QUOTED, QUOTED_CR, _CLOSED = range(8)
"""States: at the start of a line, there after CR, at the start of a cell, in its text, in spaces
at its start, in quotation marks, there after CR, after a quotation mark that may close them."""
_BEGIN, _PART, _OPEN, _STRAY, _NEXT = 0x08, 0x10, 0x20, 0x40, 0x80
"""Actions: a record begins, a delimiter parts cells, quotation marks open, one is a stray, and
another line begins."""
PLAIN: Final = frozenset({LINE, _CELL, _TEXT, _SPACES})
"""States in which octets without quotation marks and CR are lines."""
_NEW: Final = (_BEGIN | _TEXT, _BEGIN | _SPACES, _BEGIN | _PART | _CELL, _BEGIN | _OPEN | QUOTED)
_ENDS: Final = (_NEXT | LINE, _NEXT | LINE_CR)
_STEPS: Final = {
    # other, a space, the delimiter, a quotation mark, LF, CR
    LINE: (*_NEW, *_ENDS),
    LINE_CR: (*_NEW, LINE, _NEXT | LINE_CR),
    _CELL: (_TEXT, _SPACES, _PART | _CELL, _OPEN | QUOTED, *_ENDS),
    _TEXT: (_TEXT, _TEXT, _PART | _CELL, _TEXT, *_ENDS),
    _SPACES: (_TEXT, _SPACES, _PART | _CELL, _STRAY | _TEXT, *_ENDS),
    QUOTED: (QUOTED, QUOTED, QUOTED, _CLOSED, _NEXT | QUOTED, _NEXT | QUOTED_CR),
    QUOTED_CR: (QUOTED, QUOTED, QUOTED, _CLOSED, QUOTED, _NEXT | QUOTED_CR),
    _CLOSED: (_STRAY | _TEXT, _STRAY | _TEXT, _PART | _CELL, QUOTED, *_ENDS),
}
"""The next state, and what is done on the way, by state and class of octet.

Records are told apart as Arrow and Python do: a quotation mark opens quotes
at the start of a cell alone, and empty lines are no records.  Where they read
on, RFC 4180 (section 2) cannot: what follows the quotation mark that closes
a cell is a stray, and so is one that follows spaces at the start of a cell.
"""
_TABLE: Final = np.array([(*steps, 0, 0) for steps in _STEPS.values()], np.int64).ravel()


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


class Scanned(NamedTuple):
    """What stands in octets: the records that begin there, and how they end."""

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


class Scanner:
    """Scans CSV of one delimiter."""

    def __init__(self, delimiter: str) -> None:
        self._classes = np.zeros(0x100, np.uint8)
        self._classes[[_SPACE, ord(delimiter), QUOTE, _LF, _CR]] = range(1, 6)

    def scan(self, octets: bytes, state: int = LINE, line: int = 1) -> Scanned:
        """Scan octets that begin in a state and a line."""
        most = octets.count(b"\n") + octets.count(b"\r") + 2
        records = np.zeros((4, most), np.int64)
        view = np.frombuffer(octets, np.uint8)
        state, line, opened, found = _scan(view, self._classes, _TABLE, state, line, records)
        starts, lines, delimiters, strays = records[:, 1 : found + 1]
        cells, has_stray = delimiters + 1, bool(records[3].any())
        return Scanned(state, line, opened, starts, lines, cells, strays - 1, has_stray)
