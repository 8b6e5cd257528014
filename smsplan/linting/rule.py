"""What a rule is, how its documentation is read from its function, and its page of Markdown."""

from collections.abc import Callable, Iterable
from inspect import cleandoc
from typing import Any, Final

from msgspec import Struct

from smsplan.arguments import checked
from smsplan.findings import Fix, Severity


class Hit(Struct, frozen=True):
    """What a rule found: a message, and where; without offsets it is about the whole text."""

    message: str
    start: int | None = None
    end: int | None = None
    fix: Fix | None = None
    severity: Severity | None = None
    """That of the rule, if it is not another."""


class Rule(Struct, frozen=True):
    """A rule of static analysis and its documentation.

    ``example`` has calls of Python that report the rule, ``instead`` calls that
    do not; both see the public names of smsplan.  ``always`` is whether the rule
    has something to say of a text of one segment in GSM-7 too.
    """

    code: str
    name: str
    severity: Severity
    check: Callable[[Any], Iterable[Hit]]
    always: bool
    what: str
    why: str
    example: tuple[str, ...]
    instead: tuple[str, ...]
    source: str


_SECTIONS: Final = ("Why:", "Example:", "Instead:", "Source:")


def rule(
    code: str, name: str, severity: Severity = Severity.WARNING, *, always: bool = False
) -> Callable[[Callable[[Any], Iterable[Hit]]], Rule]:
    """Make a rule of a function whose docstring has all the sections, in their order."""

    def register(check: Callable[[Any], Iterable[Hit]]) -> Rule:
        rest = cleandoc(check.__doc__ or "")
        sections = []
        for heading in _SECTIONS:
            section, _, rest = rest.partition(f"\n{heading}")
            sections.append(section.strip())
        what, why, *calls = sections
        example, instead = (tuple(map(str.strip, each.splitlines())) for each in calls)
        source = rest.strip()
        return Rule(code, name, severity, check, always, what, why, example, instead, source)

    return register


@checked
def page(rule: Rule) -> str:
    """Write the documentation of a rule, as ``smsplan rule`` shows it and ``docs/rules`` has it."""
    blocks = [
        f"# {rule.name} ({rule.code})",
        rule.what,
        f"Severity: {rule.severity}.",
        "## Why is this bad?",
        rule.why,
        "## Example",
        _code(rule.example),
        "## Use instead",
        _code(rule.instead),
        "## Source",
        rule.source,
    ]
    return "\n\n".join(blocks) + "\n"


def _code(calls: tuple[str, ...]) -> str:
    return "\n".join(["```python", *calls, "```"])
