"""Examples of what is changed, and of what other rewriters get wrong."""

import pytest

from smsplan import Encoding, Profile, UnencodableTextError, plan
from smsplan.findings import Edit, Safety
from smsplan.linting import equivalents, fix

SAFE, UNSAFE, DISPLAY_ONLY = Safety


def written(text: str, level: Safety = SAFE) -> str:
    return fix(text, level=level, always=True).text


def test_a_message_is_saved() -> None:
    text = "Your “parcel” is at the post office. Bring this, and an identity card, please."
    fixed = fix(text)
    assert fixed.text == text.replace("“", '"').replace("”", '"')
    assert (fixed.before.msg_count, fixed.plan.msg_count, fixed.saved) == (2, 1, 1)
    assert fixed.applied == (Edit(5, 6, '"'), Edit(12, 13, '"'))


def test_nothing_is_changed_for_nothing() -> None:
    assert fix("“Hi”").applied == ()
    assert fix("“Hi”", always=True).text == '"Hi"'


def test_an_ellipsis_stays_where_three_full_stops_cost_more() -> None:
    assert plan("..." * 66).msg_count == 2
    for level in Safety:
        for always in (False, True):
            assert fix("…" * 66, level=level, always=always).text == "…" * 66


def test_a_no_break_space_and_a_tab_are_one_space() -> None:
    assert written("a\u00a0b\tc") == "a b c"


def test_decomposed_letters_are_composed_not_stripped() -> None:
    assert written("cafe\u0301 man\u0303ana") == "café mañana"


def test_cyrillic_is_not_turned_into_nothing() -> None:
    for level in (SAFE, DISPLAY_ONLY):
        assert written("Привет", level).strip()
    assert written("Привет") == "Привет"


def test_accents_are_stripped_only_on_request_and_where_gsm7_lacks_the_letter() -> None:
    text = "é ñ ü å ø ê ş"
    assert written(text) == text
    assert written(text, UNSAFE) == "é ñ ü å ø e s"
    assert written("ế", UNSAFE) == "é"


def test_numbers_stay_the_numbers_that_they_are() -> None:
    assert written("2½ cups, 10² m", UNSAFE) == "2 1/2 cups, 10^2 m"


def test_emoji_are_dropped_only_for_display_and_never_all_there_is() -> None:
    assert written("On my way 😀", UNSAFE) == "On my way 😀"
    assert written("On my way 😀", DISPLAY_ONLY) == "On my way"
    assert written("😀 ", DISPLAY_ONLY) == "😀 "


def test_what_is_struck_out_is_not_said() -> None:
    assert written("1\u0338 left", DISPLAY_ONLY) == "1\u0338 left"


def test_placeholders_and_urls_are_left_though_they_cost_a_message() -> None:
    for kept in ("{{ “name” }}", "https://example.com/a–b", "%(“a”)s"):
        text = f"{kept} “{'x' * 80}”"
        assert fix(text, level=DISPLAY_ONLY).text == text


def test_a_text_that_must_stay_ucs2_is_left_but_for_what_saves_by_itself() -> None:
    assert fix("“Привет” " + "я" * 70).applied == ()
    fixed = fix("я" * 67 + "  \r\n" + "я")
    assert (fixed.text, fixed.saved) == ("я" * 67 + "\r\nя", 1)
    assert fix("е\u0308" * 40).text == "ё" * 40


def test_the_mildest_change_that_is_enough_wins() -> None:
    # Two spaces at the end, or brackets that count one: the spaces go.
    text = "[" + "x" * 156 + "]  "
    assert fix(text, level=UNSAFE).text == text.rstrip()
    assert fix("[" + "x" * 158 + "]", level=UNSAFE).text == "(" + "x" * 158 + ")"
    assert fix("[" + "x" * 158 + "]").applied == ()


def test_carriage_returns_go_where_they_cost_a_message() -> None:
    text = "One line\r\n" * 17
    fixed = fix(text)
    assert "\r" not in fixed.text
    assert (fixed.before.msg_count, fixed.plan.msg_count) == (2, 1)
    assert fix("One line\r\n" * 3, always=True).applied == ()


def test_mojibake_is_repaired_where_the_text_stays_ucs2() -> None:
    assert written("Itâ€™s Привет") == "It’s Привет"
    assert fix("â€™" * 24 + "я").text == "’" * 24 + "я"


def test_joiners_of_a_script_are_not_dropped() -> None:
    for text in ("അവന്‍ പറഞ്ഞു", "ರೆಕಾರ್ಡ್‌ ಮಾಡಿ", "می‌خواهم", "שלום\u200f!"):
        assert written(text) == text


def test_other_scripts_are_transliterated_with_their_punctuation_and_digits() -> None:
    if not equivalents.can_transliterate:
        pytest.skip("needs the extra anyascii")
    assert written("नमस्ते।", UNSAFE) == "nmste."
    assert written("Привет، ٢٠", UNSAFE) == "Privet, 20"
    assert plan(written("【公司】您的验证码是123456，请勿泄露。", UNSAFE)).encoding is Encoding.GSM7


def test_a_forced_gsm7_is_reached_or_refused() -> None:
    forced = Profile(encoding=Encoding.GSM7)
    fixed = fix("“Hi”", forced)
    assert (fixed.text, fixed.before.encoding, fixed.saved) == ('"Hi"', Encoding.UCS2, 0)
    with pytest.raises(UnencodableTextError) as caught:
        fix("“Hi” 😀", forced, level=UNSAFE)
    assert caught.value.character in "“😀"
    assert fix("“Hi” 😀", forced, level=DISPLAY_ONLY).text == '"Hi"'


def test_only_a_text_is_fixed() -> None:
    with pytest.raises(TypeError, match="text is a str, not bytes"):
        fix(b"text")  # type: ignore[arg-type]  # what a caller without types may pass


LONG = " " + "xxxxxxxxx " * 8
"""Two messages in UCS-2, one in GSM-7."""


@pytest.mark.parametrize(
    "text",
    [
        "\uff5bname\uff5d",  # would become {name}
        "100\uff05 sure, %(n)s",  # would become % s, which an engine of %(n)s reads
        "$name\u200bword",  # would become $nameword
        "It\u2019{name}",  # ICU takes what follows '{ literally
        "{\u0142an}",
        "{0:\u0142} and {}",
        "{\u0142, plural, one {x}}",
        "\u0142\u00f3d\u017a.pl/oferta",
        "j\u00f3ze\u0142@\u017cabka.pl",
        "https://example.com/\u0142",
    ],
)
def test_what_a_machine_would_read_otherwise_is_left(text: str) -> None:
    assert fix(text + LONG, level=Safety.DISPLAY_ONLY).text.startswith(text)


@pytest.mark.parametrize(
    ("text", "safe", "unsafe"),
    [
        ("50\uff05 off", "50% off", "50% off"),
        ("\u202250 kr", "*50 kr", "*50 kr"),
        ("3\u00b75", "3\u00b75", "3*5"),
        ("a`b\u00a6c", "a`b\u00a6c", "a'b|c"),
        ("\u202e321", "\u202e321", "321"),
        ("25 \u00b0C", "25 \u00b0C", "25 degC"),
        ("10\u207b\u00b3", "10\u207b\u00b3", "10^-3"),
        ("h\u00e2l\u00e2\u201d\u2026", "h\u00e2l\u00e2\u201d\u2026", 'hala"...'),
    ],
)
def test_what_says_something_else_is_not_safe(text: str, safe: str, unsafe: str) -> None:
    assert fix(text, always=True).text == safe
    assert fix(text, level=Safety.UNSAFE, always=True).text == unsafe


def test_a_level_is_a_safety() -> None:
    with pytest.raises(TypeError, match="level is a Safety"):
        fix("x", level="safe")  # type: ignore[arg-type]  # what is tested
