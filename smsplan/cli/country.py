"""``smsplan country``."""

from typing import Annotated

from typer import Argument

from smsplan.cli import options
from smsplan.cli.facts import AsJson, OlderThan, show_facts, show_page
from smsplan.cli.output import refuse
from smsplan.cli.streams import say
from smsplan.destinations.countries import get, listed, page
from smsplan.errors import CountryError
from smsplan.fact import Fact


class CountryLine(Fact, frozen=True, kw_only=True):
    """A fact about a country, when and where it was read, and the day on which it began."""

    country: str
    prefixes: tuple[str, ...]
    regions: tuple[str, ...]


def show_country(
    name: Annotated[
        str | None,
        Argument(
            metavar="NAME",
            autocompletion=options.beginning(
                lambda: (region for each in listed() for region in each.regions)
            ),
            help="NAME is a code of ISO 3166-1, a calling code, or the name. With none,"
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
        chosen = listed(day=options.today()) if name is None else (get(name, day=options.today()),)
    except CountryError as error:
        refuse("NAME", error)
    if as_json or older_than is not None:
        line = lambda of, **fact: CountryLine(  # noqa: E731
            country=of.name, prefixes=of.prefixes, regions=of.regions, **fact
        )
        show_facts(chosen, older_than, line if as_json else None)
    elif name is None:
        prefixes = [" ".join(f"+{prefix}" for prefix in each.prefixes) for each in chosen]
        width = max(map(len, prefixes))
        regions = (f"  ({' '.join(each.regions)})" if each.regions else "" for each in chosen)
        lines = zip(prefixes, chosen, regions, strict=True)
        say(*(f"{first:<{width}}  {each.name}{codes}" for first, each, codes in lines))
    else:
        show_page(page(chosen[0]))
