"""Whatever the octets: a decoding or a DecodeError, of every truncation too."""

from hypothesis import example, given
from hypothesis import strategies as st

from smsplan.wire import Decoded, DecodeError, ReassemblyError, decode, reassemble

from .tpdus import VALID, deliver, mutated


def tried(tpdu: bytes | str, *, smsc: bool) -> Decoded | DecodeError:
    try:
        decoded = decode(tpdu, smsc=smsc)
    except DecodeError as error:
        return error
    assert all(
        finding.start is not None and finding.end is not None for finding in decoded.findings
    )
    return decoded


def put_together(parts: list[Decoded]) -> str | None:
    try:
        return reassemble(parts)
    except ReassemblyError:
        return None


def with_header(octets: bytes) -> bytes:
    return bytes.fromhex(deliver("", header=True)) + octets


anything = st.one_of(st.binary(max_size=200), mutated(), st.binary(max_size=160).map(with_header))


@given(tpdu=anything, smsc=st.booleans())
@example(tpdu=b"\x04" * 400, smsc=False)
def test_any_octets_end_in_a_decoding_or_a_decode_error(tpdu: bytes, smsc: bool) -> None:  # noqa: FBT001 - drawn
    found = tried(tpdu, smsc=smsc)
    if isinstance(found, DecodeError):
        assert 0 <= found.offset <= len(tpdu)
    else:
        for finding in found.findings:
            assert finding.start is not None
            assert finding.end is not None
            assert 0 <= finding.start < finding.end <= len(tpdu)


@given(st.one_of(st.text(), st.text("0123456789abcdefg F\n")), st.booleans())
def test_any_text_ends_in_a_decoding_or_a_decode_error(tpdu: str, smsc: bool) -> None:  # noqa: FBT001 - drawn
    found = tried(tpdu, smsc=smsc)
    assert isinstance(found, Decoded) or 0 <= found.offset <= len(tpdu)


def test_every_truncation_of_a_valid_tpdu_is_a_decode_error() -> None:
    for tpdu in VALID:
        assert decode(tpdu).findings == ()
        for size in range(len(tpdu)):
            found = tried(tpdu[:size], smsc=False)
            assert isinstance(found, DecodeError)
            assert 0 <= found.offset <= size


@given(st.sampled_from(VALID), st.binary(min_size=1, max_size=50))
def test_what_follows_a_valid_tpdu_changes_one_finding_only(tpdu: bytes, rest: bytes) -> None:
    alone, followed = decode(tpdu), decode(tpdu + rest)
    assert [finding.code for finding in followed.findings] == ["OCTETS_LEFT"]
    for name in Decoded.__struct_fields__:
        if name != "findings":
            assert getattr(followed, name) == getattr(alone, name)


@given(anything)
def test_octets_and_hexadecimal_end_alike(tpdu: bytes) -> None:
    in_octets, in_hexadecimal = tried(tpdu, smsc=False), tried(tpdu.hex(), smsc=False)
    if isinstance(in_octets, DecodeError):
        assert isinstance(in_hexadecimal, DecodeError)
        assert in_octets.args == in_hexadecimal.args
    else:
        assert in_octets == in_hexadecimal


@given(st.lists(mutated(), max_size=6))
def test_whatever_was_decoded_is_put_together_or_not_one_message(tpdus: list[bytes]) -> None:
    found = [tried(tpdu, smsc=False) for tpdu in tpdus]
    parts = [decoded for decoded in found if isinstance(decoded, Decoded)]
    assert put_together(parts) == put_together(parts[::-1])
