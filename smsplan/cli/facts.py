"""What ``smsplan provider`` and ``smsplan country`` have in common: facts as lines."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Annotated, Final

from msgspec import Struct
from msgspec.structs import asdict
from typer import Option

from smsplan.cli.lines import write_json
from smsplan.cli.options import today
from smsplan.cli.streams import say, write_line
from smsplan.destinations.countries import Country
from smsplan.providers import Provider

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
_FACT: Final = re.compile(r"^- ([^*]*)\*\*(.*)\*\*")
_MARKS: Final = re.compile(r"^#+ |^: |`|<(?=https://)|(?<=\S)>(?=[.,])")


def show_facts(
    chosen: Iterable[Country | Provider],
    older_than: int | None,
    line: Callable[..., Struct] | None,
) -> None:
    """Print the facts that are old, or are to be a ``line`` of JSON each."""
    limit = None if older_than is None else today() - timedelta(older_than)
    facts = ((each, fact) for each in chosen for fact in each.facts)
    found = [(each, fact) for each, fact in facts if limit is None or fact.read < limit]
    for each, fact in found:
        if line is None:
            say(f"{each.name}: {fact.name}, read {fact.read}")
        else:
            write_line(write_json(line(each, **asdict(fact))))
    if not found and line is None:
        say(f"No fact was read over {older_than} days ago.")


def show_page(page: str) -> None:
    """Print a page without the marks of Markdown."""
    for line in page.splitlines():
        say(_FACT.sub(r"\1\2", line) if line.startswith("- ") else _MARKS.sub("", line))
