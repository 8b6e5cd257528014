"""``smsplan provider``."""

from datetime import date
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import astuple
from typer import Argument

from smsplan.cli import options
from smsplan.cli.facts import AsJson, OlderThan, show_facts
from smsplan.cli.streams import say
from smsplan.providers import get, names, page


class FactLine(Struct, frozen=True):
    """A fact about a provider, and when and where it was read."""

    provider: str
    group: str
    rule: str
    value: Any
    source: str
    read: date
    confidence: str
    note: str


def show_provider(
    name: Annotated[
        str | None,
        Argument(
            metavar="NAME",
            autocompletion=options.beginning(names),
            help="NAME is a provider, with options as in twilio:smart_encoding=true. With none,"
            " all are listed.",
        ),
    ] = None,
    *,
    older_than: OlderThan = None,
    as_json: AsJson = False,
) -> None:
    """Print what is known of a provider, with sources.

    With no NAME the providers are listed. What a provider does not document is unknown.

    Examples:
    smsplan provider
    smsplan provider twilio
    smsplan provider --older-than 365

    """
    chosen = (
        [get(each) for each in names()] if name is None else [options.read_provider(name, "NAME")]
    )
    if as_json or older_than is not None:
        facts = ((each.name, fact) for each in chosen for fact in each.facts)
        line = (lambda name, fact: FactLine(name, *astuple(fact)[:-1])) if as_json else None
        show_facts(facts, older_than, line)
    elif name is None:
        width = max(len(each.name) for each in chosen)
        say(*(f"{each.name:<{width}}  {each.title}" for each in chosen))
    else:
        say(*page(chosen[0]).splitlines())
