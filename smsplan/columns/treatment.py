"""What a provider does to the texts of a block, column by column, as ``plan()`` does it to one."""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from string import ascii_letters
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.columns import arrays, treatment_kernel
from smsplan.columns.plan_kernel import UCS2, plan_rows
from smsplan.columns.tables import POINTS, Octets, Rooms, Tables
from smsplan.columns.treatment_kernel import (
    ALONE,
    COUNTED,
    EASY,
    FIT,
    GOES_ON,
    KEPT,
    MISFIT,
    NO_LIMIT,
    REPLACED,
    STANDS,
    TOGETHER,
    UNKNOWN,
    Characters,
    Most,
)
from smsplan.gsm7.codec import DEFAULT
from smsplan.planning import Boundary, Encoding, Profile
from smsplan.planning.profile import Counting, Limit, Replace, WhiteSpace
from smsplan.planning.rewriting import Rewriting
from smsplan.planning.steps import WHITE

Counts: TypeAlias = tuple[NDArray[Any], ...]
"""Encodings, characters and segments."""


class Step(NamedTuple):
    """What changes a column, and what is in the texts that it changes: see ``find_rows``."""

    change: Callable[[pa.Array], pa.Array]
    signs: Octets
    white: NDArray[np.bool_]

    def find(self, texts: arrays.Strings, found: NDArray[np.bool_]) -> None:
        """Mark the texts that it may change."""
        if self.signs.size or self.white.size:
            treatment_kernel.find_rows(texts.data, texts.offsets, self.signs, self.white, found)

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


def _all(steps: list[Step]) -> Step:
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


_PUNCTUATION: Final = _regex(r"[ \t]+([.,])", r"\1", " .", " ,", "\t")
_CRLF: Final = _step(_crlf, "\n")
_STEPS: Final = {
    WhiteSpace.RUNS_TO_ONE_SPACE: _regex(r"[ \t]{2,}|\t", " ", "  ", "\t"),
    WhiteSpace.LINE_ENDS_TO_SPACE: _regex(r"[ \t]*[\r\n][ \t\r\n]*", " ", "\n", "\r"),
    WhiteSpace.TWO_LINE_ENDS_AT_MOST: _regex(r"\n{3,}", "\n\n", "\n\n"),
    WhiteSpace.STRIP: _strip(),
}
"""The steps of :mod:`smsplan.planning.steps` after characters are replaced, as RE2 takes them."""


def _stand_in(character: str) -> Step:
    """Have another character count for one that the provider lacks and GSM-7 has.

    It has as many units of UCS-2, and clusters and words end at it as they do at the other.
    """
    other = "\u2003" if character == " " else "\v" if character.isspace() else "`"
    return _step(pc.replace_substring, character, pattern=character, replacement=other)


def is_known(profile: Profile) -> bool:
    """Return whether columns are treated here, or ``plan()`` is asked: no provider needs that."""
    is_simple = profile.encoding is not Encoding.GSM7 and not profile.languages
    is_divided = profile.boundary is Boundary.CODE_POINT or _divides(profile)
    texts = (
        profile.prefix,
        profile.suffix,
        profile.placeholder,
        *dict(profile.replacements).values(),
    )
    is_utf8 = not any("\ud800" <= each <= "\udfff" for each in "".join(texts))
    return is_simple and is_utf8 and (is_divided or not profile.truncates)


def _divides(profile: Profile) -> bool:
    return profile.counting is Counting.DIVISION


def prepared(chunk: pa.Array, profile: Profile) -> pa.Array:
    """Return texts with what the provider adds, empty ones for nulls."""
    chunk = pc.fill_null(chunk, "")
    if not profile.prefix and not profile.suffix:
        return chunk
    before, behind, between = (
        pa.scalar(part, pa.large_string()) for part in (profile.prefix, profile.suffix, "")
    )
    (large,) = arrays.large([chunk])
    return pc.binary_join_element_wise(before, large, behind, between)


class Treatment:
    """Counts the texts of blocks again that a provider changes."""

    def __init__(
        self, profile: Profile, rooms: Rooms, tables: Tables, steps: Iterable[Callable[..., None]]
    ) -> None:
        rewriting = Rewriting.of(profile)
        self._profile, self._rooms, self._tables, self._steps = profile, rooms, tables, list(steps)
        self._is_forced = profile.encoding is Encoding.UCS2
        before = [_PUNCTUATION] * (WhiteSpace.NONE_BEFORE_PUNCTUATION in profile.white_space)
        after = [_STEPS[each] for each in profile.white_space if each in _STEPS]
        after += [_CRLF] * profile.crlf
        lacked = "" if self._is_forced else profile.lacks
        stand_ins = [_stand_in(each) for each in lacked if each.isascii()]
        self._before, self._after = _all(before), _all([*after, *stand_ins])
        self._stand_ins, self._all = _all(stand_ins), _all([*before, *after, *stand_ins])
        self._characters, self._growth = None, 1
        if rewriting.table or profile.placeholder:
            self._characters, self._growth = _characters(profile)
        self._is_whole = profile.replace is Replace.ALL_OR_NOTHING
        # Where all must fit, what does not tells all, unless a placeholder stands for it.
        self._cared = STANDS | TOGETHER | (MISFIT | ALONE) * self._is_whole
        self._enough = TOGETHER if not self._is_whole else 0 if profile.placeholder else MISFIT
        self._most = _most(profile) if profile.truncates else None

    def __call__(self, data: Octets, offsets: NDArray[np.int64], *counts: NDArray[Any]) -> None:
        """Count those of the texts between consecutive offsets that change."""
        texts = arrays.Strings(offsets, data)
        self._finish(texts, counts)
        marked = counts[0] == UCS2
        if self._characters is None:
            marked[:] = False
        else:
            treatment_kernel.unmark_rows(
                *(data, offsets, self._is_whole, self._cared, self._enough),
                *(self._characters, marked),
            )
        if not marked.all():
            self._all.find(texts, marked)
        rows = np.flatnonzero(marked)
        if len(rows):
            column = _column(texts)
            if len(rows) < len(column):
                column = column.take(arrays.from_numpy(pa.int64(), rows))
            _put(counts, rows, self._count(self._sent(column)))

    def _sent(self, column: pa.Array) -> pa.Array:
        column = self._before.take(column)
        if self._characters is not None:
            column = self._write(column, self._characters)
        return self._after.take(column)

    def _write(self, column: pa.Array, characters: Characters) -> pa.Array:
        replaces = np.ones(len(column), np.bool_)
        if self._profile.replace is Replace.BEYOND_ONE_SEGMENT:
            replaces = self._count(self._stand_ins.take(column), truncates=False)[2] > 1
        texts = arrays.strings(column)
        ends = np.zeros(len(column) + 1, np.int64)
        sent = np.empty((texts.offsets[-1] - texts.offsets[0]) * self._growth, np.uint8)
        treatment_kernel.write_rows(
            texts.data, texts.offsets, self._is_whole, replaces, characters, sent, ends
        )
        return _column(arrays.Strings(ends, sent))

    def _count(self, column: pa.Array, *, truncates: bool = True) -> Counts:
        rows = len(column)
        counts = np.empty(rows, np.int8), np.empty(rows, np.int64), np.empty(rows, np.int64)
        texts = arrays.strings(column)
        plan_rows(texts.data, texts.offsets, self._is_forced, self._rooms, self._tables, *counts)
        for step in self._steps:
            step(texts.data, texts.offsets, *counts)
        self._finish(texts, counts, truncates=truncates)
        return counts

    def _finish(self, texts: arrays.Strings, counts: Counts, *, truncates: bool = True) -> None:
        """Divide and truncate texts that were counted."""
        encodings, chars_counts, msg_counts = counts
        divides = _divides(self._profile)
        if divides:
            rows = np.flatnonzero(msg_counts > 1)
            room = np.array(self._rooms.segment)[encodings[rows]]
            msg_counts[rows] = -(-chars_counts[rows] // room)
        if self._most is None or not truncates:
            return
        most = self._most
        least = min(most.characters, *most.units, most.utf16)
        rows = np.flatnonzero((chars_counts > least) | (msg_counts > most.segments))
        if len(rows):
            treatment_kernel.truncate_rows(
                *(texts.data, texts.offsets, rows, most, self._rooms, divides),
                *(self._tables.weights, *counts),
            )


def _put(counts: Counts, rows: NDArray[np.int64], found: Counts) -> None:
    for column, values in zip(counts, found, strict=True):
        column[rows] = values


def _column(texts: arrays.Strings) -> pa.Array:
    buffers = [None, pa.py_buffer(texts.offsets), pa.py_buffer(texts.data)]
    return pa.Array.from_buffers(pa.large_string(), len(texts.offsets) - 1, buffers)


_ASCII: Final = ascii_letters, "[]{}~^|"
"""Characters of one septet, and of two."""


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=8)  # of some megabytes each
def _characters(profile: Profile) -> tuple[Characters, int]:
    """Lay out what becomes of characters, and how many octets one octet may become."""
    rewriting = Rewriting.of(profile)
    table, alphabet = rewriting.table, rewriting.alphabet
    stands = ALONE | TOGETHER if profile.placeholder else 0
    fits = [0 if alphabet.issuperset(text) else MISFIT for text in table.values()]
    roles = [MISFIT | stands, MISFIT, 0, COUNTED, COUNTED]
    roles += [TOGETHER | stands & ALONE | fit for fit in fits]
    like = [next(filter(alphabet.__contains__, some), "") for some in _ASCII]
    classes_of = dict.fromkeys(profile.keeps, KEPT)
    for each in alphabet:
        is_pair = each in DEFAULT.extension
        classes_of[each] = FIT if each.isascii() or not like[is_pair] else EASY + is_pair
    classes_of |= {each: number for number, each in enumerate(table, REPLACED)}
    classes = np.full(POINTS, UNKNOWN, np.uint16)
    leads = [STANDS if len(_utf8(profile.placeholder)) == 1 else roles[UNKNOWN]] * 0x100
    leads[0x80:0xC0] = [GOES_ON] * 0x40
    for each, kind in classes_of.items():
        first, others = _utf8(each)[0], 0
        classes[ord(each)] = kind
        if not each.isascii():
            others = leads[first] & ~STANDS | roles[UNKNOWN]
        leads[first] = roles[kind] | others
    image = partial(rewriting.image, is_replaced=False)
    images = [*map(_utf8, (profile.placeholder, *like, *map(image, table.values())))]
    growths = [
        -(-len(text) // len(_utf8(own))) for own, text in zip(table, images[3:], strict=True)
    ]
    octets = np.frombuffer(b"".join(images) + b"\0", np.uint8)  # one at least
    ends = np.cumsum([0, *map(len, images)])
    by_class, by_octet = np.array(roles, np.uint8), np.array(leads, np.uint8)
    laid_out = Characters(classes, by_class, by_octet, octets, ends)
    return laid_out, max(1, len(images[0]), *growths)


def _most(profile: Profile) -> Most:
    limit = profile.limit or Limit()
    return Most(
        NO_LIMIT if limit.max_characters is None else len(profile.prefix) + limit.max_characters,
        len(profile.suffix),
        (limit.max_gsm7 or NO_LIMIT, limit.max_ucs2 or NO_LIMIT),
        limit.max_utf16 or NO_LIMIT,
        limit.max_segments or NO_LIMIT,
    )
