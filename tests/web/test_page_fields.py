import pytest

from smsplan import Charset, Field, Template
from tests.web.browsing import Visit, drawn, wait_for

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

SOURCE = "Hi {{name}}, your code is {{code}}. " + "It is valid for ten minutes. " * 4
FIELDS = {
    "name": Field(min_length=2, max_length=20, charset=Charset.LATIN),
    "code": Field(min_length=6, max_length=6, charset=Charset.DIGITS),
}
BOUNDS = Template.parse(SOURCE).bounds(FIELDS)
LINK = "field=name,2,20,latin&field=code,6,6,digits&text=" + SOURCE.replace("{", "%7B").replace(
    "}", "%7D"
).replace(" ", "%20")


def test_fields_get_inputs_and_show_their_bounds(visit: Visit) -> None:
    page = visit()
    page.fill("#text", SOURCE)
    expect(page.locator(".field legend")).to_have_text(["name", "code"])
    expect(page.locator("#fields-note")).to_contain_text("name, code")
    for name, field in FIELDS.items():
        group = page.get_by_role("group", name=name)
        group.get_by_role("spinbutton", name="Shortest").fill(str(field.min_length))
        group.get_by_role("spinbutton", name="Longest").fill(str(field.max_length))
        group.get_by_role("combobox").select_option(field.charset.value)
    least, most = BOUNDS.msg_count.least, BOUNDS.msg_count.most
    assert (least, most) == (1, 3)
    expect(page.locator("#msg-count")).to_have_text(f"{least} to {most}")
    characters = BOUNDS.chars_count
    expect(page.locator("#chars-count")).to_have_text(f"{characters.least} to {characters.most}")
    expect(page.locator("#encoding")).to_have_text("GSM-7 or UCS-2")
    expect(page.locator("#bounds")).to_contain_text("name can turn the message into UCS-2, which")
    room = f"name may have up to {BOUNDS.room['name']} characters"
    expect(page.locator("#bounds")).to_contain_text(room)


def test_the_witnesses_are_shown_and_drawn(visit: Visit) -> None:
    page = visit(LINK)
    expect(page.locator("#msg-count")).to_have_text("1 to 3")
    page.get_by_text("At most 3 segments").click()
    values = BOUNDS.msg_count.most_witness.values
    expect(page.locator(".witness[open] dd")).to_have_text(list(values.values()))
    page.wait_for_function("() => document.querySelectorAll('.segment').length === 3")
    assert "".join(drawn(page)) == BOUNDS.msg_count.most_witness.plan.text
    expect(page.locator("#cost")).to_have_text("0.2 to 0.6 DKK")
    page.select_option("#drawn", "least")
    page.wait_for_function("() => document.querySelectorAll('.segment').length === 1")
    assert "".join(drawn(page)) == BOUNDS.msg_count.least_witness.plan.text
    expect(page.locator("#cost")).to_have_text("0.2 to 0.6 DKK")
    expect(page.locator("#cost-rows tr >> nth=2")).to_contain_text("0.55 to 1.65 DKK")
    page.select_option("#drawn", "typed")
    expect(page.locator(".c[data-character='{']")).to_have_count(4)
    assert "".join(drawn(page)) == SOURCE


def test_a_field_that_is_known_is_no_finding(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "Hi {{name}}, “hello”" + " and so on" * 7)
    expect(page.locator("#finding-list code >> nth=0")).to_be_visible()
    page.get_by_role("spinbutton", name="Longest").fill("5")
    expect(page.locator("#msg-count")).to_have_text("2")
    assert "DEL004" not in page.text_content("#finding-list")
    expect(page.locator("#finding-list .saves")).to_have_count(0)
    expect(page.locator("#fix-all")).to_be_hidden()
    assert page.get_by_role("button", name="Replace “ with").is_visible()


@pytest.mark.parametrize(
    ("syntax", "template"),
    [("format", "{a}"), ("percent", "%(a)s"), ("dollar", "$a"), ("notify", "((a))")],
)
def test_every_syntax_can_be_chosen(visit: Visit, syntax: str, template: str) -> None:
    page = visit()
    page.fill("#text", f"Hi {template}")
    wait_for(page, f"Hi {template}")
    assert page.locator(".field").count() == 0
    page.click("#options summary")
    page.select_option("#syntax", syntax)
    expect(page.locator(".field legend")).to_have_text(["a"])


def test_typing_on_keeps_the_lengths_and_the_focus(visit: Visit) -> None:
    page = visit(LINK)
    expect(page.locator("#msg-count")).to_have_text("1 to 3")
    longest = page.get_by_role("group", name="name").get_by_role("spinbutton", name="Longest")
    longest.fill("")
    expect(page.locator("#fields-note")).to_contain_text("name")
    longest.type("5")
    expect(longest).to_be_focused()
    expect(page.locator("#chars-count")).not_to_have_text("–")
    page.fill("#text", SOURCE + "{{more}}")
    expect(page.locator(".field legend")).to_have_text(["name", "code", "more"])
    assert longest.input_value() == "5"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("text=Hi%20%7B%7Bname", "Not read as a template: no }} closes this"),
        ("text=%7B%7Ba%7D%7D&field=a,9,3,any", "a: the shortest length 9 is over the longest 3"),
        ("text=%7B%7Ba%7D%7D&field=a,0,9999999,any", "40,000 are the most"),
    ],
)
def test_what_cannot_be_bounded_says_why(visit: Visit, link: str, said: str) -> None:
    page = visit(link)
    expect(page.locator("#fields-note")).to_contain_text(said)


def test_what_is_no_template_is_planned_as_typed(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "Hi {{name")
    expect(page.locator("#fields-note")).to_contain_text("Not read as a template")
    wait_for(page, "Hi {{name")


@pytest.mark.parametrize(
    "link",
    [
        "text=Hi%20%7B%7Ba%7D%7D",
        "text=Hi%20%7B%7Ba%7D%7D%20%7B%7Bb%7D%7D&field=a,0,9,any",
        "text=%7B%7Ba%7D%7D&field=a,9,3,any",
        "text=%7B%7Ba%7D%7D&field=a,0,300,any&boundary=word",
        "text=" + "".join(f"%7B%7Ba{number}%7D%7D" for number in range(101)),
    ],
)
def test_of_a_template_without_bounds_nothing_is_known(visit: Visit, link: str) -> None:
    page = visit(link)
    expect(page.locator("#fields-note")).to_contain_text(
        "How many segments this needs is not known"
    )
    expect(page.locator("#msg-count")).to_have_text("not known")
    for figure in ("encoding", "chars-count", "remaining", "cost"):
        expect(page.locator(f"#{figure}")).to_have_text("–")
    expect(page.locator("#costs")).to_be_hidden()
    expect(page.locator(".segment .head >> nth=0")).to_have_text(
        "As typedthe fields are not filled yet"
    )
    expect(page.locator("#findings-note")).not_to_have_text("Nothing to change.")
    expect(page.locator("#summary")).to_have_text("How many segments this needs is not known.")


def test_a_text_too_long_for_a_template_says_so(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "{{a}}" + "x" * 10_000)
    expect(page.locator("#fields-note")).to_contain_text("this one is planned as typed")


def test_while_a_field_is_typed_its_place_is_shown_and_the_inputs_stay(visit: Visit) -> None:
    page = visit("text=%F0%9F%98%80%20%7B%7Ba%7D%7D&field=a,0,5,any")
    expect(page.locator("#msg-count")).to_have_text("1")
    expect(page.locator(".field legend")).to_have_text(["a"])
    page.locator("#text").press_sequentially(" {{more")
    page.get_by_role("button", name="no }} closes this").click()
    expect(page.locator("#text")).to_be_focused()
    selected = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert page.eval_on_selector("#text", selected) == "{{"
    expect(page.locator(".field legend")).to_have_text(["a"])
    page.locator("#text").press("End")
    page.locator("#text").press_sequentially("}}")
    expect(page.locator(".field legend")).to_have_text(["a", "more"])
