"""The page of a provider: its facts as a person reads them, in Markdown."""

from collections.abc import Iterator
from itertools import groupby

from smsplan.display import visible
from smsplan.providers.facts import RULES, Fact, sheet
from smsplan.providers.provider import Provider


def page(provider: Provider) -> str:
    """Return what is known of a provider, with sources, and what is not."""
    return "\n".join([*_lines(provider), ""])


def _lines(provider: Provider) -> Iterator[str]:
    yield f"# {provider.title}"
    yield ""
    yield f"`{provider.name}`. Begin reading at <{sheet(provider.name).page}>."
    for option in provider.options:
        yield ""
        values = f": {', '.join(map(_written, option.values))}" if option.values else ""
        yield f"Option `{option.name}`{values}; {_written(option.default)} by default"
        yield f": {_line(option.about)}"
    for group, facts in groupby(provider.facts, lambda fact: fact.group):
        yield from ("", f"## {group}")
        for fact in facts:
            yield ""
            yield from _fact(fact)
    known = {fact.name for fact in provider.facts}
    unknown = [rule for rule in RULES if rule not in known]
    yield from ("", "## unknown", "", f"{', '.join(unknown) or 'Nothing'}.")


def _fact(fact: Fact) -> Iterator[str]:
    yield f"{fact.rule}: **{shown(fact.value)}**"
    yield f": <{fact.source}>, read {fact.read}, confidence {fact.confidence}."
    if fact.note:
        yield f"  {_line(fact.note)}"


def _written(value: object) -> str:
    """Write a value of an option as a command takes it."""
    return str(value).lower() if isinstance(value, bool) else shown(value)


def _line(text: str) -> str:
    return " ".join(text.split())


def shown(value: object) -> str:
    """Write a value of a fact in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(item)}" for key, item in value.items()) or "allowed"
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    return "".join(map(visible, str(value))) or "none"
