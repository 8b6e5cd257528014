"""Files of every kind, and folders of them."""

import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import ipc

from smsplan.campaign import Group, Sample, files
from smsplan.errors import ColumnError, FileError

from .campaigns import (
    COLUMNAR,
    NUMBERS,
    look,
    planned,
    plans,
    refused,
    texts,
    unreadable,
    write,
)

BAD_NAMES = (b"Anna", b"S\xf8ren", b"Bo")


def bad_file(kind: str) -> str:
    """Write three rows of which the second cannot be read."""
    if kind in COLUMNAR:
        return write(pa.table({"msisdn": NUMBERS, "name": texts(*BAD_NAMES)}), kind)
    Path("to.csv").write_bytes(
        b"msisdn,name\n4520123456,Zo\xc3\xab\n4520123457,S\xf8ren\n4520123458,Bo\n"
    )
    lines = [
        f'{{"msisdn":{to},"name":"'.encode() + name + b'"}\n'
        for to, name in zip(NUMBERS, BAD_NAMES, strict=True)
    ]
    Path("to.ndjson").write_bytes(b"".join(lines))
    return f"to.{kind}"


@pytest.mark.parametrize("kind", ["csv", "ndjson", *COLUMNAR])
def test_an_unreadable_row_of_any_kind_is_told_and_written_and_the_others_go_on(kind: str) -> None:
    found = look(bad_file(kind))
    assert (found.rows, found.recipients) == (3, 2)
    ((row, reason),) = unreadable(found)
    assert row == 2
    assert "S\ufffdren" in reason
    written = planned(bad_file(kind))
    assert [each["msg_count"] for each in written] == [1, None, 1]
    assert written[1]["name"] is None
    assert written[1]["error"] == f"ROW_UNREADABLE: {reason}"


@pytest.mark.parametrize("kind", ["csv", "ndjson", *COLUMNAR])
def test_a_column_of_another_type_is_refused_or_its_rows_are(kind: str) -> None:
    if kind in COLUMNAR:
        file = write(pa.table({"msisdn": [[4520123456]], "name": ["Bo"]}), kind)
        assert "column 'msisdn' is of type list<" in refused(file)
        return
    Path("to.ndjson").write_text('{"msisdn":[4520123456],"name":"Bo"}\n')
    Path("to.csv").write_text("msisdn,name\n[4520123456],Bo\n")
    errors = look(f"to.{kind}").errors
    assert [(each.code, each.rows) for each in errors] == [("MSISDN_ALPHA", 1)]


@pytest.mark.parametrize("kind", COLUMNAR)
def test_a_column_called_as_the_reasons_are_cannot_mark_rows(kind: str) -> None:
    table = pa.table({"msisdn": NUMBERS, "name": NUMBERS, "\0unread": NUMBERS})
    assert "no column can be called" in refused(write(table, kind))


def test_files_of_a_folder_are_brought_to_the_types_of_the_first() -> None:
    Path("all").mkdir()
    names = ["Anna", None, "Bo"]
    kinds = (
        *(pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())),
        pa.large_string(),
    )
    for number, kind in enumerate(kinds):
        table = {"msisdn": pa.array(map(int, NUMBERS), pa.int64()), "name": pa.array(names, kind)}
        table["id"] = pa.array([1, 2, None], [pa.int32(), pa.int8(), pa.uint64()][number % 3])
        columns = dict(reversed(table.items())) if number % 2 else table
        write(pa.table(columns), "arrow", f"all/{number}")
    write(pa.table({**table, "name": pa.nulls(3)}), "arrow", "all/nulls")
    found = look("all")
    assert (found.rows, found.recipients) == (18, 10)
    written = plans("all")
    assert written["name"].to_pylist() == names * 5 + [None] * 3
    assert written["id"].to_pylist() == [1, 2, None] * 6
    assert written.schema.field("id").type == pa.int32()


@pytest.mark.parametrize(
    ("first", "second", "types"),
    [
        (["1"], [1], ("int64", "string")),
        ([1], [1.5], ("double", "int64")),
        ([[1]], [["a"]], ("list<", "list<")),
        (pa.array([1], pa.int8()), [1000], ("int64", "does not fit int8")),
    ],
)
def test_files_of_a_folder_that_cannot_be_brought_together_are_told_apart(
    first: Any,  # noqa: ANN401 - any column
    second: Any,  # noqa: ANN401 - any column
    types: tuple[str, str],
) -> None:
    Path("all").mkdir()
    for name, column in (("a", first), ("b", second)):
        write(
            pa.table({"msisdn": NUMBERS[:1], "name": ["Bo"], "id": column}),
            "parquet",
            f"all/{name}",
        )
    error = refused("all")
    for part in ("all/b.parquet: its column 'id'", *types):
        assert part in error.replace("\\", "/")


def test_a_reason_says_which_file_of_a_folder_it_is_of() -> None:
    Path("all").mkdir()
    for name in ("a", "b"):
        write(pa.table({"msisdn": NUMBERS, "name": texts(*BAD_NAMES)}), "arrow", f"all/{name}")
    (_, first), (row, second) = unreadable(look("all"))
    assert row == 5
    assert [Path(each.split(", ")[0]).name for each in (first, second)] == ["a.arrow", "b.arrow"]


@pytest.mark.parametrize("kind", COLUMNAR)
def test_a_file_that_has_a_column_twice_is_refused(kind: str) -> None:
    columns = [pa.array(NUMBERS)] * 3
    Path("all").mkdir()
    for name in ("a", "b"):
        table = pa.Table.from_arrays(columns, ["msisdn", "name", "name"])
        write(table, kind, f"all/{name}")
    for file in ("all", f"all/a.{kind}"):
        assert "two columns are called 'name'" in refused(file)


def test_a_number_with_a_decimal_point_is_refused_from_every_kind_of_file() -> None:
    Path("to.csv").write_text("msisdn,name\n4520123456.0,Anna\n")
    for value in ("4520123456.0", '"4520123456.0"', "4.520123456e9"):
        Path("to.ndjson").write_text(f'{{"msisdn": {value}, "name": "Anna"}}\n')
        found = look("to.ndjson")
        assert [each.code for each in found.errors] == ["MSISDN_ALPHA"]
    rows = pa.table({"msisdn": ["4520123456.0"], "name": ["Anna"]})
    pq.write_table(rows, "to.parquet")
    with ipc.new_file("to.arrow", rows.schema) as writer:
        writer.write_table(rows)
    for file in ("to.csv", "to.parquet", "to.arrow"):
        assert look(file).errors == (Group("MSISDN_ALPHA", 1, (Sample(1, "4520123456.0"),)),)
    floats = rows.set_column(0, "msisdn", pa.array([4520123456.0]))
    pq.write_table(floats, "to.parquet")
    assert "write the column as integers or as text" in refused("to.parquet")


@pytest.mark.parametrize(
    ("columns", "to", "meant"),
    [
        ("msisdn,name", "phone", "'phone'; did you mean 'msisdn'? (columns: msisdn,"),
        ("Phone number,name", "msisdn", "'msisdn'; did you mean 'Phone number'? (columns: Phone"),
        ("name,Tel.", "msisdn", "'msisdn'; did you mean 'Tel.'?"),
        ("id,name", "msisdn", "'msisdn' (columns: id, name)"),
        ("4520123456,Anna", "msisdn", "4520123456, Anna); the first line has to name the columns"),
        (",".join(["name", *(f"c{n}" for n in range(60))]), "msisdn", ", c38 and 21 more)"),
    ],
)
def test_a_column_that_is_called_otherwise_is_named(columns: str, to: str, meant: str) -> None:
    Path("to.csv").write_text(f"{columns}\n")
    message = refused("to.csv", to=to)
    assert message.startswith("there is no column ")
    assert meant in message


def test_what_is_said_of_a_file_has_to_be_something() -> None:
    Path("to.txt").write_text('{"msisdn":"4520123456","name":"Bo"}\n')
    assert look("to.txt", kind="ndjson").recipients == 1
    with pytest.raises(ValueError, match="'excel' is not a valid Kind"):
        files.read("to.txt", kind="excel")
    with pytest.raises(TypeError, match="source is a path or a stream of bytes, not int"):
        files.read(5)  # type: ignore[arg-type] # that is the point
    with pytest.raises(TypeError, match="source is a path or a stream of bytes, not StringIO"):
        files.read(io.StringIO("msisdn\n"))  # type: ignore[arg-type] # as above
    with pytest.raises(TypeError, match="delimiter is a str or None, not 5"):
        files.read("to.txt", delimiter=5)  # type: ignore[arg-type] # as above
    with pytest.raises(ColumnError, match="there is no column 'msisd'"):
        list(files.read("to.txt", kind="ndjson", needed="msisd"))
    with pytest.raises(FileError, match="File name too long"):
        list(files.read("x" * 5000))
    with pytest.raises(FileError, match="is neither tab nor one ASCII character"):
        files.read("to.txt", delimiter="\0")


@pytest.mark.parametrize("kind", ["csv", *COLUMNAR])
def test_a_stream_is_read_as_a_file_is(kind: str) -> None:
    file = bad_file(kind)
    with Path(file).open("rb") as stream:
        assert look(stream) == look(file)
    rows = files.read(Path(file))
    assert rows.octets == Path(file).stat().st_size
    assert sum(batch.num_rows for batch in rows) == 3
    assert rows.columns == ["msisdn", "name"]
    assert rows.octets_read <= rows.octets
