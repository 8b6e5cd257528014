"""The command and its subcommands."""

from importlib.metadata import version
from typing import Annotated

import typer

from smsplan.cli.decode import decode_pdus
from smsplan.cli.encode import encode_text
from smsplan.cli.lint import lint_files
from smsplan.cli.plan import plan_texts
from smsplan.cli.preview import preview_campaign
from smsplan.cli.request import check_request, send_request
from smsplan.cli.rule import show_rule
from smsplan.cli.serve import serve_page

app = typer.Typer(
    name="smsplan",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks show local variables, the key among them
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("plan")(plan_texts)
app.command("check")(check_request)
app.command("send")(send_request)
app.command("encode")(encode_text)
app.command("decode")(decode_pdus)
app.command("lint")(lint_files)
app.command("rule")(show_rule)
app.command("preview")(preview_campaign)
app.command("serve")(serve_page)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - a typer callback's signature
    if wanted:
        typer.echo(version("smsplan"))
        raise typer.Exit


@app.callback()
def _smsplan(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Know what will happen to an SMS before it is sent."""
