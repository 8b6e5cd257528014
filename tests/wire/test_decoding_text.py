"""The text of short messages: 3GPP TS 23.038, clause 6.2."""

import pytest

from smsplan.wire import (
    decode,
)
from smsplan.wire.octets import unpack

from .tpdus import codes, deliver, octets, septets, text


def test_septets_that_are_not_there_are_an_error() -> None:
    with pytest.raises(ValueError, match="5 octets do not hold 5 septets after 6 fill bits"):
        unpack(bytes(5), 5, fill_bits=6)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"\x1be", "€"),
        (b"\x1b\x0a", "\f"),
        (b"a\x1bab", "aab"),  # no extension at 0x61: the main table
        (b"\x1b\x0d", "\r"),
        (b"a\x1b\x1bb", "a b"),  # a double escape
        (b"\x1b\x1be", " e"),
        (b"\x1b\x1b\x1be", " €"),
        (b"a\x1b", "a "),  # nothing is escaped
    ],
)
def test_escapes(data: bytes, shown: str) -> None:
    assert text(data) == shown


@pytest.mark.parametrize(
    ("header", "data", "shown"),
    [
        ("240101", b"\x1bs\x1be\x1ba", "ş€a"),
        ("250101", b"\x1d\x0b\x07", "şĞı"),
        ("250101", b"\x1b\x07\x1be", "ı€"),  # no extension at 0x07: the locking table
        ("240101250103", b"\x1bs\x00", "ş@"),
        ("240102250101", b"\x0b\x1bA", "ĞÁ"),  # a table for each
        ("250104", b"\x0c", " "),  # the Bengali table has nothing there
    ],
)
def test_national_tables(header: str, data: bytes, shown: str) -> None:
    assert text(data, header) == shown


@pytest.mark.parametrize("element", ["240100", "24010E", "2401FF", "250100", "250102", "25010E"])
def test_a_language_without_a_table_is_read_with_the_default_one(element: str) -> None:
    decoded = decode(deliver(septets(b"\x0b\x1bs\x1be", header=element), header=True))
    assert decoded.text == "Øs€"
    assert (decoded.header.locking, decoded.header.single) == (None, None)
    assert codes(decoded) == ["ELEMENT_IGNORED"]


def test_decimal_identifiers_are_no_shifts() -> None:
    # 24 and 25 are 0x18 and 0x19, the WVG objects, whatever a package of Go says.
    decoded = decode(deliver(septets(b"\x1bs", header="180101190101"), header=True))
    assert decoded.text == "s"
    assert decoded.findings == ()


def test_ucs2_is_utf16() -> None:
    assert decode(deliver(octets("044FD83DDE00"), dcs=0x08)).text == "я😀"


@pytest.mark.parametrize("lone", ["\ude00\ud83d", "a\ud83d", "\ud83da"])
def test_a_lone_surrogate_stays_one(lone: str) -> None:
    data = lone.encode("utf-16-be", "surrogatepass").hex()
    decoded = decode(deliver(octets(data), dcs=0x08))
    assert decoded.text == lone
    assert decoded.findings == ()


def test_half_a_code_unit_is_left_out_and_reported() -> None:
    decoded = decode(deliver(octets("044F04"), dcs=0x08))
    assert (decoded.text, decoded.data) == ("я", bytes.fromhex("044F04"))
    (finding,) = decoded.findings
    assert (finding.code, finding.start, finding.end) == ("UCS2_ODD", 20, 21)


def test_octets_are_no_text() -> None:
    decoded = decode(deliver(octets("00FF80"), dcs=0x04))
    assert (decoded.text, decoded.data) == (None, bytes.fromhex("00FF80"))


@pytest.mark.parametrize("dcs", [0x20, 0x2C, 0x38, 0x60])
def test_compressed_data_is_kept_undecoded_and_counted_in_octets(dcs: int) -> None:
    decoded = decode(deliver(octets("010203040506070809"), dcs=dcs))
    assert (decoded.text, decoded.data) == (None, bytes(range(1, 10)))
    assert decoded.coding.compressed
