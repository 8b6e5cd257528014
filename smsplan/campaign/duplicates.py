"""Which recipients came before, by one sort of all of them: 16 octets a row."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


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
        ordered = np.concatenate([np.zeros(0, np.uint64), *self._numbers])
        ordered.sort()
        again = ordered[1:][(ordered[1:] == ordered[:-1]) & (ordered[1:] != 0)]
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
