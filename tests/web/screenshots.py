"""Draws the pictures of the page that the README shows: ``python -m tests.web.screenshots``."""

import shutil

from playwright.sync_api import sync_playwright

from tests.paths import ROOT
from tests.web.browsing import Site

DOCS = ROOT / "docs" / "images"


def main() -> None:
    site = Site()
    try:
        with sync_playwright() as running:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(site.url)
            page.click("[data-example=quotes]")
            page.locator("#fix-all small").wait_for()
            page.hover(".c.non-gsm >> nth=0")
            page.evaluate("document.activeElement.blur()")
            page.screenshot(path=DOCS / "page-desktop.png")
            page.close()
            page = browser.new_page(
                viewport={"width": 360, "height": 780},
                device_scale_factor=2,
                is_mobile=True,
                has_touch=True,
                color_scheme="dark",
            )
            page.goto(site.url)
            page.click("[data-example=quotes]")
            page.locator("#fix-all small").wait_for()
            page.evaluate("document.activeElement.blur()")
            page.screenshot(path=DOCS / "page-phone.png")
            browser.close()
    finally:
        site.stop()


if __name__ == "__main__":
    main()
