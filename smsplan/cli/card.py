"""A plan as a person reads it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Final

from rich.text import Text

from smsplan.cli.streams import quotation, say, terminal
from smsplan.destinations.rates import REST_OF_THE_WORLD, Quote, RateCard
from smsplan.display import columns, counted, describe, excerpt, visible
from smsplan.findings import Finding, Severity
from smsplan.money import EXACT, amount
from smsplan.planning import Encoding, NonGsmCharacter, Plan, Segment

_LABEL: Final = 13
_MAX_CHARACTERS: Final = 5
_MAX_SEGMENTS: Final = 12
_SOURCE: Final = re.compile(r" \(((?:by the table of )?https://\S+, read [^()]*)\)\Z")
"""A finding that rests on a fact ends with where and when that was read."""
_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}


def show(
    plan: Plan, quote: Quote | None, rates: RateCard | None, channels: Mapping[str, Quote]
) -> None:
    """Print the card of one text."""
    say(*_card(plan, quote, rates, channels, terminal().width))


def show_findings(findings: Iterable[Finding], *, stderr: bool = False) -> None:
    """Print one line a finding, errors in red; below those of one source, the source."""
    for source, alike in groupby(findings, _source):
        say(*map(_finding, alike), stderr=stderr)
        if source:
            say(Text(" " * _LABEL + source, "dim"), stderr=stderr)


def _source(finding: Finding) -> str:
    found = _SOURCE.search(finding.message)
    return found[1] if found else ""


def _finding(finding: Finding) -> Text:
    line = Text(f"{finding.severity:<{_LABEL - 1}} ", _STYLES[finding.severity])
    return line.append(f"{finding.code}: ", "bold").append(_SOURCE.sub("", finding.message))


def _card(
    plan: Plan,
    quote: Quote | None,
    rates: RateCard | None,
    channels: Mapping[str, Quote],
    width: int,
) -> Iterator[Text]:
    yield from _labelled("encoding", _encoding(plan))
    yield from _labelled("chars-count", [Text(counted(plan.chars_count, plan.encoding.unit))])
    yield from _labelled("msg-count", [Text(str(plan.msg_count), "bold")])
    yield from _labelled("remaining", [Text(f"{plan.remaining} more fit the last segment")])
    others = ((channel(name), other) for name, other in channels.items())
    for label, each in (("cost", quote), *others):
        if rates and each:
            yield from _labelled(label, [_cost(each, rates)])
    yield from _labelled("segments", _segments(plan, width - _LABEL))


def _labelled(label: str, lines: Iterable[Text]) -> Iterator[Text]:
    for line in lines:
        yield Text().append(f"{label:<{_LABEL}}", "dim").append_text(line)
        label = ""


def _encoding(plan: Plan) -> Iterator[Text]:
    encoding = Text(plan.encoding, "bold")
    if plan.encoding is Encoding.GSM7:
        has_tables = any(each.locking or each.single for each in plan.segments)
        tables, alone = ", with national language tables", ", which has every character of the text"
        yield encoding.append(tables if has_tables else alone, "not bold")
        return
    found = plan.non_gsm_characters
    if not found:
        yield encoding.append(
            ", which is forced: GSM-7 has every character of the text", "not bold"
        )
        return
    yield encoding.append(
        f": GSM-7 lacks {counted(len(found), 'character')} of the text", "not bold"
    )
    first: dict[str, NonGsmCharacter] = {}
    for each in found:
        first.setdefault(each.character, each)
    shown = list(first.values())[:_MAX_CHARACTERS]
    yield from map(Text, quotation(excerpt(plan.text, [(m.offset, m.offset + 1) for m in found])))
    for each in shown:
        yield Text(f"  {describe(each.character)}, at {each.offset}")
    if len(first) > len(shown):
        yield Text(f"  and {len(first) - len(shown)} others")


def _cost(quote: Quote, rates: RateCard) -> Text:
    where = rates.country(quote.prefix, quote.region)
    if quote.prefix == REST_OF_THE_WORLD:
        destination = where or "the default price"
    else:
        destination = f"+{quote.prefix} {where}".rstrip()
    count = Decimal(quote.msg_count)
    prices = EXACT.divide(quote.least, count), EXACT.divide(quote.most, count)
    cost = Text(amount(quote.least, quote.most, quote.currency), "bold")
    cost.append(f": {quote.msg_count} x {amount(*prices)}, {destination}", "not bold")
    return cost.append(f", converted {rates.converted}" if rates.converted else "", "not bold")


def channel(name: str) -> str:
    """Write the name of a channel of a rate card for people."""
    service, _, kind = name.partition("_")
    return f"{service.upper()} {kind.capitalize()}".strip()


def _segments(plan: Plan, width: int) -> Iterator[Text]:
    digits = len(str(min(plan.msg_count, _MAX_SEGMENTS)))
    for number, segment in enumerate(plan.segments[:_MAX_SEGMENTS], start=1):
        yield from _segment(segment, f"{number:>{digits}} ", width)
    if plan.msg_count > _MAX_SEGMENTS:
        yield Text(f"and {plan.msg_count - _MAX_SEGMENTS} more; --json shows all", "dim")


def _segment(segment: Segment, head: str, width: int) -> Iterator[Text]:
    """Show a segment between bars, so that white space at a split is seen, and how full it is."""
    count = f" {segment.chars_count}/{segment.chars_count + segment.remaining}"
    rows = list(_rows(segment.text, max(8, width - len(head) - len(count) - 2)))
    for at, row in enumerate(rows):
        line = Text(head if at == 0 else " " * len(head)).append("|", "dim").append(row)
        last = at == len(rows) - 1
        yield line.append("|", "dim").append(count + _tables(segment), "dim") if last else line


def _tables(segment: Segment) -> str:
    shifts = {"locking": segment.locking, "single": segment.single}
    names = [f"{language} {kind}" for kind, language in shifts.items() if language]
    return f" ({', '.join(names)})" if names else ""


def _rows(text: str, width: int) -> Iterator[str]:
    row = ""
    used = 0
    for character in text:
        cell = visible(character)
        taken = columns(cell)
        if used + taken > width:
            yield row
            row, used = "", 0
        row += cell
        used += taken
    yield row
