"""Segments after an edit are those of a plan of the edited text."""

from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Profile, plan
from smsplan.findings import Edit, apply
from smsplan.planning.coding import coding_at
from smsplan.planning.edited import Edited
from tests.property import inputs

BOUNDARIES = st.sampled_from(Boundary)
WRITTEN = st.sampled_from(["", '"', "...", "é", "two words", "\u0301", "😀"])
RUNS = (
    "\u200c",
    "\u200d",
    "\u0301",
    "🇩",
    "👩",
    "क\u094d",
    "क",
    "\u0600",
    "\u1100",
    " ",
    "x",
    "я",
    "\ud83d",
)


@st.composite
def long_texts(draw: st.DrawFn) -> str:
    runs = draw(
        st.lists(
            st.tuples(st.sampled_from(RUNS + inputs.PIECES), st.sampled_from((1, 2, 35, 70, 140))),
            min_size=1,
            max_size=8,
        )
    )
    return "".join(piece * times for piece, times in runs)


@example("\u200c" * 300, Boundary.GRAPHEME, 8, [(100, 1, "")])
@example("👩" + "\u200d" * 3 + "👩" * 90, Boundary.GRAPHEME, 8, [(1, 1, ""), (2, 1, "")])
@example("🇩" * 301, Boundary.GRAPHEME, 8, [(7, 1, "")])
@example("я" * 66 + "\ud83d“\ude00" + "я" * 66, Boundary.WORD, 8, [(67, 1, "")])
@example("слово “да” " * 40, Boundary.WORD, 16, [(6, 1, '"'), (200, 0, " "), (439, 1, "")])
@given(
    long_texts(),
    BOUNDARIES,
    st.sampled_from((8, 16)),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 5), WRITTEN), min_size=1, max_size=4),
)
def test_it_counts_as_plan_does(
    text: str, boundary: Boundary, bits: int, edits: list[tuple[int, int, str]]
) -> None:
    profile = Profile(Encoding.UCS2, boundary, bits, prefix="я: ", suffix=" \u0301")
    edited = Edited(text, coding_at(Encoding.UCS2, profile), profile)
    for at, width, written in edits:
        start = min(at, len(text))
        edit = Edit(start, min(start + width, len(text)), written)
        found = edited.count(edit)
        if found is None:
            assert any("\ud800" <= each <= "\udbff" for each in text)
        else:
            assert found == plan(apply(text, [edit]), profile).msg_count
