"""``smsplan provider``."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from msgspec import Struct
from typer import Argument, Option

from smsplan.cli import options
from smsplan.cli.lines import write_json
from smsplan.cli.streams import say, write_line
from smsplan.providers import get, names, page


class FactLine(Struct, frozen=True):
    """A fact about a provider, and when and where it was read."""

    provider: str
    group: str
    rule: str
    value: Any
    source: str
    read: str
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
    older_than: Annotated[
        int | None,
        Option(
            metavar="DAYS",
            min=0,
            max=100_000,
            help="Only facts that were read over DAYS ago are printed.",
        ),
    ] = None,
    as_json: Annotated[bool, Option("--json", help="Print JSON, a line a fact.")] = False,
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
    if name is None and older_than is None and not as_json:
        width = max(len(each.name) for each in chosen)
        say(*(f"{each.name:<{width}}  {each.title}" for each in chosen))
        return
    limit = None if older_than is None else datetime.now(UTC).date() - timedelta(older_than)
    found = [
        (each, fact) for each in chosen for fact in each.facts if limit is None or fact.read < limit
    ]
    if as_json:
        for provider, fact in found:
            line = FactLine(
                *(provider.name, fact.group, fact.rule, fact.value, fact.source),
                *(fact.read.isoformat(), fact.confidence, fact.note),
            )
            write_line(write_json(line))
    elif older_than is not None:
        say(*(f"{provider.name}: {fact.name}, read {fact.read}" for provider, fact in found))
        if not found:
            say(f"No fact was read over {older_than} days ago.")
    else:
        say(*page(chosen[0]).splitlines())
