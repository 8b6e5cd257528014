"""What is wrong with a number as it is written, and what its numbering plan says of it."""

from collections.abc import Iterator
from typing import Final

from smsplan.destinations.regions import Region, dialcode_size, is_assigned, phone_number, plans
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
from smsplan.findings import Finding, Severity

MAX_DIGITS: Final = 15
"""ITU-T E.164, clause 6.2: calling code and number together."""
MAX_READ: Final = 100
"""Characters of a value that are looked at: many separators for 15 digits."""
_BEFORE_NUMBER: Final = f"{SEPARATORS}+0"
_MOST: Final = f"{MAX_DIGITS} are the most (ITU-T E.164, 6.2)"
NEGATIVE: Final = "is a negative number"
FAR_TOO_LONG: Final = f"more than {MAX_READ} digits, {MAX_DIGITS} are the most (ITU-T E.164, 6.2)"


def read_fully(text: str, plan: Region | None) -> tuple[str, tuple[Finding, ...]]:
    """Return the digits of a number in a plan or with its code, or the rules that it breaks."""
    text = unpasted(text)
    if plan is not None and is_international(text[:MAX_READ]):
        plan = None
    if errors := tuple(_form_errors(text)):
        return "", errors
    kept = significant(text, may_be_assigned)
    digits = "".join(character for _, character in kept)
    start, end = kept[0][0], kept[-1][0] + 1
    if plan is None:
        errors = tuple(_plan_errors(digits, [at for at, _ in kept]))
        return "" if errors else digits, errors
    found = plan.read(digits)
    if plan.is_short_code(digits) and not may_be_assigned(found):
        message = f"the number of a service of {plan.code}, which only its own networks reach"
        return "", (number_finding("MSISDN_SHORT_CODE", message, start, end),)
    if len(found) > MAX_DIGITS:
        message = f"{len(found)} digits with the calling code, {_MOST}"
        return "", (number_finding("MSISDN_LONG", message, start, end),)
    return found, ()


def _form_errors(text: str) -> Iterator[Finding]:
    """Report the rules about what is written that a number breaks."""
    kept = significant(text[:MAX_READ], may_be_assigned)
    if not kept and (len(text) <= MAX_READ or not text.strip(SEPARATORS)):
        yield number_finding("MSISDN_EMPTY", "there is no digit in it")
        return
    strangers = [(at, character) for at, character in kept if character not in DIGITS]
    count = len(kept) - len(strangers)
    is_far_too_long = len(text) > MAX_READ
    if (strangers or count > MAX_DIGITS) and not is_far_too_long and count >= FEWEST_OF_NUMBER:
        if (at := second_number(text)) is not None:
            yield number_finding("MSISDN_SEVERAL", "more than one number; write one", at, len(text))
            return
        if extension := _extension(text):
            message = f"the extension {extension} is for calls; write the number alone"
            at = text.rindex(extension)
            yield number_finding("MSISDN_EXTENSION", message, at, at + len(extension))
            return
    if strangers:
        at = strangers[0][0]
        yield number_finding("MSISDN_ALPHA", _of_strangers(text, kept, strangers), at, at + 1)
    elif text[0] == "-" and text[1:2] in DIGITS:
        yield number_finding("MSISDN_INVALID", NEGATIVE, 0, 1)
        return
    if is_far_too_long:
        message = f"{len(text)} characters, for {MAX_DIGITS} digits at most (ITU-T E.164, 6.2)"
        yield number_finding("MSISDN_LONG", message)
    elif count > MAX_DIGITS:
        message = f"{count} digits, {_MOST}"
        yield number_finding("MSISDN_LONG", message, kept[MAX_DIGITS][0], kept[-1][0] + 1)


def _of_strangers(text: str, kept: list[tuple[int, str]], strangers: list[tuple[int, str]]) -> str:
    if len(text) <= MAX_READ and is_scientific(text):
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
        yield number_finding("MSISDN_INVALID", message, start, start + 1)
    elif not size:
        message = f"{_starts(digits)} is no calling code"
        yield number_finding("MSISDN_INVALID", message, start, places[:3][-1] + 1)
    elif size == len(digits):
        message = f"nothing follows the calling code {digits}"
        yield number_finding("MSISDN_INVALID", message, start, end)


def _starts(digits: str) -> str:
    """Name what would be a calling code: 2, 21 or 210."""
    *others, last = (digits[:size] for size in range(1, len(digits[:3]) + 1))
    return f"{', '.join(others)} or {last}" if others else last


def pasted(text: str) -> Iterator[Finding]:
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
    yield number_finding("MSISDN_PASTED", message, start, end, Severity.WARNING)


def warnings(digits: str) -> Iterator[Finding]:
    """Report what the numbering plan says of a number."""
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
        yield number_finding("MSISDN_UNASSIGNED", message, severity=Severity.WARNING)
    elif kind not in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}:
        others = {
            kinds.PREMIUM_RATE: ("MSISDN_PREMIUM_RATE", "a service at a premium rate"),
            kinds.SHARED_COST: ("MSISDN_SHARED_COST", "a service of shared cost"),
        }
        code, what = others.get(kind, ("MSISDN_NOT_MOBILE", "a mobile"))
        to = f"to {what}" if kind in others else f"but not to {what}"
        yield number_finding(code, f"{plan} this number, {to}", severity=Severity.WARNING)


def may_be_assigned(digits: str) -> bool:
    """Return whether a plan assigns characters, which may be no digits or too many."""
    return DIGITS.issuperset(digits) and len(digits) <= MAX_DIGITS and is_assigned(digits)


def number_finding(
    code: str,
    message: str,
    start: int | None = None,
    end: int | None = None,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Return a finding about a number, an error unless it is said otherwise."""
    return Finding(code, severity, "msisdn", message, start, end)
