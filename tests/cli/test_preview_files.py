import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsplan import Template
from smsplan.campaign.files import UNREAD
from tests.examples import FEW

from .conftest import Smsplan

pytest.importorskip("numba", reason="the extra bulk is not installed")
pa = pytest.importorskip("pyarrow", reason="the extra bulk is not installed")
pc = pytest.importorskip("pyarrow.compute", reason="the extra bulk is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra bulk is not installed")
ipc = pytest.importorskip("pyarrow.ipc", reason="the extra bulk is not installed")

NUMBERS = ["4520123456", "4520123457", "4520123458"]
TEMPLATE = ("--template", "Hi {{name}}")
COLUMNAR = ("parquet", "arrow", "arrows")
BAD_NAMES = (b"Anna", b"S\xf8ren", b"Bo")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(table: Any, kind: str, name: str = "to") -> str:  # noqa: ANN401 - of an optional library
    file = f"{name}.{kind}"
    if kind == "parquet":
        pq.write_table(table, file)
    else:
        new = ipc.new_file if kind == "arrow" else ipc.new_stream
        with new(file, table.schema) as writer:
            writer.write_table(table)
    return file


def texts(*cells: bytes, kind: Any = None) -> Any:  # noqa: ANN401 - of an optional library
    """Make a column of texts that nothing has validated."""
    octets = pa.array(cells, pa.large_binary())
    column = pa.Array.from_buffers(pa.large_string(), len(cells), octets.buffers())
    return pc.cast(column, options=pc.CastOptions.unsafe(kind)) if kind else column


def look(smsplan: Smsplan, *arguments: str) -> dict[str, Any]:
    found = smsplan("preview", *arguments, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout, parse_float=Decimal)  # type: ignore[no-any-return] # it is one


def refused(smsplan: Smsplan, *arguments: str, stdin: bytes = b"") -> str:
    found = smsplan("preview", *arguments, stdin=stdin)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "Traceback" not in found.stderr
    return " ".join(found.stderr.split())


def unreadable(found: dict[str, Any]) -> list[tuple[int, str]]:
    (group,) = (each for each in found["errors"] if each["code"] == "ROW_UNREADABLE")
    return [(each["row"], each["value"]) for each in group["first"]]


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
def test_an_unreadable_row_of_any_kind_is_told_and_written_and_the_others_go_on(
    smsplan: Smsplan, kind: str
) -> None:
    found = look(smsplan, bad_file(kind), *TEMPLATE, "--output", "plans.parquet")
    assert (found["rows"], found["recipients"]) == (3, 2)
    ((row, reason),) = unreadable(found)
    assert row == 2
    assert "S\ufffdren" in reason
    written = pq.read_table("plans.parquet").to_pylist()
    assert [each["msg_count"] for each in written] == [1, None, 1]
    assert written[1]["name"] is None
    assert written[1]["error"] == f"ROW_UNREADABLE: {reason}"


@pytest.mark.parametrize("kind", ["csv", "ndjson", *COLUMNAR])
def test_a_column_of_another_type_is_refused_or_its_rows_are(smsplan: Smsplan, kind: str) -> None:
    if kind in COLUMNAR:
        file = write(pa.table({"msisdn": [[4520123456]], "name": ["Bo"]}), kind)
        assert "column 'msisdn' is of type list<" in refused(smsplan, file, *TEMPLATE)
        return
    Path("to.ndjson").write_text('{"msisdn":[4520123456],"name":"Bo"}\n')
    Path("to.csv").write_text("msisdn,name\n[4520123456],Bo\n")
    errors = look(smsplan, f"to.{kind}", *TEMPLATE)["errors"]
    assert [(each["code"], each["rows"]) for each in errors] == [("MSISDN_ALPHA", 1)]


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
    from smsplan.campaign.files import arrow_rows  # noqa: PLC0415 - needs the extra bulk

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


def test_the_octet_and_the_row_are_told_far_into_a_file(smsplan: Smsplan) -> None:
    cells = [b"plain"] * 140_000
    cells[70_000] = b"pl\xe6in"
    cells[139_999] = b"\x80"
    file = write(pa.table({"msisdn": NUMBERS[:1] * len(cells), "name": texts(*cells)}), "parquet")
    found = look(smsplan, file, *TEMPLATE)
    assert found["recipients"] == 139_998
    assert unreadable(found) == [
        (70_001, "the cell 'name' is not UTF-8 at octet 2: pl\ufffdin"),
        (140_000, "the cell 'name' is not UTF-8 at octet 0: \ufffd"),
    ]


def test_a_column_that_is_broken_otherwise_is_refused_by_name(smsplan: Smsplan) -> None:
    ends = pa.py_buffer(pa.array([0, 4, 900, 6], pa.int32()).buffers()[1])
    names = pa.Array.from_buffers(pa.string(), 3, [None, ends, pa.py_buffer(b"AnnaBo")])
    error = refused(
        smsplan, write(pa.table({"msisdn": NUMBERS, "name": names}), "arrow"), "--text=name"
    )
    assert "to.arrow: it cannot be read further: the column 'name' is broken" in error


@pytest.mark.parametrize("kind", COLUMNAR)
def test_a_column_called_as_the_reasons_are_cannot_mark_rows(smsplan: Smsplan, kind: str) -> None:
    table = pa.table({"msisdn": NUMBERS, "name": NUMBERS, "\0unread": NUMBERS})
    assert "no column can be called" in refused(smsplan, write(table, kind), *TEMPLATE)


def test_a_column_called_as_the_reasons_are_is_refused_in_ndjson_too(smsplan: Smsplan) -> None:
    Path("to.ndjson").write_text('{"msisdn":1,"name":"a","\\u0000unread":"x"}\n')
    assert "no column can be called" in refused(smsplan, "to.ndjson", *TEMPLATE)


def test_a_late_column_of_ndjson_costs_no_row_and_is_told_once(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsplan.campaign.files.ndjson_rows._ROWS", 2)
    Path("to.ndjson").write_text(
        '{"msisdn":4520123456,"name":"a"}\n\n{"msisdn":4520123457,"name":"b"}\n'
        '{"msisdn":4520123458,"name":"c","late":1}\n{"msisdn":4520123459,"later":2,"name":"d"}\n'
        '{"msisdn":4520123451,"name":"e","late":1}\n'
    )
    assert look(smsplan, "to.ndjson", *TEMPLATE)["recipients"] == 5
    run = smsplan("preview", "to.ndjson", *TEMPLATE, "--output", "plans.parquet", "--strict")
    assert run.exit_code == 0
    assert run.stderr == (
        "smsplan: plans.parquet: to.ndjson, line 4: 'late' is a column that none of the first 2"
        " rows has; such values are left out, here and in 2 rows more\n"
        "smsplan: wrote plans.parquet, of 5 rows\n"
    )
    rows = pq.read_table("plans.parquet").to_pylist()
    assert [row["name"] for row in rows] == ["a", "b", "c", "d", "e"]
    assert smsplan("preview", "to.ndjson", *TEMPLATE).stderr == ""
    assert "no column 'late'" in refused(smsplan, "to.ndjson", "--text", "late")


def test_files_of_a_folder_are_brought_to_the_types_of_the_first(smsplan: Smsplan) -> None:
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
    found = look(smsplan, "all", *TEMPLATE, "--output", "plans.parquet")
    assert (found["rows"], found["recipients"]) == (18, 10)
    plans = pq.read_table("plans.parquet")
    assert plans["name"].to_pylist() == names * 5 + [None] * 3
    assert plans["id"].to_pylist() == [1, 2, None] * 6
    assert plans.schema.field("id").type == pa.int32()


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
    smsplan: Smsplan,
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
    error = refused(smsplan, "all", *TEMPLATE)
    for part in ("all/b.parquet: its column 'id'", *types):
        assert part in error.replace("\\", "/")


def test_a_reason_says_which_file_of_a_folder_it_is_of(smsplan: Smsplan) -> None:
    Path("all").mkdir()
    for name in ("a", "b"):
        write(pa.table({"msisdn": NUMBERS, "name": texts(*BAD_NAMES)}), "arrow", f"all/{name}")
    (_, first), (row, second) = unreadable(look(smsplan, "all", *TEMPLATE))
    assert row == 5
    assert [Path(each.split(", ")[0]).name for each in (first, second)] == ["a.arrow", "b.arrow"]


@pytest.mark.parametrize("kind", COLUMNAR)
def test_a_file_that_has_a_column_twice_is_refused(smsplan: Smsplan, kind: str) -> None:
    columns = [pa.array(NUMBERS)] * 3
    Path("all").mkdir()
    for name in ("a", "b"):
        table = pa.Table.from_arrays(columns, ["msisdn", "name", "name"])
        write(table, kind, f"all/{name}")
    for file in ("all", f"all/a.{kind}"):
        assert "two columns are called 'name'" in refused(smsplan, file, *TEMPLATE)


@pytest.mark.parametrize("kind", [("decimal128", 20), ("decimal128", 11), ("decimal256", 50)])
def test_whole_decimals_are_recipients_and_fields(smsplan: Smsplan, kind: tuple[str, int]) -> None:
    decimal, digits = kind
    numbers = [Decimal(4520123456), Decimal(-4520123457), None, Decimal(7)]
    column = pa.array(numbers, getattr(pa, decimal)(digits, 0))
    file = write(pa.table({"msisdn": column, "name": column}), "parquet")
    found = look(smsplan, file, *TEMPLATE)
    assert (found["recipients"], found["chars-count"]) == (1, len("Hi 4520123456"))
    assert [(each["code"], each["rows"]) for each in found["errors"]] == [
        ("FIELD_MISSING", 1),
        ("MSISDN_INVALID", 2),
    ]


@pytest.mark.parametrize("kind", COLUMNAR)
def test_floats_are_no_recipients_and_the_error_says_what_to_do(
    smsplan: Smsplan, kind: str
) -> None:
    file = write(pa.table({"msisdn": [4520123456.0, None], "name": ["a", "b"]}), kind)
    error = refused(smsplan, file, *TEMPLATE)
    assert "'msisdn' is of type double, not of text or whole numbers; not every whole" in error
    assert "write the column as integers or as text" in error


def test_decimals_with_places_are_no_whole_numbers(smsplan: Smsplan) -> None:
    column = pa.array([Decimal("1.50")])
    file = write(pa.table({"msisdn": ["4520123456"], "name": column}), "parquet")
    assert "'name' is of type decimal128(3, 2), not of text" in refused(smsplan, file, *TEMPLATE)


def test_lengths_are_counted_up_to_a_megabyte_of_characters_and_no_further(
    smsplan: Smsplan,
) -> None:
    from smsplan.campaign.batch import Looker, Task  # noqa: PLC0415 - needs the extra bulk
    from smsplan.planning import STANDARD  # noqa: PLC0415 - as above

    columns = {"msisdn": NUMBERS[:2], "name": ["Bo", "a" * 3_000_000]}
    task = Task(
        to="msisdn",
        text=None,
        template=Template.parse("{{name}}"),
        rates=None,
        profile=STANDARD,
        unread=None,
        is_written=False,
        samples=1,
    )
    (lengths,) = Looker(task).look(pa.record_batch(columns)).lengths
    assert [(each, lengths.counts[each]) for each in lengths.counts.nonzero()[0].tolist()] == [
        (2, 1),
        (1 << 20, 1),
    ]
    found = look(smsplan, write(pa.table(columns), "arrow"), *TEMPLATE, "--field", "name=20")
    (bounds,) = found["bounds"]["fields"]
    assert (bounds["shortest"], bounds["outside"]) == (2, 1)
    assert [each["code"] for each in found["errors"]] == ["TEXT_LONG"]


def test_a_number_with_a_decimal_point_is_refused_from_every_kind_of_file(
    smsplan: Smsplan,
) -> None:
    Path("to.csv").write_text("msisdn,name\n4520123456.0,Anna\n")
    for value in ("4520123456.0", '"4520123456.0"', "4.520123456e9"):
        Path("to.ndjson").write_text(f'{{"msisdn": {value}, "name": "Anna"}}\n')
        found = look(smsplan, "to.ndjson", *TEMPLATE)
        assert [each["code"] for each in found["errors"]] == ["MSISDN_ALPHA"]
    rows = pa.table({"msisdn": ["4520123456.0"], "name": ["Anna"]})
    pq.write_table(rows, "to.parquet")
    with ipc.new_file("to.arrow", rows.schema) as writer:
        writer.write_table(rows)
    for file in ("to.csv", "to.parquet", "to.arrow"):
        assert look(smsplan, file, *TEMPLATE)["errors"] == [
            {"code": "MSISDN_ALPHA", "rows": 1, "first": [{"row": 1, "value": "4520123456.0"}]}
        ]
    floats = rows.set_column(0, "msisdn", pa.array([4520123456.0]))
    pq.write_table(floats, "to.parquet")
    assert "write the column as integers or as text" in refused(smsplan, "to.parquet", *TEMPLATE)


@pytest.mark.parametrize("value", ["4520123456.0", "+43 664 1234567/8"])
def test_such_a_number_is_not_sent_to(
    smsplan: Smsplan, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMSPLAN_USER", "anna")
    monkeypatch.setenv("SMSPLAN_KEY", "k" * 32)
    for command in ("check", "send"):
        found = smsplan(command, "Hi", "--to", value)
        assert found.exit_code == 1
        assert "MSISDN_ALPHA" in found.output


def test_keys_after_many_others_are_left_out_unless_they_are_needed(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsplan.campaign.files.ndjson_rows._MAX_COLUMNS", 2)
    monkeypatch.setattr("smsplan.campaign.files.ndjson_rows._CELLS", 4)
    lines = [
        {f"k{number}": number, "msisdn": "4520123456", "name": f"Anna {number}"}
        for number in range(5)
    ]
    Path("to.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    found = smsplan("preview", "to.ndjson", *TEMPLATE, "--output", "plans.parquet")
    assert "to.ndjson, line 2: 'k1' is a column after the first 2; such values are left" in (
        found.stderr
    )
    plans = pq.read_table("plans.parquet")
    assert plans.schema.names[:3] == ["k0", "msisdn", "name"]
    assert plans["k0"].to_pylist() == ["0", None, None, None, None]
    assert plans["name"].to_pylist() == [f"Anna {number}" for number in range(5)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_time_grows_with_columns_and_no_faster(smsplan: Smsplan, kind: str) -> None:
    def seconds(columns: int) -> float:
        names = [f"c{number}" for number in range(columns)]
        if kind == "csv":
            head, row = ",".join(["msisdn", "name", *names]), ",".join(["4520123456", "Bo", *names])
            content = f"{head}\n{row}\n"
        else:
            content = "".join(f'{{"msisdn":"4520123456","name":"Bo","{n}":1}}\n' for n in names)
        Path(f"to.{kind}").write_text(content)
        least = 60.0
        for _ in range(3):
            before = time.perf_counter()
            look(smsplan, f"to.{kind}", *TEMPLATE)
            least = min(least, time.perf_counter() - before)
        return least

    seconds(10)  # compiled
    assert seconds(32_000) < 10 * seconds(8_000)


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "it is an Excel workbook (.xlsx); open"),
        (
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "it is an OpenDocument spreadsheet (.ods",
        ),
        (b"PK\x03\x04\x14\x00to.csv", "it is a zip archive; unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "it is an Excel workbook (.xls), or"),
        (b"%PDF-1.7\n", "it is a PDF; give the table that it was made from, as CSV"),
        (b"\x1f\x8b\x08\x00", "it is gzip, compressed; unpack it"),
        (b"BZh91AY&SY", "it is bzip2, compressed; unpack it"),
        (b"\xfd7zXZ\x00", "it is xz, compressed; unpack it"),
        (b"\x28\xb5\x2f\xfd", "it is Zstandard, compressed; unpack it"),
        (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive; unpack it"),
        (b"SQLite format 3\x00", "it is an SQLite database; export the table as CSV"),
        (b"\n<html><table>", "it is HTML or XML; open it there and save it as CSV (in Excel: CSV"),
        (b"{\\rtf1\\ansi", "it is a document (RTF)"),
        (b"\x89PNG\r\n", "it is a picture"),
    ],
)
@pytest.mark.parametrize("name", ["to.csv", "to.xlsx", "to", "-"])
def test_a_file_that_is_none_of_recipients_or_rates_is_refused_by_name(
    smsplan: Smsplan, octets: bytes, why: str, name: str
) -> None:
    Path("rates.csv").write_bytes(octets)
    message = refused(smsplan, name, *TEMPLATE, "--rates", "rates.csv")
    assert why in " ".join(message.replace("│", " ").split())
    if name != "-":
        Path(name).write_bytes(octets)
    message = refused(smsplan, name, *TEMPLATE, stdin=octets)
    assert f"{'standard input' if name == '-' else name}: {why}" in message
    assert "utf-16" not in message


def test_a_json_array_is_refused_by_name(smsplan: Smsplan) -> None:
    Path("to.json").write_text('[\n{"msisdn": "4520123456"}]')
    assert "it is a JSON array; write an object a line" in refused(smsplan, "to.json", *TEMPLATE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_delimiter_that_excel_says_in_a_first_line_is_taken(
    smsplan: Smsplan, encoding: str
) -> None:
    text = "sep=;\r\nmsisdn;name\r\n4520123456;Anna\r\n4520123457;B,o\r\n1;2;3\r\n"
    Path("to.csv").write_bytes(text.encode(encoding))
    said = ("--encoding", encoding) if encoding == "utf-16" else ()
    found = look(smsplan, "to.csv", *TEMPLATE, *said)
    assert (found["rows"], found["recipients"]) == (3, 2)
    assert found["errors"][0]["first"][0]["value"].startswith("line 5: 3 cells where")
    Path("to.csv").write_text("sep=;\nmsisdn,name\n4520123456,Anna\n")
    assert look(smsplan, "to.csv", *TEMPLATE, "--delimiter", ",")["recipients"] == 1


@pytest.mark.parametrize(
    ("columns", "arguments", "meant"),
    [
        ("msisdn,name", ("--to", "phone"), "'phone'; did you mean 'msisdn'? (columns: msisdn,"),
        ("Phone number,name", (), "'msisdn'; did you mean 'Phone number'? (columns: Phone"),
        ("name,Tel.", (), "'msisdn'; did you mean 'Tel.'?"),
        ("id,name", (), "'msisdn' (columns: id, name)"),
        ("4520123456,Anna", (), "4520123456, Anna); the first line has to name the columns"),
        (",".join(["name", *(f"c{n}" for n in range(60))]), (), ", c38 and 21 more)"),
    ],
)
def test_a_column_that_is_called_otherwise_is_named(
    smsplan: Smsplan, columns: str, arguments: tuple[str, ...], meant: str
) -> None:
    Path("to.csv").write_text(f"{columns}\n")
    message = refused(smsplan, "to.csv", *TEMPLATE, *arguments)
    assert "smsplan: there is no column " in message
    assert meant in message


def test_a_line_that_is_too_long_is_told_of_its_file(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsplan.files.MAX_FILE", 1 << 20)
    content = b'{"msisdn": "' + b"4" * (2 << 20)
    Path("r.ndjson").write_bytes(content)
    run = smsplan("preview", "r.ndjson", "--template", "x")
    assert run.stderr == "smsplan: r.ndjson: a line has over 1 MiB\n"
    run = smsplan("preview", "-", "--format", "ndjson", "--template", "x", stdin=content)
    assert run.stderr == "smsplan: standard input: a line has over 1 MiB\n"
