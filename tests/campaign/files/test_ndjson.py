"""NDJSON: which of its keys are columns."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

from smsplan.campaign import files
from smsplan.campaign.files import UNREAD

from .campaigns import (
    look,
    refused,
)

BAD_NAMES = (b"Anna", b"S\xf8ren", b"Bo")


def test_a_column_called_as_the_reasons_are_is_refused_in_ndjson_too() -> None:
    Path("to.ndjson").write_text('{"msisdn":1,"name":"a","\\u0000unread":"x"}\n')
    assert "no column can be called" in refused("to.ndjson")


def test_a_late_column_of_ndjson_costs_no_row_and_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsplan.campaign.files.ndjson_rows._ROWS", 2)
    Path("to.ndjson").write_text(
        '{"msisdn":4520123456,"name":"a"}\n\n{"msisdn":4520123457,"name":"b"}\n'
        '{"msisdn":4520123458,"name":"c","late":1}\n{"msisdn":4520123459,"later":2,"name":"d"}\n'
        '{"msisdn":4520123451,"name":"e","late":1}\n'
    )
    assert look("to.ndjson").recipients == 5
    rows = files.read("to.ndjson")
    found = pa.Table.from_batches(rows)
    assert found["name"].to_pylist() == ["a", "b", "c", "d", "e"]
    (why,) = rows.left_out
    assert why == (
        "to.ndjson, line 4: 'late' is a column that none of the first 2 rows has; such values are"
        " left out, here and in 2 rows more"
    )
    rows = files.read("to.ndjson", needed=["msisdn", "name"], others=False)
    assert {batch.num_columns for batch in rows} == {3}
    assert rows.left_out == []
    assert "no column 'late'" in refused("to.ndjson", text="late")


def test_keys_after_many_others_are_left_out_unless_they_are_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsplan.campaign.files.ndjson_rows._MAX_COLUMNS", 2)
    monkeypatch.setattr("smsplan.campaign.files.ndjson_rows._CELLS", 4)
    lines = [
        {f"k{number}": number, "msisdn": "4520123456", "name": f"Anna {number}"}
        for number in range(5)
    ]
    Path("to.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    rows = files.read("to.ndjson", needed=["msisdn", "name"])
    found = pa.Table.from_batches(rows)
    (why,) = rows.left_out
    assert "to.ndjson, line 2: 'k1' is a column after the first 2; such values are left" in why
    assert found.schema.names == ["k0", "msisdn", "name", UNREAD]
    assert found["k0"].to_pylist() == ["0", None, None, None, None]
    assert found["name"].to_pylist() == [f"Anna {number}" for number in range(5)]


def test_a_json_array_is_refused_by_name() -> None:
    Path("to.json").write_text('[\n{"msisdn": "4520123456"}]')
    assert "it is a JSON array; write an object a line" in refused("to.json")
