"""What policies and providers cost in columns, and what their kernels take to compile.

``python -m benchmarks.column_policies`` measures this alone, of one thread.
"""

import os
import subprocess
import sys
from functools import partial
from tempfile import TemporaryDirectory
from time import thread_time
from typing import Final

import pyarrow as pa

from benchmarks.policies import POLICIES, judge_providers, texts
from benchmarks.report import Report
from benchmarks.timing import least_seconds
from smsplan import Encoding, Profile
from smsplan.columns import plan_array
from tests.provider_profiles import TOLD

ROWS: Final = 20_000
ROUNDS: Final = 9
MOST: Final[dict[str, dict[str, float]]] = {
    "clusters": {"GSM-7": 2.5, "UCS-2": 2.5, "hard": 5, "helped": 5, "Hindi": 5},
    "words": {"GSM-7": 2.5, "UCS-2": 6, "hard": 6, "helped": 6, "Hindi": 6},
    "languages": {"GSM-7": 2, "UCS-2": 2, "hard": 2, "helped": 15, "Hindi": 15},
}
"""Times the default, by policy and kind of texts."""
MOST_SECONDS: Final = 20
COMPILED: Final = """
from decimal import Decimal
from time import process_time
import numba, pyarrow
from smsplan import Boundary, Profile, RateCard, Template, campaign, providers
from smsplan.columns import msisdn_array, non_gsm_array, plan_array, quote_array
from smsplan.planning import ALL_LANGUAGES
start = process_time()
texts, numbers = pyarrow.array(["a", "é", "я " * 99]), pyarrow.array(["+45 20123456"] * 3)
for profile in (
    Profile(), Profile(boundary=Boundary.WORD, languages=ALL_LANGUAGES),
    providers.get("govuk-notify").profile, providers.get("smsup").profile,
):
    plan_array(texts, profile)
non_gsm_array(texts)
msisdn_array(numbers, region="DK")
quote_array(numbers, plan_array(texts).field("msg_count"), RateCard("DKK", {"45": Decimal(1)}))
batch = pyarrow.record_batch({"msisdn": numbers, "name": texts})
campaign.preview(batch, template=Template.parse("{{name}}"), to="msisdn", unique=True)
print(process_time() - start)
"""
"""A process that compiles what columns and previews need."""


def measure(report: Report) -> None:
    """Print ratios and verdicts."""
    columns: dict[str, tuple[str, pa.Array]] = {
        name: (kind, pa.array(some * (ROWS // len(some)))) for name, kind, some in texts()
    }
    report.title(f"columns under a policy, times the default: {ROWS:,} rows")
    for policy in POLICIES:
        ratios: dict[str, list[tuple[float, str]]] = {}
        for name, (kind, column) in columns.items():
            standard, time = _least_seconds(column, [Profile(), policy.profile])
            ratios.setdefault(kind, []).append((time / standard, name))
        for kind, most in MOST[policy.name].items():
            ratio, name = max(ratios[kind])
            report.verdict(
                f"{policy.name}, {kind}: at most {most:g} times the default",
                f"{ratio:.2f} ({name})",
                met=ratio <= most,
            )
    _measure_providers(report, {name: column for name, (_, column) in columns.items()})
    _measure_compiling(report)


def _measure_providers(report: Report, columns: dict[str, pa.Array]) -> None:
    """Hold each profile against the one that codes and splits as it does, without its rules."""
    found = []
    for profile, told in TOLD.items():
        if profile.plans_as_plain:
            continue
        plain = Profile(
            Encoding.UCS2 if profile.encoding is Encoding.UCS2 else None, profile.boundary
        )
        ratios = {}
        for name, column in columns.items():
            standard, time = _least_seconds(column, [plain, profile])
            ratios[name] = time / standard
        found.append((told, profile, ratios))
    report.title("columns at a provider, times the standard profile with its encoding and boundary")
    report.line("Providers that only refuse what is above a limit take what that takes.")
    judge_providers(report, "columns", found)


def _measure_compiling(report: Report) -> None:
    with TemporaryDirectory() as folder:
        printed = subprocess.check_output(  # noqa: S603 - ours
            [sys.executable, "-c", COMPILED], env={**os.environ, "NUMBA_CACHE_DIR": folder}
        )
    seconds = float(printed)
    report.title("columns: all kernels compiled anew")
    report.verdict(
        f"under {MOST_SECONDS} s of a processor", f"{seconds:.1f} s", met=seconds < MOST_SECONDS
    )


def _least_seconds(column: pa.Array, profiles: list[Profile]) -> list[float]:
    calls = [partial(plan_array, column, profile, threads=1) for profile in profiles]
    return least_seconds(calls, ROUNDS, thread_time)


if __name__ == "__main__":
    REPORT = Report()
    measure(REPORT)
    REPORT.summary()
