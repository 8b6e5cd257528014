"""What policies cost: clusters or words kept whole, national tables, providers' rules.

``python -m benchmarks.policies`` holds ``plan()`` under each against *old*: ``plan()`` of the
commit before the policies became fast, without any, on the same texts; it is taken from the
repository's history.
"""

import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from benchmarks.corpora import (
    CJK,
    CYRILLIC,
    EMOJI_SEQUENCES,
    ENGLISH,
    HINDI,
    KOREAN,
    POLISH,
    PORTUGUESE,
    SEED,
    SPANISH,
    TURKISH,
    corpora,
)
from benchmarks.report import Report
from benchmarks.timing import Work, least_times, struct
from smsplan import STANDARD, Boundary, Profile, plan, providers
from smsplan.planning import ALL_LANGUAGES

Call = Callable[[str], object]
ROOT: Final = Path(__file__).parents[1]
OLD: Final = "6a82375"
TEXTS: Final = 20
SECONDS: Final = 1.0
MIX: Final = "你好世界мирпрошेनमस्ते😀👍🏽"
MOST_STRUCTS: Final = {"short": 4, "several segments": 8, "unicode": 15}
MOST_AT_PROVIDERS: Final = (1.5, 4.0)
"""Times the standard profile: where nothing is replaced, and where something can be."""


class Policy(NamedTuple):
    """A profile, and how many times *old* it may cost on texts of a kind."""

    name: str
    profile: Profile
    most: dict[str, float]


POLICIES: Final = [
    Policy(
        "clusters",
        Profile(boundary=Boundary.GRAPHEME),
        {"GSM-7": 2, "UCS-2": 2, "hard": 5, "helped": 2, "Hindi": 5},
    ),
    Policy(
        "words",
        Profile(boundary=Boundary.WORD),
        {"GSM-7": 2, "UCS-2": 4, "hard": 8, "helped": 4, "Hindi": 4},
    ),
    Policy(
        "languages",
        Profile(languages=ALL_LANGUAGES),
        {"GSM-7": 1.6, "UCS-2": 1.6, "hard": 1.6, "helped": 20, "Hindi": 20},
    ),
]


def texts() -> Iterator[tuple[str, str, list[str]]]:
    """Write texts of each corpus: 400 code points of GSM-7, 200 of UCS-2; the kind beside."""
    random = Random(SEED)  # noqa: S311 - the same texts in every run

    def written(phrases: list[str], length: int, gap: str = " ") -> list[str]:
        return [gap.join(random.choices(phrases, k=length))[:length] for _ in range(TEXTS)]

    yield "English", "GSM-7", written(ENGLISH, 400)
    yield "English with €", "GSM-7", written([*ENGLISH, "€5"], 400)
    yield "Polish", "UCS-2", written(POLISH, 200)
    yield "Russian", "UCS-2", written(CYRILLIC, 200)
    yield "Chinese", "UCS-2", written(CJK[:6], 200, "")
    yield "Korean", "UCS-2", written(KOREAN, 200)
    yield "Hindi", "Hindi", written(HINDI, 200)
    yield "mix of scripts", "hard", written([*MIX], 200, "")
    yield "emoji sequences", "hard", written(EMOJI_SEQUENCES, 200)
    yield "Turkish", "helped", written(TURKISH, 200)
    yield "Spanish", "helped", written(SPANISH, 200)
    yield "Portuguese", "helped", written(PORTUGUESE, 200)


def old_plan(folder: str) -> Call | None:
    """Import ``plan()`` of :data:`OLD` beside ours; ``None`` where there is no history."""
    found = subprocess.run(  # noqa: S603 - ours
        ["git", "archive", OLD, "smsplan"],  # noqa: S607 - whichever git there is
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if found.returncode:
        return None
    with tarfile.open(fileobj=BytesIO(found.stdout)) as archive:
        archive.extractall(folder, filter="data")
    ours = {name: sys.modules.pop(name) for name in [*sys.modules] if _is_ours(name)}
    sys.path.insert(0, folder)
    old = import_module("smsplan").plan
    for text in ("a", "a" * 200, "я", "я" * 200):
        old(text)  # what it imports on first use is its own, too
    sys.path.remove(folder)
    for name in [name for name in sys.modules if _is_ours(name)]:
        del sys.modules[name]
    sys.modules.update(ours)
    return old  # type: ignore[no-any-return]


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == "smsplan"


def measure(report: Report) -> None:
    """Print each policy's cost, and the verdicts."""
    _measure_structs(report)
    with TemporaryDirectory() as folder:
        old = old_plan(folder)
        if old is None:
            report.title("policies")
            report.line(f"not available: there is no commit {OLD} here")
        else:
            _measure_policies(report, old)
    _measure_providers(report)


def _measure_structs(report: Report) -> None:
    report.title("plan(), in calls that return a frozen Struct of six fields")
    written = {each.name: each.timed for each in corpora()}
    several = ["".join(texts)[:400] for texts in zip(*[iter(written["short"])] * 20, strict=False)]
    for name, found in {**written, "several segments": several}.items():
        if name in MOST_STRUCTS:
            unit, time = least_times([Work(struct, found), Work(plan, found)], SECONDS)
            ratio, most = time / unit, MOST_STRUCTS[name]
            report.verdict(f"{name}: at most {most} structs", f"{ratio:.1f}", met=ratio <= most)


def _measure_policies(report: Report, old: Call) -> None:
    report.title(f"plan() under a policy, times plan() of {OLD} without one")
    calls: list[Call] = [partial(plan, profile=policy.profile) for policy in POLICIES]
    rows = []
    for name, kind, some in texts():
        first, *others = least_times([Work(call, some) for call in (old, plan, *calls)], SECONDS)
        ratios = [time / first for time in others]
        rows.append((name, kind, first, ratios))
    report.table(
        ["", "old, µs", "default", *(policy.name for policy in POLICIES)],
        [
            [name, f"{first * 1e6:.2f}", *(f"{ratio:.2f}" for ratio in ratios)]
            for name, _, first, ratios in rows
        ],
    )
    for index, policy in enumerate(POLICIES, 1):
        for kind, most in policy.most.items():
            worst, name = max(
                (ratios[index], name) for name, each, _, ratios in rows if each == kind
            )
            report.verdict(
                f"{policy.name}, {kind}: at most {most:g} times old",
                f"{worst:.2f} ({name})",
                met=worst <= most,
            )


def _measure_providers(report: Report) -> None:
    """Hold every provider's profile against the standard one that splits at the same places."""
    some = {name: found[:4] for name, _, found in texts()}
    profiles = {name: providers.get(name).profile for name in providers.names()}
    profiles["twilio, smart encoding"] = providers.get("twilio", smart_encoding=True).profile
    standards = [
        STANDARD if each is STANDARD.boundary else Profile(boundary=each) for each in Boundary
    ]
    calls: list[Call] = [partial(plan, profile=each) for each in [*standards, *profiles.values()]]
    ratios: dict[str, dict[str, float]] = {name: {} for name in profiles}
    for corpus, found in some.items():
        times = least_times([Work(call, found) for call in calls], SECONDS)
        standard = dict(zip(Boundary, times, strict=False))
        for (name, profile), time in zip(profiles.items(), times[len(standard) :], strict=True):
            ratios[name][corpus] = time / standard[profile.boundary]
    report.title("plan() at a provider, times the standard profile with its boundary")
    judge_providers(report, "plan()", [(*each, ratios[each[0]]) for each in profiles.items()])


def judge_providers(
    report: Report, what: str, found: list[tuple[str, Profile, dict[str, float]]]
) -> None:
    """Print the ratios of each profile by corpus, and the verdicts."""
    rows = []
    for name, _, ratios in found:
        worst = max(ratios, key=ratios.__getitem__)
        rows.append([name, f"{mean(ratios.values()):.2f}", f"{ratios[worst]:.2f}", worst])
    report.table(["", "mean", "worst", "on"], rows)
    for replaces, most in zip((False, True), MOST_AT_PROVIDERS, strict=True):
        cells = [
            ratio
            for _, profile, ratios in found
            for ratio in ratios.values()
            if bool(profile.replacements or profile.placeholder) == replaces
        ]
        over = sum(cell > most for cell in cells)
        report.verdict(
            f"{what} at providers {'with' if replaces else 'without'} replacements: "
            f"at most {most} times the standard profile",
            f"{max(cells):.2f}, {mean(cells):.2f} in the mean, {over} of {len(cells)} over",
            met=not over,
        )


if __name__ == "__main__":
    REPORT = Report()
    measure(REPORT)
    REPORT.summary()
