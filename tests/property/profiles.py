"""Profiles of providers: those of the facts, and every rule at random beside every other."""

from typing import Final

from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Profile
from smsplan.planning.profile import Above, Capacity, Counting, Limit, Replace, WhiteSpace
from smsplan.providers import get, names
from tests.provider_profiles import TOLD

TABLE: Final = (
    ("…", "..."), ("“", '"'), ("`", "'"), ("\u200b", ""), ("\u00a0", " "), ("я", "ya"),
    ("\t", "  "),
)  # fmt: skip
FACTS: Final = [get(name).profile for name in names()]
SETTINGS: Final = [*TOLD]
"""The profiles of every provider, with all its options."""
_FEW: Final = st.integers(min_value=1, max_value=400)


def provider_profiles(
    *, encodings: tuple[Encoding | None, ...] = (None,)
) -> st.SearchStrategy[Profile]:
    """Draw a profile of any provider, real or not."""
    limits = st.builds(
        Limit,
        max_segments=st.one_of(st.none(), st.integers(min_value=1, max_value=4)),
        max_characters=st.one_of(st.none(), _FEW),
        max_gsm7=st.one_of(st.none(), _FEW),
        max_ucs2=st.one_of(st.none(), _FEW),
        max_utf16=st.one_of(st.none(), _FEW),
        above=st.one_of(st.none(), st.sampled_from(Above)),
    )
    several = st.integers(min_value=2, max_value=160)
    capacities = st.one_of(
        st.none(),
        st.builds(lambda least, more: Capacity(least + more, least), several, st.integers(0, 10)),
    )
    return st.one_of(
        st.sampled_from(FACTS),
        st.builds(
            Profile,
            encoding=st.sampled_from(encodings),
            boundary=st.sampled_from(Boundary),
            reference_bits=st.sampled_from([8, 16]),
            prefix=st.sampled_from(["", "HMRC: ", "Café я "]),
            suffix=st.sampled_from(["", " STOP", "😀"]),
            white_space=st.lists(st.sampled_from(WhiteSpace), unique=True, max_size=3).map(tuple),
            crlf=st.booleans(),
            lacks=st.sampled_from(["", "€", "a[ "]),
            replace=st.sampled_from(Replace),
            replacements=st.sampled_from([(), TABLE]),
            decomposition=st.booleans(),
            placeholder=st.sampled_from(["", "?"]),
            keeps=st.sampled_from(["", "ŵя"]),
            gsm7=capacities,
            ucs2=capacities,
            counting=st.sampled_from(Counting),
            limit=st.one_of(st.none(), limits),
        ),
    )
