"""What fixes save on real messages, and what linting costs."""

from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks.report import Report
from benchmarks.timing import Work, least_times
from smsplan import Encoding, Safety, fix, lint, plan

REAL_MESSAGES: Final = Path(__file__).parents[2] / "shared" / "data" / "sms_spam.tsv"
FEWEST_TO_GSM7: Final = 85
MAX_TIMES: Final = 10
CLEAN: Final = ("Your parcel is waiting at the post office. Thank you, and see you soon. " * 3)[
    :160
]
LONG: Final = 10_000_000
HOSTILE: Final = {
    "ASCII": "a",
    "curly quotes": "“a",
    "Cyrillic": "я",
    "emoji": "a😀",
    "decomposed": "e\u0301",
    "brackets": "[x",
    "line ends": "\r\n",
    "spaces": " ",
    "URLs": "https://a.b/c “",
    "hosts": "www.",
    "placeholders": "{{a}} ",
    "open braces": "{{",
    "mojibake": "Ã©",
}
"""What a line of ten megabytes is made of."""


def measure(report: Report) -> None:
    """Print what fixes save, and the cost of lint()."""
    _save(report)
    report.title("lint()")
    linting, planning = least_times([Work(lint, [CLEAN] * 500), Work(plan, [CLEAN] * 500)], 1.0)
    report.verdict(
        f"lint of a clean 160-character message: at most {MAX_TIMES} times plan()",
        f"{linting / planning:.1f} ({linting * 1e6:.2f} and {planning * 1e6:.2f} µs)",
        met=linting <= MAX_TIMES * planning,
    )
    slowest = {}
    for name, piece in HOSTILE.items():
        text = piece * (LONG // len(piece.encode()))
        start = perf_counter()
        lint(text)
        slowest[name] = perf_counter() - start
    report.table(["a line of 10 MB", "seconds"], [[n, f"{s:.1f}"] for n, s in slowest.items()])


def _save(report: Report) -> None:
    report.title("fixes: messages of the real corpus")
    if not REAL_MESSAGES.exists():
        report.line("not available: the messages lie beside a developer's checkout")
        return
    lines = REAL_MESSAGES.read_text(encoding="utf-8").split("\n")
    texts = [line.partition("\t")[2] for line in lines if line]
    plans = [plan(text) for text in texts]
    before = sum(planned.msg_count for planned in plans)
    rows = []
    for level in Safety:
        fixed = [fix(text, level=level) for text in texts]
        saved = sum(each.saved for each in fixed)
        changed = sum(bool(each.applied) for each in fixed)
        rows.append([level.value, str(before), str(saved), str(changed)])
    report.table(["level", "messages", "saved", "texts changed"], rows)
    ucs2 = [planned.text for planned in plans if planned.encoding is Encoding.UCS2]
    reached = sum(fix(text, always=True).plan.encoding is Encoding.GSM7 for text in ucs2)
    report.verdict(
        f"UCS-2 texts that safe fixes bring to GSM-7: at least {FEWEST_TO_GSM7} of {len(ucs2)}",
        str(reached),
        met=reached >= FEWEST_TO_GSM7,
    )
