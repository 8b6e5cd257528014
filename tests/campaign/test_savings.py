from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Language, Profile, fix, plan
from smsplan.campaign.buffers import Plans
from smsplan.campaign.savings import Savings
from smsplan.columns import plan_array
from smsplan.gsm7.tables import CHARACTERS
from tests.property.inputs import texts

PIECES = (
    "a", "word ", "é", "“", "”", "’", "–", "…", " ", "  ", "\n", " \n", "\r\n", "\u00a0", "\u200b",
    "я", "слово ",
    "ł", "😀", "Ã", "Ã©", "â€™", "«", "€",
    "{", "{{", "}}", "%d", "%(a b)s", "$a",
    "http://x.y/“", "www.é.dk/’", "½", "²",
    "２", "Ａ", "①", "ﬁ", "\u0301", "e\u0301", "‼", "\ufe0f",
    "\u3000", "™", "क", "\u093f", "\u093c", "ʼ", "\t", "\x1b", "`", "Ω", "α", "Ĳ", "한", "ᄀ", "ᅡ",
    "12:30", "a:b’", "((x ’))", "Å", "\u2028", "É’", "Zoë’s", "’É’É", "•", "\u0958",
)  # fmt: skip
SIGNS = (
    "\f", " ", "’", "…", "–", "{", "}", "｛", "｝", "(", "((", "（", ")", "）", "$", "＄", "%",
    "％", "@", "＠", ":", "：", "˸", "/", "／", "⁄", ".", "．", "。", "?", "？", "⁇", "⁉", "#",
    "＃", "+", "！", "a", "d", "o", "1", "www", "http", "tel", "x.y", "x@y.dk", "a.b/c", "name",
    "{name", "%d", "50 % ", "% –d", "$x", "{{x}}", "x.y?", "‴", "－", "'", "〈",
)  # fmt: skip
"""What machines read is made of, and what is replaced by it."""
PROFILES = (
    Profile(),
    Profile(reference_bits=16),
    Profile(boundary=Boundary.GRAPHEME),
    Profile(boundary=Boundary.WORD),
    Profile(languages=(Language.TURKISH,)),
)


@st.composite
def long_texts(draw: st.DrawFn, odd_pieces: Sequence[str] = PIECES) -> str:
    """Texts about as long as one, two or three messages, with odd pieces somewhere."""
    pieces = draw(st.lists(st.sampled_from(odd_pieces), min_size=1, max_size=4))
    odd = "".join(draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=10)))
    size = draw(st.sampled_from([67, 71, 72, 134, 135, 153, 160, 161, 162, 306, 308]))
    filler = draw(st.sampled_from(["a", "a ", "я", "é", "’", "b"]))
    filler *= max(0, size - len(odd))
    end = draw(st.sampled_from(["", "", "  ", " ", "\n", "’"]))
    return (filler + odd if draw(st.booleans()) else odd + filler) + end


def found(written: Sequence[str], profile: Profile) -> tuple[list[str], list[int], list[int]]:
    column = pa.array(written, pa.large_string())
    plans = Plans.of(plan_array(column, profile))
    rows = np.flatnonzero(plans.msg_count > 1)
    if not len(rows):
        return [], [], []
    non_gsm = "".join(set("".join(written)).difference(CHARACTERS))
    saved, extra = Savings(profile).of(column, rows, plans, non_gsm)
    return [written[row] for row in rows.tolist()], saved.tolist(), extra.tolist()


@pytest.mark.slow
@given(
    st.lists(st.one_of(long_texts(), texts().filter(lambda text: text.isprintable())), max_size=12),
    st.sampled_from(PROFILES),
)
def test_savings_are_those_of_fix(written: list[str], profile: Profile) -> None:
    chosen, saved, _ = found(written, profile)
    assert saved == [fix(text, profile).saved for text in chosen]


@pytest.mark.slow
@given(st.lists(long_texts(SIGNS), min_size=8, max_size=24), st.sampled_from(PROFILES[:4]))
def test_savings_are_those_of_fix_where_a_replacement_may_mean_something_to_a_machine(
    written: list[str], profile: Profile
) -> None:
    chosen, saved, _ = found(written, profile)
    assert saved == [fix(text, profile).saved for text in chosen]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 160 + "\f",
        "a" * 80 + "｛name｝",
        "a" * 75 + "x＠y.dk",
        "a" * 75 + " …x@y.dk",
        "a" * 75 + " x@y.dk–nu",
        "a" * 70 + " （（naive））",
        "a" * 66 + " http˸⁇ 1",
        "a" * 70 + " / 50.dk?…a",
        "a" * 70 + " 50 % – o %d",
        "a" * 70 + " 50 % – ox@y.dk",
    ],
)
def test_what_fix_refuses_or_weighs_in_another_way(text: str) -> None:
    chosen, saved, _ = found([text], Profile())
    assert saved == [fix(each).saved for each in chosen]
    assert len(saved) == 1


@given(st.lists(long_texts(), max_size=12), st.sampled_from(PROFILES))
def test_ucs2_costs_what_characters_of_one_septet_would_not(
    written: list[str], profile: Profile
) -> None:
    chosen, _, extra = found(written, profile)
    for text, count in zip(chosen, extra, strict=True):
        masked = "".join(character if character in CHARACTERS else "?" for character in text)
        before = plan(text, profile)
        is_ucs2 = before.encoding is Encoding.UCS2
        above = before.msg_count - plan(masked, profile).msg_count
        assert count == (max(0, above) if is_ucs2 else 0)


@pytest.mark.parametrize(
    ("text", "saved", "by_fix"),
    [
        ("It’s " + "a" * 100, 1, 0),
        ("Łódź " + "a" * 100, 0, 0),
        ("…" * 134, 0, 0),
        ("É’É’ " + "a" * 100, 0, 1),
        ("слово " * 20, 0, 0),
        ("Hello " * 40, 0, 0),
        ("a" * 160 + "  ", 1, 1),
        ("so\u00adft" + "a" * 66, 1, 1),
        ("see http://x.y/’z " + "a" * 100, 0, 1),
        ("now 50 % – “Really...?” 20 % “a@b.dk”… It’s " + "a" * 100, 2, 0),
        ("скидка 20 % на shop ё я " * 6, 0, 0),
    ],
)
def test_only_what_depends_on_its_place_is_left_to_fix(
    text: str, saved: int, by_fix: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(text: str, *given: object, **named: object) -> object:
        asked.append(text)
        return fix(text, *given, **named)  # type: ignore[arg-type] # as it was given

    monkeypatch.setattr("smsplan.campaign.savings.fix", counted)
    assert found([text, text], Profile())[1] == [saved, saved]
    assert len(asked) == by_fix
