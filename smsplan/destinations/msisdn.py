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
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from smsplan.destinations.fields import field_schema
from smsplan.destinations.regions import Region, dialcode_size, is_assigned, phone_number, plans
from smsplan.destinations.regions import region as region_of
from smsplan.destinations.separators import (
    DIGITS,
    FEWEST_OF_NUMBER,
    JOINTS,
    SEPARATORS,
    in_digits,
    is_international,
    is_scientific,
    second_number,
    significant,
    unpasted,
)
from smsplan.display import describe, quoted
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
_BEFORE_NUMBER: Final = f"{SEPARATORS}+0"
_MOST: Final = f"{MAX_DIGITS} are the most (ITU-T E.164, 6.2)"
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
    digits = _digits(unpasted(_text(value)))
    if len(digits) > _MAX_READ:
        raise InvalidValueError(value, _finding("MSISDN_LONG", _FAR_TOO_LONG))
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
    return errors or (*_pasted(text), *_warnings(digits))


def _pasted(text: str) -> Iterator[Finding]:
    """Report what was left out of a number, though it is no separator of numbers."""
    pairs = enumerate(zip(text, unpasted(text), strict=True))
    places = [at for at, (before, after) in pairs if before != after]
    if not places:
        return
    start = places[0]
    end = next(at for at in range(start, len(text) + 1) if at not in places)
    more = f", and {len(places) - end + start} more" if len(places) > end - start else ""
    what = describe(text[start]) if end == start + 1 else quoted(text[start:end])
    message = f"{what} is left out, which is no part of a number{more}"
    yield _finding("MSISDN_PASTED", message, start, end, Severity.WARNING)


def _warnings(digits: str) -> Iterator[Finding]:
    size = dialcode_size(digits)
    number = phone_number(int(digits[:size]), digits[size:])
    kinds = plans().PhoneNumberType
    kind = plans().number_type(number)
    plan = f"the numbering plan of +{digits[:size]} assigns"
    if kind == kinds.UNKNOWN:  # of a number that is not assigned, and of no other
        results = plans().ValidationResult
        result = plans().is_possible_number_with_reason(number)
        is_short = result in {results.TOO_SHORT, results.IS_POSSIBLE_LOCAL_ONLY}
        hint = ", which is short for it; is the calling code missing?" if is_short else ""
        message = f"{plan} no such number{hint}"
        yield _finding("MSISDN_UNASSIGNED", message, severity=Severity.WARNING)
    elif kind not in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}:
        others = {
            kinds.PREMIUM_RATE: ("MSISDN_PREMIUM_RATE", "a service at a premium rate"),
            kinds.SHARED_COST: ("MSISDN_SHARED_COST", "a service of shared cost"),
        }
        code, what = others.get(kind, ("MSISDN_NOT_MOBILE", "a mobile"))
        to = f"to {what}" if kind in others else f"but not to {what}"
        yield _finding(code, f"{plan} this number, {to}", severity=Severity.WARNING)


def _read(text: str, region: str | None) -> tuple[str, tuple[Finding, ...]]:
    """Return the digits of a number, or the rules that it breaks, the one that matters most first.

    Most numbers are valid at a glance.
    """
    plan = None if region is None else region_of(region)
    digits = _valid_digits(text) if plan is None else ""
    return (digits, ()) if digits else _read_fully(text, plan)


def _read_fully(text: str, plan: Region | None) -> tuple[str, tuple[Finding, ...]]:
    text = unpasted(text)
    if plan is not None and is_international(text[:_MAX_READ]):
        plan = None
    if errors := tuple(_form_errors(text)):
        return "", errors
    kept = significant(text, _is_assigned)
    digits = "".join(character for _, character in kept)
    start, end = kept[0][0], kept[-1][0] + 1
    if plan is None:
        errors = tuple(_plan_errors(digits, [at for at, _ in kept]))
        return "" if errors else digits, errors
    found = plan.read(digits)
    if plan.is_short_code(digits) and not _is_assigned(found):
        message = f"the number of a service of {plan.code}, which only its own networks reach"
        return "", (_finding("MSISDN_SHORT_CODE", message, start, end),)
    if len(found) > MAX_DIGITS:
        message = f"{len(found)} digits with the calling code, {_MOST}"
        return "", (_finding("MSISDN_LONG", message, start, end),)
    return found, ()


def _form_errors(text: str) -> Iterator[Finding]:
    """Report the rules about what is written that a number breaks."""
    kept = significant(text[:_MAX_READ], _is_assigned)
    if not kept and (len(text) <= _MAX_READ or not text.strip(SEPARATORS)):
        yield _finding("MSISDN_EMPTY", "there is no digit in it")
        return
    strangers = [(at, character) for at, character in kept if character not in DIGITS]
    count = len(kept) - len(strangers)
    is_far_too_long = len(text) > _MAX_READ
    if (strangers or count > MAX_DIGITS) and not is_far_too_long and count >= FEWEST_OF_NUMBER:
        if (at := second_number(text)) is not None:
            yield _finding("MSISDN_SEVERAL", "more than one number; write one", at, len(text))
            return
        if extension := _extension(text):
            message = f"the extension {extension} is for calls; write the number alone"
            at = text.rindex(extension)
            yield _finding("MSISDN_EXTENSION", message, at, at + len(extension))
            return
    if strangers:
        at = strangers[0][0]
        yield _finding("MSISDN_ALPHA", _of_strangers(text, kept, strangers), at, at + 1)
    elif text[0] == "-" and text[1:2] in DIGITS:
        yield _finding("MSISDN_INVALID", _NEGATIVE, 0, 1)
        return
    if is_far_too_long:
        message = f"{len(text)} characters, for {MAX_DIGITS} digits at most (ITU-T E.164, 6.2)"
        yield _finding("MSISDN_LONG", message)
    elif count > MAX_DIGITS:
        message = f"{count} digits, {_MOST}"
        yield _finding("MSISDN_LONG", message, kept[MAX_DIGITS][0], kept[-1][0] + 1)


def _of_strangers(text: str, kept: list[tuple[int, str]], strangers: list[tuple[int, str]]) -> str:
    if len(text) <= _MAX_READ and is_scientific(text):
        return "a spreadsheet has written the number so, and lost digits; format cells as text"
    character = strangers[0][1]
    more = f", and {len(strangers) - 1} more" if len(strangers) > 1 else ""
    message = JOINTS.get(character, f"{describe(character)} is not a digit 0 to 9") + more
    digits = in_digits("".join(each for _, each in kept))
    return f"{message}; in these digits it would be {digits}" if digits else message


def _extension(text: str) -> str:
    """Return the extension behind a number, as ``phonenumbers`` tells it, but for a comma."""
    if not any(character.isalpha() or character == "#" for character in text):
        return ""
    try:
        found = plans().parse(f"+{text.lstrip(_BEFORE_NUMBER)}")
    except plans().NumberParseException:
        return ""
    return found.extension or ""


def _plan_errors(digits: str, places: list[int]) -> Iterator[Finding]:
    """Report what no numbering plan has of digits, which stand at these places."""
    size = dialcode_size(digits)
    start, end = places[0], places[-1] + 1
    if digits[0] == "0":
        message = "starts with 0; the international format starts with the calling code"
        yield _finding("MSISDN_INVALID", message, start, start + 1)
    elif not size:
        message = f"{_starts(digits)} is no calling code"
        yield _finding("MSISDN_INVALID", message, start, places[:3][-1] + 1)
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


def _is_assigned(digits: str) -> bool:
    """Return the same of characters that may be no digits, or too many."""
    return DIGITS.issuperset(digits) and len(digits) <= MAX_DIGITS and is_assigned(digits)


def _digits(text: str) -> str:
    return "".join(character for _, character in significant(text, _is_assigned))


@cache
def _written_dialcodes() -> frozenset[str]:
    return frozenset(map(str, dialcodes()))


def dialcodes() -> tuple[int, ...]:
    """List the calling codes that exist, as ``phonenumbers`` knows them."""
    return tuple(plans().COUNTRY_CODE_TO_REGION_CODE)


def _starts(digits: str) -> str:
    """Name what would be a calling code: 2, 21 or 210."""
    *others, last = (digits[:size] for size in range(1, len(digits[:3]) + 1))
    return f"{', '.join(others)} or {last}" if others else last
