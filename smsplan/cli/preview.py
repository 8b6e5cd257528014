"""``smsplan preview``."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from smsplan.campaign.files import UNREAD, Kind
from smsplan.campaign.files.mistaken import mistaken
from smsplan.cli import options
from smsplan.cli.fields import Fields, fields_of
from smsplan.cli.lines import write_json
from smsplan.cli.output import Status, fail, refuse
from smsplan.cli.preview_run import run
from smsplan.cli.streams import say, write_line
from smsplan.display import counted
from smsplan.errors import TemplateError
from smsplan.planning import Boundary
from smsplan.templates import Syntax, Template

if TYPE_CHECKING:
    from smsplan.campaign import Preview
    from smsplan.campaign.files import Source


def preview_campaign(  # noqa: PLR0913 - one parameter an option
    file: Annotated[
        str,
        Argument(
            metavar="FILE",
            help="FILE has the recipients: CSV, NDJSON, Parquet or Arrow IPC; or is a folder of"
            " files of one kind; - stands for standard input.",
        ),
    ],
    *,
    to: Annotated[
        str, Option("--to", metavar="COLUMN", help="COLUMN has the recipients.")
    ] = "msisdn",
    text: Annotated[
        str | None, Option("--text", metavar="COLUMN", help="COLUMN has the texts.")
    ] = None,
    template: Annotated[
        str | None,
        Option("--template", metavar="TEXT", help="TEXT is sent to all; its fields are columns."),
    ] = None,
    syntax: Annotated[
        Syntax,
        Option(
            "--syntax",
            metavar="SYNTAX",
            help="The template's fields are written so: mustache {{a}}, format {a},"
            " percent %(a)s, dollar $a or notify ((a)).",
        ),
    ] = Syntax.MUSTACHE,
    fields: Fields = None,
    rates: options.Rates = None,
    currency: options.Currency = None,
    max_cost: options.MaxCost = None,
    output: Annotated[
        Path | None,
        Option(
            metavar="FILE", help="The rows with their plans go to FILE: .parquet, .arrow, .csv."
        ),
    ] = None,
    safe_csv: Annotated[
        bool,
        Option(
            "--safe-csv",
            help="Put ' before cells of a .csv that a spreadsheet would compute, such as =1+1;"
            " numbers stay as they are.",
        ),
    ] = False,
    html: Annotated[
        Path | None, Option(metavar="FILE", help="A report goes to FILE: one page, for a browser.")
    ] = None,
    as_json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    strict: Annotated[
        bool, Option("--strict", help="Exit with status 1 if any row has an error.")
    ] = False,
    duplicates: Annotated[
        bool,
        Option(
            "--duplicates/--no-duplicates",
            help="Find recipients that stand there twice, in 16 octets a row.",
        ),
    ] = True,
    file_format: Annotated[
        Kind | None,
        Option(
            "--format",
            metavar="KIND",
            help="The file is of this kind: csv, ndjson, parquet or arrow; if not said, as its name"
            " ends, or it begins.",
        ),
    ] = None,
    encoding: options.Encoding = "utf-8",
    delimiter: Annotated[
        str | None,
        Option(
            metavar="CHARACTER",
            help="CHARACTER stands between the cells of CSV, such as ';' or tab; if not said, a"
            " comma.",
        ),
    ] = None,
    boundary: options.BoundaryOption = Boundary.CODE_POINT,
    reference_bits: options.Bits = options.ReferenceBits.EIGHT,
    languages: options.Languages = None,
    provider: options.ProviderName = None,
    region: options.Region = None,
    exclude: Annotated[
        Path | None,
        Option(
            metavar="FILE",
            help="The recipients in FILE are left out, such as opt-outs: a file as FILE is, with"
            " the column of --to or one column alone.",
        ),
    ] = None,
    unique: Annotated[
        bool, Option("--unique", help="A row is left out if its recipient was in a row before.")
    ] = False,
    sender: options.Sender = None,
) -> None:
    """Preview a campaign: segments, cost, errors.

    It says what the campaign needs, what makes it costly, and which rows are
    wrong. Cells of CSV are text as they stand; an empty one is an empty text. A
    row with an error is counted, shown, and written with its error by --output.

    With --region national numbers are read as fast as others, but where what is
    dialled before them is no literal, as in AR, AU, BR, CN, JP and KR: there
    a million different numbers take a minute and more.

    The exit status is 0, with --strict 1 if any row has an error, and 2 if the
    file cannot be used.

    Examples:
    smsplan preview people.csv --template 'Hi {{name}}, see you at 8.'
    smsplan preview people.csv --text text --rates rates.json --json
    smsplan preview people.csv --text text --output plans.csv --html report.html
    smsplan preview people.csv --text text --region DK
    smsplan preview people.csv --text text --sender Shop
    smsplan preview people.csv --text text --exclude optouts.txt --unique
    smsplan preview people.csv --text text --provider govuk-notify:prefix=HMRC

    """
    if (text is None) == (template is None):
        refuse("--text", "say what is sent: either --text COLUMN or --template TEXT")
    if file == template == options.STANDARD_INPUT:
        refuse("--template", "standard input cannot be both the recipients and the template")
    if safe_csv and (output is None or output.suffix.lower() != ".csv"):
        refuse("--safe-csv", "it is about the cells of --output FILE.csv, which is not asked for")
    prices = options.read_rates(rates, currency, max_cost=max_cost)
    at = None if provider is None else options.read_provider(provider)
    profile = options.read_profile(boundary, reference_bits, languages, at)
    parsed = None if template is None else _template(template, syntax)
    known = fields_of(parsed, fields)
    needed = (to, *(parsed.fields if parsed else (text or "",)))
    source = _source(
        file,
        kind=file_format,
        encoding=encoding,
        delimiter=delimiter,
        needed=needed,
        others=bool(output),
    )
    choices: dict[str, Any] = {
        "to": to,
        "text": text,
        "template": parsed,
        "rates": prices,
        "profile": profile,
        "fields": known,
        "duplicates": duplicates,
        "region": region,
        "max_cost": max_cost,
        "unique": unique,
        "sender": sender,
        "day": options.today(),
    }
    about = {"recipients": file if file != options.STANDARD_INPUT else "standard input"}
    about["texts"] = f"column {text}" if parsed is None else parsed.source
    if prices:
        about["rate card"] = f"{rates}, {counted(len(prices.entries), 'destination')}" + (
            f" in {prices.currency}" if prices.currency else ", of no currency"
        )
    if at:
        about["provider"] = at.title
    about["made"] = datetime.now().astimezone().isoformat(" ", "minutes")
    try:
        choices["exclude"] = exclude and _excluded(exclude, to, encoding=encoding)
        found = run(source, choices, output, html, about, is_safe=safe_csv)
    except _unusable() as error:
        why = getattr(error, "strerror", None) or error
        fail(f"{about['recipients']}: {why}", Status.USAGE)
    if as_json:
        write_line(write_json(found))
    else:
        from smsplan.cli import preview_table  # noqa: PLC0415 - needs bulk

        preview_table.show(found)
    _say(source, parsed, found, [target for target in (output, html) if target])
    if strict and found.bad_rows:
        raise typer.Exit(Status.ERRORS)


def _say(
    source: "Source", template: Template | None, found: "Preview", written: list[Path]
) -> None:
    """Write on standard error what was written, and what else there is to know."""
    for why in mistaken(template, source.columns) if template else ():
        say(f"smsplan: --template: {why}", stderr=True)
    if written:
        names = " and ".join(map(str, written))
        say(f"smsplan: wrote {names}, of {counted(found.rows, 'row')}", stderr=True)


def _unusable() -> tuple[type[Exception], ...]:
    """Return what is raised for files, octets or columns that nothing can be done with."""
    import pyarrow as pa  # noqa: PLC0415 - needs bulk

    return (OSError, UnicodeError, pa.ArrowException)


def _template(source: str, syntax: Syntax) -> Template:
    try:
        return Template.parse(options.read_argument(source, "--template"), syntax)
    except TemplateError as error:
        refuse("--template", error)


def _source(file: str, **reading: Any) -> "Source":  # noqa: ANN401 - as read takes them
    from smsplan.campaign.files import read  # noqa: PLC0415 - needs bulk

    if reading["delimiter"] in {"tab", r"\t"}:
        reading["delimiter"] = "\t"
    return read(options.standard_input() if file == options.STANDARD_INPUT else file, **reading)


def _excluded(file: Path, to: str, **reading: Any) -> Any:  # noqa: ANN401 - as read takes them
    """Read a column of recipients; the first line of a list of numbers alone is one of them."""
    import pyarrow as pa  # noqa: PLC0415 - needs bulk

    rows = _source(str(file), kind=None, delimiter=None, **reading)
    batches = list(rows)
    own = [name for name in rows.columns if name != UNREAD]
    if to not in own and len(own) != 1:
        refuse("--exclude", f"{file} has no column {to!r} (columns: {', '.join(own)})")
    name = to if to in own else own[0]
    values = [pa.array([] if name == to else [name]), *(each.column(name) for each in batches)]
    return pa.chunked_array([each.cast(pa.string()) for each in values])
