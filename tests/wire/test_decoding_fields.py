"""Addresses (clause 9.1.2.5) and times (9.2.3.11, 9.2.3.12) of short messages."""

from datetime import UTC, datetime, timedelta

import pytest

from smsplan.wire import (
    TypeOfNumber,
    Validity,
    ValidityFormat,
    decode,
)

from .tpdus import ORIGINATOR, TIME, codes, deliver

HELLO = "05E8329BFD06"


@pytest.mark.parametrize(
    ("address", "written", "kind"),
    [
        ("0A912154436587", "+1245345678", TypeOfNumber.INTERNATIONAL),
        ("03812143", "123", TypeOfNumber.UNKNOWN),
        ("03A121F3", "123", TypeOfNumber.NATIONAL),
        ("05E1BADCFE", "*#abc", TypeOfNumber.ABBREVIATED),
        ("0081", "", TypeOfNumber.UNKNOWN),
        ("04D01100", "_@", TypeOfNumber.ALPHANUMERIC),
        ("0DD0F334FC1CA69701", "sipgate", TypeOfNumber.ALPHANUMERIC),
        ("04D09B32", "€", TypeOfNumber.ALPHANUMERIC),
    ],
)
def test_addresses(address: str, written: str, kind: TypeOfNumber) -> None:
    decoded = decode(f"04{address}0000{TIME}{HELLO}")
    assert str(decoded.address) == written
    assert decoded.address.type_of_number is kind
    assert decoded.findings == ()


def test_the_numbering_plan_is_in_the_type_of_address() -> None:
    assert decode(deliver(HELLO)).address.numbering_plan == 1


def test_an_end_mark_ends_a_number_early() -> None:
    decoded = decode(f"04048121F30000{TIME}{HELLO}")
    assert str(decoded.address) == "123"
    assert codes(decoded) == ["ADDRESS_SHORT"]
    (finding,) = decoded.findings
    assert (finding.field, finding.start, finding.end) == ("TP-OA", 1, 5)


# --- times, clauses 9.2.3.11 and 9.2.3.12


@pytest.mark.parametrize(
    ("octet", "hours"),
    [("00", 0), ("80", 2), ("8A", -7), ("22", 5.5), ("32", 5.75), ("0A", -5), ("97", 19.75)],
)
def test_time_zones(octet: str, hours: float) -> None:
    decoded = decode(f"04{ORIGINATOR}0000621170413200{octet}{HELLO}")
    assert decoded.timestamp is not None
    assert decoded.timestamp.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("stamp", ["00000000000000", "62312170413200", "62117042320080"])
def test_an_impossible_time_is_reported(stamp: str) -> None:
    decoded = decode(f"04{ORIGINATOR}0000{stamp}{HELLO}")
    assert decoded.timestamp is None
    assert decoded.text == "hello"
    (finding,) = decoded.findings
    assert (finding.code, finding.field) == ("TIME_IMPOSSIBLE", "TP-SCTS")
    assert (finding.start, finding.end) == (10, 17)
    assert stamp in finding.message


@pytest.mark.parametrize("stamp", ["621170F1320080", "6211704F320080", "62117041F20080"])
def test_a_semi_octet_that_is_no_digit_is_0(stamp: str) -> None:
    with_zero = stamp.replace("F", "0")
    decoded = decode(f"04{ORIGINATOR}0000{stamp}{HELLO}")
    assert decoded.timestamp == decode(f"04{ORIGINATOR}0000{with_zero}{HELLO}").timestamp
    assert decoded.timestamp is not None
    assert codes(decoded) == ["TIME_DIGITS"]


@pytest.mark.parametrize(
    ("value", "period"),
    [
        (0, timedelta(minutes=5)),
        (143, timedelta(hours=12)),
        (144, timedelta(hours=12, minutes=30)),
        (167, timedelta(hours=24)),
        (168, timedelta(days=2)),
        (196, timedelta(days=30)),
        (197, timedelta(weeks=5)),
        (255, timedelta(weeks=63)),
    ],
)
def test_a_relative_validity(value: int, period: timedelta) -> None:
    decoded = decode(f"1100{ORIGINATOR}0000{value:02X}{HELLO}")
    assert decoded.validity == Validity(ValidityFormat.RELATIVE, period)
    assert decoded.text == "hello"


def test_an_absolute_validity() -> None:
    decoded = decode(f"1900{ORIGINATOR}000062117041320000{HELLO}")
    end = datetime(2026, 11, 7, 14, 23, tzinfo=UTC)
    assert decoded.validity == Validity(ValidityFormat.ABSOLUTE, end=end)


def test_an_impossible_end_of_validity_is_reported() -> None:
    decoded = decode(f"1900{ORIGINATOR}0000{'FF' * 7}{HELLO}")
    assert decoded.validity == Validity(ValidityFormat.ABSOLUTE)
    assert codes(decoded) == ["TIME_DIGITS", "TIME_IMPOSSIBLE"]
    assert {finding.field for finding in decoded.findings} == {"TP-VP"}


@pytest.mark.parametrize(
    ("octets_of_validity", "period", "single_shot"),
    [
        ("00000000000000", None, False),
        ("40000000000000", None, True),
        ("01A70000000000", timedelta(hours=24), False),
        ("02FF0000000000", timedelta(seconds=255), False),
        ("43213254000000", timedelta(hours=12, minutes=23, seconds=45), True),
    ],
)
def test_an_enhanced_validity(
    octets_of_validity: str,
    period: timedelta | None,
    single_shot: bool,  # noqa: FBT001 - a case's value
) -> None:
    decoded = decode(f"0900{ORIGINATOR}0000{octets_of_validity}{HELLO}")
    wanted = Validity(ValidityFormat.ENHANCED, period, single_shot=single_shot)
    assert decoded.validity == wanted
    assert decoded.findings == ()
    assert decoded.text == "hello"


@pytest.mark.parametrize(
    "reserved", ["02000000000000", "04000000000000", "80000000000000", "03FF0000000000"]
)
def test_a_reserved_validity_is_reported(reserved: str) -> None:
    decoded = decode(f"0900{ORIGINATOR}0000{reserved}{HELLO}")
    assert decoded.validity == Validity(ValidityFormat.ENHANCED)
    assert codes(decoded) == ["VALIDITY_RESERVED"]
