"""Senders, by example."""

import pytest

from smsplan import Finding, InvalidValueError, Severity, sender


def codes_and_spans(value: str) -> list[tuple[str, int | None, int | None]]:
    return [(found.code, found.start, found.end) for found in sender.findings(value)]


@pytest.mark.parametrize(
    "value", ["You", "a", "Z", "0", "4512345678", "1" * 15, "Abcdefghi12", "A1", "007"]
)
def test_letters_and_digits_are_accepted_as_they_are(value: str) -> None:
    assert sender.validate(value) == value
    assert sender.is_valid(value)


def test_an_empty_sender_is_sender_empty() -> None:
    assert codes_and_spans("") == [("SENDER_EMPTY", None, None)]


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("é", 0),
        ("Café", 3),
        ("12٣", 2),
        ("m²", 1),
        ("１２", 0),
        ("ａ", 0),
        ("A B", 1),
        (" You", 0),
        ("You\n", 3),
        ("+45", 0),
        ("A-B", 1),
        ("A_B", 1),
        ("ß", 0),
        ("\u0130", 0),
        ("\ud83d", 0),
        ("😀", 0),
    ],
)
def test_any_other_character_is_sender_invalid(value: str, at: int) -> None:
    assert codes_and_spans(value) == [("SENDER_INVALID", at, at + 1)]
    assert not sender.is_valid(value)


def test_only_ascii_letters_and_digits_are_accepted() -> None:
    accepted = {chr(point) for point in range(0x3000) if sender.is_valid(chr(point))}
    assert accepted == {chr(p) for p in range(0x80) if chr(p).isalnum()}


def test_a_numeric_sender_has_fifteen_digits_at_most() -> None:
    assert sender.is_valid("1" * 15)
    assert codes_and_spans("1" * 16) == [("SENDER_LONG", 15, 16)]
    (finding,) = sender.findings("1" * 16)
    assert finding.message == "16 characters, a sender that is numeric has 15 at most"


def test_any_other_sender_has_eleven_characters_at_most() -> None:
    assert sender.is_valid("A" * 11)
    assert codes_and_spans("A" * 12) == [("SENDER_LONG", 11, 12)]
    assert codes_and_spans("1" * 11 + "A") == [("SENDER_LONG", 11, 12)]
    (finding,) = sender.findings("TwelveLetter")
    assert finding.message == "12 characters, a sender that is alphanumeric has 11 at most"


def test_everything_that_is_wrong_is_reported_at_once() -> None:
    assert codes_and_spans("Alpha Beta-12") == [("SENDER_INVALID", 5, 6), ("SENDER_LONG", 11, 13)]
    assert sender.findings("Alpha Beta-12")[0].message.endswith("and 1 more")


def test_validate_raises_the_first_finding_and_shows_the_place() -> None:
    with pytest.raises(InvalidValueError) as caught:
        sender.validate("Café")
    assert caught.value.finding == Finding(
        code="SENDER_INVALID",
        severity=Severity.ERROR,
        field="sender",
        message=(
            "'é' U+00E9 LATIN SMALL LETTER E WITH ACUTE "
            "is not a letter a to z, A to Z or a digit 0 to 9"
        ),
        start=3,
        end=4,
    )
    assert str(caught.value).splitlines()[1:] == ["    Café", "       ^"]


@pytest.mark.parametrize("value", [None, 45, True, b"You"])
def test_anything_but_a_str_is_a_type_error(value: object) -> None:
    for function in (sender.validate, sender.is_valid, sender.findings):
        with pytest.raises(TypeError, match=type(value).__name__):
            function(value)  # type: ignore[arg-type]  # the wrong type is what is tested
