"""``smsplan lint``."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from smsplan.catalogs import LintSettings
from smsplan.catalogs.checking import CATALOGUES, KEY_PATHS
from smsplan.cli import options
from smsplan.cli.configuration import EMPTY, FILE, Configuration, find
from smsplan.cli.fields import Fields, configured_fields, read_fields
from smsplan.cli.lint_files import choose_files
from smsplan.cli.lint_run import Run
from smsplan.cli.output import Status, fail
from smsplan.cli.reports import Report
from smsplan.cli.reports.github import GithubReport
from smsplan.cli.reports.jsonl import JsonReport
from smsplan.cli.reports.sarif import SarifReport
from smsplan.cli.reports.text import TextReport
from smsplan.cli.rule import ALL_RULES, complete_rules
from smsplan.cli.streams import say
from smsplan.errors import UnknownRuleError
from smsplan.linting.linter import chosen
from smsplan.planning import MAX_SEGMENTS, Boundary, Profile
from smsplan.templates import Field, Syntax
from smsplan.templates.linting import invalid_template


class Format(StrEnum):
    """The forms of the report."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


_REPORTS: Final[Mapping[Format, Callable[..., Report]]] = {
    Format.TEXT: TextReport,
    Format.JSON: JsonReport,
    Format.SARIF: SarifReport,
    Format.GITHUB: GithubReport,
}


def lint_files(  # noqa: PLR0913 - one parameter an option
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="FILE is a catalogue (.po, .pot, .json, .yaml, .yml) or .txt, a message a line;"
            " - stands for standard input, a folder for its files that the configuration names."
            " With none, those of the configuration are checked, else standard input.",
        ),
    ] = None,
    *,
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULES",
            autocompletion=complete_rules,
            help="Only RULES are checked: codes, prefixes or names, with commas.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULES", autocompletion=complete_rules, help="Of those, RULES are left out."
        ),
    ] = None,
    max_messages: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="A text may need N segments (COST006); if not said, 255."
        ),
    ] = None,
    template: Annotated[
        Syntax | None,
        typer.Option(
            metavar="SYNTAX",
            help="Each text is a template in SYNTAX: mustache {{a}}, format {a}, percent %(a)s,"
            " dollar $a or notify ((a)).",
        ),
    ] = None,
    fields: Fields = None,
    keys: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Only keys like PATTERN are checked, such as 'sms.*', where * is any text; a .po"
            " has msgids. The option may be repeated.",
        ),
    ] = None,
    whole: Annotated[
        bool | None,
        typer.Option(
            "--whole/--lines",
            help="A text file is one message, or one a line; so is a file whose name does not"
            " say what it is.",
        ),
    ] = None,
    output_format: Annotated[
        Format,
        typer.Option(
            "--format",
            metavar="FORM",
            help="FORM is text, json (a line a finding), sarif or github.",
        ),
    ] = Format.TEXT,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Write safe fixes into text, JSON and .po files, where they save a segment; what"
            " is not reported is not fixed. Standard input comes out fixed, and the report on"
            " standard error.",
        ),
    ] = False,
    show_diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            help="Show what --fix would change (in YAML too) instead of a report; change nothing.",
        ),
    ] = False,
    force_exclude: Annotated[
        bool,
        typer.Option(
            "--force-exclude",
            help="Leave out what is named but matches none of the files of the configuration,"
            " if it has any: for hooks, which name whatever was changed.",
        ),
    ] = False,
    stdin_filename: Annotated[
        str | None, typer.Option(metavar="NAME", help="Standard input is taken for NAME.")
    ] = None,
    boundary: Annotated[
        Boundary | None,
        typer.Option(
            metavar="PLACE",
            help="PLACE is where a text may be split: code-point, grapheme or word.",
        ),
    ] = None,
    reference_bits: Annotated[
        options.ReferenceBits | None,
        typer.Option(metavar="BITS", help="BITS of the concatenation reference are 8 or 16."),
    ] = None,
    languages: options.Languages = None,
    provider: options.ProviderName = None,
) -> None:
    """Find what makes messages costly or unreadable.

    It reads text files, .po, JSON and YAML. Options stand in the table
    tool.smsplan of the nearest pyproject.toml too; those given here go before.

    The exit status is 0 if nothing was found or all was fixed, 1 if there are
    findings (with --diff: if there is a difference), 2 if a file could not be read.

    Examples:
    smsplan lint messages.txt
    smsplan lint --fix messages.txt
    smsplan lint --provider govuk-notify:prefix=HMRC messages.txt
    smsplan lint --template mustache --field name=20:latin templates.json

    """
    if show_diff and output_format is not Format.TEXT:
        raise typer.BadParameter(
            f"--diff cannot be combined with --format {output_format}", param_hint="--diff"
        )
    try:
        found = find(Path.cwd())
    except ValueError as error:
        fail(str(error), Status.USAGE)
    given = Configuration(
        select=_words(select),
        ignore=_words(ignore),
        max_messages=max_messages,
        boundary=boundary,
        reference_bits=reference_bits,  # type: ignore[arg-type] # an IntEnum of 8 and 16
        languages=tuple(languages) if languages else None,
        provider=provider,
        template=template,
        keys=tuple(keys) if keys else None,
        whole=whole,
    )
    settings = _settings(given, found.configuration, read_fields(fields))
    if settings.syntax is None and fields:
        raise typer.BadParameter(
            "only templates have fields: name their syntax with --template", param_hint="--field"
        )
    if settings.syntax and (fix or show_diff):
        raise typer.BadParameter(
            "what a template costs depends on its fields, so lint does not change one",
            param_hint="--diff" if show_diff else "--fix",
        )
    run = Run(
        settings,
        _REPORTS[output_format],
        whole=bool(found.configuration.whole if whole is None else whole),
        fix=fix,
        show_diff=show_diff,
        stdin_filename=stdin_filename,
    )
    choice = choose_files(files or (), found, is_text=whole is not None, only_matched=force_exclude)
    run.files(choice)
    for name in sorted({each.rpartition("=")[0] for each in fields or ()} - run.fields):
        say(f"smsplan: no text has a field {name}", stderr=True)
    unmatched = _unmatched(run, settings.keys, are_expected=bool(keys or not files))
    if run.failed or (unmatched and not run.found):
        raise typer.Exit(Status.USAGE)
    if run.found:
        raise typer.Exit(Status.ERRORS)


def _words(given: list[str] | None) -> tuple[str, ...] | None:
    """Take the rules of an option, which commas part."""
    if not given:
        return None
    return tuple(word.strip() for each in given for word in each.split(",") if word.strip())


def _settings(
    given: Configuration, configured: Configuration, fields: dict[str, Field]
) -> LintSettings:
    """Bring together the options that are given and the configuration, which they go before."""
    select, ignore = (_rules(given, configured, name) for name in ("select", "ignore"))
    codes = [rule.code for rule in chosen(ALL_RULES, select, ignore or ())]
    return LintSettings(
        profile=_profile(given, configured),
        codes=frozenset({*codes, invalid_template.code}),  # which is always told
        max_segments=given.max_messages or configured.max_messages or MAX_SEGMENTS,
        syntax=given.template or configured.template,
        fields=configured_fields(configured) | fields,
        keys=given.keys or configured.keys or (),
        keyed=CATALOGUES if given.keys else KEY_PATHS,
    )


def _profile(given: Configuration, configured: Configuration) -> Profile:
    """Return that of the provider, which is said instead of what else a profile is made of."""
    option, name = "--provider", given.provider
    if name is None:
        option, name = f"[tool.smsplan] provider of {FILE}", configured.provider
    else:
        configured = EMPTY
    return options.read_profile(
        given.boundary or configured.boundary or Boundary.CODE_POINT,
        options.ReferenceBits(given.reference_bits or configured.reference_bits or 8),
        [*(given.languages or configured.languages or ())],
        None if name is None else options.read_provider(name, option),
        option=option,
    )


def _rules(given: Configuration, configured: Configuration, name: str) -> tuple[str, ...] | None:
    words: tuple[str, ...] | None = getattr(given, name)
    hint = f"--{name}"
    if words is None:
        words = getattr(configured, name)
        hint = f"[tool.smsplan] {name} of {FILE}"
    if name == "select" and words == ():
        raise typer.BadParameter(
            "no rule is named, so that nothing would be checked", param_hint=hint
        )
    try:
        chosen(ALL_RULES, words, ())
    except UnknownRuleError as error:
        raise typer.BadParameter(str(error), param_hint=hint) from None
    return words


def _unmatched(run: Run, patterns: Sequence[str], *, are_expected: bool) -> bool:
    """Write which patterns match no key; return whether that is a mistake.

    Where patterns are configured and some files named, these need not have such keys.
    """
    unmatched = sorted(run.unmatched or ())
    if are_expected or len(unmatched) == len(patterns):
        for pattern in unmatched:
            say(f"smsplan: no key matches {pattern}", stderr=True)
    return are_expected and bool(unmatched)
