from hypothesis import given

from smsplan import Encoding, Profile, plan
from tests import reference
from tests.property.inputs import profiles, texts

TP_UD_BITS = 140 * 8
# Length of the header; identifier, length, reference, maximum, sequence number.
HEADER_BITS = {8: (1 + 5) * 8, 16: (1 + 6) * 8}


@given(texts(), profiles())
def test_every_segment_fits_the_user_data_of_a_short_message(text: str, profile: Profile) -> None:
    planned = plan(text, profile)
    header = HEADER_BITS[profile.reference_bits] if planned.msg_count > 1 else 0
    for segment in planned.segments:
        count = reference.chars_count(segment.text, planned.encoding)
        if planned.encoding is Encoding.GSM7:
            header_septets = -(-header // 7)  # filled up to a septet boundary
            assert 7 * (header_septets + count) <= TP_UD_BITS
        else:
            assert header + 16 * count <= TP_UD_BITS


@given(texts(), profiles())
def test_what_a_segment_has_remaining_is_what_its_characters_leave(
    text: str, profile: Profile
) -> None:
    planned = plan(text, profile)
    limit = (
        reference.SINGLE[planned.encoding]
        if planned.msg_count == 1
        else reference.ROOM[planned.encoding, profile.reference_bits]
    )
    for segment in planned.segments:
        assert segment.chars_count + segment.remaining == limit
        assert segment.remaining >= 0
