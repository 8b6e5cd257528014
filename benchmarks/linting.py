"""What ``lint``, ``fix`` and ``explain`` cost: ``python -m benchmarks.linting``.

The unit is :func:`benchmarks.timing.struct`.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.corpora import CJK, CYRILLIC, EMOJI_SEQUENCES, ENGLISH, HINDI
from benchmarks.report import Report
from benchmarks.timing import Work, least_times, struct
from smsplan import Boundary, Profile, Safety, explain, fix, lint

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS: Final = 1.0
MOST: Final = {"lint": (2_000, 6_000), "fix": (1_700, 4_500)}
"""Calls of the unit, of a text of Latin letters and of one that other scripts and emoji are in."""
MOST_OF_EXPLAIN: Final = 3.5
MOST_OF_BOUNDARY: Final = 4
LONG: Final = 16_000


def _text(phrases: list[str], length: int) -> str:
    return (" ".join(phrases) * (length // 20 + 1))[:length]


LATIN: Final = {
    "GSM-7": _text(ENGLISH, 400),
    "ê": _text(ENGLISH, 200).replace("e", "ê"),
    "quotes": _text([f"“{phrase}” –" for phrase in ENGLISH], 200),
}
OTHERS: Final = {
    "Russian": _text(CYRILLIC, 200),
    "Chinese": _text(CJK[:8], 200),
    "Hindi": _text(HINDI, 200),
    "emoji": _text(EMOJI_SEQUENCES, 200),
    "mix": _text([*EMOJI_SEQUENCES[:4], *CYRILLIC[:3], *HINDI[:2], *CJK[:3], *ENGLISH], 200),
}


def measure(report: Report) -> None:
    """Print what each costs on each text, and whether it is as little as was asked."""
    report.title("lint, fix and explain, in calls that return a frozen Struct of six fields")
    displayed = partial(fix, level=Safety.DISPLAY_ONLY)
    calls: list[Callable[[str], object]] = [struct, lint, fix, displayed, explain]
    rows: list[list[str]] = []
    most: dict[tuple[str, int], float] = {}
    for column, texts in enumerate((LATIN, OTHERS)):
        for name, text in texts.items():
            unit, *times = least_times([Work(call, [text]) for call in calls], SECONDS)
            linting, fixing, displaying, explaining = (time / unit for time in times)
            rows.append([name, *(f"{t:,.0f}" for t in (linting, fixing, displaying, explaining))])
            for what, found in (("lint", linting), ("fix", fixing)):
                most[what, column] = max(found, most.get((what, column), 0))
            most["explain", 0] = max(explaining / displaying, most.get(("explain", 0), 0))
    report.table(["text", "lint", "fix SAFE", "fix DISPLAY_ONLY", "explain"], rows)
    for what, asked in MOST.items():
        for column, kind in enumerate(("GSM-7 and typography", "other scripts and emoji")):
            found = most[what, column]
            requirement = f"{what} of {kind}: at most {asked[column]:,} structs"
            report.verdict(requirement, f"{found:,.0f}", met=found <= asked[column])
    found = most["explain", 0]
    requirement = f"explain: at most {MOST_OF_EXPLAIN} times fix at its widest"
    report.verdict(requirement, f"{found:.2f}", met=found <= MOST_OF_EXPLAIN)
    _boundaries(report)


def _boundaries(report: Report) -> None:
    report.title(f"lint of {LONG:,} code points, times the default boundary")
    kept = [Profile(boundary=boundary) for boundary in Boundary]
    rows, worst = [], 0.0
    for name, text in {**LATIN, **OTHERS}.items():
        long = (text * (LONG // len(text) + 1))[:LONG]
        times = least_times([Work(partial(lint, profile=each), [long]) for each in kept], SECONDS)
        ratios = [time / times[0] for time in times]
        worst = max(worst, *ratios)
        rows.append([name, *(f"{ratio:.2f}" for ratio in ratios)])
    report.table(["text", *(boundary.value for boundary in Boundary)], rows)
    requirement = f"lint with clusters or words kept whole: at most {MOST_OF_BOUNDARY} times"
    report.verdict(requirement, f"{worst:.2f}", met=worst <= MOST_OF_BOUNDARY)


if __name__ == "__main__":
    measure(Report())
