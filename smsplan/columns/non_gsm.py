"""The non-GSM characters of a column of texts."""

from typing import Final

import numpy as np
import pyarrow as pa

from smsplan.arguments import checked
from smsplan.columns import arrays, plan_kernel
from smsplan.columns.tables import TABLES

_CHARACTER: Final = pa.struct([("character", pa.string()), ("offset", pa.int64())])
NON_GSM: Final = pa.list_(_CHARACTER)
"""The type of a column of non-GSM characters."""


@checked
def non_gsm_array(texts: object, *, threads: int | None = None) -> pa.ListArray:
    """Find the characters of each text that GSM-7 lacks, in order, and null for null.

    Each has its code point offset into the text.  ``texts`` and ``threads`` are
    those of :func:`plan_array`; a character that national tables alone have is one here.

    Raises ``TypeError`` for a column of anything but strings, ``OverflowError``
    for more of them than one array holds.

    >>> non_gsm_array(pa.array(["Hello", "naïve…"])).to_pylist()[1]
    [{'character': 'ï', 'offset': 2}, {'character': '…', 'offset': 5}]
    """
    chunks = arrays.as_texts(arrays.chunks(texts, "texts"), "texts")
    if pa.types.is_dictionary(chunks[0].type):
        return arrays.by_entry(chunks, lambda entries: _find(entries, threads))
    return arrays.concatenated([_find(chunk, threads) for chunk in chunks])


def _find(array: pa.Array, threads: int | None) -> pa.ListArray:
    rows = len(array)
    texts = arrays.strings(array)
    counts, sizes = np.zeros((2, rows), np.int64)

    def count(first: int, last: int) -> None:
        here = slice(first, last)
        found = texts.offsets[first : last + 1]
        plan_kernel.count_non_gsm(texts.data, found, TABLES, counts[here], sizes[here])

    arrays.in_blocks(count, rows, threads)
    valid = arrays.validity([array])
    if valid:
        # What lies under a null need not be text.
        nulls = array.is_null().to_numpy(zero_copy_only=False)
        counts[nulls] = sizes[nulls] = 0
    lists, places = arrays.offsets(counts), arrays.offsets(sizes)
    ends = np.zeros(lists[-1] + 1, np.int32)
    characters = np.empty(places[-1], np.uint8)
    offsets = np.empty(lists[-1], np.int64)

    def write(first: int, last: int) -> None:
        here = slice(first, last + 1)
        found = texts.offsets[here]
        plan_kernel.write_non_gsm(
            texts.data, found, TABLES, lists[here], places[here], ends, characters, offsets
        )

    arrays.in_blocks(write, rows, threads)
    values = [
        pa.StringArray.from_buffers(len(offsets), pa.py_buffer(ends), pa.py_buffer(characters)),
        arrays.from_numpy(pa.int64(), offsets),
    ]
    found = pa.StructArray.from_arrays(values, fields=list(_CHARACTER))
    return pa.Array.from_buffers(NON_GSM, rows, [valid, pa.py_buffer(lists)], children=[found])
