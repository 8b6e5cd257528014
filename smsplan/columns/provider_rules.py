"""What a provider does to the texts of a block, column by column, as ``plan()`` does it to one."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.columns import arrays
from smsplan.columns import rules_kernel as kernel
from smsplan.columns.characters import laid_out
from smsplan.columns.plan_kernel import UCS2, plan_rows
from smsplan.columns.rules_kernel import NO_LIMIT, Characters, Most
from smsplan.columns.tables import Octets, Rooms, Tables
from smsplan.columns.white_space import STEPS, stand_in, together
from smsplan.planning import Boundary, Encoding, Profile
from smsplan.planning.profile import Counting, Limit, Replace
from smsplan.planning.rewriting import Rewriting

Counts: TypeAlias = tuple[NDArray[Any], ...]
"""Encodings, characters and segments."""


def is_known(profile: Profile) -> bool:
    """Return whether columns are treated here, or ``plan()`` is asked: no provider needs that."""
    if profile.encoding is Encoding.GSM7 or profile.languages:
        return False
    if profile.truncates and (limit := profile.limit):
        is_plain = limit == Limit(limit.max_segments, limit.max_characters, above=limit.above)
        is_open = profile.boundary is Boundary.CODE_POINT or profile.counting is Counting.DIVISION
        if not is_plain or not is_open:
            return False
    texts = profile.prefix, profile.suffix, profile.placeholder
    written = "".join([*texts, *dict(profile.replacements).values()])
    return not any("\ud800" <= each <= "\udfff" for each in written)  # else it is no UTF-8


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
        self, profile: Profile, rooms: Rooms, tables: Tables, others: Iterable[Callable[..., None]]
    ) -> None:
        rewriting = Rewriting.of(profile)
        self._profile, self._rooms, self._tables = profile, rooms, tables
        self._others = list(others)
        self._characters = laid_out(profile) if rewriting.table or profile.placeholder else None
        lacked = "" if profile.encoding is Encoding.UCS2 else profile.lacks
        stand_ins = [stand_in(each) for each in lacked if each.isascii()]
        self._stand_ins = together(stand_ins)
        self._before = together([STEPS[step] for step in rewriting.before])
        self._after = together([*(STEPS[step] for step in rewriting.after), *stand_ins])
        self._all = together([self._before, self._after])
        limit = rewriting.limit
        characters = limit.max_characters
        self._most = Most(
            len(profile.prefix) + characters if characters else NO_LIMIT,
            len(profile.suffix),
            limit.max_segments or NO_LIMIT,
        )

    def __call__(self, data: Octets, offsets: NDArray[np.int64], *counts: NDArray[Any]) -> None:
        """Count those of the texts between consecutive offsets that change."""
        texts = arrays.Strings(offsets, data)
        self._finish(texts, counts)
        marked = counts[0] == UCS2
        if self._characters is None:
            marked[:] = False
        else:
            kernel.unmark_rows(data, offsets, self._characters, marked)
        if not marked.all():
            self._all.find(texts, marked)
        rows = np.flatnonzero(marked)
        if len(rows):
            column = _column(texts)
            if len(rows) < len(column):
                column = column.take(arrays.from_numpy(pa.int64(), rows))
            for found, values in zip(counts, self._count(self._sent(column)), strict=True):
                found[rows] = values

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
        sent = np.empty((texts.offsets[-1] - texts.offsets[0]) * characters.growth, np.uint8)
        kernel.write_rows(texts.data, texts.offsets, replaces, characters, sent, ends)
        return _column(arrays.Strings(ends, sent))

    def _count(self, column: pa.Array, *, truncates: bool = True) -> Counts:
        rows = len(column)
        counts = np.empty(rows, np.int8), np.empty(rows, np.int64), np.empty(rows, np.int64)
        texts = arrays.strings(column)
        is_forced = self._profile.encoding is Encoding.UCS2
        plan_rows(texts.data, texts.offsets, is_forced, self._rooms, self._tables, *counts)
        for step in self._others:
            step(texts.data, texts.offsets, *counts)
        self._finish(texts, counts, truncates=truncates)
        return counts

    def _finish(self, texts: arrays.Strings, counts: Counts, *, truncates: bool = True) -> None:
        """Divide and truncate texts that were counted."""
        encodings, chars_counts, msg_counts = counts
        divides = self._profile.counting is Counting.DIVISION
        if divides:
            rows = np.flatnonzero(msg_counts > 1)
            room = np.array(self._rooms.segment)[encodings[rows]]
            msg_counts[rows] = -(-chars_counts[rows] // room)
        if not (truncates and self._profile.truncates):
            return
        most = self._most
        rows = np.flatnonzero((chars_counts > most.characters) | (msg_counts > most.segments))
        if len(rows):
            kernel.truncate_rows(
                *(texts.data, texts.offsets, rows, most, self._rooms, divides),
                *(self._tables.weights, *counts),
            )


def _column(texts: arrays.Strings) -> pa.Array:
    buffers = [None, pa.py_buffer(texts.offsets), pa.py_buffer(texts.data)]
    return pa.Array.from_buffers(pa.large_string(), len(texts.offsets) - 1, buffers)
