import json
from decimal import Decimal
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsplan import plan
from smsplan.display import counted
from smsplan.money import plain
from tests.web.browsing import Page, Visit, drawn, wait_for

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>document.title='owned'</script>",
    "</textarea><img src=x onerror=\"document.title='owned'\"><svg onload=alert(1)>",
    "javascript:alert(1) {{constructor}} {{__proto__}} ${alert(1)}",
    "\u202eright to left\u2066\u2069 &lt;b&gt; \u200b\u200d\ufeff\u2028\u2029\ufffe\U000e0041",
    "\x00\x01\x1b[2J\x7f\x85\xa0\xad e\u0301\u0334",
)
MEGABYTE = 1 << 20


def put(page: Page, text: str) -> None:
    """Put a text where it was typed, lone surrogates and all."""
    page.evaluate(
        """(json) => {
            const area = document.getElementById('text');
            area.value = JSON.parse(json);
            area.dispatchEvent(new Event('input'));
        }""",
        json.dumps(text),
    )


def elements(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => [...new Set([...document.body.querySelectorAll('*')].map((each) => each.localName))]"
    )
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_an_element_or_runs(visit: Visit, text: str) -> None:
    page = visit()
    before = set(elements(page))
    put(page, text)
    page.wait_for_function(
        """text => text === [...document.querySelectorAll('[role=option]')]
            .map((cell) => cell.dataset.character).join('')""",
        arg=text,
    )
    expect(page.locator("#findings")).to_be_visible()
    page.hover(".c >> nth=0")
    allowed = before | {"code", "b", "small", "tr", "td", "th", "br", "ul", "li", "details"}
    assert set(elements(page)) <= allowed
    assert page.title() == "smsplan"
    assert "".join(drawn(page)) == text
    shown = page.locator("#segments").text_content() + page.locator("#findings").text_content()
    assert not set(shown) & set("\u202e\u2066\u2069\u200b\u2028\x00\x1b\x85")


def test_a_field_that_is_named_as_an_element_is_a_name(visit: Visit) -> None:
    name = "<img src=x onerror=document.title='owned'>"
    page = visit(f"syntax=notify&text={quote(f'(({name}))')}&field={quote(name)},0,200,any")
    expect(page.locator("#msg-count")).to_have_text("1 to 7")
    expect(page.locator("legend >> nth=1")).to_have_text(name)
    expect(page.locator(".notes li >> nth=0")).to_contain_text(name)
    assert page.title() == "smsplan"
    assert "img" not in elements(page)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("a€é“я😀\u202e\n\u0301<&\x00"), min_size=1, max_size=200))
def test_any_text_is_drawn_as_it_is_split(one_page: Page, text: str) -> None:
    put(one_page, text)
    wait_for(one_page, text)
    expected = [segment.text for segment in plan(text).segments][:6]
    one_page.wait_for_function(
        """(json) => JSON.stringify([...document.querySelectorAll('.segment')].map((one) =>
            [...one.querySelectorAll('.c')].map((each) => each.dataset.character).join('')
        )) === JSON.stringify(JSON.parse(json))""",
        arg=json.dumps(expected),
    )


@pytest.fixture
def one_page(visit: Visit) -> Page:
    return visit()


def test_what_nobody_sees_is_drawn_as_a_sign(visit: Visit) -> None:
    page = visit()
    put(page, " \n\t\xa0\u202e\u2069\u200d\x00\x1b\ufe0f\U000e0041\u0301")
    expect(page.locator(".c")).to_have_text(
        ["·", "↵", "⇥", "NBSP", "RLO", "PDI", "ZWJ", "NUL", "ESC", "VS16", "E0041", "◌\u0301"]
    )


def test_a_lone_surrogate_is_planned_as_the_sign_that_stands_for_it(visit: Visit) -> None:
    page = visit()
    put(page, "a\ud83d“b")
    wait_for(page, "a\ufffd“b")
    page.hover(".c >> nth=1")
    expect(page.locator("#about")).to_contain_text("U+D83D")
    expect(page.locator(".c >> nth=1")).to_have_class("c sign non-gsm")
    page.get_by_role("button", name="Replace “ with").click()
    wait_for(page, 'a\ufffd"b')
    assert page.evaluate("document.getElementById('text').value.charCodeAt(1)") == 0xD83D
    link = page.evaluate("location.hash")
    assert "a%uD83D" in link


@pytest.mark.parametrize("unit", ["a", "я“ ", "😀x{{n}}\n"])
def test_a_megabyte_is_planned_and_does_not_freeze_the_page(visit: Visit, unit: str) -> None:
    text = (unit * MEGABYTE)[: MEGABYTE - 1]
    page = visit()
    page.evaluate(
        """(text) => {
            const area = document.getElementById('text');
            area.focus();
            area.value = text;
            area.setSelectionRange(0, 0);
            area.dispatchEvent(new Event('input'));
        }""",
        text,
    )
    wait_for(page, text)
    assert page.locator(".c").count() <= 6 * 160
    expect(page.locator("#findings-note")).to_contain_text("not looked for")
    segments = plan(text).msg_count
    told = f"{counted(segments, 'segment')}, 255 are the most"
    expect(page.locator("#notice p")).to_contain_text(told)
    cost = f"{plain(segments * Decimal('0.20')):,f}"
    expect(page.locator("#cost")).to_have_text(f"{cost} DKK")
    page.keyboard.type("!")
    wait_for(page, f"!{text}")
    page.fill("#text", "and again a short one")
    wait_for(page, "and again a short one")
    expect(page.locator("#notice")).to_be_hidden()
    # On a busy machine a megabyte may take longer than a request may.
    visit.complaints = [each for each in visit.complaints if "503" not in each]


def test_a_text_that_is_longer_still_is_told_so_and_asks_nothing(visit: Visit) -> None:
    page = visit()
    posts = [each for each in visit.site.asked if ".json" in each]
    page.evaluate(
        """(count) => {
            const area = document.getElementById('text');
            area.value = 'x'.repeat(count);
            area.dispatchEvent(new Event('input'));
        }""",
        MEGABYTE + 1,
    )
    expect(page.locator("#notice p")).to_contain_text("1,048,577 characters; the page plans up to")
    expect(page.locator("#figures")).to_be_hidden()
    assert [each for each in visit.site.asked if ".json" in each] == posts
