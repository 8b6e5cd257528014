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
from smsplan.destinations.country_codes import ALIASES
from smsplan.display import did_you_mean, quoted
from smsplan.errors import CountryError
from smsplan.fact import Fact

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
    return places | {alias.casefold(): places[code.casefold()] for alias, code in ALIASES.items()}


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
    """Return a country by its code of ISO 3166-1, its calling code, or its name in English.

    What begins on a day counts from that ``day`` on; without one, it counts if it had begun
    when it was read.  Raises :class:`~smsplan.errors.CountryError` for a country that is not
    there, with those of like names.

    >>> get("DK").name, get("+1242").name, get("gr").facts[-1].rule
    ('Denmark', 'Bahamas', 'reports')
    """
    places = _places()
    place = places.get(name.strip().removeprefix("+").casefold())
    if place is None:
        names = [each for each in places if len(each) > _LONGEST]
        found = get_close_matches(name.casefold(), names)
        near = did_you_mean([*dict.fromkeys(_rows()[places[each]][0].name for each in found)])
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
