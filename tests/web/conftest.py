"""A browser, and the application for it."""

import shutil
from collections.abc import Iterator

import pytest

from tests.web.browsing import Page, Site, Visit


@pytest.fixture(scope="module")  # while it runs, no other test can run an event loop
def browser() -> Iterator[Page]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("there is no chromium here")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    try:
        yield site
    finally:
        site.stop()


@pytest.fixture
def visit(browser: Page, site: Site) -> Iterator[Visit]:
    visit = Visit(browser, site)
    yield visit
    for context in visit.contexts:
        context.close()
    assert visit.complaints == []
