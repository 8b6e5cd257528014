"""A preview as a person reads it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from smsplan.campaign import BoundsFound, Country, CountryFinding, Difference, Group, Preview, words
from smsplan.campaign.words import MEANINGS, share, where
from smsplan.cli.streams import say
from smsplan.display import counted, describe, visible

_LABEL: Final = 15
_BAR: Final = 24
_MOST: Final = 12
_MAX_SAMPLES: Final = 5
_SHOWN: Final = 40


def show(preview: Preview) -> None:
    """Print the table."""
    for label, lines in _sections(preview):
        for head, line in zip([label, *[""] * len(lines)], lines, strict=False):
            say(Text().append(f"{head:<{_LABEL}}", "dim").append_text(line))


def _sections(preview: Preview) -> Iterator[tuple[str, list[Text]]]:
    yield "rows", [_head(preview.rows, _sent_to(preview))]
    if preview.recipients:
        billed = f", {counted(preview.chars_count, 'character')} billed"
        yield "segments", [_head(preview.msg_count, billed)]
        if words.span(preview):
            yield "cost", [_total(preview)]
            for each in preview.channels:
                yield f"as {each.name.upper()}", [Text(words.channel(each, preview.currency))]
        yield "countries", _countries(preview.countries, preview.currency)
        yield "per recipient", _histogram(preview)
    yield (
        "encodings",
        [
            Text(
                f"{each.encoding:<6}{share(each.recipients, preview.recipients):>7}"
                f"  {words.of_encoding(each, preview)}"
            )
            for each in preview.encodings
            if each.recipients
        ],
    )
    if preview.ucs2.rows:
        more = _difference(preview.extra, preview, "more than in GSM-7")
        yield "UCS-2 costs", [more if preview.extra.msg_count else Text("nothing more than GSM-7")]
        yield "because of", _non_gsm_characters(preview)
        if said := words.of_template(preview):
            yield "", [Text(said, "yellow")]
        yield "UCS-2 rows", [_samples(preview.ucs2)]
    if preview.msg_count:
        saved = _difference(preview.savings, preview, "with safe fixes")
        yield "fixes save", [saved if preview.savings.msg_count else Text("nothing")]
    if preview.bounds:
        yield "template", list(_bounds(preview.bounds))
    if preview.findings:
        yield (
            "findings",
            [
                Text(each.code, "yellow").append(f": {each.message}", "default")
                for each in preview.findings
            ],
        )
    if preview.country_findings:
        yield "by country", list(_by_country(preview.country_findings))
    if preview.duplicates is not None and preview.duplicates.rows:
        yield "duplicates", list(_group(preview.duplicates, "yellow"))
    for label, style, groups in (
        ("left out", "yellow", preview.left_out),
        ("warnings", "yellow", preview.warnings),
        ("errors", "bold red", preview.errors),
    ):
        if groups:
            yield label, [line for group in groups for line in _group(group, style)]


def _by_country(found: Sequence[CountryFinding]) -> Iterator[Text]:
    shown = [(each.code, *words.by_country(each)) for each in found[:_MOST]]
    for source, alike in groupby(shown, itemgetter(2)):
        for code, what, _ in alike:
            yield Text(code, "yellow").append(f": {what}", "default")
        yield Text(f"  {source}", "dim")
    if rest := found[_MOST:]:
        yield Text(f"and {len(rest):,} more; --json shows all", "dim")


def _sent_to(preview: Preview) -> str:
    if preview.recipients == preview.rows:
        return ", all can be sent to" if preview.rows else ": there is nothing but names of columns"
    return f", {preview.recipients:,} can be sent to"


def _head(number: int, rest: str) -> Text:
    return Text(f"{number:,}", "bold").append(rest, "not bold")


def _total(preview: Preview) -> Text:
    total = words.total(preview)
    if total == words.NO_PRICE:
        return Text(total, "bold yellow").append(" for any recipient", "not bold")
    missing = words.missing(words.unpriced(preview))
    return Text(total, "bold").append(f", {missing}" if missing else "", "not bold yellow")


def _difference(found: Difference, preview: Preview, how: str) -> Text:
    rows = f" ({counted(found.recipients, 'recipient')})" if found.recipients else ""
    return Text(words.difference(found, preview), "bold").append(f" {how}{rows}", "not bold")


def _countries(countries: Sequence[Country], currency: str | None) -> list[Text]:
    shown = list(countries[:_MOST])
    names = [_fitted(f"+{each.dialcode} {visible(each.name)}") for each in shown]
    if rest := countries[_MOST:]:
        shown.append(words.others(rest))
        names.append(f"and {len(rest)} more")
    width = max(map(cell_len, names), default=0)
    digits = max((len(f"{each.msg_count:,}") for each in shown), default=0)
    nouns = ["segment" if each.msg_count == 1 else "segments" for each in shown]
    noun_width = max(map(len, nouns), default=0)
    lines = [
        Text(
            f"{set_cell_size(name, width)}  {each.msg_count:>{digits}} "
            f"{noun:<{noun_width}}{_cost(each, currency)}".rstrip()
        )
        for name, noun, each in zip(names, nouns, shown, strict=True)
    ]
    if rest:
        lines[-1].append("; --json shows all")
        lines[-1].stylize("dim")
    return lines


def _cost(country: Country, currency: str | None) -> str:
    cost, unpriced = words.of_country(country, currency)
    return (f"  {cost}" if cost else "") + (f"  ({unpriced})" if unpriced else "")


def _fitted(name: str) -> str:
    return name if cell_len(name) <= _SHOWN else f"{set_cell_size(name, _SHOWN - 1)}…"


def _histogram(preview: Preview) -> list[Text]:
    most = max((bar.recipients for bar in preview.histogram), default=0)
    lines = [
        Text(f"{bar.msg_count:>3} {'segment ' if bar.msg_count == 1 else 'segments'}  ")
        .append("█" * max(1, round(_BAR * bar.recipients / most)), "cyan")
        .append(f" {bar.recipients:,}")
        for bar in preview.histogram[:_MOST]
    ]
    if len(preview.histogram) > _MOST:
        rest = preview.histogram[_MOST:]
        segments = where(rest[0].msg_count, rest[-1].msg_count)
        recipients = counted(sum(bar.recipients for bar in rest), "recipient")
        lines.append(Text(f"{segments}: {recipients}", "dim"))
    return lines


def _non_gsm_characters(preview: Preview) -> list[Text]:
    shown = preview.non_gsm_characters[:_MOST]
    digits = max((len(f"{each.rows:,}") for each in shown), default=0)
    lines = [
        Text(f"{each.rows:>{digits}}  {describe(each.character)}").append(
            ", in the template" if each.in_template else "", "dim"
        )
        for each in shown
    ]
    others = len(preview.non_gsm_characters) - len(shown) + preview.other_non_gsm_characters
    if others:
        lines.append(Text(f"and {counted(others, 'other character')}", "dim"))
    return lines


def _bounds(bounds: BoundsFound) -> Iterator[Text]:
    if bounds.proven_least is None:
        yield Text(f"no bounds: {bounds.reason or ''}")
    else:
        yield Text(f"{where(bounds.proven_least, bounds.proven_most)} proven for any filling")
    if bounds.found_least is None:
        return
    yield Text(f"{where(bounds.found_least, bounds.found_most)} found")
    for field in bounds.fields:
        yield Text(f"{field.name}: {words.found(field)}")


def _group(group: Group, style: str) -> Iterator[Text]:
    meaning = MEANINGS.get(group.code, "")
    yield (
        Text(group.code, style)
        .append(f": {counted(group.rows, 'row')}", "default")
        .append(f", {meaning}" if meaning else "", "default")
    )
    if group.code == "ROW_UNREADABLE":  # the reason says where
        yield from (Text(f"  row {each.row}, {each.value}") for each in group.first[:_MAX_SAMPLES])
        rest = group.rows - min(len(group.first), _MAX_SAMPLES)
        if rest:
            yield Text(f"  and {rest:,} more", "dim")
        return
    yield Text("  ").append_text(_samples(group))


def _samples(group: Group) -> Text:
    shown = group.first[:_MAX_SAMPLES]
    if group.code == "UCS-2":
        rows = ", ".join(str(each.row) for each in shown)
    else:
        rows = ", ".join(
            f"{each.row} ({_short(each.value)})" if each.value else str(each.row) for each in shown
        )
    rest = group.rows - len(shown)
    return Text(
        f"row{'s' if group.rows > 1 else ''} {rows}" + (f" and {rest:,} more" if rest else "")
    )


def _short(value: str) -> str:
    shown = visible(value)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
