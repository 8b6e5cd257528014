import unicodedata

from hypothesis import given

from smsplan import Encoding, Profile, plan
from tests import reference
from tests.property.inputs import texts


@given(texts())
def test_every_one_with_its_offset(text: str) -> None:
    assert [(each.offset, each.character) for each in plan(text).non_gsm_characters] == [
        (offset, text[offset]) for offset in reference.non_gsm(text)
    ]


@given(texts())
def test_named_as_unicode_names_them(text: str) -> None:
    for each in plan(text).non_gsm_characters:
        named = unicodedata.name(each.character, None)
        if named is not None:
            assert each.name == named
        elif each.name.startswith("<"):
            assert each.name.endswith(f"-{ord(each.character):04X}>")
        else:
            assert unicodedata.lookup(each.name) == each.character


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
