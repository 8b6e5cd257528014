"""``smsplan rule``."""

import sys
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Final

import typer

from smsplan.cli.output import Status, fail
from smsplan.cli.streams import say
from smsplan.display import did_you_mean, quoted
from smsplan.linting import RULES, Rule, page
from smsplan.templates import TEMPLATE_RULES

ALL_RULES: Final[Mapping[str, Rule]] = {**RULES, **TEMPLATE_RULES}
"""Every rule there is, by its code."""


def complete_rules(incomplete: str) -> list[str]:
    """Return the codes, and names, that begin as what stands behind the last comma."""
    before, comma, beginning = incomplete.rpartition(",")
    names = (name for rule in ALL_RULES.values() for name in (rule.code, rule.name))
    return [
        f"{before}{comma}{name}" for name in names if name.lower().startswith(beginning.lower())
    ]


def show_rule(
    wanted: Annotated[
        str | None,
        typer.Argument(
            metavar="RULE",
            autocompletion=complete_rules,
            help="RULE is a code or a name. With none, the rules are listed.",
        ),
    ] = None,
) -> None:
    """Explain a rule of lint, or list the rules.

    It says what the rule finds, why that matters, and what to write instead.

    The exit status is 2 if there is no such rule.

    Examples:
    smsplan rule
    smsplan rule ENC001

    """
    if sys.flags.optimize > 1:
        message = "the pages of the rules are docstrings: run it without PYTHONOPTIMIZE=2"
        fail(message, Status.USAGE)
    if wanted is None:
        width = max(len(each.name) for each in ALL_RULES.values())
        rules = ALL_RULES.values()
        say(*(f"{each.code:<8} {each.name:<{width}}  {summary(each)}" for each in rules))
        return
    names = {name.lower(): each for each in ALL_RULES.values() for name in (each.code, each.name)}
    if wanted.lower() not in names:
        near = [names[name] for name in get_close_matches(wanted.lower(), names, 3, 0.5)]
        hint = did_you_mean([*dict.fromkeys(f"{each.code} {each.name}" for each in near)])
        hint = hint or "; smsplan rule lists all there are"
        fail(f"there is no rule {quoted(wanted)}{hint}", Status.USAGE)
    say(*page(names[wanted.lower()]).rstrip("\n").split("\n"))


def summary(of: Rule) -> str:
    """Return in one line what a rule finds."""
    return " ".join(of.what.split())
