"""What national language tables save."""

from collections import defaultdict
from pathlib import Path
from typing import Final

from benchmarks.report import Report
from smsplan import Plan, Profile, plan
from smsplan.planning import ALL_LANGUAGES

SENTENCES: Final = Path(__file__).parents[2] / "shared" / "data" / "multilingual.tsv"
NATIONAL: Final = Profile(languages=ALL_LANGUAGES)
MESSAGE: Final = 160
"""About the code points of a message that is counted."""


def plan_nationally(text: str) -> Plan:
    """Plan a text with every national language allowed."""
    return plan(text, NATIONAL)


def _messages(sentences: list[str]) -> list[str]:
    """Join sentences to messages of about :data:`MESSAGE` code points."""
    messages = [""]
    for sentence in sentences:
        if len(messages[-1]) + len(sentence) >= MESSAGE:
            messages.append("")
        messages[-1] = f"{messages[-1]} {sentence}".strip()
    return messages


def measure(report: Report) -> None:
    """Print messages by language."""
    report.title(f"national languages: messages, for sentences joined to {MESSAGE} code points")
    if not SENTENCES.exists():
        report.line("not available: the sentences lie beside a developer's checkout")
        return
    by_language = defaultdict(list)
    for line in SENTENCES.read_text(encoding="utf-8").split("\n"):
        language, _, sentence = line.partition("\t")
        if sentence:
            by_language[language].append(sentence)
    rows = []
    for language, sentences in sorted(by_language.items()):
        texts = _messages(sentences)
        plain = sum(plan(text).msg_count for text in texts)
        national = sum(plan_nationally(text).msg_count for text in texts)
        saved = f"{100 * (plain - national) / plain:.0f} %"
        rows.append([language, str(len(texts)), str(plain), str(national), saved])
    report.table(["", "texts", "messages without", "with tables", "saved"], rows)
