"""``smsplan compare``."""

from collections.abc import Iterator
from typing import Annotated

from rich.text import Text
from typer import Option

from smsplan.cli import card, options
from smsplan.cli.lines import write_json
from smsplan.cli.output import refuse
from smsplan.cli.streams import say, write_line
from smsplan.destinations.rates import Quote, RateCard
from smsplan.display import columns, counted, visible
from smsplan.money import amount
from smsplan.planning import Plan
from smsplan.providers import Compared, Comparison, compare

_HEADS = ("provider", "encoding", "characters", "segments", "cost", "because of")


def compare_text(  # noqa: PLR0913 - one parameter an option
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
    to: options.To = None,
    rates: options.Rates = None,
    currency: options.Currency = None,
    as_json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare what providers make of a text.

    Each line is a provider; the last column names the facts that make it differ
    from the standard, and says what is lost, refused or unknown. See smsplan plan
    --provider NAME for more, and smsplan provider NAME for sources. With --to and
    --rates there is what each bills at these prices, and below the table what the
    text costs as an MMS or as RCS, if the price list has that.

    Examples:
    smsplan compare 'Your “parcel” is waiting – see you'
    smsplan compare --provider twilio --provider telnyx '5 € off'
    smsplan compare --provider twilio --provider twilio:smart_encoding=true '“Hi”'
    smsplan compare --to +4520123456 --rates rates.json 'See you at 8.'

    """
    chosen = None if names is None else [options.read_provider(name) for name in names]
    prices = options.read_rates(rates, currency)
    if (prices is None) is not (to is None):
        refuse("--to", "prices need --to MSISDN and --rates FILE, both")
    found = compare(options.read_argument(text), providers=chosen, msisdn=to, rates=prices)
    if as_json:
        write_line(write_json(found.shape()))
    else:
        written = sorted(names or (), key=lambda each: each.partition(":")[0])
        say(*_table(found, written or [row.provider.name for row in found.rows], prices))
        for name, quote in found.channels.items():
            say(f"as {card.channel(name)}: {amount(quote.least, quote.most, quote.currency)}")


def _table(found: Comparison, written: list[str], prices: RateCard | None) -> Iterator[Text]:
    """Write a line a provider, each as it was named."""
    rows = [
        *(_HEADS, ("(standard)", *_figures(found.standard), _cost(found.quote), "")),
        *((visible(name), *_row(row)) for name, row in zip(written, found.rows, strict=True)),
    ]
    if not prices:
        rows = [(*row[:4], row[5]) for row in rows]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield Text("  ".join(cells).rstrip(), "dim" if number == 0 else "")


def _row(row: Compared) -> tuple[str, ...]:
    planned = row.preflight.plan
    assert planned is not None  # noqa: S101 - a provider's check has one
    why = ", ".join(fact.name for fact in row.reasons)
    unknown = sum(each.code == "PROVIDER_UNKNOWN" for each in row.preflight.findings)
    placeholder = planned.profile.placeholder
    lost = sum(each.text == placeholder != "" for each in planned.replaced)
    notes = [
        *([why] if why else []),
        *([counted(lost, "character") + " lost"] if lost else []),
        *(["refused"] if not row.preflight.ok else []),
        *([counted(unknown, "thing") + " unknown"] if unknown else []),
    ]
    return (*_figures(planned), _cost(row.quote), "; ".join(notes))


def _cost(quote: Quote | None) -> str:
    return amount(quote.least, quote.most, quote.currency) if quote else "no price"


def _figures(planned: Plan) -> tuple[str, str, str]:
    return planned.encoding.value, str(planned.chars_count), str(planned.msg_count)
