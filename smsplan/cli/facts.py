"""What ``smsplan provider`` and ``smsplan country`` have in common: facts as lines."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from msgspec import Struct
from typer import Option

from smsplan.cli.lines import write_json
from smsplan.cli.streams import say, write_line
from smsplan.fact import Fact

OlderThan = Annotated[
    int | None,
    Option(
        metavar="DAYS",
        min=0,
        max=100_000,
        help="Only facts that were read over DAYS ago are printed.",
    ),
]
AsJson = Annotated[bool, Option("--json", help="Print JSON, a line a fact.")]


def today() -> date:
    """Return the day in UTC."""
    return datetime.now(UTC).date()


def show_facts(
    facts: Iterable[tuple[str, Fact]],
    older_than: int | None,
    line: Callable[..., Struct] | None,
) -> None:
    """Print the facts of each name that are old, or are to be a ``line`` of JSON each."""
    limit = None if older_than is None else today() - timedelta(older_than)
    found = [(name, fact) for name, fact in facts if limit is None or fact.read < limit]
    for name, fact in found:
        if line is None:
            say(f"{name}: {fact.name}, read {fact.read}")
        else:
            write_line(write_json(line(name, fact)))
    if not found and line is None:
        say(f"No fact was read over {older_than} days ago.")
