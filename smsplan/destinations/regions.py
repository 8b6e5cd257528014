"""What the numbering plans of countries know, and national numbers read in one of them.

Without ``+`` or ``00`` nothing says whether a number is national, so both readings are tried:
first in the plan of the country, with what is dialled before a number there left out, then as
it stands, with a calling code.  The first that a plan assigns is taken.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType
from typing import Any, Final, NamedTuple


def plans() -> ModuleType:
    """Return ``phonenumbers``, whose import takes longer than all of ours."""
    import phonenumbers  # noqa: PLC0415 - as said

    return phonenumbers


def phone_number(dialcode: int, number: str) -> object:
    """Return a number as ``phonenumbers`` has it.

    Its own ``parse`` would drop a trunk prefix that was written into the number, and then
    call assigned what the gateway could not reach.
    """
    zeros = len(number) - len(str(int(number)))
    return plans().PhoneNumber(
        country_code=dialcode,
        national_number=int(number),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def dialcode_size(digits: str) -> int:
    """Count the digits of the calling code; 0 if there is none such.  No code begins another."""
    if digits.startswith("0"):
        return 0
    codes = plans().COUNTRY_CODE_TO_REGION_CODE
    return next((size for size in (1, 2, 3) if int(digits[:size]) in codes), 0)


def is_assigned(digits: str) -> bool:
    """Return whether a numbering plan assigns a number, given as digits with the calling code."""
    size = dialcode_size(digits)
    if not 0 < size < len(digits):
        return False
    return bool(plans().is_valid_number(phone_number(int(digits[:size]), digits[size:])))


class Region(NamedTuple):
    """How numbers are written within a country."""

    code: str
    dialcode: str
    trunks: tuple[str, ...] | None
    """What may be dialled before a number; ``None`` where that is no literal."""
    lengths: frozenset[int]
    """How many digits a number may have, without what is dialled before it."""

    def national(self, digits: str) -> Iterator[str]:
        """Return the international digits that national ones may stand for, the likeliest first."""
        if self.trunks is not None:
            for trunk in self.trunks:
                if digits.startswith(trunk) and len(digits) > len(trunk):
                    yield self.dialcode + digits[len(trunk) :]
        else:
            try:
                number = plans().parse(digits, self.code)
            except plans().NumberParseException:
                pass
            else:
                yield f"{number.country_code}{plans().national_significant_number(number)}"
        yield self.dialcode + digits

    def read(self, digits: str) -> str:
        """Return the international digits of a number that is written without ``+`` or ``00``.

        Of readings that no plan assigns, one of a length that the country has is taken, else
        the number as it stands if it begins with a calling code.
        """
        national = tuple(self.national(digits))
        is_international = 0 < dialcode_size(digits) < len(digits)
        for each in (*national, digits) if is_international else national:
            if is_assigned(each):
                return each
        for each in national:
            if len(each) - len(self.dialcode) in self.lengths:
                return each
        return digits if is_international else national[0]

    def is_short_code(self, digits: str) -> bool:
        """Return whether digits are a number for a service of the country, such as 112."""
        if len(digits) > MAX_SHORT_CODE:
            return False
        from phonenumbers import shortnumberinfo  # noqa: PLC0415 - few ask

        number = plans().PhoneNumber(country_code=int(self.dialcode), national_number=int(digits))
        return bool(shortnumberinfo.is_valid_short_number_for_region(number, self.code))


MAX_SHORT_CODE: Final = 6
"""Digits that the numbers of services have."""


@cache
def region(code: str) -> Region:
    """Return a country by its code of ISO 3166-1, in capitals or not.

    Raises ``ValueError`` for one that has no numbering plan.

    >>> region("dk").dialcode
    '45'
    """
    if not isinstance(code, str):
        raise TypeError(f"region is a str, not {type(code).__name__}")
    known = code.upper()
    if known not in plans().SUPPORTED_REGIONS:
        meant = "; the United Kingdom is GB" if known == "UK" else ", such as DK"
        raise ValueError(f"{code!r} is no country of ISO 3166-1 with a numbering plan{meant}")
    metadata = plans().PhoneMetadata.metadata_for_region(known)
    prefixes = (metadata.national_prefix_for_parsing or "").split("|")
    is_literal = not metadata.national_prefix_transform_rule and (
        prefixes == [""] or all(each.isdecimal() for each in prefixes)
    )
    return Region(
        known,
        str(metadata.country_code),
        tuple(filter(None, prefixes)) if is_literal else None,
        frozenset(metadata.general_desc.possible_length),
    )


def suggested(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return the country of which most of some national numbers are mobiles.

    The numbers are digits as they were written.  Countries that claim as many of them are
    all named; none is where no country claims more than half.
    """
    written = list(numbers)
    claims = {
        code: sum(is_mobile(each) is not None for each in written) for code, is_mobile in _mobiles()
    }
    most = max(claims.values())
    is_most = most > len(written) / 2
    return tuple(code for code, count in claims.items() if is_most and count == most)


def _mobiles() -> Iterator[tuple[str, Any]]:
    """Return for the main country of each calling code what tells its national mobiles."""
    for codes in plans().COUNTRY_CODE_TO_REGION_CODE.values():
        found = [plans().PhoneMetadata.metadata_for_region(code, None) for code in codes]
        mobiles = [each.mobile for each in found if each and each.mobile]
        patterns = [each.national_number_pattern for each in mobiles]
        if any(patterns):
            either = "|".join(filter(None, patterns))
            yield (
                codes[0],
                re.compile(f"(?:{found[0].national_prefix or ''})?(?:{either})").fullmatch,
            )
