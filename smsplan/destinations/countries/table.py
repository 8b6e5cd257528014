"""The countries: ``countries.csv`` has what is known of each, ``changes.toml`` what is newer."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct

from smsplan.arguments import check, checked
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


class _Row(Struct, frozen=True):
    country: Country
    changes: list[dict[str, Any]]


@cache
def _rows() -> tuple[_Row, ...]:
    folder = files("smsplan.destinations.countries")
    changes: dict[str, list[dict[str, Any]]] = {}
    for each in tomllib.loads(folder.joinpath("changes.toml").read_text("utf-8"))["read"]:
        changes.setdefault(each.pop("prefix"), []).append(each)
    lines = folder.joinpath("countries.csv").read_text("utf-8").splitlines()
    return tuple(
        _Row(
            Country(prefixes, tuple(row["regions"].split()), row["name"], tuple(_first(row))),
            [change for prefix in prefixes for change in changes.get(prefix, ())],
        )
        for row in csv.DictReader(lines)
        for prefixes in [tuple(row["prefixes"].split())]
    )


def _first(row: Mapping[str, str]) -> Iterator[Fact]:
    """Return the facts of a line of the table."""
    written = {name: value for name, value in row.items() if "." in name and value}
    for each in filter(None, row["others"].split("; ")):
        name, _, value = each.partition("=")
        written[name] = value
    for name, value in written.items():
        read = int(value) if value.isdecimal() else value or True
        group, _, rule = name.partition(".")
        yield Fact(group, rule, read, **_SOURCE)


@cache
def _places() -> Mapping[str, int]:
    """Return which row a prefix, a code of ISO 3166-1 or a name has."""
    places: dict[str, int] = {}
    for place, row in enumerate(_rows()):
        names = *row.country.regions, row.country.name, *row.country.name.split(", ")
        places |= dict.fromkeys([*row.country.prefixes, *map(str.casefold, names)], place)
    return places | {alias.casefold(): places[code.casefold()] for alias, code in ALIASES.items()}


@lru_cache(maxsize=1024)
def _country(place: int, day: date | None) -> Country:
    country, changes = _rows()[place].country, _rows()[place].changes
    facts = dict(country.known)
    latest = day if day is None else max(day, date.min)  # what is no date fails here, always
    for change in changes:
        cited = {name: change[name] for name in change if name not in _GROUPS}
        if cited.get("since", date.min) <= (latest or cited["read"]):
            new = (
                Fact(group, rule, tuple(value) if isinstance(value, list) else value, **cited)
                for group in _GROUPS
                for rule, value in change.get(group, {}).items()
            )
            facts |= {fact.name: fact for fact in new}
    ordered = sorted(facts.values(), key=lambda fact: _GROUPS.index(fact.group))
    return Country(country.prefixes, country.regions, country.name, tuple(ordered))


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
        near = did_you_mean([*dict.fromkeys(_rows()[places[each]].country.name for each in found)])
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
    for size in range(_LONGEST, 0, -1):
        if (place := places.get(digits[:size])) is not None:
            return _country(place, day)
    check(of, digits, day=day)
    raise CountryError(f"{quoted(digits)} begins with no prefix of a country")


@checked
def listed(*, day: date | None = None) -> tuple[Country, ...]:
    """List all countries, by prefix."""
    return tuple(_country(place, day) for place in range(len(_rows())))
