"""``smsplan provider``."""

from typing import Annotated

from typer import Argument

from smsplan.cli import options
from smsplan.cli.facts import AsJson, OlderThan, show_facts, show_page
from smsplan.cli.streams import say
from smsplan.fact import Fact
from smsplan.providers import get, names, page


class FactLine(Fact, frozen=True, kw_only=True):
    """A fact about a provider, when and where it was read, and the day on which it began."""

    provider: str


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
        line = (lambda of, **fact: FactLine(provider=of.name, **fact)) if as_json else None
        show_facts(chosen, older_than, line)
    elif name is None:
        width = max(len(each.name) for each in chosen)
        say(*(f"{each.name:<{width}}  {each.title}" for each in chosen))
    else:
        show_page(page(chosen[0]))
