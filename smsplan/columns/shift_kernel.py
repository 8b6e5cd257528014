# ruff: noqa: FBT001, PLR0913, PLR0917, PLR2004 - as in the kernel of plans
"""Counting segments with national tables: ``national.fewest``, compiled.

A text is first turned into kinds of characters, of which the same tables have all.
What a pair of tables has is a set of kinds then, a bit each; and a pair that has no
more than another, nor with fewer septets or a shorter header, need not be tried.
"""

import numpy as np
from numpy.typing import NDArray

from smsplan.columns.compiling import called, compiled_in_place, inlined
from smsplan.columns.plan_kernel import GSM7, UCS2
from smsplan.columns.tables import (
    FOREIGN,
    JOINED,
    SPACE,
    Count,
    Octets,
    ShiftRooms,
    Shifts,
)

_NO_LIMIT = 1 << 50
_BLOCK = 128
"""Octets that are counted in octets, as LLVM does many at once if no index can be negative."""


@compiled_in_place
def read_rows(
    is_forced: bool,
    rooms: ShiftRooms,
    kinds: Octets,
    data: Octets,
    offsets: NDArray[np.int64],
    encodings: NDArray[np.int8],
    msg_counts: NDArray[np.int64],
    text: Octets,
    sizes: NDArray[np.int64],
    present: NDArray[np.uint64],
) -> None:
    """Write the kinds of the texts that may take fewer segments, how many and which they are.

    Those of a text are written where its octets begin.  Of another they are none.
    """
    for row in range(len(sizes)):
        sizes[row] = 0
        most = _most(is_forced, encodings[row], msg_counts[row])
        room = rooms.single[1] if most == 1 else most * rooms.several[0]
        start, stop = offsets[row], offsets[row + 1]
        if most and _characters(data, start, stop) <= room:
            here = text[start - offsets[0] :]
            sizes[row], present[row] = _read(data, start, stop, kinds, here)


@compiled_in_place
def shift_rows(
    words: bool,
    whole: int,
    is_forced: bool,
    rooms: ShiftRooms,
    tables: Shifts,
    text: Octets,
    sizes: NDArray[np.int64],
    present: NDArray[np.uint64],
    pairs: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    encodings: NDArray[np.int8],
    chars_counts: NDArray[np.int64],
    msg_counts: NDArray[np.int64],
) -> None:
    """Plan those of the texts again that national tables bring into fewer segments.

    Where characters are marked as joined, a segment ends at the end of a cluster, unless
    that is longer than the ``whole`` characters that UCS-2 would keep.  There is room for
    all pairs of tables in ``pairs``.
    """
    for row in range(len(sizes)):
        if sizes[row]:
            here = text[offsets[row] - offsets[0] :]
            count = _choose(tables, present[row], pairs)
            most = _most(is_forced, encodings[row], msg_counts[row])
            segments, septets = _fewest(
                here, sizes[row], present[row], pairs, count, rooms, most, words, whole
            )
            if segments:
                encodings[row] = GSM7
                chars_counts[row] = septets
                msg_counts[row] = segments


@inlined
def _most(is_forced: bool, encoding: Count, msg_count: Count) -> Count:
    """Return how many segments a text may take, to be of use: any where GSM-7 lacks some of it."""
    return _NO_LIMIT if is_forced and encoding == UCS2 else np.int64(msg_count - 1)


@inlined
def _characters(data: Octets, start: Count, stop: Count) -> Count:
    count = np.int64(0)
    while start < stop:
        octets = data[start : min(start + _BLOCK, stop)]
        here = np.uint8(0)
        for index in range(len(octets)):
            here = np.uint8(here + (np.uint8(octets[index] - np.uint8(0x80)) >= np.uint8(0x40)))
        count += np.int64(here)
        start += _BLOCK
    return count


@inlined
def _read(
    data: Octets, start: Count, stop: Count, kinds: Octets, text: Octets
) -> tuple[Count, np.uint64]:
    """Write the kinds of a text; return how many they are, and which.

    Of a text with a character that no table has, they are none.
    """
    size = 0
    present = np.uint64(0)
    at = start
    while at < stop:
        point = np.int64(data[at])
        length: Count = 1
        if point >= 0xF0:
            return 0, present
        if point >= 0xC0:
            length = 2 + (point >= 0xE0)
            if at + length > len(data):
                return 0, present
            point &= 0x7F >> length
            for index in range(at + 1, at + length):
                point = point << 6 | np.int64(data[index]) & 0x3F
        kind = kinds[point]
        if kind == FOREIGN:
            return 0, present
        present |= np.uint64(1) << np.uint64(kind)
        text[size] = kind
        size += 1
        at += length
    return size, present


@inlined
def _choose(tables: Shifts, present: np.uint64, pairs: NDArray[np.uint64]) -> Count:
    """Write the pairs of tables that others do not outdo, and return how many they are.

    Of each: the kinds of its main table, those that it has at all, and its shifts.
    """
    locking, single = tables.locking, tables.single
    count = 0
    for first in range(len(locking)):
        main = locking[first] & present
        if first and not main & ~locking[0]:
            continue
        for second in range(len(single)):
            both = main | single[second] & present
            if second and not both & ~(main | single[0]):
                continue
            shifts = np.uint64((first > 0) + (second > 0))
            is_outdone = False
            for index in range(count):
                if not (main & ~pairs[index, 0] or both & ~pairs[index, 1]):
                    is_outdone |= pairs[index, 2] <= shifts
            if not is_outdone:
                pairs[count, 0], pairs[count, 1], pairs[count, 2] = main, both, shifts
                count += 1
    return count


@called
def _fewest(
    text: Octets,
    size: Count,
    present: np.uint64,
    pairs: NDArray[np.uint64],
    count: Count,
    rooms: ShiftRooms,
    most: Count,
    words: bool,
    whole: int,
) -> tuple[Count, Count]:
    """Count segments and their septets; none if that takes more than ``most``."""
    single, several = rooms
    best_shifts: Count = _NO_LIMIT
    best_septets: Count = _NO_LIMIT
    for index in range(count):
        main, both, shifts = pairs[index, 0], pairs[index, 1], np.int64(pairs[index, 2])
        room = single[shifts]
        if size <= room and both == present and shifts <= best_shifts:
            end, septets = _reach(text, 0, size, main, both, room)
            if end == size and (shifts < best_shifts or septets < best_septets):
                best_shifts, best_septets = shifts, septets
    if best_septets < _NO_LIMIT:
        return 1, best_septets
    start: Count = 0
    total: Count = 0
    segments = 0
    while start < size:
        best_end = start
        for index in range(count):
            main, both, shifts = pairs[index, 0], pairs[index, 1], np.int64(pairs[index, 2])
            end, septets = _reach(text, start, size, main, both, several[shifts])
            if start < end < size:
                moved = _moved(text, start, end, size, words, whole)
                if moved < end:
                    end, septets = _reach(text, start, moved, main, both, several[shifts])
            if end > best_end or (
                end == best_end
                and (shifts < best_shifts or (shifts == best_shifts and septets < best_septets))
            ):
                best_end, best_shifts, best_septets = end, shifts, septets
        if best_end == start or segments == most:
            return 0, 0
        start = best_end
        total += best_septets
        segments += 1
    return segments, total


@inlined
def _reach(
    text: Octets, start: Count, size: Count, main: np.uint64, both: np.uint64, room: Count
) -> tuple[Count, Count]:
    """Find where a segment of a pair of tables ends, and its septets."""
    septets: Count = 0
    end = start
    while end < size:
        kind = np.uint64(text[end] & 0x3F)
        cost = 2 - np.int64(main >> kind & np.uint64(1))
        if septets + cost > room or not both >> kind & np.uint64(1):
            break
        septets += cost
        end += 1
    return end, septets


@called
def _moved(text: Octets, start: Count, reach: Count, size: Count, words: bool, whole: int) -> Count:
    """Move the end of a segment to a boundary, as ``splitting.to_boundary`` does."""
    end = reach
    while words and end > start:
        if text[end - 1] & SPACE and not text[end] & JOINED:
            return end
        end -= 1
    end = reach
    while end > start and text[end] & JOINED:
        end -= 1
    if end > start:
        return end
    begin = start
    while 0 < begin >= start - whole and text[begin] & JOINED:
        begin -= 1
    left = whole - (reach - begin)
    at = reach
    while left >= 0 and at < size and text[at] & JOINED:
        left -= 1
        at += 1
    return start if left >= 0 else reach
