"""One page of HTML: no script, nothing fetched, and no text of the data obeyed.

Every text of the data passes :func:`data`, which shows what a browser would
obey as an escape (controls, the bidirectional ones among them), escapes what
HTML would read, and lets no right-to-left text move what stands beside it.
Should something get through all the same, the page's own policy forbids scripts
and requests.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from smsplan.display import visible

_LONG: Final = re.compile(r"\d[\d.,]{21,}")
"""A number that would not fit a phone in letters of the usual size."""
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


def page(title: str, body: str) -> str:
    """Write a page that stands alone, readable on a phone and in the dark."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escaped(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{data(title)}</h1>{body}</main></body></html>\n"
    )


def escaped(text: str) -> str:
    """Escape what HTML would read and what nobody would see."""
    return escape(visible(text), quote=True)


def data(text: str, tag: str = "bdi") -> str:
    """Show a text of the data: nothing in it is obeyed, by a browser or by the eye."""
    return f'<{tag} dir="auto">{escaped(text)}</{tag}>'


def said(text: str) -> str:
    """Write words of ours; a number that no line has room for is scrolled."""
    return _LONG.sub(r'<span class="long" tabindex="0">\g<0></span>', escape(text))


def section(title: str, *content: str) -> str:
    """Write a part of the page under its title."""
    return f"<section><h2>{said(title)}</h2>{''.join(content)}</section>"


def _bar(part: float) -> str:
    return (
        '<svg aria-hidden="true"><rect class="rest" width="100%" height="100%" rx="2"/>'
        f'<rect width="{max(0.6, 100 * part):.2f}%" height="100%" rx="2"/></svg>'
    )


def bars(lines: Iterable[tuple[str, int, str]]) -> str:
    """Draw bars: what each is, its length, and what stands beside it; one of no length is not."""
    lines = list(lines)
    most = max(size for _, size, _ in lines)
    drawn = (
        f'<li><div class="name">{name}</div>{_bar(size / most) if size else ""}'
        f'<div class="value">{value}</div></li>'
        for name, size, value in lines
    )
    return f'<ul class="bars" role="list">{"".join(drawn)}</ul>'


def share_bar(part: float, label: str) -> str:
    """Draw a part and what is left, with a gap between them; neither is too small to see."""
    percent = 100 * part if part in (0, 1) else min(max(100 * part, 1), 99)
    gap = f'<line x1="{percent:.2f}%" x2="{percent:.2f}%" y2="100%"/>' if 0 < part < 1 else ""
    return (
        f'<svg class="share" role="img" aria-label="{escape(label)}">'
        '<rect class="other" width="100%" height="100%"/>'
        f'<rect width="{percent:.2f}%" height="100%"/>{gap}</svg>'
    )


def table(title: str, heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of cells that are HTML already; the last column is of numbers."""
    *names, last = heads
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:-1])}'
        f'<td class="number">{said(row[-1])}</td></tr>'
        for row in rows
    )
    return (
        f"<table><caption>{title}</caption>"
        f'<thead><tr>{head}<th scope="col" class="number">{last}</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
