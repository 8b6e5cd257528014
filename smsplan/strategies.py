"""Hypothesis strategies for tests of code that handles SMS (extra ``testing``).

>>> from hypothesis import given
>>> from smsplan import Encoding, plan
>>> @given(gsm7_text())
... def test_gsm7_costs_at_most_two_septets_a_character(text):
...     assert plan(text).encoding is Encoding.GSM7
...     assert len(text) <= plan(text).chars_count <= 2 * len(text)
>>> test_gsm7_costs_at_most_two_septets_a_character()
"""

from string import ascii_letters, digits
from typing import Final

from smsplan.arguments import checked
from smsplan.destinations.msisdn import MAX_DIGITS, dialcodes
from smsplan.destinations.sender import MAX_ALPHANUMERIC, MAX_NUMERIC
from smsplan.errors import MissingExtraError
from smsplan.gsm7.tables import BASIC, CHARACTERS, EXTENSION
from smsplan.planning import CONCATENATION_OCTETS, STANDARD, Encoding, Profile, capacity

try:
    from hypothesis import strategies as st
except ImportError as _error:
    raise MissingExtraError(extra="testing", feature="smsplan.strategies") from _error

_BASIC: Final = "".join(BASIC.values())
_EXTENSION: Final = "".join(EXTENSION.values())
_SHORTEST_NUMBER: Final = 4
"""Digits after a calling code; shorter ones exist but are rare."""

# What a UCS-2 text is made of in practice, and what is easily got wrong in it:
# scripts, combining marks, emoji joined, modified and paired to flags.
_CLUSTERS: Final = (
    *"яжąşğç`\u00a0“…中文한اש\u200b\t𝒜😀",
    *("e\u0301", "a\u0308\u0323", "ก\u0e33", "नि", "क्ष"),
    *("👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇰", "1️⃣"),
)


@checked
def gsm7_text(*, min_size: int = 0, max_size: int | None = None) -> st.SearchStrategy[str]:
    """Return texts that GSM-7 can code; sizes are in code points."""
    return st.text(
        st.one_of(st.sampled_from(_BASIC), st.sampled_from(_EXTENSION)),
        min_size=min_size,
        max_size=max_size,
    )


@checked
def ucs2_text(*, max_size: int = 300) -> st.SearchStrategy[str]:
    """Return texts with a character that GSM-7 lacks, of about ``max_size`` code points."""
    strangers = st.characters(codec="utf-8").filter(lambda character: character not in CHARACTERS)
    pieces = st.one_of(st.sampled_from(_CLUSTERS), st.characters(codec="utf-8"))
    around = st.lists(pieces, max_size=max_size // 2).map("".join)
    return st.tuples(around, strangers, around).map("".join)


@checked
def messages(*, max_size: int = 400) -> st.SearchStrategy[str]:
    """Return texts of every kind, the empty one and those around every limit among them.

    ``max_size`` is in code points; those around a limit are as long as that limit asks.
    """
    return st.one_of(
        st.text(max_size=max_size),
        gsm7_text(max_size=max_size),
        ucs2_text(max_size=max_size),
        boundary_messages(),
    )


@st.composite
def boundary_messages(
    draw: st.DrawFn, profile: Profile = STANDARD, *, max_segments: int = 4
) -> str:
    """Return texts with pairs before, across and after every limit of a segment.

    Pairs are characters that cost two: escape pairs in GSM-7, surrogate pairs
    in UCS-2.  A text is either about as long as a single segment may be, or
    longer, with a pair at every limit and a last segment that is nearly empty,
    where a count that divides is wrong, or nearly full.
    """
    encodings = list(Encoding) if profile.encoding is None else [profile.encoding]
    encoding = draw(st.sampled_from(encodings))
    if encoding is Encoding.GSM7:
        filler, pairs = "a", st.sampled_from(_EXTENSION)
    else:
        filler, pairs = "я", st.sampled_from("😀𝒜\U00010000\U0010ffff")
    few = st.integers(min_value=0, max_value=3)
    single = capacity(encoding)
    if draw(st.booleans()):
        return filler * (single - draw(few)) + draw(pairs) + filler * draw(few)
    room = capacity(encoding, CONCATENATION_OCTETS[profile.reference_bits])
    text = ""
    used, pair = 0, 2
    full = draw(st.integers(min_value=1, max_value=max_segments))
    alike = few.map(lambda left: [left] * full)  # across every limit, they add up
    for left in draw(st.one_of(alike, st.lists(few, min_size=full, max_size=full))):
        text += filler * (room - used - left) + draw(pairs) + filler * (left - pair)
        # A pair that finds less than two units left begins the next segment.
        used = pair if left < pair else 0
    # A single message has another limit, so the text has to be too long for one.
    least = max(0, single + 1 - (len(text) + full))
    return text + filler * draw(st.one_of(few.map(least.__add__), few.map((room - used).__sub__)))


@st.composite
def msisdns(draw: st.DrawFn) -> str:
    """Return recipients in canonical digits: a calling code that exists, 15 digits at most."""
    dialcode = str(draw(st.sampled_from(dialcodes())))
    most = MAX_DIGITS - len(dialcode)
    number = st.text(digits, min_size=_SHORTEST_NUMBER, max_size=most)
    return dialcode + draw(number)


def senders() -> st.SearchStrategy[str]:
    """Return senders that the gateway accepts, numeric and alphanumeric."""
    return st.one_of(
        st.text(digits, min_size=1, max_size=MAX_NUMERIC),
        st.text(ascii_letters + digits, min_size=1, max_size=MAX_ALPHANUMERIC),
    )
