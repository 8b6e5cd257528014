"""The command and its subcommands."""

import re
from collections.abc import Callable, Mapping
from inspect import getdoc
from types import MappingProxyType
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from smsplan.cli.decode import decode_pdus
from smsplan.cli.encode import encode_text
from smsplan.cli.lint import lint_files
from smsplan.cli.output import Status, orderly
from smsplan.cli.plan import plan_texts
from smsplan.cli.preview import preview_campaign
from smsplan.cli.request import check_request, send_request
from smsplan.cli.rule import show_rule
from smsplan.cli.schema import show_schema
from smsplan.cli.serve import serve_page
from smsplan.cli.streams import say, terminal
from smsplan.release import release

COMMANDS: Final[Mapping[str, Callable[..., None]]] = MappingProxyType(
    {
        "plan": plan_texts,
        "check": check_request,
        "send": send_request,
        "encode": encode_text,
        "decode": decode_pdus,
        "lint": lint_files,
        "rule": show_rule,
        "schema": show_schema,
        "preview": preview_campaign,
        "serve": serve_page,
    }
)
_OPTION: Final = re.compile(r"(?<![\w-])--?[a-z][\w-]*")
_HEADING: Final = re.compile(r"^\w+:", re.MULTILINE)


def _coloured(page: str, context: typer.Context) -> str:
    """Colour the options and headings of a page of help, where colours are wanted."""
    console = terminal()
    if not console.is_terminal or console.no_color or not console.color_system:
        return page
    context.color = True
    page = _OPTION.sub(lambda match: typer.style(match[0], fg="cyan", bold=True), page)
    return _HEADING.sub(lambda match: typer.style(match[0], fg="yellow"), page)


class _Command(TyperCommand):
    """A command whose help is whole at any width."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _coloured(super().get_help(ctx), ctx)


class _Commands(TyperGroup):
    """All commands: whatever happens while one is read or run, it ends with a line."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _coloured(super().get_help(ctx), ctx)

    def make_context(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - as typer's own
        with orderly():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401
        with orderly():
            return super().invoke(ctx)


app = typer.Typer(
    name="smsplan",
    cls=_Commands,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,  # its boxes clip what does not fit, and wrap what is to be copied
    pretty_exceptions_enable=False,  # its tracebacks show local variables, the key among them
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _name, _function in COMMANDS.items():
    _summary = " ".join((getdoc(_function) or "").partition("\n\n")[0].split())
    app.command(_name, cls=_Command, short_help=_summary)(_function)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - a typer callback's signature
    if wanted:
        say(release())
        raise typer.Exit


@app.callback()
def _smsplan(
    context: typer.Context,
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Know what will happen to an SMS before it is sent."""
    if context.invoked_subcommand is None:
        say(*context.get_help().splitlines(), stderr=True)
        raise typer.Exit(Status.USAGE)
