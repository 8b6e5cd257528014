"""The steps of :mod:`smsplan.planning.steps` that normalise white space, for columns."""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.columns import arrays
from smsplan.columns.rules_kernel import find_rows
from smsplan.columns.tables import Octets
from smsplan.planning import steps
from smsplan.planning.profile import WhiteSpace


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


def together(some: list[Step]) -> Step:
    """Make one step of some, one after the other."""

    def change(column: pa.Array) -> pa.Array:
        for step in some:
            column = step.take(column)
        return column

    signs = np.concatenate([_NO_SIGN, *(step.signs for step in some)])
    white = max((step.white for step in some), key=len, default=_NO_WHITE)
    return Step(change, np.unique(signs, axis=0), white)


_NO_SIGN: Final = np.zeros((0, 2), np.uint8)
_NO_WHITE: Final = np.zeros((0, 0), np.bool_)


def _step(change: Callable[[pa.Array], pa.Array], signs: tuple[str, ...]) -> Step:
    """Make a step that changes texts with a sign, of which two octets are looked for."""
    pairs = [list(sign.encode()[:2].ljust(2, b"\0")) for sign in signs if sign]
    white = _white() if "" in signs else _NO_WHITE
    return Step(change, np.array(pairs, np.uint8).reshape(-1, 2), white)


def _white() -> NDArray[np.bool_]:
    white = np.zeros((2, 0x10000), np.bool_)
    for octets in map(str.encode, steps.WHITE):
        if len(octets) == 1:
            white[0, octets[0] << 8 : (octets[0] + 1) << 8] = white[1, octets[0] :: 0x100] = True
        else:
            white[0, octets[0] << 8 | octets[1]] = white[1, octets[-2] << 8 | octets[-1]] = True
    return white


def _strip(column: pa.Array) -> pa.Array:
    try:
        return pc.utf8_trim(column, characters=steps.WHITE)
    except pa.ArrowInvalid:  # not all of it is UTF-8, which a pattern takes for some character
        return _regex(rf"\A[{steps.WHITE}]+|[{steps.WHITE}]+\z", "")(column)


def _crlf(column: pa.Array) -> pa.Array:
    return pc.replace_substring(pc.replace_substring(column, "\r\n", "\n"), "\n", "\r\n")


def _regex(pattern: str, replacement: str) -> Callable[[pa.Array], pa.Array]:
    return partial(pc.replace_substring_regex, pattern=pattern, replacement=replacement)


_CHANGES: Final = {
    steps.LONE_LINE_FEED: _crlf,
    steps.BEFORE[WhiteSpace.NONE_BEFORE_PUNCTUATION]: _regex(r"[ \t]+([.,])", r"\1"),
    steps.AFTER[WhiteSpace.RUNS_TO_ONE_SPACE]: _regex(r"[ \t]{2,}|\t", " "),
    steps.AFTER[WhiteSpace.LINE_ENDS_TO_SPACE]: _regex(r"[ \t]*[\r\n][ \t\r\n]*", " "),
    steps.AFTER[WhiteSpace.TWO_LINE_ENDS_AT_MOST]: _regex(r"\n{3,}", "\n\n"),
    steps.AFTER[WhiteSpace.STRIP]: _strip,
}
STEPS: Final = {step: _step(change, step.signs) for step, change in _CHANGES.items()}
"""By the step that does to a text what these do to a column."""


def stand_in(character: str) -> Step:
    """Return a step that writes another character for one that the provider lacks and GSM-7 has.

    It has as many units of UCS-2, and clusters and words end at it as they do at the other.
    """
    other = "\u2003" if character == " " else "\v" if character.isspace() else "`"
    return _step(partial(pc.replace_substring, pattern=character, replacement=other), (character,))
