"""The promises of ``fix`` and ``lint``, on messages that people wrote."""

from collections import Counter

import pytest

from smsplan import Encoding
from smsplan.findings import Safety
from smsplan.linting import Fixed, fix, lint
from tests.paths import DATA

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the corpora lie beside a developer's checkout"
)


def read(name: str) -> list[tuple[str, str]]:
    lines = (DATA / name).read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    return [(first, text) for first, _, text in (line.partition("\t") for line in lines)]


@pytest.fixture(scope="module")
def fixed() -> list[Fixed]:
    return [fix(text, always=True) for _, text in read("sms_spam.tsv")]


@pytest.mark.slow
def test_safe_changes_bring_nearly_all_to_gsm7(fixed: list[Fixed]) -> None:
    ucs2 = [each for each in fixed if each.before.encoding is Encoding.UCS2]
    assert len(ucs2) == 89
    assert sum(each.plan.encoding is Encoding.GSM7 for each in ucs2) == 87


@pytest.mark.slow
def test_none_costs_more_and_gsm7_in_one_message_is_left_alone(fixed: list[Fixed]) -> None:
    for each in fixed:
        assert each.saved >= 0
        if each.before.encoding is Encoding.GSM7 and each.before.msg_count == 1:
            assert each.applied == ()


def test_messages_saved(fixed: list[Fixed]) -> None:
    assert sum(each.saved for each in fixed) == 94


@pytest.mark.slow
def test_no_joiner_of_thirteen_languages_is_taken_for_an_invisible_character() -> None:
    found = Counter(
        (language, finding.name)
        for language, text in read("multilingual.tsv")
        for finding in lint(text)
        if finding.code.startswith("ENC")
    )
    # Two direction marks in lines of Latin letters alone, two zero-width spaces.
    assert {key: times for key, times in found.items() if key[1] == "invisible-character"} == {
        ("ur", "invisible-character"): 2,
        ("te", "invisible-character"): 2,
    }
    assert not {name for _, name in found} - {
        "non-gsm-character",
        "other-script",
        "invisible-character",
        "decomposed-character",
    }


@pytest.mark.slow
@pytest.mark.parametrize("level", Safety)
def test_thirteen_languages_can_be_fixed(level: Safety) -> None:
    for _, text in read("multilingual.tsv"):
        result = fix(text, level=level, always=True)
        assert result.saved >= 0
        assert result.text.strip()
