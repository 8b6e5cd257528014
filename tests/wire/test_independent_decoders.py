"""TPDUs read by two packages that other people wrote.

Neither knows national tables.  python-messaging reads no SMS-SUBMIT, so it gets
the same user data as an SMS-DELIVER; it reads the halves of a surrogate pair as
two characters, so it gets no such pair.
"""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smspdudecoder.easy import (  # type: ignore[import-untyped] # it has no types
    read_incoming_sms,
    read_outgoing_sms,
)

from smsplan import Encoding, Profile, plan
from smsplan.strategies import boundary_messages, gsm7_text, messages, msisdns
from smsplan.wire import UserData, submit, user_data
from tests.examples import MANY

from . import slow
from .inputs import long, references

NO_SMSC: Final = "00"
TIME: Final = "11101131521400"

texts: Final = st.one_of(messages(), boundary_messages(), long(gsm7_text(max_size=20)))
bmp_texts: Final = long(
    st.one_of(
        gsm7_text(min_size=1, max_size=20),  # the empty text is a TypeError in python-messaging
        st.text(st.characters(max_codepoint=0xFFFF), min_size=1, max_size=20),
    )
)
profiles: Final = st.sampled_from([Profile(), Profile(reference_bits=16)])


def deliver(tpdu: bytes) -> str:
    """Turn an SMS-SUBMIT without a validity into an SMS-DELIVER, after no SMSC address."""
    address = tpdu[2 : 4 + (tpdu[2] + 1) // 2]
    tp_pid, tp_dcs, *rest = tpdu[2 + len(address) :]
    first = 0x04 | tpdu[0] & 0x40  # TP-MMS: no more messages; TP-UDHI
    return f"{NO_SMSC}{first:02x}{address.hex()}{tp_pid:02x}{tp_dcs:02x}{TIME}{bytes(rest).hex()}"


def smspdudecoder_errs(encoded: UserData) -> bool:
    """Say whether smspdudecoder 2.2.0 miscounts: it counts characters where septets are meant.

    Septets of the header that look like an escape make it lose a character; an
    escape makes it show seven unused bits as a last @.
    """
    if encoded.tp_dcs != 0x00:
        return False
    septets = list(slow.read_septets(encoded.octets, encoded.tp_udl))
    header_septets = (8 * len(encoded.udh) + 6) // 7
    return 0x1B in septets[:header_septets] or (0x1B in septets and len(septets) % 8 == 7)


def expected_part(reference: int, msg_count: int, number: int) -> object:
    if msg_count == 1:
        return False
    return {
        "reference": f"{reference}-{msg_count}",
        "parts_count": msg_count,
        "part_number": number,
    }


@pytest.mark.slow
@MANY
@given(texts, msisdns(), profiles, references)
def test_smspdudecoder_reads_what_was_planned(
    text: str, msisdn: str, profile: Profile, reference: int
) -> None:
    planned = plan(text, profile)
    encoded = user_data(planned, reference=reference)
    tpdus = submit(planned, msisdn, reference=reference)
    for number, segment in enumerate(planned.segments, start=1):
        tpdu = tpdus[number - 1]
        submitted = read_outgoing_sms(NO_SMSC + tpdu.hex())
        delivered = read_incoming_sms(deliver(tpdu))
        assert submitted["recipient"] == delivered["sender"] == f"+{msisdn}"
        assert delivered["partial"] == expected_part(reference, planned.msg_count, number)
        if not smspdudecoder_errs(encoded[number - 1]):
            assert submitted["content"] == delivered["content"] == segment.text


@pytest.mark.parametrize(
    ("text", "reference", "shown"),
    [
        ("€" + "a" * 5, 0, "€" + "a" * 5 + "@"),
        # The fifth septet of the header is the high half of the reference (1011)
        # and below it the low bits of the msg-count (001): 0011011, the escape.
        ("a" * 153 * 9, 0xB0, "a" * 152),
    ],
    ids=["unused bits", "header"],
)
def test_the_errors_of_smspdudecoder_are_still_there(text: str, reference: int, shown: str) -> None:
    encoded = user_data(plan(text), reference=reference)
    tpdu = submit(plan(text), 4512345678, reference=reference)[0]
    assert smspdudecoder_errs(encoded[0])
    assert read_outgoing_sms(NO_SMSC + tpdu.hex())["content"] == shown


@pytest.mark.slow
@MANY
@given(bmp_texts, msisdns(), profiles, references)
def test_python_messaging_reads_what_was_planned(
    text: str, msisdn: str, profile: Profile, reference: int
) -> None:
    sms = pytest.importorskip("messaging.sms", reason="python-messaging is not installed")
    planned = plan(text, profile)
    tpdus = submit(planned, msisdn, reference=reference)
    for number, segment in enumerate(planned.segments, start=1):
        read = sms.SmsDeliver(deliver(tpdus[number - 1]))
        assert read.number == f"+{msisdn}"
        assert read.text == segment.text
        assert read.fmt == (0x00 if planned.encoding is Encoding.GSM7 else 0x08)
        if planned.msg_count > 1:
            concatenation = read.udh.concat
            assert (concatenation.ref, concatenation.cnt, concatenation.seq) == (
                reference,
                planned.msg_count,
                number,
            )
        else:
            assert read.udh is None
