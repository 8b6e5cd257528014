"""Whatever is wrong with a file of many blocks, the command ends by itself, with a line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("numba", reason="the extra bulk is not installed")
pa = pytest.importorskip("pyarrow", reason="the extra bulk is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra bulk is not installed")
ipc = pytest.importorskip("pyarrow.ipc", reason="the extra bulk is not installed")

pytestmark = pytest.mark.process

COMMAND = [sys.executable, "-m", "smsplan", "preview"]
ROWS = 500_000
"""Four blocks of CSV, and more than two batches of each other kind."""
TIMES = 4
NUMBERS = range(4520000000, 4520000000 + ROWS)


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipients")
    lines = [f"{number},Anna\n".encode() for number in NUMBERS]
    (folder / "to.csv").write_bytes(b"msisdn,name\n" + b"".join(lines))
    lines[ROWS // 2] = "4520123456,Łukasz\n".encode("cp1250")
    (folder / "cp1250.csv").write_bytes(b"msisdn,name\n" + b"".join(lines))
    rows = pa.table({"msisdn": pa.array(NUMBERS), "name": pa.repeat("Anna", ROWS)})
    pq.write_table(rows, folder / "to.parquet", row_group_size=1 << 16)
    with ipc.new_file(folder / "to.arrow", rows.schema) as writer:
        writer.write_table(rows, max_chunksize=1 << 16)
    with ipc.new_stream(folder / "to.arrows", rows.schema) as writer:
        writer.write_table(rows, max_chunksize=1 << 16)
    (folder / "to.ndjson").write_text(
        "".join(f'{{"msisdn":"{number}","name":"Anna"}}\n' for number in NUMBERS)
    )
    return folder


def end(folder: Path, file: str, *arguments: str, piped: bool) -> tuple[int, str]:
    """Run it; what hangs is killed, and has no status."""
    run = subprocess.run(
        [*COMMAND, "-" if piped else file, *arguments],
        input=(folder / file).read_bytes() if piped else b"",
        capture_output=True,
        cwd=folder,
        check=False,
        timeout=60,
    )
    assert run.stdout == b""
    return run.returncode, run.stderr.decode()


WRONG = {
    "a wrong column": ("to.csv", "--to", "phone", "--template", "x"),
    "a wrong field": ("to.csv", "--template", "Hi {{nam}}"),
    "another encoding": ("cp1250.csv", "--template", "Hi {{name}}"),
}
LINES = {
    "a wrong column": "smsplan: there is no column 'phone'; did you mean 'msisdn'?"
    " (columns: msisdn, name)\n",
    "a wrong field": "smsplan: there is no column 'nam'; did you mean 'name'?"
    " (columns: msisdn, name)\n",
    "another encoding": f", line {ROWS // 2 + 2}: the cell 'name' is not UTF-8 at octet 0; say how"
    " it is written, as with --encoding cp1252\n",
}


@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.parametrize("piped", [False, True], ids=["file", "pipe"])
@pytest.mark.parametrize("what", WRONG)
def test_an_error_in_a_file_of_many_blocks_ends_in_a_line(
    folder: Path, what: str, *, piped: bool
) -> None:
    ends = [end(folder, *WRONG[what], piped=piped) for _ in range(TIMES)]
    assert [status for status, _ in ends] == [2] * TIMES
    assert all(line.endswith(LINES[what]) for _, line in ends)


@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.parametrize("file", ["to.ndjson", "to.parquet", "to.arrow", "to.arrows"])
@pytest.mark.parametrize("piped", [False, True], ids=["file", "pipe"])
def test_an_error_in_any_other_kind_ends_in_a_line(folder: Path, file: str, *, piped: bool) -> None:
    ends = [end(folder, file, "--to", "phone", "--template", "x", piped=piped) for _ in range(2)]
    assert ends == [(2, LINES["a wrong column"])] * 2


@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("file", ["to.csv", "to.ndjson", "to.parquet", "to.arrow"])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_ends_it(folder: Path, file: str, sent: signal.Signals) -> None:
    for delay in (0.0, 0.2):
        with subprocess.Popen(
            [*COMMAND, file, "--template", "Hi {{name}}", "--output", "plans.csv"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            while not list(folder.glob(".plans.csv.*")):
                time.sleep(0.01)
            time.sleep(delay)
            process.send_signal(sent)
            _, said = process.communicate(timeout=60)
        assert process.returncode in {128 + sent, 0}  # it may have been done before
        assert b"Traceback" not in said
        assert b"Fatal" not in said
        assert not list(folder.glob(".plans.csv.*"))


@pytest.mark.parametrize("file", ["to.csv", "to.ndjson"])
def test_a_pipe_that_is_closed_in_the_middle_is_a_short_file(folder: Path, file: str) -> None:
    """What cannot be told from the end of a file is not an error of this command."""
    octets = (folder / file).read_bytes()[:3_000_000]
    run = subprocess.run(
        [*COMMAND, "-", "--template", "x", "--json"],
        input=octets[: octets.rfind(b"\n")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert json.loads(run.stdout)["rows"] == octets.count(b"\n") - (file == "to.csv")


def test_a_closed_output_ends_it_quietly(folder: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "to.csv", "--template", "x"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        assert process.stderr.read() == b""
    assert process.returncode == 141


STUCK = """
import os, signal, sys, threading
from smsplan.campaign.batch import Looker
from smsplan.cli import main
from smsplan.columns import compiling

def stuck(*_):
    os.kill(os.getpid(), signal.{sent})
    threading.Event().wait()

{where}
sys.argv[1:] = ["preview", "to.csv", "--template", "Hi", "--output", "plans.csv"]
main()
"""
PLACES = {
    "a batch is looked at": "Looker.finish = stuck",
    "a kernel is compiled": "compiling._started = lambda *_: (stuck, stuck)",
}


@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("where", PLACES)
def test_a_signal_ends_it_even_if_a_thread_never_ends(folder: Path, where: str, sent: str) -> None:
    """A signal that comes while a lock is taken can leave it so, for ever, for another thread."""
    code = STUCK.format(where=PLACES[where], sent=sent)
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, check=False, timeout=60
    )
    assert run.stderr == b""
    assert run.returncode == 128 + signal.Signals[sent]
    assert not [*folder.glob("*plans*")]
