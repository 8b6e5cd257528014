from hypothesis import given

from smsplan import Encoding, Profile, UnencodableTextError, plan
from smsplan.linting import explain
from tests.linting.inputs import profiles, texts


def free(profile: Profile) -> Profile:
    return Profile(None, profile.boundary, profile.reference_bits, profile.languages)


@given(texts(), profiles(None, *Encoding))
def test_it_begins_with_the_encoding_and_says_how_many_messages(
    text: str, profile: Profile
) -> None:
    try:
        planned = plan(text, profile)
    except UnencodableTextError:
        planned = plan(text, free(profile))
    told = explain(text, profile)
    assert told.startswith(planned.encoding.value)
    number = "1 segment" if planned.msg_count == 1 else f"{planned.msg_count} segments"
    assert f" {number}" in told
    assert len(told.splitlines()) <= 15
    assert told.replace("\n", "").isprintable() or not text.isprintable()
