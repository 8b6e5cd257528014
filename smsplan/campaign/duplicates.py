"""Which recipients came before: a set of numbers in at most 16 octets each."""

from typing import Any, Final

import numpy as np

from smsplan.campaign import kernels

Array = np.ndarray[Any, Any]

_SHARD_BITS: Final = 6
_LEAST_ROOM: Final = 16
_FULL: Final = 0.8
_GROWTH: Final = 1.5
"""A shard that was full is then filled by more than a half: 8 octets / (0.8 / 1.5) = 15."""


class Duplicates:
    """The numbers that were seen.

    They are spread over shards that grow one by one, so that there is never a
    second copy of all of them, and so that a shard fits the processor's cache.
    """

    def __init__(self) -> None:
        self._shards = [np.zeros(_LEAST_ROOM, np.uint64) for _ in range(1 << _SHARD_BITS)]
        self._counts = [0] * len(self._shards)

    def __len__(self) -> int:
        return sum(self._counts)

    @property
    def octets(self) -> int:
        """How much memory the numbers take."""
        return sum(shard.nbytes for shard in self._shards)

    def add(self, numbers: Array) -> Array:
        """Add numbers in order; give the indices of those that were there already.  0 is none."""
        hashed = kernels.mixed(numbers)
        shards = (hashed >> np.uint64(64 - _SHARD_BITS)).astype(np.uint8)
        order = np.argsort(shards, kind="stable")
        ends = np.cumsum(np.bincount(shards, minlength=len(self._shards)))
        seen = np.zeros(len(numbers), np.bool_)
        start = 0
        for shard, end in enumerate(ends.tolist()):
            self._add(shard, numbers, order[start:end], seen)
            start = end
        return np.flatnonzero(seen)

    def _add(self, shard: int, numbers: Array, chosen: Array, seen: Array) -> None:
        while len(chosen):
            table = self._shards[shard]
            most = int(len(table) * _FULL)
            added, done = kernels.insert(table, self._counts[shard], most, numbers, chosen, seen)
            self._counts[shard] = added
            chosen = chosen[done:]
            if len(chosen):
                grown = np.zeros(int(len(table) * _GROWTH) + 1, np.uint64)
                kernels.rehash(table, grown)
                self._shards[shard] = grown
