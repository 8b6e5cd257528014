"""``smsplan compare``."""

from collections.abc import Iterator
from typing import Annotated

from rich.text import Text
from typer import Option

from smsplan.cli import options
from smsplan.cli.lines import write_json
from smsplan.cli.streams import say, write_line
from smsplan.display import columns, counted
from smsplan.planning import Plan
from smsplan.providers import Compared, Comparison, compare

_HEADS = ("provider", "encoding", "characters", "segments", "because of")


def compare_text(
    text: options.Text,
    *,
    names: Annotated[
        list[str] | None,
        Option(
            "--provider",
            metavar="NAME",
            help="Only NAME is compared, with options as in twilio:smart_encoding=true. The option"
            " may be repeated.",
        ),
    ] = None,
    as_json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare what providers make of a text.

    Each line is a provider; the last column names the facts that make it differ
    from the standard. See smsplan provider NAME for their sources.

    Examples:
    smsplan compare 'Your “parcel” is waiting – see you'
    smsplan compare --provider twilio --provider telnyx '5 € off'

    """
    chosen = None if names is None else [options.read_provider(name) for name in names]
    found = compare(options.read_argument(text), providers=chosen)
    if as_json:
        write_line(write_json(found.shape()))
    else:
        say(*_table(found))


def _table(found: Comparison) -> Iterator[Text]:
    rows = [_HEADS, ("(standard)", *_figures(found.standard), ""), *map(_row, found.rows)]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield Text("  ".join(cells).rstrip(), "dim" if number == 0 else "")


def _row(row: Compared) -> tuple[str, ...]:
    planned = row.preflight.plan
    assert planned is not None  # noqa: S101 - a provider's check has one
    why = ", ".join(fact.name for fact in row.reasons)
    unknown = sum(each.code == "PROVIDER_UNKNOWN" for each in row.preflight.findings)
    notes = [
        *([why] if why else []),
        *(["refused"] if not row.preflight.ok else []),
        *([counted(unknown, "thing") + " unknown"] if unknown else []),
    ]
    return (row.provider.name, *_figures(planned), "; ".join(notes))


def _figures(planned: Plan) -> tuple[str, str, str]:
    return planned.encoding.value, str(planned.chars_count), str(planned.msg_count)
