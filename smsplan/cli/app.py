"""The command and its subcommands, each of which is loaded when it is used."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from inspect import getdoc
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from smsplan.cli.output import Status, fail, orderly
from smsplan.cli.streams import say, terminal
from smsplan.display import did_you_mean, quoted

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "plan": ("plan:plan_texts", "Plan texts: encoding, characters, segments and cost."),
    "check": ("request:check_request", "Check a message before it is sent."),
    "send": ("request:send_request", "Send one message, if check finds no error in it."),
    "compare": ("compare:compare_text", "Compare what providers make of a text."),
    "provider": ("provider:show_provider", "Print what is known of a provider, with sources."),
    "country": ("country:show_country", "Print what is known of a country, with sources."),
    "encode": ("encode:encode_text", "Encode a text as the octets of its segments."),
    "decode": ("decode:decode_pdus", "Decode SMS-SUBMIT and SMS-DELIVER."),
    "lint": ("lint:lint_files", "Find what makes messages costly or unreadable."),
    "rule": ("rule:show_rule", "Explain a rule of lint, or list the rules."),
    "schema": ("schema:show_schema", "Print the JSON Schema of what is given as JSON."),
    "preview": ("preview:preview_campaign", "Preview a campaign: segments, cost, errors."),
    "serve": ("serve:serve_page", "Serve a page, and a gateway that sends nothing."),
}
"""Where the function of each command is in this package, and the first line of its help."""

_OPTION: Final = re.compile(r"(?<![\w-])--?[a-z][\w-]*")
_HEADING: Final = re.compile(r"^\w+:", re.MULTILINE)
_EXAMPLES: Final = "\n\nExamples:\n"


def _coloured(page: str, context: typer.Context) -> str:
    """Colour the options and headings of a page of help, where colours are wanted."""
    console = terminal()
    if not console.is_terminal or console.no_color or not console.color_system:
        return page
    context.color = True
    page = _OPTION.sub(lambda match: typer.style(match[0], fg="cyan", bold=True), page)
    return _HEADING.sub(lambda match: typer.style(match[0], fg="yellow"), page)


class _Command(TyperCommand):
    """A command whose help names arguments as it names values, and ends with examples."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - as typer's own
        return _coloured(super().get_help(ctx), ctx)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401 - as typer's own
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - as above
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            usage = " ".join((str(self.name), *self.collect_usage_pieces(ctx)))
            fail(f"{quoted(rest[0])} is one argument too many: {usage}", Status.USAGE)
        return rest

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for parameter in self.get_params(ctx):
            shown, text = parameter.get_help_record(ctx) or ("", "")
            if parameter.param_type_name == "argument":
                shown = f"{parameter.metavar}{'...' if parameter.nargs < 0 else ''}"
                text = text.removesuffix("  [required]")
            rows[parameter.param_type_name].append((shown, text))
        for kind, listed in rows.items():
            if listed:
                with formatter.section(f"{kind.title()}s"):
                    formatter.write_dl(listed)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - as above
        with formatter.section("Examples"):
            formatter.write("".join(f"  {line}\n" for line in (self.epilog or "").splitlines()))


class _Unloaded(TyperCommand):
    """Stands for a command until somebody uses it."""

    def make_context(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - as typer's own
        return load(str(self.name)).make_context(*args, **extra)


class _Commands(TyperGroup):
    """All commands: whatever happens while one is read or run, it ends with a line."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - as typer's own
        super().__init__(**attributes)
        for name, (_, summary) in COMMANDS.items():
            self.add_command(_Unloaded(name, short_help=summary, help=summary))

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - as above
        return _coloured(super().get_help(ctx), ctx)

    def make_context(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - as above
        with orderly():
            return super().make_context(*args, **extra)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            meant = did_you_mean(get_close_matches(args[0], COMMANDS))
            meant = meant or f"; {ctx.command_path} --help lists all there are"
            fail(f"there is no command {quoted(args[0])}{meant}", Status.USAGE)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        with orderly():
            return super().invoke(ctx)


_SETTINGS: Final[Mapping[str, Any]] = {
    "rich_markup_mode": None,  # its boxes clip what does not fit, and wrap what is to be copied
    "pretty_exceptions_enable": False,  # its tracebacks show local variables, the key among them
}


@cache
def load(name: str) -> TyperCommand:
    """Load a command; the paragraph of examples in its docstring is the end of its help."""
    module, _, function = COMMANDS[name][0].partition(":")
    run = getattr(import_module(f"smsplan.cli.{module}"), function)
    text, _, examples = (getdoc(run) or "").partition(_EXAMPLES)
    alone = typer.Typer(add_completion=False, **_SETTINGS)
    alone.command(name, cls=_Command, help=text, epilog=examples)(run)
    command: TyperCommand = typer.main.get_command(alone)  # type: ignore[assignment]
    return command


app: typer.Typer = typer.Typer(
    name="smsplan",
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    **_SETTINGS,
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - a typer callback's signature
    if wanted:
        from smsplan.release import release  # noqa: PLC0415 - reads the metadata of packages

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
