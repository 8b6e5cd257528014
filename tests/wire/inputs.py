"""What the wire's laws are tried on: texts of every kind, with and without national tables."""

from typing import Final

from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Plan, Profile, plan
from smsplan.gsm7.tables import BASIC, LOCKING, SINGLE
from smsplan.planning import ALL_LANGUAGES
from tests.property.inputs import texts

references: Final = st.integers(min_value=0, max_value=0xFF)
"""References that 8 bits hold, and 16 too."""

_bits: Final = st.sampled_from([8, 16])
_boundaries: Final = st.sampled_from(Boundary)


def long(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Say short texts several times: Hypothesis draws few long ones."""
    return st.builds(str.__mul__, texts, st.integers(min_value=1, max_value=40))


@st.composite
def national_plans(draw: st.DrawFn) -> Plan:
    """Plans of texts that need a language's tables, one or both."""
    language = draw(st.sampled_from(ALL_LANGUAGES))
    main = st.sampled_from([*LOCKING.get(language, BASIC).values()])
    after_escape = st.sampled_from([*SINGLE[language].values()])
    characters = draw(st.sampled_from([main, after_escape, main | after_escape]))
    languages = draw(st.sampled_from([(language,), ALL_LANGUAGES]))
    profile = Profile(Encoding.GSM7, draw(_boundaries), draw(_bits), languages)
    return plan(draw(long(st.text(characters, max_size=20))), profile)


@st.composite
def plain_plans(draw: st.DrawFn) -> Plan:
    """Plans of any text, with no national tables."""
    encoding = draw(st.sampled_from([None, None, Encoding.UCS2]))
    return plan(draw(texts()), Profile(encoding, draw(_boundaries), draw(_bits)))


def plans() -> st.SearchStrategy[Plan]:
    """Plans of every kind."""
    return st.one_of(plain_plans(), national_plans())
