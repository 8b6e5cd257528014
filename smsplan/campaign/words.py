"""What the table and the report say alike."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Final

from smsplan import money
from smsplan.campaign.results import (
    Channel,
    Country,
    CountryFinding,
    Difference,
    FieldFound,
    Preview,
    Share,
)
from smsplan.display import counted, describe
from smsplan.money import EXACT

MEANINGS: Final[Mapping[str, str]] = {
    "ROW_UNREADABLE": "could not be read",
    "FIELD_MISSING": "no value for a field of the template",
    "TEXT_EMPTY": "no text",
    "TEXT_LONG": "more than 255 segments",
    "PROVIDER_LIMIT": "longer than the provider takes",
    "PROVIDER_TRUNCATES": "longer than the provider takes; the end is not sent",
    "PROVIDER_CHANGES": "the provider sends ? or the like for a character",
    "MSISDN_EMPTY": "no recipient",
    "MSISDN_ALPHA": "something else than digits",
    "MSISDN_LONG": "more than 15 digits",
    "MSISDN_INVALID": "no international number",
    "RATE_UNKNOWN": "can be sent, but there is no price",
    "MSISDN_SEVERAL": "more than one number",
    "MSISDN_EXTENSION": "a number with an extension",
    "MSISDN_SHORT_CODE": "the number of a service",
    "MSISDN_PREMIUM_RATE": "a service at a premium rate",
    "MSISDN_SHARED_COST": "a service of shared cost",
    "DESTINATION_REJECTED": "the price list rejects the destination",
    "COST_ABOVE_MAX": "may cost more than the most that is wanted",
    "MSISDN_UNASSIGNED": "assigned by no numbering plan",
    "MSISDN_NOT_MOBILE": "assigned, but not to a mobile",
    "COUNTRY_SENDER_REPLACED": "another sender is shown",
    "COUNTRY_SENDER_REGISTERED": "the sender has to be registered",
    "COUNTRY_SENDER_LIMITED": "such senders are supported with restrictions",
    "COUNTRY_SENDER_REFUSED": "such senders are not supported",
    "COUNTRY_SENDER_FORM": "a sender may not have this form",
    "COUNTRY_TEXT_LONG": "longer than a text may be",
    "COUNTRY_TEXT_PARTS": "arrives as messages that are not concatenated",
    "COUNTRY_TEXT_UCS2": "no text may be UCS-2",
    "COUNTRY_TEXT_ADDED": "something is added to the text, and billed",
    "MSISDN_EXCLUDED": "an excluded recipient",
    "MSISDN_DUPLICATE": "the recipient of a row before",
}
"""What is to be said of the rows with a code."""

NO_PRICE: Final = "no price"
_MAX_OWN: Final = 3


Costed = Preview | Country | Share | Difference | Channel


def span(found: Costed) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most cost, ``None`` without a rate card."""
    if found.least is None or found.most is None:
        return None if found.cost is None else (found.cost, found.cost)
    return found.least, found.most


def amount(found: Costed, currency: str | None) -> str:
    """Write what something costs, exactly: one amount, or the least and the most."""
    costs = span(found)
    return "" if costs is None else money.amount(*costs, currency)


def unpriced(preview: Preview) -> int:
    """Count the recipients that are sent to, and have no price."""
    return sum(each.unpriced for each in preview.countries) if span(preview) else 0


def total(preview: Preview) -> str:
    """Write what a campaign costs, or that nothing in it has a price."""
    if preview.recipients and unpriced(preview) == preview.recipients:
        return NO_PRICE
    return amount(preview, preview.currency)


def missing(recipients: int) -> str:
    """Return what is not in a cost.

    >>> missing(1), missing(2000)
    ('without 1 recipient that has no price', 'without 2,000 recipients that have no price')
    """
    if not recipients:
        return ""
    has = "has" if recipients == 1 else "have"
    return f"without {counted(recipients, 'recipient')} that {has} no price"


def channel(found: Channel, currency: str | None) -> str:
    """Write what a campaign would cost on another channel, and as SMS to the same recipients."""
    sms = money.amount(found.sms_least, found.sms_most, currency)
    cost = f"{amount(found, currency)} where SMS cost {sms}"
    rest = missing(found.unpriced)
    return f"{cost}, {rest}" if rest else cost


def part(found: Share | Difference, preview: Preview) -> str:
    """Write the cost of some of the segments, of which those without a price are not known.

    Where recipients have no price it may be more, and nothing says nothing.
    """
    if not (costs := span(preview) and span(found)):
        return ""
    if not unpriced(preview):
        return f", {amount(found, preview.currency)}"
    least = costs[0]
    return f", at least {money.amount(least, least, preview.currency)}" if least else ""


def difference(found: Difference, preview: Preview) -> str:
    """Write segments and what they cost."""
    return counted(found.msg_count, "segment") + part(found, preview)


def of_encoding(found: Share, preview: Preview) -> str:
    """Write what goes out in one encoding."""
    segments = counted(found.msg_count, "segment")
    return f"{counted(found.recipients, 'recipient')}, {segments}{part(found, preview)}"


def of_country(country: Country, currency: str | None) -> tuple[str, str]:
    """Write what the segments to a country cost, and for how many recipients that is not known."""
    if not span(country):
        return "", ""
    if country.unpriced == country.recipients:
        return NO_PRICE, ""
    some = f"{counted(country.unpriced, 'recipient')} without a price" if country.unpriced else ""
    return amount(country, currency), some


def of_template(preview: Preview) -> str:
    """Return a note where the template itself makes every row UCS-2."""
    own = [each for each in preview.non_gsm_characters if each.in_template]
    if not own or preview.ucs2.rows != preview.recipients:
        return ""
    shown = [describe(each.character).partition(" ")[0] for each in own[:_MAX_OWN]]
    if len(own) > _MAX_OWN:
        shown.append(f"{len(own) - _MAX_OWN} more")
    listed = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    return f"the template itself has {listed}, so every row is UCS-2, whatever its fields hold"


def others(countries: Sequence[Country]) -> Country:
    """Add up the countries that are not shown one by one."""
    spans = [costs for costs in map(span, countries) if costs]
    least, most = (
        (reduce(EXACT.add, of) for of in zip(*spans, strict=True)) if spans else (None, None)
    )
    return Country(
        0,  # as the gateway's list has the rest of the world
        counted(len(countries), "other"),
        sum(each.recipients for each in countries),
        sum(each.msg_count for each in countries),
        least if least == most else None,
        sum(each.unpriced for each in countries),
        least,
        most,
    )


def share(part: int, whole: int) -> str:
    """Write a part in per cent; what is not nothing is not 0.0 %, what is not all not 100.0 %.

    >>> share(1, 100_000), share(1, 3), share(99_999, 100_000)
    ('<0.1 %', '33.3 %', '>99.9 %')
    """
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.1:  # noqa: PLR2004 - one decimal
        return "<0.1 %"
    if 99.9 < percent < 100:  # noqa: PLR2004 - one decimal
        return ">99.9 %"
    return f"{percent:.1f} %"


def where(least: int, most: int | None) -> str:
    """Write a range of segments.

    >>> where(1, 1), where(1, 3)
    ('1 segment', '1 to 3 segments')
    """
    if most is None or least == most:
        return counted(least, "segment")
    return f"{least} to {most} segments"


def by_country(each: CountryFinding) -> tuple[str, str]:
    """Write what a country does with rows, and by whose table.

    >>> from datetime import date
    >>> read = date(2026, 1, 2)
    >>> by_country(CountryFinding("COUNTRY_TEXT_UCS2", "30", "Greece", "", "x.org", read, 2))
    ('+30 Greece: 2 rows, no text may be UCS-2', 'by the table of x.org, read on 2026-01-02')
    """
    what = f"+{each.prefix} {each.name}: {counted(each.rows, 'row')}, {MEANINGS[each.code]}"
    return what, f"by the table of {each.source}, read on {each.read}"


def found(field: FieldFound) -> str:
    """Write how long the values of a field are.

    >>> found(FieldFound("name", 1, 1, 0)), found(FieldFound("name", 0, 1, 2))
    ('1 character', '0 to 1 character, 2 beyond what its field allows')
    """
    lengths = counted(field.longest, "character")
    if field.shortest != field.longest:
        lengths = f"{field.shortest:,} to {lengths}"
    outside = f", {field.outside:,} beyond what its field allows" if field.outside else ""
    return lengths + outside
