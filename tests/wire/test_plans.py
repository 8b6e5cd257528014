import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import Encoding, InvalidValueError, Plan, Profile, Segment, plan
from smsplan.gsm7.tables import LOCKING, SINGLE, Language
from smsplan.wire import UserData, user_data
from smsplan.wire.octets import pack, unpack
from tests.paths import DATA

from . import slow
from .inputs import plans, references

VECTORS = DATA / "pdu_vectors.json"
TURKISH = Profile(languages=(Language.TURKISH,))


def shown(encoded: tuple[UserData, ...]) -> str:
    return "".join(
        slow.read_text(segment.octets, segment.tp_udl, segment.tp_dcs, has_header=bool(segment.udh))
        for segment in encoded
    )


def units(text: str) -> bytes:
    """Turn a text into what UCS-2 can tell apart: two lone surrogates may be a pair."""
    return text.encode("utf-16-be", "surrogatepass")


@given(plans(), references, st.booleans())
def test_a_slow_decoder_reads_the_text(planned: Plan, reference: int, flash: bool) -> None:  # noqa: FBT001 - drawn
    assert units(shown(user_data(planned, reference=reference, flash=flash))) == units(planned.text)


@given(plans())
def test_no_user_data_is_over_140_octets(planned: Plan) -> None:
    assert all(len(segment.octets) <= 140 for segment in user_data(planned))


@given(plans())
def test_the_length_counts_the_header_and_the_planned_characters(planned: Plan) -> None:
    for segment, encoded in zip(planned.segments, user_data(planned), strict=True):
        if planned.encoding is Encoding.UCS2:
            assert encoded.tp_udl == len(encoded.octets)
            assert encoded.tp_udl == len(encoded.udh) + 2 * segment.chars_count
        else:
            header_septets = (8 * len(encoded.udh) + 6) // 7
            assert encoded.tp_udl == header_septets + segment.chars_count
            assert len(encoded.octets) == (7 * encoded.tp_udl + 7) // 8


@given(plans())
def test_another_character_would_not_have_fitted(planned: Plan) -> None:
    for segment, encoded in zip(planned.segments, user_data(planned), strict=True):
        bits = 7 if planned.encoding is Encoding.GSM7 else 16
        used = bits * segment.chars_count + 8 * len(encoded.udh)
        fill = -8 * len(encoded.udh) % 7 if planned.encoding is Encoding.GSM7 else 0
        assert used + fill + bits * segment.remaining <= 8 * 140
        assert used + fill + bits * (segment.remaining + 1) > 8 * 140


@given(plans(), references)
def test_a_header_has_the_elements_that_the_segment_needs(planned: Plan, reference: int) -> None:
    bits = planned.profile.reference_bits
    identifier, reference_octets = ("00", f"{reference:02x}") if bits == 8 else (
        "08", f"{reference:04x}"
    )  # fmt: skip
    for number, (segment, encoded) in enumerate(
        zip(planned.segments, user_data(planned, reference=reference), strict=True), start=1
    ):
        expected = {}
        if planned.msg_count > 1:
            expected[identifier] = f"{reference_octets}{planned.msg_count:02x}{number:02x}"
        if segment.single is not None:
            expected["24"] = f"{segment.single.identifier:02x}"
        if segment.locking is not None:
            expected["25"] = f"{segment.locking.identifier:02x}"
        if expected:
            assert len(encoded.udh) == 1 + encoded.udh[0]
            assert slow.read_header(encoded.udh) == expected
        else:
            assert encoded.udh == b""


@given(plans(), st.booleans())
def test_smpp_says_what_the_tpdu_says(planned: Plan, flash: bool) -> None:  # noqa: FBT001 - drawn
    coding = {Encoding.GSM7: (0x00, 0x10), Encoding.UCS2: (0x08, 0x18)}[planned.encoding][flash]
    for encoded in user_data(planned, flash=flash):
        assert encoded.tp_dcs == encoded.data_coding == coding
        assert encoded.esm_class == (0x40 if encoded.udh else 0x00)


@given(st.binary(max_size=200).map(lambda octets: bytes(octet & 0x7F for octet in octets)),
       st.integers(min_value=0, max_value=6))  # fmt: skip
def test_septets_are_unpacked_as_they_were_packed(septets: bytes, fill_bits: int) -> None:
    packed = pack(septets, fill_bits)
    assert len(packed) == (fill_bits + 7 * len(septets) + 7) // 8
    assert unpack(packed, len(septets), fill_bits) == septets


def test_octets_hold_only_so_many_septets() -> None:
    assert unpack(bytes(7), 8) == bytes(8)
    with pytest.raises(ValueError, match="7 octets do not hold 8 septets after 1 fill bits"):
        unpack(bytes(7), 8, fill_bits=1)


def with_tables(text: str, locking: Language | None, single: Language | None) -> Plan:
    """Plan a text with tables that the planner might not choose for it."""
    planned = Plan(text, Encoding.GSM7, len(text), 1, 0)
    vars(planned)["segments"] = (Segment(text, 0, len(text), len(text), 0, locking, single),)
    return planned


@pytest.mark.parametrize("locking", LOCKING)
def test_the_main_table_comes_first_and_the_lower_septet(locking: Language | None) -> None:
    main = LOCKING[locking]
    for single, after_escape in SINGLE.items():
        for character in {*main.values(), *after_escape.values()}:
            places = sorted(septet for septet, cell in main.items() if cell == character)
            pairs = sorted(septet for septet, cell in after_escape.items() if cell == character)
            expected = bytes(places[:1]) or bytes([0x1B, pairs[0]])
            (encoded,) = user_data(with_tables(character, locking, single))
            header_septets = (8 * len(encoded.udh) + 6) // 7
            septets = bytes(slow.read_septets(encoded.octets, encoded.tp_udl))
            assert septets[header_septets:] == expected


# Vectors.  Septets are packed from the low bit on: the first octet of "he" is
# h = 0x68 = 1101000 with the low bit of e = 0x65 = 1100101 above it: 0xE8.
@pytest.mark.parametrize(
    ("text", "tp_udl", "tp_ud"),
    [
        ("", 0, ""),
        ("@", 1, "00"),  # septet 0x00
        ("hello", 5, "e8329bfd06"),
        ("hellohello", 10, "e8329bfd4697d9ec37"),  # the example of every tutorial
        ("aaaaaaaa", 8, "e170381c0e87c3"),  # eight septets fill seven octets
        ("€", 2, "9b32"),  # 0x1B 0x65: 0x1B | (1 << 7), 0x65 >> 1
        ("[", 2, "1b1e"),  # 0x1B 0x3C: 0x1B | (0 << 7), 0x3C >> 1
        ("ñ", 1, "7d"),
    ],
)
def test_gsm7(text: str, tp_udl: int, tp_ud: str) -> None:
    assert user_data(plan(text)) == (UserData(b"", bytes.fromhex(tp_ud), tp_udl, 0x00),)


@pytest.mark.parametrize(
    ("text", "tp_ud"),
    [
        ("я", "044f"),
        ("😀", "d83dde00"),
        ("\ud83d", "d83d"),
        ("a`", "00610060"),
    ],
)
def test_ucs2(text: str, tp_ud: str) -> None:
    octets = bytes.fromhex(tp_ud)
    assert user_data(plan(text)) == (UserData(b"", octets, len(octets), 0x08),)


def test_a_fill_bit_follows_a_header_of_six_octets() -> None:
    # 48 bits of header need one more to make 7 septets of 7.  "a" is 1100001:
    # shifted by one bit it is 0xC2, and its septet lies in bits 1 to 7.
    first, second = user_data(plan("a" * 154 + "b" * 7), reference=0xCC)
    assert first.udh.hex() == "050003cc0201"
    assert first.tp_ud.hex()[:16] == "c2e170381c0e87c3"
    assert (first.tp_udl, len(first.octets)) == (7 + 153, 140)
    assert second.udh.hex() == "050003cc0202"
    # Then "a" and seven "b", 1100010, from bit 8 on: each octet takes the high
    # bits of one "b" and the low bits of the next.
    assert second.tp_ud.hex() == "c262b1582c168b01"
    assert (second.tp_udl, len(second.octets)) == (7 + 8, 14)


def test_no_fill_bit_follows_a_header_of_seven_octets() -> None:
    first, second = user_data(plan("a" * 161, Profile(reference_bits=16)), reference=0xBEEF)
    assert [first.udh.hex(), second.udh.hex()] == ["060804beef0201", "060804beef0202"]
    assert second.tp_ud.hex() == "e170381c0e87c361"  # 161 - 152 = 9 letters
    assert second.tp_udl == 8 + 9


def test_a_locking_shift_is_element_0x25() -> None:
    # A header of 4 octets takes 32 bits; 3 fill bits make 5 septets of it.  ş is
    # septet 0x1D there: 0x1D << 3 is 0xE8, and the next one begins at bit 10.
    (encoded,) = user_data(plan("ş" * 155, TURKISH))
    assert encoded.udh.hex() == "03250101"
    assert encoded.tp_ud.hex()[:2] == "e8"
    assert (encoded.tp_udl, len(encoded.octets)) == (160, 140)


def test_a_single_shift_is_element_0x24() -> None:
    # ì is not in the Turkish locking table, and ş is 0x1B 0x73 after a single shift.
    (encoded,) = user_data(plan("ş" + "ì" * 100, TURKISH))
    assert encoded.udh.hex() == "03240101"
    # Fill bits 000, then 0x1B from bit 3 (0x1B << 3 = 0xD8), its bits end at bit
    # 9; then 0x73 from bit 10: octet 1 is (0x73 << 2) & 0xFF = 0xCC, octet 2 begins
    # with 0x73 >> 6 = 1; ì is septet 0x07, from bit 17: 1 | 0x07 << 1 = 0x0F.
    assert encoded.tp_ud.hex()[:6] == "d8cc0f"
    assert encoded.tp_udl == 5 + 2 + 100


def test_both_shifts_stand_after_the_concatenation() -> None:
    # ğ and ş need the Turkish locking table; ú, which Turkish lacks, a single shift.
    profile = Profile(languages=(Language.TURKISH, Language.SPANISH))
    first, *_ = user_data(plan("ğşú" * 80, profile), reference=1)
    assert first.udh.hex() == "0b" + "0003010301" + "240102" + "250101"


# oFono's tests have these, TP-UDL and user data, without a header that says so.
@pytest.mark.parametrize(
    ("locking", "single", "text", "expected"),
    [
        (
            Language.TURKISH,
            Language.TURKISH,
            "\f^{}\\[~]|ĞİŞç€ğış",
            "1a1bc586b2416d529bd786b7e96d7c1be002c8011318870e",
        ),
        (
            None,
            Language.SPANISH,
            "ç\f^{}\\[~]|ÁÍÓÚá€íóú",
            "269bc446b1a16c509bd4e6b5e16d7a1bdf06b8096e929be7a6ba096fca9bf4e6bda903",
        ),
    ],
    ids=["turkish", "spanish"],
)
def test_national_characters(
    locking: Language | None, single: Language, text: str, expected: str
) -> None:
    (encoded,) = user_data(with_tables(text, locking, single))
    septets = bytes(slow.read_septets(encoded.octets, encoded.tp_udl))
    written = septets[(8 * len(encoded.udh) + 6) // 7 :]
    assert f"{len(written):02x}{pack(written).hex()}" == expected


def test_flash_is_class_0() -> None:
    assert [user_data(plan(text), flash=True)[0].tp_dcs for text in ("a", "я")] == [0x10, 0x18]


@pytest.mark.parametrize(("reference", "bits"), [(-1, 8), (256, 8), (-1, 16), (65536, 16)])
@pytest.mark.parametrize("text", ["a", "a" * 161])
def test_a_reference_out_of_range_is_refused(text: str, reference: int, bits: int) -> None:
    with pytest.raises(ValueError, match=rf"of {bits} bits is 0 to \d+, not {reference}"):
        user_data(plan(text, Profile(reference_bits=bits)), reference=reference)


@pytest.mark.parametrize(("reference", "bits"), [(0, 8), (255, 8), (65535, 16)])
def test_a_reference_at_the_limit_is_taken(reference: int, bits: int) -> None:
    encoded = user_data(plan("a" * 161, Profile(reference_bits=bits)), reference=reference)
    assert [int.from_bytes(segment.udh[3:-2], "big") for segment in encoded] == [reference] * 2


def test_255_segments_are_encoded_and_256_are_too_long() -> None:
    assert user_data(plan("a" * 153 * 255))[-1].udh.hex() == "05000300ffff"
    with pytest.raises(InvalidValueError, match="256 segments, 255 are the most") as refusal:
        user_data(plan("a" * (153 * 255 + 1)))
    assert refusal.value.code == "TEXT_LONG"
    assert refusal.value.finding.field == "text"


@pytest.mark.skipif(not VECTORS.exists(), reason="the vectors lie beside a developer's checkout")
def test_texts_that_others_decoded_are_encoded_as_they_came() -> None:
    found = 0
    for vector in json.loads(VECTORS.read_text("utf-8")):
        decoded = vector.get("decoded", {})
        # National tables without a header, and headers of other kinds, are not ours to write.
        if decoded.get("udhi", True) or "text" not in decoded or "charset_" in vector["source"]:
            continue
        (encoded,) = user_data(plan(decoded["text"]))
        expected = f"{encoded.tp_udl:02x}{encoded.octets.hex()}"
        assert vector["hex"].lower().endswith(expected), vector["source"]
        found += 1
    assert found > 30


@pytest.mark.skipif(not VECTORS.exists(), reason="the vectors lie beside a developer's checkout")
@pytest.mark.parametrize(
    ("source", "reference", "msg_count"),
    [("assembly_pdu", 30, 3), ("testMultipart", 0, 2)],
)
def test_messages_that_others_cut_are_encoded_as_they_came(
    source: str, reference: int, msg_count: int
) -> None:
    # ModemManager's test_pdu_multipart is a third; its sender set the fill bit, we clear it.
    vectors = [
        vector for vector in json.loads(VECTORS.read_text("utf-8")) if source in vector["source"]
    ]
    text = "".join(vector["decoded"]["text"] for vector in vectors)
    encoded = user_data(plan(text), reference=reference)
    assert len(encoded) == len(vectors) == msg_count
    for segment, vector in zip(encoded, vectors, strict=True):
        expected = f"{segment.tp_udl:02x}{segment.octets.hex()}"
        assert expected in vector["hex"].lower()  # Android's first has octets beyond its TP-UDL
