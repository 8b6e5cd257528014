"""Columns of Arrow as the loops want them, and back, without copies where the layout allows."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple, Self

import numpy as np
import pyarrow as pa

from smsplan.planning import Encoding

Array = np.ndarray[Any, Any]

CODE_POINTS: Final = 0x110000


def texts_of(ends: Array, octets: Array) -> pa.Array:
    """Make a column of strings of its parts."""
    return pa.LargeStringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(octets))


def is_there(column: pa.Array) -> Array:
    """Return of each row whether it has a value."""
    if not column.null_count:
        return np.ones(len(column), np.bool_)
    found: Array = column.is_valid().to_numpy(zero_copy_only=False)
    return found


def is_of(characters: Iterable[str]) -> Array:
    """Return of every code point whether it is one of these characters."""
    table = np.zeros(CODE_POINTS, np.bool_)
    table[[ord(character) for character in characters]] = True
    return table


class Plans(NamedTuple):
    """The columns of plans; rows without a plan have zeros."""

    is_ucs2: Array
    chars_count: Array
    msg_count: Array

    @classmethod
    def of(cls, planned: pa.StructArray) -> Self:
        """Take them from what :func:`smsplan.columns.plan_array` gives."""
        encodings = planned.field("encoding")
        ucs2 = encodings.dictionary.to_pylist().index(Encoding.UCS2.value)
        counts = (
            planned.field(name).fill_null(0).to_numpy() for name in ("chars_count", "msg_count")
        )
        return cls(encodings.indices.fill_null(-1).to_numpy() == ucs2, *counts)
