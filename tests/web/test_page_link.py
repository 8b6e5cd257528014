import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.browsing import Page, Visit, wait_for

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

PRIVATE = "Meet me at “the old mill” & bring 100% of #it, señor 😀\nтайна"
LONE = "surrogatepass"
NAMES = st.text(st.characters(), min_size=1, max_size=8)
LENGTHS = st.sampled_from(["", "0", "12", "9999999"])
FIELDS = st.dictionaries(
    NAMES,
    st.fixed_dictionaries(
        {
            "min": LENGTHS,
            "max": st.sampled_from(["3", "40"]),
            "charset": st.sampled_from(["any", "latin"]),
        }
    ),
    max_size=3,
)
STATES = st.fixed_dictionaries(
    {
        "text": st.lists(st.characters() | st.sampled_from("\ud800\udfff%u=&#\n")).map(
            lambda text: "".join(text).encode("utf-16", LONE).decode("utf-16", LONE)
        ),
        "boundary": st.sampled_from(["code-point", "grapheme", "word"]),
        "bits": st.sampled_from([8, 16]),
        "provider": st.sampled_from(
            ["", "twilio", "twilio:smart_encoding=always", "govuk-notify:prefix=a, b & %c=d"]
        ),
        "languages": st.sampled_from([[], ["turkish"], ["spanish", "urdu"]]),
        "syntax": st.sampled_from(["mustache", "format", "percent", "dollar", "notify"]),
        "recipient": st.sampled_from(["", "+45 20 12 34 56", "&=%"]),
        "sender": st.sampled_from(["", "Shop & Co", "45%2B"]),
        "region": st.sampled_from(["", "DK", "d"]),
        "to": st.sampled_from(["", "45", "0"]),
        "fields": FIELDS,
    }
)


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=STATES)
def test_a_link_brings_back_every_text_and_option(page: Page, state: dict[str, object]) -> None:
    found = page.evaluate(
        """async (json) => {
            const { fromFragment, toFragment } = await import('/page/link.js');
            const url = new URL('#' + toFragment(JSON.parse(json)), location.href);
            return JSON.stringify(fromFragment(url.hash.slice(1)));
        }""",
        json.dumps(state),
    )
    assert json.loads(found) == state


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fragment=st.text(st.sampled_from("text=&field,%u dD8093zé#\\+")))
def test_a_damaged_link_is_read_or_said_to_be_damaged(page: Page, fragment: str) -> None:
    assert page.evaluate(
        """async (fragment) => {
            const { fromFragment } = await import('/page/link.js');
            try {
                return typeof fromFragment(fragment).text === 'string';
            } catch (error) {
                return error instanceof URIError;
            }
        }""",
        fragment,
    )


def test_no_text_is_ever_in_what_is_asked_of_the_server(visit: Visit) -> None:
    page = visit()
    page.fill("#text", PRIVATE)
    page.wait_for_function("() => location.hash.length > 20")
    wait_for(page, PRIVATE)
    page.reload()
    wait_for(page, PRIVATE)
    page.click("#copy")
    asked = "\n".join(visit.site.asked)
    assert "/plan.json" in asked
    assert not any(
        part in asked
        for part in ("mill", "bring", quote("тайна"), quote("“the"), "se%C3%B1or", "text=")
    )


def test_opening_a_link_restores_text_options_and_fields(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "Hi {name}")
    page.select_option("#destination", "44")
    page.click("#options summary")
    page.select_option("#boundary", "word")
    page.select_option("#reference-bits", "16")
    page.select_option("#syntax", "format")
    page.check("[value=turkish]")
    page.get_by_role("spinbutton", name="Longest").fill("30")
    page.locator(".field select").select_option("latin")
    page.wait_for_function(
        "() => location.hash.includes('30,latin') && location.hash.includes('to=44')"
    )
    other = visit(page.url.partition("#")[2])
    expect(other.get_by_role("spinbutton", name="Longest")).to_be_visible()
    assert other.input_value("#text") == "Hi {name}"
    chosen = [other.input_value(f"#{each}") for each in ("boundary", "reference-bits", "syntax")]
    assert chosen == ["word", "16", "format"]
    assert other.is_checked("[value=turkish]")
    assert other.get_by_role("spinbutton", name="Longest").input_value() == "30"
    assert other.locator(".field select").input_value() == "latin"
    other.click("#options summary")
    other.select_option("#boundary", "code-point")
    other.uncheck("[value=turkish]")
    expect(other.locator("#cost-label")).to_have_text("Cost, United Kingdom")


def test_the_link_is_copied(visit: Visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.fill("#text", PRIVATE)
    page.click("#copy")
    expect(page.locator("#copied")).to_have_text("Copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    other = visit(link.partition("#")[2])
    wait_for(other, PRIVATE)
    assert other.input_value("#text") == PRIVATE


def test_a_text_too_long_for_a_link_is_said_to_be(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "x" * 100_001)
    page.click("#copy")
    expect(page.locator("#copied")).to_have_text("100,001 characters are too many for a link.")
    assert "#" not in page.url


def test_back_goes_back_over_links_examples_and_fixes(visit: Visit) -> None:
    page = visit("text=first")
    wait_for(page, "first")
    page.evaluate("location.hash = 'text=a%20%E2%80%9Cb'")
    wait_for(page, "a “b")
    page.get_by_role("button", name="Replace “ with").click()
    wait_for(page, 'a "b')
    page.go_back()
    wait_for(page, "a “b")
    assert page.input_value("#text") == "a “b"
    page.go_back()
    wait_for(page, "first")
    page.go_forward()
    wait_for(page, "a “b")


def test_a_damaged_link_is_told_of(visit: Visit) -> None:
    page = visit("text=%E2%80")
    expect(page.locator("#notice p")).to_have_text("The link is damaged: its text cannot be read.")
    page.fill("#text", "typed")
    wait_for(page, "typed")
    expect(page.locator("#notice")).to_be_hidden()
