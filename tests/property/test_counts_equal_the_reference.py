import pytest
from hypothesis import given

from smsplan import Encoding, UnencodableTextError, plan
from tests import reference
from tests.property.inputs import PROFILES, texts


@given(texts())
def test_under_every_profile(text: str) -> None:
    non_gsm = reference.non_gsm(text)
    for profile in PROFILES:
        if non_gsm and profile.encoding is Encoding.GSM7:
            with pytest.raises(UnencodableTextError) as refusal:
                plan(text, profile)
            assert refusal.value.start == non_gsm[0]
            continue
        planned = plan(text, profile)
        encoding = reference.encoding(text, profile.encoding)
        segments = reference.segments(text, profile)
        assert planned.encoding is encoding
        assert planned.chars_count == reference.chars_count(text, encoding)
        assert planned.msg_count == len(segments)
        assert planned.remaining == reference.remaining(text, profile)
        assert [(segment.text, segment.chars_count) for segment in planned.segments] == [
            (segment, reference.chars_count(segment, encoding)) for segment in segments
        ]
