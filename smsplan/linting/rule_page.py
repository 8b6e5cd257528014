"""The page of a rule, as Markdown."""

from smsplan.arguments import checked
from smsplan.linting.rule import Rule


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
