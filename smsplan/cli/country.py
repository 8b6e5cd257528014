"""``smsplan country``."""

from datetime import date
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import astuple
from typer import Argument

from smsplan.cli import options
from smsplan.cli.facts import AsJson, OlderThan, show_facts, today
from smsplan.cli.output import refuse
from smsplan.cli.streams import say
from smsplan.destinations.countries import get, listed, page
from smsplan.errors import CountryError


class CountryLine(Struct, frozen=True):
    """A fact about a country, when and where it was read, and the day on which it began."""

    country: str
    group: str
    rule: str
    value: Any
    source: str
    read: date
    confidence: str
    note: str
    since: date | None


def show_country(
    name: Annotated[
        str | None,
        Argument(
            metavar="NAME",
            autocompletion=options.beginning(
                lambda: (region for each in listed() for region in each.regions)
            ),
            help="NAME is a code of ISO 3166-1, a calling code, or the name in English. With none,"
            " all are listed.",
        ),
    ] = None,
    *,
    older_than: OlderThan = None,
    as_json: AsJson = False,
) -> None:
    """Print what is known of a country, with sources.

    It is about senders and texts, and what is so today. What is not known of a
    country is not there.

    Examples:
    smsplan country
    smsplan country DK
    smsplan country 353 --json

    """
    try:
        chosen = listed(day=today()) if name is None else (get(name, day=today()),)
    except CountryError as error:
        refuse("NAME", error)
    if as_json or older_than is not None:
        facts = ((each.name, fact) for each in chosen for fact in each.facts)
        line = (lambda name, fact: CountryLine(name, *astuple(fact))) if as_json else None
        show_facts(facts, older_than, line)
    elif name is None:
        prefixes = [" ".join(f"+{prefix}" for prefix in each.prefixes) for each in chosen]
        width = max(map(len, prefixes))
        regions = (f"  ({' '.join(each.regions)})" if each.regions else "" for each in chosen)
        lines = zip(prefixes, chosen, regions, strict=True)
        say(*(f"{first:<{width}}  {each.name}{codes}" for first, each, codes in lines))
    else:
        say(*page(chosen[0]).splitlines())
