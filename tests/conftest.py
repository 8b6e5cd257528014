"""How the tests run: what is slow, and how many examples a law gets.

A person's run has few examples of each law, new ones each time. The profile ``ci``
has Hypothesis' hundred, the same ones every time.
"""

import pytest
from hypothesis import settings

# A deadline would measure the machine, not the law.
settings.register_profile("person", deadline=None, max_examples=20)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("person")

SLOW = ("browser", "process", "spark")
"""Markers of tests that are slow by their nature."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let ``-m "not slow"`` leave out what a browser, a process or Spark makes slow."""
    for item in items:
        if any(item.get_closest_marker(name) for name in SLOW):
            item.add_marker("slow")


@pytest.fixture
def _unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start processes without coverage: it hangs when an interrupt meets a lock of its own.

    It also makes a process that works on megabytes four times as slow.
    """
    for variable in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
        monkeypatch.delenv(variable, raising=False)
