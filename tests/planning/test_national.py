"""National tables: where they are used, and what they leave room for."""

import pytest

from smsplan import (
    Encoding,
    Language,
    Profile,
    plan,
)
from smsplan.planning import (
    ALL_LANGUAGES,
    CONCATENATION_OCTETS,
    SHIFT_OCTETS,
    capacity,
)

GSM7, UCS2 = Encoding.GSM7, Encoding.UCS2


@pytest.mark.parametrize(
    ("octets", "septets"),
    [
        (SHIFT_OCTETS, 155),
        (2 * SHIFT_OCTETS, 152),
        (CONCATENATION_OCTETS[8] + SHIFT_OCTETS, 149),
        (CONCATENATION_OCTETS[8] + 2 * SHIFT_OCTETS, 146),
        (CONCATENATION_OCTETS[16] + SHIFT_OCTETS, 148),
        (CONCATENATION_OCTETS[16] + 2 * SHIFT_OCTETS, 145),
    ],
)
def test_the_capacity_beside_shifts_follows_from_the_elements(octets: int, septets: int) -> None:
    assert capacity(Encoding.GSM7, octets) == septets


def test_segments_with_national_tables_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan("Çığ uyarısı " * 20, Profile(languages=(Language.TURKISH,)))
    monkeypatch.setattr("smsplan.planning.national.fewest", None)
    assert "".join(segment.text for segment in planned.segments) == planned.text
    assert planned.segments[0].locking or planned.segments[0].single


@pytest.mark.parametrize(
    ("text", "plain", "national", "tables"),
    [
        ("ş" * 155, 3, 1, [(Language.TURKISH, None)]),
        ("ğúş" * 38, 2, 1, [(Language.TURKISH, Language.SPANISH)]),
        ("€" * 155, 3, 1, [(Language.TURKISH, None)]),
        ("नमस्ते" * 20, 2, 1, [(Language.HINDI, None)]),
        ("я" * 160, 3, 3, [(None, None)] * 3),
    ],
)
def test_national_tables_where_they_save(
    text: str,
    plain: int,
    national: int,
    tables: list[tuple[Language | None, Language | None]],
) -> None:
    assert plan(text).msg_count == plain
    planned = plan(text, Profile(languages=ALL_LANGUAGES))
    assert planned.msg_count == national
    assert [(segment.locking, segment.single) for segment in planned.segments] == tables


@pytest.mark.parametrize("languages", [["turkish"], [Language.TURKISH], (1,), Language.TURKISH])
def test_languages_of_another_kind_are_refused(languages: object) -> None:
    with pytest.raises(TypeError, match=r"languages(\[0\])? is a (tuple of )?Language, not"):
        Profile(languages=languages)  # type: ignore[arg-type] # the wrong type is what is tested
