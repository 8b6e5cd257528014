import json

import pytest

from smsplan import Profile, plan
from smsplan.wire import submit, user_data

from .conftest import Smsplan

NUMBER = "4512345678"
LONG = "a" * 154 + "b" * 7


def test_user_data_is_shown_in_hexadecimal_and_field_by_field(smsplan: Smsplan) -> None:
    run = smsplan("encode", "hello")
    assert run.stdout.splitlines() == [
        "e8329bfd06",
        "  segment 1 of 1, 5 octets",
        "  TP-DCS      00                GSM-7 (not among the octets)",
        "  TP-UDL      05                5 septets (not among the octets)",
        "  esm_class   00                SMPP: without a header (not among the octets)",
        "  data_coding 00                SMPP: as TP-DCS (not among the octets)",
        "  TP-UD       e8329bfd06        5 septets",
        "  text        hello",
    ]
    assert run.exit_code == 0


def test_with_a_recipient_there_are_tpdus(smsplan: Smsplan) -> None:
    run = smsplan("encode", "--to", "+45 12 34 56 78", "--reference", "204", "--flash", LONG)
    lines = run.stdout.splitlines()
    tpdus = [tpdu.hex() for tpdu in submit(plan(LONG), NUMBER, reference=204, flash=True)]
    assert [line for line in lines if not line.startswith(" ")] == tpdus
    second = lines.index(tpdus[1])
    assert lines[second + 1 :] == [
        "  segment 2 of 2, 26 octets",
        "  TP-MTI      41                SMS-SUBMIT, TP-UDHI: the user data has a header",
        "  TP-MR       01                message reference 1",
        "  TP-DA       0a915421436587    10 digits, international: +4512345678",
        "  TP-PID      00                plain short message",
        "  TP-DCS      10                GSM-7, class 0: flash",
        "  TP-UDL      0f                15 septets, the header included",
        "  UDHL        05                5 octets of header follow",
        "  IEI 00      0003cc0202        segment 2 of 2, reference 204 (8 bits)",
        "  TP-UD       c262b1582c168b01  1 fill bit, 8 septets",
        "  text        abbbbbbb",
    ]


@pytest.mark.parametrize("arguments", [[], ["--to", NUMBER], ["--to", "451234567"]])
@pytest.mark.parametrize("text", ["", "hello", LONG, "я" * 71, "😀", "€" * 200])
def test_the_octets_of_the_fields_are_the_octets_of_the_segment(
    smsplan: Smsplan, arguments: list[str], text: str
) -> None:
    run = smsplan("encode", "--reference-bits", "16", "--reference", "4660", *arguments, text)
    shown: list[str] = []
    fields: list[str] = []
    for line in run.stdout.splitlines():
        if not line.startswith(" "):
            shown.append(line)
            fields.append("")
        elif not line.startswith(("  segment", "  text")) and "not among" not in line:
            octets = line[14:].split("  ")[0].strip()
            fields[-1] += "" if octets.endswith("octets") else octets
    assert fields == shown
    assert len(shown) == plan(text).msg_count


def test_a_message_in_ucs2_counts_octets(smsplan: Smsplan) -> None:
    run = smsplan("encode", "--to", NUMBER, "--reference-bits", "16", "я" * 71)
    assert "  TP-UDL      8b                139 octets, the header included" in run.stdout
    assert "  IEI 08      080400000201      segment 1 of 2, reference 0 (16 bits)" in run.stdout
    assert "  TP-UD       132 octets        66 UTF-16 code units\n" in run.stdout
    assert f"              {'044f' * 16}\n" in run.stdout
    assert "  TP-DCS      08                UCS-2\n" in run.stdout


def test_json_is_a_line(smsplan: Smsplan) -> None:
    run = smsplan("encode", "--json", "--to", NUMBER, "--reference", "7", LONG)
    (line,) = run.stdout.splitlines()
    answer = json.loads(line)
    assert [answer[key] for key in ("text", "encoding", "msg-count")] == [LONG, "GSM-7", 2]
    assert answer["segments"][1] == plan(LONG).to_dict()["segments"][1] | {
        "udh": "050003070202",
        "tp-ud": "c262b1582c168b01",
        "tp-udl": 15,
        "tp-dcs": 0,
        "esm-class": 64,
        "data-coding": 0,
        "tpdu": "41010a91542143658700000f050003070202c262b1582c168b01",
    }


def test_json_without_a_recipient_has_no_tpdu(smsplan: Smsplan) -> None:
    answer = json.loads(smsplan("encode", "--json", "hello").stdout)
    assert answer["segments"] == [
        plan("hello").to_dict()["segments"][0]
        | {
            "udh": "",
            "tp-ud": "e8329bfd06",
            "tp-udl": 5,
            "tp-dcs": 0,
            "esm-class": 0,
            "data-coding": 0,
            "tpdu": None,
        }
    ]


def test_boundary_makes_the_profile(smsplan: Smsplan) -> None:
    text = "some words " * 20
    answer = json.loads(smsplan("encode", "--json", "--boundary", "word", text).stdout)
    assert all(segment["text"].endswith(" ") for segment in answer["segments"])


def test_a_text_is_read_from_standard_input_and_obeyed_by_no_terminal(smsplan: Smsplan) -> None:
    run = smsplan("encode", "-", stdin="a\x1b[2J")
    assert run.stdout.splitlines()[0] == user_data(plan("a\x1b[2J"))[0].tp_ud.hex()
    assert run.stdout.splitlines()[-1] == r"  text        a\x1b[2J"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--reference", "256", "a"], "a reference of 8 bits is 0 to 255, not 256"),
        (["--reference", "-1", "a"], "not -1"),
        (["--reference-bits", "16", "--reference", "65536", "a"], "0 to 65535"),
        (["--to", "45x", "a"], "MSISDN_ALPHA"),
        (["a" * (153 * 255 + 1)], "TEXT_LONG: 256 segments"),
        (["a\udce6b"], "not UTF-8"),
    ],
    ids=["reference", "negative", "bits", "recipient", "long", "octets"],
)
def test_bad_usage_is_a_line_and_status_2(
    smsplan: Smsplan, arguments: list[str], says: str
) -> None:
    run = smsplan("encode", *arguments)
    assert says in " ".join(run.stderr.replace("│", " ").split())
    assert "Traceback" not in run.output
    assert run.stdout == ""
    assert run.exit_code == 2


def test_a_reference_of_16_bits_reaches_the_header(smsplan: Smsplan) -> None:
    run = smsplan("encode", "--json", "--reference-bits", "16", "--reference", "65535", LONG)
    expected = user_data(plan(LONG, Profile(reference_bits=16)), reference=65535)
    segments = json.loads(run.stdout)["segments"]
    assert [segment["udh"] for segment in segments] == [one.udh.hex() for one in expected]


def test_a_shift_names_its_language(smsplan: Smsplan) -> None:
    run = smsplan("encode", "--language", "turkish", "--language", "spanish", "ğşú" * 80)
    assert "  UDHL        0b                11 octets of header follow" in run.stdout
    assert "  IEI 24      240102            national language single shift: Spanish" in run.stdout
    assert "  IEI 25      250101            national language locking shift: Turkish" in run.stdout
    assert "  TP-UD       128 octets        2 fill bits, 146 septets" in run.stdout
