"""Templates, fields and fillings to try the laws on."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from hypothesis import strategies as st

from smsplan import Encoding, Profile
from smsplan.templates import Charset, Field, Syntax, Template

WRITTEN: Final = {
    Syntax.MUSTACHE: "{{%s}}",
    Syntax.FORMAT: "{%s}",
    Syntax.PERCENT: "%%(%s)s",
    Syntax.DOLLAR: "${%s}",
    Syntax.NOTIFY: "((%s))",
}
"""How each syntax writes a field."""

SAMPLES: Final = {
    Charset.DIGITS: "07",
    Charset.ASCII: "a0^`",
    Charset.GSM7_BASIC: "aé",
    Charset.GSM7: "a€",
    Charset.LATIN: "a'ą",
    Charset.BMP: "a€`я",
    Charset.ANY: "a€я😀",
}
"""Of each charset a character of every pair of costs that it has."""

PROFILES: Final = tuple(
    Profile(encoding=encoding, reference_bits=bits)
    for encoding in (None, Encoding.UCS2)
    for bits in (8, 16)
)


def fillings(fields: Mapping[str, Field]) -> Iterator[dict[str, str]]:
    """Every filling with the sample characters."""
    values = [
        [
            "".join(characters)
            for length in range(field.min_length, field.max_length + 1)
            for characters in product(SAMPLES[field.charset], repeat=length)
        ]
        for field in fields.values()
    ]
    for chosen in product(*values):
        yield dict(zip(fields, chosen, strict=True))


@st.composite
def some_fields(draw: st.DrawFn, *, longest: int = 80) -> dict[str, Field]:
    """Descriptions of the fields x, y and z."""
    made = {}
    for name in "xyz":
        shorter = draw(st.integers(min_value=0, max_value=longest))
        longer = draw(st.integers(min_value=shorter, max_value=longest))
        made[name] = Field(longer, draw(st.sampled_from(Charset)), shorter)
    return made


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """Texts in runs, around the limits more often than not, and the fields x, y and z."""
    run = st.builds(
        lambda character, times: character * times,
        st.sampled_from("aaa€]я😀"),
        st.one_of(st.integers(1, 5), st.sampled_from([30, 65, 67, 70, 76, 150, 153, 160, 306])),
    )
    pieces = draw(
        st.lists(st.one_of(run, st.sampled_from(["{{x}}", "{{y}}", "{{z}}"])), max_size=8)
    )
    return Template.parse("".join(pieces))


@st.composite
def values(draw: st.DrawFn, field: Field) -> str:
    """Values that a field may hold, of few characters, so that runs of one kind are not rare."""
    alphabet = draw(
        st.lists(
            st.sampled_from(SAMPLES[field.charset]) | st.characters().filter(field.charset.has),
            min_size=1,
            max_size=3,
        )
    )
    return draw(
        st.text(st.sampled_from(alphabet), min_size=field.min_length, max_size=field.max_length)
    )
