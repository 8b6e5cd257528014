"""Print everything side by side, from one run."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter

from benchmarks import (
    campaigns,
    column_policies,
    columns,
    fixes,
    languages,
    lengths,
    linting,
    node_peers,
    policies,
    processes,
    side_by_side,
)
from benchmarks.corpora import corpora
from benchmarks.peers import installed_peers
from benchmarks.report import Report


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "from the working tree"


def main() -> None:
    """Measure, and leave the verdicts to the reader: speed is never a test."""
    start = perf_counter()
    report = Report()
    peers, packages = installed_peers()
    report.line(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores"
    )
    named = ("smsplan", "msgspec", "numba", "polars", "pyarrow", "regex")
    own = {package: _version(package) for package in named}
    for package, found in (own | packages).items():
        report.line(f"  {package:11}{found}")
    report.line("Times are the least of many rounds in which all take turns.  A peer is right on a")
    report.line("corpus if it counts the messages of every text there as the slow reference does,")
    report.line("and those of the boundary texts in the same encodings.")

    wrong_encodings = side_by_side.compare_boundaries(report, peers)
    written = corpora()
    for corpus in written:
        side_by_side.compare(report, corpus, peers, wrong_encodings)
    node_peers.measure(report)
    lengths.measure(report)
    languages.measure(report)
    policies.measure(report)
    fixes.measure(report)
    linting.measure(report)
    columns.check(report)
    columns.measure(report)
    column_policies.measure(report)
    campaigns.measure(report)
    processes.measure_command(report, written[0].timed)
    processes.measure_import(report)
    report.summary()
    report.line(f"\n{perf_counter() - start:.0f} seconds in all")


main()
