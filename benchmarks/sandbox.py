"""The sandbox gateway under load: sends a second into a durable store, latency and memory.

``python -m benchmarks.sandbox`` measures this alone, with wrk, which shares the cores;
``python -m benchmarks.sandbox 1000000`` sends so many messages at least.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from urllib.parse import urlencode

from benchmarks.processes import ROOT
from benchmarks.report import Report

SENDS: Final = 100_000
SECONDS: Final = 10
CONNECTIONS: Final = 32
LEAST_SENDS_A_SECOND: Final = 1_500
MAX_MILLISECONDS: Final = 50
CACHE_FULL: Final = 200_000
"""Sends after which SQLite's own cache, of bounded size, is full."""
FLAT: Final = 1.1
"""The rise of memory that counts as none."""

SEND: Final = "sms/api.json?" + urlencode(
    {
        "user": "demo",
        "key": "demo",
        "msisdn": "4512345678",
        "sender": "You",
        "text": "This text is on the way to you!",
    }
)
_UNITS: Final = {"us": 1e-3, "ms": 1.0, "s": 1e3}


class Round(NamedTuple):
    """What wrk saw in some seconds."""

    sends: int
    sends_a_second: float
    p99: float
    """Milliseconds."""
    refused: int
    memory: int
    """Octets of the server, after it."""


def measure(report: Report, sends: int = SENDS) -> None:
    """Print sends a second, latency and memory, and the verdicts."""
    report.title(f"sandbox: sends into a durable store, {CONNECTIONS} connections of wrk")
    wrk = shutil.which("wrk")
    if wrk is None or sys.platform != "linux":
        report.verdict("at least 1,500 sends a second", "wrk is not installed", met=None)
        return
    with TemporaryDirectory() as folder:
        store = Path(folder, "store.db")
        rounds: list[Round] = []
        with _serving(store) as (url, server):
            _load(wrk, url, server)  # warms up
            while sum(each.sends for each in rounds) < sends:
                rounds.append(_load(wrk, url, server))
        with closing(sqlite3.connect(store)) as connection:
            (kept,) = connection.execute("SELECT count(*) FROM message").fetchone()
    acknowledged = sum(each.sends for each in rounds)
    shown = rounds[:: max(1, len(rounds) // 8)]
    report.table(
        [f"of {SECONDS} seconds", "sends a second", "p99, ms", "MB of memory"],
        [
            [
                f"round {rounds.index(each) + 1}",
                f"{each.sends_a_second:,.0f}",
                f"{each.p99:.1f}",
                f"{each.memory / 1e6:.1f}",
            ]
            for each in shown
        ],
    )
    best = max(rounds, key=lambda each: each.sends_a_second)
    report.verdict(
        f"at least {LEAST_SENDS_A_SECOND:,} sends a second",
        f"{best.sends_a_second:,.0f}",
        met=best.sends_a_second >= LEAST_SENDS_A_SECOND,
    )
    report.verdict(
        f"p99 under {MAX_MILLISECONDS} ms", f"{best.p99:.1f} ms", met=best.p99 < MAX_MILLISECONDS
    )
    _judge_memory(report, rounds)
    refused = sum(each.refused for each in rounds)
    report.verdict(
        "every acknowledged message is kept",
        f"{kept:,} kept of {acknowledged:,} and those of the first round; {refused} refused",
        met=kept >= acknowledged and not refused,
    )


def _judge_memory(report: Report, rounds: list[Round]) -> None:
    sent = list(accumulate(each.sends for each in rounds))
    full = bisect_left(sent, CACHE_FULL)
    if full >= len(rounds) - 1:
        report.verdict("memory is flat", f"fewer than {CACHE_FULL:,} sends say nothing", met=None)
        return
    rise = rounds[-1].memory / rounds[full].memory
    report.verdict(
        f"memory is flat from {sent[full]:,} to {sent[-1]:,} sends",
        f"it rises {rise:.2f} times",
        met=rise <= FLAT,
    )


@contextmanager
def _serving(store: Path) -> Iterator[tuple[str, int]]:
    command = [
        sys.executable, "-m", "smsplan", "serve", "--port", "0", "--store", str(store),
        "--balance", "1000000000",
    ]  # fmt: skip
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout  # noqa: S101 - it is a pipe
        try:
            for line in process.stdout:
                if found := re.match(r"gateway +(\S+)", line):
                    yield found[1], process.pid
                    break
        finally:
            process.terminate()


def _load(wrk: str, url: str, server: int) -> Round:
    printed = subprocess.check_output(  # noqa: S603 - fixed arguments
        [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", "--latency", url + SEND], text=True
    )
    rate = re.search(r"Requests/sec: +([\d.]+)", printed)
    latency = re.search(r"99% +([\d.]+)(us|ms|s)", printed)
    sends = re.search(r"(\d+) requests in", printed)
    if not (rate and latency and sends):
        message = f"wrk printed something else: {printed}"
        raise ValueError(message)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", printed)
    status = Path(f"/proc/{server}/status").read_text("ascii")
    memory = re.search(r"VmRSS:\s+(\d+) kB", status)
    return Round(
        int(sends[1]),
        float(rate[1]),
        float(latency[1]) * _UNITS[latency[2]],
        int(refused[1]) if refused else 0,
        int(memory[1]) * 1024 if memory else 0,
    )


if __name__ == "__main__":
    printed = Report()
    measure(printed, int(sys.argv[1]) if len(sys.argv) > 1 else SENDS)
    printed.summary()
