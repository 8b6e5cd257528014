import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from .conftest import Smsplan

pytest.importorskip("numba", reason="the extra bulk is not installed")
pa = pytest.importorskip("pyarrow", reason="the extra bulk is not installed")
pc = pytest.importorskip("pyarrow.compute", reason="the extra bulk is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra bulk is not installed")
csv = pytest.importorskip("pyarrow.csv", reason="the extra bulk is not installed")
ipc = pytest.importorskip("pyarrow.ipc", reason="the extra bulk is not installed")

COMMAND = [sys.executable, "-m", "smsplan", "preview"]
NUMBERS = ["4520123456", "4520123457"]
TEMPLATE = ("--template", "Hi {{name}}")
ADDED = ["digits", "encoding", "chars_count", "msg_count", "cost", "currency", "error"]
KINDS = ("parquet", "arrow", "csv")
DICTIONARY = pa.dictionary(pa.int32(), pa.string())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(table: Any, name: str = "to.arrow") -> str:  # noqa: ANN401 - of an optional library
    with ipc.new_stream(name, table.schema) as writer:
        writer.write_table(table)
    return name


def write_csv(rows: int = 2) -> str:
    lines = (f"45201{number:05},Anna {number * 7919 % 100_003}\n" for number in range(rows))
    Path("to.csv").write_text("msisdn,name\n" + "".join(lines))
    return "to.csv"


def read(file: str) -> Any:  # noqa: ANN401 - of an optional library
    if file.endswith(".parquet"):
        return pq.read_table(file)
    return csv.read_csv(file) if file.endswith(".csv") else ipc.open_file(file).read_all()


def done(smsplan: Smsplan, *arguments: str) -> str:
    found = smsplan("preview", *arguments)
    assert found.exit_code == 0, found.output
    return found.stderr


def refused(smsplan: Smsplan, *arguments: str) -> str:
    found = smsplan("preview", *arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "Traceback" not in found.stderr
    return " ".join(found.stderr.split())


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


WRITTEN: dict[str, tuple[Any, list[Any]]] = {
    "views": (pa.array(["a", "b"], pa.string_view()), ["a", "b"]),
    "dictionary": (pa.array(["a", "b"]).dictionary_encode(), ["a", "b"]),
    "runs": (pc.run_end_encode(pa.array(["a", "a"])), ["a", "a"]),
    "nulls": (pa.nulls(2), [None, None]),
    "whole": (pa.array([7, None], pa.uint64()), [7, None]),
    "exact": (pa.array([Decimal("1.50"), None]), [Decimal("1.50"), None]),
}
if hasattr(pa, "json_"):  # since pyarrow 19
    WRITTEN["json"] = (pa.array(["1", "[]"], pa.json_()), ["1", "[]"])


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", WRITTEN)
def test_what_can_be_written_is_whatever_its_layout(smsplan: Smsplan, kind: str, what: str) -> None:
    column, expected = WRITTEN[what]
    file = write(pa.table({"msisdn": NUMBERS, "name": ["a", "b"], "x": column}))
    assert done(smsplan, file, *TEMPLATE, "--output", f"plans.{kind}") == (
        f"smsplan: wrote plans.{kind}, of 2 rows\n"
    )
    plans = read(f"plans.{kind}")
    assert plans.schema.names == ["msisdn", "name", "x", *ADDED]
    if kind == "csv":
        lines = Path("plans.csv").read_text().splitlines()[1:]
        cells = [line.split(",")[2].strip('"') for line in lines]
        assert cells == ["" if value is None else str(value) for value in expected]
    else:
        assert plans["x"].to_pylist() == expected


@pytest.mark.parametrize("kind", KINDS)
def test_dictionaries_may_differ_between_batches(smsplan: Smsplan, kind: str) -> None:
    schema = pa.schema({"msisdn": pa.string(), "name": DICTIONARY})
    with ipc.new_stream("to.arrows", schema) as writer:
        for name in ("Anna", "Bo", "Łukasz"):
            column = pa.array([name] * 2).dictionary_encode()
            writer.write_batch(pa.record_batch([pa.array(NUMBERS), column], schema=schema))
    done(smsplan, "to.arrows", *TEMPLATE, "--output", f"plans.{kind}")
    plans = read(f"plans.{kind}")
    assert plans["name"].to_pylist() == ["Anna"] * 2 + ["Bo"] * 2 + ["Łukasz"] * 2
    assert plans["encoding"].to_pylist() == ["GSM-7"] * 4 + ["UCS-2"] * 2


@pytest.mark.parametrize(
    ("kind", "column", "remedy"),
    [
        ("csv", pa.array([[1], [2]]), "write .parquet or .arrow, or leave that column out"),
        ("csv", pa.array([{"a": 1}, {"a": 2}]), "write .parquet or .arrow, or leave"),
        ("csv", pa.array([b"\xff", b"a"]), "write .parquet or .arrow, or leave"),
        ("csv", pa.array([b"\xff", b"a"], pa.binary_view()), "write .parquet or .arrow, or leave"),
        ("csv", pa.array([b"ab", b"cd"], pa.binary(2)), "write .parquet or .arrow, or leave"),
        ("csv", pa.nulls(2, pa.month_day_nano_interval()), "write .arrow, or leave"),
        ("parquet", pa.nulls(2, pa.month_day_nano_interval()), "write .arrow, or leave"),
        ("parquet", pa.array([{}, {}], pa.struct([])), "write .arrow, or leave"),
        ("arrow", pa.nulls(2, pa.list_(DICTIONARY)), "write .parquet, or leave"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is_looked_at(
    smsplan: Smsplan,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    column: Any,  # noqa: ANN401 - any column
    remedy: str,
) -> None:
    monkeypatch.setattr("smsplan.campaign.batch.Looker.look", None)
    file = write(pa.table({"msisdn": NUMBERS, "name": ["a", "b"], "tags": column}))
    error = refused(smsplan, file, *TEMPLATE, "--output", f"plans.{kind}")
    assert f"plans.{kind}: a .{kind} file cannot hold the column 'tags'" in error
    assert remedy in error
    assert names() == ["to.arrow"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_a_file_without_rows_is_written_with_its_columns(
    smsplan: Smsplan, source: str, kind: str
) -> None:
    table = pa.table({"msisdn": pa.array([], pa.string()), "name": pa.array([], DICTIONARY)})
    match source:
        case "csv":
            Path("to.csv").write_text("msisdn,name\n")
        case "parquet":
            pq.write_table(table, "to.parquet")
        case "arrow":
            write(table)
    done(smsplan, f"to.{source}", *TEMPLATE, "--output", f"plans.{kind}")
    plans = read(f"plans.{kind}")
    assert (plans.schema.names, plans.num_rows) == (["msisdn", "name", *ADDED], 0)


def test_an_ndjson_file_of_unreadable_rows_alone_is_written(smsplan: Smsplan) -> None:
    Path("to.ndjson").write_text('{"msisdn":1\n{"msisdn":2,"name":"a"}\n[]\n')
    done(smsplan, "to.ndjson", *TEMPLATE, "--output", "plans.csv")
    assert read("plans.csv").num_rows == 3


@pytest.mark.parametrize("kind", KINDS)
def test_an_output_may_be_its_own_input(smsplan: Smsplan, kind: str) -> None:
    write_csv(5)
    done(smsplan, "to.csv", *TEMPLATE, "--output", f"again.{kind}")
    plans = read(f"again.{kind}").drop_columns(ADDED)
    match kind:
        case "csv":
            csv.write_csv(plans.cast(pa.schema([("msisdn", "str"), ("name", "str")])), "again.csv")
        case "parquet":
            pq.write_table(plans, "again.parquet")
        case "arrow":
            write(plans, "again.arrow")
    done(smsplan, f"again.{kind}", *TEMPLATE, "--output", f"again.{kind}")
    assert read(f"again.{kind}").drop_columns(ADDED).equals(plans)
    assert read(f"again.{kind}")["msg_count"].to_pylist() == [1] * 5
    assert "a column 'digits' already" in refused(
        smsplan, f"again.{kind}", *TEMPLATE, "--output", f"again.{kind}"
    )
    assert read(f"again.{kind}").num_rows == 5
    assert names() == [f"again.{kind}", "to.csv"]


def test_what_a_number_was_read_as_is_written(smsplan: Smsplan) -> None:
    numbers = ["+45 20 12 34 56", "4520123456.0", None, "45x"]
    rows = pa.table({"phone": numbers, "name": ["Bo"] * 4})
    done(smsplan, write(rows), *TEMPLATE, "--to", "phone", "--output", "plans.parquet")
    plans = read("plans.parquet")
    assert plans.schema.names == ["phone", "name", "msisdn", *ADDED[1:]]
    assert plans["msisdn"].to_pylist() == ["4520123456", None, None, None]
    assert plans["error"].to_pylist() == [None, "MSISDN_ALPHA", "MSISDN_EMPTY", "MSISDN_ALPHA"]
    rows = rows.rename_columns(["msisdn", "name"])
    done(smsplan, write(rows), *TEMPLATE, "--output", "plans.parquet")
    assert read("plans.parquet")["msisdn"].to_pylist() == numbers
    assert read("plans.parquet")["digits"].to_pylist() == plans["msisdn"].to_pylist()
    both = rows.append_column("digits", rows["name"])
    assert "a column 'digits' already" in refused(
        smsplan, write(both), *TEMPLATE, "--output", "plans.parquet"
    )


def test_two_outputs_are_not_one_file(smsplan: Smsplan) -> None:
    Path("here").mkdir()
    both = ("--output", "plans.csv", "--html", "here/../plans.csv")
    assert "plans.csv: two outputs cannot be one file" in refused(
        smsplan, write_csv(), *TEMPLATE, *both
    )
    assert names() == ["here", "to.csv"]


@pytest.mark.parametrize("broken", ["plans.csv", "report.html"])
@pytest.mark.parametrize("step", ["fsync", "fchmod"])
def test_neither_of_two_outputs_is_replaced_unless_both_are_written(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch, broken: str, step: str
) -> None:
    module = "smsplan.campaign.files.writing"

    def fails(path: Path) -> None:
        if f".{broken}." in str(path):
            raise OSError(28, "No space left on device")

    if step == "fsync":
        of = "/proc/self/fd/{}"
        monkeypatch.setattr(
            f"{module}.os.fsync", lambda number: fails(Path(of.format(number)).readlink())
        )
    else:
        monkeypatch.setattr(f"{module}.shutil.copymode", lambda _, to: fails(to))
    for target in ("plans.csv", "report.html"):
        Path(target).write_text("as it was")
    error = refused(
        smsplan, write_csv(), *TEMPLATE, "--output", "plans.csv", "--html", "report.html"
    )
    assert f"{broken}: it cannot be written: No space left on device" in error
    assert Path("plans.csv").read_text() == Path("report.html").read_text() == "as it was"
    assert names() == ["plans.csv", "report.html", "to.csv"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 64 KB."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if sys.platform != "linux" or not mount or not unmount:
        pytest.skip("only Linux has a tmpfs")
    disk = tmp_path / "disk"
    disk.mkdir()
    run = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if run.returncode:
        pytest.skip("a tmpfs cannot be mounted: that takes root")
    yield disk
    subprocess.run([unmount, str(disk)], check=True)


@pytest.mark.process
@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_fills_up_leaves_the_outputs_as_they_were(small_disk: Path, kind: str) -> None:
    rows = write_csv(20_000)
    plans, report = small_disk / f"plans.{kind}", small_disk / "report.html"
    for target in (plans, report):
        target.write_text("as it was")
    run = subprocess.run(
        [*COMMAND, rows, *TEMPLATE, "--output", str(plans), "--html", str(report)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (f"smsplan: {plans}: it cannot be written: No space left on device\n")
    assert plans.read_text() == report.read_text() == "as it was"
    assert sorted(path.name for path in small_disk.iterdir()) == [plans.name, "report.html"]


@pytest.mark.parametrize("octets", [5_000, 100_000])
def test_a_disk_with_no_room_for_the_report_leaves_the_rows_too(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch, small_disk: Path, octets: int
) -> None:
    def long_report(_: object, **_about: object) -> str:
        if octets < 10_000:  # it is flushed at the end
            with suppress(OSError), (small_disk / "filling").open("wb", 0) as filling:
                while filling.write(b"a" * 4096):
                    pass
        return "a" * octets

    monkeypatch.setattr("smsplan.campaign.report.html_report", long_report)
    plans, report = small_disk / "plans.arrow", small_disk / "report.html"
    plans.write_text("as it was")
    outputs = ("--output", str(plans), "--html", str(report))
    error = refused(smsplan, write_csv(100), *TEMPLATE, *outputs)
    assert "it cannot be written: No space left on device" in error
    assert plans.read_text() == "as it was"
    assert {path.name for path in small_disk.iterdir()} <= {"filling", "plans.arrow"}


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("sent", ["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"])
def test_ended_midway_both_outputs_stay_as_they_were(sent: str) -> None:
    if signal.getsignal(signal.Signals[sent]) is signal.SIG_IGN:
        pytest.skip(f"{sent} is ignored here, as nohup has it")
    for target in ("plans.parquet", "report.html"):
        Path(target).write_text("as it was")
    with subprocess.Popen(
        [*COMMAND, "-", *TEMPLATE, "--output", "plans.parquet", "--html", "report.html"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stderr
        lines = (f"4520123456,Anna {number * 7919}\n" for number in range(600_000))
        process.stdin.write(b"msisdn,name\n" + "".join(lines).encode())
        process.stdin.flush()
        end = time.monotonic() + 60
        while not any(path.stat().st_size > 1000 for path in Path().glob(".plans*")):
            assert time.monotonic() < end, "nothing was written"
            time.sleep(0.02)
        process.send_signal(signal.Signals[sent])
        if sent != "SIGKILL":
            process.stdin.close()
            ended = process.wait(60), process.stderr.read()
            assert ended == (128 + signal.Signals[sent], b"")
            assert names() == ["plans.parquet", "report.html"]
    assert Path("plans.parquet").read_text() == Path("report.html").read_text() == "as it was"


CELLS = [
    *("=1+1", "+1+1", "-1-1", "@SUM(A1)", "\tx", "\r=1", " =1", "\uff1d1", "=", "+45-20-12-34-56"),
    *("+45 20 12 34 56", "+4520123456", "-5", "-1,5", "Bo", "a=1", "", "-"),
]
SAFE = [
    *("'=1+1", "'+1+1", "'-1-1", "'@SUM(A1)", "'\tx", "'\r=1", "' =1", "'\uff1d1", "="),
    *("'+45-20-12-34-56", "+45 20 12 34 56", "+4520123456", "-5", "-1,5", "Bo", "a=1", "", "-"),
]


def test_formulas_are_written_as_text_where_that_is_asked_for(smsplan: Smsplan) -> None:
    rows = pa.table({
        "msisdn": ["+4520123456"] * len(CELLS),
        "name": CELLS,
        "=A1": pa.array(CELLS, pa.large_string()).dictionary_encode(),
        "change": [-1] * len(CELLS),
    })  # fmt: skip
    as_text = csv.ConvertOptions(column_types={"name": "str", "=A1": "str", "'=A1": "str"})
    done(smsplan, write(rows), *TEMPLATE, "--output", "plans.csv")
    assert csv.read_csv("plans.csv", convert_options=as_text)["name"].to_pylist() == CELLS
    done(smsplan, write(rows), *TEMPLATE, "--output", "plans.csv", "--safe-csv")
    found = csv.read_csv(
        "plans.csv",
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=as_text,
    )
    assert found.schema.names[:5] == ["msisdn", "name", "'=A1", "change", "digits"]
    assert found["name"].to_pylist() == found["'=A1"].to_pylist() == SAFE
    assert found["change"].to_pylist() == [-1] * len(CELLS)
    assert '"+4520123456","' in Path("plans.csv").read_text("utf-8")


@pytest.mark.parametrize("output", [(), ("--output", "plans.parquet")])
def test_safe_csv_is_about_csv(smsplan: Smsplan, output: tuple[str, ...]) -> None:
    message = refused(smsplan, write_csv(), *TEMPLATE, "--safe-csv", *output)
    assert "--output FILE.csv" in message


def test_what_was_written_is_said_on_standard_error(smsplan: Smsplan) -> None:
    outputs = ("--output", "plans.csv", "--html", "re\x1bport.html")
    found = smsplan("preview", write_csv(1), *TEMPLATE, *outputs, "--json")
    assert found.stderr == "smsplan: wrote plans.csv and re\\x1bport.html, of 1 row\n"
    assert json.loads(found.stdout)["rows"] == 1


def test_the_report_says_what_it_is_of(smsplan: Smsplan) -> None:
    Path("rates.csv").write_text("45,0.2\n")
    arguments = ("--template", "Hi {{name}} & <b>", "--rates", "rates.csv", "--html", "report.html")
    done(smsplan, write_csv(), *arguments, "--currency", "DKK")
    report = Path("report.html").read_text("utf-8")
    for fact in ("to.csv", "Hi {{name}} &amp; &lt;b&gt;", "rates.csv, 1 destination in DKK"):
        assert f'<dd><span dir="auto">{fact}</span></dd>' in report
    assert re.search(r"<dt>made</dt><dd><span[^>]*>20\d\d-\d\d-\d\d \d\d:\d\d[+-]", report)
    write(pa.table({"msisdn": NUMBERS, "body": ["Hi", "Hi"]}))
    done(smsplan, "to.arrow", "--text", "body", "--html", "report.html")
    assert "column body</span>" in Path("report.html").read_text("utf-8")
