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
MAX_IMPORT_MILLISECONDS: Final = 60
MAX_FIRST_PLAN_MILLISECONDS: Final = 120
"""With the import, for names are loaded when they are first used."""
TIMED_IMPORT: Final = """
import sys, time
start = time.perf_counter()
import smsplan
imported = time.perf_counter() - start
smsplan.plan("x")
unneeded = {"phonenumbers", "smsplan.linting", "smsplan.gateway"} & sys.modules.keys()
print(imported, time.perf_counter() - start, *unneeded)
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
    """Print how long ``import smsplan``, and a first plan, take in a fresh process."""
    report.title(f"import smsplan: {IMPORT_RUNS} fresh processes, bytecode compiled")
    _time_import()  # compiles it
    runs = [_time_import() for _ in range(IMPORT_RUNS)]
    rows = []
    for at, (what, most) in enumerate(
        (
            ("import", MAX_IMPORT_MILLISECONDS),
            ("import and first plan()", MAX_FIRST_PLAN_MILLISECONDS),
        )
    ):
        taken = [seconds[at] * 1e3 for seconds, _ in runs]
        rows.append([what, *(f"{each:.1f}" for each in (median(taken), min(taken), max(taken)))])
        report.verdict(
            f"{what}: under {most} ms", f"{median(taken):.1f} ms", met=median(taken) < most
        )
    report.table(["ms", "median", "least", "most"], rows)
    unneeded = sorted({name for _, names in runs for name in names})
    report.verdict(
        "first plan(): loads only what it needs", ", ".join(unneeded) or "yes", met=not unneeded
    )


def _time_import() -> tuple[tuple[float, float], list[str]]:
    """Return the seconds of the import and of the first plan, and what came needlessly."""
    done = run(  # noqa: S603 - this very interpreter, fixed arguments
        [sys.executable, "-c", TIMED_IMPORT],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    imported, planned, *unneeded = done.stdout.split()
    return (float(imported), float(planned)), unneeded
