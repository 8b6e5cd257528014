"""The character charts of 3GPP TS 23.038 (ETSI TS 123 038, version 18), as data beside this.

Each chart is laid out as the standard prints it: sixteen rows for the low four
bits (b4 b3 b2 b1), eight columns for the high three (b7 b6 b5).  The cell in
row *r*, column *c* is septet ``16 * c + r``.  A cell is a character, or the name
of one that is invisible; ``·`` marks a septet to which the chart gives no
character.  ``◌`` carries a mark that combines with the letter before it, and
what follows ``//`` is a note.  ``==`` begins a chart, by its name.

Letters are single code points: U+095B, not the two that it decomposes into.
"""

from pkgutil import get_data
from typing import Final

_NAMED_CELLS: Final = {"SP": " ", "LF": "\n", "CR": "\r", "FF": "\f"}
_EMPTY_CELL: Final = "·"
"""A septet without a character: 0x1B, the escape, is one in every table."""
_CARRIER: Final = "◌"
"""U+25CC, which is no character of any table."""
_NOTE: Final = "//"
_CHART: Final = "=="


def read(file: str) -> dict[str, dict[int, str]]:
    """Read the charts of a file beside this: by name, the character of each septet."""
    lines = (get_data(__name__, file) or b"").decode().splitlines()
    charts: dict[str, list[list[str]]] = {}
    for line in lines:
        cells = line.partition(_NOTE)[0].split()
        if cells and cells[0] == _CHART:
            rows = charts[cells[1].rstrip(":")] = []
        elif cells:
            rows.append(cells)
    return {name: _septets(rows) for name, rows in charts.items()}


def _septets(rows: list[list[str]]) -> dict[int, str]:
    return {
        16 * column + row: _NAMED_CELLS.get(cells[column], cells[column].removeprefix(_CARRIER))
        for column in range(8)
        for row, cells in enumerate(rows)
        if cells[column] != _EMPTY_CELL
    }
