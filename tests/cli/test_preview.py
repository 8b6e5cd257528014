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
RATES = "prefix,price,country,currency\n45,0.20,Denmark,DKK\n0,0.60,,DKK\n"
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
        "rows           4, 3 can be sent to",
        "0.6 DKK",
        "+45 Denmark",
        "'“' U+201C LEFT DOUBLE QUOTATION MARK",
        "1 segment proven for any filling",
        "name: 0 to 6 characters",
        "MSISDN_DUPLICATE: 1 row",
        "row 4 (4520123456)",
        "MSISDN_ALPHA: 1 row",
        "row 3 (45x)",
    ):
        assert words in found.stdout
    assert found.stderr == ""


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
    ("arguments", "message"),
    [
        (("to.csv",), "either --text COLUMN or --template TEXT"),
        (("to.csv", *TEMPLATE, "--text", "name"), "either --text COLUMN or --template TEXT"),
        (("to.cvs", *TEMPLATE), "there is no file to.cvs; did you mean to.csv?"),
        (("to.csv", "--template", "{{#a}}"), "section"),
        (("to.csv", *TEMPLATE, "--field", "nam=3"), "no field 'nam' (fields: name)"),
        (("to.csv", *TEMPLATE, "--encoding", "utf-9"), "'utf-9' is no encoding"),
        (("to.csv", *TEMPLATE, "--delimiter", ";;"), "neither tab nor one ASCII character"),
        (("-", "--template", "-"), "cannot be both the recipients and the template"),
        (("", *TEMPLATE), "the name of the file is empty"),
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


def test_a_file_of_columns_that_is_split_off_is_refused(smsplan: Smsplan) -> None:
    file = write_as("parquet")
    Path(file).write_bytes(Path(file).read_bytes()[:-9])
    assert "no Parquet file" in refused(smsplan, file, *TEMPLATE)
    stream = write_as("arrows")
    Path(stream).write_bytes(Path(stream).read_bytes()[:-60])
    assert "cannot be read further" in refused(smsplan, stream, *TEMPLATE)


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

    monkeypatch.setattr("smsplan.campaign.files.writing.Plans.write", full)
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


@pytest.mark.process
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


@pytest.mark.process
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


@pytest.mark.process
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


@pytest.mark.process
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


@pytest.mark.process
@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process")
def test_memory_does_not_grow_with_the_rows() -> None:
    code = (
        "import re, sys; from typer.testing import CliRunner;"
        "from smsplan.cli.app import app;"
        "from smsplan.campaign.files import csv_rows; csv_rows._BLOCK = 1 << 18;"  # read ahead less
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
            *("msisdn", "name", "digits", "encoding", "chars_count", "msg_count"),
            *("cost", "currency", "error"),
        ]


def test_opt_outs_and_duplicates_are_left_out_in_a_region(smsplan: Smsplan) -> None:
    numbers = ["20123456", "+45 20123456", "31234567", "42123456"]
    file = write_csv(rows=[(number, "Anna") for number in numbers])
    Path("list.txt").write_text("42 12 34 56\n0045 31234567\n")  # the first line is no header
    write_csv("table.csv", rows=[("31234567", "Bo"), ("42123456", "Bo")])
    for opt_outs in ("list.txt", "table.csv"):
        arguments = (file, "--text", "name", "--region", "dk", "--unique", "--exclude", opt_outs)
        found = look(smsplan, *arguments)
        assert (found["rows"], found["recipients"], found["findings"]) == (4, 1, [])
        left_out = {group["code"]: group["rows"] for group in found["left-out"]}
        assert left_out == {"MSISDN_EXCLUDED": 2, "MSISDN_DUPLICATE": 1}
    assert "MSISDN_EXCLUDED: 2 rows, an excluded recipient" in smsplan("preview", *arguments).stdout


def test_a_file_of_opt_outs_needs_the_column_or_one_alone(smsplan: Smsplan) -> None:
    file = write_csv()
    Path("other.csv").write_text("phone,name\n4520123456,Bo\n")
    run = smsplan("preview", file, "--text", "name", "--exclude", "other.csv")
    assert run.exit_code == 2
    assert "--exclude: other.csv has no column 'msisdn' (columns: phone, name)" in run.stderr
    run = smsplan("preview", file, "--text", "name", "--exclude", "nowhere.csv")
    assert (run.exit_code, "nowhere.csv" in run.stderr) == (2, True)
