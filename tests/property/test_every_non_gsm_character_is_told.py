from hypothesis import assume, example, given

from smsplan import Encoding, Language, Profile
from smsplan.linting import lint
from smsplan.linting.fixing import free_plan
from smsplan.planning import MAX_SEGMENTS
from tests.linting.inputs import profiles, texts, uncovered


@example("Hi \u3164", Profile())
@example("Call ☎\ufe0e", Profile())
@example("«Привет» 😀", Profile())
@example("שלום\u200f", Profile())
@example("سلام\u200f", Profile(languages=(Language.URDU,)))  # the tables have the letters
@given(texts(), profiles(None, *Encoding))
def test_a_finding_covers_every_character_that_no_table_has(text: str, profile: Profile) -> None:
    planned = free_plan(text, profile)
    assume(planned.msg_count <= MAX_SEGMENTS)  # of more, a rule shows its first place only
    assert uncovered(lint(text, profile), planned) == []
