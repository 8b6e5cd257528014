"""Which recipients came before, by one sort of all: 16 octets a row, more if many came before."""

from typing import Final

import numpy as np

from smsplan.campaign.buffers import Array
from smsplan.columns.compiling import compiled

_NONE: Final = np.zeros(0, np.uint64)
_BLOCK: Final = 1 << 20


class Seen:
    """Which numbers came before, told row by row: in a table of hashes, at most half full."""

    def __init__(self) -> None:
        self._table = np.zeros(_BLOCK, np.uint64)
        self._count = 0

    def again(self, numbers: Array) -> Array:
        """Mark the numbers that came before, in this batch or another, and keep them; 0 is none."""
        while 2 * (self._count + len(numbers)) > len(self._table):
            before = self._table
            self._table = np.zeros(2 * len(before), np.uint64)
            _mark(before, self._table)
        again: Array = _mark(numbers, self._table)
        self._count += int(np.count_nonzero(numbers[~again]))
        return again


@compiled
def _mark(numbers: Array, table: Array) -> Array:
    """Put numbers into a table, whose length is a power of two; mark those that were there."""
    again = np.zeros(len(numbers), np.bool_)
    last = np.uint64(len(table) - 1)
    for row in range(len(numbers)):
        number = numbers[row]
        if number == 0:
            continue
        at = ((number * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)) & last
        while table[at] != 0 and table[at] != number:
            at = (at + np.uint64(1)) & last
        again[row] = table[at] == number
        table[at] = number
    return again


class Duplicates:
    """The numbers of a campaign, row by row; 0 is none."""

    def __init__(self) -> None:
        self._numbers: list[Array] = []

    def add(self, numbers: Array) -> None:
        """Add the numbers of the rows that follow."""
        self._numbers.append(numbers)

    def find(self, most: int) -> tuple[int, list[tuple[int, int]]]:
        """Count the rows whose number came before; return the first ``most`` with their numbers.

        Rows count from 0.
        """
        ordered = np.concatenate([_NONE, *self._numbers])
        ordered.sort()
        blocks = (ordered[at : at + _BLOCK + 1] for at in range(0, len(ordered), _BLOCK))
        again = np.concatenate([_NONE, *(each[1:][each[1:] == each[:-1]] for each in blocks)])
        again = again[again != 0]
        repeated = np.unique(again)
        seen = np.zeros(len(repeated), np.bool_)
        first: list[tuple[int, int]] = []
        before = 0
        for numbers in self._numbers if len(repeated) else ():
            if len(first) == most:
                break
            places = np.searchsorted(repeated, numbers)
            places[places == len(repeated)] = 0
            rows = np.flatnonzero(repeated[places] == numbers)
            here = places[rows]
            is_later = np.ones(len(rows), np.bool_)
            is_later[np.unique(here, return_index=True)[1]] = False
            found = rows[is_later | seen[here]][: most - len(first)]
            seen[here] = True
            first += zip((before + found).tolist(), numbers[found].tolist(), strict=True)
            before += len(numbers)
        return len(again), first
