"""A preview as one page of HTML: no script, nothing fetched, and no text of the data obeyed.

Every text of the data passes :func:`_data`, which shows what a browser would
obey as an escape (controls, the bidirectional ones among them), escapes what
HTML would read, and lets no right-to-left text move what stands beside it.
Should something get through all the same, the page's own policy forbids scripts
and requests.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from smsplan.campaign import words
from smsplan.campaign.results import BoundsFound, Country, Group, Preview
from smsplan.campaign.words import MEANINGS, share, where
from smsplan.display import columns, counted, grouped, visible
from smsplan.planning import Encoding

_MAX_BARS: Final = 20
_MAX_OF_NAME: Final = 60
"""Characters that are shown of the name of a country."""
_THOUSANDS: Final = re.compile(r"(?<=\d) (?=\d)")
_LONG: Final = re.compile(r"\d[\d.\u00a0]{21,}")
"""A number that would not fit a phone in letters of the usual size."""
_VALUES: Final = {
    "ROW_UNREADABLE": "reason",
    "FIELD_MISSING": "field",
    "TEXT_LONG": "text",
    "UCS-2": "text",
}
"""What the examples of a group are, where they are not recipients."""
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--page:#f6f7f9;--card:#fff;
--line:#dfe3e8;--bar:#2f6fde;--other:#b4610f;--bad:#b3261e;--bad-page:#fdeeec;--warn:#8a4b00}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#9aa4af;--page:#14171a;--card:#1d2125;
--line:#333a41;--bar:#6ea0f5;--other:#e8a657;--bad:#ff8a7a;--bad-page:#3a2020;--warn:#f0b866}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);line-height:1.45;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;margin:.5rem 0 1rem}
h2{font-size:1.05rem;margin:0 0 .75rem}
.about{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0 0 1rem}
.about dt{color:var(--soft)}.about dd{margin:0;white-space:pre-wrap;min-width:0}
h3{font-size:.95rem;margin:1.25rem 0 .25rem}h2+h3{margin-top:0}
h1,h3,p,li,dd{overflow-wrap:break-word}
section,.figures>div{background:var(--card);border:1px solid var(--line);border-radius:.6rem;
padding:1rem;margin:0 0 1rem}
p{margin:.35rem 0}small{font-size:.83rem}small,.soft{color:var(--soft)}.warn{color:var(--warn)}
.figures{display:flex;flex-wrap:wrap;gap:.75rem;margin:0 0 1rem}
.figures>div{display:flex;flex-direction:column;flex:1 1 9.5rem;max-width:100%;margin:0;
padding:.75rem 1rem}
dt{color:var(--soft)}dd{margin:0}dt,.note{font-size:.9rem}
.figure{order:-1;font-size:1.35rem;font-weight:700;font-variant-numeric:tabular-nums}
.figures .bad{background:var(--bad-page);border-color:var(--bad)}.bad .figure{color:var(--bad)}
.long{display:inline-block;max-width:100%;overflow-x:auto;overflow-y:hidden;white-space:nowrap;
font-size:clamp(.66rem,2.8vw,1em);vertical-align:bottom}
.bars{display:grid;grid-template-columns:fit-content(14rem) minmax(4rem,1fr) fit-content(20rem);
gap:.4rem .9rem;margin:0;padding:0;list-style:none;font-variant-numeric:tabular-nums}
.bars li{display:grid;grid-column:1/-1;grid-template-columns:subgrid;
grid-template-areas:"name bar value";align-items:center}
.name{grid-area:name;overflow:hidden;overflow-wrap:anywhere}.bars svg{grid-area:bar}
.value{grid-area:value;text-align:right;max-width:100%;min-width:0}.value small{display:block}
@media(max-width:34rem){.bars{display:block}.bars li+li{margin-top:.7rem}
.bars li{display:flex;flex-wrap:wrap;gap:.1rem .75rem;align-items:baseline}
.name{flex:1 1 4rem}.value{flex:0 1 auto;margin-left:auto}
.bars svg{flex:1 0 100%;order:1;height:.6rem}}
svg{display:block;width:100%;height:.9rem}
rect{fill:var(--bar)}rect.other{fill:var(--other)}rect.rest{fill:var(--line)}
svg.share{height:1.4rem;border-radius:.3rem}.share line{stroke:var(--card);stroke-width:3}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:.5rem 0 .75rem;padding:0;list-style:none}
.key li{max-width:100%}.key i{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;
background:var(--bar);margin-right:.4rem}.key .other i{background:var(--other)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;padding:.3rem .75rem .3rem 0;border-top:1px solid var(--line);
vertical-align:top;font-weight:400;overflow-wrap:anywhere}
thead th{border-top:0;color:var(--soft);overflow-wrap:normal}
.number{width:1%;text-align:right;white-space:nowrap}
th.number:last-child,td:last-child{padding-right:0}tbody th{white-space:nowrap}
tbody th.number{color:var(--soft)}
code,q{font-family:ui-monospace,Menlo,Consolas,"Noto Sans Mono",monospace;font-size:.9em;
overflow-wrap:anywhere;white-space:pre-wrap}q{quotes:none}
.fields{margin:.35rem 0;padding:0;list-style:none}
.glyph{white-space:pre;background:var(--page);border-radius:.2rem;padding:.05rem .3rem}
details{margin:.5rem 0 0}summary{cursor:pointer}
footer{color:var(--soft);font-size:.85rem;margin:1rem 0}
@media print{section,.figures>div{break-inside:avoid}}
"""


def html_report(
    preview: Preview, title: str = "Campaign preview", about: Mapping[str, str] | None = None
) -> str:
    """Write a preview as a page that stands alone, readable on a phone and in the dark.

    ``about`` says what it is a preview of, such as the file, the template and the date.
    """
    rows = "".join(
        f"<dt>{_said(name)}</dt><dd>{_data(fact, 'span')}</dd>"
        for name, fact in (about or {}).items()
    )
    facts = f'<dl class="about">{rows}</dl>' if rows else ""
    body = "".join(piece for part in _PARTS for piece in part(preview))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{_escaped(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{_data(title)}</h1>{facts}{body}</main></body></html>\n"
    )


def _escaped(text: str) -> str:
    return escape(visible(text), quote=True)


def _data(text: str, tag: str = "bdi") -> str:
    """Show a text of the data: nothing in it is obeyed, by a browser or by the eye."""
    return f'<{tag} dir="auto">{_escaped(text)}</{tag}>'


def _said(text: str) -> str:
    """Write words of ours, in which no line ends inside a number."""
    unbroken = _THOUSANDS.sub("\u00a0", escape(text))
    return _LONG.sub(r'<span class="long" tabindex="0">\g<0></span>', unbroken)


def _section(title: str, *content: str) -> str:
    return f"<section><h2>{_said(title)}</h2>{''.join(content)}</section>"


def _figures(preview: Preview) -> Iterator[str]:
    if not preview.rows:
        yield "<section><p>There are no rows, and so nothing to send.</p></section>"
        return
    unsent = preview.rows - preview.recipients
    cells = [
        _figure(preview.msg_count, "message"),
        _figure(preview.recipients, "recipient", f", of {counted(preview.rows, 'row')}"),
        _figure(unsent, "row", " that cannot be sent", "bad" if unsent else ""),
    ]
    if preview.recipients and preview.cost is not None:
        total = words.total(preview)
        missing = words.missing(words.unpriced(preview)) if total != words.NO_PRICE else ""
        note = f'<dd class="note warn">{_said(missing)}</dd>' if missing else ""
        cost = f'<div><dt>cost</dt><dd class="figure">{_said(total)}</dd>{note}</div>'
        cells.insert(1, cost)
    yield f'<dl class="figures">{"".join(cells)}</dl>'


def _figure(number: int, noun: str, rest: str = "", kind: str = "") -> str:
    what = counted(number, noun).removeprefix(f"{grouped(number)} ")
    return (
        f'<div class="{kind}"><dt>{_said(what + rest)}</dt>'
        f'<dd class="figure">{_said(grouped(number))}</dd></div>'
    )


def _bar(part: float) -> str:
    """Draw a bar as long as a part of the width."""
    return (
        '<svg aria-hidden="true"><rect class="rest" width="100%" height="100%" rx="2"/>'
        f'<rect width="{max(0.6, 100 * part):.2f}%" height="100%" rx="2"/></svg>'
    )


def _bars(lines: Iterable[tuple[str, int, str]]) -> str:
    """Draw bars: what each is, its length, and what stands beside it; one of no length is not."""
    lines = list(lines)
    most = max(size for _, size, _ in lines)
    drawn = (
        f'<li><div class="name">{name}</div>{_bar(size / most) if size else ""}'
        f'<div class="value">{value}</div></li>'
        for name, size, value in lines
    )
    return f'<ul class="bars" role="list">{"".join(drawn)}</ul>'


def _countries(preview: Preview) -> Iterator[str]:
    shown, rest = preview.countries[:_MAX_BARS], preview.countries[_MAX_BARS:]
    lines = [(_named(each), each.msg_count, _cost(each, preview.currency)) for each in shown]
    if rest:
        others = words.others(rest)
        lines.append((others.name, 0, _cost(others, preview.currency)))
    if lines:
        yield _section("Messages by country", _bars(lines))


def _named(country: Country) -> str:
    name = country.name
    short = name if len(name) <= _MAX_OF_NAME else f"{name[: _MAX_OF_NAME - 1]}…"
    return f"{_data(short)} <small>+{country.dialcode}</small>"


def _cost(country: Country, currency: str | None) -> str:
    cost, unpriced = words.of_country(country, currency)
    kind = "warn" if cost == words.NO_PRICE else ""
    return (
        _said(grouped(country.msg_count))
        + (f'<small class="{kind}">{_said(cost)}</small>' if cost else "")
        + (f'<small class="warn">{_said(unpriced)}</small>' if unpriced else "")
    )


def _histogram(preview: Preview) -> Iterator[str]:
    shown, rest = preview.histogram[:_MAX_BARS], preview.histogram[_MAX_BARS:]
    lines = [(where(bar.msg_count, None), bar.recipients, _to(bar.recipients)) for bar in shown]
    if rest:
        which = where(rest[0].msg_count, rest[-1].msg_count)
        lines.append((which, 0, _to(sum(bar.recipients for bar in rest))))
    if lines:
        yield _section("Messages per recipient", _bars(lines))


def _to(recipients: int) -> str:
    return _said(counted(recipients, "recipient"))


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
        f"{_said(f'{parts[encoding]}: {words.of_encoding(each, preview)}')}</li>"
        for encoding, each in shares.items()
    )
    gsm7 = shares[Encoding.GSM7].recipients if Encoding.GSM7 in shares else 0
    yield _section(
        "GSM-7 and UCS-2",
        _share(gsm7 / preview.recipients, ", ".join(parts.values())),
        f'<ul class="key" role="list">{keys}</ul>',
        *_differences(preview),
    )


def _share(part: float, label: str) -> str:
    """Draw a part and what is left, with a gap between them; neither is too small to see."""
    percent = 100 * part if part in (0, 1) else min(max(100 * part, 1), 99)
    gap = f'<line x1="{percent:.2f}%" x2="{percent:.2f}%" y2="100%"/>' if 0 < part < 1 else ""
    return (
        f'<svg class="share" role="img" aria-label="{escape(label)}">'
        '<rect class="other" width="100%" height="100%"/>'
        f'<rect width="{percent:.2f}%" height="100%"/>{gap}</svg>'
    )


def _differences(preview: Preview) -> Iterator[str]:
    extra, savings = preview.extra, preview.savings
    if extra.msg_count:
        yield (
            f"<p>UCS-2 costs <b>{_said(words.difference(extra, preview))}</b> more than if every "
            f"character that GSM-7 lacks were one that it has ({_to(extra.recipients)}).</p>"
        )
    elif preview.flips.rows:
        yield "<p>UCS-2 costs nothing more than GSM-7.</p>"
    saved, where_from = "nothing", ""
    if savings.msg_count:
        saved = words.difference(savings, preview)
        where_from = f" ({_to(savings.recipients)})"
    yield (
        "<p>Safe fixes, after which a text is the same to its reader, save "
        f"<b>{_said(saved)}</b>{where_from}.</p>"
    )


def _culprits(preview: Preview) -> Iterator[str]:
    if not preview.culprits:
        return
    title = "Characters that make a message UCS-2"
    rows = (
        (
            _glyph(each.character),
            _escaped(each.name) + (", in the template" if each.in_template else ""),
            grouped(each.rows),
        )
        for each in preview.culprits
    )
    said = words.of_template(preview)
    others = counted(preview.other_culprits, "other character")
    yield _section(
        title,
        f'<p class="warn">{_escaped(said[0].upper() + said[1:])}.</p>' if said else "",
        _table(title, ("character", "Unicode name", "rows"), rows),
        f'<p class="soft">and {_said(others)}</p>' if preview.other_culprits else "",
        _examples(preview.flips),
    )


def _glyph(character: str) -> str:
    """Show a character, or its escape where it takes no room, and its code point."""
    shown = character if columns(character) else character.encode("unicode_escape").decode()
    return f'<code class="glyph">{_data(shown)}</code> U+{ord(character):04X}'


def _table(title: str, heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of cells that are HTML already; the last column is of numbers."""
    *names, last = heads
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:-1])}'
        f'<td class="number">{_said(row[-1])}</td></tr>'
        for row in rows
    )
    return (
        f"<table><caption>{title}</caption>"
        f'<thead><tr>{head}<th scope="col" class="number">{last}</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _examples(group: Group, *, is_open: bool = False) -> str:
    if not group.first:
        return ""
    shown = "".join(
        f'<tr><th scope="row" class="number">{_said(grouped(each.row))}</th><td>'
        + (_data(each.value, "q") if each.value else '<span class="soft">empty</span>')
        + "</td></tr>"
        for each in group.first
    )
    is_all = group.rows == len(group.first)
    title = (
        "The row"
        if group.rows == 1
        else "The rows"
        if is_all
        else (f"The first {counted(len(group.first), 'row')} of {grouped(group.rows)}")
    )
    return (
        f"<details{' open' if is_open else ''}><summary>{_said(title)}</summary>"
        f"<table><caption>{_escaped(group.code)}: {_said(title.lower())}</caption>"
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
            f"<li>{_data(field.name, 'code')}: {_said(words.found(field))}</li>"
            for field in bounds.fields
        )
        lines.append(
            f'<ul class="fields" role="list">{"".join(fields)}</ul>' if bounds.fields else ""
        )
    yield _section("The template", *lines)


def _proven(bounds: BoundsFound) -> str:
    if bounds.proven_least is None:
        return f'<p class="soft">No bounds: {_data(bounds.reason or "")}.</p>'
    return f"<p>Proven for any filling: {where(bounds.proven_least, bounds.proven_most)}.</p>"


def _groups(preview: Preview) -> Iterator[str]:
    unpriced = tuple(group for group in preview.errors if group.code == "RATE_UNKNOWN")
    twice = preview.duplicates
    for title, groups in (
        ("Rows that cannot be sent", tuple(g for g in preview.errors if g not in unpriced)),
        ("Recipients without a price", unpriced),
        ("Suspicious recipients", preview.doubts),
        ("Duplicate recipients", (twice,) if twice and twice.rows else ()),
    ):
        if groups:
            yield _section(title, *map(_group, groups))


def _group(group: Group) -> str:
    meaning = MEANINGS.get(group.code)
    rest = f": {meaning}" if meaning else ""
    return (
        f"<h3>{_escaped(group.code)}</h3><p>{_said(counted(group.rows, 'row') + rest)}</p>"
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
        yield " A recipient without a price is sent to: its messages are counted, its cost is not."
    yield "</footer>"


_PARTS: Final = (
    _figures,
    _countries,
    _histogram,
    _encodings,
    _culprits,
    _bounds,
    _groups,
    _footer,
)
