"""``smsplan schema``."""

import json
from collections.abc import Mapping
from typing import Annotated, Final

from typer import Argument

from smsplan.cli import options
from smsplan.cli.country import CountryLine
from smsplan.cli.decode import DecodedLine, JoinedLine, UnreadPdu
from smsplan.cli.encode import EncodedLine
from smsplan.cli.lines import PlanLine, UnreadLine
from smsplan.cli.output import Status, fail
from smsplan.cli.provider import FactLine
from smsplan.cli.reports.jsonl import FindingLine, UnreadFile
from smsplan.cli.request import FormLine
from smsplan.cli.streams import say
from smsplan.gateway import SmsSent
from smsplan.schema import VALUES, schema

SHAPES: Final[Mapping[str, type]] = {
    **VALUES,
    "PlanLine": PlanLine,
    "UnreadLine": UnreadLine,
    "EncodedLine": EncodedLine,
    "DecodedLine": DecodedLine,
    "UnreadPdu": UnreadPdu,
    "JoinedLine": JoinedLine,
    "SmsSent": SmsSent,
    "FormLine": FormLine,
    "FactLine": FactLine,
    "CountryLine": CountryLine,
    "FindingLine": FindingLine,
    "UnreadFile": UnreadFile,
}
"""What has ``to_dict()``, and the lines that commands write beside."""


def show_schema(
    name: Annotated[
        str | None,
        Argument(
            metavar="NAME",
            autocompletion=options.beginning(lambda: SHAPES),
            help=f"NAME is one of {', '.join(SHAPES)}. With none, the schema is of any of them.",
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of what is given as JSON.

    plan --json writes PlanLine, or UnreadLine in the place of what is no text;
    check --json Preflight; preview --json Preview; encode --json EncodedLine;
    decode --json DecodedLine or UnreadPdu for each PDU, then JoinedLine for each
    message; send --json SmsSent, with --dry-run FormLine; lint --format json
    FindingLine or UnreadFile; provider --json FactLine; country --json
    CountryLine. The others are what to_dict() gives in Python.

    The exit status is 2 if there is no such name.

    Examples:
    smsplan schema Preflight
    smsplan schema > smsplan.schema.json

    """
    try:
        document = schema(name, shapes=SHAPES)
    except ValueError as error:
        fail(str(error), Status.USAGE)
    say(*json.dumps(document, indent=2).splitlines())
