"""Plans of a column of texts."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.arguments import checked
from smsplan.columns import arrays, plan_kernel, tables
from smsplan.columns.tables import TABLES, Clusters, Octets, Rooms, rooms, tables_without
from smsplan.errors import UnencodableTextError
from smsplan.planning import STANDARD, Boundary, Encoding, Profile, plan
from smsplan.planning.profile import Counting

# From buffers: pyarrow loads pandas, if there is one, to make an array of a list.
_NAMES: Final = pa.Array.from_buffers(
    pa.string(),
    len(Encoding),
    [
        None,
        pa.py_buffer(np.cumsum([0, *map(len, Encoding)], dtype=np.int32)),
        pa.py_buffer("".join(Encoding).encode()),
    ],
)
_CODES: Final = {encoding: code for code, encoding in enumerate(Encoding)}
PLAN: Final = pa.struct(
    [
        ("encoding", pa.dictionary(pa.int8(), pa.string())),
        ("chars_count", pa.int64()),
        ("msg_count", pa.int64()),
    ]
)
"""The type of a column of plans."""


@checked
def plan_array(
    texts: object, profile: Profile = STANDARD, *, threads: int | None = None
) -> pa.StructArray:
    """Plan each text of a column: what :func:`smsplan.plan` says, and null for null.

    ``texts`` is what speaks the Arrow C data interface: strings, large strings,
    string views and dictionaries, whole, sliced or in chunks; a table of one
    column too.  Strings and large strings are read where they lie, views are
    copied, the entries of a dictionary are planned once.  ``threads`` is how
    many work at once, by default as many as ``pyarrow.cpu_count()``.

    Compiled kernels know every boundary, reference, encoding and language, and the rules
    of every provider.  What goes through :func:`smsplan.plan` yet, once per distinct text,
    are the texts of profiles that no provider has: with such rules beside languages or
    forced GSM-7, or with texts truncated by units, or where clusters or words stay whole.

    Raises :class:`~smsplan.errors.UnencodableTextError` as ``plan`` does, with a note
    that names the row; ``TypeError`` for a column of anything but strings.

    >>> plan_array(pa.array(["Hello", "Привет", None])).to_pylist()[1]
    {'encoding': 'UCS-2', 'chars_count': 6, 'msg_count': 1}
    """
    chunks = arrays.as_texts(arrays.chunks(texts, "texts"), "texts")
    if not profile.plans_as_plain:
        from smsplan.columns import provider_rules  # noqa: PLC0415 - kernels that few profiles need

        if not provider_rules.is_known(profile):
            return _by_plan(chunks, profile)
    if pa.types.is_dictionary(chunks[0].type):
        planned = arrays.by_entry(chunks, lambda entries: _count([entries], profile, threads))
    else:
        planned = _count(chunks, profile, threads)
    if profile.encoding is Encoding.GSM7:
        _refuse_non_gsm(chunks, planned, profile)
    return planned


def _count(chunks: list[pa.Array], profile: Profile, threads: int | None) -> pa.StructArray:
    """Plan as ``plan`` does, but leave in UCS-2 what GSM-7 is forced on and lacks."""
    rows = sum(map(len, chunks))
    encodings = np.empty(rows, np.int8)
    chars_counts, msg_counts = np.empty((2, rows), np.int64)
    force_ucs2 = profile.encoding is Encoding.UCS2
    room = rooms(profile)
    known = tables_without(profile.lacks) if profile.lacks else TABLES
    steps = list(_steps(profile, room))
    texts = chunks
    if not profile.plans_as_plain:
        from smsplan.columns import provider_rules  # noqa: PLC0415 - as above

        texts = [provider_rules.prepared(chunk, profile) for chunk in chunks]
        steps.append(provider_rules.Treatment(profile, room, known, steps))

    def plan_block(
        texts: arrays.Strings, nulls: NDArray[np.bool_] | None, start: int, first: int, last: int
    ) -> None:
        here = slice(start + first, start + last)
        found = texts.offsets[first : last + 1]
        counts = encodings[here], chars_counts[here], msg_counts[here]
        plan_kernel.plan_rows(texts.data, found, force_ucs2, room, known, *counts)
        if nulls is not None:  # what lies under them need not be text
            encodings[here][nulls[first:last]] = plan_kernel.GSM7
            msg_counts[here][nulls[first:last]] = 1
        for step in steps:
            step(texts.data, found, *counts)

    start = 0
    for chunk in texts:
        nulls = chunk.is_null().to_numpy(zero_copy_only=False) if chunk.null_count else None
        work = partial(plan_block, arrays.strings(chunk), nulls, start)
        arrays.in_blocks(work, len(chunk), threads)
        start += len(chunk)
    return _planned(encodings, chars_counts, msg_counts, arrays.validity(chunks))


def _steps(profile: Profile, room: Rooms) -> Iterator[Callable[..., None]]:
    """Make what plans texts again that were planned as if split at any code point.

    Its kernels are loaded, and their tables made, for the profiles that need them alone.
    """
    clusters = None
    if profile.boundary is not Boundary.CODE_POINT and profile.counting is Counting.SEGMENTS:
        clusters = tables.clusters()
    if clusters:
        from smsplan.columns.split_kernel import split_rows  # noqa: PLC0415 - as said

        words = profile.boundary is Boundary.WORD
        yield partial(split_rows, words, room, TABLES.weights, clusters)
    if profile.languages and profile.encoding is not Encoding.UCS2:
        yield _shift(profile, room, clusters)


def _shift(profile: Profile, room: Rooms, clusters: Clusters | None) -> Callable[..., None]:
    """Make what tries national tables, at the ends of clusters if these are given."""
    from smsplan.columns.shift_kernel import read_rows, shift_rows  # noqa: PLC0415 - as above

    is_forced = profile.encoding is Encoding.GSM7
    # Where GSM-7 is forced there is no other plan that would keep a cluster whole.
    whole = 0 if is_forced else room.segment[plan_kernel.UCS2]
    words = profile.boundary is Boundary.WORD
    beside = tables.shift_rooms(profile.reference_bits)
    shifts = tables.shifts(profile.languages)

    def shift(
        data: Octets,
        offsets: NDArray[np.int64],
        encodings: NDArray[np.int8],
        chars_counts: NDArray[np.int64],
        msg_counts: NDArray[np.int64],
    ) -> None:
        text = np.empty(offsets[-1] - offsets[0], np.uint8)
        sizes = np.empty(len(msg_counts), np.int64)
        present = np.empty(len(msg_counts), np.uint64)
        read = text, sizes, present
        read_rows(is_forced, beside, shifts.kinds, data, offsets, encodings, msg_counts, *read)
        if clusters:
            from smsplan.columns.split_kernel import mark_rows  # noqa: PLC0415 - as above

            mark_rows(clusters, data, offsets, sizes, text)
        pairs = np.empty((shifts.locking.size * shifts.single.size, 3), np.uint64)
        counts = encodings, chars_counts, msg_counts
        shift_rows(words, whole, is_forced, beside, shifts, *read, pairs, offsets, *counts)

    return shift


def _planned(
    encodings: NDArray[np.int8],
    chars_counts: NDArray[np.int64],
    msg_counts: NDArray[np.int64],
    valid: pa.Buffer | None = None,
) -> pa.StructArray:
    codes = arrays.from_numpy(pa.int8(), encodings, valid)
    columns = [
        pa.DictionaryArray.from_arrays(codes, _NAMES),
        arrays.from_numpy(pa.int64(), chars_counts, valid),
        arrays.from_numpy(pa.int64(), msg_counts, valid),
    ]
    return pa.Array.from_buffers(PLAN, len(encodings), [valid], children=columns)


def _by_plan(chunks: list[pa.Array], profile: Profile) -> pa.StructArray:
    """Plan each distinct text by :func:`plan`."""
    texts, indices = arrays.distinct(chunks)
    plans = []
    for index, text in enumerate(texts):
        try:
            plans.append(plan(text, profile))
        except UnencodableTextError as error:
            _name_row(error, pc.index(indices, index).as_py())
            raise
    planned = _planned(
        np.array([_CODES[one.encoding] for one in plans], np.int8),
        np.array([one.chars_count for one in plans], np.int64),
        np.array([one.msg_count for one in plans], np.int64),
    )
    return planned.take(indices)


def _refuse_non_gsm(chunks: list[pa.Array], planned: pa.StructArray, profile: Profile) -> None:
    """Raise what :func:`plan` raises for the first text that is not of GSM-7, if one is not."""
    codes = planned.field("encoding").indices
    row = pc.index(codes, _CODES[Encoding.UCS2]).as_py()
    if row < 0:
        return
    try:
        plan(pa.chunked_array(chunks)[row].as_py(), profile)
    except UnencodableTextError as error:
        _name_row(error, row)
        raise


def _name_row(error: UnencodableTextError, row: int) -> None:
    error.add_note(f"in row {row} of the column, counted from 0")
