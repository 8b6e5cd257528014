import html
import shutil
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import Field, RateCard, Template
from smsplan.campaign import Preview, preview
from smsplan.campaign.report import html_report
from tests.examples import FEW

HOSTILE = (
    "<script>document.title='owned'</script>",
    "</style></q></td><img src=http://evil.example/x onerror=\"document.title='owned'\">",
    "</title><svg onload=document.title='owned'>",
    "\" onmouseover=document.title='owned' x=\"",
    "javascript:document.title='owned'",
    "<link rel=stylesheet href=http://evil.example/y.css><meta http-equiv=refresh content=0>",
    "\u202e\u2066right to left\u2069 &lt;b&gt; \x00\x1b[2J",
    "<iframe srcdoc='&lt;script&gt;parent.document.title=1&lt;/script&gt;'>",
)
WITHOUT_TEXT = {"html", "head", "body", "main", "section", "div", "span", "p", "h1", "h2", "h3"}
ALLOWED = WITHOUT_TEXT | {
    "meta", "title", "style", "b", "small", "svg", "rect", "ul", "li", "i", "table", "thead",
    "tbody", "tr", "th", "td", "code", "q", "details", "summary", "footer", "bdi", "caption",
    "dl", "dt", "dd", "line",
}  # fmt: skip


def hostile(texts: tuple[str, ...]) -> Preview:
    """Preview a campaign that has a text wherever a text may stand."""
    rates = RateCard("DKK", {"45": Decimal("0.2")}, countries={"45": texts[0]})
    rows = pa.record_batch(
        {
            "to": ["4520123456", "4520123456", *texts],
            texts[0]: ["“", texts[-1] * 3, *texts],
            "unread": [None, texts[0], *([None] * len(texts))],
        }
    )
    template = Template.parse(f"((x)) {''.join(texts)}".replace("{", "").replace("}", "")[:300])
    named = Template.parse(f"Hi {{{{name}}}} {template.source}")
    rows = rows.rename_columns(["to", "name", "unread"])
    fields = {"name": Field(10)}
    return preview(
        [rows], to="to", template=named, rates=rates, unread="unread", fields=fields, threads=1
    )


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@FEW
@given(
    st.lists(
        st.one_of(
            st.sampled_from(HOSTILE), st.text(st.sampled_from("<>&\"'/=a\u202e“ "), min_size=1)
        ),
        min_size=1,
        max_size=3,
    ).map(tuple)
)
def test_no_text_becomes_an_element_or_an_attribute(texts: tuple[str, ...]) -> None:
    reader = read(html_report(hostile(texts)))
    assert reader.tags <= ALLOWED
    assert not any(
        name.startswith("on") or name in {"href", "src", "style"} for _, name in reader.attributes
    )
    assert not any(character in "".join(reader.text) for character in "\u202e\u2066\u2069\x1b")


def test_bidirectional_controls_are_shown() -> None:
    assert "\\u202e" in html_report(hostile(HOSTILE[6:7]))


def test_a_text_is_there_to_be_read() -> None:
    page = html_report(hostile(("<b>bold</b>",)))
    assert html.escape("<b>bold</b>") in page


def test_a_report_of_nothing_is_a_page() -> None:
    rows = pa.record_batch({"to": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    assert "Campaign preview" in html_report(preview([rows], to="to", text="text"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("there is no chromium here")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


# Where a number of the page is not on one line.
BROKEN_NUMBERS = """() => {
  const broken = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("q, code, bdi, caption")) continue;
    for (const found of node.data.matchAll(/\\d[\\d.,]*/g)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const tops = new Set([...range.getClientRects()].map(each => Math.round(each.top)));
      if (tops.size > 1) broken.push(found[0]);
    }
  }
  return broken;
}"""


def dear() -> Preview:
    """Preview a campaign of long names and prices, most of them without a price."""
    rates = RateCard(
        "DKK",
        {
            "45": Decimal("999999999999999999.123456789012345678"),
            "46": Decimal("1234567.89"),
            "47": Decimal("0.4"),
        },
        countries={"46": "W" * 300, "47": "Bosnien und Herzegowina, Föderation von " * 3},
    )
    to = ["4520123456", "46701234567", "4791234567", "972501234567"]
    rows = pa.record_batch({"to": to * 300, "text": ["“hi”" * 60] * 1200})
    return preview([rows], to="to", text="text", rates=rates, threads=1)


@pytest.mark.browser
@pytest.mark.parametrize("found", [hostile(HOSTILE), dear()], ids=["hostile", "dear"])
@pytest.mark.parametrize("width", [320, 360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_runs_nothing_fetches_nothing_and_fits_the_screen(
    browser: Any,  # noqa: ANN401 - of an optional library
    tmp_path: Path,
    found: Preview,
    width: int,
    scheme: str,
) -> None:
    path = tmp_path / "report.html"
    path.write_text(html_report(found), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, offline=False
    )
    page = context.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: messages.append(dialog.message))
    page.on("console", lambda message: messages.append(message.text))
    page.goto(path.as_uri())
    page.wait_for_timeout(100)
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert page.title() == "Campaign preview"
    assert requests == [path.as_uri()]
    assert messages == []
    assert page.evaluate("document.querySelectorAll('script, img, iframe, link').length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(BROKEN_NUMBERS) == []
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(20, 23, 26)") == (scheme == "dark")
    context.close()
