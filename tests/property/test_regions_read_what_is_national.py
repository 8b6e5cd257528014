"""A national number is the same as its international one; what is international needs no region."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import msisdn
from smsplan.errors import InvalidValueError
from smsplan.strategies import msisdns

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
FORMATS = (
    phonenumbers.PhoneNumberFormat.NATIONAL,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.RFC3966,
)


def examples(region: str) -> list[phonenumbers.PhoneNumber]:
    found = (phonenumbers.example_number_for_type(region, kind) for kind in KINDS)
    return [number for number in found if number]


def digits_of(number: phonenumbers.PhoneNumber) -> str:
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}"


def outcome(written: str, region: str | None) -> object:
    try:
        return msisdn.validate(written, region=region)
    except InvalidValueError as error:
        return error.finding


@pytest.mark.parametrize("region", REGIONS)
def test_every_way_to_write_the_examples_of_a_country_gives_the_same_digits(region: str) -> None:
    for number in examples(region):
        writings = [phonenumbers.format_number(number, form) for form in FORMATS]
        writings.append(phonenumbers.national_significant_number(number))
        assert {msisdn.validate(each, region=region) for each in writings} == {digits_of(number)}
        assert msisdn.parse(writings[0], region=region).is_assigned


@given(
    st.sampled_from(["+", "00", " +", "(+)", "0 0", "tel:+", "'+", "\u200e+"]),
    msisdns() | st.text("0123456789 -()/.x", max_size=20),
    st.sampled_from(REGIONS),
)
def test_an_international_number_is_the_same_with_every_region(
    prefix: str, rest: str, region: str
) -> None:
    assert outcome(prefix + rest, region) == outcome(prefix + rest, None)


@given(st.text("0123456789+ -()", max_size=20), st.sampled_from(REGIONS))
def test_whatever_is_read_is_a_number_that_is_read_as_itself(written: str, region: str) -> None:
    found = outcome(written, region)
    if isinstance(found, str):
        assert msisdn.validate(f"+{found}") == found
        assert msisdn.validate(f"+{found}", region=region) == found
