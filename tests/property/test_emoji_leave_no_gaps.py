import regex
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan.findings import Safety
from smsplan.linting import fix

EMOJI = ("🎁", "👍🏽", "👩‍👩‍👧‍👦", "❤️", "☎\ufe0e", "✓", "㊗", "🇩🇰", "\u2800", "\u00a0")
AROUND = (
    " ",
    "  ",
    "a",
    "Hi",
    "5",
    ".",
    ",",
    "!",
    "?",
    ")",
    "(",
    ";",
    ":",
    "…",
    "“",
    "”",
    "\n",
    "\r\n",
)

SPACE_BEFORE = regex.compile(r" [.,!?;:)…”]")
SEEN_AS_SPACES = str.maketrans("\u2800\u00a0", "  ")


@example(["here ", "🎁", ". See you!"])
@example(["Hi", "🎁", "there"])
@example(["a", "\u2800", "🎁", "“"])
@given(st.lists(st.sampled_from(EMOJI + AROUND), max_size=8))
def test_no_double_space_and_no_space_before_punctuation_that_was_not_there(
    parts: list[str],
) -> None:
    text = "".join(parts)
    before = text.translate(SEEN_AS_SPACES)
    fixed = fix(text, level=Safety.DISPLAY_ONLY, always=True).text.replace("...", "…")
    assert "  " not in fixed or "  " in before
    # What opens may follow a space, whatever stood between them.
    meant = "“" if "“" in text else "”"
    for gap in SPACE_BEFORE.findall(fixed.replace('"', meant)):
        assert gap in before


@given(st.sampled_from(EMOJI[:-2]), st.sampled_from(("a", "5", "é")), st.sampled_from(("b", "6")))
def test_what_only_an_emoji_kept_apart_stays_apart(emoji: str, before: str, after: str) -> None:
    fixed = fix(f"x{before}{emoji}{after}", level=Safety.DISPLAY_ONLY, always=True)
    assert fixed.text == f"x{before} {after}"
