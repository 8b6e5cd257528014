"""What smsplan writes, it reads: the text of every plan, through its TPDUs."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import Encoding, Plan
from smsplan.wire import (
    Address,
    Alphabet,
    Concatenation,
    DecodeError,
    MessageType,
    Ports,
    Validity,
    ValidityFormat,
    decode,
    reassemble,
    submit,
    wappush,
)
from smsplan.wire.times import VALIDITY_PERIODS

from .inputs import plans, references

ALPHABETS = {Encoding.GSM7: Alphabet.GSM7, Encoding.UCS2: Alphabet.UCS2}


def units(text: str) -> bytes:
    """Turn a text into what UCS-2 can tell apart: two lone surrogates may be a pair."""
    return text.encode("utf-16-be", "surrogatepass")


@given(plans(), references, st.randoms(use_true_random=False))
def test_the_text_of_every_plan_comes_back(planned: Plan, reference: int, random: Random) -> None:
    parts = [decode(tpdu) for tpdu in submit(planned, 4512345678, reference=reference)]
    random.shuffle(parts)
    assert units(reassemble([*parts, *parts[:2]])) == units(planned.text)


@given(plans(), references)
def test_each_segment_comes_back_by_itself(planned: Plan, reference: int) -> None:
    tpdus = submit(planned, 4512345678, reference=reference)
    for number, (segment, tpdu) in enumerate(zip(planned.segments, tpdus, strict=True), start=1):
        decoded = decode(tpdu)
        assert decoded.findings == ()
        assert decoded.message_type is MessageType.SUBMIT
        assert decoded.address == Address("4512345678", 0x91)
        assert decoded.text is not None
        assert units(decoded.text) == units(segment.text)
        assert decoded.coding.alphabet is ALPHABETS[planned.encoding]
        width = 1 if planned.encoding is Encoding.GSM7 else 2
        assert len(decoded.data) == width * segment.chars_count
        header = decoded.header
        assert (header.locking, header.single) == (segment.locking, segment.single)
        if planned.msg_count == 1:
            assert header.concatenation is None
        else:
            bits = planned.profile.reference_bits
            wanted = Concatenation(reference, bits, planned.msg_count, number)
            assert header.concatenation == wanted


@given(plans(), st.data())
def test_a_segment_that_is_split_off_is_an_error(planned: Plan, data: st.DataObject) -> None:
    tpdu = data.draw(st.sampled_from(submit(planned, 4512345678)))
    size = data.draw(st.integers(min_value=0, max_value=len(tpdu) - 1))
    with pytest.raises(DecodeError) as caught:
        decode(tpdu[:size])
    assert caught.value.offset <= size


@given(
    plans(),
    st.sampled_from([None, *VALIDITY_PERIODS]),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_what_is_asked_for_is_what_is_read(
    planned: Plan, validity: timedelta | None, asked: tuple[bool, bool, bool]
) -> None:
    flash, silent, status_report = asked
    tpdus = submit(
        planned,
        4512345678,
        flash=flash,
        silent=silent,
        status_report=status_report,
        validity=validity,
        message_reference=250,
    )
    for number, tpdu in enumerate(tpdus):
        decoded = decode(tpdu)
        assert decoded.coding.message_class == (0 if flash else None)
        assert decoded.protocol == (0x40 if silent else 0)
        assert decoded.status_report is status_report
        assert decoded.message_reference == (250 + number) % 256
        absent = Validity(ValidityFormat.ABSENT)
        relative = Validity(ValidityFormat.RELATIVE, validity)
        assert decoded.validity == (relative if validity else absent)


@given(st.text("abc ", min_size=1, max_size=400), references)
def test_a_wap_push_is_data_to_its_port(text: str, reference: int) -> None:
    push = wappush("http://example.com/", text, reference=reference)
    parts = [decode(tpdu) for tpdu in submit(push.segments, 4512345678)]
    assert len(parts) == push.msg_count
    for part, written in zip(parts, push.segments, strict=True):
        assert part.header.ports == Ports(2948, 9200, 16)
        assert part.coding.alphabet is Alphabet.OCTETS
        assert (part.text, part.data) == (None, written.tp_ud)
