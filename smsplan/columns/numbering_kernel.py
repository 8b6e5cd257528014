# ruff: noqa: PLR0913, PLR0917, PLR2004 - compiled loops take arrays one by one, and know digits
"""Numbers, their calling codes, and what numbering plans say of them, compiled."""

from typing import Any

import numpy as np

from smsplan.columns.compiling import compiled

Array = np.ndarray[Any, Any]


@compiled
def number(digits: Array, sizes: Array, is_dialcode: Array) -> tuple[Array, Array]:
    """Return the digits of each recipient as a number, and its calling code; 0 for none."""
    rows = sizes.size
    numbers = np.zeros(rows, np.uint64)
    dialcodes = np.zeros(rows, np.int64)
    for row in range(rows):
        number = np.uint64(0)
        for at in range(sizes[row]):
            number = number * np.uint64(10) + np.uint64(digits[row, at] - 48)
            if dialcodes[row] == 0 and at < 3 and is_dialcode[number]:
                dialcodes[row] = number
        numbers[row] = number
    return numbers, dialcodes


@compiled
def walk(
    digits: Array, sizes: Array, dialcodes: Array, starts: Array, following: Array, said: Array
) -> Array:
    """Walk the automaton of each number's calling code; 0 where that is 0."""
    rows = sizes.size
    found = np.zeros(rows, np.uint8)
    for row in range(rows):
        dialcode = dialcodes[row]
        if dialcode == 0:
            continue
        begin = 1 if dialcode < 10 else 2 if dialcode < 100 else 3
        state = starts[dialcode]
        for at in range(begin, sizes[row]):
            state = following[state, digits[row, at] - 48]
        found[row] = said[state, sizes[row] - begin]
    return found
