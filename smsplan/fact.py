"""Facts that somebody has read: what is so, where that stands, and how sure it is."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from msgspec import Struct

from smsplan.display import visible


class Fact(Struct, frozen=True):
    """One thing that a provider does, or that is so in a country.

    ``group`` and ``rule`` say what it is about, ``value`` what is so.  ``source`` is the
    address where it was ``read`` on that day; ``confidence`` is ``high``, ``medium`` or
    ``low``; ``note`` says where sources disagree.  It is so from the day ``since`` on, if there
    is one.
    """

    group: str
    rule: str
    value: Any
    source: str
    read: date
    confidence: str
    note: str = ""
    since: date | None = None

    @property
    def name(self) -> str:
        """The rule with its group, such as ``limits.most``."""
        return f"{self.group}.{self.rule}"


def page_lines(facts: Iterable[Fact]) -> Iterator[str]:
    """Write facts that stand together by their groups, in Markdown."""
    for group, alike in groupby(facts, attrgetter("group")):
        yield from ("", f"## {group}")
        for fact in alike:
            since = f", since {fact.since}" if fact.since else ""
            yield from ("", f"{fact.rule}: **{shown(fact.value)}**{since}")
            yield f": <{fact.source}>, read {fact.read}, confidence {fact.confidence}."
            if fact.note:
                yield f"  {one_line(fact.note)}"


def one_line(text: str) -> str:
    """Write a text without its line ends."""
    return " ".join(text.split())


def shown(value: object) -> str:
    """Write a value of a fact in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(item)}" for key, item in value.items()) or "allowed"
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return "".join(map(visible, str(value))) or "none"
