"""What a provider will do to one message, each finding with the fact that it rests on."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from smsplan.destinations import msisdn as recipients
from smsplan.destinations.countries.checking import of_recipient
from smsplan.destinations.rates import RateCard
from smsplan.display import counted, describe, quoted
from smsplan.errors import InvalidValueError
from smsplan.fact import Fact
from smsplan.findings import Finding, Severity
from smsplan.gateway.preflight import Preflight, Priced, check_max_cost, priced
from smsplan.gateway.request import SmsRequest
from smsplan.gsm7.tables import BASIC
from smsplan.linting import treatment
from smsplan.planning import Boundary, Plan, Profile, plan
from smsplan.planning.profile import Counting, Replace
from smsplan.providers.profiles import tells_reference_bits
from smsplan.wire.plans import check_msg_count

Facts = Mapping[str, Fact]

_ALTERNATIVES: Final[Mapping[str, tuple[str, tuple[Any, ...], str]]] = {
    "counting.split": ("boundary", tuple(Boundary), "where it splits"),
    "counting.method": ("counting", tuple(Counting), "how it counts segments"),
    "counting.reference-bits": ("reference_bits", (8, 16), "how long its references are"),
}
"""Rules that change a count: the field of a profile, what it may be, and what is then unknown."""
_GSM7_ALONE: Final = {
    "GSM-7": (
        "PROVIDER_UNKNOWN",
        Severity.WARNING,
        "what becomes of other characters is not documented",
    ),
    "GSM-7 or refused": (
        "TEXT_UNENCODABLE",
        Severity.ERROR,
        "a text that has other characters is refused",
    ),
}
"""What to report of other characters where the encoding is chosen so."""
_BEGINS: Final = (("+", "+digits"), ("00", "00digits"))
_SENDER_CLASSES: Final = {"GSM default alphabet": frozenset(BASIC.values())}


def check(  # noqa: PLR0913 - a message and who sends it
    facts: Facts,
    profile: Profile,
    text: str,
    *,
    sender: str | None,
    msisdn: str | int | None,
    rates: RateCard | None,
    region: str | None,
    day: date | None,
    max_cost: Decimal | int | None,
) -> Preflight:
    """Return the plan of a message, its price, and what to know of it."""
    check_max_cost(max_cost, rates)
    planned = plan(text, profile)
    found = [*_text_findings(facts, profile, planned)]
    if sender is not None:
        found += _sender_findings(facts, sender)
    price = Priced()
    if msisdn is not None:
        found += _recipient_findings(facts, msisdn, region)
        found += of_recipient(msisdn, region, day, sender=sender, planned=planned)
        if rates is not None:
            price = priced(
                *(planned, msisdn, rates),
                region=region,
                day=day,
                sender=sender,
                max_cost=max_cost,
            )
            found += price.findings
    request = SmsRequest(text=text, sender=sender or "", msisdn=msisdn)
    return Preflight(request, planned, price.quote, tuple(found), channels=price.channels)


def _text_findings(facts: Facts, profile: Profile, planned: Plan) -> Iterator[Finding]:
    if not planned.original:
        yield _finding("TEXT_EMPTY", "text", "there is no text", Severity.ERROR)
        return
    yield from _changes(facts, planned)
    yield from _limits(facts, planned)
    try:
        check_msg_count(planned.text, len(planned.segments))
    except InvalidValueError as error:
        yield error.finding
    if planned.msg_count != len(planned.segments):
        message = (
            f"{counted(planned.msg_count, 'segment')} billed, for characters are divided by what"
            f" a segment holds; the network carries {len(planned.segments)}"
        )
        yield _finding("PROVIDER_COUNT", "text", message, fact=facts.get("counting.method"))
    yield from _beyond_gsm7(facts, profile, planned)
    yield from _unknown_counts(facts, profile, planned)


def _changes(facts: Facts, planned: Plan) -> Iterator[Finding]:
    """Report what the provider sends in place of what was given, one finding a kind."""
    for before, after, start, message in treatment.changes(planned):
        lost = after == planned.profile.placeholder and after != ""
        rule = "encoding.placeholder" if lost else "encoding.replacement"
        if not before:
            rule = "text.added"
        elif before.isspace():
            rule = "text.line-ends" if after == "\r\n" else "text.white-space"
        place = (start, start + len(before))
        yield _finding("PROVIDER_CHANGES", "text", message, place=place, fact=facts.get(rule))


def _limits(facts: Facts, planned: Plan) -> Iterator[Finding]:
    for severity, message, _ in treatment.above_limit(planned):
        fact = facts.get("limits.above") or facts["limits.most"]
        yield _finding("PROVIDER_LIMIT", "text", message, severity, fact=fact)


def _beyond_gsm7(facts: Facts, profile: Profile, planned: Plan) -> Iterator[Finding]:
    """Report characters that GSM-7 lacks, if they are refused or nobody says what they become."""
    if not planned.non_gsm_characters:
        return
    place = (0, len(planned.original))
    choice = facts.get("encoding.choice")
    is_replaced = profile.replace is not Replace.NEVER
    if is_replaced and not (profile.replacements or profile.decomposition):
        message = "characters beyond GSM-7 are replaced, by a table that is not published"
        replaces = facts.get("encoding.replacement")
        yield _finding("PROVIDER_UNKNOWN", "text", message, place=place, fact=replaces)
    elif choice is None and "encoding.placeholder" not in facts:
        message = "what becomes of characters beyond GSM-7 is not documented; taken is UCS-2"
        yield _finding("PROVIDER_UNKNOWN", "text", message, place=place)
    elif choice is not None and choice.value in _GSM7_ALONE:
        code, severity, message = _GSM7_ALONE[choice.value]
        message = f"only GSM-7 is sent, and {message}"
        yield _finding(code, "text", message, severity, place=place, fact=choice)


def _unknown_counts(facts: Facts, profile: Profile, planned: Plan) -> Iterator[Finding]:
    """Report what nobody documents, where the count of this text depends on it."""
    if planned.msg_count == 1:
        return
    holds = facts.get("counting.capacity")
    known = {*facts}
    if holds is not None and tells_reference_bits(holds.value):
        known.add("counting.reference-bits")
    for rule, (field, values, what) in _ALTERNATIVES.items():
        if rule in known:
            continue
        others = [plan(planned.original, replace(profile, **{field: value})) for value in values]
        counts = sorted({other.msg_count for other in others})
        if len(counts) > 1:
            message = f"{what} is not documented: {counts[0]} to {counts[-1]} segments"
            yield _finding("PROVIDER_UNKNOWN", "text", message)


def _sender_findings(facts: Facts, sender: str) -> Iterator[Finding]:
    is_numeric = sender.removeprefix("+").isdigit() and sender.isascii()
    kind = "numeric" if is_numeric else "alphanumeric"
    fact = facts.get(f"sender.{kind}")
    if not sender:
        yield _finding("SENDER_EMPTY", "sender", "there is no sender", Severity.ERROR)
    elif fact is None:
        message = f"what a sender that is {kind} may be is not documented"
        yield _finding("PROVIDER_UNKNOWN", "sender", message)
    elif fact.value is False:
        message = f"no sender is {kind}"
        yield _finding("PROVIDER_SENDER", "sender", message, Severity.ERROR, fact=fact)
    else:
        for message in _sender_faults(fact.value, sender, kind):
            yield _finding("PROVIDER_SENDER", "sender", message, Severity.ERROR, fact=fact)


def _sender_faults(rules: Mapping[str, Any], sender: str, kind: str) -> Iterator[str]:
    size = len(sender.removeprefix("+"))
    least, most = rules.get("min", 0), rules.get("max", size)
    if not least <= size <= most:
        span = f"{least} to {most}" if least else f"{most} at most"
        yield f"{counted(size, 'character')}, a sender that is {kind} has {span}"
    if "characters" in rules:
        strangers = [each for each in sender if not _is_of(rules["characters"], each)]
        if strangers:
            taken = rules["characters"]
            if taken not in _SENDER_CLASSES and " " in taken:
                taken = taken.replace(" ", "") + " or a space"
            yield f"{describe(strangers[0])} is not one of {taken}"
    if "first" in rules and not _is_of(rules["first"], sender[0]):
        yield f"it begins with {describe(sender[0])}, not one of {rules['first']}"
    letters = sum(each.isalpha() for each in sender)
    if letters < rules.get("letters", 0):
        yield "it has no letter"
    if rules.get("not-only-digits") and sender.isdigit():
        yield "it has nothing but digits"


def _is_of(characters: str, character: str) -> bool:
    """Return whether a class has a character: ranges, such as ``A-Z``, and single ones."""
    if characters in _SENDER_CLASSES:
        return character in _SENDER_CLASSES[characters]
    ranges = re.findall(r"([A-Za-z0-9])-([A-Za-z0-9])", characters)
    singles = re.sub(r"[A-Za-z0-9]-[A-Za-z0-9]", "", characters)
    return character in singles or any(low <= character <= high for low, high in ranges)


def _recipient_findings(facts: Facts, msisdn: str | int, region: str | None) -> Iterator[Finding]:
    wrong = recipients.findings(msisdn, region=region)
    yield from wrong
    fact = facts.get("recipient.form")
    if any(finding.severity is Severity.ERROR for finding in wrong):
        return
    if fact is None:
        message = "the form of a recipient is not documented"
        yield _finding("PROVIDER_UNKNOWN", "msisdn", message)
        return
    written = str(msisdn)
    form = next((form for begin, form in _BEGINS if written.startswith(begin)), "digits")
    digits = recipients.validate(msisdn, region=region)
    if form not in fact.value or digits != recipients.compact(msisdn):
        forms = {"+digits": f"+{digits}", "00digits": f"00{digits}", "digits": digits}
        taken = " or ".join(forms[each] for each in fact.value if each in forms)
        message = f"{quoted(written)} is to be written {taken}"
        yield _finding("PROVIDER_RECIPIENT", "msisdn", message, Severity.ERROR, fact=fact)


def _finding(  # noqa: PLR0913 - a finding has as many
    code: str,
    field: str,
    message: str,
    severity: Severity = Severity.WARNING,
    *,
    place: tuple[int, int] | tuple[None, None] = (None, None),
    fact: Fact | None = None,
) -> Finding:
    if fact is not None:
        message += f" ({fact.source}, read {fact.read}, confidence {fact.confidence})"
    return Finding(code, severity, field, message, *place)
