from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import InvalidValueError, Plan, Profile, plan
from smsplan.strategies import msisdns
from smsplan.wire import submit, user_data
from smsplan.wire.submitting import relative_validity
from smsplan.wire.times import VALIDITY_PERIODS

from . import slow
from .inputs import plans, references

NUMBER = "4512345678"
WEEKS_63 = timedelta(weeks=63)


def period(tp_vp: int) -> timedelta:
    """Read the table of 3GPP TS 23.040, clause 9.2.3.12.1, as it is printed."""
    if tp_vp <= 143:
        return (tp_vp + 1) * timedelta(minutes=5)
    if tp_vp <= 167:
        return timedelta(hours=12) + (tp_vp - 143) * timedelta(minutes=30)
    if tp_vp <= 196:
        return (tp_vp - 166) * timedelta(days=1)
    return (tp_vp - 192) * timedelta(weeks=1)


@given(
    plans(),
    msisdns(),
    references,
    st.booleans(),
    st.booleans(),
    st.none() | st.timedeltas(min_value=timedelta(microseconds=1), max_value=WEEKS_63),
    st.booleans(),
    st.integers(min_value=0, max_value=255),
)
def test_every_field_is_read_back(  # noqa: PLR0913, PLR0917 - one parameter a field
    planned: Plan,
    msisdn: str,
    reference: int,
    flash: bool,  # noqa: FBT001 - drawn
    silent: bool,  # noqa: FBT001 - drawn
    validity: timedelta | None,
    status_report: bool,  # noqa: FBT001 - drawn
    message_reference: int,
) -> None:
    tpdus = submit(
        planned,
        msisdn,
        reference=reference,
        flash=flash,
        silent=silent,
        validity=validity,
        status_report=status_report,
        message_reference=message_reference,
    )
    encoded = user_data(planned, reference=reference, flash=flash)
    assert len(tpdus) == len(encoded) == planned.msg_count
    for number, (tpdu, segment) in enumerate(zip(tpdus, encoded, strict=True)):
        read = slow.read_submit(tpdu)
        assert read.first & 0x03 == 0x01  # TP-MTI: SMS-SUBMIT
        assert not read.first & 0x84  # TP-RD, TP-RP
        assert bool(read.first & 0x10) is (validity is not None)
        assert not read.first & 0x08  # TP-VPF: relative, or none
        assert bool(read.first & 0x20) is status_report
        assert bool(read.first & 0x40) is bool(segment.udh)
        assert read.tp_mr == (message_reference + number) % 256
        assert read.number == msisdn
        assert read.tp_pid == (0x40 if silent else 0x00)
        assert read.tp_dcs == segment.tp_dcs
        assert read.tp_udl == segment.tp_udl
        assert read.user_data == segment.udh + segment.tp_ud
        if validity is not None:
            assert read.tp_vp is not None
            assert period(read.tp_vp) >= validity
            assert read.tp_vp == 0 or period(read.tp_vp - 1) < validity


def test_a_tpdu_by_hand() -> None:
    (tpdu,) = submit(
        plan("hello"),
        "+45 12 34 56 7",
        flash=True,
        silent=True,
        validity=timedelta(days=1),
        status_report=True,
        message_reference=0xAB,
    )
    fields = [
        "31",  # TP-MTI 01, TP-VPF 10 (relative), TP-SRR
        "ab",  # TP-MR
        "09" + "91" + "54214365f7",  # TP-DA: 9 digits, the last with a fill
        "40",  # TP-PID: type 0
        "10",  # TP-DCS: class 0
        "a7",  # TP-VP: 167, 24 hours
        "05",  # TP-UDL: septets
        "e8329bfd06",
    ]
    assert tpdu.hex() == "".join(fields)


def test_a_header_sets_the_indicator() -> None:
    tpdus = submit(plan("a" * 161), NUMBER, reference=7)
    assert [tpdu[0] for tpdu in tpdus] == [0x41, 0x41]
    assert tpdus[1].hex() == "41010a9154214365870000" + "0f" + "050003070202" + "c2e170381c0e8701"


def test_message_references_begin_again_after_255() -> None:
    tpdus = submit(plan("a" * 400), NUMBER, message_reference=254)
    assert [tpdu[1] for tpdu in tpdus] == [254, 255, 0]


def test_user_data_of_others_is_written_the_same_way() -> None:
    planned = plan("я" * 100, Profile(reference_bits=16))
    assert submit(user_data(planned, reference=300), NUMBER) == submit(
        planned, NUMBER, reference=300
    )


@pytest.mark.parametrize("own", [{"reference": 7}, {"flash": True}])
def test_user_data_has_its_own_reference_and_class(own: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="user data has its own"):
        submit(user_data(plan("a" * 161)), NUMBER, **own)


def test_the_periods_are_those_of_the_standard() -> None:
    assert list(VALIDITY_PERIODS) == [period(tp_vp) for tp_vp in range(256)]


@pytest.mark.parametrize(
    ("validity", "tp_vp"),
    [
        (timedelta(microseconds=1), 0),
        (timedelta(minutes=5), 0),
        (timedelta(minutes=5, microseconds=1), 1),
        (timedelta(hours=12), 143),
        (timedelta(hours=12, seconds=1), 144),
        (timedelta(hours=24), 167),
        (timedelta(hours=25), 168),
        (timedelta(days=30), 196),
        (timedelta(days=31), 197),
        (timedelta(weeks=5), 197),
        (timedelta(weeks=63), 255),
    ],
)
def test_a_validity_is_rounded_up(validity: timedelta, tp_vp: int) -> None:
    assert relative_validity(validity) == tp_vp


@pytest.mark.parametrize(
    "validity", [timedelta(), timedelta(seconds=-1), WEEKS_63 + timedelta(microseconds=1)]
)
def test_a_validity_out_of_range_is_refused(validity: timedelta) -> None:
    with pytest.raises(ValueError, match="63 weeks at most, not"):
        submit(plan("a"), NUMBER, validity=validity)


@pytest.mark.parametrize("message_reference", [-1, 256])
def test_a_message_reference_out_of_range_is_refused(message_reference: int) -> None:
    with pytest.raises(ValueError, match=f"is 0 to 255, not {message_reference}"):
        submit(plan("a"), NUMBER, message_reference=message_reference)


def test_a_recipient_that_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidValueError) as refusal:
        submit(plan("a"), "45x")
    assert refusal.value.code == "MSISDN_ALPHA"
