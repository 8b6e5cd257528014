"""``smsplan preview`` of ten million rows, beside reading them: whole processes, one after another.

``python -m benchmarks.campaigns`` measures this alone.
"""

import json
import os
import sys
from pathlib import Path
from subprocess import check_output
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from benchmarks.corpora import SEED
from benchmarks.processes import ROOT
from benchmarks.report import Report

ROWS: Final = 10_000_000
ROUNDS: Final = 3
MAX_READS: Final = 6
MAX_OCTETS: Final = 1_000_000_000

TEMPLATE: Final = (
    "Hi {{name}}, your code is {{code}}. Your parcel waits at the post office until Friday;"
    " bring this message and a card."
)
NAMES: Final = [
    "Anna", "Bob", "Søren", "Zoë", "Łukasz", "María José", "Æbelø", "Iñaki", "O’Brien", "Chloé",
    "Alexander", "Christina",
]  # fmt: skip
NUMBERS: Final = {"4520": 6, "4676": 7, "479": 7, "44740": 7, "4915": 9, "336": 8, "121255": 5}
"""The beginnings of the recipients, and how many digits follow."""

COLUMNS: Final = ["msisdn", "name", "code"]

READ: Final = "from pyarrow import csv; import sys; csv.read_csv(sys.argv[1])"
STREAM: Final = "from pyarrow import csv; import sys; [0 for _ in csv.open_csv(sys.argv[1])]"
LAUNCH: Final = """
import json, os, sys, time
start = time.perf_counter()
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
arguments = [sys.executable, *sys.argv[1:]]
child = os.posix_spawn(sys.executable, arguments, os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - start
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss]))
sys.exit(status != 0)
"""
"""Between, because a process is told to have had the memory of the one that it comes from."""


class Run(NamedTuple):
    """What a process took."""

    seconds: float
    processor_seconds: float
    octets: int
    """Of memory, at most."""


def write_recipients(path: Path, rows: int) -> None:
    """Write recipients, of several countries, with names and codes."""
    random = np.random.default_rng(SEED)
    with csv.CSVWriter(path, pa.schema([(name, "string") for name in COLUMNS])) as writer:
        for start in range(0, rows, 1 << 20):
            many = min(1 << 20, rows - start)
            digits = pc.utf8_lpad(pa.array(random.integers(0, 10**9, many)).cast("string"), 9, "0")
            begins = random.integers(0, len(NUMBERS), many)
            sizes = np.array(list(NUMBERS.values()))[begins]
            ends = pc.choose(
                pa.array(sizes - 5),
                *(pc.utf8_slice_codeunits(digits, 0, size) for size in range(5, 10)),
            )
            recipients = pc.binary_join_element_wise(
                pa.array(list(NUMBERS)).take(pa.array(begins)), ends, ""
            )
            names = pa.array(NAMES).take(pa.array(random.integers(0, len(NAMES), many)))
            codes = pc.utf8_slice_codeunits(digits, 3)
            writer.write(pa.record_batch([recipients, names, codes], COLUMNS))


def measure(report: Report) -> None:
    """Print seconds and memory, and the verdicts."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "recipients.csv")
        write_recipients(file, ROWS)
        commands = {
            "pyarrow.csv.read_csv": ["-c", READ, str(file)],
            "pyarrow.csv.open_csv": ["-c", STREAM, str(file)],
            "smsplan preview": [
                "-m", "smsplan", "preview", str(file), "--template", TEMPLATE, "--json",
                "--rates", str(ROOT / "examples" / "rates.json"),
                "--field", "name=20:latin", "--field", "code=6:digits",
            ],
        }  # fmt: skip
        runs = {name: [_run(command)] for name, command in commands.items()}
        for _ in range(ROUNDS - 1):
            for name, command in commands.items():
                runs[name].append(_run(command))
        size = file.stat().st_size
    least = {name: min(each, key=lambda run: run.seconds) for name, each in runs.items()}
    whole, streamed, previewed = least.values()
    report.title(f"campaigns: {ROWS:,} rows of CSV, {size / 1e6:.0f} MB, {pa.cpu_count()} cores")
    report.table(
        ["a process of its own, start included", "seconds", "of processors", "MB of memory"],
        [
            [
                name,
                f"{run.seconds:.1f}",
                f"{run.processor_seconds:.1f}",
                f"{max(each.octets for each in runs[name]) / 1e6:.0f}",
            ]
            for name, run in least.items()
        ],
    )
    reads = previewed.seconds / whole.seconds
    report.verdict(
        f"smsplan preview takes at most {MAX_READS} times pyarrow.csv reading the file",
        f"{reads:.1f} times read_csv",
        met=reads <= MAX_READS,
    )
    report.note(f"and {previewed.seconds / streamed.seconds:.1f} times open_csv, batch by batch")
    octets = max(each.octets for each in runs["smsplan preview"])
    report.verdict(
        "smsplan preview takes less than 1 GB of memory",
        f"{octets / 1e6:.0f} MB",
        met=octets < MAX_OCTETS,
    )


def _run(command: list[str]) -> Run:
    """Run Python to its end."""
    told = check_output(  # noqa: S603 - this very interpreter, fixed arguments
        [sys.executable, "-c", LAUNCH, *command], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    seconds, processor_seconds, memory = json.loads(told)
    return Run(seconds, processor_seconds, memory * (1 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    printed = Report()
    measure(printed)
    printed.summary()
