import unicodedata

from hypothesis import given

from smsplan import Encoding, Profile, plan
from tests import reference
from tests.property.inputs import texts


@given(texts())
def test_every_one_with_its_offset(text: str) -> None:
    assert [(misfit.offset, misfit.character) for misfit in plan(text).non_gsm_characters] == [
        (offset, text[offset]) for offset in reference.misfits(text)
    ]


@given(texts())
def test_named_as_unicode_names_them(text: str) -> None:
    for misfit in plan(text).non_gsm_characters:
        named = unicodedata.name(misfit.character, None)
        if named is not None:
            assert misfit.name == named
        elif misfit.name.startswith("<"):
            assert misfit.name.endswith(f"-{ord(misfit.character):04X}>")
        else:
            assert unicodedata.lookup(misfit.name) == misfit.character


@given(texts())
def test_the_encoding_is_ucs2_if_and_only_if_there_are_any(text: str) -> None:
    planned = plan(text)
    assert (planned.encoding is Encoding.UCS2) == bool(planned.non_gsm_characters)


@given(texts())
def test_forcing_ucs2_changes_none_of_them(text: str) -> None:
    assert (
        plan(text, Profile(encoding=Encoding.UCS2)).non_gsm_characters
        == plan(text).non_gsm_characters
    )
