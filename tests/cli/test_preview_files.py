import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

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


def look(smsplan: Smsplan, *arguments: str) -> dict[str, Any]:
    found = smsplan("preview", *arguments, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout, parse_float=Decimal)  # type: ignore[no-any-return] # it is one


def refused(smsplan: Smsplan, *arguments: str, stdin: bytes = b"") -> str:
    found = smsplan("preview", *arguments, stdin=stdin)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "Traceback" not in found.stderr
    return " ".join(found.stderr.split())


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


def test_how_a_file_is_written_is_said(smsplan: Smsplan) -> None:
    Path("to.csv").write_bytes("to;name\n4520123456;Søren\n".encode("cp1252"))
    arguments = ("to.csv", "--to", "to", "--encoding", "cp1252", "--delimiter", ";")
    found = look(smsplan, *arguments, "--syntax", "format", "--template", "Hi {name}")
    assert found["chars-count"] == 8
    for option, value in (("--encoding", "base64"), ("--delimiter", ";;")):
        assert option in refused(smsplan, *arguments, option, value, "--template", "Hi")


def test_a_tab_may_be_written_as_it_is_in_many_languages(smsplan: Smsplan) -> None:
    Path("to.csv").write_text("msisdn\tname\n4520123456\tBo\n")
    for tab in ("tab", r"\t", "\t"):
        assert look(smsplan, "to.csv", "--delimiter", tab, *TEMPLATE)["recipients"] == 1


def test_a_file_that_cannot_be_used_leaves_the_outputs_as_they_were(smsplan: Smsplan) -> None:
    Path("to.csv").write_text('msisdn,name\n1,2\n3,"unclosed\n4,5\n')
    for target in ("plans.parquet", "report.html"):
        Path(target).write_text("as it was")
    outputs = ("--output", "plans.parquet", "--html", "report.html")
    message = refused(smsplan, "to.csv", *TEMPLATE, *outputs)
    assert "to.csv, line 3: a quotation mark opens here" in message
    assert Path("plans.parquet").read_text() == Path("report.html").read_text() == "as it was"
    assert len(list(Path().iterdir())) == 3


def test_what_is_left_out_of_the_output_is_told_beside_it(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsplan.campaign.files.ndjson_rows._ROWS", 1)
    Path("to.ndjson").write_text(
        '{"msisdn":4520123456,"name":"a"}\n{"msisdn":4520123457,"name":"b","late":1}\n'
    )
    assert smsplan("preview", "to.ndjson", *TEMPLATE).stderr == ""
    run = smsplan("preview", "to.ndjson", *TEMPLATE, "--output", "plans.parquet", "--strict")
    assert run.exit_code == 0
    assert run.stderr == (
        "smsplan: plans.parquet: to.ndjson, line 2: 'late' is a column that none of the first 1"
        " rows has; such values are left out\n"
        "smsplan: wrote plans.parquet, of 2 rows\n"
    )
