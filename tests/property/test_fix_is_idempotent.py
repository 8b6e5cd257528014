from hypothesis import example, given, reject
from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Profile, UnencodableTextError
from smsplan.findings import Safety
from smsplan.linting import fix
from tests.linting.inputs import LEVELS, profiles, texts


# Mojibake of mojibake; of marks, which join the letter before; beside another economy.
@example(text="Ã¢â‚¬â„¢" * 30, profile=Profile(), level=Safety.UNSAFE, always=True)
@example(text="eÌ\x81Ì\x80", profile=Profile(), level=Safety.SAFE, always=True)
@example(
    text="ÃƒÆ’Ã‚Â©  " * 30,
    profile=Profile(boundary=Boundary.WORD),
    level=Safety.SAFE,
    always=False,
)
@given(
    text=texts(),
    profile=profiles(None, *Encoding),
    level=st.sampled_from(LEVELS),
    always=st.booleans(),
)
def test_there_is_nothing_more_to_fix(
    *, text: str, profile: Profile, level: Safety, always: bool
) -> None:
    try:
        fixed = fix(text, profile, level=level, always=always)
    except UnencodableTextError:
        reject()
    again = fix(fixed.text, profile, level=level, always=always)
    assert (again.text, again.applied, again.saved) == (fixed.text, (), 0)
    assert fix(fixed.text, profile, level=level).text == fixed.text
