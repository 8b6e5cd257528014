"""The code in README and docstrings is executed; what it prints is compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Document, Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

from smsplan import SendError
from smsplan.errors import NotConnectedError, ReplyLostError
from smsplan.gateway.client import Client
from tests.paths import ROOT

MODULES = sorted(
    path for path in (ROOT / "smsplan").rglob("*.py") if ">>> " in path.read_text("utf-8")
)
SENT = (
    b'{"status": "success", "success": "SMS_SENT",'
    b' "sms": {"smsid": 0, "cost": 0.2, "chars-count": 31, "msg-count": 1}}'
)


def run_console(example: Example) -> str | None:
    """Run the line after the prompt as a shell would; compare what it prints."""
    command, _, expected = str(example.parsed).removeprefix("$ ").partition("\n")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
    }
    run = subprocess.run(  # noqa: S602 - the command is the README's own
        command, shell=True, check=False, capture_output=True, encoding="utf-8", env=environment
    )
    assert run.stderr == ""
    return None if run.stdout.rstrip() == expected.rstrip() else run.stdout


def evaluate(document: Document) -> int:
    examples = list(document.examples())
    for example in examples:
        example.evaluate()
    return len(examples)


@pytest.fixture(autouse=True)
def _at_root_without_a_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("SMSPLAN_USER", raising=False)
    monkeypatch.setattr(Client, "_post", lambda *_: SENT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_examples_of_docstrings_hold(path: Path) -> None:
    sybil = Sybil([DocTestParser()], document_types={".py": PythonDocStringDocument})
    assert evaluate(sybil.parse(path))


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (NotConnectedError("cannot connect"), "was not sent: cannot connect"),
        (ReplyLostError("no reply"), "may have been sent: no reply"),
    ],
)
def test_the_client_of_the_documentation_runs_without_a_network(
    failure: SendError,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> bytes:
        raise failure

    monkeypatch.setattr(Client, "_post", fail)
    page = (ROOT / "docs" / "how-to" / "sending.md").read_text("utf-8")
    (block,) = [
        each for each in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "Client(" in each
    ]
    exec(block, {})  # noqa: S102 - the page's own code
    assert capsys.readouterr().out == f"The message {told}\n"


@pytest.mark.slow
def test_the_code_in_the_readme_runs() -> None:
    sybil = Sybil([PythonCodeBlockParser(), CodeBlockParser("console", run_console)])
    document = sybil.parse(ROOT / "README.md")
    readme = (ROOT / "README.md").read_text("utf-8")
    assert evaluate(document) == readme.count("\n```python\n") + readme.count("\n```console\n")


def test_the_readme_is_short_and_begins_with_the_two_commands_of_ci() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) <= 150
    planning, testing = re.findall(r"^```sh\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert "smsplan plan" in planning
    assert "pytest" in testing


def test_the_links_of_readme_and_contributing_lead_somewhere() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        links = re.findall(r"\]\(([^)#:]+)[)#]", (ROOT / page).read_text("utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_paths_that_contributing_names_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    paths = re.findall(r"`((?:smsplan|docs|tests|benchmarks|requirements|\.ci)/[\w./-]*)`", text)
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []
