"""A preview as one page of HTML."""

from collections.abc import Iterator, Mapping
from typing import Final

from smsplan.arguments import checked
from smsplan.campaign import words
from smsplan.campaign.html import bars, data, escaped, page, said, section, share_bar, table
from smsplan.campaign.results import BoundsFound, Country, CountryFinding, Group, Preview
from smsplan.campaign.words import MEANINGS, share, where
from smsplan.display import columns, counted
from smsplan.planning import Encoding

_MAX_BARS: Final = 20
_MAX_OF_NAME: Final = 60
"""Characters that are shown of the name of a country."""
_VALUES: Final = {
    "ROW_UNREADABLE": "reason",
    "FIELD_MISSING": "field",
    "TEXT_LONG": "text",
    "PROVIDER_LIMIT": "text",
    "PROVIDER_TRUNCATES": "text",
    "PROVIDER_CHANGES": "text",
    "UCS-2": "text",
}
"""What the examples of a group are, where they are not recipients."""


@checked
def html_report(
    preview: Preview, title: str = "Campaign preview", about: Mapping[str, str] | None = None
) -> str:
    """Write a preview as a page that stands alone, readable on a phone and in the dark.

    ``about`` says what it is a preview of, such as the file, the template and the date.
    """
    rows = "".join(
        f"<dt>{said(name)}</dt><dd>{data(fact, 'span')}</dd>"
        for name, fact in (about or {}).items()
    )
    facts = f'<dl class="about">{rows}</dl>' if rows else ""
    body = "".join(piece for part in _PARTS for piece in part(preview))
    return page(title, facts + body)


def _figures(preview: Preview) -> Iterator[str]:
    if not preview.rows:
        yield "<section><p>There are no rows, and so nothing to send.</p></section>"
        return
    unsent = preview.rows - preview.recipients
    cells = [
        _figure(preview.msg_count, "segment"),
        _figure(preview.recipients, "recipient", f", of {counted(preview.rows, 'row')}"),
        _figure(unsent, "row", " that cannot be sent", "bad" if unsent else ""),
    ]
    if preview.recipients and words.span(preview):
        total = words.total(preview)
        missing = words.missing(words.unpriced(preview)) if total != words.NO_PRICE else ""
        note = f'<dd class="note warn">{said(missing)}</dd>' if missing else ""
        for each in preview.channels:
            other = f"as {each.name.upper()} {words.channel(each, preview.currency)}"
            note += f'<dd class="note">{said(other)}</dd>'
        cost = f'<div><dt>cost</dt><dd class="figure">{said(total)}</dd>{note}</div>'
        cells.insert(1, cost)
    yield f'<dl class="figures">{"".join(cells)}</dl>'


def _figure(number: int, noun: str, rest: str = "", kind: str = "") -> str:
    what = counted(number, noun).removeprefix(f"{number:,} ")
    return (
        f'<div class="{kind}"><dt>{said(what + rest)}</dt>'
        f'<dd class="figure">{said(f"{number:,}")}</dd></div>'
    )


def _countries(preview: Preview) -> Iterator[str]:
    shown, rest = preview.countries[:_MAX_BARS], preview.countries[_MAX_BARS:]
    lines = [(_named(each), each.msg_count, _cost(each, preview.currency)) for each in shown]
    if rest:
        others = words.others(rest)
        lines.append((others.name, 0, _cost(others, preview.currency)))
    if lines:
        yield section("Segments by country", bars(lines))


def _named(country: Country) -> str:
    name = country.name
    short = name if len(name) <= _MAX_OF_NAME else f"{name[: _MAX_OF_NAME - 1]}…"
    return f"{data(short)} <small>+{country.dialcode}</small>"


def _cost(country: Country, currency: str | None) -> str:
    cost, unpriced = words.of_country(country, currency)
    kind = "warn" if cost == words.NO_PRICE else ""
    return (
        said(f"{country.msg_count:,}")
        + (f'<small class="{kind}">{said(cost)}</small>' if cost else "")
        + (f'<small class="warn">{said(unpriced)}</small>' if unpriced else "")
    )


def _histogram(preview: Preview) -> Iterator[str]:
    shown, rest = preview.histogram[:_MAX_BARS], preview.histogram[_MAX_BARS:]
    lines = [(where(bar.msg_count, None), bar.recipients, _to(bar.recipients)) for bar in shown]
    if rest:
        which = where(rest[0].msg_count, rest[-1].msg_count)
        lines.append((which, 0, _to(sum(bar.recipients for bar in rest))))
    if lines:
        yield section("Segments per recipient", bars(lines))


def _to(recipients: int) -> str:
    return said(counted(recipients, "recipient"))


def _encodings(preview: Preview) -> Iterator[str]:
    shares = {each.encoding: each for each in preview.encodings if each.recipients}
    if not shares:
        return
    parts = {
        encoding: f"{encoding} {share(each.recipients, preview.recipients)}"
        for encoding, each in shares.items()
    }
    keys = "".join(
        f'<li class="{"other" if encoding is Encoding.UCS2 else ""}"><i></i>'
        f"{said(f'{parts[encoding]}: {words.of_encoding(each, preview)}')}</li>"
        for encoding, each in shares.items()
    )
    gsm7 = shares[Encoding.GSM7].recipients if Encoding.GSM7 in shares else 0
    yield section(
        "GSM-7 and UCS-2",
        share_bar(gsm7 / preview.recipients, ", ".join(parts.values())),
        f'<ul class="key" role="list">{keys}</ul>',
        *_differences(preview),
    )


def _differences(preview: Preview) -> Iterator[str]:
    extra, savings = preview.extra, preview.savings
    if extra.msg_count:
        yield (
            f"<p>UCS-2 costs <b>{said(words.difference(extra, preview))}</b> more than if every "
            f"character that GSM-7 lacks were one that it has ({_to(extra.recipients)}).</p>"
        )
    elif preview.ucs2.rows:
        yield "<p>UCS-2 costs nothing more than GSM-7.</p>"
    saved, where_from = "nothing", ""
    if savings.msg_count:
        saved = words.difference(savings, preview)
        where_from = f" ({_to(savings.recipients)})"
    yield (
        "<p>Safe fixes, after which a text is the same to its reader, save "
        f"<b>{said(saved)}</b>{where_from}.</p>"
    )


def _non_gsm_characters(preview: Preview) -> Iterator[str]:
    if not preview.non_gsm_characters:
        return
    title = "Characters that make a message UCS-2"
    rows = (
        (
            _glyph(each.character),
            escaped(each.name) + (", in the template" if each.in_template else ""),
            f"{each.rows:,}",
        )
        for each in preview.non_gsm_characters
    )
    note = words.of_template(preview)
    others = counted(preview.other_non_gsm_characters, "other character")
    yield section(
        title,
        f'<p class="warn">{escaped(note[0].upper() + note[1:])}.</p>' if note else "",
        table(title, ("character", "Unicode name", "rows"), rows),
        f'<p class="soft">and {said(others)}</p>' if preview.other_non_gsm_characters else "",
        _examples(preview.ucs2),
    )


def _glyph(character: str) -> str:
    """Show a character, or its escape where it takes no room, and its code point."""
    shown = character if columns(character) else character.encode("unicode_escape").decode()
    return f'<code class="glyph">{data(shown)}</code> U+{ord(character):04X}'


def _examples(group: Group, *, is_open: bool = False) -> str:
    if not group.first:
        return ""
    shown = "".join(
        f'<tr><th scope="row" class="number">{each.row}</th><td>'
        + (data(each.value, "q") if each.value else '<span class="soft">empty</span>')
        + "</td></tr>"
        for each in group.first
    )
    is_all = group.rows == len(group.first)
    title = (
        "The row"
        if group.rows == 1
        else "The rows"
        if is_all
        else (f"The first {counted(len(group.first), 'row')} of {group.rows:,}")
    )
    return (
        f"<details{' open' if is_open else ''}><summary>{said(title)}</summary>"
        f"<table><caption>{escaped(group.code)}: {said(title.lower())}</caption>"
        '<thead><tr><th scope="col" class="number">row</th>'
        f'<th scope="col">{_VALUES.get(group.code, "recipient")}</th></tr></thead>'
        f"<tbody>{shown}</tbody></table></details>"
    )


def _bounds(preview: Preview) -> Iterator[str]:
    bounds = preview.bounds
    if bounds is None:
        return
    lines = [_proven(bounds)]
    if bounds.found_least is not None:
        lines.append(f"<p>Found: {where(bounds.found_least, bounds.found_most)}.</p>")
        fields = (
            f"<li>{data(field.name, 'code')}: {said(words.found(field))}</li>"
            for field in bounds.fields
        )
        lines.append(
            f'<ul class="fields" role="list">{"".join(fields)}</ul>' if bounds.fields else ""
        )
    yield section("The template", *lines)


def _proven(bounds: BoundsFound) -> str:
    if bounds.proven_least is None:
        return f'<p class="soft">No bounds: {data(bounds.reason or "")}.</p>'
    return f"<p>Proven for any filling: {where(bounds.proven_least, bounds.proven_most)}.</p>"


def _groups(preview: Preview) -> Iterator[str]:
    unpriced = tuple(group for group in preview.errors if group.code == "RATE_UNKNOWN")
    if preview.findings:
        said_of_all = (
            f"<h3>{escaped(each.code)}</h3><p>{said(each.message)}</p>" for each in preview.findings
        )
        yield section("Findings", *said_of_all)
    if preview.country_findings:
        yield section("By country", *map(_by_country, preview.country_findings))
    twice = preview.duplicates
    for title, groups in (
        ("Rows that cannot be sent", tuple(g for g in preview.errors if g not in unpriced)),
        ("Rows that are left out", preview.left_out),
        ("Recipients without a price", unpriced),
        ("Suspicious recipients", preview.warnings),
        ("Duplicate recipients", (twice,) if twice and twice.rows else ()),
    ):
        if groups:
            yield section(title, *map(_group, groups))


def _by_country(found: CountryFinding) -> str:
    what, source = words.by_country(found)
    return f'<h3>{found.code}</h3><p>{said(what)}<br><small class="soft">{said(source)}</small></p>'


def _group(group: Group) -> str:
    meaning = MEANINGS.get(group.code)
    rest = f": {meaning}" if meaning else ""
    return (
        f"<h3>{escaped(group.code)}</h3><p>{said(counted(group.rows, 'row') + rest)}</p>"
        + _examples(group, is_open=group.rows <= len(group.first))
    )


def _footer(preview: Preview) -> Iterator[str]:
    yield "<footer>Made by smsplan."
    if preview.rows:
        yield (
            " Rows are counted from 1, a header not among them. A row with an error that keeps it"
            " from being sent is in no other figure."
        )
    if words.unpriced(preview):
        yield " A recipient without a price is sent to: its segments are counted, its cost is not."
    yield "</footer>"


_PARTS: Final = (
    _figures,
    _countries,
    _histogram,
    _encodings,
    _non_gsm_characters,
    _bounds,
    _groups,
    _footer,
)
