import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import InvalidValueError
from smsplan.wire import Action, WapPush, submit, wappush

from . import slow

URL: Final = "http://www.example.com/"

# The tokens of WAP-167, written a second time and by their octets.
BEGINNINGS: Final = {
    0x0B: "", 0x0C: "http://", 0x0D: "http://www.", 0x0E: "https://", 0x0F: "https://www.",
}  # fmt: skip
ENDINGS: Final = {0x85: ".com/", 0x86: ".edu/", 0x87: ".net/", 0x88: ".org/"}
ACTIONS: Final = {0x05: Action.NONE, 0x06: Action.LOW, 0x07: Action.MEDIUM, 0x08: Action.HIGH}

urls: Final = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(
            ["http://", "https://", "http://www.", "https://www.", "HTTP://", "hTTps://"]
        ),
        st.text("abc-1é", min_size=1, max_size=9).map(lambda host: f"x{host}"),
        st.lists(
            st.sampled_from(
                [".com/", ".edu/", ".net/", ".org/", ".com", "/", "?q=", "a", "ø", "%20"]
            )
        ).map("".join),
        st.text("ab/", max_size=400),
    ),
)
texts: Final = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=300
)


def read_push(pushed: bytes) -> tuple[int, str, Action | None, str]:
    """Read a push octet by octet: its transaction, URL, action and text."""
    assert pushed[1:4] == bytes([0x06, 0x01, 0xAE])
    octets = iter(pushed[4:])

    def inline() -> str:
        return bytes(iter(octets.__next__, 0)).decode()

    assert [next(octets) for _ in range(6)] == [0x02, 0x05, 0x6A, 0x00, 0x45, 0xC6]
    url = BEGINNINGS[next(octets)]
    action = None
    while (token := next(octets)) != 0x01:
        if token == 0x03:
            url += inline()
        elif token in ENDINGS:
            url += ENDINGS[token]
        else:
            action = ACTIONS[token]
    assert next(octets) == 0x03
    text = inline()
    assert bytes(octets) == b"\x01\x01"
    return pushed[0], url, action, text


def joined(push: WapPush) -> bytes:
    return b"".join(segment.tp_ud for segment in push.segments)


@given(
    urls,
    texts,
    st.none() | st.sampled_from(Action),
    st.integers(min_value=0, max_value=255),
    st.integers(min_value=0, max_value=255),
    st.sampled_from([8, 16]),
)
def test_a_slow_reader_reads_what_was_pushed(  # noqa: PLR0913, PLR0917 - one parameter a choice
    url: str,
    text: str,
    action: Action | None,
    transaction: int,
    reference: int,
    reference_bits: int,
) -> None:
    push = wappush(
        url,
        text,
        action=action,
        transaction=transaction,
        reference=reference,
        reference_bits=reference_bits,
    )
    assert read_push(joined(push)) == (transaction, url, action, text)
    assert push.octets_count == len(joined(push))
    assert push.msg_count == len(push.segments)
    for number, segment in enumerate(push.segments, start=1):
        assert segment.tp_dcs == segment.data_coding == 0x04
        assert segment.esm_class == 0x40
        assert segment.tp_udl == len(segment.octets) <= 140
        assert number == push.msg_count or len(segment.octets) == 140
        expected = {"05": "0b8423f0"}
        if push.msg_count > 1 and reference_bits == 8:
            expected["00"] = f"{reference:02x}{push.msg_count:02x}{number:02x}"
        elif push.msg_count > 1:
            expected["08"] = f"{reference:04x}{push.msg_count:02x}{number:02x}"
        assert slow.read_header(segment.udh) == expected
    assert push.remaining == 140 - len(push.segments[-1].octets)


def test_an_example_that_a_gateway_documents() -> None:
    # BulkSMS shows it for <indication href="http://www.bulksms.com">.
    push = wappush("http://www.bulksms.com", "Visit BulkSMS.com homepage", transaction=0xDC)
    assert push.segments[0].octets.hex().upper() == (
        "0605040B8423F0DC0601AE"
        "02056A0045C60D0362756C6B736D732E636F6D000103"
        "56697369742042756C6B534D532E636F6D20686F6D6570616765000101"
    )


def test_a_push_octet_by_octet() -> None:
    # The example of WAP-167, but for its times and with an action.
    push = wappush(
        "http://www.xyz.com/email/123/abc.wml", "You have 4 new emails", action=Action.HIGH
    )
    octets = [
        "00",  # WSP: the transaction
        "06",  # a push
        "01",  # its header is one octet
        "ae",  # the content type: application/vnd.wap.sic
        "02",  # WBXML 1.2
        "05",  # SI 1.0
        "6a",  # UTF-8
        "00",  # the string table is empty
        "45",  # si, with content
        "c6",  # indication, with content and attributes
        "0d",  # href="http://www.
        "03" + "78797a" + "00",  # xyz
        "85",  # .com/
        "03" + "656d61696c2f3132332f6162632e776d6c" + "00",  # email/123/abc.wml
        "08",  # action="signal-high"
        "01",  # the end of the attributes
        "03" + "596f7520686176652034206e657720656d61696c73" + "00",  # You have 4 new emails
        "01",  # </indication>
        "01",  # </si>
    ]
    assert joined(push).hex() == "".join(octets)
    assert push.octets_count == len(bytes.fromhex("".join(octets))) == 63
    assert push.remaining == 133 - 63


def test_one_message_holds_133_octets_and_several_128_each() -> None:
    least = wappush(URL, "").octets_count
    full = wappush(URL, "a" * (133 - least))
    assert (full.msg_count, full.octets_count, full.remaining) == (1, 133, 0)
    over = wappush(URL, "a" * (134 - least), reference=9)
    assert (over.msg_count, over.octets_count, over.remaining) == (2, 134, 2 * 128 - 134)
    assert [len(segment.tp_ud) for segment in over.segments] == [128, 6]
    assert over.segments[1].udh.hex() == "0b" + "05040b8423f0" + "0003090202"
    wide = wappush(URL, "a" * (134 - least), reference=9, reference_bits=16)
    assert [len(segment.tp_ud) for segment in wide.segments] == [127, 7]


def test_a_push_becomes_tpdus() -> None:
    (tpdu,) = submit(wappush(URL, "Hi").segments, 4512345678)
    read = slow.read_submit(tpdu)
    assert (read.first, read.tp_dcs, read.number) == (0x41, 0x04, "4512345678")
    assert read_push(read.user_data[7:])[1] == URL


@pytest.mark.parametrize(
    "url",
    ["", "example.com", "ftp://example.com", "http://", "http:///path", "http://exa mple.com",
     "http://example.com/\n", "http://example.com/\x00", "http://[::1", "http://example.com:0/",
     "http://example.com:x/", "javascript:alert(1)", "http://example.com/\ud83d"],
)  # fmt: skip
def test_what_is_no_web_url_is_refused(url: str) -> None:
    with pytest.raises(InvalidValueError, match="not an http or https URL") as refusal:
        wappush(url, "text")
    assert (refusal.value.code, refusal.value.finding.field) == ("WAPPUSH_INVALID", "wappush")


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\ud83d", "\ufffe"])
def test_a_character_that_xml_lacks_is_refused(character: str) -> None:
    with pytest.raises(InvalidValueError, match=re.escape("XML 1.0 lacks")) as refusal:
        wappush(URL, f"text{character}")
    finding = refusal.value.finding
    assert (finding.code, finding.field) == ("TEXT_UNENCODABLE", "text")
    assert (finding.start, finding.end) == (4, 5)


def test_more_than_255_segments_are_too_long() -> None:
    least = wappush(URL, "").octets_count
    most = 255 * 128 - least
    assert wappush(URL, "a" * most).segments[-1].udh.hex().endswith("ffff")
    with pytest.raises(InvalidValueError, match="256 segments") as refusal:
        wappush(URL, "a" * (most + 1))
    assert refusal.value.code == "TEXT_LONG"


@pytest.mark.parametrize("transaction", [-1, 256])
def test_a_transaction_out_of_range_is_refused(transaction: int) -> None:
    with pytest.raises(ValueError, match=f"is 0 to 255, not {transaction}"):
        wappush(URL, "text", transaction=transaction)


@pytest.mark.parametrize(
    ("reference", "reference_bits", "says"),
    [(256, 8, "is 0 to 255, not 256"), (-1, 16, "is 0 to 65535"), (0, 12, "8 or 16, not 12")],
)
def test_a_reference_out_of_range_is_refused(
    reference: int, reference_bits: int, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        wappush(URL, "text", reference=reference, reference_bits=reference_bits)
