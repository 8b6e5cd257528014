# ruff: noqa: FBT001, PLR0913, PLR0917, PLR2004 - as in the kernel of plans
"""Counting segments whose clusters or words stay whole: ``splitting.by_cluster``, compiled.

The functions are those of :mod:`smsplan.planning.splitting` and
:mod:`smsplan.planning.graphemes`, with the octets at which characters begin for
offsets.  GSM-7 is split by them too, for none of its characters form a cluster.
What is no UTF-8 is counted somehow, but nothing is read that is not of the column.
"""

import numpy as np
from numpy.typing import NDArray

from smsplan.columns.compiling import called, compiled_in_place, inlined
from smsplan.columns.plan_kernel import UCS2
from smsplan.columns.tables import (
    CONSONANT,
    EXTENDING,
    FLAG,
    JOINED,
    LINKER,
    LINKING,
    PICTOGRAPH,
    SPACE,
    Clusters,
    Count,
    Octets,
    Rooms,
)

_BREAK, _JOIN, _ASK = range(3)
_BLOCK = 16
"""Octets that are weighed together: of UCS-2 they have a unit more at most, of GSM-7 as many."""


@compiled_in_place
def split_rows(
    words: bool,
    rooms: Rooms,
    weights: Octets,
    clusters: Clusters,
    data: Octets,
    offsets: NDArray[np.int64],
    encodings: NDArray[np.int8],
    chars_counts: NDArray[np.int64],
    msg_counts: NDArray[np.int64],
) -> None:
    """Count again the segments of the texts that have several."""
    for row in range(len(msg_counts)):
        encoding = np.int64(encodings[row])
        if msg_counts[row] > 1 and (words or encoding == UCS2):
            msg_counts[row] = _count(
                data,
                offsets[row],
                offsets[row + 1],
                chars_counts[row],
                rooms.segment[encoding],
                words,
                encoding,
                weights,
                clusters,
            )


@compiled_in_place
def mark_rows(
    clusters: Clusters,
    data: Octets,
    offsets: NDArray[np.int64],
    sizes: NDArray[np.int64],
    text: Octets,
) -> None:
    """Mark what is joined and what is space, among the characters read of the texts.

    Flags alone need a floor that moves along, and no national table has them.
    """
    for row in range(len(sizes)):
        start = offsets[row]
        at: Count = start
        before: Count = 0
        place = start - offsets[0]
        for index in range(place, place + sizes[row]):
            kind = _kind(data, at, clusters.kinds)
            text[index] |= kind & SPACE
            if index > place and _joined(data, at, start, before, kind, clusters):
                text[index] |= JOINED
            before = kind
            at += _size(data[at])


@inlined
def _count(
    data: Octets,
    begin: Count,
    stop: Count,
    units: Count,
    room: Count,
    words: bool,
    encoding: Count,
    weights: Octets,
    clusters: Clusters,
) -> Count:
    """Count the segments of a text that has more units than one holds."""
    count: Count = 1
    floor = begin  # where the cluster began that goes on at ``begin``
    while units > room:
        at, used = _reach(data, begin, stop, room, encoding, weights)
        split = begin
        if words:
            split, floor = _after_space(data, at, begin, stop, floor, room, weights, clusters)
        if split == begin:
            floor = _start(data, at, begin, floor, clusters)
            split = at
            if begin < floor < at and _ends_within(data, floor, at, stop, room, weights, clusters):
                split = floor
        for index in range(split, at):
            used -= weights[encoding, data[index]]
        units -= used
        begin = split
        count += 1
    return count


@inlined
def _reach(
    data: Octets, begin: Count, stop: Count, room: Count, encoding: Count, weights: Octets
) -> tuple[Count, Count]:
    """Find where so many units end at most, of a text that has more, and how many they are."""
    at, left = begin, room
    most = _BLOCK + 1 if encoding == UCS2 else 2 * _BLOCK
    while left >= most and at + _BLOCK <= stop:
        for index in range(_BLOCK):
            left -= np.int64(weights[encoding, data[at + index]])
        at += _BLOCK
    while True:
        weight = np.int64(weights[encoding, data[at]])
        if weight > left:
            return at, room - left
        left -= weight
        at += 1


@inlined
def _size(lead: np.uint8) -> Count:
    """Count the octets of a character that begins with an octet (RFC 3629, clause 3)."""
    return 1 + (lead >= 0xC0) + (lead >= 0xE0) + (lead >= 0xF0)


@called
def _kind(data: Octets, at: Count, kinds: Octets) -> Count:
    """Look up the character that begins at an octet."""
    point = np.int64(data[at])
    if point >= 0x80:
        size = _size(data[at])
        if at + size > len(data):
            return 0
        point &= 0x7F >> size
        for index in range(at + 1, at + size):
            point = point << 6 | np.int64(data[index]) & 0x3F
    return np.int64(kinds[point])


@inlined
def _back(data: Octets, at: Count) -> Count:
    """Find the character before an offset."""
    at -= 1
    while at > 0 and data[at] & 0xC0 == 0x80:
        at -= 1
    return at


@inlined
def _joined(
    data: Octets, at: Count, floor: Count, before: Count, after: Count, clusters: Clusters
) -> bool:
    """Return whether the characters around an offset, of known kinds, are of one cluster."""
    answer = clusters.joins[(before & 0xF) << 4 | after & 0xF]
    if answer == _ASK:
        return _joins(data, at, floor, clusters.roles[after & 0xF], clusters)
    return bool(answer == _JOIN)


@called
def _joins(data: Octets, at: Count, floor: Count, role: int, clusters: Clusters) -> bool:
    """Return whether what is before an offset joins a character of a role to the one before."""
    if role & FLAG:  # a character of four octets
        return bool((at - _before(data, at, floor, FLAG, clusters)) >> 2 & 1)
    begin = at
    if role & PICTOGRAPH:  # behind a joiner
        begin = _before(data, _back(data, at), floor, EXTENDING, clusters)
        wanted = PICTOGRAPH
    else:
        begin = _before(data, at, floor, LINKING, clusters)
        wanted = CONSONANT
    if begin == floor or not _role(data, _back(data, begin), clusters) & wanted:
        return False
    if wanted == PICTOGRAPH:
        return True
    while begin < at:
        if _role(data, begin, clusters) & LINKER:
            return True
        begin += _size(data[begin])
    return False


@inlined
def _role(data: Octets, at: Count, clusters: Clusters) -> Count:
    return np.int64(clusters.roles[_kind(data, at, clusters.kinds) & 0xF])


@called
def _before(data: Octets, at: Count, floor: Count, role: int, clusters: Clusters) -> Count:
    """Find where the characters of a role before an offset begin."""
    while at > floor:
        begin = _back(data, at)
        if not _role(data, begin, clusters) & role:
            break
        at = begin
    return at


@called
def _start(data: Octets, at: Count, begin: Count, floor: Count, clusters: Clusters) -> Count:
    """Find the start of the cluster around an offset, as ``graphemes.start`` does."""
    before = _kind(data, at, clusters.kinds)
    while at > begin:
        previous = _back(data, at)
        before, after = _kind(data, previous, clusters.kinds), before
        if not _joined(data, at, floor, before, after, clusters):
            return at
        at = previous
    return floor


@called
def _ends_within(
    data: Octets,
    start: Count,
    at: Count,
    stop: Count,
    units: Count,
    weights: Octets,
    clusters: Clusters,
) -> bool:
    """Return whether a cluster that goes on at an offset has at most so many units of UCS-2."""
    if at - start > 3 * units:
        return False
    left = units
    for index in range(start, at):
        left -= np.int64(weights[UCS2, data[index]])
    after = _kind(data, _back(data, at), clusters.kinds)
    while left >= 0 and at < stop:
        before, after = after, _kind(data, at, clusters.kinds)
        if not _joined(data, at, start, before, after, clusters):
            return True
        left -= np.int64(weights[UCS2, data[at]])
        at += _size(data[at])
    return bool(left >= 0)


@inlined
def _after_space(
    data: Octets,
    at: Count,
    begin: Count,
    stop: Count,
    floor: Count,
    room: Count,
    weights: Octets,
    clusters: Clusters,
) -> tuple[Count, Count]:
    """Find the last end of a word up to an offset, as splitting does."""
    at = _last_space(data, begin, at, clusters)
    while at > begin:
        cluster = _start(data, at, begin, floor, clusters)
        if cluster == at or not _ends_within(data, cluster, at, stop, room, weights, clusters):
            return at, cluster
        at = _last_space(data, begin, _back(data, at), clusters)
    return begin, floor


@called
def _last_space(data: Octets, begin: Count, end: Count, clusters: Clusters) -> Count:
    """Find the end of the last white space; ``begin`` if there is none."""
    while end > begin:
        last = np.int64(data[end - 1])
        before = np.int64(data[end - 2]) if end > 1 else 0
        is_likely = clusters.spaces[before << 8 | last]
        if is_likely and _kind(data, _back(data, end), clusters.kinds) & SPACE:
            return end
        end -= 1
    return begin
