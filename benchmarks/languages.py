"""What national language tables save, and what looking for them costs."""

from collections import defaultdict
from pathlib import Path
from typing import Final

from benchmarks.report import Report
from benchmarks.timing import Work, least_times
from smsplan import Plan, Profile, plan
from smsplan.planning import ALL_LANGUAGES

SENTENCES: Final = Path(__file__).parents[2] / "shared" / "data" / "multilingual.tsv"
NATIONAL: Final = Profile(languages=ALL_LANGUAGES)
MAX_TIMES: Final = 25
MESSAGE: Final = 160
"""Code points of the texts that are timed, and about those of a message that is counted."""

TURKISH: Final = (
    "Sayın müşterimiz, siparişiniz kargoya verildi. Yarın saat on ile on iki arasında teslim "
    "edilecek. Şüpheli bir durumda lütfen bizi arayın. Teşekkürler, iyi günler dileriz."
)[:MESSAGE]
CIRCUMFLEX: Final = (
    "Şikâyet edecek bir şey yok. Onun denize yakın bir evi var. Tom bunu çok iyi bilir ama "
    "söylemez işte. Hâlâ kâğıt üzerinde yazılı olan her şeye inanıyor, ne yazık ki."
)[:MESSAGE]
"""Turkish that needs a Portuguese table for its circumflex: there are more pairs to try."""
HINDI: Final = (
    "नमस्ते, आपका ऑर्डर रास्ते में है। यह कल सुबह 10 बजे पहुँचेगा। आपका कोड ७३९२०४ है, इसे किसी को न बताएँ। "
    "धन्यवाद, फिर मिलेंगे। हम स्टेशन पर आपकी प्रतीक्षा कर रहे हैं। जन्मदिन की शुभकामनाएँ"
)[:MESSAGE]


def plan_nationally(text: str) -> Plan:
    """Plan a text with every national language allowed."""
    return plan(text, NATIONAL)


def measure(report: Report) -> None:
    """Print messages by language, and the cost of looking for tables."""
    _count(report)
    report.title(f"national languages: {MESSAGE} code points, all 13 allowed")
    texts = {"Hindi": HINDI, "Turkish": TURKISH, "Turkish with circumflex": CIRCUMFLEX}
    for name, text in texts.items():
        works = [Work(plan, [text] * 500), Work(plan_nationally, [text] * 500)]
        plain, national = least_times(works, 1.0)
        report.verdict(
            f"{name}: at most {MAX_TIMES} times a plain plan()",
            f"{national / plain:.1f} ({plain * 1e6:.2f} and {national * 1e6:.2f} µs)",
            met=national <= MAX_TIMES * plain,
        )


def _messages(sentences: list[str]) -> list[str]:
    """Join sentences to messages of about :data:`MESSAGE` code points."""
    messages = [""]
    for sentence in sentences:
        if len(messages[-1]) + len(sentence) >= MESSAGE:
            messages.append("")
        messages[-1] = f"{messages[-1]} {sentence}".strip()
    return messages


def _count(report: Report) -> None:
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
