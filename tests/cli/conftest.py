"""Running the command inside the test's own process."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from smsplan.cli.app import app

from . import serving
from .serving import Serve

Smsplan = Callable[..., Result]


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMSPLAN_USER", raising=False)
    monkeypatch.delenv("SMSPLAN_KEY", raising=False)


@pytest.fixture(autouse=True)
def _no_workflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


@pytest.fixture
def smsplan(monkeypatch: pytest.MonkeyPatch) -> Smsplan:
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str, stdin: str | bytes = b"") -> Result:
        return CliRunner().invoke(app, arguments, input=stdin)

    return run


@pytest.fixture
def serve() -> Serve:
    return serving.serve
