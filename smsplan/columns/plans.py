"""Plans of a column of texts."""

from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.arguments import checked
from smsplan.columns import arrays, plan_kernel
from smsplan.columns.tables import TABLES, rooms
from smsplan.errors import UnencodableTextError
from smsplan.planning import STANDARD, Boundary, Encoding, Profile, plan

_NAMES: Final = pa.array(list(Encoding))
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

    The compiled kernel knows profiles that split at any code point and allow no
    languages.  With others it plans the texts of one segment; the rest go row
    by row through :func:`smsplan.plan`, once per distinct text.  So do all texts
    if languages are allowed and GSM-7 is forced.

    Raises :class:`~smsplan.errors.UnencodableTextError` as ``plan`` does, with a note
    that names the row; ``TypeError`` for a column of anything but strings.

    >>> plan_array(pa.array(["Hello", "Привет", None])).to_pylist()[1]
    {'encoding': 'UCS-2', 'chars_count': 6, 'msg_count': 1}
    """
    chunks = arrays.as_texts(arrays.chunks(texts, "texts"), "texts")
    if not profile.is_plain or (profile.languages and profile.encoding is Encoding.GSM7):
        return _by_plan(chunks, profile)
    if pa.types.is_dictionary(chunks[0].type):
        planned = arrays.by_entry(chunks, lambda entries: _count([entries], profile, threads))
    else:
        planned = _count(chunks, profile, threads)
    if profile.encoding is Encoding.GSM7:
        _refuse_non_gsm(chunks, planned, profile)
    if profile.boundary is not Boundary.CODE_POINT or profile.languages:
        return _plan_again(chunks, planned, profile)
    return planned


def _count(chunks: list[pa.Array], profile: Profile, threads: int | None) -> pa.StructArray:
    """Plan as if a split could be between any two characters and only UCS-2 could be forced."""
    rows = sum(map(len, chunks))
    encodings = np.empty(rows, np.int8)
    chars_counts, msg_counts = np.empty((2, rows), np.int64)
    force_ucs2 = profile.encoding is Encoding.UCS2
    room = rooms(profile.reference_bits)

    def plan_block(texts: arrays.Strings, start: int, first: int, last: int) -> None:
        out = slice(start + first, start + last)
        plan_kernel.plan_rows(
            texts.data,
            texts.offsets[first : last + 1],
            force_ucs2,
            room,
            TABLES,
            encodings[out],
            chars_counts[out],
            msg_counts[out],
        )

    start = 0
    for chunk in chunks:
        work = partial(plan_block, arrays.strings(chunk), start)
        arrays.in_blocks(work, len(chunk), threads)
        start += len(chunk)
    return _planned(encodings, chars_counts, msg_counts, arrays.validity(chunks))


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


def _plan_again(
    chunks: list[pa.Array], planned: pa.StructArray, profile: Profile
) -> pa.StructArray:
    """Leave alone the texts of one message, which are not split, and plan the others."""
    longer = pc.greater(pc.struct_field(planned, "msg_count"), 1)
    rows = pc.indices_nonzero(longer)
    if len(rows) == 0:
        return planned
    again = _by_plan(pa.chunked_array(arrays.large(chunks)).take(rows).chunks, profile)
    places = np.arange(len(planned))
    places[rows] = len(planned) + np.arange(len(rows))
    return pa.concat_arrays([planned, again]).take(pa.array(places))


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
