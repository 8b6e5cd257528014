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
from pkgutil import get_data
from typing import Final

from smsplan.display import visible

_LONG: Final = re.compile(r"\d[\d.,]{21,}")
"""A number that would not fit a phone in letters of the usual size."""
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_STYLE: Final = (get_data("smsplan.campaign", "report.css") or b"").decode()


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
