"""How many segments of UCS-2 a text needs once it is edited, without a plan for every edit.

Where a segment begins says where all that follow it begin.  So from an edit on segments
are looked for only until one begins where another was seen to begin, for the text as it
is or after another edit: all edits together take time in proportion to the text.
"""

from bisect import bisect_left
from re import search, sub
from typing import Final, NamedTuple

from smsplan.findings import Edit
from smsplan.gsm7.codec import SURROGATE_PAIR, ucs2_units
from smsplan.planning import splitting
from smsplan.planning.coding import Coding
from smsplan.planning.graphemes import is_flag
from smsplan.planning.profile import Boundary, Profile


class _Start(NamedTuple):
    """Where a segment begins, and where the cluster does that goes on there."""

    at: int
    floor: int


_HIGH: Final = "[\ud800-\udbff]"
_PAIR: Final = f"{_HIGH}[\udc00-\udfff]"


class Edited:
    """A text that is UCS-2 with each edit too, and is sent as it stands, but for what is added."""

    def __init__(self, text: str, coding: Coding, profile: Profile) -> None:
        self._added = len(profile.prefix)
        text = f"{profile.prefix}{text}{profile.suffix}"
        self._boundary = profile.boundary
        self._room = coding.rooms[profile.reference_bits]
        self._single = coding.single
        self._units = len(ucs2_units(text))
        self._halves, self._pairs = (search(each, text) is not None for each in (_HIGH, _PAIR))
        self._text = text = sub(_HIGH, "\udfff", text)  # joins as little, and is in no pair
        self._starts = [_Start(0, 0)]
        while (start := self._next(text, self._starts[-1])).at < len(text):
            self._starts.append(start)
        self._after = {
            start: -index for index, start in enumerate(self._starts, -len(self._starts))
        }
        self._after[start] = 0

    def count(self, edit: Edit) -> int | None:
        """Count the segments after an edit; ``None`` where halves of a surrogate pair may meet."""
        text, written = self._text, edit.replacement
        if self._pairs or (self._halves and not (written and written.isascii())):
            return None
        begin, end = edit.start + self._added, edit.end + self._added
        dropped = text[begin:end]
        units = self._units - len(ucs2_units(dropped)) + len(ucs2_units(written))
        if units <= self._single:
            return 1
        # A segment that begins more than two rooms before the edit ends as it did.
        far = 2 * self._room
        index = bisect_left(self._starts, (begin - far,))
        at, base = self._starts[index := min(index, len(self._starts) - 1)]
        start, until = _Start(at - base, 0), end + far
        fixed = text[base:begin] + written + text[end:until]
        behind = begin + len(written) - base
        back = base + len(dropped) - len(written)
        is_same = not written and _is_of_one_kind(text[max(base, begin - 2) : end])
        while start.at < len(fixed):
            at, floor = start
            if floor >= behind:
                return index + self._from(_Start(at + back, floor + back))
            if is_same and at - floor > self._room and at >= behind:
                return index + self._from(_Start(at + back, floor + base))
            if at + far >= len(fixed) - 1 and until < len(text):
                more = text[until : until + len(fixed)]
                fixed, until = fixed + more, until + len(more)
            start = self._next(fixed, start)
            index += 1
        return index

    def _from(self, start: _Start) -> int:
        """Count the segments from there on, of the text as it is."""
        passed = []
        while start not in self._after:
            passed.append(start)
            start = self._next(self._text, start)
        count = self._after[start]
        for each in reversed(passed):
            count += 1
            self._after[each] = count
        return count

    def _next(self, text: str, start: _Start) -> _Start:
        """Find where the next segment begins: the end of the text, after the last."""
        begin, floor = start
        room = self._room
        units = ucs2_units(text[begin : begin + room + 1])
        if len(units) <= room:
            return _Start(len(text), len(text))
        high, low = SURROGATE_PAIR
        end = room - (units[room] in low and units[room - 1] in high)
        at = begin + len(units[:end].translate(None, high))
        if self._boundary is Boundary.CODE_POINT:
            return _Start(at, at)
        words = self._boundary is Boundary.WORD
        return _Start(*splitting.back(text, at, begin, floor, room, words=words))


def _is_of_one_kind(text: str) -> bool:
    """Return whether one less of a character in a row, of three or more, joins those behind."""
    return text[2:] != "" and text.count(text[0]) == len(text) and not is_flag(text[0])
