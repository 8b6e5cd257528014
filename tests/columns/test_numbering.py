import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import msisdn
from smsplan.columns.numbering import ASSIGNED, WARNINGS, Automaton, automaton
from smsplan.destinations import country_codes
from smsplan.destinations.msisdn import MAX_DIGITS, dialcodes

Said = tuple[int, str]
"""What a numbering plan says of a number, and the country that it assigns it to."""


def said(dialcode: int, number: str, made: Automaton | None = None) -> Said:
    following, says, country = made or automaton(dialcode)
    state = 0
    for digit in map(int, number):
        state = following[state, digit]
    countries = ("", *phonenumbers.COUNTRY_CODE_TO_REGION_CODE[dialcode])
    return int(says[state, len(number)]), countries[country[state, len(number)]]


def expected(dialcode: int, number: str) -> Said:
    codes = {finding.code for finding in msisdn.findings(f"{dialcode}{number}")}
    found = next((warning for warning, code in WARNINGS.items() if code in codes), ASSIGNED)
    return found, country_codes.of(f"{dialcode}{number}")


def examples(dialcode: int) -> list[str]:
    """Numbers of every kind that the numbering plan knows of."""
    found = []
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[dialcode]:
        metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(dialcode, region)
        found += [
            described.example_number
            for described in vars(metadata).values()
            if getattr(described, "example_number", None)
        ]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("third", range(3))
def test_every_numbering_plan_is_told_as_phonenumbers_tells_it(third: int) -> None:
    rng = random.Random(third)  # noqa: S311 - no secret
    told = set()
    for dialcode in dialcodes()[third::3]:
        longest = MAX_DIGITS - len(str(dialcode))
        made = automaton(dialcode)
        for number in examples(dialcode):
            for changes in range(4):
                digits = list(number)
                for _ in range(changes):
                    digits[rng.randrange(len(digits))] = rng.choice("0123456789")
                written = "".join(digits)[: rng.choice([longest, len(digits) - changes // 3])]
                found = said(dialcode, written, made)
                assert found == expected(dialcode, written), (dialcode, written)
                told.add(found[0])
    assert told == {ASSIGNED, *WARNINGS}


@pytest.mark.slow
@given(
    st.sampled_from([1, 7, 39, 44, 45, 49, 590, 870]), st.from_regex(r"[0-9]{1,11}", fullmatch=True)
)
def test_any_digits_are_told_as_phonenumbers_tells_them(dialcode: int, number: str) -> None:
    digits = "".join(str(int(digit)) for digit in number)
    assert said(dialcode, digits) == expected(dialcode, digits)
