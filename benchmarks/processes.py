"""What only a fresh process shows: lines through the command, and the import."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, CalledProcessError, TimeoutExpired, run
from tempfile import TemporaryFile
from textwrap import shorten
from time import perf_counter
from typing import Final

from benchmarks import reference
from benchmarks.report import Report

ROOT: Final = Path(__file__).parents[1]

COMMAND: Final = ["-m", "smsplan", "plan", "--json", "--jsonl"]
LINES: Final = 200_000
COMMAND_RUNS: Final = 3
PATIENCE: Final = 20.0
"""Seconds after which a run of the command is given up."""
LEAST_LINES_A_SECOND: Final = 50_000

IMPORT_RUNS: Final = 15
MAX_IMPORT_MILLISECONDS: Final = 120
TIMED_IMPORT: Final = """
import sys, time
start = time.perf_counter()
import smsplan
print(time.perf_counter() - start, "phonenumbers" in sys.modules)
"""


def measure_command(report: Report, texts: Sequence[str]) -> None:
    """Print how many lines a second go through the command, its start included."""
    report.title(f"command: {' '.join(COMMAND[1:])}, {LINES:,} JSON strings from the short corpus")
    requirement = f"command: at least {LEAST_LINES_A_SECOND:,} short lines a second"
    repeated = [texts[index % len(texts)] for index in range(LINES)]
    try:
        start_up = min(_run_command(texts[:1]) for _ in range(COMMAND_RUNS))
        whole = min(_run_command(repeated) for _ in range(COMMAND_RUNS))
    except TimeoutExpired:
        report.verdict(requirement, f"no end after {PATIENCE:g} seconds", met=False)
        return
    except (CalledProcessError, ValueError, KeyError) as error:
        report.verdict(requirement, "it does not work", met=None)
        report.note(shorten(str(error), 80))
        return
    report.table(
        ["", "seconds", "lines a second"],
        [
            ["whole run", f"{whole:.2f}", f"{LINES / whole:,.0f}"],
            ["start and one line", f"{start_up:.2f}", ""],
            ["without the start", f"{whole - start_up:.2f}", f"{LINES / (whole - start_up):,.0f}"],
        ],
    )
    rate = LINES / whole
    report.verdict(requirement, f"{rate:,.0f}, start included", met=rate >= LEAST_LINES_A_SECOND)


def _run_command(texts: Sequence[str]) -> float:
    """Time one run in seconds; ``ValueError`` or ``KeyError`` if its answers are not right."""
    with TemporaryFile() as asked, TemporaryFile() as answered:
        asked.writelines(json.dumps(text).encode() + b"\n" for text in texts)
        asked.seek(0)
        start = perf_counter()
        run(  # noqa: S603 - this very interpreter, fixed arguments
            [sys.executable, *COMMAND],
            cwd=ROOT,
            stdin=asked,
            stdout=answered,
            stderr=DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
        seconds = perf_counter() - start
        answered.seek(0)
        msg_counts = [json.loads(line)["msg-count"] for line in answered]
    right = {text: len(reference.count(text).ends) for text in set(texts)}
    if msg_counts != [right[text] for text in texts]:
        message = "the command's answers are wrong"
        raise ValueError(message)
    return seconds


def measure_import(report: Report) -> None:
    """Print how long ``import smsplan`` takes in a fresh process."""
    report.title(f"import smsplan: {IMPORT_RUNS} fresh processes, bytecode compiled")
    _time_import()  # compiles it
    runs = [_time_import() for _ in range(IMPORT_RUNS)]
    milliseconds = [seconds * 1e3 for seconds, _ in runs]
    middle = median(milliseconds)
    report.table(
        ["", "median", "least", "most"],
        [["ms", *(f"{time:.1f}" for time in (middle, min(milliseconds), max(milliseconds)))]],
    )
    report.verdict(
        f"import: under {MAX_IMPORT_MILLISECONDS} ms",
        f"{middle:.1f} ms",
        met=middle < MAX_IMPORT_MILLISECONDS,
    )
    imported = any(imported for _, imported in runs)
    report.verdict(
        "import: without phonenumbers", "imported" if imported else "not imported", met=not imported
    )


def _time_import() -> tuple[float, bool]:
    """Give the seconds of the import, and whether phonenumbers came with it."""
    done = run(  # noqa: S603 - this very interpreter, fixed arguments
        [sys.executable, "-c", TIMED_IMPORT],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, imported = done.stdout.split()
    return float(seconds), imported == "True"
