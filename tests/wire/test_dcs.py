"""Every data coding scheme, against clause 4 of 3GPP TS 23.038 said in other words."""

import pytest

from smsplan.wire import Alphabet, DataCoding, MessageClass, Waiting, WaitingKind, decode
from smsplan.wire.dcs import data_coding

from .tpdus import deliver, octets

GSM7, OCTETS, UCS2 = Alphabet.GSM7, Alphabet.OCTETS, Alphabet.UCS2


@pytest.mark.parametrize("octet", range(256))
def test_every_octet_has_the_coding_that_its_bits_say(octet: int) -> None:
    bits = f"{octet:08b}"
    reserved = bits[:2] == "10" or (bits[0] == "0" and bits[4:6] == "11")
    if bits[0] == "0":
        alphabet = {"01": OCTETS, "10": UCS2}.get(bits[4:6], GSM7)
    elif bits[:4] == "1111":
        alphabet = OCTETS if bits[5] == "1" else GSM7
    else:
        alphabet = UCS2 if bits[:4] == "1110" else GSM7
    has_class = (bits[0] == "0" and bits[3] == "1") or bits[:4] == "1111"
    waiting = None
    if bits[:4] in {"1100", "1101", "1110"}:
        kind = WaitingKind(int(bits[6:], 2))
        waiting = Waiting(kind, active=bits[4] == "1", store=bits[:4] != "1100")
    assert data_coding(octet) == DataCoding(
        octet,
        alphabet,
        compressed=bits[0] == "0" and bits[2] == "1",
        message_class=MessageClass(int(bits[6:], 2)) if has_class else None,
        deletes_itself=bits[:2] == "01",
        waiting=waiting,
        reserved=reserved,
    )


@pytest.mark.parametrize(
    ("octet", "coding"),
    [
        (0x00, DataCoding(0x00, GSM7)),
        (0x04, DataCoding(0x04, OCTETS)),
        (0x08, DataCoding(0x08, UCS2)),
        (0x10, DataCoding(0x10, GSM7, message_class=MessageClass.FLASH)),
        (0x1A, DataCoding(0x1A, UCS2, message_class=MessageClass.SIM)),
        (0x20, DataCoding(0x20, GSM7, compressed=True)),
        (0x48, DataCoding(0x48, UCS2, deletes_itself=True)),
        (0x8C, DataCoding(0x8C, GSM7, reserved=True)),
        (0x0C, DataCoding(0x0C, GSM7, reserved=True)),
        (
            0xC0,
            DataCoding(
                0xC0, GSM7, waiting=Waiting(WaitingKind.VOICEMAIL, active=False, store=False)
            ),
        ),
        (0xD9, DataCoding(0xD9, GSM7, waiting=Waiting(WaitingKind.FAX, active=True, store=True))),
        (0xEA, DataCoding(0xEA, UCS2, waiting=Waiting(WaitingKind.EMAIL, active=True, store=True))),
        (0xF5, DataCoding(0xF5, OCTETS, message_class=MessageClass.EQUIPMENT)),
    ],
)
def test_codings_that_are_met(octet: int, coding: DataCoding) -> None:
    assert data_coding(octet) == coding


@pytest.mark.parametrize("octet", range(256))
def test_the_user_data_is_read_by_the_coding(octet: int) -> None:
    # TP-UDL is 4 whatever it counts: 4 septets take 4 octets too.
    decoded = decode(deliver(octets("61626364"), dcs=octet))
    coding = data_coding(octet)
    if coding.compressed or coding.alphabet is OCTETS:
        assert (decoded.text, decoded.data) == (None, b"abcd")
    elif coding.alphabet is UCS2:
        assert (decoded.text, decoded.data) == ("\u6162\u6364", b"abcd")
    else:
        assert (decoded.text, decoded.data) == ("aD\r#", b"aD\r#")
