"""What the kernels are given, which are compiled once for each type of it."""

from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from smsplan.columns.arrays import strings

ROWS = ["before", "a", "", None, "€"]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(ROWS),
        pa.array(ROWS, pa.large_string()),
        pa.array(ROWS)[1:],
        pa.array(ROWS, pa.large_string())[1:],
        pc.utf8_upper(pa.array(ROWS)),  # in buffers that may be written to
        pc.utf8_upper(pa.array(ROWS, pa.large_string())),
        pa.array([], pa.string()),
        pa.array([None, ""], pa.large_string()),
        pa.nulls(2, pa.string()),
    ],
)
def test_buffers_of_every_layout_are_of_one_type(column: pa.Array) -> None:
    offsets, data = strings(column)
    assert (str(offsets.dtype), offsets.flags.writeable) == ("int64", False)
    assert (str(data.dtype), data.flags.writeable) == ("uint8", False)
    read = [bytes(data[start:end]).decode() for start, end in pairwise(offsets)]
    assert read == [text or "" for text in column.to_pylist()]
