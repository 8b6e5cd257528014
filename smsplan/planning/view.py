"""A plan as HTML: each segment, each character with what it costs.

It stands in other people's pages (notebooks), so it brings no script, fetches
nothing, and its one style sheet reaches nothing but itself.  A text is anybody's:
it is escaped, and characters that a browser would obey or not show, the
bidirectional controls among them, come out as the signs that the page of
``smsplan serve`` has; their names stand in the titles.
"""

from collections.abc import Iterator
from functools import partial
from html import escape
from typing import Final, NamedTuple

from smsplan.display import SIGNS, counted, grouped, name
from smsplan.gsm7.tables import CHARACTERS, septets_by_character
from smsplan.planning.plans import Plan
from smsplan.planning.profile import Encoding
from smsplan.planning.segments import Segment

MAX_DRAWN: Final = 10
"""Segments that are drawn; each takes up to 20 kB."""

_JOINERS: Final = "\u200c\u200d"
"""Shown as they are, for letters need them."""
_DRAWN_BY_STYLE: Final = {" ": "space", "\n": "line"}
"""Characters that a sign stands beside, so that a text that is copied is the text."""


# Half-transparent greys and the page's own colour are seen on light and on dark pages alike,
# whichever way a notebook is told to be dark.
_STYLE: Final = """
.smsplan{font-variant-numeric:tabular-nums}
.smsplan p{margin:.2em 0}
.smsplan ol{list-style:none;margin:0;padding:0}
.smsplan li{margin:.4em 0 0;padding:.2em 0 0}
.smsplan li+li{border-top:2px dashed rgba(128,128,128,.6)}
.smsplan small span{opacity:.75;margin-left:.75em}
.smsplan code{display:block;font-family:ui-monospace,monospace;white-space:pre-wrap;
overflow-wrap:anywhere;line-height:1.9;color:inherit;background:rgba(128,128,128,.1);
border:1px solid rgba(128,128,128,.4);border-radius:.6em;margin:.25em 0 0;padding:.5em .9em}
.smsplan code span:hover{background:rgba(128,128,128,.4)}
.smsplan .double{box-shadow:inset 0 -2px #4c86e8}
.smsplan .non-gsm{background:rgba(217,65,50,.2);outline:1px solid #d94132;
outline-offset:-1px;border-radius:.2em;font-weight:700;padding:0 .12em}
.smsplan .sign{font-size:.7em;border:1px solid;border-radius:.2em;margin:0 .1em;padding:0 .2em}
.smsplan .sign.non-gsm{border-color:#d94132;outline:0}
.smsplan .space{background:radial-gradient(circle,rgba(128,128,128,.9) .08em,transparent .1em)}
.smsplan .line::before{content:"↵";opacity:.6}
"""


class Coded(NamedTuple):
    """A character as a segment has it: its septets or UTF-16 code units.

    ``octets`` has a septet an octet, a code unit two.  ``non_gsm`` says that
    it keeps the text out of GSM-7.
    """

    units: int
    octets: bytes
    non_gsm: bool


def coded(character: str, encoding: Encoding, segment: Segment) -> Coded:
    r"""Code a character of a segment.

    >>> from smsplan import plan
    >>> planned = plan("€")
    >>> coded("€", planned.encoding, planned.segments[0])
    Coded(units=2, octets=b'\x1be', non_gsm=False)
    """
    if encoding is Encoding.GSM7:
        septets = septets_by_character(segment.locking, segment.single)[character]
        return Coded(len(septets), septets, non_gsm=False)
    octets = character.encode("utf-16-be", "surrogatepass")
    return Coded(len(octets) // 2, octets, character not in CHARACTERS)


def draw(plan: Plan) -> str:
    """Draw a plan, of a long one the first segments."""
    segments = plan.segments
    titles = (
        "One segment" if len(segments) == 1 else f"{number} of {grouped(len(segments))}"
        for number in range(1, MAX_DRAWN + 1)
    )
    rows = "".join(map(partial(_row, plan.encoding), titles, segments[:MAX_DRAWN]))
    more = len(segments) - MAX_DRAWN
    rest = f"<p>and {counted(more, 'segment')} more</p>" if more > 0 else ""
    summary = (
        f"<b>{plan.encoding}</b>, {counted(plan.chars_count, plan.encoding.unit)}, "
        f"<b>{counted(plan.msg_count, 'segment')}</b>, {plan.remaining} more fit the last"
    )
    return (
        f'<div class="smsplan"><style>{_STYLE}</style><p>{summary}</p><ol>{rows}</ol>{rest}</div>'
    )


def _row(encoding: Encoding, title: str, segment: Segment) -> str:
    characters = "".join(_characters(encoding, segment))
    tables = dict.fromkeys(each for each in (segment.locking, segment.single) if each)
    size = ", ".join(
        (
            counted(segment.chars_count, encoding.unit),
            f"{segment.remaining} left",
            *(f"{language} tables" for language in tables),
        )
    )
    head = f"<small><b>{title}</b> <span>{size}</span></small>"
    return f'<li>{head}<code dir="auto">{characters}</code></li>'


def _characters(encoding: Encoding, segment: Segment) -> Iterator[str]:
    drawn: dict[str, str] = {}
    for character in segment.text:
        if character not in drawn:
            drawn[character] = _character(character, encoding, segment)
        yield drawn[character]


def _character(character: str, encoding: Encoding, segment: Segment) -> str:
    units, octets, non_gsm = coded(character, encoding, segment)
    title = (
        f"U+{ord(character):04X} {name(character)}, {counted(units, encoding.unit)}, "
        f"{octets.hex().upper()}{', not in GSM-7' if non_gsm else ''}"
    )
    kinds = [kind for kind, holds in (("non-gsm", non_gsm), ("double", units > 1)) if holds]
    shown = character
    if character in _DRAWN_BY_STYLE:
        kinds.append(_DRAWN_BY_STYLE[character])
    elif character not in _JOINERS and (character in SIGNS or not character.isprintable()):
        kinds.append("sign")
        shown = SIGNS.get(character, f"{ord(character):04X}")
    marked = f' class="{" ".join(kinds)}"' if kinds else ""
    return f'<span{marked} title="{escape(title)}">{escape(shown)}</span>'
