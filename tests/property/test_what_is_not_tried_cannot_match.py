"""Patterns are tried only where they can match: a text has what they find in all of it."""

from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import Language
from smsplan.linting.matches import non_gsm_finder
from smsplan.linting.protection import PROTECTED_OR_MAIL, Protected, urls
from smsplan.linting.shortenings import ECONOMIES
from tests.linting.inputs import texts

LACKS = st.sampled_from(["", "€[]", "aé1#"])
LANGUAGES = st.sampled_from([(), (Language.TURKISH,), tuple(Language)])


@example("1\ufe0f\u20e3 e\u0301 Ã©ñé", (), "")
@example("éÃ©é\u0301", (), "")
@example("😀1\ufe0f\u20e3", (), "")
@example("“ я й\u0306 “я ê\u0301 ", (), "")
@given(texts(), LANGUAGES, LACKS)
def test_places(text: str, languages: tuple[Language, ...], lacks: str) -> None:
    finder = non_gsm_finder(languages, lacks)
    slow = [(match.lastgroup, *match.span()) for match in finder.pattern.finditer(text)]
    assert list(finder.matches(text)) == slow


@example("x \x85")
@example("x \r\ny")
@given(texts())
def test_economies(text: str) -> None:
    for economy in ECONOMIES:
        assert economy.may_match(text) or not economy.pattern.search(text)


@example("WWW.example")
@example("write to me@example.com")
@example("me@example.com 5% {{a}} https://example.com/{id}")
@given(texts())
def test_what_machines_read(text: str) -> None:
    found = [match.span() for match in PROTECTED_OR_MAIL.finditer(text)]
    assert Protected(text).spans == sorted([*found, *urls(text)])
