"""The countries: ``countries.csv`` has what is known of each, ``changes.toml`` what is newer."""

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from smsplan.arguments import checked
from smsplan.destinations import country_codes
from smsplan.display import did_you_mean, quoted
from smsplan.errors import CountryError
from smsplan.fact import Fact, page_lines

_SOURCE: Final[dict[str, Any]] = {
    "source": "https://github.com/alphagov/notifications-utils/blob/a9af02ae/notifications_utils/"
    "international_billing_rates.yml",
    "read": date(2026, 11, 28),
    "confidence": "medium",
}
"""Where ``countries.csv`` is from, which has no day of its own."""
_GROUPS: Final = ("sender", "text", "use", "delivery")
_LONGEST: Final = 4
"""Digits of a prefix: under the calling code 1 three more tell countries apart."""
RULES: Final[Mapping[str, str]] = {
    "sender.alphanumeric": "senders with letters",
    "sender.numeric": "senders of digits, but for short codes",
    "sender.short-code": "short codes as senders",
    "sender.alphanumeric-otherwise": "what becomes of other senders with letters",
    "sender.numeric-otherwise": "what becomes of other senders of digits",
    "sender.replaced": "another sender is shown, whatever is given",
    "sender.numeric-from": "whose numbers may be senders: the country's own, or those from abroad",
    "sender.numeric-min": "least digits of a sender",
    "sender.numeric-max": "most digits of a sender",
    "sender.short-code-form": "digits of a short code; x is any",
    "sender.min": "least characters of a sender with letters",
    "sender.max": "most characters of a sender with letters",
    "sender.length": "characters that a sender with letters has",
    "sender.characters": "characters of a sender with letters",
    "sender.without": "characters that are not allowed in a sender",
    "sender.no-space": "spaces are not allowed in a sender",
    "sender.not-at-ends": "characters that may not begin or end a sender",
    "sender.forbidden": "senders that nobody may have",
    "sender.generic": "senders that name nobody, such as INFO",
    "sender.case-sensitive": "capitals are as they are registered",
    "text.max": "most characters of a text",
    "text.max-gsm7": "most characters of a text in GSM-7",
    "text.max-ucs2": "most characters of a text in UCS-2",
    "text.no-ucs2": "no text may be UCS-2",
    "text.no-special-characters": "no special characters; which these are is not known",
    "text.no-concatenation": "a longer text arrives as messages that are not concatenated",
    "text.some-gsm7-missing": "some characters of GSM-7 are missing; which is not known",
    "text.prefix": "what is added before a text, and billed",
    "text.suffix": "what is added to a text, and billed; ?: not known",
    "text.suffix-length": "how many characters are added to a text, and billed",
    "text.links": "whether a text may have links",
    "use.opt-in": "a recipient has to have agreed",
    "use.opt-out-wording": "a text has to say how to opt out",
    "use.transactional-only": "only texts about a transaction are allowed",
    "use.no-marketing": "no marketing; with hours, none in these, at this offset from UTC",
    "use.hours": "hours in which texts may be sent, at this offset from UTC",
    "use.marketing-hours": "hours in which marketing may be sent",
    "use.marketing-prefix": "what a sender begins with in marketing",
    "use.marketing-suffix": "what a sender ends with in marketing",
    "use.sender-suffix": "what an operator adds to a sender, by the purpose",
    "use.local-clients-only": "only companies of the country may send",
    "delivery.reports": "whether delivery is reported; carrier: by the carrier, not the handset",
    "delivery.failures": "whether delivery fails",
}
"""Every rule that a fact may be about, and what its value says."""


class Country(Struct, frozen=True, dict=True):
    """What is known of a country, or of several that share a prefix; made by :func:`get`.

    ``prefixes`` are what its numbers begin with, ``regions`` its codes of ISO 3166-1; there are
    none of satellites and the like.  What has no fact is not known.
    """

    prefixes: tuple[str, ...]
    regions: tuple[str, ...]
    name: str
    facts: tuple[Fact, ...] = ()

    @cached_property
    def known(self) -> Mapping[str, Fact]:
        """The facts by their names, such as ``sender.alphanumeric``."""
        return MappingProxyType({fact.name: fact for fact in self.facts})


@cache
def _rows() -> tuple[tuple[Country, list[Fact]], ...]:
    """Return the countries as the table has them, each with the facts that are newer."""
    folder = files("smsplan.destinations.countries")
    newer: dict[str, list[Fact]] = {}
    for each in tomllib.loads(folder.joinpath("changes.toml").read_text("utf-8"))["read"]:
        facts = newer.setdefault(each.pop("prefix"), [])
        rules = {group: each.pop(group) for group in _GROUPS if group in each}
        for group, named in rules.items():
            for rule, value in named.items():
                fact = tuple(value) if isinstance(value, list) else value
                facts.append(Fact(group, rule, fact, **each))
    lines = folder.joinpath("countries.csv").read_text("utf-8").splitlines()
    read = [_country_of(row) for row in csv.DictReader(lines)]
    return tuple((country, newer.get(country.prefixes[0], [])) for country in read)


def _country_of(row: Mapping[str, str]) -> Country:
    """Read a line of the table."""
    written = {name: value for name, value in row.items() if "." in name and value}
    for each in filter(None, row["others"].split("; ")):
        name, _, value = each.partition("=")
        written[name] = value
    facts = []
    for name, value in written.items():
        group, _, rule = name.partition(".")
        said = int(value) if value.isdecimal() else value or True
        facts.append(Fact(group, rule, said, **_SOURCE))
    prefixes, regions = row["prefixes"].split(), row["regions"].split()
    return Country(tuple(prefixes), tuple(regions), row["name"], tuple(facts))


@cache
def _places() -> Mapping[str, int]:
    """Return which row a prefix, a code of ISO 3166-1 or a name has."""
    places: dict[str, int] = {}
    for place, (country, _) in enumerate(_rows()):
        names = *country.regions, country.name, *country.name.split(", ")
        places |= dict.fromkeys([*country.prefixes, *map(str.casefold, names)], place)
    return places


@lru_cache(maxsize=1024)
def _country(place: int, day: date | None) -> Country:
    country, newer = _rows()[place]
    latest = day if day is None else max(day, date.min)  # what is no date fails here, always
    begun = [fact for fact in newer if (fact.since or date.min) <= (latest or fact.read)]
    facts = {fact.name: fact for fact in (*country.facts, *begun)}
    ordered = sorted(facts.values(), key=lambda fact: _GROUPS.index(fact.group))
    return replace(country, facts=tuple(ordered))


@checked
def get(name: str, *, day: date | None = None) -> Country:
    """Return a country by its code of ISO 3166-1, its calling code, or its name in some language.

    What begins on a day counts from that ``day`` on; without one, it counts if it had begun
    when it was read.  Raises :class:`~smsplan.errors.CountryError` for a country that is not
    there, with those of like names.

    >>> get("DK").name, get("+1242").name, get("gr").name, get("Danmark").name
    ('Denmark', 'Bahamas', 'Greece', 'Denmark')
    """
    places = _places()
    written = name.strip().removeprefix("+")
    place = places.get(written.casefold())
    if place is None:
        iso = country_codes.code(written) or country_codes.named(written)
        place = places.get(iso.casefold())
    if place is None:
        names = [each for each in places if len(each) > _LONGEST]
        rows = dict.fromkeys(places[each] for each in get_close_matches(name.casefold(), names))
        near = did_you_mean([quoted(_rows()[row][0].name) for row in rows])
        raise CountryError(f"there is no country {quoted(name)}{near or ', such as DK or 45'}")
    return _country(place, day)


@checked
def of(digits: str, *, day: date | None = None) -> Country:
    """Return the country of a number, given as its digits, or as the first four of them.

    Raises :class:`~smsplan.errors.CountryError` where no prefix is that of a country.

    >>> of("4520123456").name, of("12425550123").name
    ('Denmark', 'Bahamas')
    """
    places = _places()
    for size in range(_LONGEST if digits.isdecimal() else 0, 0, -1):
        if (place := places.get(digits[:size])) is not None:
            return _country(place, day)
    raise CountryError(f"{quoted(digits)} begins with no prefix of a country")


@checked
def listed(*, day: date | None = None) -> tuple[Country, ...]:
    """List all countries, by prefix."""
    return tuple(_country(place, day) for place in range(len(_rows())))


@checked
def page(country: Country) -> str:
    """Return what is known of a country, with sources, in Markdown."""
    regions = f", {' '.join(country.regions)}" if country.regions else ""
    prefixes = ", ".join(f"+{each}" for each in country.prefixes)
    lines = [f"# {country.name}", "", f"{prefixes}{regions}.", *page_lines(country.facts, RULES)]
    if not country.facts:
        lines += ["", "Nothing is known of senders and texts there."]
    return "\n".join([*lines, ""])
