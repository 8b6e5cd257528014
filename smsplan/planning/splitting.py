"""Where the segments of a text begin.

Greedy filling needs the fewest segments.  Let *reach(s)* be the farthest legal
end of a segment that begins at *s*.  For every boundary *reach* is monotone: a
segment that begins later reaches at least as far.  So, by induction, after *n*
segments greedy filling is at least as far as any other way to split, and arrives
first.  (Dividing the length by the capacity is not the same: a pair that may
not be parted leaves one unit of a full segment unused.)
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from re import sub
from typing import Final

from smsplan.gsm7.codec import DEFAULT, SURROGATE_PAIR, Pair, ucs2_units
from smsplan.planning import graphemes

NO_BREAK_SPACES: Final = "\u00a0\u2007\u202f"
_SEPTETS_OF_SPACES: Final = {DEFAULT.units(space)[-1]: ord(" ") for space in "\n\r\f"}
_SPACES: Final = bytes(_SEPTETS_OF_SPACES.get(octet, octet) for octet in range(0x100))
"""For ``bytes.translate``, which makes the last unit of GSM-7's white space that of a space."""


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


def fill(octets: bytes, room: int) -> tuple[int, int]:
    """Count the segments of UTF-16 split as by unit, and the units that fit the last one yet."""
    high, low = SURROGATE_PAIR
    total = len(octets) >> 1
    count, end = 1, room
    while end < total:
        if octets[2 * end + 1] in low and octets[2 * end - 1] in high:
            end -= 1
        end += room
        count += 1
    return count, end - total


def by_word(units: bytes, pair: Pair, room: int) -> list[int]:
    """Split GSM-7 after the last white space of each segment, if there is any, else as by unit.

    No two characters of GSM-7 form a cluster, but for CR LF, which may part.
    """
    first, second = pair
    spaces = units.translate(_SPACES)
    total = len(units)
    starts = [0]
    start, end = 0, room
    while end < total:
        if units[end] in second and units[end - 1] in first:
            end -= 1
        start = spaces.rfind(b" ", start, end) + 1 or end
        starts.append(start)
        end = start + room
    return starts


def by_cluster(text: str, units: bytes, room: int, *, words: bool) -> list[int]:
    """Split UCS-2 between clusters; find the units at which the segments begin.

    With ``words``, a segment that has white space ends after the last of it.  A
    cluster longer than a segment is split between code points.
    """
    high, low = SURROGATE_PAIR
    total = len(units)
    if len(units.translate(None, high)) != len(text):  # a lone high surrogate
        # As it arrives: there two in the order of a pair are one character.  What is
        # still alone is written as one that looks like no pair, and joins as little.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        text = sub("[\ud800-\udbff]", "\udfff", text)
        units = ucs2_units(text)
    has_pairs = total != len(text)
    starts = [0]
    # Offsets of code points; a cluster that goes on at ``begin`` began at ``floor``.
    begin = floor = start = 0
    end = room
    while end < total:
        if has_pairs:
            if units[end] in low and units[end - 1] in high:
                end -= 1
            at = begin + len(units[start:end].translate(None, high))
        else:
            at = end
        split, floor = back(text, at, begin, floor, room, words=words)
        if split < at:
            end -= len(ucs2_units(text[split:at])) if has_pairs else at - split
        starts.append(end)
        begin, start = split, end
        end += room
    return starts


def back(  # noqa: PLR0913 - an object for them would be made for each segment
    text: str, at: int, begin: int, floor: int, room: int, *, words: bool
) -> tuple[int, int]:
    """Move the end of a segment of UCS-2 back to a boundary, and find its cluster's start.

    ``begin`` is where the segment begins, and ``floor`` where the cluster does that goes
    on there.
    """
    if words:
        split, cluster = _after_space(text, at, begin, floor, room)
        if split > begin:
            return split, cluster
    floor = graphemes.start(text, at, begin, floor)
    is_whole = floor < at and graphemes.ends_within(text, floor, at, room)
    return (floor if is_whole else at), floor


def _after_space(text: str, at: int, begin: int, floor: int, room: int) -> tuple[int, int]:
    """Find the last end of a word up to an offset, and the start of its cluster if that goes on.

    White space in a cluster that stays whole is none.
    """
    while (at := _last_space(text, begin, at)) > begin:
        cluster = graphemes.start(text, at, begin, floor)
        if cluster == at or not graphemes.ends_within(text, cluster, at, room):
            return at, cluster
        at -= 1
    return begin, floor


def _last_space(text: str, begin: int, end: int) -> int:
    """Find the end of the last white space at which words break; ``begin`` if there is none."""
    while end > begin:
        last = text[end - 1]
        if not last.isspace():
            end -= len(text[begin:end].rsplit(None, 1)[-1])
        elif last in NO_BREAK_SPACES:
            end -= 1
        else:
            return end
    return begin


def to_boundary(text: str, whole: int, *, words: bool) -> Callable[[int, int], int]:
    """Return what moves the end of a segment, given its start and reach, back to a boundary.

    With ``words`` that is one after white space if the segment has any.  A
    cluster is split only if it has more than ``whole`` UTF-16 code units: one
    that UCS-2 would keep moves the end back to the start, where no segment is.
    """

    def joined(at: int) -> bool:
        return graphemes.joined(text, at, 0)  # flags alone need a floor, and no table has them

    def move(start: int, reach: int) -> int:
        end = reach
        while words and (end := _last_space(text, start, end)) > start:
            if not joined(end):
                return end
            end -= 1
        end = reach
        while end > start and joined(end):
            end -= 1
        if end > start:
            return end
        begin = start
        while 0 < begin >= start - whole and joined(begin):
            begin -= 1
        is_whole = graphemes.ends_within(text, begin, max(reach, start + 1), whole)
        return start if is_whole else reach

    return move


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
