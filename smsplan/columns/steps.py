"""The steps in which providers normalise white space, for columns: each changes what has a sign."""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.columns import arrays
from smsplan.columns.tables import Octets
from smsplan.columns.treatment_kernel import find_rows
from smsplan.planning.profile import WhiteSpace
from smsplan.planning.steps import WHITE


class Step(NamedTuple):
    """What changes a column, and what is in the texts that it changes: see ``find_rows``."""

    change: Callable[[pa.Array], pa.Array]
    signs: Octets
    white: NDArray[np.bool_]

    def find(self, texts: arrays.Strings, found: NDArray[np.bool_]) -> None:
        """Mark the texts that it may change."""
        if self.signs.size or self.white.size:
            find_rows(texts.data, texts.offsets, self.signs, self.white, found)

    def take(self, column: pa.Array) -> pa.Array:
        """Return a column after this step."""
        found = np.zeros(len(column), np.bool_)
        self.find(arrays.strings(column), found)
        if not found.any():
            return column
        if found.all():
            return self.change(column)
        mask = pa.Array.from_buffers(pa.bool_(), len(column), [None, arrays.bitmap(found)])
        return pc.replace_with_mask(column, mask, self.change(column.filter(mask)))


def together(steps: list[Step]) -> Step:
    """Make one step of some, one after the other."""

    def change(column: pa.Array) -> pa.Array:
        for step in steps:
            column = step.take(column)
        return column

    signs = np.concatenate([_NO_SIGN, *(step.signs for step in steps)])
    white = max((step.white for step in steps), key=len, default=_NO_WHITE)
    return Step(change, np.unique(signs, axis=0), white)


_NO_SIGN: Final = np.zeros((0, 2), np.uint8)
_NO_WHITE: Final = np.zeros((0, 0), np.bool_)


def _step(function: Callable[..., pa.Array], *signs: str, **options: str) -> Step:
    pairs = [list(sign.encode().ljust(2, b"\0")) for sign in signs]
    return Step(partial(function, **options), np.array(pairs, np.uint8), _NO_WHITE)


def _strip() -> Step:
    white = np.zeros((2, 0x10000), np.bool_)
    for octets in map(str.encode, WHITE):
        if len(octets) == 1:
            white[0, octets[0] << 8 : (octets[0] + 1) << 8] = white[1, octets[0] :: 0x100] = True
        else:
            white[0, octets[0] << 8 | octets[1]] = white[1, octets[-2] << 8 | octets[-1]] = True
    return Step(partial(pc.utf8_trim, characters=WHITE), _NO_SIGN, white)


def _crlf(column: pa.Array) -> pa.Array:
    return pc.replace_substring(pc.replace_substring(column, "\r\n", "\n"), "\n", "\r\n")


def _regex(pattern: str, replacement: str, *signs: str) -> Step:
    return _step(pc.replace_substring_regex, *signs, pattern=pattern, replacement=replacement)


BEFORE: Final = {
    WhiteSpace.NONE_BEFORE_PUNCTUATION: _regex(r"[ \t]+([.,])", r"\1", " .", " ,", "\t"),
}
LONE_LINE_FEED: Final = _step(_crlf, "\n")
AFTER: Final = {
    WhiteSpace.RUNS_TO_ONE_SPACE: _regex(r"[ \t]{2,}|\t", " ", "  ", "\t"),
    WhiteSpace.LINE_ENDS_TO_SPACE: _regex(r"[ \t]*[\r\n][ \t\r\n]*", " ", "\n", "\r"),
    WhiteSpace.TWO_LINE_ENDS_AT_MOST: _regex(r"\n{3,}", "\n\n", "\n\n"),
    WhiteSpace.STRIP: _strip(),
}
"""What goes before characters are replaced and after, as :mod:`smsplan.planning.steps` has it."""


def stand_in(character: str) -> Step:
    """Have another character count for one that the provider lacks and GSM-7 has.

    It has as many units of UCS-2, and clusters and words end at it as they do at the other.
    """
    other = "\u2003" if character == " " else "\v" if character.isspace() else "`"
    return _step(pc.replace_substring, character, pattern=character, replacement=other)
