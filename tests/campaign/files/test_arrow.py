"""Parquet and Arrow: what a cell may be, however it is laid out."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import ipc

from smsplan.campaign.files import UNREAD, arrow_rows
from tests.examples import FEW

from .campaigns import (
    COLUMNAR,
    NUMBERS,
    look,
    refused,
    texts,
    unreadable,
    write,
)

BAD_NAMES = (b"Anna", b"S\xf8ren", b"Bo")


def laid_out(cells: list[bytes]) -> dict[str, Any]:
    kinds = (pa.string(), pa.large_string(), pa.string_view())
    columns = {str(kind): texts(*cells, kind=kind) for kind in kinds}
    plain = columns["string"]
    places = pa.array(range(len(cells)), pa.int32())
    columns["dictionary"] = pa.DictionaryArray.from_arrays(places, plain)
    columns["runs"] = pc.run_end_encode(plain)
    return columns


@settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([b"", b"a", "æ€😀".encode(), b"\xe6", b"a\xff", b"\xed\xa0\x80"])))
def test_exactly_the_cells_that_are_not_utf8_are_bad_however_they_are_laid_out(
    cells: list[bytes],
) -> None:
    def decoded(cell: bytes) -> str | None:
        try:
            return cell.decode()
        except UnicodeDecodeError:
            return None

    expected = [decoded(cell) for cell in cells]
    columns = laid_out(cells)
    columns["nested"] = pa.ListArray.from_arrays(
        pa.array(range(len(cells) + 1), pa.int32()), columns["string"]
    )
    for name, column in columns.items():
        batch = pa.record_batch({"a": pa.array(range(len(cells))), name: column})
        stream = pa.BufferOutputStream()
        with ipc.new_stream(stream, batch.schema) as writer:
            writer.write_batch(batch)
        rows = arrow_rows.ArrowRows(ipc.open_stream(stream.getvalue()))
        found = pa.Table.from_batches(rows)
        found.validate(full=True)
        values = found[name].to_pylist()
        if name == "nested":
            values = [value and value[0] for value in values]
        assert values == expected
        reasons = found[UNREAD].to_pylist()
        assert [reason is None for reason in reasons] == [value is not None for value in expected]


def test_the_octet_and_the_row_are_told_far_into_a_file() -> None:
    cells = [b"plain"] * 140_000
    cells[70_000] = b"pl\xe6in"
    cells[139_999] = b"\x80"
    file = write(pa.table({"msisdn": NUMBERS[:1] * len(cells), "name": texts(*cells)}), "parquet")
    found = look(file)
    assert found.recipients == 139_998
    assert unreadable(found) == [
        (70_001, "the cell 'name' is not UTF-8 at octet 2: pl\ufffdin"),
        (140_000, "the cell 'name' is not UTF-8 at octet 0: \ufffd"),
    ]


def test_a_column_that_is_broken_otherwise_is_refused_by_name() -> None:
    ends = pa.py_buffer(pa.array([0, 4, 900, 6], pa.int32()).buffers()[1])
    names = pa.Array.from_buffers(pa.string(), 3, [None, ends, pa.py_buffer(b"AnnaBo")])
    error = refused(write(pa.table({"msisdn": NUMBERS, "name": names}), "arrow"), text="name")
    assert "to.arrow: it cannot be read further: the column 'name' is broken" in error


@pytest.mark.parametrize("kind", [("decimal128", 20), ("decimal128", 11), ("decimal256", 50)])
def test_whole_decimals_are_recipients_and_fields(kind: tuple[str, int]) -> None:
    decimal, digits = kind
    numbers = [Decimal(4520123456), Decimal(-4520123457), None, Decimal(7)]
    column = pa.array(numbers, getattr(pa, decimal)(digits, 0))
    file = write(pa.table({"msisdn": column, "name": column}), "parquet")
    found = look(file)
    assert (found.recipients, found.chars_count) == (1, len("Hi 4520123456"))
    assert [(each.code, each.rows) for each in found.errors] == [
        ("FIELD_MISSING", 1),
        ("MSISDN_INVALID", 2),
    ]


@pytest.mark.parametrize("kind", COLUMNAR)
def test_floats_are_no_recipients_and_the_error_says_what_to_do(kind: str) -> None:
    file = write(pa.table({"msisdn": [4520123456.0, None], "name": ["a", "b"]}), kind)
    error = refused(file)
    assert "'msisdn' is of type double, not of text or whole numbers; not every whole" in error
    assert "write the column as integers or as text" in error


def test_decimals_with_places_are_no_whole_numbers() -> None:
    column = pa.array([Decimal("1.50")])
    file = write(pa.table({"msisdn": ["4520123456"], "name": column}), "parquet")
    assert "'name' is of type decimal128(3, 2), not of text" in refused(file)
