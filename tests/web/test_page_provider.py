from urllib.parse import quote

import pytest

from smsplan import Charset, Field, Profile, Template, plan, providers
from tests.web.browsing import Visit, drawn, wait_for

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

TEXT = "Your “refund” is on its way 😀"
NOTIFY = providers.get("govuk-notify", prefix="HMRC").profile


def test_a_provider_and_its_options_are_chosen(visit: Visit) -> None:
    page = visit()
    page.fill("#text", TEXT)
    wait_for(page, TEXT)
    expect(page.locator("#at-provider")).to_be_hidden()
    page.click("#options summary")
    titles = page.locator("#provider option").all_text_contents()
    assert titles[0] == "The standard"
    assert titles[1:] == sorted(
        (providers.get(name).title for name in providers.names()), key=str.lower
    )
    page.select_option("#provider", label="GOV.UK Notify")
    wait_for(page, TEXT, providers.get("govuk-notify").profile)
    for name in ("#boundary", "#reference-bits", "#languages [value=turkish]"):
        expect(page.locator(name)).to_be_disabled()
        expect(page.locator(name)).to_be_hidden()  # its value is not what the provider does
    expect(page.locator("#provider-note")).to_be_visible()
    page.get_by_label("prefix").fill("HMRC")
    wait_for(page, TEXT, NOTIFY)
    sent = plan(TEXT, NOTIFY).text
    assert "".join(drawn(page)) == sent
    expect(page.locator("#sent")).to_have_text(sent)
    expect(page.locator("#at-provider-heading")).to_have_text("At GOV.UK Notify")
    expect(page.locator("#choices")).to_have_text("as GOV.UK Notify sends it, prefix HMRC")
    expect(page.locator("#provider-findings")).to_contain_text("is sent as '?'")
    fact = next(each for each in providers.get("govuk-notify").facts if each.name == "text.added")
    link = page.locator("#provider-findings a").first
    assert link.get_attribute("href") == fact.source
    page.get_by_label("keep unicode").check()
    keeps = providers.get("govuk-notify", prefix="HMRC", keep_unicode=True).profile
    wait_for(page, TEXT, keeps)
    page.select_option("#provider", label="Twilio")
    wait_for(page, TEXT, providers.get("twilio").profile)
    expect(page.locator("#sent")).to_be_hidden()
    page.get_by_label("smart encoding").select_option("always")
    wait_for(page, TEXT, providers.get("twilio", smart_encoding="always").profile)
    page.select_option("#provider", label="The standard")
    wait_for(page, TEXT)
    expect(page.locator("#at-provider")).to_be_hidden()
    expect(page.locator("#boundary")).to_be_enabled()
    expect(page.locator("#settings")).to_be_empty()


def test_a_link_carries_the_provider(visit: Visit) -> None:
    page = visit(f"provider={quote('govuk-notify:prefix=Roads, Kent')}&text=Hi")
    profile = providers.get("govuk-notify", prefix="Roads, Kent").profile
    wait_for(page, "Hi", profile)
    page.click("#options summary")
    assert page.get_by_label("prefix").input_value() == "Roads, Kent"
    page.get_by_label("prefix").fill("A")
    page.wait_for_function("() => location.hash.includes('prefix%3DA')")
    other = visit(page.url.partition("#")[2])
    wait_for(other, "Hi", providers.get("govuk-notify", prefix="A").profile)


@pytest.mark.parametrize(
    ("written", "profile"),
    [
        ("nobody", Profile()),
        ("twilio:smart=1,smart_encoding=perhaps", providers.get("twilio").profile),
        ("toString", Profile()),
        ("twilio:__proto__=1", providers.get("twilio").profile),
    ],
)
def test_what_a_link_says_of_no_provider_is_left_out(
    visit: Visit, written: str, profile: Profile
) -> None:
    page = visit(f"provider={quote(written)}&text={quote(TEXT)}")
    wait_for(page, TEXT, profile)


def test_what_is_refused_is_an_error_and_its_place_can_be_seen(visit: Visit) -> None:
    page = visit(f"provider=govuk-notify&text={quote('“' + 'x' * 1000)}")
    first = page.locator("#provider-findings li").first
    expect(first).to_contain_text("918 at most; it is refused")
    expect(first).to_contain_text("Error PROVIDER_LIMIT")
    page.get_by_role("button", name="LEFT DOUBLE QUOTATION MARK is sent as").click()
    expect(page.locator("#text")).to_be_focused()
    selected = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert page.eval_on_selector("#text", selected) == "“"


def test_a_hostile_prefix_is_a_text(visit: Visit) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    page = visit("text=Hi&provider=govuk-notify")
    wait_for(page, "Hi", providers.get("govuk-notify").profile)
    page.click("#options summary")
    page.get_by_label("prefix").fill(hostile)
    wait_for(page, "Hi", providers.get("govuk-notify", prefix=hostile).profile)
    assert page.locator("img").count() == 0


def test_what_the_server_does_not_take_of_an_option_it_says(visit: Visit) -> None:
    page = visit("text=Hi&provider=govuk-notify")
    page.click("#options summary")
    page.get_by_label("prefix").fill("a,b=c")
    expect(page.locator("#notice p")).to_contain_text("govuk-notify has no option 'b'")
    assert page.get_by_label("prefix").input_value() == "a,b=c"
    page.get_by_label("prefix").fill("a,b c")
    wait_for(page, "Hi", providers.get("govuk-notify", prefix="a,b c").profile)
    expect(page.locator("#notice")).to_be_hidden()
    visit.expected("400")


def test_a_text_too_long_for_a_provider_is_said_to_be(visit: Visit) -> None:
    page = visit("text=Hi&provider=twilio")
    wait_for(page, "Hi", providers.get("twilio").profile)
    page.fill("#text", "x" * 40_001)
    expect(page.locator("#notice p")).to_contain_text("up to 40,000 as a provider sends them")
    expect(page.locator("#at-provider")).to_be_hidden()


def test_a_template_is_drawn_as_it_is_sent_there(visit: Visit) -> None:
    source = quote("Hi {{name}}")
    page = visit(f"provider=govuk-notify%3Aprefix%3DHMRC&field=name,0,3,ascii&text={source}")
    bounds = Template.parse("Hi {{name}}").bounds({"name": Field(3, Charset.ASCII)}, NOTIFY)
    expect(page.locator("#msg-count")).to_have_text("1")
    expect(page.locator("#chars-count")).to_have_text(
        f"{bounds.chars_count.least} to {bounds.chars_count.most}"
    )
    page.wait_for_function("() => document.querySelectorAll('.segment').length === 1")
    assert "".join(drawn(page)) == bounds.msg_count.most_witness.plan.text
    expect(page.locator("#provider-findings")).to_contain_text("'HMRC: ' is added")
    assert page.locator("#provider-findings button").count() == 0
