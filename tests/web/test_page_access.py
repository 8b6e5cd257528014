import pytest

from tests.web.browsing import Page, Visit, wait_for

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

LINK = (
    "field=name,2,20,latin&text=Hi%20%7B%7Bname%7D%7D%2C%20%E2%80%9C%F0%9F%98%80%E2%80%9D%20%C3%AA"
)
QUOTES = "text=" + "Hi%20%E2%80%9Cit%E2%80%9D%20here.%20" * 6
WIDE = "<" + "W" * 300 + "\u202e" + "“" * 40 + "{{" + "n" * 200 + "}}"


def opened(visit: Visit, link: str = LINK, **choices: object) -> Page:
    """Open a page that shows all that it can: of a template, or of a text that fixes shorten."""
    page = visit(link, **choices)
    expect(page.locator("#msg-count")).not_to_have_text("–")
    expect(page.locator("#cause")).to_be_visible()
    if link == QUOTES:
        expect(page.locator("#fix-all")).to_be_visible()
    page.click("#options summary")
    for each in page.locator(".witness summary").all():
        each.click()
    return page


def focused(page: Page) -> str:
    found: str = page.evaluate(
        "() => { const it = document.activeElement; return it.id || it.className || it.tagName; }"
    )
    return found


def test_every_control_has_a_name_and_a_role_for_those_who_cannot_see(visit: Visit) -> None:
    page = opened(visit)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    interactive = {
        "button", "checkbox", "combobox", "listbox", "option", "spinbutton", "textbox",
        "DisclosureTriangle",
    }  # fmt: skip
    seen = set()
    for node in nodes:
        role = node.get("role", {}).get("value")
        if not node.get("ignored") and role in interactive:
            seen.add(role)
            assert node["name"]["value"].strip(), node
    assert seen == interactive
    summary = "How it is sent split between any two characters, 8-bit reference, no national tables"
    assert summary in [node.get("name", {}).get("value") for node in nodes]
    for name in ("name", "National language tables that may be used"):
        expect(page.get_by_role("group", name=name, exact=True)).to_have_count(1)
    assert (
        page.get_by_role("group", name="One segment").count()
        == page.locator(".segment").count()
        == 1
    )


def test_headings_and_landmarks_lead_through_the_page(visit: Visit) -> None:
    page = opened(visit)
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    assert page.get_by_role("heading", level=1).all_text_contents() == ["smsplan"]
    headings = page.get_by_role("heading", level=2).all_text_contents()
    assert headings == ["Fields", "Findings", "Cost", "Segments"]
    for name in ("Message", *headings):
        expect(page.get_by_role("region", name=name)).to_have_count(1)


def test_what_has_changed_is_said_once_after_the_typing(visit: Visit) -> None:
    page = visit()
    page.evaluate(
        """() => {
            window.said = [];
            const place = document.getElementById('summary');
            new MutationObserver(() => window.said.push(place.textContent))
                .observe(place, { childList: true });
        }"""
    )
    page.type("#text", "Some words, key by key", delay=20)
    page.wait_for_function("() => window.said.length > 0")
    page.type("#text", ", and others", delay=20)
    wait_for(page, "Some words, key by key, and others")
    # Whatever was to be said of that has its turn before this has.
    page.evaluate("new Promise((done) => setTimeout(done, 1000))")
    page.type("#text", " “")
    page.wait_for_function("() => window.said.length > 1")
    assert page.evaluate("window.said") == ["1 segment, GSM-7.", "1 segment, UCS-2."]


def test_the_drawing_is_one_stop_of_the_tabulator_and_arrows_walk_it(visit: Visit) -> None:
    page = visit()
    text = "ab\ncd" + "e" * 160
    page.fill("#text", text)
    wait_for(page, text)
    assert page.locator("#segments [tabindex='0']").count() == 1
    page.focus("#segments [tabindex='0']")
    about = page.locator("#about")
    expect(about).to_contain_text("LATIN SMALL LETTER A")
    for key, expected in (
        ("ArrowRight", "LETTER B"),
        ("ArrowRight", "LINE FEED"),
        ("ArrowRight", "LETTER C"),
        ("ArrowUp", "LETTER A"),
        ("ArrowDown", "LETTER C"),
        ("ArrowLeft", "LINE FEED"),
        ("End", "LETTER E"),
        ("ArrowRight", "LETTER E"),
        ("Control+Home", "LETTER A"),
        ("ArrowLeft", "LETTER A"),
    ):
        page.keyboard.press(key)
        expect(about).to_contain_text(expected)
    assert page.locator("#segments [tabindex='0']").count() == 1
    page.keyboard.press("Shift+Tab")
    assert focused(page) != "c"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.character") == "a"


def test_arrows_go_the_way_that_the_text_goes(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "שלום")
    wait_for(page, "שלום")
    page.focus("#segments [tabindex='0']")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#about")).to_contain_text("HEBREW LETTER LAMED")
    assert page.evaluate(
        """() => {
            const [one, two] = document.querySelectorAll('.c');
            return two.getBoundingClientRect().left < one.getBoundingClientRect().left;
        }"""
    )


def test_everything_can_be_done_with_the_keyboard(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert focused(page) == "text"
    before = "a “b” c" + " and so on" * 8
    page.keyboard.type(before)
    wait_for(page, before)
    expect(page.locator("#fix-all")).to_be_visible()
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if stops[-1] != "BODY":
            assert outline == "solid"
    assert [each for each in stops if each not in {"message", "fix"}][:5] == [
        "SUMMARY", "copy", "fix-all", "destination", "SUMMARY",
    ]  # fmt: skip
    assert "c" in stops
    page.focus("#fix-all")
    page.keyboard.press("Enter")
    wait_for(page, before.replace("“", '"').replace("”", '"'))


@pytest.mark.parametrize("width", [390, 1280])
def test_no_choice_is_clipped(visit: Visit, width: int) -> None:
    page = visit(
        "text=Hi%20%7B%7Ba%7D%7D&field=a,0,9,any", viewport={"width": width, "height": 800}
    )
    expect(page.locator("#drawn")).to_be_visible()
    page.click("#options summary")
    clipped = page.evaluate(
        """() => [...document.querySelectorAll('select')].flatMap((select) => {
            const style = getComputedStyle(select);
            const pen = document.createElement('canvas').getContext('2d');
            pen.font = style.font;
            const arrow = 16;
            const room = select.clientWidth - arrow
                - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
            return [...select.options].map(({ text }) => text)
                .filter((text) => pen.measureText(text).width > room);
        })"""
    )
    assert clipped == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen(visit: Visit, width: int) -> None:
    page = opened(visit, viewport={"width": width, "height": 740})
    for text in (None, WIDE):
        if text:
            page.fill("#text", text)
            expect(page.locator(".field legend")).to_have_text(["n" * 200])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("link", [LINK, QUOTES])
def test_what_is_touched_on_a_phone_is_44_pixels_high_and_wide(visit: Visit, link: str) -> None:
    page = opened(
        visit, link, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    sizes = page.eval_on_selector_all(
        "button, select, summary, textarea, input:not([type=checkbox]), label.check",
        """all => all.filter(each => each.checkVisibility()).map(each => {
            const { width, height } = each.getBoundingClientRect();
            return [each.outerHTML.slice(0, 80), Math.round(Math.min(width, height))];
        })""",
    )
    assert len(sizes) > 25
    assert [each for each in sizes if each[1] < 44] == []
    page.tap(".c >> nth=1")
    expect(page.locator("#about")).to_contain_text("U+0069")


@pytest.mark.parametrize("link", [LINK, QUOTES])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_in_both_schemes(
    visit: Visit, link: str, scheme: str
) -> None:
    page = opened(visit, link, color_scheme=scheme)
    pale = page.evaluate(
        """() => {
            const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
            const light = (colour) => numbers(colour).slice(0, 3).map((each) => {
                const part = each / 255;
                return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            }).reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
            const ground = (element) => {
                for (let each = element; each; each = each.parentElement) {
                    const colour = getComputedStyle(each).backgroundColor;
                    if (numbers(colour)[3] !== 0) return colour;
                }
                return 'rgb(255, 255, 255)';
            };
            const found = [];
            for (const each of document.body.querySelectorAll('*')) {
                const hasText = [...each.childNodes].some((node) => node.nodeType === 3
                    && node.data.trim());
                if (!hasText || !each.checkVisibility()) continue;
                const pair = [light(getComputedStyle(each).color), light(ground(each))].sort();
                const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
                if (contrast < 4.5) found.push(`${each.outerHTML.slice(0, 60)} ${contrast}`);
            }
            return found;
        }"""
    )
    assert pale == []


def test_nothing_moves_for_those_who_asked_for_that(visit: Visit) -> None:
    page = opened(visit, reduced_motion="reduce")
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter((each) => "
        "parseFloat(getComputedStyle(each).transitionDuration) > 0).length"
    )
    assert moving == 0


def test_non_gsm_characters_stand_out_by_more_than_colour(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "ab“")
    wait_for(page, "ab“")
    looks = page.eval_on_selector_all(
        ".c",
        """all => all.map((each) => {
            const { borderStyle, fontWeight } = getComputedStyle(each);
            return [borderStyle, fontWeight];
        })""",
    )
    assert looks[0] == looks[1] == ["none", "400"]
    assert looks[2] == ["solid", "700"]
