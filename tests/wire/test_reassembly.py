import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan.wire import Decoded, ReassemblyError, decode, messages, reassemble

from .tpdus import DELIVER, ORIGINATOR, TIME, deliver, octets, septets

OTHER = "0A915421436587"


def part(number: int, text: str, *, of: int = 3, reference: int = 7) -> Decoded:
    header = f"0003{reference:02X}{of:02X}{number:02X}"
    return decode(deliver(septets(text.encode(), header=header), header=True))


def ucs2(number: int, units: str, *, of: int = 2) -> Decoded:
    header = f"000307{of:02X}{number:02X}"
    return decode(deliver(octets(units, header=header), dcs=0x08, header=True))


def alone(text: str, originator: str = ORIGINATOR, time: str = TIME) -> Decoded:
    return decode(f"{DELIVER}{originator}0000{time}{septets(text.encode())}")


PARTS = [part(1, "one "), part(2, "two "), part(3, "three")]


@given(st.permutations(PARTS), st.lists(st.sampled_from(PARTS), max_size=4))
def test_order_and_duplicates_change_nothing(parts: list[Decoded], again: list[Decoded]) -> None:
    assert reassemble(parts + again) == "one two three"
    assert reassemble(again + parts) == "one two three"


@given(st.sets(st.sampled_from(range(3)), max_size=2))
def test_what_is_missing_is_named(there: set[int]) -> None:
    with pytest.raises(ReassemblyError) as caught:
        reassemble(PARTS[number] for number in there)
    missing = tuple(number for number in (1, 2, 3) if number - 1 not in there)
    if there:
        assert caught.value.missing == missing
        lacks = "segments" if len(missing) > 1 else "segment"
        assert str(caught.value) == (
            f"message 7 (8 bits) of 3 segments from +1245345678 lacks {lacks} "
            + ", ".join(map(str, missing))
        )
    else:
        assert str(caught.value) == "there are no segments"
        assert caught.value.missing == ()


@pytest.mark.parametrize(
    ("stranger", "name"),
    [
        (part(2, "x", reference=8), "message 8 (8 bits) of 3 segments from +1245345678"),
        (part(2, "x", of=2), "message 7 (8 bits) of 2 segments from +1245345678"),
        (
            decode(deliver(septets(b"x", header="080400070302"), header=True)),
            "message 7 (16 bits) of 3 segments from +1245345678",
        ),
        (
            decode(f"44{OTHER}0000{TIME}{septets(b'x', header='0003070302')}"),
            "message 7 (8 bits) of 3 segments from +4512345678",
        ),
        (
            decode(f"4100{ORIGINATOR}0000{septets(b'x', header='0003070302')}"),
            "message 7 (8 bits) of 3 segments to +1245345678",
        ),
        (alone("x"), "a message of one segment from +1245345678"),
    ],
    ids=["reference", "msg_count", "reference bits", "originator", "submitted", "alone"],
)
def test_segments_of_several_messages_are_named(stranger: Decoded, name: str) -> None:
    with pytest.raises(ReassemblyError) as caught:
        reassemble([*PARTS, stranger])
    assert str(caught.value) == (
        "segments of 2 messages: message 7 (8 bits) of 3 segments from +1245345678; " + name
    )


def test_many_messages_are_not_all_named() -> None:
    with pytest.raises(ReassemblyError) as caught:
        reassemble(part(1, "x", reference=reference) for reference in range(256))
    assert str(caught.value).startswith("segments of 256 messages: message 0 (8 bits)")
    assert str(caught.value).endswith("; 251 more")


def test_segments_that_contradict_each_other_are_named() -> None:
    with pytest.raises(ReassemblyError) as caught:
        reassemble([*PARTS, part(2, "zwei")])
    assert str(caught.value) == (
        "segment 2 of message 7 (8 bits) of 3 segments from +1245345678 came with two texts"
    )


def test_data_has_no_text() -> None:
    with pytest.raises(ReassemblyError, match=r"segment 1 of a message of one segment .* is data"):
        reassemble([decode(deliver(octets("00"), dcs=0x04))])


def test_a_message_of_one_segment_is_its_text_however_often_it_comes() -> None:
    assert reassemble([alone("hello")]) == "hello"
    assert reassemble([alone("hello")] * 3) == "hello"


@pytest.mark.parametrize(
    "other",
    [alone("hallo"), alone("hello", time="62117041320180"), alone("hello", originator=OTHER)],
)
def test_messages_of_one_segment_do_not_make_one(other: Decoded) -> None:
    with pytest.raises(ReassemblyError, match="2 messages"):
        reassemble([alone("hello"), other])


def test_a_pair_that_was_cut_is_joined() -> None:
    assert reassemble([ucs2(2, "DE00"), ucs2(1, "044FD83D")]) == "я😀"


def test_each_segment_has_its_own_tables() -> None:
    turkish = decode(deliver(septets(b"\x1bs", header="0003070202" + "240101"), header=True))
    assert reassemble([part(1, "a", of=2), turkish]) == "aş"


# The halves of two messages with one reference: clause 9.2.3.24.1 has the TP elements of
# all segments the same, but for TP-MR, TP-SRR, TP-UDL and TP-UD.
FIRST_HALF = part(1, "one ", of=2)


def second_half(*, time: str = TIME, protocol: str = "00") -> Decoded:
    user_data = septets(b"two", header="0003070202")
    return decode(f"44{ORIGINATOR}{protocol}00{time}{user_data}")


@pytest.mark.parametrize(
    ("other", "told_by"),
    [
        (ucs2(2, "044F"), "in UCS-2 with TP-PID 0x00, taken 2026-11-07 14:23:00"),
        (second_half(protocol="40"), "in GSM-7 with TP-PID 0x40, taken 2026-11-07 14:23:00"),
        (
            second_half(time="62118041420080"),
            "in GSM-7 with TP-PID 0x00, taken 2026-11-08 14:24:00",
        ),
        (
            second_half(time="62115041320080"),
            "in GSM-7 with TP-PID 0x00, taken 2026-11-05 14:23:00",
        ),
    ],
    ids=["encoding", "TP-PID", "a day later", "two days before"],
)
def test_halves_of_two_messages_do_not_make_one(other: Decoded, told_by: str) -> None:
    assert messages([FIRST_HALF, other]) == ((FIRST_HALF,), (other,))
    with pytest.raises(ReassemblyError) as caught:
        reassemble([FIRST_HALF, other])
    assert str(caught.value).startswith("segments of 2 messages: message 7 (8 bits) of 2 segments")
    assert told_by in str(caught.value)


def test_a_reference_that_comes_again_begins_another_message() -> None:
    later = [
        decode(
            deliver(septets(text, header=f"000307020{number}"), header=True).replace(
                TIME, "62119041320080"
            )
        )
        for number, text in ((1, b"three "), (2, b"four"))
    ]
    parts = [later[1], FIRST_HALF, later[0], second_half()]
    assert [reassemble(each) for each in messages(parts)] == ["three four", "one two"]


def test_segments_that_come_slowly_make_one_message() -> None:
    """No more than a day from one to the next, in whatever order and time zone they came."""
    days = [f"621{day}041320080" for day in ("16", "17", "18", "19")]
    parts = [
        decode(f"44{ORIGINATOR}0000{time}{septets(b'x', header=f'000307040{number}')}")
        for number, time in enumerate(days, start=1)
    ]
    assert reassemble(reversed(parts)) == "xxxx"
    assert reassemble([FIRST_HALF, second_half(time="62118031320040")]) == "one two"


def test_a_time_that_cannot_be_read_parts_nothing() -> None:
    assert reassemble([FIRST_HALF, second_half(time="FFFFFFFFFFFFFF")]) == "one two"


def test_an_escape_does_not_reach_into_the_next_segment() -> None:
    assert reassemble([part(1, "\x1b", of=2), part(2, "e", of=2)]) == " e"


def test_messages_are_sorted_in_the_order_in_which_they_were_first_seen() -> None:
    other = part(1, "x", of=1, reference=9)
    assert messages([PARTS[2], other, alone("a"), PARTS[0], alone("a")]) == (
        (PARTS[2], PARTS[0]),
        (other,),
        (alone("a"), alone("a")),
    )
    assert messages([]) == ()


def test_255_segments_are_put_together() -> None:
    parts = [part(number, f"{number} ", of=255) for number in range(255, 0, -1)]
    assert reassemble(parts) == "".join(f"{number} " for number in range(1, 256))
