"""The columnar kernel beside what reading every byte costs, and beside other ways to count.

``python -m benchmarks.columns`` measures this alone, and first holds a million
seeded texts against ``plan()``.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from random import Random
from typing import Any, Final, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.corpora import SEED, corpora
from benchmarks.peers import installed_peers
from benchmarks.report import Report
from benchmarks.timing import least_seconds
from smsplan import Profile, plan
from smsplan.columns import plan_array
from smsplan.gsm7.tables import BASIC, EXTENSION

ROWS: Final = 1_000_000
SAMPLE: Final = 20_000
"""Rows of a loop over ``plan()``: enough to know what one costs."""
PEER_SAMPLE: Final = 2_000
ROUNDS: Final = 21
LEAST_GAIN: Final = 1.7
"""How many times as fast two threads are as one."""

UTF8_LENGTH: Final = "utf8_length"
ONE: Final = "plan_array, one thread"
ALL: Final = "plan_array, all threads"
LOOP: Final = "loop over plan()"
POLARS: Final = "Polars expressions"
SMSUTIL: Final = "smsutil in a loop"


FIRST_SECONDS: Final = 0.3
FIRST_CALL: Final = """
from time import perf_counter
start = perf_counter()
import numba, pyarrow
texts = pyarrow.array(["a", "é", "я"])
imported = perf_counter()
from smsplan.columns import plan_array
plan_array(texts)
print(imported - start, perf_counter() - imported)
"""


class Required(NamedTuple):
    """What is asked of a corpus, of one thread."""

    utf8_lengths: int
    """The most that it may cost, in calls of ``pyarrow.compute.utf8_length``."""
    loops: int
    """How many times as fast as a loop over ``plan()`` it is at least."""


REQUIRED: Final = {
    "short": Required(4, 6),
    "mixed": Required(9, 3),
    "long": Required(10, 3),
    "unicode": Required(12, 3),
}


class Work(NamedTuple):
    """Something to be timed, and how many rows it is about."""

    name: str
    call: Callable[[], object]
    rows: int


def polars_plan(texts: pl.Series) -> pl.DataFrame:
    """Count as well as expressions can: a division, which no pair that straddles can be seen by."""
    text = pl.col("text")
    each = text.str.contains(f"[^{_class(BASIC.values())}{_class(EXTENSION.values())}]")
    extended = text.str.count_matches(f"[{_class(EXTENSION.values())}]")
    astral = text.str.count_matches(r"[\x{10000}-\x{10FFFF}]")
    units = text.str.len_chars() + pl.when(each).then(astral).otherwise(extended)
    single = pl.when(each).then(70).otherwise(160)
    room = pl.when(each).then(67).otherwise(153)
    return texts.to_frame("text").select(
        encoding=pl.when(each).then(pl.lit("UCS-2")).otherwise(pl.lit("GSM-7")),
        chars_count=units,
        msg_count=pl.when(units <= single).then(1).otherwise((units + room - 1) // room),
    )


def _class(characters: Iterable[str]) -> str:
    return "".join(rf"\x{{{ord(character):X}}}" for character in characters)


def measure(report: Report) -> None:
    """Print times and ratios of each corpus, and the verdicts."""
    peers = {peer.name: peer.call for peer in installed_peers()[0]}
    _measure_first_call(report)
    random = Random(SEED)  # noqa: S311 - the same rows in every run
    for corpus in corpora():
        chosen = pa.array(random.choices(range(len(corpus.texts)), k=ROWS))
        texts = pa.array(corpus.texts).take(chosen)
        _compare(report, corpus.name, texts, peers.get("smsutil"))


def _measure_first_call(report: Report) -> None:
    """Time a process of its own, twice: the first may have to compile."""
    report.title("columns: a new process")
    for _ in range(2):
        printed = subprocess.check_output([sys.executable, "-c", FIRST_CALL])  # noqa: S603 - ours
    imported, called = map(float, printed.split())
    report.verdict(
        f"the first call takes under {FIRST_SECONDS} s from a warm cache",
        f"{called:.2f} s",
        met=called < FIRST_SECONDS,
    )
    report.note(f"and the import of numba and pyarrow, with the column, {imported:.2f} s")


def _compare(
    report: Report, name: str, texts: pa.Array, smsutil: Callable[[str], object] | None
) -> None:
    series = pl.Series(texts)
    sample = texts[:SAMPLE].to_pylist()
    works = [
        Work(UTF8_LENGTH, lambda: pc.utf8_length(texts), ROWS),
        Work(ONE, lambda: plan_array(texts, threads=1), ROWS),
        Work(ALL, lambda: plan_array(texts), ROWS),
        Work(LOOP, lambda: [plan(text) for text in sample], SAMPLE),
        Work(POLARS, lambda: polars_plan(series[:SAMPLE]), SAMPLE),
    ]
    if smsutil:
        few = sample[:PEER_SAMPLE]
        works.append(Work(SMSUTIL, lambda: [smsutil(text) for text in few], PEER_SAMPLE))
    least = least_seconds([work.call for work in works], ROUNDS)
    times = {work.name: time / work.rows for work, time in zip(works, least, strict=True)}
    octets = texts.nbytes / ROWS
    report.title(f"columns, {name}: {ROWS:,} rows of {octets:.0f} octets, {pa.cpu_count()} cores")
    report.table(
        ["", "ns a row", "GB/s", "/ utf8_length", "/ one thread"],
        [
            [
                work,
                f"{time * 1e9:,.0f}",
                f"{octets / time / 1e9:.2f}",
                f"{time / times[UTF8_LENGTH]:.1f}",
                f"{time / times[ONE]:.2f}",
            ]
            for work, time in times.items()
        ],
    )
    _judge(report, name, times)
    wrong = _wrong(polars_plan(pl.Series(sample)).rows(), sample)
    report.note(f"{POLARS} are wrong about {wrong} of {SAMPLE:,} texts")


def _judge(report: Report, name: str, times: dict[str, float]) -> None:
    required = REQUIRED[name]
    lengths = times[ONE] / times[UTF8_LENGTH]
    report.verdict(
        f"{name}: one thread at most {required.utf8_lengths} times {UTF8_LENGTH}",
        f"{lengths:.1f}",
        met=lengths <= required.utf8_lengths,
    )
    loops = times[LOOP] / times[ONE]
    report.verdict(
        f"{name}: one thread at least {required.loops} times as fast as a {LOOP}",
        f"{loops:.1f}",
        met=loops >= required.loops,
    )
    gain = times[ONE] / times[ALL]
    report.verdict(
        f"{name}: two threads at least {LEAST_GAIN} times as fast as one",
        f"{gain:.2f}",
        met=gain >= LEAST_GAIN if pa.cpu_count() == 2 else None,  # noqa: PLR2004 - as required
    )


def _wrong(
    found: Sequence[tuple[Any, ...]], texts: Sequence[str], profile: Profile | None = None
) -> int:
    plans = [plan(text, profile or Profile()) for text in texts]
    return sum(
        row != (one.encoding.value, one.chars_count, one.msg_count)
        for row, one in zip(found, plans, strict=True)
    )


def seeded_texts() -> Iterator[str]:
    """Write texts about the limits of segments, with pairs and non_gsm among them, without end."""
    random = Random(SEED)  # noqa: S311 - the same texts in every run
    kinds = ["a" * 30 + "]€é", "a]", "]", "aé€ü[", "я" * 20 + "😀a…é", "я😀", "😀", "a" * 40 + "…`"]
    lengths = [range(20), range(60, 80), range(130, 170), range(290, 480), range(1_000)]
    while True:
        kind, length = random.choice(kinds), random.choice(random.choice(lengths))
        yield "".join(random.choices(kind, k=length))


def check(report: Report) -> None:
    """Hold a million seeded texts against ``plan()``, with references of both sizes."""
    report.title(f"columns: {ROWS:,} seeded texts, plan_array against plan()")
    texts = seeded_texts()
    wrong = 0
    for bits in (8, 16):
        profile = Profile(reference_bits=bits)
        for _ in range(ROWS // 2 // SAMPLE):
            some = list(islice(texts, SAMPLE))
            planned = plan_array(pa.array(some), profile)
            rows = zip(*(column.to_pylist() for column in planned.flatten()), strict=True)
            wrong += _wrong(list(rows), some, profile)
    report.verdict("all are the same", f"{wrong} differ", met=not wrong)


if __name__ == "__main__":
    printed = Report()
    check(printed)
    measure(printed)
    printed.summary()
