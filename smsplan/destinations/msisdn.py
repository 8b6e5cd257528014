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

from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from smsplan.destinations.fields import field_schema
from smsplan.destinations.separators import DIGITS, JOINTS, SEPARATORS, significant
from smsplan.display import describe
from smsplan.errors import InvalidValueError
from smsplan.findings import Finding, Severity

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

MAX_DIGITS: Final = 15
"""ITU-T E.164, clause 6.2: calling code and number together."""

_MAX_READ: Final = 100
"""Characters of a value that are looked at: many separators for 15 digits."""
_PARTED_AT_A_GLANCE: Final = dict.fromkeys(map(ord, set(SEPARATORS).difference("./(")))
"""Separators that are nothing else; the others may join two numbers."""
_NEGATIVE: Final = "is a negative number"
_FAR_TOO_LONG: Final = f"more than {_MAX_READ} digits, {MAX_DIGITS} are the most (ITU-T E.164, 6.2)"


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
        return bool(_plans().is_valid_number(self._phone_number))

    @property
    def is_mobile(self) -> bool:
        """Whether the number is, or may be, a mobile one."""
        kinds = _plans().PhoneNumberType
        kind = _plans().number_type(self._phone_number)
        return kind in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}

    @property
    def _phone_number(self) -> object:
        return _phone_number(self.dialcode, self.number)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> "CoreSchema":
        """Have pydantic read a str or an int as :func:`parse` does, and write the digits."""
        return field_schema(
            lambda value: value if isinstance(value, cls) else parse(value),
            lambda number: str(number.digits),
            takes_int=True,
        )


def parse(value: str | int) -> Msisdn:
    """Split a number into calling code and the rest.

    Raises :class:`~smsplan.errors.InvalidValueError` as :func:`validate` does.

    >>> parse("+44 (0)7400 123456")
    Msisdn(dialcode=44, number='7400123456', region='GB')
    """
    digits = validate(value)
    size = _dialcode_size(digits)
    dialcode, number = int(digits[:size]), digits[size:]
    plans = _plans()
    region = plans.region_code_for_number(_phone_number(dialcode, number))
    return Msisdn(dialcode, number, region or plans.region_code_for_country_code(dialcode))


def validate(value: str | int) -> str:
    """Return the canonical digits of a number.

    Raises :class:`~smsplan.errors.InvalidValueError` with the gateway's error name:
    ``MSISDN_EMPTY``, ``MSISDN_ALPHA`` (something that is neither a digit nor a
    separator, such as the decimal point of ``4520123456.0``), ``MSISDN_LONG`` (over
    15 digits) or ``MSISDN_INVALID`` (a leading zero, no such calling code, nothing
    after it, a minus right before the first digit).  ``TypeError`` for what is neither
    ``str`` nor ``int``.
    """
    text = _text(value)
    if digits := _valid_digits(text):
        return digits
    for finding in _findings(text):
        raise InvalidValueError(value, finding)
    return _digits(text)


def is_valid(value: str | int) -> bool:
    """Return whether :func:`validate` accepts a value.

    >>> is_valid(4512345678), is_valid("12 34 56 78 90 12 34 56")
    (True, False)
    """
    try:
        validate(value)
    except InvalidValueError:
        return False
    return True


def compact(value: str | int) -> str:
    """Strip separators and the international prefix, ``+`` or ``00``; check no digits.

    A ``(0)`` after the calling code goes too, for it is dialled within a country
    alone; it stays where it is part of a number that is assigned, as in Italy.

    A point that reads as a decimal point stays, and a slash or a parenthesis that joins
    two numbers.

    Raises :class:`~smsplan.errors.InvalidValueError` for an int that is negative, and
    for more than 100 digits.

    >>> compact("+44 (0)20 7946-0000"), compact("4520123456.0")
    ('442079460000', '4520123456.0')
    """
    digits = _digits(_text(value))
    if len(digits) > _MAX_READ:
        raise InvalidValueError(value, _finding("MSISDN_LONG", _FAR_TOO_LONG))
    return digits


def format(value: str | int) -> str:  # noqa: A001 - python-stdnum's verb, used as msisdn.format
    """Write a number for people, in the international format of its country.

    Raises :class:`~smsplan.errors.InvalidValueError` as :func:`validate` does.

    >>> format(4520123456)
    '+45 20 12 34 56'
    """
    number, plans = parse(value), _plans()
    phone_number = _phone_number(number.dialcode, number.number)
    return str(plans.format_number(phone_number, plans.PhoneNumberFormat.INTERNATIONAL))


def findings(value: str | int) -> tuple[Finding, ...]:
    """Report every rule that a number breaks, and as warnings what its numbering plan lacks.

    The warnings are ``MSISDN_UNASSIGNED`` and ``MSISDN_NOT_MOBILE``.  Raises
    ``TypeError`` for what is neither ``str`` nor ``int``.
    """
    try:
        text = _text(value)
    except InvalidValueError as error:
        return (error.finding,)
    digits = _valid_digits(text)
    found = () if digits else tuple(_findings(text))
    return found or tuple(_warnings(digits or _digits(text)))


def _warnings(digits: str) -> Iterator[Finding]:
    size = _dialcode_size(digits)
    phone_number = _phone_number(int(digits[:size]), digits[size:])
    kinds = _plans().PhoneNumberType
    kind = _plans().number_type(phone_number)
    plan = f"the numbering plan of +{digits[:size]} assigns"
    if kind == kinds.UNKNOWN:  # of a number that is not assigned, and of no other
        results = _plans().ValidationResult
        result = _plans().is_possible_number_with_reason(phone_number)
        is_short = result in {results.TOO_SHORT, results.IS_POSSIBLE_LOCAL_ONLY}
        hint = ", which is short for it; is the calling code missing?" if is_short else ""
        message = f"{plan} no such number{hint}"
        yield _finding("MSISDN_UNASSIGNED", message, severity=Severity.WARNING)
    elif kind not in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}:
        message = f"{plan} this number, but not to a mobile"
        yield _finding("MSISDN_NOT_MOBILE", message, severity=Severity.WARNING)


def _findings(text: str) -> Iterator[Finding]:
    """Report the rules that a number breaks, in the order in which they matter."""
    kept = significant(text[:_MAX_READ], _is_assigned)
    if not kept and (len(text) <= _MAX_READ or not text.strip(SEPARATORS)):
        yield _finding("MSISDN_EMPTY", "there is no digit in it")
        return
    strangers = [(at, character) for at, character in kept if character not in DIGITS]
    if strangers:
        at, character = strangers[0]
        more = f", and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        message = JOINTS.get(character, f"{describe(character)} is not a digit 0 to 9") + more
        yield _finding("MSISDN_ALPHA", message, at, at + 1)
    elif text[0] == "-" and text[1:2] in DIGITS:
        yield _finding("MSISDN_INVALID", _NEGATIVE, 0, 1)
        return
    if len(text) > _MAX_READ:
        message = f"{len(text)} characters, for {MAX_DIGITS} digits at most (ITU-T E.164, 6.2)"
        yield _finding("MSISDN_LONG", message)
        return
    end = kept[-1][0] + 1
    count = len(kept) - len(strangers)
    if count > MAX_DIGITS:
        message = f"{count} digits, {MAX_DIGITS} are the most (ITU-T E.164, 6.2)"
        yield _finding("MSISDN_LONG", message, kept[MAX_DIGITS][0], end)
    if strangers:
        return
    start = kept[0][0]
    digits = _digits(text)
    size = _dialcode_size(digits)
    if digits[0] == "0":
        message = "starts with 0; the international format starts with the calling code"
        yield _finding("MSISDN_INVALID", message, start, start + 1)
    elif not size:
        message = f"{_starts(digits)} is no calling code"
        yield _finding("MSISDN_INVALID", message, start, kept[:3][-1][0] + 1)
    elif size == len(digits):
        message = f"nothing follows the calling code {digits}"
        yield _finding("MSISDN_INVALID", message, start, end)


def _finding(
    code: str,
    message: str,
    start: int | None = None,
    end: int | None = None,
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(code, severity, "msisdn", message, start, end)


def _text(value: str | int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"an msisdn is a str or an int, not {type(value).__name__}")
    if value < 0:
        raise InvalidValueError(value, _finding("MSISDN_INVALID", _NEGATIVE))
    if value >= 10**_MAX_READ:  # Python refuses to write the digits of a very large int
        raise InvalidValueError(value, _finding("MSISDN_LONG", _FAR_TOO_LONG))
    return str(value)


def _is_assigned(digits: str) -> bool:
    if not DIGITS.issuperset(digits):
        return False
    size = _dialcode_size(digits)
    return (
        0 < size < len(digits) <= MAX_DIGITS
        and Msisdn(int(digits[:size]), digits[size:], "").is_assigned
    )


def _valid_digits(text: str) -> str:
    """Return the digits of a number that is valid at a glance, as most are; of others nothing."""
    if len(text) > _MAX_READ:
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


def _digits(text: str) -> str:
    return "".join(character for _, character in significant(text, _is_assigned))


@cache
def _written_dialcodes() -> frozenset[str]:
    return frozenset(map(str, dialcodes()))


def dialcodes() -> tuple[int, ...]:
    """List the calling codes that exist, as ``phonenumbers`` knows them."""
    return tuple(_plans().COUNTRY_CODE_TO_REGION_CODE)


def _starts(digits: str) -> str:
    """Name what would be a calling code: 2, 21 or 210."""
    *others, last = (digits[:size] for size in range(1, len(digits[:3]) + 1))
    return f"{', '.join(others)} or {last}" if others else last


def _dialcode_size(digits: str) -> int:
    """Count the digits of the calling code; 0 if there is none such.  No code begins another."""
    codes = _plans().COUNTRY_CODE_TO_REGION_CODE
    return next((size for size in (1, 2, 3) if int(digits[:size]) in codes), 0)


def _phone_number(dialcode: int, number: str) -> object:
    # Not phonenumbers.parse, which would drop a trunk prefix that was written
    # into the number and then call assigned what the gateway could not reach.
    zeros = len(number) - len(str(int(number)))
    return _plans().PhoneNumber(
        country_code=dialcode,
        national_number=int(number),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def _plans() -> ModuleType:
    import phonenumbers  # noqa: PLC0415 - its import takes longer than all of ours

    return phonenumbers
