"""Facts that somebody has read: what is so, where that stands, and how sure it is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

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


_CITED: Final = attrgetter("source", "read", "confidence", "note")


def page_lines(facts: Iterable[Fact], meanings: Mapping[str, str]) -> Iterator[str]:
    """Write facts by their groups, those of one source together, in Markdown."""
    for group, alike in groupby(facts, attrgetter("group")):
        yield from ("", f"## {group}")
        by_source: dict[tuple[object, ...], list[Fact]] = {}
        for fact in alike:
            by_source.setdefault(_CITED(fact), []).append(fact)
        for (source, read, confidence, note), same in by_source.items():
            yield ""
            for fact in same:
                since = f", since {fact.since}" if fact.since else ""
                meaning = f" ({meanings[fact.name]})" if fact.name in meanings else ""
                yield f"- {fact.rule}: **{shown(fact.value)}**{since}{meaning}"
            yield from ("", f"<{source}>, read {read}, confidence {confidence}.")
            if note:
                yield one_line(str(note))


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
