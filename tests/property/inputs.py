"""What the laws are tried on: every profile, and texts that nobody would send."""

from typing import Final

from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Profile
from smsplan.strategies import messages
from tests import reference

PROFILES: Final = tuple(
    Profile(encoding=encoding, boundary=boundary, reference_bits=bits)
    for encoding in (None, *Encoding)
    for boundary in Boundary
    for bits in (8, 16)
)

# Each sits badly on a limit: pairs, halves of pairs, white space that breaks or
# does not, characters that join the one before, the one after, or both.
PIECES: Final = (
    "a", "€", "]", "\f", " ", "\n", "\r", "\r\n", "\t", "\x00", "\x1b", "`", "я",
    "\u00a0", "\u202f", "\u2028", "\u200b", "\u0301", " \u0301", "e\u0301", "\u0600", "\u0600 ",
    "\u200d", "\ufe0f", "\U000e0041", "😀", "👩\u200d", "👍🏽", "🇩", "🇩🇰", "क\u094d", "नि",
    "\u1100", "\u1161", "한", "𝒜", "\U0010ffff", "\ud83d", "\ude00", "\ud83d\ude00",
    "\u0600\ud83d\ude00", "\ud83d\udc4d\ud83c\udffd",
)  # fmt: skip
NEARLY_GSM7_PIECES: Final = ("a", "é", "€", "\x00", "\x1b", "ç")
GSM7_PIECES: Final = ("a", "€", "]", "\f", " ", "\n", "\r", "\r\n", "words ")


def runs(pieces: tuple[str, ...] = PIECES, *, longest: int = 80) -> st.SearchStrategy[str]:
    """Texts of pieces that come many times in a row: long ones from few choices."""
    run = st.tuples(st.sampled_from(pieces), st.integers(min_value=1, max_value=longest))
    return st.lists(run, max_size=8).map(
        lambda found: "".join(piece * times for piece, times in found)
    )


@st.composite
def at_limits(draw: st.DrawFn) -> str:
    """Texts of several segments with pieces of any kind around the end of the first."""
    filler, pieces = draw(st.sampled_from([("a", GSM7_PIECES), ("я", PIECES)]))
    encoding = reference.encoding(filler)
    room = reference.ROOM[encoding, draw(st.sampled_from([8, 16]))]
    before = draw(st.integers(min_value=0, max_value=8))
    odd = draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=4))
    return filler * (room - before) + "".join(odd) + filler * room


def texts() -> st.SearchStrategy[str]:
    """Texts of every kind, lone surrogates among them."""
    return st.one_of(
        messages(),
        runs(),
        runs(GSM7_PIECES),
        runs(NEARLY_GSM7_PIECES),
        at_limits(),
        st.text(st.characters()),
    )


def short_texts() -> st.SearchStrategy[str]:
    """Texts that can be cut in every possible way within a blink."""
    return st.one_of(
        *(
            st.lists(st.sampled_from(pieces), min_size=1, max_size=12).map("".join)
            for pieces in (PIECES, GSM7_PIECES, ("a", " "), ("я", "😀", " "))
        )
    )


def profiles(*boundaries: Boundary) -> st.SearchStrategy[Profile]:
    """Profiles that any text can be planned with, of these boundaries or of all."""
    total = [profile for profile in PROFILES if profile.encoding is not Encoding.GSM7]
    return st.sampled_from(
        [profile for profile in total if profile.boundary in (boundaries or Boundary)]
    )
