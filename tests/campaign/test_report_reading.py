"""The report as it is read: by ear, in colours, from right to left, and where there is little."""

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from smsplan.campaign import BoundsFound, CharacterFound, FieldFound, Group, Preview, Sample
from smsplan.campaign.html import _STYLE
from smsplan.campaign.report import html_report

from .test_report import HOSTILE, hostile
from .test_report_figures import campaign, denmark, text

TOUCHING = (("bar", "card"), ("other", "card"), ("bar", "line"))
WRITTEN = (
    ("ink", "card"), ("ink", "page"), ("soft", "card"), ("soft", "page"), ("soft", "bad-page"),
    ("bad", "bad-page"), ("warn", "card"),
)  # fmt: skip


class Cells(HTMLParser):
    """Reads tables: what their captions and header cells say, and how those are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[dict[str, list[str]]] = []
        self.scopes: list[str | None] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append({"caption": [], "th": []})
        elif tag in {"caption", "th"}:
            self.tables[-1][tag].append("")
            self._open = tag
            if tag == "th":
                self.scopes.append(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.tables[-1][self._open][-1] += data


def luminance(colour: str) -> float:
    """Say how light a colour is (WCAG 2.2, relative luminance)."""
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_told_apart(scheme: str) -> None:
    light, dark = re.findall(r":root\{(.*?)\}", _STYLE, flags=re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+):#(\w+)", light if scheme == "light" else dark))
    assert {
        pair: contrast(*(colours[name] for name in pair))
        for pair in TOUCHING
        if contrast(*(colours[name] for name in pair)) < 3
    } == {}
    assert {
        pair: contrast(*(colours[name] for name in pair))
        for pair in WRITTEN
        if contrast(*(colours[name] for name in pair)) < 4.5
    } == {}


def test_the_parts_of_the_share_do_not_touch_and_are_both_seen() -> None:
    found = campaign(denmark())
    gsm7, ucs2 = found.encodings
    parts = (replace(gsm7, recipients=999_999), replace(ucs2, recipients=1))
    page = html_report(replace(found, recipients=1_000_000, encodings=parts))
    assert '<line x1="99.00%" x2="99.00%" y2="100%"/>' in page
    assert 'role="img" aria-label="GSM-7 &gt;99.9 %, UCS-2 &lt;0.1 %"' in page


@pytest.mark.parametrize("found", [hostile(HOSTILE), campaign(denmark())], ids=["hostile", "one"])
def test_every_table_has_a_caption_and_header_cells_that_say_something(found: Preview) -> None:
    cells = Cells()
    cells.feed(html_report(found))
    assert cells.tables
    assert set(cells.scopes) == {"col", "row"}
    for table in cells.tables:
        assert len(table["caption"]) == 1
        assert table["th"]
        assert all(said.strip() for said in (*table["caption"], *table["th"]))


@pytest.mark.parametrize(
    ("character", "shown"),
    [("\u200d", r"\u200d"), ("\u0301", r"\u0301"), ("\ufe0f", r"\ufe0f"), ("\x00", r"\x00"),
     ("\U000e0100", r"\U000e0100"), ("\u00a0", r"\xa0"), ("Ł", "Ł")],
)  # fmt: skip
def test_a_character_that_is_not_seen_is_shown(character: str, shown: str) -> None:
    non_gsm_characters = (CharacterFound(character, "NAME", 1),)
    page = html_report(replace(campaign(denmark()), non_gsm_characters=non_gsm_characters))
    assert f'<bdi dir="auto">{shown}</bdi></code> U+{ord(character):04X}</th>' in page


def test_text_of_the_data_moves_nothing_beside_it() -> None:
    israel = replace(denmark(), dialcode=972, name="ישראל")
    found = replace(
        campaign(israel),
        errors=(Group("MSISDN_ALPHA", 1, (Sample(1, "ישר"),)),),
        bounds=BoundsFound(1, 1, 1, 1, (FieldFound("שם", 1, 2),)),
    )
    page = html_report(found, title="قائمة")
    assert '<bdi dir="auto">ישראל</bdi> <small>+972</small>' in page
    assert '<q dir="auto">ישר</q>' in page
    assert '<code dir="auto">שם</code>: 1 to 2 characters' in page
    assert '<h1><bdi dir="auto">قائمة</bdi></h1>' in page


def test_a_long_name_is_shortened() -> None:
    page = html_report(campaign(replace(denmark(), name="W" * 300)))
    assert f">{'W' * 59}…</bdi>" in page


def test_a_page_of_no_rows_says_so_and_nothing_else() -> None:
    empty = campaign()
    bare = replace(
        empty,
        ucs2=Group("UCS-2", 0, ()),
        non_gsm_characters=(),
        other_non_gsm_characters=0,
        bounds=BoundsFound(None, None, None, None, (FieldFound("name", 0, 0),), "no fields"),
    )
    assert text(html_report(bare)) == (
        " Campaign preview Campaign preview There are no rows, and so nothing to send."
        " The template No bounds: no fields . Made by smsplan. "
    )


def test_an_empty_value_is_said_to_be_empty() -> None:
    errors = (Group("MSISDN_EMPTY", 1, (Sample(1, ""),)),)
    page = text(html_report(replace(campaign(denmark(), rows=2), errors=errors)))
    assert (
        "MSISDN_EMPTY 1 row: no recipient The row MSISDN_EMPTY: the row row recipient 1 empty"
        in page
    )


def test_examples_say_how_many_there_are_and_no_heading_stands_over_nothing() -> None:
    ten = tuple(Sample(row, "45x") for row in range(1, 11))
    errors = (Group("MSISDN_ALPHA", 1500, ten), Group("MSISDN_LONG", 2, ()))
    page = html_report(replace(campaign(denmark(), rows=1503), errors=errors))
    assert "The first 10 rows of 1,500 " in text(page)
    assert page.count("<table>") == 1 + len(("UCS-2", "MSISDN_ALPHA"))


@pytest.mark.parametrize(
    ("code", "head"),
    [("ROW_UNREADABLE", "reason"), ("FIELD_MISSING", "field"), ("TEXT_LONG", "text"),
     ("MSISDN_ALPHA", "recipient"), ("RATE_UNKNOWN", "recipient")],
)  # fmt: skip
def test_examples_say_what_they_are(code: str, head: str) -> None:
    errors = (Group(code, 1, (Sample(1, "value"),)),)
    page = html_report(replace(campaign(denmark(), rows=2), errors=errors))
    assert f'<th scope="col">{head}</th>' in page.partition(f"<h3>{code}</h3>")[2]
