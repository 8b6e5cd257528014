# ruff: noqa: PLR0913, PLR0917, PLR2004 - compiled loops take columns and tables one by one,
# and know octets and characters by their numbers
"""The loops over rows, compiled: no object of Python is touched, so threads run side by side."""

from typing import Any

import numpy as np

from smsplan.campaign.buffers import Array
from smsplan.columns.compiling import compiled, inlined


@inlined
def _read(octets: Array, at: int) -> tuple[Any, int]:
    """Read a code point of UTF-8; its octets are counted by its first."""
    first = np.int64(octets[at])
    if first < 0x80:
        return first, 1
    if first < 0xE0:
        return (first & 0x1F) << 6 | (octets[at + 1] & 0x3F), 2
    if first < 0xF0:
        return (first & 0x0F) << 12 | (octets[at + 1] & 0x3F) << 6 | (octets[at + 2] & 0x3F), 3
    return (
        (first & 0x07) << 18
        | (octets[at + 1] & 0x3F) << 12
        | (octets[at + 2] & 0x3F) << 6
        | (octets[at + 3] & 0x3F)
    ), 4


@compiled
def count_characters(
    offsets: Array,
    octets: Array,
    rows: Array,
    is_known: Array,
    is_gsm7: Array,
    counts: Array,
    last_row: Array,
    found: Array,
) -> int:
    """Count the rows in which each character stands that keeps the text out of GSM-7.

    Those are the characters that no table knows; in a row that has none of them,
    those that GSM-7 lacks without national tables.
    The characters are written into ``found``; how many there are is the answer.
    """
    many = 0
    for index in range(rows.size):
        row = rows[index]
        for known in (is_known, is_gsm7):
            is_found = False
            at = offsets[row]
            end = offsets[row + 1]
            while at < end:
                character, size = _read(octets, at)
                at += size
                if known[character]:
                    continue
                is_found = True
                if last_row[character] != row + 1:
                    if counts[character] == 0:
                        found[many] = character
                        many += 1
                    last_row[character] = row + 1
                    counts[character] += 1
            if is_found:
                break
    return many


@compiled
def mask(offsets: Array, octets: Array, rows: Array, is_gsm7: Array) -> tuple[Array, Array]:
    """Write chosen texts with ``?`` for each character that GSM-7 lacks."""
    total = np.int64(0)
    for index in range(rows.size):
        total += offsets[rows[index] + 1] - offsets[rows[index]]
    written = np.empty(total, np.uint8)
    ends = np.zeros(rows.size + 1, np.int64)
    to = 0
    for index in range(rows.size):
        at = offsets[rows[index]]
        end = offsets[rows[index] + 1]
        while at < end:
            character, size = _read(octets, at)
            if is_gsm7[character]:
                for step in range(size):
                    written[to + step] = octets[at + step]
                to += size
            else:
                written[to] = 0x3F
                to += 1
            at += size
        ends[index + 1] = to
    return ends, written[:to]
