import json
from decimal import Decimal
from pathlib import Path

import pytest

from smsplan import Boundary, Profile, plan
from tests.paths import ROOT

from .conftest import Smsplan

RATES = str(ROOT / "examples" / "rates.json")
KEYS = [
    "text",
    "encoding",
    "chars-count",
    "msg-count",
    "remaining",
    "segments",
    "non-gsm-characters",
    "original",
    "replaced",
    "quote",
    "channels",
    "findings",
]


def test_json_has_the_documented_keys_in_order(smsplan: Smsplan) -> None:
    run = smsplan("plan", "--json", "--to", "4520123456", "--rates", RATES, "Hej 😀")
    (line,) = run.stdout.splitlines()
    answer = json.loads(line, parse_float=Decimal)
    assert list(answer) == KEYS
    assert answer == {
        "text": "Hej 😀",
        "encoding": "UCS-2",
        "chars-count": 6,
        "msg-count": 1,
        "remaining": 64,
        "segments": [
            {
                "text": "Hej 😀",
                "start": 0,
                "end": 5,
                "utf16-start": 0,
                "utf16-end": 6,
                "chars-count": 6,
                "remaining": 64,
                "locking": None,
                "single": None,
            }
        ],
        "non-gsm-characters": [
            {"character": "😀", "name": "GRINNING FACE", "offset": 4, "utf16-offset": 4}
        ],
        "original": None,
        "replaced": [],
        "quote": {
            "least": Decimal("0.2"),
            "most": Decimal("0.2"),
            "cost": Decimal("0.2"),
            "price": Decimal("0.2"),
            "msg-count": 1,
            "currency": "DKK",
            "prefix": "45",
            "region": None,
        },
        "channels": {},
        "findings": [],
    }
    assert run.exit_code == 0


def test_what_costs_has_all_digits_and_no_needless_zeros(smsplan: Smsplan, tmp_path: Path) -> None:
    card = tmp_path / "card.csv"
    card.write_text("45,0.10\n46,0.0000001\n")
    for to, price, cost in (
        ("4520123456", "0.1", "0.3"),
        ("46701234567", "0.0000001", "0.0000003"),
    ):
        given = ("--to", to, "--rates", str(card), "--currency", "DKK", "a" * 307)
        run = smsplan("plan", "--json", *given)
        quote = json.loads(run.stdout, parse_float=Decimal)["quote"]
        assert (quote["cost"], quote["price"]) == (Decimal(cost), Decimal(price))
        assert f"cost         {cost} DKK: 3 x {price}, " in smsplan("plan", *given).stdout


def test_several_texts_are_a_line_each(smsplan: Smsplan) -> None:
    run = smsplan("plan", "--json", "one", "", "three")
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == ["one", "", "three"]
    assert [finding["code"] for finding in answers[1]["findings"]] == ["TEXT_EMPTY"]


@pytest.mark.parametrize("arguments", [[], ["-"]], ids=["nothing", "dash"])
def test_lines_of_standard_input_are_texts(smsplan: Smsplan, arguments: list[str]) -> None:
    run = smsplan("plan", "--json", *arguments, stdin="æøå\r\n\n  spaces  \nno end".encode())
    texts = [json.loads(line)["text"] for line in run.stdout.splitlines()]
    assert texts == ["æøå", "", "  spaces  ", "no end"]


def test_jsonl_takes_any_string_and_loses_no_line(smsplan: Smsplan) -> None:
    lines = [r'"a\nb"', r'"\ud83d"', r'"\ud83d\ude00"', "not json", "17", "", '"last"']
    run = smsplan("plan", "--json", "--jsonl", stdin="\n".join(lines))
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [answer.get("text") for answer in answers] == [
        "a\nb",
        "\ud83d",
        "😀",
        None,
        None,
        None,
        "last",
    ]
    assert [answer["line"] for answer in answers if "error" in answer] == [4, 5, 6]
    assert run.exit_code == 1


def test_a_line_that_is_not_utf8_is_answered_with_an_error(smsplan: Smsplan) -> None:
    run = smsplan("plan", "--json", stdin=b"good\nb\xe6d\ngood")
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [answer.get("text") for answer in answers] == ["good", None, "good"]
    assert answers[1] == {"error": "not UTF-8 at octet 1", "line": 2}
    assert run.exit_code == 1


def test_without_json_a_bad_line_is_named_on_standard_error(smsplan: Smsplan) -> None:
    run = smsplan("plan", stdin=b"good\n\xff\n")
    assert "line 2: not UTF-8 at octet 0" in run.stderr
    assert "|good|" in run.stdout
    assert run.exit_code == 1


def test_empty_standard_input_has_no_answers(smsplan: Smsplan) -> None:
    run = smsplan("plan", "--json")
    assert run.stdout == ""
    assert run.stderr == "smsplan: there was no text on standard input\n"
    assert run.exit_code == 0


def test_a_text_longer_than_a_read_is_one_text(smsplan: Smsplan) -> None:
    text = "ab\\n" * 100_000
    run = smsplan("plan", "--json", "--jsonl", stdin=f'"{text}"\n"next"\n')
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [answer["chars-count"] for answer in answers] == [300_000, 4]
    assert [finding["code"] for finding in answers[0]["findings"]] == ["TEXT_LONG"]


def test_boundary_and_reference_bits_make_the_profile(smsplan: Smsplan) -> None:
    text = "some words " * 40
    run = smsplan("plan", "--json", "--boundary", "word", "--reference-bits", "16", text)
    expected = plan(text, Profile(boundary=Boundary.WORD, reference_bits=16))
    cuts = [segment["end"] for segment in json.loads(run.stdout)["segments"]]
    assert cuts == [segment.end for segment in expected.segments]


def test_findings_of_recipient_and_sender_stand_in_every_line(smsplan: Smsplan) -> None:
    run = smsplan("plan", "--json", "--to", "45x", "--sender", "Al Beta", "a", "")
    codes = [
        [finding["code"] for finding in json.loads(line)["findings"]]
        for line in run.stdout.splitlines()
    ]
    assert codes == [
        ["MSISDN_ALPHA", "SENDER_INVALID"],
        ["MSISDN_ALPHA", "TEXT_EMPTY", "SENDER_INVALID"],
    ]


def test_a_destination_without_a_price_has_no_cost(smsplan: Smsplan, tmp_path: Path) -> None:
    card = tmp_path / "card.csv"
    card.write_text("prefix,price\n45,0.2\n")
    run = smsplan("plan", "--json", "--to", "4791234567", "--rates", str(card), "a")
    answer = json.loads(run.stdout)
    assert answer["quote"] is None
    assert "RATE_UNKNOWN" in [finding["code"] for finding in answer["findings"]]


def test_the_card_says_why_ucs2_and_where_it_is_split(smsplan: Smsplan) -> None:
    run = smsplan("plan", "я" * 66 + "😀" + "я" * 66)
    assert run.stdout.splitlines()[:4] == [
        "encoding     UCS-2: GSM-7 lacks 133 characters of the text",
        "               | " + "я" * 64 + "…",
        "               | " + "^" * 64,
        "               'я' U+044F CYRILLIC SMALL LETTER YA, at 0",
    ]
    assert "msg-count    3" in run.stdout
    assert "|я| 1/67" in run.stdout.splitlines()[-2]


def test_the_card_names_five_non_gsm_characters_and_counts_the_rest(smsplan: Smsplan) -> None:
    run = smsplan("plan", "абвгдежз")
    assert "'д' U+0434 CYRILLIC SMALL LETTER DE, at 4" in run.stdout
    assert "CYRILLIC SMALL LETTER IE" not in run.stdout
    assert "and 3 others" in run.stdout


def test_the_card_shows_a_dozen_segments_and_counts_the_rest(smsplan: Smsplan) -> None:
    run = smsplan("plan", "a" * 153 * 20)
    assert "and 8 more; --json shows all" in run.stdout
    assert "12 |" in run.stdout
    assert "13 |" not in run.stdout


def test_the_card_of_the_default_price_names_it(smsplan: Smsplan, tmp_path: Path) -> None:
    card = tmp_path / "card.csv"
    card.write_text("0,0.60\n")
    run = smsplan("plan", "--to", "4520123456", "--rates", str(card), "--currency", "EUR", "a")
    assert "cost         0.6 EUR: 1 x 0.6, the default price" in run.stdout


def test_the_card_obeys_no_control_character_of_the_text(smsplan: Smsplan) -> None:
    run = smsplan("plan", "a\x1b[2J\u202eb[bold]c")
    assert "\x1b" not in run.stdout
    assert "\u202e" not in run.stdout
    assert r"|a\x1b[2J\u202eb[bold]c|" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--rates", RATES, "a"], "a price needs a destination"),
        (["--to", "45", "--rates", "nowhere.json", "a"], "nowhere.json: No such file"),
        (["--jsonl", "a"], "leave out the TEXT"),
        (["--reference-bits", "9", "a"], "9"),
        (["--boundary", "page", "a"], "page"),
        (["a\udce6b"], "not UTF-8"),
    ],
    ids=["rates", "file", "jsonl", "bits", "boundary", "octets"],
)
def test_bad_usage_is_a_line_and_status_2(
    smsplan: Smsplan, arguments: list[str], says: str
) -> None:
    run = smsplan("plan", *arguments)
    assert says in run.stderr
    assert "Traceback" not in run.output
    assert run.exit_code == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"45,0.2\n45,0.3\n", "line 2: the prefix 45 stands there twice"),
        (b"45,\xff\n", "not UTF-8 at octet 3"),
        (b'{"status": "error"}', "no price list that is known"),
    ],
    ids=["duplicate", "octets", "json"],
)
def test_a_bad_rate_card_is_named(
    smsplan: Smsplan, tmp_path: Path, content: bytes, says: str
) -> None:
    card = tmp_path / "card"
    card.write_bytes(content)
    run = smsplan("plan", "--to", "45", "--rates", str(card), "a")
    assert says in " ".join(run.stderr.replace("│", " ").split())
    assert run.exit_code == 2


def test_national_tables_are_used_if_allowed_and_named(smsplan: Smsplan) -> None:
    text = "ş" * 155
    (line,) = smsplan("plan", "--json", "--language", "Turkish", text).stdout.splitlines()
    answer = json.loads(line)
    assert answer["msg-count"] == 1
    assert answer["segments"][0]["locking"] == "turkish"
    assert answer["segments"][0]["single"] is None
    card = smsplan("plan", "--language", "all", text).stdout
    assert "encoding     GSM-7, with national language tables" in card
    assert "155/155 (turkish locking)" in card
    assert json.loads(smsplan("plan", "--json", text).stdout)["msg-count"] == 3


def test_an_unknown_language_is_answered_with_the_known_ones(smsplan: Smsplan) -> None:
    run = smsplan("plan", "--language", "klingon", "a")
    assert "'klingon' is none of turkish, spanish" in " ".join(run.stderr.replace("│", "").split())
    assert run.exit_code == 2


def test_a_byte_order_mark_is_no_part_of_the_text(smsplan: Smsplan) -> None:
    run = smsplan("plan", "--json", stdin=b"\xef\xbb\xbfhello\n\xef\xbb\xbfsecond\n")
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == ["hello", "\ufeffsecond"]


def test_a_dash_among_texts_is_bad_usage(smsplan: Smsplan) -> None:
    run = smsplan("plan", "a", "-", "b")
    assert "cannot stand beside other texts" in run.stderr
    assert run.exit_code == 2
