"""Getting at columns: whatever speaks the Arrow C data interface, as arrays and their buffers."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.columns.tables import Octets
from smsplan.columns.threads import thread_pool

_FEWEST_ROWS: Final = 16_384
"""Rows of a block at least: enough to hide what handing it to a thread costs."""
_BLOCKS: Final = 8
"""Blocks for each thread, so that none has to wait long for another at the end."""


def chunks(values: object, what: str) -> list[pa.Array]:
    """Read a column, whole or in chunks, of which there is one at least.

    A table of one column, such as a result of DuckDB, is that column.

    Raises ``TypeError``, which calls the column ``what``, for anything else.
    """
    if isinstance(values, pa.Array):
        arrays = [values]
    elif isinstance(values, pa.ChunkedArray) or hasattr(values, "__arrow_c_stream__"):
        column = values if isinstance(values, pa.ChunkedArray) else pa.chunked_array(values)
        arrays = column.chunks or [pa.array([], column.type)]
    elif hasattr(values, "__arrow_c_array__"):
        arrays = [pa.array(values)]
    else:
        hint = "; pyarrow.array makes one"
        if hasattr(values, "map_batches"):  # an expression of Polars
            hint = ", which has no values yet; map_batches gives them"
        raise TypeError(f"{what} is an Arrow column, not {type(values).__name__}{hint}")
    if pa.types.is_struct(arrays[0].type):
        columns = arrays[0].type.num_fields
        if columns != 1:
            raise TypeError(f"{what} is one column, not a table of {columns}")
        arrays = [array.flatten()[0] for array in arrays]
    return arrays


def value_type(array: pa.Array) -> pa.DataType:
    """Return the type of an array's values, in a dictionary or not."""
    return array.type.value_type if pa.types.is_dictionary(array.type) else array.type


def as_texts(arrays: list[pa.Array], what: str, wanted: str = "strings") -> list[pa.Array]:
    """Make strings, large strings or dictionaries of these of the chunks of a column.

    Raises ``TypeError``, which says what is ``wanted``, for columns of other types.
    """
    kind = arrays[0].type
    types = pa.types
    texts = value_type(arrays[0])
    if types.is_string(texts) or types.is_large_string(texts):
        return arrays
    if types.is_dictionary(kind) and not any(len(array.dictionary) for array in arrays):
        # Of no entries, whatever they would be: pandas calls a category of nulls one of floats.
        return [pa.nulls(len(array), pa.large_string()) for array in arrays]
    if not (types.is_string_view(texts) or types.is_null(texts)):
        raise TypeError(f"{what} is a column of {wanted}, not of {kind}")
    plain = pa.large_string()
    if types.is_dictionary(kind):
        plain = pa.dictionary(kind.index_type, plain)
    return [pc.cast(array, plain) for array in arrays]


def concatenated(arrays: list[pa.Array]) -> pa.Array:
    """Make one array of the chunks of a column, without copying one chunk alone."""
    return arrays[0] if len(arrays) == 1 else pa.concat_arrays(arrays)


def decoded(arrays: list[pa.Array]) -> pa.Array:
    """Make one array of the chunks of a column, without a dictionary."""
    column = concatenated(arrays)
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def distinct(arrays: list[pa.Array]) -> tuple[list[Any], pa.Array]:
    """List the distinct values of a column that are not null, and where in the list each row is."""
    encoded = decoded(large(arrays)).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices


def large(arrays: list[pa.Array]) -> list[pa.Array]:
    """Return strings with offsets of 64 bits, without which so many may not fit one array."""
    return [
        pc.cast(array, pa.large_string()) if pa.types.is_string(array.type) else array
        for array in arrays
    ]


def by_entry(arrays: list[pa.Array], work: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Do the work for the entries of the chunks' dictionaries, once for one that several have."""
    done = []
    entries: Any = None
    worked: Any = None
    for array in arrays:
        if entries is None or not array.dictionary.equals(entries):
            entries = array.dictionary
            worked = work(entries)
        done.append(worked.take(array.indices))
    return concatenated(done)


class Strings(NamedTuple):
    """The buffers of an array of strings or large strings, as the kernels take them."""

    offsets: NDArray[np.int64]
    """One more than rows."""
    data: Octets


def strings(array: pa.Array) -> Strings:
    """View the buffers of an array of strings; offsets of 32 bits are copied.

    They are always of one type, for numba takes seconds to compile a kernel for another.
    """
    width = np.int64 if pa.types.is_large_string(array.type) else np.int32
    _, offsets, data = array.buffers()
    if len(array) == 0 or not offsets:
        return Strings(_view(None, np.int64, len(array) + 1), _view(None, np.uint8))
    ends = _view(offsets, width, array.offset + len(array) + 1)[array.offset :]
    ends = ends.astype(np.int64, copy=False)
    ends.flags.writeable = False
    return Strings(ends, _view(data, np.uint8))


def _view(buffer: pa.Buffer | None, kind: type[np.generic], size: int = -1) -> NDArray[Any]:
    if buffer is None or buffer.size == 0:
        view = np.zeros(max(size, 0), kind)
    else:
        view = np.frombuffer(buffer, kind, size)
    view.flags.writeable = False  # a buffer may be, which is another type for numba
    return view


def in_blocks(work: Callable[[int, int], object], rows: int, threads: int | None) -> None:
    """Call a function that holds no lock with the first and last of each block of rows.

    ``threads`` is how many at most; as many as Arrow would use if it is ``None``.

    Raises ``ValueError`` for fewer than one.
    """
    most = pa.cpu_count() if threads is None else threads
    if most < 1:
        raise ValueError(f"threads is 1 at least, not {threads}")
    size = max(_FEWEST_ROWS, -(-rows // (most * _BLOCKS)))
    blocks = [(first, min(first + size, rows)) for first in range(0, rows, size)]
    if most == 1 or len(blocks) <= 1:
        for first, last in blocks:
            work(first, last)
        return
    with thread_pool(min(most, len(blocks))) as pool:
        for done in [pool.submit(work, first, last) for first, last in blocks]:
            done.result()


def validity(chunks: list[pa.Array]) -> pa.Buffer | None:
    """Make the bitmap of the rows of a column that are not null; none where all are."""
    if not any(chunk.null_count for chunk in chunks):
        return None
    # Joined to an empty array, the bitmap begins with the first row for sure.
    return pa.concat_arrays([pc.is_valid(chunk) for chunk in [*chunks, chunks[0][:0]]]).buffers()[1]


def bitmap(valid: NDArray[np.bool_]) -> pa.Buffer:
    """Pack what says of each row whether it is not null."""
    return pa.py_buffer(np.packbits(valid, bitorder="little"))


def offsets(sizes: NDArray[np.int64]) -> NDArray[np.int32]:
    """Add up the sizes of the values of a column to their offsets.

    Raises ``OverflowError`` for more than an array of 32 bit offsets holds.
    """
    ends = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=ends[1:])
    if ends[-1] > np.iinfo(np.int32).max:
        raise OverflowError(
            f"the result would have {ends[-1]:,} values or octets; pass the column in parts"
        )
    return ends.astype(np.int32)


def from_numpy(kind: pa.DataType, values: NDArray[Any], valid: pa.Buffer | None = None) -> pa.Array:
    """Wrap the values of a column of fixed width, copying nothing."""
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(values)])
