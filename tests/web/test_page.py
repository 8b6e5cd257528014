import pytest

from smsplan import Boundary, Language, Profile, RateCard, plan
from tests.web.browsing import Page, Site, Visit, drawn, wait_for

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

DANISH = "Kære Søren, din tid er torsdag på Åboulevarden. " * 5
MIXED = "Zażółć “gęślą” 👩‍👩‍👧‍👦 jaźń\n€[]" + "я" * 60


@pytest.mark.parametrize("text", ["Hello", DANISH, MIXED])
def test_what_is_typed_is_planned_and_drawn_as_plan_does(visit: Visit, text: str) -> None:
    page = visit()
    page.fill("#text", text)
    wait_for(page, text)
    assert drawn(page) == [segment.text for segment in plan(text).segments]


@pytest.mark.parametrize(
    ("text", "boundary", "bits", "languages"),
    [
        (DANISH, "word", "16", []),
        (MIXED, "grapheme", "8", []),
        ("Siparişiniz yola çıktı, teşekkür ederiz. " * 3, "code-point", "8", ["turkish"]),
    ],
)
def test_the_choices_are_those_of_a_profile(
    visit: Visit, text: str, boundary: str, bits: str, languages: list[str]
) -> None:
    page = visit()
    page.fill("#text", text)
    wait_for(page, text)
    page.click("#options summary")
    page.select_option("#boundary", boundary)
    page.select_option("#reference-bits", bits)
    for language in languages:
        page.check(f"[value={language}]")
    profile = Profile(
        boundary=Boundary(boundary),
        reference_bits=int(bits),
        languages=tuple(map(Language, languages)),
    )
    assert plan(text, profile) != plan(text)
    wait_for(page, text, profile)
    expected = [segment.text for segment in plan(text, profile).segments]
    page.wait_for_function(
        """(lengths) => {
            const drawn = document.querySelectorAll('.characters');
            const cells = [...drawn].map((each) => each.querySelectorAll('.c').length);
            return lengths.every((length, place) => length === cells[place]);
        }""",
        arg=[len(each) for each in expected],
    )
    assert drawn(page) == expected


def test_typing_key_by_key_ends_at_the_last_text(visit: Visit) -> None:
    page = visit()
    page.type("#text", "Hej “du", delay=15)
    wait_for(page, "Hej “du")


def test_an_older_answer_never_overwrites_a_newer_one(visit: Visit) -> None:
    page = visit()
    held: list[Page] = []

    def hold_the_first(route: Page) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/plan.json", hold_the_first)
    page.fill("#text", "old")
    page.wait_for_function("performance.now() > 0")
    while not held:
        page.wait_for_timeout(20)
    page.fill("#text", "newer")
    wait_for(page, "newer")
    answer = page.request.post(
        f"{visit.site.url}plan.json",
        data={"text": "old"},
        headers={"content-type": "application/json"},
    )
    held[0].fulfill(status=200, content_type="application/json", body=answer.text())
    page.evaluate("new Promise(done => requestIdleCallback(() => setTimeout(done, 50)))")
    assert page.text_content("#chars-count") == "5"
    assert drawn(page) == ["newer"]


def test_answers_under_way_are_applied_in_their_order(visit: Visit) -> None:
    page = visit()
    order = page.evaluate(
        """async () => {
            const { Line } = await import('/page/api.js');
            const answers = new Map();
            window.fetch = (name, { body, signal }) => new Promise((done, fail) => {
                signal.addEventListener('abort', () => fail(new Error('aborted')));
                const { n } = JSON.parse(body);
                answers.set(n, () => done(new Response(body)));
            });
            const applied = [];
            const line = new Line(
                "x", (answer) => applied.push(answer.n), () => applied.push("failed"));
            const asked = [1, 2, 3].map((n) => line.ask({ n }));
            const early = answers.size;
            answers.get(2)();
            await Promise.all(asked);
            while (!answers.has(3)) await new Promise((done) => setTimeout(done));
            answers.get(1)();
            answers.get(3)();
            await new Promise((done) => setTimeout(done, 50));
            return [early, ...applied];
        }"""
    )
    assert order == [2, 2, 3]


def test_cost_is_told_for_the_chosen_destination_and_the_others(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "a" * 161)
    expect(page.locator("#cost")).to_have_text("0.4 DKK")
    page.select_option("#destination", "44")
    expect(page.locator("#cost")).to_have_text("1.1 DKK")
    expect(page.locator("#cost-label")).to_have_text("Cost, United Kingdom")
    rows = page.locator("#cost-rows tr").all_text_contents()
    assert rows[0] == "Denmark+450.4 DKK"
    assert not any("United Kingdom" in row for row in rows)
    page.fill("#text", "a")
    expect(page.locator("#cost")).to_have_text("0.55 DKK")


def test_what_it_would_cost_as_something_else_is_told_below_the_cost(browser: Page) -> None:
    card = "prefix,price,mms,rcs basic,rcs single,currency\n45,0.2,1234.50,0.15,0.3,DKK\n"
    site = Site(rates=RateCard.read(card + "46,0.2,,,,DKK\n"))
    try:
        page = Visit(browser, site)()
        page.fill("#text", "a" * 161)
        expect(page.locator("#channels")).to_have_text(
            "Or as MMS 1,234.5 DKK, as RCS Single 0.3 DKK."
        )
        page.select_option("#destination", "46")
        expect(page.locator("#channels")).to_have_text("")
        page.context.close()
    finally:
        site.stop()


def test_recipient_and_sender_are_judged_by_the_country(visit: Visit) -> None:
    page = visit()
    page.click("#options summary")
    page.fill("#text", "Hi")
    expect(page.locator("#at-provider")).to_be_hidden()
    page.fill("#recipient", "020 123456")
    expect(page.locator("#provider-findings")).to_contain_text("MSISDN")
    page.fill("#region", "gb")
    page.fill("#recipient", "07911 123456")
    expect(page.locator("#provider-findings")).to_contain_text("MSISDN_NATIONAL")
    expect(page.locator("#cost-label")).to_have_text("Cost, United Kingdom")
    expect(page.locator("#destination")).to_be_disabled()
    page.fill("#recipient", "+1 201 555 0123")
    page.fill("#sender", "Shop")
    expect(page.locator("#at-provider-heading")).to_have_text("Recipient and sender")
    expect(page.locator("#provider-findings")).to_contain_text("COUNTRY_SENDER_REPLACED")
    expect(page.locator("#provider-findings a").first).to_be_visible()
    page.select_option("#provider", label="Twilio")
    expect(page.locator("#at-provider-heading")).to_have_text("At Twilio")
    expect(page.locator("#provider-findings")).to_contain_text("COUNTRY_SENDER_REPLACED")
    page.select_option("#provider", label="The standard")
    page.fill("#recipient", "")
    page.fill("#sender", "")
    expect(page.locator("#at-provider")).to_be_hidden()


def test_a_character_tells_what_it_is_under_the_pointer(visit: Visit) -> None:
    page = visit()
    page.fill("#text", "a€é")
    wait_for(page, "a€é")
    page.hover("[data-character='€']")
    expect(page.locator("#about")).to_have_text("€U+20ACEURO SIGN2 septetshex 1B 65")
    page.fill("#text", "я😀")
    wait_for(page, "я😀")
    page.hover("[data-character='😀']")
    expect(page.locator("#about")).to_have_text(
        "😀U+1F600GRINNING FACE2 UTF-16 code unitshex D8 3D DE 00not in GSM-7"
    )


@pytest.mark.parametrize("name", ["danish", "quotes", "template"])
def test_nothing_typed_is_explained_and_an_example_is_a_click_away(visit: Visit, name: str) -> None:
    page = visit()
    expect(page.locator("#hint")).to_be_visible()
    expect(page.locator("#figures")).to_be_hidden()
    page.click(f"[data-example={name}]")
    expect(page.locator("#figures")).to_be_visible()
    expect(page.locator("#hint")).to_be_hidden()
    page.fill("#text", "")
    expect(page.locator("#drawing")).to_be_hidden()
    expect(page.locator("#hint")).to_be_visible()


def test_a_server_that_went_away_costs_no_text_and_is_asked_again(browser: Page) -> None:
    site = Site()
    visit = Visit(browser, site)
    page = visit()
    page.fill("#text", "before")
    wait_for(page, "before")
    site.stop()
    page.fill("#text", "while it is away")
    expect(page.locator("#notice")).to_contain_text("does not answer")
    assert page.input_value("#text") == "while it is away"
    assert page.text_content("#chars-count") == "6"
    site.start()
    page.click("#retry")
    wait_for(page, "while it is away")
    expect(page.locator("#notice")).to_be_hidden()
    visit.expected("ERR_CONNECTION")
    assert visit.complaints == []
    visit.contexts[0].close()
    site.stop()


def test_what_the_server_says_is_wrong_is_shown(visit: Visit) -> None:
    page = visit()
    page.route(
        "**/plan.json",
        lambda route: route.fulfill(status=400, body='{"error": "<b>wrong</b>", "where": "$"}'),
    )
    page.fill("#text", "text")
    expect(page.locator("#notice p")).to_have_text("<b>wrong</b>")
    expect(page.locator("#retry")).to_be_hidden()
    visit.expected("status of 400")


def test_a_busy_server_is_asked_again(visit: Visit) -> None:
    page = visit()
    sent_away: list[str] = []

    def answer(route: Page) -> None:
        if len(sent_away) > 1:
            route.continue_()
            return
        sent_away.append(route.request.url)
        body = '{"error": "the server is busy with other requests", "where": "$"}'
        route.fulfill(status=503, headers={"retry-after": "1"}, body=body)

    for name in ("plan", "lint"):
        page.route(f"**/{name}.json", answer)
    page.fill("#text", "a “busy” server")
    expect(page.locator("#notice p")).to_have_text(
        "The server is busy with other requests. Trying again in 1 second."
    )
    expect(page.locator("#retry")).to_be_hidden()
    wait_for(page, "a “busy” server")
    expect(page.locator(".finding")).to_have_count(2)
    expect(page.locator("#notice")).to_be_hidden()
    assert len(sent_away) == 2
    visit.expected("status of 503")


def test_while_the_server_is_busy_the_newest_question_alone_is_asked_again(visit: Visit) -> None:
    page = visit()
    asked = page.evaluate(
        """async () => {
            const { Line } = await import('/page/api.js');
            const asked = [];
            window.fetch = async (name, { body }) => {
                const { n } = JSON.parse(body);
                asked.push(n);
                const headers = { 'retry-after': '0.05' };
                const busy = asked.length < 4;
                return busy ? new Response('{}', { status: 503, headers }) : new Response(body);
            };
            const applied = [];
            const line = new Line("x", (answer) => applied.push(answer.n), () => {});
            await line.ask({ n: 1 });
            await line.ask({ n: 2 });
            await new Promise((done) => setTimeout(done, 500));
            return [...asked, 'applied', ...applied, line.isBusy];
        }"""
    )
    assert asked == [1, 2, 2, 2, "applied", 2, False]


def test_more_segments_are_drawn_when_asked_for(visit: Visit) -> None:
    text = "".join(f"{number:06d}" for number in range(1000))
    page = visit()
    page.fill("#text", text)
    wait_for(page, text)
    count = plan(text).msg_count
    for shown in (30, count):
        page.click("#more-segments")
        expect(page.locator(".segment")).to_have_count(shown)
    expect(page.locator("#more-segments")).to_be_hidden()
    assert drawn(page) == [segment.text for segment in plan(text).segments]
