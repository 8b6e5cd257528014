"""The real application served to a browser, and pages that may not complain."""

import threading
import time
from typing import Any, TypeAlias

import pytest

from smsplan import STANDARD, Profile, plan
from smsplan.display import grouped

Page: TypeAlias = Any
"""What Playwright has, which may not be installed."""

PATIENCE_S = 30
FIRST_DRAWN = 6


class Site:
    """The application on a free port of loopback; it can go away and come back there."""

    def __init__(self, **settings: Page) -> None:
        self.settings = settings
        self.asked: list[str] = []
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        uvicorn = pytest.importorskip("uvicorn", reason="the extra web is not installed")
        web = pytest.importorskip(
            "smsplan.web.application", reason="the extra web is not installed"
        )
        application = web.application(web.Settings(**self.settings))

        async def logged(scope: Page, receive: Page, send: Page) -> None:
            if scope["type"] == "http":
                self.asked.append(f"{scope['raw_path'].decode()}?{scope['query_string'].decode()}")
                self.asked += [value.decode("latin-1") for _, value in scope["headers"]]
            await application(scope, receive, send)

        config = uvicorn.Config(logged, host="127.0.0.1", port=self.port, log_level="error")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        until = time.monotonic() + PATIENCE_S
        while not self.server.started and self.thread.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        assert self.server.started
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(PATIENCE_S)
        assert not self.thread.is_alive()


class Visit:
    """Opens pages of a site; what they complain of, or ask of anyone else, is kept."""

    def __init__(self, browser: Page, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.contexts: list[Page] = []
        self.complaints: list[str] = []

    def __call__(self, fragment: str = "", **choices: object) -> Page:
        choices.setdefault("viewport", {"width": 1280, "height": 800})
        context = self.browser.new_context(**choices)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        page.on("console", lambda told: self.complaints.append(told.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.on("request", self._look_at)
        page.goto(self.site.url + (fragment and f"#{fragment}"))
        return page

    def _look_at(self, request: Page) -> None:
        if not request.url.startswith(self.site.url):
            self.complaints.append(f"asks {request.url}")

    def expected(self, part: str) -> None:
        """Take for expected, and require, complaints that have ``part`` in them."""
        others = [each for each in self.complaints if part not in each]
        assert others != self.complaints
        self.complaints = others


def wait_for(page: Page, text: str, profile: Profile = STANDARD) -> None:
    """Wait until the page says of a text, and draws, what plan() does."""
    planned = plan(text, profile)
    figures = {
        "encoding": planned.encoding.value,
        "chars-count": grouped(planned.chars_count),
        "msg-count": grouped(planned.msg_count),
        "remaining": str(planned.remaining),
    }
    page.wait_for_function(
        """([figures, segments]) => Object.entries(figures).every(
            ([id, figure]) => document.getElementById(id).textContent === figure)
            && document.querySelectorAll('.segment').length === segments""",
        arg=[figures, min(planned.msg_count, FIRST_DRAWN)],
    )


def drawn(page: Page) -> list[str]:
    """Read the texts of the segments as they are drawn."""
    found: list[str] = page.eval_on_selector_all(
        ".segment",
        "all => all.map(one => [...one.querySelectorAll('[role=option]')]"
        ".map(cell => cell.dataset.character).join(''))",
    )
    return found
