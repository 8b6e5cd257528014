"""What a country does with a sender or a text, by the facts that are known of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from operator import gt, lt, ne
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from smsplan.arguments import checked
from smsplan.destinations import msisdn as recipients
from smsplan.destinations.countries.table import Country, of
from smsplan.destinations.regions import MAX_SHORT_CODE
from smsplan.display import counted, describe, quoted
from smsplan.errors import InvalidValueError
from smsplan.fact import Fact
from smsplan.findings import Finding, Severity
from smsplan.planning import Encoding, Plan, plan

Facts = Mapping[str, Fact]
Broken = Iterator[tuple[str, Fact, str]]
"""The code of a finding, the fact that it rests on, and what is wrong."""

_KINDS: Final = {
    "alphanumeric": "alphanumeric senders",
    "numeric": "numeric senders",
    "short-code": "short codes as senders",
}
_STATUS: Final = {
    "no": ("COUNTRY_SENDER_REFUSED", "are not supported"),
    "limited": ("COUNTRY_SENDER_LIMITED", "are supported with restrictions"),
    "registered": ("COUNTRY_SENDER_REGISTERED", "have to be registered"),
}
"""What there is to say of a kind of senders that a country does not just take."""
_SIZES: Final = (("min", lt, "at least"), ("max", gt, "at most"), ("length", ne, "exactly"))
_CLASSES: Final = {"ASCII": " -~"}


class Counts(NamedTuple):
    """What counts say of a text; as arrays, of many."""

    is_ucs2: Any
    chars_count: Any
    msg_count: Any


class TextRule(NamedTuple):
    """A rule about texts that counts tell: the code of its finding, when it is broken, and why.

    It is asked with the value of the fact, and with :class:`Counts` or what is like them.
    """

    code: str
    is_broken: Callable[[Any, Any], Any]
    message: Callable[[Any, Plan], str]


def _long(most: int, planned: Plan) -> str:
    return f"{counted(planned.chars_count, 'character')}, a text has {most:,} at most"


def _added(value: str | int, planned: Plan, *, is_before: bool = False) -> str:
    if value == "?":
        return "something is added to a text, and billed; what it is is not known"
    added = "0" * value if isinstance(value, int) else value
    texts = (added, planned.text) if is_before else (planned.text, added)
    kept = {name: getattr(planned.profile, name) for name in ("lacks", "gsm7", "ucs2", "counting")}
    forced = Encoding.UCS2 if planned.profile.encoding is Encoding.UCS2 else None
    longer = plan("".join(texts), replace(planned.profile.coded[forced], **kept))
    what = f"{value} characters are" if isinstance(value, int) else f"{quoted(value)} is"
    count = f"{counted(longer.msg_count, 'segment')} in {longer.encoding}"
    return f"{what} added to a text, and billed; with it this one would be {count}"


_LONG: Final = partial(TextRule, "COUNTRY_TEXT_LONG", message=_long)
_ADDED: Final = partial(TextRule, "COUNTRY_TEXT_ADDED", lambda _, it: it.msg_count > 0)
TEXT_RULES: Final[Mapping[str, TextRule]] = {
    "text.max": _LONG(lambda most, it: it.chars_count > most),
    "text.max-gsm7": _LONG(lambda most, it: (it.chars_count > most) & (it.is_ucs2 == 0)),
    "text.max-ucs2": _LONG(lambda most, it: (it.chars_count > most) & (it.is_ucs2 == 1)),
    "text.no-concatenation": TextRule(
        "COUNTRY_TEXT_PARTS",
        lambda _, it: it.msg_count > 1,
        lambda _, it: f"the text arrives as {it.msg_count} messages that are not concatenated",
    ),
    "text.no-ucs2": TextRule(
        "COUNTRY_TEXT_UCS2", lambda _, it: it.is_ucs2 == 1, lambda *_: "no text may be UCS-2"
    ),
    "text.prefix": _ADDED(partial(_added, is_before=True)),
    "text.suffix": _ADDED(_added),
    "text.suffix-length": _ADDED(_added),
}


@checked
def findings(
    country: Country, *, sender: str | None = None, planned: Plan | None = None
) -> tuple[Finding, ...]:
    """Warn of what a country does with a sender, or with a text that is planned.

    The codes begin with ``COUNTRY_``, and a message ends with the source of its fact.  What is
    not known is no finding, and neither is what depends on the purpose of a message or the hour.

    >>> from smsplan.destinations.countries import get
    >>> [finding.code for finding in findings(get("GR"), planned=plan("Добрый день"))]
    ['COUNTRY_TEXT_UCS2']
    """
    found = [("sender", *each) for each in of_sender(country, sender)] if sender else []
    if planned is not None:
        found += [("text", *each) for each in _of_text(country.known, planned)]
    return tuple(
        Finding(
            code,
            Severity.WARNING,
            field,
            f"{country.name}: {message} (by the table of {fact.source}, read on {fact.read},"
            f" confidence {fact.confidence})",
        )
        for field, code, fact, message in found
    )


def of_recipient(
    msisdn: str | int,
    region: str | None = None,
    day: date | None = None,
    *,
    sender: str | None = None,
    planned: Plan | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of a recipient's country; none for a recipient that is refused."""
    try:
        number = recipients.validate(msisdn, region=region)
    except InvalidValueError:
        return ()
    return findings(of(number, day=day), sender=sender, planned=planned)


def of_sender(country: Country, sender: str) -> Broken:
    """Return what a country does with a sender."""
    known = country.known
    number = sender.removeprefix("+")
    kind = "alphanumeric"
    if number.isascii() and number.isdecimal():
        kind = "short-code" if len(number) <= MAX_SHORT_CODE else "numeric"
    replaced, status = known.get("sender.replaced"), known.get(f"sender.{kind}")
    if replaced and replaced.value:
        yield "COUNTRY_SENDER_REPLACED", replaced, "another sender is shown, whatever is given"
    elif status and status.value in _STATUS:
        code, what = _STATUS[status.value]
        if status.value == "registered" and "sender.case-sensitive" in known:
            what += ", capitals included"
        if otherwise := known.get(f"sender.{kind}-otherwise"):
            what += f"; {'' if status.value == 'no' else 'otherwise '}they are {otherwise.value}"
            if status.value == "no" and otherwise.value == "replaced":
                code = "COUNTRY_SENDER_REPLACED"
        yield code, status, f"{_KINDS[kind]} {what}"
    is_numeric = kind != "alphanumeric"
    faults = _of_digits(country, number) if is_numeric else _of_letters(known, sender)
    yield from (("COUNTRY_SENDER_FORM", known[rule], message) for rule, message in faults)


def _of_letters(known: Facts, sender: str) -> Iterator[tuple[str, str]]:
    yield from _of_size(known, "sender.", sender)
    for rule, refused in (
        ("sender.characters", "[^{}]"),
        ("sender.without", "[{}]"),
        ("sender.no-space", " "),
    ):
        if rule in known:
            value = known[rule].value
            found = re.search(refused.format(_CLASSES.get(value, value)), sender)
            if found:
                yield rule, f"{describe(found[0])} is not allowed in a sender"
    if ends := known.get("sender.not-at-ends"):
        for each in dict.fromkeys((sender[0], sender[-1])):
            if ("space" if each == " " else each) in ends.value:
                yield ends.name, f"a sender may not begin or end with {describe(each)}"
    if "sender.forbidden" in known and sender in known["sender.forbidden"].value:
        yield "sender.forbidden", f"{quoted(sender)} is not allowed as a sender"


def _of_digits(country: Country, number: str) -> Iterator[tuple[str, str]]:
    known = country.known
    yield from _of_size(known, "sender.numeric-", number)
    form, origin = "sender.short-code-form", "sender.numeric-from"
    if len(number) <= MAX_SHORT_CODE:
        forms = known[form].value if form in known else [number]
        if not any(re.fullmatch(each.replace("x", "[0-9]"), number) for each in forms):
            yield form, f"a short code as sender is {' or '.join(forms)}"
    elif origin in known:
        # With a 0 before it, it is taken for a number of the country.
        is_national = number.removeprefix("00").startswith((*country.prefixes, "0"))
        if is_national != (known[origin].value == "national"):
            own = "the country's own numbers may"
            yield origin, f"{own} not be senders" if is_national else f"only {own} be senders"


def _of_size(known: Facts, group: str, sender: str) -> Iterator[tuple[str, str]]:
    for bound, is_wrong, how in _SIZES:
        fact = known.get(group + bound)
        if fact and is_wrong(len(sender), fact.value):
            message = f"{counted(len(sender), 'character')}, a sender has {how} {fact.value}"
            yield fact.name, message


def _of_text(known: Facts, planned: Plan) -> Broken:
    counts = Counts(planned.encoding is Encoding.UCS2, planned.chars_count, planned.msg_count)
    for name, fact in known.items():
        rule = TEXT_RULES.get(name)
        if rule and rule.is_broken(fact.value, counts):
            yield rule.code, fact, rule.message(fact.value, planned)
