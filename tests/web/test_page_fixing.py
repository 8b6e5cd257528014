import pytest

from smsplan import Safety, fix, lint, plan
from tests.web.browsing import Page, Visit, wait_for

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

QUOTES = "😀 Your “parcel” is at the post office. Bring this, and an identity card, please."
SHORT = "a “b” c"


def selection(page: Page) -> list[int]:
    found: list[int] = page.evaluate(
        "() => { const { selectionStart, selectionEnd } = document.getElementById('text');"
        " return [selectionStart, selectionEnd]; }"
    )
    return found


def text(page: Page) -> str:
    value: str = page.input_value("#text")
    return value


def test_a_finding_is_fixed_with_one_click_and_typing_goes_on_where_it_was(visit: Visit) -> None:
    page = visit()
    page.fill("#text", SHORT)
    page.evaluate("document.getElementById('text').setSelectionRange(6, 6)")
    page.get_by_role("button", name="Replace “ with").click()
    wait_for(page, 'a "b” c')
    assert text(page) == 'a "b” c'
    assert selection(page) == [6, 6]
    page.keyboard.type("!")
    assert text(page) == 'a "b” !c'


def test_offsets_count_code_points_where_the_textarea_counts_utf_16(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "😀😀“")
    page.get_by_role("button", name="Replace “ with").click()
    wait_for(page, '😀😀"')
    assert text(page) == '😀😀"'
    page.fill("#text", "😀😀“")
    page.get_by_role("button", name="U+201C").click()
    assert selection(page) == [4, 5]


def test_all_safe_fixes_are_one_step_that_is_told_what_it_saves_and_is_undone(
    visit: Visit,
) -> None:
    before = QUOTES.removeprefix("😀 ")
    page = visit()
    page.type("#text", before)
    button = page.locator("#fix-all")
    expect(button).to_have_text("Apply all safe fixes saves 1 segment")
    button.click()
    fixed = fix(before)
    wait_for(page, fixed.text)
    assert text(page) == fixed.text
    assert (fixed.before.msg_count, plan(fixed.text).msg_count) == (2, 1)
    page.focus("#text")
    page.keyboard.press("Control+z")
    assert text(page) == before
    page.keyboard.press("Control+Shift+z")
    assert text(page) == fixed.text
    wait_for(page, fixed.text)
    expect(button).to_be_hidden()


@pytest.mark.parametrize("source", ["…" * 66, SHORT, "…" * 22 + "я", "“Hi” " * 20 + "…" * 40])
def test_all_safe_fixes_are_fix(visit: Visit, source: str) -> None:
    fixed = fix(source)
    page = visit()
    if any(found.fix and found.fix.safety is Safety.SAFE for found in lint(source)):
        with page.expect_response("**/fix.json"):
            page.fill("#text", source)
    else:
        page.fill("#text", source)
    wait_for(page, source)
    page.wait_for_load_state("networkidle")
    if fixed.text == source:
        expect(page.locator("#fix-all")).to_be_hidden()
    else:
        page.click("#fix-all")
        assert text(page) == fixed.text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "Your “parcel” is at the post office. " * 2,
            "4 characters that GSM-7 lacks make this 2 segments instead of 1.",
        ),
        ("a" * 75 + "…", "1 character that GSM-7 lacks makes this 2 segments instead of 1."),
        (SHORT, "2 characters are not in GSM-7, which costs no segment here."),
        ("Hi {{name}}, “hello”", "2 characters are not in GSM-7."),
    ],
)
def test_the_first_thing_said_is_in_words_what_costs(visit: Visit, source: str, words: str) -> None:
    page = visit()
    page.fill("#text", source)
    expect(page.locator("#cause")).to_have_text(words)
    page.fill("#text", "Hello")
    expect(page.locator("#cause")).to_be_hidden()


def test_what_a_fix_does_to_the_text_is_said_where_it_is_not_safe(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "ê😀")
    expect(
        page.get_by_role("button", name="Replace ê with e (changes the spelling)")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Remove 😀 (readers lose it)")).to_be_visible()
    expect(page.locator("#fix-all")).to_be_hidden()


def test_who_fixes_with_the_keyboard_stays_in_the_list(visit: Visit) -> None:
    page = visit()
    page.fill("#text", SHORT)
    page.get_by_role("button", name="Replace “ with").focus()
    page.keyboard.press("Enter")
    wait_for(page, 'a "b” c')
    expect(page.get_by_role("button", name="Replace ” with")).to_be_focused()
    page.keyboard.press("Enter")
    wait_for(page, 'a "b" c')
    expect(page.locator("#findings-heading")).to_be_focused()
    assert text(page) == 'a "b" c'


def test_a_fix_of_an_older_text_changes_nothing(visit: Visit) -> None:
    page = visit()
    page.fill("#text", SHORT)
    button = page.get_by_role("button", name="Replace “ with")
    button.wait_for()
    page.evaluate(
        """() => {
            const area = document.getElementById('text');
            area.value = 'quite another text';
            document.querySelector('.fix').click();
        }"""
    )
    assert text(page) == "quite another text"


def test_a_text_without_findings_says_so(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "Hello")
    expect(page.locator("#findings-note")).to_have_text("Nothing to change.")


def test_many_findings_are_shown_some_at_a_time(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "“" * 9)
    expect(page.locator(".finding")).to_have_count(6)
    page.click("#more-findings")
    expect(page.locator(".finding")).to_have_count(9)
    expect(page.locator("#more-findings")).to_be_hidden()
    expect(page.locator(".finding >> nth=6").locator("button >> nth=0")).to_be_focused()
