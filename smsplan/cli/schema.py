"""``smsplan schema``."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

import typer

from smsplan.cli.encode import EncodedLine
from smsplan.cli.lines import PlanLine, UnreadLine
from smsplan.cli.output import Status, fail
from smsplan.cli.reports.jsonl import FindingLine, UnreadFile
from smsplan.cli.streams import say
from smsplan.gateway import SmsSent
from smsplan.schema import VALUES, schema

SHAPES: Final[Mapping[str, type]] = MappingProxyType(
    {
        **VALUES,
        "PlanLine": PlanLine,
        "UnreadLine": UnreadLine,
        "EncodedLine": EncodedLine,
        "SmsSent": SmsSent,
        "FindingLine": FindingLine,
        "UnreadFile": UnreadFile,
    }
)
"""What has ``to_dict()``, and the lines that commands write beside."""


def show_schema(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help=f"One of {', '.join(SHAPES)}. With none: any of them."),
    ] = None,
) -> None:
    """Print the JSON Schema of what --json, to_dict() and the page give.

    plan --json writes PlanLine, or UnreadLine in the place of what is no text;
    check --json writes Preflight, preview --json Preview, encode --json
    EncodedLine, send --json SmsSent, lint --format json FindingLine or UnreadFile.

    The exit status is 2 if there is no such name.

    Example: smsplan schema Preflight > preflight.schema.json
    """
    try:
        document = schema(name, shapes=SHAPES)
    except ValueError as error:
        fail(str(error), Status.USAGE)
    say(*json.dumps(document, indent=2).splitlines())
