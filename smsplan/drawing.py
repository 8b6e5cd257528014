"""A plan as HTML: each segment with its cut, each character with what it costs.

It stands in other people's pages (notebooks), so it brings no script, fetches
nothing, and its one style sheet reaches nothing but itself.  A text is anybody's:
it is escaped, and characters that a browser would obey or not show, the
bidirectional controls among them, come out as their names.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final, NamedTuple, Protocol

from smsplan.alphabet import CHARACTERS, Language, septets_by_character
from smsplan.characters import counted, name

MOST_SEGMENTS: Final = 10
"""Segments that are drawn; each takes up to 20 kB."""

_SHOWN_AS_THEY_ARE: Final = frozenset("\n\u200c\u200d")
"""Of the characters that are not printable: a line feed, and the joiners, which letters need."""

# Half-transparent greys and the page's own colour are seen on light and on dark pages alike,
# whichever way a notebook is told to be dark.
_STYLE: Final = """
.smsplan{font-variant-numeric:tabular-nums}
.smsplan p{margin:.2em 0}
.smsplan ol{list-style:none;margin:0;padding:0}
.smsplan li{display:flex;gap:.7em;align-items:baseline;margin:.2em 0}
.smsplan small{flex:none;opacity:.75}
.smsplan code{flex:0 1 auto;font-family:ui-monospace,monospace;white-space:pre-wrap;
overflow-wrap:anywhere;color:inherit;background:rgba(128,128,128,.16);
border-left:2px solid;border-right:2px solid;padding:.1em 0}
.smsplan code span:hover{background:rgba(128,128,128,.4)}
.smsplan .misfit{background:rgba(232,89,12,.28);box-shadow:inset 0 -2px #e8590c}
.smsplan .hidden{font-size:.7em;border:1px dashed;margin:0 .2em;padding:0 .2em}
.smsplan .line::before{content:"↵";opacity:.6}
"""


class Encoding(Protocol):
    """How characters are coded, as :class:`smsplan.planning.Encoding` says."""

    @property
    def value(self) -> str:
        """``GSM-7`` or ``UCS-2``."""
        ...

    @property
    def unit(self) -> str:
        """What characters are counted in."""
        ...


class Segment(Protocol):
    """A segment, as :class:`smsplan.planning.Segment` is one."""

    @property
    def text(self) -> str: ...  # noqa: D102 - as planning's, as is what follows
    @property
    def chars_count(self) -> int: ...  # noqa: D102
    @property
    def remaining(self) -> int: ...  # noqa: D102
    @property
    def locking(self) -> Language | None: ...  # noqa: D102
    @property
    def single(self) -> Language | None: ...  # noqa: D102


class Plan(Protocol):
    """A plan, as :class:`smsplan.planning.Plan` is one."""

    @property
    def encoding(self) -> Encoding: ...  # noqa: D102
    @property
    def chars_count(self) -> int: ...  # noqa: D102
    @property
    def msg_count(self) -> int: ...  # noqa: D102
    @property
    def remaining(self) -> int: ...  # noqa: D102
    @property
    def segments(self) -> Sequence[Segment]: ...  # noqa: D102


class Coded(NamedTuple):
    """A character as a segment has it: its septets or UTF-16 code units.

    ``octets`` has a septet an octet, a code unit two.  ``misfit`` says that it
    keeps the text out of GSM-7.
    """

    units: int
    octets: bytes
    misfit: bool


def coded(character: str, encoding: Encoding, segment: Segment) -> Coded:
    r"""Code a character of a segment.

    >>> from smsplan import plan
    >>> planned = plan("€")
    >>> coded("€", planned.encoding, planned.segments[0])
    Coded(units=2, octets=b'\x1be', misfit=False)
    """
    if encoding.value == "GSM-7":
        septets = septets_by_character(segment.locking, segment.single)[character]
        return Coded(len(septets), septets, misfit=False)
    octets = character.encode("utf-16-be", "surrogatepass")
    return Coded(len(octets) // 2, octets, character not in CHARACTERS)


def draw(plan: Plan) -> str:
    """Draw a plan, of a long one the first segments."""
    segments = plan.segments
    rows = "".join(_row(plan.encoding, each) for each in segments[:MOST_SEGMENTS])
    more = len(segments) - MOST_SEGMENTS
    rest = f"<p>and {_counted(more, 'message')} more</p>" if more > 0 else ""
    summary = (
        f"<b>{plan.encoding.value}</b>, {_counted(plan.chars_count, plan.encoding.unit)}, "
        f"<b>{_counted(plan.msg_count, 'message')}</b>, {plan.remaining} more fit the last"
    )
    return (
        f'<div class="smsplan"><style>{_STYLE}</style><p>{summary}</p><ol>{rows}</ol>{rest}</div>'
    )


def _counted(number: int, noun: str) -> str:
    """Count in groups of three digits, which a line never parts."""
    return counted(number, noun).replace(str(number), f"{number:,}".replace(",", "&nbsp;"))


def _row(encoding: Encoding, segment: Segment) -> str:
    characters = "".join(_characters(encoding, segment))
    count = f"{segment.chars_count}/{segment.chars_count + segment.remaining}"
    tables = dict.fromkeys(each.name.lower() for each in (segment.locking, segment.single) if each)
    small = " ".join([count, *tables])
    return f'<li><code dir="auto">{characters}</code><small>{small}</small></li>'


def _characters(encoding: Encoding, segment: Segment) -> Iterator[str]:
    drawn: dict[str, str] = {}
    for character in segment.text:
        if character not in drawn:
            drawn[character] = _character(character, encoding, segment)
        yield drawn[character]


def _character(character: str, encoding: Encoding, segment: Segment) -> str:
    units, octets, misfit = coded(character, encoding, segment)
    title = (
        f"U+{ord(character):04X} {name(character)}, {counted(units, encoding.unit)}, "
        f"{octets.hex().upper()}{', not in GSM-7' if misfit else ''}"
    )
    kinds = ["misfit"] if misfit else []
    shown = character
    if character == "\n":
        kinds.append("line")
    elif not (character.isprintable() or character in _SHOWN_AS_THEY_ARE):
        kinds.append("hidden")
        shown = name(character)
    marked = f' class="{" ".join(kinds)}"' if kinds else ""
    return f'<span{marked} title="{escape(title)}">{escape(shown)}</span>'
