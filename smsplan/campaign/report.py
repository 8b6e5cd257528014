"""A preview as one page of HTML: no script, nothing fetched, and no text of the data obeyed.

Every text passes :func:`_safe`, which shows what a browser would obey as an
escape (controls, the bidirectional ones among them), then escapes what HTML
would read.  Should something get through all the same, the page's own policy
forbids scripts and requests.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Final

from smsplan.campaign import words
from smsplan.campaign.results import BoundsFound, Group, Preview
from smsplan.campaign.words import MEANINGS, share, where
from smsplan.characters import visible
from smsplan.planning import Encoding

_MOST_BARS: Final = 20
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5b6570;--page:#f6f7f9;--card:#fff;
--line:#dfe3e8;--bar:#2f6fde;--other:#d9822b;--bad:#c0392b;--bad-page:#fdeeec}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#9aa4af;--page:#14171a;--card:#1d2125;
--line:#333a41;--bar:#6ea0f5;--other:#e8a657;--bad:#ff8a7a;--bad-page:#3a2020}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);line-height:1.45;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;margin:.5rem 0 1rem}
h2{font-size:1.05rem;margin:0 0 .75rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;
margin:0 0 1rem}
p{margin:.35rem 0}.soft{color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;
margin:0 0 1rem}
.figures div{background:var(--card);border:1px solid var(--line);border-radius:.6rem;
padding:.75rem 1rem}
.figures b{display:block;font-size:1.35rem;font-variant-numeric:tabular-nums;
overflow-wrap:anywhere}
.figures span{color:var(--soft);font-size:.9rem}
.figures .bad{background:var(--bad-page);border-color:var(--bad)}.figures .bad b{color:var(--bad)}
.bars{display:grid;gap:.35rem;font-variant-numeric:tabular-nums}
.bars>div{display:grid;grid-template:"name bar value"/9rem 1fr 8rem;gap:.1rem .75rem;
align-items:center}
.bars .name{grid-area:name;overflow-wrap:anywhere}.bars svg{grid-area:bar}
.bars .value{grid-area:value;text-align:right}
.bars small{color:var(--soft)}.bars .value small{display:block}
@media(max-width:34rem){.bars>div{grid-template:"name value" "bar bar"/1fr max-content}
.bars svg{height:.6rem}.bars{gap:.7rem}}
svg{display:block;width:100%;height:.9rem}
rect{fill:var(--bar)}rect.other{fill:var(--other)}rect.rest{fill:var(--line)}
svg.share{height:1.4rem;border-radius:.3rem}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:.5rem 0 0;padding:0;list-style:none}
.key i{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;background:var(--bar);
margin-right:.4rem}.key .other i{background:var(--other)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;min-width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.3rem .75rem .3rem 0;border-top:1px solid var(--line);
vertical-align:top}
thead th{border-top:0;color:var(--soft);font-weight:400}
.row{width:1%;text-align:right;white-space:nowrap;color:var(--soft)}
.number{text-align:right;white-space:nowrap}td>code{white-space:nowrap}
th.number{padding-right:0}td.number:last-child{padding-right:0}
code,q{font-family:ui-monospace,Menlo,Consolas,"Noto Sans Mono",monospace;font-size:.9em;
overflow-wrap:anywhere;white-space:pre-wrap;unicode-bidi:isolate}q{quotes:none}
details{margin:.5rem 0 0}summary{cursor:pointer}
h3{font-size:.95rem;margin:1rem 0 .25rem}h3:first-of-type{margin-top:0}
footer{color:var(--soft);font-size:.85rem;margin:1rem 0}
"""


def html_report(preview: Preview, title: str = "Campaign preview") -> str:
    """Write a preview as a page that stands alone, readable on a phone and in the dark."""
    body = "".join(piece for part in _PARTS for piece in part(preview))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{_safe(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{_safe(title)}</h1>{body}"
        "<footer>Made by smsplan. Rows are counted from 1, a header not among them; what can be "
        "sent is counted, rows with errors are not.</footer></main></body></html>\n"
    )


def _safe(text: str) -> str:
    """Show a text of the data: nothing in it is obeyed, by a browser or by the eye."""
    return escape(visible(text), quote=True)


def _grouped(number: int) -> str:
    return words.grouped(number).replace(" ", "&nbsp;")


def _amount(cost: Decimal | None, currency: str | None) -> str:
    number, space, code = _safe(words.amount(cost, currency)).rpartition(" ")
    return number.replace(" ", "&nbsp;") + space + code


def _section(title: str, *content: str) -> str:
    return f"<section><h2>{_safe(title)}</h2>{''.join(content)}</section>"


def _figures(preview: Preview) -> Iterator[str]:
    figures = [
        (_grouped(preview.msg_count), "messages", ""),
        *(
            [(_amount(preview.cost, preview.currency), "cost", "")]
            if preview.cost is not None
            else []
        ),
        (_grouped(preview.recipients), f"recipients, of {_grouped(preview.rows)} rows", ""),
        (_grouped(preview.bad_rows), "rows with errors", "bad" if preview.bad_rows else ""),
    ]
    cells = (
        f'<div class="{kind}"><b>{figure}</b><span>{what}</span></div>'
        for figure, what, kind in figures
    )
    yield f'<div class="figures">{"".join(cells)}</div>'


def _bar(part: float, kind: str = "") -> str:
    """Draw a bar as long as a part of the width."""
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rest" width="100" height="10" rx="1"/>'
        f'<rect class="{kind}" width="{max(0.6, 100 * part):.2f}" height="10" rx="1"/></svg>'
    )


def _bars(rows: Sequence[tuple[str, int, str]]) -> str:
    """Draw bars: what each is, its length, and what stands beside it."""
    most = max((size for _, size, _ in rows), default=0) or 1
    cells = (
        f'<div><div class="name">{name}</div>{_bar(size / most)}'
        f'<div class="value">{value}</div></div>'
        for name, size, value in rows
    )
    return f'<div class="bars">{"".join(cells)}</div>'


def _histogram(preview: Preview) -> Iterator[str]:
    bars = [
        (str(bar.msg_count), bar.recipients, _grouped(bar.recipients))
        for bar in preview.histogram[:_MOST_BARS]
    ]
    rest = preview.histogram[_MOST_BARS:]
    if rest:
        recipients = sum(bar.recipients for bar in rest)
        bars.append(("more", recipients, _grouped(recipients)))
    if bars:
        yield _section(
            "Messages per recipient",
            _bars(bars),
            '<p class="soft">Messages at the left, recipients at the right.</p>',
        )


def _countries(preview: Preview) -> Iterator[str]:
    bars = []
    for each in preview.countries[:_MOST_BARS]:
        cost = "" if each.cost is None else f"<small>{_amount(each.cost, preview.currency)}</small>"
        unpriced = (
            f"<small>{_grouped(each.unpriced)} without a price</small>" if each.unpriced else ""
        )
        name = f"{_safe(each.name)} <small>+{each.dialcode}</small>"
        bars.append((name, each.msg_count, f"{_grouped(each.msg_count)}{cost}{unpriced}"))
    rest = preview.countries[_MOST_BARS:]
    if rest:
        messages = sum(each.msg_count for each in rest)
        bars.append((f"{len(rest)} others", messages, _grouped(messages)))
    if bars:
        yield _section("Messages by country", _bars(bars))


def _encodings(preview: Preview) -> Iterator[str]:
    if not preview.recipients:
        return
    shares = {each.encoding: each for each in preview.encodings}
    gsm7 = 100 * shares[Encoding.GSM7].recipients / preview.recipients
    keys = "".join(
        f'<li class="{"other" if each.encoding is Encoding.UCS2 else ""}"><i></i>'
        f"{each.encoding.value} {_safe(share(each.recipients, preview.recipients))}: "
        f"{_grouped(each.recipients)} recipients, {_grouped(each.msg_count)} messages"
        f"{_money(each.cost, preview)}</li>"
        for each in preview.encodings
    )
    chart = (
        '<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        f'aria-label="GSM-7 {gsm7:.1f} per cent"><rect class="other" width="100" height="10"/>'
        f'<rect width="{gsm7:.2f}" height="10"/></svg>'
    )
    lines = []
    if preview.flips.rows:
        lines.append(
            f"<p><b>{_grouped(preview.extra.msg_count)} messages"
            f"{_money(preview.extra.cost, preview)}</b> more than the same texts need where every "
            f"character that GSM-7 lacks is one that it has "
            f"({_grouped(preview.extra.recipients)} recipients).</p>"
        )
    lines.append(
        f"<p><b>{_grouped(preview.savings.msg_count)} messages"
        f"{_money(preview.savings.cost, preview)}</b> are saved by safe fixes, which a "
        f"reader takes for the same text ({_grouped(preview.savings.recipients)} recipients).</p>"
    )
    yield _section("GSM-7 and UCS-2", chart, f'<ul class="key">{keys}</ul>', *lines)


def _money(cost: Decimal | None, preview: Preview) -> str:
    return "" if cost is None else f", {_amount(cost, preview.currency)}"


def _culprits(preview: Preview) -> Iterator[str]:
    if not preview.culprits:
        return
    rows = (
        (
            f"<code>{_safe(each.character)}</code>",
            f"U+{ord(each.character):04X}",
            _safe(each.name),
            _grouped(each.rows),
        )
        for each in preview.culprits
    )
    others = (
        f'<p class="soft">and {_grouped(preview.other_culprits)} other characters</p>'
        if preview.other_culprits
        else ""
    )
    yield _section(
        "Characters that make a message UCS-2",
        _table(("", "", "Unicode name", "rows"), rows),
        others,
        _examples(
            f"The first of {_grouped(preview.flips.rows)} rows that are UCS-2", preview.flips
        ),
    )


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of cells that are HTML already; the last column is of numbers."""
    *names, last = heads
    head = "".join(f"<th>{name}</th>" for name in names) + f'<th class="number">{last}</th>'
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row[:-1])}"
        f'<td class="number">{row[-1]}</td></tr>'
        for row in rows
    )
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _examples(title: str, group: Group, *, is_open: bool = False) -> str:
    shown = (
        f'<tr><td class="row">{_grouped(each.row)}</td><td><q>{_safe(each.value)}</q></td></tr>'
        for each in group.first
    )
    rest = group.rows - len(group.first)
    more = f'<p class="soft">and {_grouped(rest)} more</p>' if rest else ""
    return (
        f"<details{' open' if is_open else ''}><summary>{title}</summary>"
        f'<div class="scroll"><table><tbody>{"".join(shown)}</tbody></table></div>{more}</details>'
    )


def _bounds(preview: Preview) -> Iterator[str]:
    bounds = preview.bounds
    if bounds is None:
        return
    lines = [_proven(bounds)]
    if bounds.found_least is not None:
        lines.append(f"<p>Found: {where(bounds.found_least, bounds.found_most)}.</p>")
    rows = [
        (
            f"<code>{_safe(field.name)}</code>",
            f"{field.shortest} to {field.longest}",
            "" if field.outside is None else _grouped(field.outside),
        )
        for field in bounds.fields
    ]
    if rows:
        lines.append(_table(("field", "characters found", "beyond its field"), rows))
    yield _section("The template", *lines)


def _proven(bounds: BoundsFound) -> str:
    if bounds.proven_least is None:
        return f'<p class="soft">No bounds: {_safe(bounds.reason or "")}.</p>'
    return f"<p>Proven for any filling: {where(bounds.proven_least, bounds.proven_most)}.</p>"


def _groups(preview: Preview) -> Iterator[str]:
    twice = preview.duplicates
    for title, groups in (
        ("Rows with errors", preview.errors),
        ("Suspicious recipients", preview.doubts),
        ("Duplicate recipients", (twice,) if twice and twice.rows else ()),
    ):
        if groups:
            yield _section(title, *map(_group, groups))


def _group(group: Group) -> str:
    rows = "row" if group.rows == 1 else "rows"
    meaning = MEANINGS.get(group.code, "")
    return (
        f"<h3>{_safe(group.code)}</h3><p>{_grouped(group.rows)} {rows}: {_safe(meaning)}</p>"
        + _examples("The first rows", group, is_open=group.rows <= len(group.first))
    )


_PARTS: Final = (
    _figures,
    _countries,
    _histogram,
    _encodings,
    _culprits,
    _bounds,
    _groups,
)
