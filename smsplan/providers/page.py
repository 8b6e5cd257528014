"""The page of a provider: its facts as a person reads them, in Markdown."""

from collections.abc import Iterator

from smsplan.fact import one_line, page_lines, shown
from smsplan.providers.facts import RULES, sheet
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
        yield f": {one_line(option.about)}"
    yield from page_lines(provider.facts, {})
    known = {fact.name for fact in provider.facts}
    unknown = [rule for rule in RULES if rule not in known]
    yield from ("", "## unknown", "", f"{', '.join(unknown) or 'Nothing'}.")


def _written(value: object) -> str:
    """Write a value of an option as a command takes it."""
    return str(value).lower() if isinstance(value, bool) else shown(value)
