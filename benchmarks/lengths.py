"""What a character costs as texts grow."""

from collections.abc import Callable, Sequence
from itertools import combinations
from random import Random
from typing import Final

from benchmarks import reference
from benchmarks.corpora import CHATTY, PLAIN, SEED, write_extended
from benchmarks.report import Report
from benchmarks.side_by_side import plan_segments
from benchmarks.timing import Work, least_times
from smsplan import plan

SECONDS: Final = 10.0
SEGMENTS: Final = [1, 2, 4, 16, 64, 255]
HUGE: Final = 10_000_000
"""Octets of the longest text, in UTF-8."""
FLAT: Final = 1.5
"""The rise that counts as none: noise, caches, memory that is touched for the first time."""


def growing_texts(sample: str) -> list[str]:
    """Take the beginnings of a text that are so many segments, and the text over and over."""
    ends = reference.count(sample).ends
    huge = sample * (HUGE // len(sample.encode()))
    return [*(sample[: ends[number - 1]] for number in SEGMENTS), huge]


def measure(report: Report) -> None:
    """Print nanoseconds a character by number of segments."""
    random = Random(SEED)  # noqa: S311 - the same texts in every run
    samples = {
        "ASCII": PLAIN.write(random, 50_000),
        "GSM-7, 2 % extension": "€" + write_extended(random, 50_000, 0.02),
        "UCS-2 with emoji": "😀" + CHATTY.write(random, 50_000),
    }
    texts = {name: growing_texts(sample) for name, sample in samples.items()}
    calls: dict[str, Callable[[str], object]] = {"plan()": plan, ".segments": plan_segments}
    rows = [
        (f"{call_name} {text_name}", call, grown)
        for call_name, call in calls.items()
        for text_name, grown in texts.items()
    ]
    works = [Work(call, [text]) for _, call, grown in rows for text in grown]
    times = iter(least_times(works, SECONDS))

    report.title("lengths: ns a character, by number of segments")
    costs = {name: [next(times) / len(text) * 1e9 for text in grown] for name, _, grown in rows}
    report.table(
        ["", *map(str, SEGMENTS), "10 MB"],
        [[name, *(f"{cost:.2f}" for cost in row)] for name, row in costs.items()],
    )
    for name in texts:
        rise = _rise(costs[f"plan() {name}"])
        requirement = f"lengths: {name}: a character at most {FLAT} x its cost in less text"
        report.verdict(requirement, f"{rise:.2f}", met=rise <= FLAT)


def _rise(costs: Sequence[float]) -> float:
    """Find the largest ratio of a cost to an earlier one."""
    return max(later / earlier for earlier, later in combinations(costs, 2))
