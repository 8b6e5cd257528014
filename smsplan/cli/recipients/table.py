"""A preview as a person reads it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from smsplan.campaign import BoundsFound, Country, Difference, Group, Preview
from smsplan.campaign.words import MEANINGS, amount, grouped, share, where
from smsplan.characters import counted, describe, visible

_LABEL: Final = 15
"""Columns of the labels at the left."""
_BAR: Final = 24
_MOST: Final = 12
_MOST_SAMPLES: Final = 5
_SHOWN: Final = 40


def show(console: Console, preview: Preview) -> None:
    """Print the table."""
    for label, lines in _sections(preview):
        for head, line in zip([label, *[""] * len(lines)], lines, strict=False):
            shown = Text().append(f"{head:<{_LABEL}}", "dim").append_text(line)
            console.print(shown, soft_wrap=True)


def _sections(preview: Preview) -> Iterator[tuple[str, list[Text]]]:
    currency = preview.currency
    yield "rows", [_head(preview.rows, _sent_to(preview))]
    if preview.recipients:
        billed = f", {counted_grouped(preview.chars_count, 'character')} billed"
        yield "messages", [_head(preview.msg_count, billed)]
        if preview.cost is not None:
            yield "cost", [Text(amount(preview.cost, currency), "bold")]
        yield "countries", _countries(preview.countries, currency)
        yield "per recipient", _histogram(preview)
    yield (
        "encodings",
        [
            Text(
                f"{each.encoding.value:<6}{share(each.recipients, preview.recipients):>7}"
                f"  {counted_grouped(each.recipients, 'recipient')},"
                f" {counted_grouped(each.msg_count, 'message')}"
                + (f", {amount(each.cost, currency)}" if each.cost is not None else "")
            )
            for each in preview.encodings
            if each.recipients
        ],
    )
    if preview.flips.rows:
        more = _difference(preview.extra, currency, "more than in GSM-7")
        yield "UCS-2 costs", [more if preview.extra.msg_count else Text("nothing more than GSM-7")]
        yield "because of", _culprits(preview)
        yield "flipped", [_samples(preview.flips)]
    if preview.msg_count:
        saved = _difference(preview.savings, currency, "with safe fixes")
        yield "fixes save", [saved if preview.savings.msg_count else Text("nothing")]
    if preview.bounds:
        yield "template", list(_bounds(preview.bounds))
    if preview.duplicates is not None and preview.duplicates.rows:
        yield "duplicates", list(_group(preview.duplicates, "yellow"))
    for label, style, groups in (
        ("suspicious", "yellow", preview.doubts),
        ("errors", "bold red", preview.errors),
    ):
        if groups:
            yield label, [line for group in groups for line in _group(group, style)]


def _sent_to(preview: Preview) -> str:
    if preview.recipients == preview.rows:
        return ", all can be sent to" if preview.rows else ": there is nothing but names of columns"
    return f", {grouped(preview.recipients)} can be sent to"


def counted_grouped(number: int, noun: str) -> str:
    """Say how many there are, with spaces between thousands."""
    return f"{grouped(number)} {counted(number, noun).partition(' ')[2]}"


def _head(number: int, rest: str) -> Text:
    return Text(grouped(number), "bold").append(rest, "not bold")


def _difference(found: Difference, currency: str | None, how: str) -> Text:
    cost = f", {amount(found.cost, currency)}" if found.cost is not None else ""
    rows = f" ({counted_grouped(found.recipients, 'recipient')})" if found.recipients else ""
    messages = counted_grouped(found.msg_count, "message")
    return Text(f"{messages}{cost}", "bold").append(f" {how}{rows}", "not bold")


def _countries(countries: Sequence[Country], currency: str | None) -> list[Text]:
    shown = countries[:_MOST]
    names = [_fitted(f"+{each.dialcode} {visible(each.name)}") for each in shown]
    width = max(map(cell_len, names), default=0)
    digits = max((len(grouped(each.msg_count)) for each in shown), default=0)
    lines = [
        Text(
            f"{set_cell_size(name, width)}  {grouped(each.msg_count):>{digits}} "
            + ("message" if each.msg_count == 1 else "messages")
            + _cost(each.cost, currency, each.msg_count)
            + (f"  ({grouped(each.unpriced)} without a price)" if each.unpriced else "")
        )
        for name, each in zip(names, shown, strict=True)
    ]
    if len(countries) > _MOST:
        lines.append(Text(f"and {len(countries) - _MOST} more; --json shows all", "dim"))
    return lines


def _cost(cost: Decimal | None, currency: str | None, messages: int) -> str:
    return "" if cost is None else f"{'   ' if messages == 1 else '  '}{amount(cost, currency)}"


def _fitted(name: str) -> str:
    return name if cell_len(name) <= _SHOWN else f"{set_cell_size(name, _SHOWN - 1)}…"


def _histogram(preview: Preview) -> list[Text]:
    most = max((bar.recipients for bar in preview.histogram), default=0)
    lines = [
        Text(f"{bar.msg_count:>3} {'message ' if bar.msg_count == 1 else 'messages'}  ")
        .append("█" * max(1, round(_BAR * bar.recipients / most)), "cyan")
        .append(f" {grouped(bar.recipients)}")
        for bar in preview.histogram[:_MOST]
    ]
    if len(preview.histogram) > _MOST:
        rest = sum(bar.recipients for bar in preview.histogram[_MOST:])
        lines.append(Text(f"more: {counted_grouped(rest, 'recipient')}", "dim"))
    return lines


def _culprits(preview: Preview) -> list[Text]:
    shown = preview.culprits[:_MOST]
    digits = max((len(grouped(each.rows)) for each in shown), default=0)
    lines = [Text(f"{grouped(each.rows):>{digits}}  {describe(each.character)}") for each in shown]
    others = len(preview.culprits) - len(shown) + preview.other_culprits
    if others:
        lines.append(Text(f"and {counted_grouped(others, 'other character')}", "dim"))
    return lines


def _bounds(bounds: BoundsFound) -> Iterator[Text]:
    if bounds.proven_least is None:
        yield Text(f"no bounds: {visible(bounds.reason or '')}")
    else:
        yield Text(f"{where(bounds.proven_least, bounds.proven_most)} proven for any filling")
    if bounds.found_least is None:
        return
    yield Text(f"{where(bounds.found_least, bounds.found_most)} found")
    for field in bounds.fields:
        outside = (
            f", {grouped(field.outside)} beyond what its field allows" if field.outside else ""
        )
        lengths = counted(field.longest, "character")
        if field.shortest != field.longest:
            lengths = f"{field.shortest} to {lengths}"
        yield Text(f"{visible(field.name)}: {lengths}{outside}")


def _group(group: Group, style: str) -> Iterator[Text]:
    meaning = MEANINGS.get(group.code, "")
    yield (
        Text(group.code, style)
        .append(f": {counted_grouped(group.rows, 'row')}", "default")
        .append(f", {meaning}" if meaning else "", "default")
    )
    if group.code == "ROW_UNREADABLE":  # the reason says where
        yield from (
            Text(f"  row {grouped(each.row)}, {visible(each.value)}")
            for each in group.first[:_MOST_SAMPLES]
        )
        rest = group.rows - min(len(group.first), _MOST_SAMPLES)
        if rest:
            yield Text(f"  and {grouped(rest)} more", "dim")
        return
    yield Text("  ").append_text(_samples(group))


def _samples(group: Group) -> Text:
    shown = group.first[:_MOST_SAMPLES]
    if group.code == "UCS-2":
        rows = ", ".join(grouped(each.row) for each in shown)
    else:
        rows = ", ".join(
            f"{grouped(each.row)} ({_short(each.value)})" if each.value else grouped(each.row)
            for each in shown
        )
    rest = group.rows - len(shown)
    return Text(
        f"row{'s' if group.rows > 1 else ''} {rows}"
        + (f" and {grouped(rest)} more" if rest else "")
    )


def _short(value: str) -> str:
    shown = visible(value)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
