from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from smsplan.findings import Edit, apply
from smsplan.linting.edits import compose


def edits_of(text: str) -> st.SearchStrategy[list[Edit]]:
    cuts = st.lists(st.integers(min_value=0, max_value=len(text)), max_size=8).map(sorted)
    replacements = st.lists(st.text("XYZ", max_size=3), min_size=4, max_size=4)
    return st.tuples(cuts, replacements).map(
        lambda drawn: [
            Edit(start, end, replacement)
            for start, end, replacement in zip(
                drawn[0][::2], drawn[0][1::2], drawn[1], strict=False
            )
        ]
    )


@given(st.text("abcdef", max_size=12), st.data())
def test_one_after_the_other_or_at_once(text: str, data: st.DataObject) -> None:
    first = data.draw(edits_of(text))
    between = apply(text, first)
    second = data.draw(edits_of(between))
    composed = compose(text, first, second)
    assert apply(text, composed) == apply(between, second)
    assert all(0 <= edit.start <= edit.end <= len(text) for edit in composed)
    assert all(edit.end <= following.start for edit, following in pairwise(composed))
