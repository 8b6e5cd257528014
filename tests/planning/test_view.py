"""A plan as HTML: what stands in it is the text, and nothing in the text is obeyed."""

import unicodedata
from html.parser import HTMLParser
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Plan, Profile, plan
from smsplan.display import SIGNS, name
from smsplan.planning import ALL_LANGUAGES
from smsplan.planning.view import MAX_DRAWN
from smsplan.strategies import messages
from tests.property.inputs import PROFILES, texts

TAGS = {"div", "style", "p", "b", "ol", "li", "code", "span", "small"}
ATTRIBUTES = {"class", "dir", "title"}


class Drawn(HTMLParser):
    """What a browser reads: elements, attributes, titles, and the text in each ``code``."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.html = plan._repr_html_()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.titles: list[str] = []
        self.classes: list[str | None] = []
        self.segments: list[str] = []
        self.rest = ""
        self._in_code = False
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "code":
            self._in_code = True
            self.segments.append("")
        if tag == "span" and self._in_code:
            self.titles.append(dict(attrs)["title"] or "")
            self.classes.append(dict(attrs).get("class"))

    def handle_endtag(self, tag: str) -> None:
        self._in_code = self._in_code and tag != "code"

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self.segments[-1] += data
        else:
            self.rest += data


def ordinary(text: str) -> bool:
    return all(each in " \n" or (each.isprintable() and each not in SIGNS) for each in text)


@given(messages().filter(ordinary), st.sampled_from(Boundary))
def test_the_text_of_each_segment_is_read_back(text: str, boundary: Boundary) -> None:
    planned = plan(text, Profile(boundary=boundary))
    shown = planned.segments[:MAX_DRAWN]
    assert Drawn(planned).segments == [segment.text for segment in shown]


@given(st.one_of(texts(), st.text(st.sampled_from("<script>&\"'/=\n\0!-[]"))))
def test_nothing_of_a_text_is_obeyed(text: str) -> None:
    drawn = Drawn(plan(text))
    assert set(drawn.tags) <= TAGS
    assert drawn.attributes <= ATTRIBUTES
    assert drawn.tags.count("style") == 1
    assert "<script" not in drawn.html
    assert drawn.html.count("<") == 2 * len(drawn.tags)
    drawn.html.encode()
    assert {each for each in drawn.html if not each.isprintable()} <= set("\n\u200c\u200d")


@given(texts(), st.sampled_from(PROFILES))
def test_every_character_has_its_units_and_they_add_up(text: str, profile: Profile) -> None:
    if profile.encoding is Encoding.GSM7:
        text = "".join(each for each in text if each in "a€] é\n")
    planned = plan(text, profile)
    shown = planned.segments[:MAX_DRAWN]
    characters = [each for segment in shown for each in segment.text]
    titles = Drawn(planned).titles
    assert [title.split()[0] for title in titles] == [f"U+{ord(each):04X}" for each in characters]
    units = [int(title.split(", ")[1].split()[0]) for title in titles]
    assert sum(units) == sum(segment.chars_count for segment in shown)


@given(texts())
def test_non_gsm_characters_are_marked_and_nothing_else_is(text: str) -> None:
    planned = plan(text)
    drawn = Drawn(planned)
    end = planned.segments[:MAX_DRAWN][-1].end
    non_gsm = {each.offset for each in planned.non_gsm_characters if each.offset < end}
    marked = {at for at, each in enumerate(drawn.classes) if "non-gsm" in (each or "").split()}
    assert marked == non_gsm == {at for at, each in enumerate(drawn.titles) if "not in" in each}


def test_a_character_says_its_code_point_name_septets_and_octets() -> None:
    assert Drawn(plan("é€")).titles == [
        "U+00E9 LATIN SMALL LETTER E WITH ACUTE, 1 septet, 05",
        "U+20AC EURO SIGN, 2 septets, 1B65",
    ]
    assert Drawn(plan("😀")).titles == [
        "U+1F600 GRINNING FACE, 2 UTF-16 code units, D83DDE00, not in GSM-7"
    ]


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\0", "NUL"),
        ("\x19", "EM"),
        ("\r", "CR"),
        ("\x85", "0085"),
        ("\u202e", "RLO"),
        ("\u2066", "LRI"),
        ("\u00a0", "NBSP"),
        ("\ud83d", "D83D"),
        ("\ue000", "E000"),
    ],
)
def test_what_a_browser_would_obey_or_not_show_is_a_sign_with_its_name_in_the_title(
    character: str, shown: str
) -> None:
    drawn = Drawn(plan(character))
    assert drawn.segments == [shown]
    assert "sign" in (drawn.classes[0] or "").split()
    assert name(character) in drawn.titles[0]


@pytest.mark.parametrize("character", sorted({*SIGNS} - {*" \n\u200c\u200d"}), ids=ascii)
def test_signs_are_those_of_the_table(character: str) -> None:
    assert Drawn(plan(character)).segments == [SIGNS[character]]


def test_no_bidirectional_control_is_left_to_reorder_what_stands_around() -> None:
    reordering = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B", "S"}
    every = map(chr, range(0x11_0000))
    controls = "".join(each for each in every if unicodedata.bidirectional(each) in reordering)
    html = plan(controls.replace("\n", ""))._repr_html_()
    assert not {unicodedata.bidirectional(each) for each in html} & (reordering - {"B"})
    assert html.count("\n") == plan("")._repr_html_().count("\n")


def test_the_joiners_that_letters_and_emoji_need_stay() -> None:
    assert Drawn(plan("👩‍👧 می‌خواهم")).segments == ["👩‍👧 می‌خواهم"]


def test_national_tables_are_named_beside_their_segment() -> None:
    drawn = Drawn(plan("ş" * 100, Profile(languages=ALL_LANGUAGES)))
    assert "One segment 100 septets, 55 left, turkish tables" in drawn.rest
    assert set(drawn.titles) == {"U+015F LATIN SMALL LETTER S WITH CEDILLA, 1 septet, 1D"}


def test_of_a_long_text_the_beginning_is_drawn_and_the_rest_is_counted() -> None:
    drawn = Drawn(plan("я" * 1_000_000))
    assert len(drawn.segments) == MAX_DRAWN
    assert "and 14,916 segments more" in drawn.rest
    assert "10 of 14,926 67 UTF-16 code units, 0 left" in drawn.rest
    assert len(drawn.html) < 200_000
    assert "more" not in Drawn(plan("a" * 153 * MAX_DRAWN)).rest.partition("fit the last")[2]


def test_it_says_what_is_billed() -> None:
    assert "UCS-2, 71 UTF-16 code units, 2 segments, 63 more fit the last" in (
        Drawn(plan("я" * 71)).rest
    )


def test_styles_reach_nothing_but_the_drawing() -> None:
    _, _, style = plan("Hi")._repr_html_().partition("<style>")
    rules = style.partition("</style>")[0].split("}")
    selectors = [rule.partition("{")[0].strip() for rule in islice(rules, len(rules) - 1)]
    assert selectors
    assert all(selector.startswith(".smsplan") for selector in selectors)
    assert "url(" not in style
    assert "@import" not in style
