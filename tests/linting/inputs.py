"""What the laws of linting and fixing are tried on: the characters that matter to them."""

from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Language, Plan, Profile
from smsplan.findings import Finding, Safety
from smsplan.gsm7.tables import characters
from tests.property import inputs

LEVELS: Final = tuple(Safety)

TYPOGRAPHY: Final = (
    "“", "”", "’", "…", "–", "—", "•", "«", "‼", "´", "`", "，", "！", "ｆｕｌｌ", "ﬁ",
    "\u00a0", "\u2009", "\u3000", "\t", "\v", "\u2028",
)  # fmt: skip
MISREAD: Final = (
    "\x91", "\x92", "\x85", "\x80", "\x8d", "\x81", "\ufffd", "\ud83d", "\ude00",
    "â€™", "â\x80\x99", "Ã¼", "Ã\xa0", "Ã¢â‚¬â„¢", "ÃƒÆ’Ã‚Â©", "ðŸ˜€", "Â£", "AMANHÃ…",
)  # fmt: skip
MARKED: Final = (
    "e\u0301", "n\u0303", "o\u0308", "E\u0302\u0301", "=\u0338", "\u0301", "\u0338", " \u0308",
    "ế", "ê", "é", "ñ", "ő", "ł", "ş", "ı", "İ", "ç", "µ", "©", "°", "×", "®", "ᴀ", "𝐀",
)  # fmt: skip
JOINED: Final = (
    "😀", "❤️", "👍🏽", "👩‍👩‍👧‍👦", "1️⃣", "🇩🇰", "🏴\U000e0067\U000e007f", "☎", "⁉️", "✓",
    "\u200d", "\u200c", "\ufe0f", "क्‍ष", "می‌خواهم",
)  # fmt: skip
SCRIPTS: Final = (
    "Привет", "p\u0430ypal", "р", "Ελλάδα", "नमस्ते", "مرحبا", "שלום\u200f!", "สวัสดี", "你好", "안녕",
    "½", "²", "₂", "①", "2½", "10²", "1①", "№", "™", "℃", "Ⅷ", "ﷺ", "ŉ", "ǅ",
)  # fmt: skip
INVISIBLE: Final = (
    "\u200b", "\ufeff", "\u00ad", "\u2060", "\u202a", "\u202e", "\u2066", "\u2069", "\u200e",
    "\x00", "\x1b", "\x7f", "\u180e", "\u061c", "\u034f", "\u115f", "\u1160", "\u2800", "\u3164",
    "\uffa0", "\U000e0020", "\U000e0100",
)  # fmt: skip
WHITE: Final = (" ", "  ", "   ", "\n", "\r", "\r\n", " \r\n", "\r\n\r\n", " \n")
DOUBLE: Final = ("€", "[", "]", "{", "}", "~", "|", "^", "\\", "\f")
PLACEHOLDERS: Final = (
    "{{a}}", "{{ first “name” }}", "{{{a}}}", "{% if é %}", "%(x)s", "%(x)05.2f", "%s", "((x))",
    "((your…name))", "${x}", "$x", "{x}", "{x!r:>10}", "{ }",
)  # fmt: skip
URLS: Final = (
    "https://example.com/a–b", "http://x.example/é?q=½&[r]=~", "www.example.com/…/a", "bit.ly/ab’c",
    "mailto:a@example.com", "tel:+45\u00ad123", "HTTPS://EXAMPLE.COM/ПУТЬ",
)  # fmt: skip
PIECES: Final = (
    *TYPOGRAPHY, *MISREAD, *MARKED, *JOINED, *SCRIPTS, *INVISIBLE, *WHITE, *DOUBLE,
    *PLACEHOLDERS, *URLS, "word ", "a", "2",
)  # fmt: skip

# How long what fills a text is: around the ends of one message and of several.
LENGTHS: Final = (0, 1, 50, 60, 66, 67, 69, 70, 71, 133, 134, 140, 150, 153, 159, 160, 161, 306)


@st.composite
def _padded(draw: st.DrawFn) -> str:
    """Pieces before, behind and in the middle of what makes them long."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=8))
    repeated = draw(st.sampled_from((1, 1, 1, 2, 12)))
    filler = draw(st.sampled_from(("x", "x ", "я", "é")))
    length = draw(st.sampled_from(LENGTHS))
    middle = (filler * length)[:length]
    at = draw(st.integers(min_value=0, max_value=len(pieces)))
    middle_at = draw(st.sampled_from((0, length // 2, length)))
    apart = draw(st.sampled_from(("", "", " ")))
    before, behind = (apart.join(part) * repeated for part in (pieces[:at], pieces[at:]))
    return before + middle[:middle_at] + behind + middle[middle_at:]


def texts() -> st.SearchStrategy[str]:
    """Texts of every kind, those above all that somebody could want to fix."""
    return st.one_of(_padded(), _padded(), inputs.texts(), st.text(st.characters()))


@st.composite
def texts_that_machines_read(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Texts, and the placeholders and URLs that stand in them, apart from what is around."""
    before = ["", *draw(st.lists(_padded(), max_size=3))]
    kept = [draw(st.sampled_from(PLACEHOLDERS[:-1] + URLS)) for _ in before]
    around = draw(st.sampled_from((" ", "\n", "  ", " “")))
    pairs = zip(before, kept, strict=True)
    return "".join(f"{text}{around}{part} " for text, part in pairs), kept


def uncovered(findings: Iterable[Finding], planned: Plan) -> list[str]:
    """Give the characters that no table of GSM-7 has and no finding ENC or COST is about."""
    known = characters(planned.profile.languages)
    told = [False] * len(planned.text)
    for found in findings:
        if found.code.startswith(("ENC", "COST")):
            for at in range(found.start or 0, found.end or 0):
                told[at] = True
    lacked = [each for each in planned.non_gsm_characters if each.character not in known]
    return [f"{each.offset}: {each.name}" for each in lacked if not told[each.offset]]


_LANGUAGES: Final = ((), (), (Language.TURKISH,), (Language.SPANISH, Language.PORTUGUESE))


def profiles(*encodings: Encoding | None) -> st.SearchStrategy[Profile]:
    """Profiles of every boundary that force one of these encodings, or of all that force none."""
    return st.builds(
        Profile,
        st.sampled_from(encodings or (None, Encoding.UCS2)),
        st.sampled_from(Boundary),
        st.sampled_from((8, 16)),
        st.sampled_from(_LANGUAGES),
    )
