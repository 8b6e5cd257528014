"""A checkout that is not installed runs too, though nothing says of which version it is."""

import json
from importlib import metadata
from typing import NoReturn

import pytest

from .conftest import Smsplan


@pytest.fixture(autouse=True)
def not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> NoReturn:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata.Distribution, "from_name", missing)


def test_version_says_that_it_is_not_known(smsplan: Smsplan) -> None:
    run = smsplan("--version")
    assert (run.exit_code, run.stdout) == (0, "unknown\n")


def test_sarif_does_without(smsplan: Smsplan) -> None:
    run = smsplan("lint", "--format", "sarif", "-", stdin="“")
    (report,) = json.loads(run.stdout)["runs"]
    assert (run.exit_code, report["tool"]["driver"]["version"]) == (1, "unknown")
