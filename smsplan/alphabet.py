"""The GSM 7 bit default alphabet: which characters it has, and their septets."""

from typing import Final

from smsplan.charts import DEFAULT_ALPHABET, DEFAULT_EXTENSION, EMPTY_CELL, NAMED_CELLS

ESCAPE: Final = 0x1B
"""The septet before one of the extension table (3GPP TS 23.038, clause 6.2.1)."""


def read_chart(chart: str) -> dict[int, str]:
    """Read a chart of :mod:`smsplan.charts`: septet to character, by septet."""
    rows = [line.split() for line in chart.strip().splitlines()]
    return {
        16 * column + row: NAMED_CELLS.get(cells[column], cells[column])
        for column in range(8)
        for row, cells in enumerate(rows)
        if cells[column] != EMPTY_CELL
    }


BASIC: Final = read_chart(DEFAULT_ALPHABET)
"""Septet to character, clause 6.2.1."""
EXTENSION: Final = read_chart(DEFAULT_EXTENSION)
"""Septet after an escape to character, clause 6.2.1.1."""

_SEPTETS: Final = {character: bytes([septet]) for septet, character in BASIC.items()} | {
    character: bytes([ESCAPE, septet]) for septet, character in EXTENSION.items()
}
CHARACTERS: Final = frozenset(_SEPTETS)
"""Every character of GSM-7."""


def septets(character: str) -> bytes:
    r"""Look up the septets of one character, an octet each: one, or an escape pair.

    Empty for a character that GSM-7 lacks; ESC (U+001B) is one of those.

    >>> septets("a"), septets("€"), septets("ç")
    (b'a', b'\x1be', b'')
    """
    return _SEPTETS.get(character, b"")


def misfits(text: str) -> list[int]:
    """Find the code point offsets of the characters that GSM-7 lacks."""
    return [offset for offset, character in enumerate(text) if character not in CHARACTERS]
