"""Which recipients came before, by one sort of all: 16 octets a row, more if many came before."""

from typing import Any, Final

import numpy as np

Array = np.ndarray[Any, Any]

_NONE: Final = np.zeros(0, np.uint64)
_BLOCK: Final = 1 << 20


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
