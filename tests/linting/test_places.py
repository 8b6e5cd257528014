"""What keeps a text out of GSM-7, and what does not: read top to bottom, a tour of mistakes."""

import pytest

from smsplan import Language, Profile
from smsplan.findings import apply
from smsplan.linting import places
from smsplan.linting.places import Kind


def kinds(text: str) -> list[tuple[str, Kind]]:
    return [(text[place.start : place.end], place.kind) for place in places.find(text)]


def repaired(text: str) -> list[str | None]:
    return [place.repair.replacement if place.repair else None for place in places.find(text)]


def written_instead(text: str) -> list[str | None]:
    edits = [place.equivalent for place in places.find(text)]
    return [edit.replacement if edit else None for edit in edits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain [text] for 5 € à la carte", []),
        ("a “b”", [("“", Kind.CHARACTER), ("”", Kind.CHARACTER)]),
        ("Привет, мир", [("Привет", Kind.SCRIPT), ("мир", Kind.SCRIPT)]),
        ("p\u0430ypal", [("\u0430", Kind.LOOK_ALIKE)]),
        # Not all its letters have a Latin like: it is a word of its own.
        ("кофe", [("коф", Kind.SCRIPT)]),
        ("cafe\u0301", [("e\u0301", Kind.DECOMPOSED)]),
        ("q\u0301", [("q\u0301", Kind.CHARACTER)]),
        ("a\u200bb\ufeff", [("\u200b", Kind.INVISIBLE), ("\ufeff", Kind.INVISIBLE)]),
        ("so\u00adft", [("\u00ad", Kind.INVISIBLE)]),
        ("a\ufe0f", [("a\ufe0f", Kind.INVISIBLE)]),
        # What is seen keeps the text out of GSM-7, not the mark on it.
        ("☎\ufe0e", [("☎\ufe0e", Kind.EMOJI)]),
        ("ł\u034f", [("ł\u034f", Kind.CHARACTER)]),
        ("\x92\ufe0f", [("\x92\ufe0f", Kind.MOJIBAKE)]),
        ("\ufffd\ufe0f", [("\ufffd\ufe0f", Kind.REPLACEMENT)]),
        ("\ud83d\ufe0f", [("\ud83d\ufe0f", Kind.SURROGATE)]),
        # Ignorable letters, which fonts show as a space, and one that they do not.
        ("a \u3164\uffa0", [("\u3164", Kind.CHARACTER), ("\uffa0", Kind.CHARACTER)]),
        ("a \u1160", [("\u1160", Kind.INVISIBLE)]),
        ("5 \u2126", [("\u2126", Kind.CHARACTER)]),
        ("It\x92s", [("\x92", Kind.MOJIBAKE)]),
        ("Itâ€™s", [("â€™", Kind.MOJIBAKE)]),
        ("\x81", [("\x81", Kind.CONTROL)]),
        ("\x1b[1m", [("\x1b", Kind.CONTROL)]),
        ("\ud83d", [("\ud83d", Kind.SURROGATE)]),
        ("\ufffd", [("\ufffd", Kind.REPLACEMENT)]),
        ("Hi 😀🎉!", [("😀🎉", Kind.EMOJI)]),
        ("✓", [("✓", Kind.EMOJI)]),
        ("⁉️", [("⁉️", Kind.CHARACTER)]),
    ],
)
def test_each_place_is_of_its_kind(text: str, expected: list[tuple[str, Kind]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦",  # joined by ZWJ
        "❤️",  # with a variation selector
        "👍🏽",  # with a colour
        "1️⃣",  # a keycap
        "🇩🇰",  # two indicators
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",  # with tags
    ],
)
def test_what_holds_an_emoji_together_is_no_invisible_character(text: str) -> None:
    assert [found for found, _ in kinds(f"a {text} b")] == [text]


@pytest.mark.parametrize(
    "word",
    [
        "क्‍ष",  # ZWJ asks for the half form
        "می‌خواهم",  # ZWNJ parts the letters
        "അവന്‍",  # virama and ZWJ end the word: an old chillu
        "ರೆಕಾರ್ಡ್‌",  # virama and ZWNJ end the word
        "અ‍ૅક્સેસ",  # ZWJ before a vowel sign
        "କଲ୍‍‍ଗୁଡ଼ିକ",  # two ZWJ in a row
        "ه‍",  # ZWJ asks for the initial form
    ],
)
def test_a_joiner_that_shapes_a_word_is_part_of_it(word: str) -> None:
    assert kinds(f"{word} {word}") == [(word, Kind.SCRIPT)] * 2


def test_a_joiner_between_latin_letters_shapes_nothing() -> None:
    assert kinds("a\u200db\u200cc") == [("\u200d", Kind.INVISIBLE), ("\u200c", Kind.INVISIBLE)]


def test_direction_marks_belong_to_a_text_with_right_to_left_letters_only() -> None:
    assert ("\u200f", Kind.SCRIPT) in kinds("שלום\u200f!")
    assert kinds("Hello\u200f!") == [("\u200f", Kind.INVISIBLE)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Itâ€™s", ["’"]),
        ("It\xe2\x80\x99s", ["’"]),
        ("ItÃ¢â‚¬â„¢s", ["’"]),  # twice
        ("ÃƒÆ’Ã‚Â©", ["é"]),  # three times
        ("fÃ¼r", ["ü"]),
        ("FÃ¼r", ["ü"]),
        ("Ã–l", ["Ö"]),
        ("MÃœNCHEN", ["Ü"]),
        ("JOSÃ‰", ["É"]),
        ("SÃ£o Paulo", ["ã"]),
        ("Ã\xa0 la carte", ["à"]),
        ("Â£5", ["£"]),
        ("ðŸ˜€", ["😀"]),
        ("don\x92t\x85", ["’", "…"]),
        ("\x80 5", ["€"]),
    ],
)
def test_mojibake_is_read_as_it_was_written(text: str, meant: list[str]) -> None:
    assert repaired(text) == meant


@pytest.mark.parametrize("text", ["AMANHÃ…", "AMANHÃ –", "AMANHÃ”", "Ç’EST", "Ã", "IRMÃ’S", "Îles"])
def test_a_capital_before_punctuation_is_no_mojibake(text: str) -> None:
    assert all(kind is Kind.CHARACTER for _, kind in kinds(text))
    assert all(repair is None for repair in repaired(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2½", [" 1/2"]),
        ("½", ["1/2"]),
        ("2½½", [" 1/2", " 1/2"]),
        ("2Â½", [" 1/2"]),
        ("10²", ["^2"]),
        ("m²", ["2"]),
        ("H₂O", ["2"]),
        ("１２", ["1", "2"]),
        ("№5", ["No"]),
        # Beside a digit they would make another number.
        ("2₂", [None]),
        ("1①", [None]),
        ("①100", [None]),
        ("½2", [None]),
    ],
)
def test_digits_are_kept_apart_from_digits(text: str, written: list[str | None]) -> None:
    assert written_instead(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("col·lega", ["."]),
        ("COL·LEGA", ["."]),
        ("coŀlega", ["l."]),
        ("étudiant·e", ["."]),
        ("3·5", ["*"]),
        ("a · b", ["*"]),
        ("·l", ["*"]),
    ],
)
def test_a_point_between_letters_is_no_asterisk(text: str, written: list[str]) -> None:
    assert written_instead(text) == written


@pytest.mark.parametrize(
    "selector", [chr(0xFE00 + n) for n in range(16)] + ["\U000e0100", "\u034f"]
)
@pytest.mark.parametrize("seen", ["☎", "✓", "ł", "½", "“"])
def test_an_ignorable_mark_does_not_hide_what_it_is_on(seen: str, selector: str) -> None:
    (alone,), (marked,) = places.find(f"a {seen} b"), places.find(f"a {seen}{selector} b")
    assert (marked.kind, marked.safety) == (alone.kind, alone.safety)
    assert marked.end == alone.end + 1
    assert marked.equivalent is not None
    assert alone.equivalent is not None
    assert marked.equivalent.replacement == alone.equivalent.replacement


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hi 😀 there", "Hi there"),
        ("Hi 😀", "Hi"),
        ("😀 Hi", "Hi"),
        ("😀 🎉 Hi", "Hi"),
        ("😀 \u0308 Hi", " \u0308 Hi"),  # the space carries a mark
        ("Hi 😀 🎉 there", "Hi there"),
        ("Hi😀there", "Hi there"),
        ("1😀2", "1 2"),
        ("Hi!😀There", "Hi! There"),
        ("Only 😀€5", "Only €5"),
        ("for 😀5", "for 5"),
        ("Hi 😀!", "Hi!"),
        ("here 😀. See", "here. See"),
        ("here 😀 . See", "here . See"),  # as somebody wrote it
        ("here\u00a0😀. See", "here. See"),
        ("here 😀\u00a0🎉, see", "here, see"),
        ("here 👍🏽 👩‍👩‍👧‍👦 ☎\ufe0e ✓!", "here!"),
        ("(😀 Hi 🎉) you", "(Hi) you"),
        ("“Hi 😀” - '🎉'", "“Hi” - ''"),
        ("a  😀  b", "a b"),
        ("Hi 😀\nyou", "Hi\nyou"),
        ("Hi\n😀 you", "Hi\nyou"),
        ("Hi\r\n😀 🎉\r\nyou", "Hi\r\nyou"),
        ("😀\n🎉\nHi", "Hi"),
        ("  😀  ", ""),
        ("a" + "😀" * 60 + " b", "a b"),
    ],
)
def test_an_emoji_goes_with_the_space_that_it_needs(text: str, left: str) -> None:
    edits = [
        place.equivalent
        for place in places.find(text)
        if place.kind is Kind.EMOJI and place.equivalent
    ]
    assert apply(text, edits) == left


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/a–b",
        "{{ “a” }}",
        "{% if “a” %}",
        "%(“a”)s",
        "((“a”))",
        "${“a”}",
        "https://example.com/cafe\u0301",
        "https://example.com/It\x92s",
        "www.example.com/\u200b/a",
        "http://пример.рф/а",
    ],
)
def test_nothing_is_written_where_a_machine_reads(text: str) -> None:
    found = list(places.find(text))
    assert found
    assert all(place.repair is None and place.equivalent is None for place in found)


def test_what_is_beside_a_placeholder_or_url_is_written() -> None:
    assert written_instead("“{{a}}”") == ['"', '"']
    assert written_instead("“https://example.com/a”, “b”") == ['"', '"', '"', '"']


def test_characters_of_allowed_national_tables_are_no_places() -> None:
    assert list(places.find("Şişli", Profile(languages=(Language.TURKISH,)))) == []
    assert [found for found, _ in kinds("Şişli")] == ["Ş", "ş"]
