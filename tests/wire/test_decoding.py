"""Short messages are decoded: what each octet means, and what is wrong with it."""

from datetime import datetime, timedelta, timezone

import pytest

from smsplan.gsm7.tables import Language
from smsplan.wire import (
    Address,
    Concatenation,
    Decoded,
    DecodeError,
    InformationElement,
    MessageType,
    Ports,
    Validity,
    ValidityFormat,
    decode,
)

from .tpdus import ORIGINATOR, codes, deliver, octets, septets

HELLO = "05E8329BFD06"


def test_a_delivered_message() -> None:
    decoded = decode(deliver(HELLO))
    assert decoded.message_type is MessageType.DELIVER
    assert decoded.address == Address("1245345678", 0x91)
    assert decoded.text == "hello"
    assert decoded.data == b"hello"
    assert decoded.timestamp == datetime(2026, 11, 7, 14, 23, tzinfo=timezone(timedelta(hours=2)))
    assert (decoded.more_messages, decoded.loop_prevention) == (False, False)
    assert (decoded.reply_path, decoded.status_report) == (False, False)
    assert (decoded.message_reference, decoded.validity, decoded.reject_duplicates) == (None,) * 3
    assert decoded.smsc is None
    assert decoded.findings == ()


def test_a_submitted_message() -> None:
    decoded = decode(f"012A{ORIGINATOR}4000{HELLO}")
    assert decoded.message_type is MessageType.SUBMIT
    assert decoded.message_reference == 0x2A
    assert decoded.protocol == 0x40
    assert decoded.validity == Validity(ValidityFormat.ABSENT)
    assert decoded.reject_duplicates is False
    assert decoded.status_report is False
    assert (decoded.timestamp, decoded.more_messages, decoded.loop_prevention) == (None,) * 3
    assert decoded.text == "hello"


@pytest.mark.parametrize(
    ("first", "flag", "value"),
    [
        (0x00, "more_messages", True),
        (0x0C, "loop_prevention", True),
        (0x24, "status_report", True),
        (0x84, "reply_path", True),
    ],
)
def test_each_flag_of_a_delivered_message_is_its_own(first: int, flag: str, value: object) -> None:
    plain, flagged = decode(deliver(HELLO)), decode(deliver(HELLO, first=first))
    changed = {
        name for name in Decoded.__struct_fields__ if getattr(plain, name) != getattr(flagged, name)
    }
    assert changed == {flag}
    assert getattr(flagged, flag) is value


@pytest.mark.parametrize(
    ("first", "flag"),
    [("05", "reject_duplicates"), ("21", "status_report"), ("81", "reply_path")],
)
def test_each_flag_of_a_submitted_message_is_its_own(first: str, flag: str) -> None:
    rest = f"2A{ORIGINATOR}0000{HELLO}"
    plain, flagged = decode("01" + rest), decode(first + rest)
    changed = {
        name for name in Decoded.__struct_fields__ if getattr(plain, name) != getattr(flagged, name)
    }
    assert changed == {flag}
    assert getattr(flagged, flag) is True


def test_the_reserved_type_is_a_delivered_message() -> None:
    decoded = decode(deliver(HELLO, first=0x07))
    assert (decoded.message_type, decoded.text) == (MessageType.DELIVER, "hello")
    assert codes(decoded) == ["MTI_RESERVED"]


def test_octets_and_hexadecimal_with_spaces_are_the_same() -> None:
    tpdu = deliver(HELLO)
    spaced = " ".join(tpdu[at : at + 2].lower() for at in range(0, len(tpdu), 2))
    assert decode(f"\n{spaced}\n") == decode(tpdu) == decode(bytes.fromhex(tpdu))


def test_an_smsc_address_is_read_where_it_is_said_to_be() -> None:
    decoded = decode("07914150740250F5" + deliver(HELLO), smsc=True)
    assert str(decoded.smsc) == "+14054720055"
    assert decoded.text == "hello"
    assert decode("00" + deliver(HELLO), smsc=True) == decode(deliver(HELLO))


def test_what_is_neither_octets_nor_text_is_no_input() -> None:
    with pytest.raises(TypeError):
        decode(5)  # type: ignore[arg-type]  # the mistake is the point


# --- the user data header, clause 9.2.3.24


def test_every_information_element_is_kept_in_order() -> None:
    decoded = decode(deliver(septets(b"", header="0A031906207000000301020180020304"), header=True))
    assert decoded.header.elements == (
        InformationElement(0x0A, b"\x19\x06\x20"),
        InformationElement(0x70, b""),
        InformationElement(0x00, b"\x01\x02\x01"),
        InformationElement(0x80, b"\x03\x04"),
    )
    names = [element.name for element in decoded.header.elements]
    assert names == ["text formatting", "", "concatenation, 8-bit reference", ""]
    assert decoded.text == ""


@pytest.mark.parametrize(
    ("element", "wanted"),
    [
        ("0003FE0302", Concatenation(0xFE, 8, 3, 2)),
        ("0804FEDC0301", Concatenation(0xFEDC, 16, 3, 1)),
    ],
)
def test_concatenation(element: str, wanted: Concatenation) -> None:
    decoded = decode(deliver(octets("00", header=element), dcs=0x04, header=True))
    assert decoded.header.concatenation == wanted
    assert decoded.data == b"\0"


@pytest.mark.parametrize(
    ("element", "wanted"),
    [("0402F0E1", Ports(0xF0, 0xE1, 8)), ("05040B8423F0", Ports(2948, 9200, 16))],
)
def test_ports(element: str, wanted: Ports) -> None:
    decoded = decode(deliver(octets("00", header=element), dcs=0x04, header=True))
    assert decoded.header.ports == wanted


def test_the_last_of_several_elements_counts() -> None:
    header = "0003FE03020804FEDC0301240101240102"
    decoded = decode(deliver(septets(b"", header=header), header=True))
    assert decoded.header.concatenation == Concatenation(0xFEDC, 16, 3, 1)
    assert decoded.header.single is Language.SPANISH


@pytest.mark.parametrize(
    "element",
    [
        "0003010300",  # segment 0
        "0003010304",  # segment 4 of 3
        "0003010000",
        "080400010000",
        "00020101",  # an octet less
        "000401030100",  # an octet more
        "040101",
        "0503010203",
        "2400",
        "25020101",
    ],
)
def test_a_bad_element_is_kept_but_means_nothing(element: str) -> None:
    decoded = decode(deliver(septets(b"a", header=element), header=True))
    (found,) = decoded.header.elements
    assert bytes([found.identifier, len(found.data)]) + found.data == bytes.fromhex(element)
    header = decoded.header
    assert (header.concatenation, header.ports, header.locking, header.single) == (None,) * 4
    assert decoded.text == "a"
    assert codes(decoded) == ["ELEMENT_IGNORED"]


@pytest.mark.parametrize(
    "header", ["00030102", "240101FF", "24010100030102FF02FF01", "000503010203"]
)
def test_a_header_that_its_elements_do_not_fill_is_ignored_as_a_whole(header: str) -> None:
    decoded = decode(deliver(septets(b"\x1bs", header=header), header=True))
    assert decoded.header.elements == ()
    assert decoded.header.single is None
    assert decoded.text == "s"
    assert codes(decoded) == ["HEADER_IGNORED"]


def test_an_empty_header_is_one_octet() -> None:
    decoded = decode(deliver("03" + "00" + "4010", header=True))
    assert decoded.header.elements == ()
    assert decoded.text == "A"


def test_a_length_that_forgets_the_fill_bits_is_a_message_without_text() -> None:
    # A header of 6 octets touches 7 septets; TP-UDL says 6.
    decoded = decode(deliver("06" + "050003010201", header=True))
    assert (decoded.text, decoded.data) == ("", b"")
    assert decoded.header.concatenation == Concatenation(1, 8, 2, 1)


# --- lengths that lie


def test_octets_that_follow_are_reported() -> None:
    decoded = decode(deliver(HELLO + "FFFF"))
    assert decoded.text == "hello"
    (finding,) = decoded.findings
    assert (finding.code, finding.start, finding.end) == ("OCTETS_LEFT", 23, 25)


def test_more_than_140_octets_of_user_data_are_reported() -> None:
    assert codes(decode(deliver(septets(b"a" * 160)))) == []
    decoded = decode(deliver(septets(b"a" * 161)))
    assert decoded.text == "a" * 161
    assert codes(decoded) == ["USER_DATA_LONG"]


@pytest.mark.parametrize(
    ("tpdu", "smsc", "reason", "offset"),
    [
        ("", False, "the first octet is missing", 0),
        ("", True, "the length of the SMSC address is missing", 0),
        ("0791", True, "the SMSC address takes 7 octets, but only 1 left", 1),
        ("0C91" + "00" * 20, True, "the SMSC address has 12 octets, 11 are the most", 0),
        ("0006", True, "TP-MTI 2 is an SMS-STATUS-REPORT or SMS-COMMAND", 1),
        ("06", False, "TP-MTI 2 is an SMS-STATUS-REPORT or SMS-COMMAND", 0),
        ("01", False, "TP-MR is missing", 1),
        ("04", False, "the length of TP-OA is missing", 1),
        ("0404", False, "the type of TP-OA is missing", 2),
        ("04048121", False, "the value of TP-OA takes 2 octets, but only 1 left", 3),
        ("041591" + "00" * 40, False, "TP-OA has 21 semi-octets, 20 are the most", 1),
        ("040081", False, "TP-PID is missing", 3),
        ("04008100", False, "TP-DCS is missing", 4),
        ("04008100006211", False, "TP-SCTS takes 7 octets, but only 2 left", 5),
        ("1100008100000", False, "the hexadecimal ends in half an octet", 6),
        ("11000081000" + "0", False, "TP-VP is missing", 6),
        ("190000810000" + "62", False, "TP-VP takes 7 octets, but only 1 left", 6),
        ("04008100g0", False, "'g' U+0067 LATIN SMALL LETTER G is no hexadecimal digit", 4),
        ("0x04", False, "'x' U+0078", 0),
        ("٠٤", False, "U+0660 ARABIC-INDIC DIGIT ZERO", 0),
        (deliver(""), False, "TP-UDL is missing", 17),
        (deliver("06E8329BFD"), False, "6 septets, which are 6 octets, but only 4 left", 17),
        (deliver("0300FF", dcs=0x08), False, "TP-UDL says 3 octets, but only 2 left", 17),
        (deliver("00", header=True), False, "there is a header, but TP-UDL is 0", 17),
        (deliver("020500", header=True), False, "TP-UDHL says 5 octets, but TP-UD has 1", 18),
    ],
)
def test_an_error_says_what_and_where(tpdu: str, smsc: bool, reason: str, offset: int) -> None:  # noqa: FBT001 - a case's value
    with pytest.raises(DecodeError) as caught:
        decode(tpdu, smsc=smsc)
    assert reason in caught.value.reason
    assert caught.value.offset == offset
    assert str(caught.value).endswith(f", at octet {offset}")
