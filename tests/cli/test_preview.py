import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from .conftest import Smsplan

pytest.importorskip("numba", reason="the extra bulk is not installed")
pa = pytest.importorskip("pyarrow", reason="the extra bulk is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra bulk is not installed")
ipc = pytest.importorskip("pyarrow.ipc", reason="the extra bulk is not installed")

COMMAND = [sys.executable, "-m", "smsplan", "preview"]
RATES = "prefix,price,country\n45,0.20,Denmark\n0,0.60\n"
ROWS = [("4520123456", "Anna"), ("4520123457", "Łukasz"), ("45x", "Bo"), ("4520123456", "")]
TEMPLATE = ("--template", "Hi {{name}}, “your” parcel is here.")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("rates.csv").write_text(RATES)
    return tmp_path


def write_csv(name: str = "to.csv", rows: Any = ROWS, encoding: str = "utf-8") -> str:  # noqa: ANN401 - rows of any length
    text = "msisdn,name\n" + "".join(",".join(row) + "\n" for row in rows)
    Path(name).write_bytes(text.encode(encoding))
    return name


def look(smsplan: Smsplan, *arguments: str, stdin: str | bytes = b"") -> dict[str, Any]:
    found = smsplan("preview", *arguments, "--json", stdin=stdin)
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout, parse_float=Decimal)  # type: ignore[no-any-return] # it is one


def refused(smsplan: Smsplan, *arguments: str, stdin: str | bytes = b"") -> str:
    found = smsplan("preview", *arguments, stdin=stdin)
    assert found.exit_code == 2
    assert found.stdout == ""
    return found.stderr


def table() -> Any:  # noqa: ANN401 - of an optional library
    return pa.table({"msisdn": [row[0] for row in ROWS], "name": [row[1] for row in ROWS]})


def write_as(kind: str) -> str:
    match kind:
        case "csv":
            return write_csv()
        case "ndjson":
            lines = [json.dumps({"msisdn": number, "name": name}) for number, name in ROWS]
            Path("to.ndjson").write_text("\n".join(lines), encoding="utf-8")
        case "parquet":
            pq.write_table(table(), "to.parquet", row_group_size=3)
        case "arrow":
            with ipc.new_file("to.arrow", table().schema) as writer:
                writer.write_table(table(), max_chunksize=2)
        case "arrows":
            with ipc.new_stream("to.arrows", table().schema) as writer:
                writer.write_table(table())
    return f"to.{kind}"


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet", "arrow", "arrows"])
def test_every_kind_of_file_says_the_same(smsplan: Smsplan, kind: str) -> None:
    expected = look(smsplan, write_csv("other.csv"), *TEMPLATE, "--rates", "rates.csv")
    file = write_as(kind)
    assert look(smsplan, file, *TEMPLATE, "--rates", "rates.csv") == expected
    octets = Path(file).read_bytes()
    assert look(smsplan, "-", *TEMPLATE, "--rates", "rates.csv", stdin=octets) == expected
    Path("nameless").write_bytes(octets)
    assert look(smsplan, "nameless", *TEMPLATE, "--rates", "rates.csv") == expected
    assert (expected["rows"], expected["recipients"], expected["msg-count"]) == (4, 3, 3)
    assert expected["cost"] == Decimal("0.60")


def test_a_folder_is_its_files_one_after_the_other(smsplan: Smsplan) -> None:
    Path("all").mkdir()
    write_csv("all/a.csv", ROWS[:2])
    Path("all/b.csv").write_text("name,msisdn\nBo,45x\n,4520123456\n")
    write_csv("all/.hidden")
    expected = look(smsplan, write_csv(), *TEMPLATE)
    assert look(smsplan, "all", *TEMPLATE) == expected
    write_csv("all/c.ndjson")
    assert "several kinds" in refused(smsplan, "all", *TEMPLATE)
    Path("all/c.ndjson").unlink()
    Path("all/c.csv").write_text("msisdn,nam\n1,2\n")
    assert "columns are not those" in refused(smsplan, "all", *TEMPLATE)


def test_cells_are_text_as_they_stand(smsplan: Smsplan) -> None:
    Path("to.csv").write_text(
        'msisdn,text\n+4520123456,007\n"0045 20 12 34 57",NA\n'
        '4520123458,"a ""b"",\nc"\n4520123459,null\n'
    )
    look(smsplan, "to.csv", "--text", "text", "--output", "plans.parquet")
    rows = pq.read_table("plans.parquet").to_pylist()
    assert [row["text"] for row in rows] == ["007", "NA", 'a "b",\nc', "null"]
    assert [row["chars_count"] for row in rows] == [3, 2, 8, 4]
    assert [row["error"] for row in rows] == [None] * 4


def test_an_empty_cell_is_an_empty_text_and_a_null_is_none(smsplan: Smsplan) -> None:
    file = write_csv(rows=[("4520123456", ""), ("4520123457", '""')])
    assert look(smsplan, file, *TEMPLATE)["recipients"] == 2
    Path("to.ndjson").write_text('{"msisdn":4520123456,"name":null}\n{"msisdn":"4520123457"}\n')
    assert [group["code"] for group in look(smsplan, "to.ndjson", *TEMPLATE)["errors"]] == [
        "FIELD_MISSING"
    ]


def test_the_table_says_what_there_is(smsplan: Smsplan) -> None:
    found = smsplan(
        "preview", write_csv(), *TEMPLATE, "--rates", "rates.csv", "--field", "name=9:latin"
    )
    assert found.exit_code == 0
    for words in (
        "rows         4: 3 can be sent to",
        "0.60 DKK",
        "+45 Denmark",
        "'“' U+201C LEFT DOUBLE QUOTATION MARK",
        "1 message proven for any filling",
        "name: 0 to 6 characters",
        "MSISDN_DUPLICATE: 1 row",
        "row 4 (4520123456)",
        "MSISDN_ALPHA: 1 row",
        "row 3 (45x)",
    ):
        assert words in found.stdout
    assert found.stderr == ""


def test_a_broken_row_is_counted_shown_and_written(smsplan: Smsplan) -> None:
    Path("to.csv").write_text(
        'msisdn,name\n4520123456,Anna\n\n1,2,3\n4520123457,"B\no"\n4520123458\n4520123459,Cy\n'
    )
    found = smsplan("preview", "to.csv", *TEMPLATE, "--output", "plans.csv", "--strict")
    assert found.exit_code == 1
    assert "line 4: 3 cells where the header has 2: 1,2,3" in found.stdout
    assert "line 7: 1 cells where the header has 2: 4520123458" in found.stdout
    Path("plans.csv").rename("p.csv")
    assert look(smsplan, "p.csv", "--text", "name", "--to", "msisdn")["rows"] == 5
    look(smsplan, "to.csv", *TEMPLATE, "--output", "plans.arrow")
    rows = ipc.open_file("plans.arrow").read_all().to_pylist()
    assert [row["msisdn"] for row in rows] == ["4520123456", None, "4520123457", None, "4520123459"]
    assert rows[1]["error"].startswith("ROW_UNREADABLE: line 4: ")
    assert [row["msg_count"] for row in rows] == [1, None, 1, None, 1]


def test_strict_is_content_where_nothing_is_wrong(smsplan: Smsplan) -> None:
    assert smsplan("preview", write_csv(rows=ROWS[:2]), *TEMPLATE, "--strict").exit_code == 0
    assert smsplan("preview", write_csv(), *TEMPLATE, "--strict").exit_code == 1


def test_a_line_of_ndjson_that_is_no_object_is_a_row_with_an_error(smsplan: Smsplan) -> None:
    Path("to.ndjson").write_bytes(
        b'{"msisdn":"4520123456","name":"a"}\n[]\n\n{"msisdn":\n{"msisdn":1,"name":"\\ud83d"}\n'
        b'{"msisdn":"4520123457","name":{"a":[1]}}\n\xff\n'
    )
    found = look(smsplan, "to.ndjson", *TEMPLATE)
    assert (found["rows"], found["recipients"]) == (6, 2)
    (group,) = found["errors"]
    assert [each["value"].split(":")[0] for each in group["first"]] == [
        "line 2",
        "line 4",
        "line 5",
        "line 7",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: the file is empty"),
        (b"msisdn;name\n4520123456;Bo\n", "no column 'msisdn'"),
        (b"msisdn,nane\n4520123456,Bo\n", "did you mean 'nane'? (columns: msisdn, nane)"),
        (b"msisdn,name\n4520123456,S\xf8ren\n", "line 2: the cell 'name' is not UTF-8"),
        (b"msisdn,n\xf8me\n4520123456,S\n", "line 1: not UTF-8; say how it is written, as with"),
        ("msisdn,name\n1,2\n".encode("utf-16"), "UTF-16; say --encoding utf-16"),
        (b"\x1f\x8b\x08\x00", "compressed; unpack it"),
        (b'msisdn,name\n1,2\n3,"unclosed\n4,5\n', "line 3: a quotation mark opens here"),
        (b"msisdn,name,name\n1,2,3\n", "two columns are called 'name'"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_line_and_remedy(
    smsplan: Smsplan, content: bytes, message: str
) -> None:
    Path("to.csv").write_bytes(content)
    for target in ("plans.parquet", "report.html"):
        Path(target).write_text("as it was")
    error = refused(
        smsplan, "to.csv", *TEMPLATE, "--output", "plans.parquet", "--html", "report.html"
    )
    assert message in " ".join(error.split())
    assert Path("plans.parquet").read_text() == Path("report.html").read_text() == "as it was"
    assert sorted(path.name for path in Path().iterdir()) == [
        "plans.parquet",
        "rates.csv",
        "report.html",
        "to.csv",
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "utf-16-le"])
def test_other_encodings_are_read_where_they_are_said(smsplan: Smsplan, encoding: str) -> None:
    rows = [("4520123456", "Søren “S”"), ("4520123457", "Bo")]
    expected = look(smsplan, write_csv("utf8.csv", rows), *TEMPLATE)
    file = write_csv("to.csv", rows, encoding)
    said = () if encoding == "utf-8-sig" else ("--encoding", encoding)
    assert look(smsplan, file, *TEMPLATE, *said) == expected


def test_one_bad_cell_of_a_file_in_utf8_is_a_row_with_an_error(smsplan: Smsplan) -> None:
    Path("to.csv").write_bytes(
        "msisdn,name\n4520123456,Søren\n".encode() + b"4520123457,S\xf8ren\n"
    )
    found = look(smsplan, "to.csv", *TEMPLATE)
    assert found["recipients"] == 1
    assert (
        "line 3: the cell 'name' is not UTF-8 at octet 1" in found["errors"][0]["first"][0]["value"]
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("to.csv",), "either --text COLUMN or --template TEXT"),
        (("to.csv", *TEMPLATE, "--text", "name"), "either --text COLUMN or --template TEXT"),
        (("to.cvs", *TEMPLATE), "there is no file to.cvs; did you mean to.csv?"),
        (("to.csv", "--template", "{{#a}}"), "section"),
        (("to.csv", *TEMPLATE, "--field", "nam=3"), "no field 'nam' (fields: name)"),
        (("to.csv", *TEMPLATE, "--encoding", "utf-9"), "'utf-9' is no encoding"),
        (("to.csv", *TEMPLATE, "--delimiter", ";;"), "not one ASCII character"),
        (("to.csv", *TEMPLATE, "--output", "plans.xlsx"), ".parquet, .arrow, .csv"),
        (("to.csv", *TEMPLATE, "--output", "nowhere/plans.csv"), "No such file or directory"),
        (("to.csv", *TEMPLATE, "--format", "parquet"), "no Parquet file"),
        (("to.csv", *TEMPLATE, "--format", "arrow"), "no Arrow file"),
        (("to.csv", *TEMPLATE, "--format", "ndjson"), "line 1: not a JSON object"),
    ],
)
def test_bad_usage_is_told(smsplan: Smsplan, arguments: tuple[str, ...], message: str) -> None:
    write_csv()
    error = refused(smsplan, *arguments)
    assert message in " ".join(error.replace("│", " ").split())
    assert "Traceback" not in error


def test_a_column_of_texts_that_is_of_numbers_is_refused(smsplan: Smsplan) -> None:
    pq.write_table(pa.table({"msisdn": [4520123456], "text": [7]}), "to.parquet")
    assert "'text' is of type int64, not of text" in refused(
        smsplan, "to.parquet", "--text", "text"
    )


def test_a_file_of_columns_that_is_cut_off_is_refused(smsplan: Smsplan) -> None:
    file = write_as("parquet")
    Path(file).write_bytes(Path(file).read_bytes()[:-9])
    assert "no Parquet file" in refused(smsplan, file, *TEMPLATE)
    stream = write_as("arrows")
    Path(stream).write_bytes(Path(stream).read_bytes()[:-60])
    assert "cannot be read further" in refused(smsplan, stream, *TEMPLATE)


def test_the_other_separators_and_syntaxes_are_there(smsplan: Smsplan) -> None:
    Path("to.csv").write_text("to;name\n4520123456;Bo\n")
    arguments = ("to.csv", "--to", "to", "--syntax", "format", "--template", "Hi {name}")
    assert look(smsplan, *arguments, "--delimiter", ";")["chars-count"] == 5
    Path("to.tsv").write_text("to\tname\n4520123456\tBo\n")
    assert look(smsplan, "to.tsv", *arguments[1:])["chars-count"] == 5


def test_output_takes_the_place_of_a_file_and_keeps_its_mode(smsplan: Smsplan) -> None:
    Path("plans.csv").write_text("before")
    Path("plans.csv").chmod(0o640)
    look(smsplan, write_csv(), *TEMPLATE, "--output", "plans.csv", "--html", "report.html")
    assert Path("plans.csv").stat().st_mode & 0o777 == 0o640
    assert (
        Path("plans.csv").read_text(encoding="utf-8").splitlines()[0].startswith('"msisdn","name"')
    )
    assert Path("report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert not list(Path().glob(".*"))


def test_a_full_disk_leaves_everything_as_it_was(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("smsplan.cli.recipients.writing.Plans.write", full)
    Path("plans.parquet").write_text("as it was")
    error = refused(
        smsplan, write_csv(), *TEMPLATE, "--output", "plans.parquet", "--html", "r.html"
    )
    assert "No space left on device" in error
    assert Path("plans.parquet").read_text() == "as it was"
    assert sorted(path.name for path in Path().iterdir()) == [
        "plans.parquet",
        "rates.csv",
        "to.csv",
    ]


def running(*arguments: str, **streams: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - as Popen takes them
    """Start a preview that waits for more of its input."""
    process = subprocess.Popen(
        [*COMMAND, "-", *TEMPLATE, *arguments],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **streams,
    )
    assert process.stdin
    process.stdin.write(b"msisdn,name\n" + b"4520123456,Anna\n" * 600_000)
    process.stdin.flush()
    return process


def wait_for_temporary(size: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if any(path.stat().st_size >= size for path in Path().glob(".plans*")):
            return
        time.sleep(0.02)
    pytest.fail("nothing was written")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_ended_while_it_writes_it_leaves_the_target_as_it_was(sent: signal.Signals) -> None:
    Path("plans.arrow").write_text("as it was")
    with running("--output", "plans.arrow", stdout=subprocess.PIPE) as process:
        wait_for_temporary(1000)
        process.send_signal(sent)
        if sent is signal.SIGINT:
            assert process.stdin
            process.stdin.close()
            assert process.wait(60) == 130
            assert process.stderr
            assert process.stderr.read() == b""
            assert not list(Path().glob(".plans*"))
    assert Path("plans.arrow").read_text() == "as it was"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")  # noqa: PTH110 - a device
def test_an_answer_that_cannot_be_written_is_one_line() -> None:
    write_csv()
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        run = subprocess.run(
            [*COMMAND, "to.csv", *TEMPLATE], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert b"No space left" in run.stderr
    assert b"Traceback" not in run.stderr
    assert run.returncode == 2


def test_a_closed_pipe_ends_it_quietly() -> None:
    write_csv()
    with subprocess.Popen(
        [*COMMAND, "to.csv", *TEMPLATE], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_without_the_extra_it_is_one_line() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None; sys.argv = ['smsplan', 'preview', 'to.csv',"
        " '--text', 'name']; from smsplan.cli import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8"
    )
    assert "needs an extra: pip install 'smsplan[bulk]'" in run.stderr
    assert "Traceback" not in run.stderr
    assert run.returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process")
def test_memory_does_not_grow_with_the_rows() -> None:
    code = (
        "import re, sys; from typer.testing import CliRunner;"
        "from smsplan.cli.app import app;"
        "from smsplan.cli.recipients import csv_rows; csv_rows._BLOCK = 1 << 18;"  # read ahead less
        "found = CliRunner().invoke(app, ['preview', sys.argv[1], '--text', 'name',"
        " '--no-duplicates', '--json']); assert found.exit_code == 0, found.output;"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    peaks = []
    for rows in (400_000, 1_600_000):
        Path("to.csv").write_bytes(
            b"msisdn,name\n" + b"4520123456,Anna and some more text\n" * rows
        )
        run = subprocess.run(
            [sys.executable, "-c", code, "to.csv"], capture_output=True, check=True
        )
        peaks.append(int(run.stdout))
    assert peaks[1] - peaks[0] < 30_000  # the file is 42 MB larger, its texts and plans 100 MB


def test_a_file_without_rows_is_written_with_its_columns(smsplan: Smsplan) -> None:
    pq.write_table(table().slice(0, 0), "to.parquet")
    for file in (write_csv(rows=[]), "to.parquet"):
        assert look(smsplan, file, *TEMPLATE, "--output", "plans.parquet")["rows"] == 0
        assert pq.read_table("plans.parquet").schema.names == [
            *("msisdn", "name", "encoding", "chars_count", "msg_count"),
            *("cost", "currency", "error"),
        ]


def test_broken_rows_keep_their_places_over_many_blocks(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsplan.cli.recipients.csv_rows._BLOCK", 1 << 17)
    rows = [
        (str(4520000000 + number), "“æ”\n" * (number % 3))[: 1 if number % 997 == 0 else 2]
        for number in range(1, 60_000)
    ]
    lines = [",".join([row[0], *(f'"{cell}"' for cell in row[1:])]) for row in rows]
    Path("to.csv").write_bytes(b"msisdn,name\n" + "\r\n".join(lines).encode())
    found = look(smsplan, "to.csv", *TEMPLATE, "--output", "plans.parquet")
    assert found["errors"][0]["rows"] == 59_999 // 997
    line = 2
    for row, written in zip(rows, pq.read_table("plans.parquet").to_pylist(), strict=True):
        if len(row) == 1:
            assert written["error"].startswith(f"ROW_UNREADABLE: line {line}: 1 cells")
        else:
            assert (written["msisdn"], written["name"]) == row
        line += 1 + "".join(row).count("\n")


def test_a_long_file_of_another_encoding_is_read_to_its_end(smsplan: Smsplan) -> None:
    file = write_csv("to.csv", [("4520123456", "æ" * 50)] * 60_000, "cp1252")
    found = look(smsplan, file, *TEMPLATE, "--encoding", "cp1252")
    assert (found["rows"], found["recipients"]) == (60_000, 60_000)


def test_a_row_longer_than_the_parser_holds_is_named(smsplan: Smsplan) -> None:
    Path("long.csv").write_text(f"msisdn,name\n4520123456,{'a' * 3_000_000}\n4520123457,b\n")
    run = smsplan("preview", "long.csv", "--template", "Hi {{name}}")
    assert run.exit_code == 2
    assert "line 2: a row of more than 2031616 octets" in run.stderr


def test_what_is_no_text_encoding_is_refused(smsplan: Smsplan) -> None:
    Path("a.csv").write_text("msisdn,name\n4520123456,Anna\n")
    run = smsplan("preview", "a.csv", "--template", "Hi", "--encoding", "base64")
    assert run.exit_code == 2
    assert "no encoding" in run.stderr
