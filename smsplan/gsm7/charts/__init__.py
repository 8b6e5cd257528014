"""The character charts of 3GPP TS 23.038 (ETSI TS 123 038, version 18), as data.

Each chart is laid out as the standard prints it: sixteen rows for the low four
bits (b4 b3 b2 b1), eight columns for the high three (b7 b6 b5).  The cell in
row *r*, column *c* is septet ``16 * c + r``.  A cell is a character, or a name
of :data:`NAMED_CELLS`; ``·`` marks a septet to which the chart gives no
character.  ``◌`` carries a mark that combines with the letter before it, and
what follows ``//`` is a note on a cell of its row.

Letters are single code points: U+095B, not the two that it decomposes into.
"""

from typing import Final

NAMED_CELLS: Final = {
    "SP": " ",
    "LF": "\n",
    "CR": "\r",
    "FF": "\f",
}
"""Cells that the standard prints as a name because the character is invisible."""

EMPTY_CELL: Final = "·"
"""A septet without a character: 0x1B, the escape, is one in every table."""

CARRIER: Final = "◌"
"""U+25CC, which is no character of any table."""

NOTE: Final = "//"
