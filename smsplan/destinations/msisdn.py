r"""Recipients: E.164 numbers as the gateway wants them, digits without ``+``.

The verbs are python-stdnum's: :func:`validate` returns the canonical digits or
raises, :func:`is_valid` only wraps it.  What is refused is what no numbering
plan could make a number of (ITU-T E.164: 15 digits at most, a calling code that
exists); what a plan merely does not assign is accepted, for plans change and
refusing a valid number is the worse mistake.

>>> validate("+45 12 34 56 78")
'4512345678'
>>> parse("0045 12345678").is_assigned
False
"""

from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from smsplan.destinations.fields import field_schema
from smsplan.destinations.msisdn_findings import (
    FAR_TOO_LONG,
    MAX_DIGITS,
    MAX_READ,
    NEGATIVE,
    may_be_assigned,
    number_finding,
    pasted,
    read_fully,
    warnings,
)
from smsplan.destinations.regions import dialcode_size, is_assigned, phone_number, plans
from smsplan.destinations.regions import region as region_of
from smsplan.destinations.separators import SEPARATORS, significant, unpasted
from smsplan.errors import InvalidValueError
from smsplan.findings import Finding

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = [
    "MAX_DIGITS",
    "Msisdn",
    "compact",
    "dialcodes",
    "findings",
    "format",
    "is_valid",
    "parse",
    "validate",
]

_PARTED_AT_A_GLANCE: Final = dict.fromkeys(map(ord, set(SEPARATORS).difference("./(")))
"""Separators that are nothing else; the others may join two numbers."""


class Msisdn(Struct, frozen=True, rename="kebab"):
    """A recipient, split as the gateway splits it.

    ``dialcode`` is the calling code, ``number`` the digits after it.  ``region``
    is the ISO 3166-1 code of the country whose numbering plan assigns the
    number; if none does, of the main country of the calling code.  ``001``
    stands for codes of no country, such as 870 (satellites).

    As a field of a pydantic model it reads a str or an int, fails with the code and the
    message of the finding, and is written as its digits.
    """

    dialcode: int
    number: str
    region: str

    @property
    def digits(self) -> str:
        """The canonical form, such as ``4512345678``."""
        return f"{self.dialcode}{self.number}"

    @property
    def is_assigned(self) -> bool:
        """Whether the numbering plan, as ``phonenumbers`` knows it, assigns the number."""
        return is_assigned(self.digits)

    @property
    def is_mobile(self) -> bool:
        """Whether the number is, or may be, a mobile one."""
        kinds = plans().PhoneNumberType
        kind = plans().number_type(phone_number(self.dialcode, self.number))
        return kind in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> "CoreSchema":
        """Have pydantic read a str or an int as :func:`parse` does, and write the digits."""
        return field_schema(
            lambda value: value if isinstance(value, cls) else parse(value),
            lambda number: str(number.digits),
            takes_int=True,
        )


def parse(value: str | int, *, region: str | None = None) -> Msisdn:
    """Split a number into calling code and the rest.

    Raises as :func:`validate` does.

    >>> parse("+44 (0)7400 123456")
    Msisdn(dialcode=44, number='7400123456', region='GB')
    >>> parse("07400 123456", region="GB").digits
    '447400123456'
    """
    digits = validate(value, region=region)
    size = dialcode_size(digits)
    dialcode, number = int(digits[:size]), digits[size:]
    place = plans().region_code_for_number(phone_number(dialcode, number))
    return Msisdn(dialcode, number, place or plans().region_code_for_country_code(dialcode))


def validate(value: str | int, *, region: str | None = None) -> str:
    """Return the canonical digits of a number.

    ``region`` is the country, as ISO 3166-1 has it, in whose numbering plan a number without
    ``+`` or ``00`` is read; where that plan assigns no such number and it is one with a calling
    code, it is read as that.  What is pasted along with a number is left out.

    Raises :class:`~smsplan.errors.InvalidValueError` with the gateway's error name:
    ``MSISDN_EMPTY``, ``MSISDN_ALPHA`` (something that is neither a digit nor a
    separator, such as the decimal point of ``4520123456.0``), ``MSISDN_LONG`` (over
    15 digits) or ``MSISDN_INVALID`` (a leading zero, no such calling code, nothing
    after it, a minus right before the first digit); or ``MSISDN_SEVERAL`` (more than one
    number), ``MSISDN_EXTENSION`` (an extension behind it) or ``MSISDN_SHORT_CODE`` (the number
    of a service of the region).  ``TypeError`` for what is neither ``str`` nor ``int``,
    ``ValueError`` for a region that has no numbering plan.
    """
    digits, errors = _read(_text(value), region)
    for finding in errors:
        raise InvalidValueError(value, finding)
    return digits


def is_valid(value: str | int, *, region: str | None = None) -> bool:
    """Return whether :func:`validate` accepts a value.

    >>> is_valid(4512345678), is_valid("12 34 56 78 90 12 34 56")
    (True, False)
    """
    try:
        validate(value, region=region)
    except InvalidValueError:
        return False
    return True


def compact(value: str | int) -> str:
    """Strip separators, what is pasted along, and ``+`` or ``00`` before it; check no digits.

    A ``(0)`` after the calling code goes too, for it is dialled within a country
    alone; it stays where it is part of a number that is assigned, as in Italy.

    A point that reads as a decimal point stays, and a slash or a parenthesis that joins
    two numbers.

    Raises :class:`~smsplan.errors.InvalidValueError` for an int that is negative, and
    for more than 100 digits.

    >>> compact("+44 (0)20 7946-0000"), compact("4520123456.0")
    ('442079460000', '4520123456.0')
    """
    kept = significant(unpasted(_text(value)), may_be_assigned)
    digits = "".join(character for _, character in kept)
    if len(digits) > MAX_READ:
        raise InvalidValueError(value, number_finding("MSISDN_LONG", FAR_TOO_LONG))
    return digits


def format(value: str | int) -> str:  # noqa: A001 - python-stdnum's verb, used as msisdn.format
    """Write a number for people, in the international format of its country.

    Raises :class:`~smsplan.errors.InvalidValueError` as :func:`validate` does.

    >>> format(4520123456)
    '+45 20 12 34 56'
    """
    number = parse(value)
    written = plans().PhoneNumberFormat.INTERNATIONAL
    return str(plans().format_number(phone_number(number.dialcode, number.number), written))


def findings(value: str | int, *, region: str | None = None) -> tuple[Finding, ...]:
    """Report every rule that a number breaks; of a number that breaks none what to look at.

    The warnings are ``MSISDN_PASTED`` (what was left out, with its place), and what the numbering
    plan says: ``MSISDN_UNASSIGNED``, ``MSISDN_PREMIUM_RATE``, ``MSISDN_SHARED_COST`` and
    ``MSISDN_NOT_MOBILE``.  ``region`` is as for :func:`validate`.  Raises ``TypeError`` for what
    is neither ``str`` nor ``int``, ``ValueError`` for a region that has no numbering plan.
    """
    try:
        text = _text(value)
    except InvalidValueError as error:
        return (error.finding,)
    digits, errors = _read(text, region)
    return errors or (*pasted(text), *warnings(digits))


def _read(text: str, region: str | None) -> tuple[str, tuple[Finding, ...]]:
    """Return the digits of a number, or the rules that it breaks, the worst first."""
    plan = None if region is None else region_of(region)
    digits = _valid_digits(text) if plan is None else ""
    return (digits, ()) if digits else read_fully(text, plan)


def _text(value: str | int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"an msisdn is a str or an int, not {type(value).__name__}")
    if value < 0:
        raise InvalidValueError(value, number_finding("MSISDN_INVALID", NEGATIVE))
    if value >= 10**MAX_READ:  # Python refuses to write the digits of a very large int
        raise InvalidValueError(value, number_finding("MSISDN_LONG", FAR_TOO_LONG))
    return str(value)


def _valid_digits(text: str) -> str:
    """Return the digits of a number that is valid at a glance, as most are; of others nothing."""
    if len(text) > MAX_READ:
        return ""
    digits = text.translate(_PARTED_AT_A_GLANCE)
    if digits[:1] == "+":
        digits = digits[1:]
    elif digits[:2] == "00":
        digits = digits[2:]
    count = len(digits)
    if count > MAX_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return ""
    codes = _written_dialcodes()
    for size in (1, 2, 3):  # no code begins another, and none begins with 0
        if digits[:size] in codes:
            return digits if size < count and text[0] != "-" else ""
    return ""


@cache
def _written_dialcodes() -> frozenset[str]:
    return frozenset(map(str, dialcodes()))


def dialcodes() -> tuple[int, ...]:
    """List the calling codes that exist, as ``phonenumbers`` knows them."""
    return tuple(plans().COUNTRY_CODE_TO_REGION_CODE)
