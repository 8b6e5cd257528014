import json
from datetime import timedelta
from pathlib import Path

import pytest

from smsplan import Profile, plan
from smsplan.gsm7.tables import Language
from smsplan.wire import submit
from tests.wire.tpdus import ORIGINATOR, TIME, deliver, octets, septets

from .conftest import Smsplan

HELLO = "05E8329BFD06"
TEXT = "a" * 300
SEGMENTS = [tpdu.hex() for tpdu in submit(plan(TEXT), 4512345678, reference=7)]


def fields(output: str) -> dict[str, str]:
    """Read the lines of one PDU by their labels."""
    return {line[:13].strip(): line[13:] for line in output.splitlines()[1:] if line}


def test_a_submitted_message_in_words(smsplan: Smsplan) -> None:
    (tpdu,) = submit(
        plan("hej\n"),
        4512345678,
        flash=True,
        silent=True,
        status_report=True,
        validity=timedelta(hours=12, minutes=30),
        message_reference=9,
    )
    run = smsplan("decode", tpdu.hex())
    assert run.exit_code == 0
    assert run.stdout.splitlines() == [
        "PDU 1: SMS-SUBMIT",
        "to           +4512345678 (international, 0x91)",
        "TP-MR        9",
        "TP-PID       0x40, short message type 0 (silent)",
        "TP-DCS       0x10, GSM-7, class 0 (flash)",
        "TP-VP        12 hours 30 minutes",
        "flags        status report requested",
        r"text         |hej\n|",
        "",
    ]


def test_a_delivered_message_in_words(smsplan: Smsplan) -> None:
    run = smsplan("decode", "--smsc", "07914150740250F5" + deliver(HELLO))
    assert run.exit_code == 0
    assert run.stdout.splitlines() == [
        "PDU 1: SMS-DELIVER",
        "SMSC         +14054720055 (international, 0x91)",
        "from         +1245345678 (international, 0x91)",
        "TP-PID       0x00, plain short message",
        "TP-DCS       0x00, GSM-7",
        "TP-SCTS      2026-11-07 14:23:00+02:00",
        "text         |hello|",
        "",
    ]


def test_without_smsc_none_is_looked_for(smsplan: Smsplan) -> None:
    run = smsplan("decode", "07914150740250F5" + deliver(HELLO))
    assert run.exit_code == 1
    assert run.stdout == ""
    assert run.stderr == (
        "smsplan: PDU 1: TP-OA has 145 semi-octets, 20 are the most, at octet 1"
        "; it can be read with --smsc, an SMSC address before it\n"
    )


def test_with_smsc_what_has_none_is_told(smsplan: Smsplan) -> None:
    run = smsplan("decode", "--smsc", deliver(HELLO))
    assert run.exit_code == 1
    assert run.stderr.endswith("; it can be read without --smsc, no SMSC address before it\n")


WITH_SMSC = "07914150740250F5" + deliver(HELLO)
LOG = f"""ATZ
ATE0V1
ATS0=0
AT+CMGF=0
OK
at+cmgl=4
+CMGL: 1,1,,24
{WITH_SMSC}
+CMGL: 2,1,"Bo, the 2nd",24
{WITH_SMSC}

OK
^RSSI: 20
+CMT: ,24
{WITH_SMSC}
AT+CMGS=12
> {WITH_SMSC}\x1a
+CMGS: 5
+CME ERROR: 30
ERROR
"""


@pytest.mark.parametrize("arguments", [[], ["-"]])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r\r\n"])
def test_a_log_of_a_modem_is_its_pdus(
    smsplan: Smsplan, arguments: list[str], line_end: str
) -> None:
    log = LOG.replace("\n", line_end)
    run = smsplan("decode", "--smsc", *arguments, stdin=log)
    assert run.exit_code == 0
    assert run.stderr == ""
    assert run.stdout.count("text         |hello|") == 4
    assert "PDU 4: SMS-DELIVER" in run.stdout
    lines = smsplan("decode", "--smsc", "--json", stdin=log).stdout.splitlines()
    *pdus, message = map(json.loads, lines)
    assert [each["pdu"] for each in pdus] == [1, 2, 3, 4]
    assert [each["line"] for each in pdus] == [8, 10, 15, 17]
    assert message["message"]["text"] == "hello"  # one message, which stands there four times


def test_what_is_no_pdu_is_told_by_its_line(smsplan: Smsplan) -> None:
    run = smsplan("decode", stdin=f"OK\n\n{deliver(HELLO)}\nHello there\n{WITH_SMSC}\nAttention!\n")
    assert run.exit_code == 1
    assert run.stdout.count("|hello|") == 1
    assert [line.partition(",")[0] for line in run.stderr.splitlines()] == [
        "smsplan: line 4: 'H' U+0048 LATIN CAPITAL LETTER H is no hexadecimal digit",
        "smsplan: line 5: TP-OA has 145 semi-octets",
        "smsplan: line 6: 't' U+0074 LATIN SMALL LETTER T is no hexadecimal digit",
    ]
    assert "it can be read with --smsc" in run.stderr.splitlines()[1]
    lines = smsplan("decode", "--json", stdin="OK\nHello\n").stdout.splitlines()
    assert json.loads(lines[0])["line"] == 2


def test_what_stands_before_the_pdus_of_a_log_is_to_be_taken_away(smsplan: Smsplan) -> None:
    log = f"2026-11-28 10:00:01.5 OK\n2026-11-28 10:00:02.7 {WITH_SMSC}\n"
    hint = "; its last word is a PDU: give it without what stands before"
    for arguments in (["--smsc"], []):
        run = smsplan("decode", *arguments, stdin=log)
        assert run.exit_code == 1
        assert [line.endswith(hint) for line in run.stderr.splitlines()] == [False, True]


def test_a_prompt_with_nothing_typed_is_told(smsplan: Smsplan) -> None:
    run = smsplan("decode", stdin="> \x1a\n")
    assert run.exit_code == 1
    assert run.stderr.startswith("smsplan: line 1: ")


def test_a_file_in_the_place_of_a_pdu_is_told(smsplan: Smsplan, tmp_path: Path) -> None:
    log = tmp_path / "modem.log"
    log.write_text(LOG)
    run = smsplan("decode", "--smsc", str(log), "m" * 5000, "m\0")
    assert run.exit_code == 1
    first, *others = run.stderr.splitlines()
    assert first.endswith(f"; {log} is a file: give it as standard input, with < before its name")
    assert len(others) == 2
    assert not any("file" in line for line in others)


@pytest.mark.parametrize("stdin", ["", "\n\n", "OK\n"])
def test_no_pdu_at_all_is_said(smsplan: Smsplan, stdin: str) -> None:
    run = smsplan("decode", stdin=stdin)
    assert run.stderr == "smsplan: there was no PDU on standard input\n"
    assert run.exit_code == 0


@pytest.mark.parametrize(
    ("dcs", "words"),
    [
        (0x04, "0x04, 8-bit"),
        (0x2A, "0x2A, UCS-2, compressed, not decoded"),
        (0x48, "0x48, UCS-2, to be deleted once read"),
        (0x91, "0x91, reserved, read as GSM-7"),
        (0xC8, "0xC8, GSM-7, voicemail waiting, text may be discarded"),
        (0xE1, "0xE1, UCS-2, fax no longer waiting, stored"),
        (0xF5, "0xF5, 8-bit, class 1 (equipment)"),
    ],
)
def test_codings_in_words(smsplan: Smsplan, dcs: int, words: str) -> None:
    assert fields(smsplan("decode", deliver("00", dcs=dcs)).stdout)["TP-DCS"] == words


def test_data_is_shown_in_hexadecimal(smsplan: Smsplan) -> None:
    run = smsplan("decode", deliver(octets("00FF"), dcs=0x04))
    assert fields(run.stdout)["data"] == "00ff (2 octets)"
    assert "text" not in fields(run.stdout)


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("00", "more messages are waiting"),
        ("0C", "loop prevention"),
        ("A4", "status report will be returned, reply path"),
    ],
)
def test_flags_of_a_delivered_message(smsplan: Smsplan, first: str, words: str) -> None:
    run = smsplan("decode", f"{first}{ORIGINATOR}0000{TIME}{HELLO}")
    assert fields(run.stdout)["flags"] == words


@pytest.mark.parametrize(
    ("first", "validity", "words"),
    [
        ("15", "00", "5 minutes"),
        ("15", "A7", "1 day"),
        ("1D", "62117041320000", "until 2026-11-07 14:23:00+00:00"),
        ("0D", "40000000000000", "not given, one attempt only"),
        ("0D", "02010000000000", "1 second"),
        ("0D", "03000000000000", "no time"),
    ],
)
def test_validities_in_words(smsplan: Smsplan, first: str, validity: str, words: str) -> None:
    run = smsplan("decode", f"{first}00{ORIGINATOR}0000{validity}{HELLO}")
    shown = fields(run.stdout)
    assert shown["TP-VP"] == words
    assert shown["flags"] == "duplicates to be rejected"


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("0003010201", "segment 1 of 2, reference 1 (8 bits)"),
        ("05040B8423F0", "to port 2948, from port 9200 (16 bits)"),
        ("240101", "national language single shift: Turkish"),
        ("24010E", "national language single shift: 0e"),
        ("0A03190620", "text formatting: 190620"),
        ("8001FF", "not known: ff"),
    ],
)
def test_information_elements_in_words(smsplan: Smsplan, element: str, words: str) -> None:
    run = smsplan("decode", deliver(septets(b"a", header=element), header=True))
    assert fields(run.stdout)[f"IEI {element[:2]}"] == words


def test_findings_are_shown(smsplan: Smsplan) -> None:
    run = smsplan("decode", f"04{ORIGINATOR}000000000000000000{HELLO}FF")
    assert run.exit_code == 0
    assert "TP-SCTS      no time" in run.stdout
    assert "warning      TIME_IMPOSSIBLE: 00000000000000 is no time: " in run.stdout
    assert "warning      OCTETS_LEFT: octets after the end of the user data: 1" in run.stdout


def test_a_terminal_is_not_obeyed(smsplan: Smsplan) -> None:
    escape = "".join(f"{ord(character):04x}" for character in "\x1b[2J\u202e")
    run = smsplan("decode", deliver(octets(escape), dcs=0x08))
    assert fields(run.stdout)["text"] == r"|\x1b[2J\u202e|"


def test_segments_are_put_together_at_the_end(smsplan: Smsplan) -> None:
    run = smsplan("decode", SEGMENTS[1], SEGMENTS[0], deliver(HELLO), SEGMENTS[1])
    assert run.exit_code == 0
    assert run.stdout.splitlines()[-3:] == [
        "message 7, 2 segments, +4512345678",
        f"text         |{TEXT}|",
        "",
    ]
    assert run.stdout.count("PDU ") == 4
    assert run.stdout.count("message 7") == 1


def test_segments_have_their_tables(smsplan: Smsplan) -> None:
    text = "ğüş" * 60
    planned = plan(text, Profile(languages=(Language.TURKISH,)))
    assert planned.msg_count == 2
    run = smsplan("decode", *(tpdu.hex() for tpdu in submit(planned, 4512345678)))
    assert f"text         |{text}|" in run.stdout


def test_missing_segments_are_named_but_are_no_failure(smsplan: Smsplan) -> None:
    run = smsplan("decode", SEGMENTS[1])
    assert run.exit_code == 0
    assert run.stdout.splitlines()[-2] == (
        "error        message 7 (8 bits) of 2 segments to +4512345678 lacks segment 1"
    )


def test_segments_that_contradict_each_other_are_a_failure(smsplan: Smsplan) -> None:
    (other,) = (tpdu.hex() for tpdu in submit(plan("b" * 300), 4512345678, reference=7)[:1])
    run = smsplan("decode", *SEGMENTS, other)
    assert run.exit_code == 1
    assert "came with two texts" in run.stdout


def test_data_is_not_put_together(smsplan: Smsplan) -> None:
    data = deliver(octets("00", header="0003010101"), dcs=0x04, header=True)
    run = smsplan("decode", data)
    assert run.exit_code == 0
    assert "message " not in run.stdout.replace("short message", "")


def test_what_cannot_be_read_is_said_and_the_rest_is_read(smsplan: Smsplan) -> None:
    run = smsplan("decode", "04", deliver(HELLO), "0x")
    assert run.exit_code == 1
    assert run.stderr.splitlines() == [
        "smsplan: PDU 1: the length of TP-OA is missing, at octet 1",
        "smsplan: PDU 3: 'x' U+0078 LATIN SMALL LETTER X is no hexadecimal digit, at octet 0",
    ]
    assert run.stdout.startswith("PDU 2: SMS-DELIVER\n")


def test_standard_input_has_a_pdu_a_line(smsplan: Smsplan) -> None:
    run = smsplan("decode", "-", stdin="\r\n".join(["", *SEGMENTS, ""]))
    assert run.exit_code == 0
    assert run.stdout == smsplan("decode", *SEGMENTS).stdout


def test_json_is_a_line_a_pdu_then_a_line_a_message(smsplan: Smsplan) -> None:
    run = smsplan("decode", "--json", *SEGMENTS, "04")
    assert run.exit_code == 1
    first, second, unread, message = (json.loads(line) for line in run.stdout.splitlines())
    assert first["message-type"] == "SMS-SUBMIT"
    assert first["address"] == {"value": "4512345678", "type-of-address": 0x91}
    assert first["header"]["elements"] == [{"identifier": 0, "data": "070201"}]
    assert first["data"] == "61" * 153
    assert first["text"] + second["text"] == TEXT
    assert (first["pdu"], second["pdu"], first["line"]) == (1, 2, None)
    reason = "the length of TP-OA is missing"
    assert unread == {"error": reason, "offset": 1, "pdu": 3, "line": None}
    assert message == {
        "message": {
            "address": "+4512345678",
            "timestamp": None,
            "reference": 7,
            "reference-bits": 8,
            "msg-count": 2,
            "text": TEXT,
            "error": None,
            "missing": [],
        }
    }


def test_json_has_a_message_line_for_one_segment_too(smsplan: Smsplan) -> None:
    data = deliver(octets("00FF"), dcs=0x04)
    run = smsplan("decode", "--json", deliver(HELLO), data)
    *_, message = map(json.loads, run.stdout.splitlines())
    assert len(run.stdout.splitlines()) == 3
    assert message == {
        "message": {
            "address": "+1245345678",
            "timestamp": "2026-11-07T14:23:00+02:00",
            "reference": None,
            "reference-bits": None,
            "msg-count": 1,
            "text": "hello",
            "error": None,
            "missing": [],
        }
    }


def test_json_names_what_is_missing(smsplan: Smsplan) -> None:
    run = smsplan("decode", "--json", SEGMENTS[0])
    message = json.loads(run.stdout.splitlines()[-1])["message"]
    assert run.exit_code == 0
    assert (message["text"], message["missing"]) == (None, [2])


def test_json_holds_a_lone_surrogate(smsplan: Smsplan) -> None:
    run = smsplan("decode", "--json", deliver(octets("D83D"), dcs=0x08))
    pdu, message = map(json.loads, run.stdout.splitlines())
    assert pdu["text"] == message["message"]["text"] == "\ud83d"
