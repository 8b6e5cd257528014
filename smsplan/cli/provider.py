"""``smsplan provider``."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from msgspec import Struct
from rich.text import Text
from typer import Argument, Option

from smsplan.cli import options
from smsplan.cli.lines import write_json
from smsplan.cli.streams import say, write_line
from smsplan.display import visible
from smsplan.providers import Fact, Provider, get, names
from smsplan.providers.facts import RULES


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


def _complete(incomplete: str) -> list[str]:
    return [name for name in names() if name.startswith(incomplete)]


def show_provider(
    name: Annotated[
        str | None,
        Argument(
            metavar="NAME",
            autocompletion=_complete,
            help="NAME is a provider, with options as in twilio:smart_encoding=true. With none,"
            " all are listed.",
        ),
    ] = None,
    *,
    older_than: Annotated[
        int | None,
        Option(metavar="DAYS", min=0, help="Only facts that were read over DAYS ago are printed."),
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
    chosen = [get(each) for each in names()] if name is None else [options.read_provider(name)]
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
            write_line(write_json(_line(provider, fact)))
    elif older_than is not None:
        say(*(f"{provider.name}: {fact.name}, read {fact.read}" for provider, fact in found))
        if not found:
            say(f"smsplan: no fact was read over {older_than} days ago", stderr=True)
    else:
        say(*_page(chosen[0]))


def _line(provider: Provider, fact: Fact) -> FactLine:
    return FactLine(
        provider.name, fact.group, fact.rule, fact.value, fact.source, fact.read.isoformat(),
        fact.confidence, fact.note,
    )  # fmt: skip


def _page(provider: Provider) -> Iterator[Text]:
    yield Text(provider.title, "bold")
    for option in provider.options:
        about = " ".join(option.about.split())
        yield Text(f"option {option.name}, {shown(option.default)} by default: {about}")
    known = {fact.name for fact in provider.facts}
    group = ""
    for fact in provider.facts:
        if fact.group != group:
            group = fact.group
            yield Text("")
            yield Text(group, "bold")
        yield Text(f"  {fact.rule}: ").append(shown(fact.value), "bold")
        yield Text(f"    {fact.source}, read {fact.read}, confidence {fact.confidence}", "dim")
        if fact.note:
            yield Text(f"    {' '.join(fact.note.split())}")
    yield Text("")
    unknown = [rule for rule in RULES if rule not in known]
    yield Text(f"unknown: {', '.join(unknown) or 'nothing'}")


def shown(value: object) -> str:
    """Write a value of a fact as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(item)}" for key, item in value.items()) or "allowed"
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    return "".join(map(visible, str(value))) or "none"
