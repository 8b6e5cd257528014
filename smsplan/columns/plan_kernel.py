# ruff: noqa: FBT001, PLR0913, PLR0917, PLR2004 - compiled functions take arrays one by one,
# not objects, and the octets of UTF-8 are best known by their numbers
"""Counting the units and segments of texts in UTF-8, a block of rows at a time.

LLVM makes vector code of the loops over bytes: the classes of ASCII are runs,
which take a subtraction and a comparison, and what is counted is counted in
octets, for blocks too short to overflow one.  Whether characters beyond ASCII
are of GSM-7 is looked up, two octets at a time, up to the first that is not.
A text is walked from boundary to boundary only if its pairs could cost it a
segment more (see :func:`_segments`).

The runs are unpacked by number: an alphabet with more of them would not compile.
"""

import numpy as np
from numpy.typing import NDArray

from smsplan.columns.compiling import compiled, inlined
from smsplan.columns.tables import NON_GSM, Count, Octets, Rooms, Run, Tables

GSM7 = 0
UCS2 = 1
"""The encodings as they are numbered here, in the order of :class:`~smsplan.Encoding`."""

_ROWS = 32
"""Rows that are first looked at together: most have nothing but basic ASCII."""
_BLOCK = 224
"""Octets that are counted in eight bits, which hold at most 255; a multiple of 32 for vectors."""


@compiled
def plan_rows(
    data: Octets,
    offsets: NDArray[np.int64],
    force_ucs2: bool,
    rooms: Rooms,
    tables: Tables,
    encodings: NDArray[np.int8],
    chars_counts: NDArray[np.int64],
    msg_counts: NDArray[np.int64],
) -> None:
    """Plan the texts between consecutive offsets into the last three arrays."""
    rows = len(offsets) - 1
    first = 0
    while first < rows:
        last = min(first + _ROWS, rows)
        if not force_ucs2 and _is_basic(data, offsets[first], offsets[last], tables.basic):
            for row in range(first, last):
                count = np.int64(offsets[row + 1] - offsets[row])
                encodings[row] = GSM7
                chars_counts[row] = count
                msg_counts[row] = _divide(count, rooms.single[GSM7], rooms.segment[GSM7])
        else:
            for row in range(first, last):
                encodings[row], chars_counts[row], msg_counts[row] = _plan(
                    data, offsets[row], offsets[row + 1], force_ucs2, rooms, tables
                )
        first = last


@inlined
def _plan(
    data: Octets,
    start: Count,
    stop: Count,
    force_ucs2: bool,
    rooms: Rooms,
    tables: Tables,
) -> tuple[int, Count, Count]:
    extended, non_gsm, continuations, astral = _survey(data, start, stop, tables)
    characters = np.int64(stop - start) - continuations
    if non_gsm == 0 and astral == 0 and not force_ucs2:
        more: Count = 0
        if continuations:
            more = _pairs_beyond_ascii(data, start, stop, tables.steps)
        if more >= 0:
            pairs = extended + more
            count = characters + pairs
            segments = _segments(data, start, stop, count, pairs, GSM7, rooms, tables.weights)
            return GSM7, count, segments
    count = characters + astral
    segments = _segments(data, start, stop, count, astral, UCS2, rooms, tables.weights)
    return UCS2, count, segments


@inlined
def _in_run(octet: np.uint8, run: Run) -> bool:
    return bool(np.uint8(octet - run[0]) < run[1])


@inlined
def _is_basic(data: Octets, start: Count, stop: Count, basic: tuple[Run, ...]) -> bool:
    """Return whether all octets are basic ASCII."""
    first, second, third, fourth, fifth = basic
    while start < stop:
        end = min(start + _BLOCK, stop)
        count = np.uint8(0)
        for index in range(start, end):
            octet = data[index]
            count = np.uint8(
                count
                + (
                    _in_run(octet, first)
                    | _in_run(octet, second)
                    | _in_run(octet, third)
                    | _in_run(octet, fourth)
                    | _in_run(octet, fifth)
                )
            )
        if count != end - start:
            return False
        start = end
    return True


@inlined
def _survey(
    data: Octets, start: Count, stop: Count, tables: Tables
) -> tuple[Count, Count, Count, Count]:
    """Count ASCII of the extension table, non-GSM ASCII, continuations and astral characters."""
    first, second, third = tables.extension
    one, two, three, four, five = tables.non_gsm
    extended = non_gsm = continuations = astral = np.int64(0)
    while start < stop:
        end = min(start + _BLOCK, stop)
        extended_here = non_gsm_here = continuations_here = astral_here = np.uint8(0)
        for index in range(start, end):
            octet = data[index]
            extended_here = np.uint8(
                extended_here
                + (_in_run(octet, first) | _in_run(octet, second) | _in_run(octet, third))
            )
            non_gsm_here = np.uint8(
                non_gsm_here
                + (
                    _in_run(octet, one)
                    | _in_run(octet, two)
                    | _in_run(octet, three)
                    | _in_run(octet, four)
                    | _in_run(octet, five)
                )
            )
            continuations_here = np.uint8(
                continuations_here + (np.uint8(octet - np.uint8(0x80)) < np.uint8(0x40))
            )
            astral_here = np.uint8(astral_here + (octet >= np.uint8(0xF0)))
        extended += np.int64(extended_here)
        non_gsm += np.int64(non_gsm_here)
        continuations += np.int64(continuations_here)
        astral += np.int64(astral_here)
        start = end
    return extended, non_gsm, continuations, astral


@inlined
def _pairs_beyond_ascii(data: Octets, start: Count, stop: Count, steps: Octets) -> Count:
    """Count the characters beyond ASCII that cost two septets; -1 if GSM-7 lacks one."""
    pairs = np.int64(0)
    before = np.int64(data[start])
    for index in range(start + 1, stop):
        after = np.int64(data[index])
        step = steps[before << 8 | after]
        if step:
            if step == NON_GSM:
                return -1
            pairs += np.int64(step)
        before = after
    return pairs


@inlined
def _divide(count: Count, single: Count, room: Count) -> Count:
    """Count the segments of a text in which no pair could be parted."""
    return 1 if count <= single else (count + room - 1) // room


@inlined
def _segments(
    data: Octets,
    start: Count,
    stop: Count,
    count: Count,
    pairs: Count,
    encoding: int,
    rooms: Rooms,
    weights: Octets,
) -> Count:
    """Count the segments of a text of known units and pairs.

    A segment leaves a unit unused only where a pair would straddle its end: at
    most once a pair, and once a segment but for the last.  If that many units
    are left over in the fewest segments that hold the text, they hold it
    wherever its pairs stand.
    """
    room = rooms.segment[encoding]
    fewest = _divide(count, rooms.single[encoding], room)
    if fewest == 1 or min(pairs, fewest - 1) <= fewest * room - count:
        return fewest
    segments, used = 1, np.int64(0)
    for index in range(start, stop):
        weight = weights[encoding, data[index]]
        used += weight
        if used > room:
            segments += 1
            used = np.int64(weight)
    return segments


@inlined
def _size(lead: np.uint8) -> int:
    """Count the octets of a character that begins with an octet (RFC 3629, clause 3)."""
    if lead < 0x80:
        return 1
    if lead < 0xE0:
        return 2
    return 3 if lead < 0xF0 else 4


@inlined
def _is_known(data: Octets, start: Count, size: Count, known: Octets) -> bool:
    """Return whether GSM-7 has the character of some octets."""
    lead = np.int64(data[start])
    if size == 1:
        return bool(known[lead])
    if size == 4:
        return False
    point = lead & (0x1F if size == 2 else 0x0F)
    for index in range(start + 1, start + size):
        point = point << 6 | np.int64(data[index]) & 0x3F
    return bool(known[point])


@compiled
def count_non_gsm(
    data: Octets,
    offsets: NDArray[np.int64],
    tables: Tables,
    counts: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> None:
    """Count the non-GSM characters of texts, and the octets of these."""
    for row in range(len(counts)):
        start, stop = np.int64(offsets[row]), np.int64(offsets[row + 1])
        if _is_basic(data, start, stop, tables.basic):
            continue
        while start < stop:
            size = _size(data[start])
            if start + size > stop:
                break
            if not _is_known(data, start, size, tables.known):
                counts[row] += 1
                sizes[row] += size
            start += size


@compiled
def write_non_gsm(
    data: Octets,
    texts: NDArray[np.int64],
    tables: Tables,
    lists: NDArray[np.int32],
    places: NDArray[np.int32],
    ends: NDArray[np.int32],
    characters: Octets,
    offsets: NDArray[np.int64],
) -> None:
    """Write the non-GSM characters of texts to where they were counted to be."""
    for row in range(len(lists) - 1):
        item, place = np.int64(lists[row]), np.int64(places[row])
        start, stop = np.int64(texts[row]), np.int64(texts[row + 1])
        offset = 0
        while item < lists[row + 1] and start < stop:
            size = _size(data[start])
            if not _is_known(data, start, size, tables.known):
                offsets[item] = offset
                for index in range(start, start + size):
                    characters[place] = data[index]
                    place += 1
                item += 1
                ends[item] = place
            start += size
            offset += 1
