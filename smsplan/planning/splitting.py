"""Where the segments of a text begin.

Greedy filling needs the fewest segments.  Let *reach(s)* be the farthest legal
end of a segment that begins at *s*.  For every boundary *reach* is monotone: a
segment that begins later reaches at least as far.  So, by induction, after *n*
segments greedy filling is at least as far as any other way to split, and arrives
first.  (Dividing the length by the capacity is not the same: a pair that may
not be parted leaves one unit of a full segment unused.)
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

import regex

from smsplan.gsm7.codec import Pair, ucs2_units

_CLUSTER: Final = regex.compile(
    r"\r|\p{Regional_Indicator}{1,2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+|\X"
)
"""An extended grapheme cluster (UAX #29), but CR LF counts as two characters.

Flags are spelled out because ``\\X`` counts back to the first of a run of them.
"""

_NO_BREAK_SPACES: Final = "\u00a0\u2007\u202f"


def by_unit(units: bytes, pair: Pair, room: int) -> Sequence[int]:
    """Split wherever no pair is parted; find the units at which the segments begin."""
    total = len(units)
    if units.isascii():  # no pair has an octet below 0x80
        return range(0, total, room)
    first, second = pair
    starts = [0]
    end = room
    while end < total:
        if units[end] in second and units[end - 1] in first:
            end -= 1
        starts.append(end)
        end += room
    return starts


def by_cluster(text: str, cost: Callable[[str], int], room: int, *, words: bool) -> list[int]:
    """Split between clusters; find the units at which the segments begin.

    With ``words``, a segment that has white space ends after the last of it.
    """
    # As it arrives: there two lone surrogates in the order of a pair are one character.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    starts = [0]
    total = 0
    word_end = 0
    for cluster, units in _clusters(text, cost, room):
        while total + units - starts[-1] > room:
            starts.append(word_end if word_end > starts[-1] else total)
        total += units
        if words and _breaks(cluster):
            word_end = total
    return starts


def to_boundary(text: str, whole: int, *, words: bool) -> Callable[[int, int], int]:
    """Return what moves the end of a segment, given its start and reach, back to a boundary.

    With ``words`` that is one after white space if the segment has any.  A
    cluster is split only if it has more than ``whole`` UTF-16 code units: one
    that UCS-2 would keep moves the end back to the start, where no segment is.
    """
    cluster_ends = []
    word_ends = []
    for cluster in _CLUSTER.finditer(text):
        cluster_ends.append(cluster.end())
        if words and _breaks(cluster[0]):
            word_ends.append(cluster.end())

    def move(start: int, reach: int) -> int:
        for ends in (word_ends, cluster_ends):
            index = bisect_right(ends, reach) - 1
            if index >= 0 and ends[index] > start:
                return ends[index]
        index = bisect_right(cluster_ends, start)
        begin = cluster_ends[index - 1] if index else 0
        cluster = text[begin : cluster_ends[index]]
        return start if len(ucs2_units(cluster)) <= whole else reach

    return move


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Find the extended grapheme clusters, CR and LF apart, by code point offsets."""
    return (cluster.span() for cluster in _CLUSTER.finditer(text))


def _breaks(cluster: str) -> bool:
    return cluster[-1].isspace() and cluster[-1] not in _NO_BREAK_SPACES


def _clusters(text: str, cost: Callable[[str], int], room: int) -> Iterator[tuple[str, int]]:
    """Split a text into clusters with their costs; one that no segment holds falls apart."""
    for cluster in _CLUSTER.finditer(text):
        units = cost(cluster[0])
        if units <= room:
            yield cluster[0], units
        else:
            for character in cluster[0]:
                yield character, cost(character)


def code_point_ends(text: str, units: bytes, pair: Pair, starts: Sequence[int]) -> list[int]:
    """Turn units at which segments begin into code point offsets at which they end."""
    ends = [*starts[1:], len(units)]
    if len(units) == len(text):
        return ends
    characters = [
        len(units[start:end].translate(None, pair.first))
        for start, end in zip(starts, ends, strict=True)
    ]
    if sum(characters) == len(text):
        return list(accumulate(characters))
    # A lone high surrogate looks like the first unit of a pair.
    until = list(accumulate(2 if character > "\uffff" else 1 for character in text))
    return [bisect_right(until, end) for end in ends]
