"""The site under ``docs``: it builds, its reference is whole, and the code in its pages runs."""

import ast
import os
import re
import shutil
import subprocess
import sys
import zlib
from enum import Enum
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from sybil import Document, Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from typer.main import get_command

from smsplan.cli.app import app, load
from smsplan.cli.output import Status
from smsplan.cli.rule import ALL_RULES
from smsplan.gateway.client import Client
from tests.paths import ROOT
from tests.test_documentation import SENT, run_console

DOCS = ROOT / "docs"
RUN_ELSEWHERE = {
    "how-to/clusters.md",  # tests/test_spark.py
    "how-to/columns.md",  # tests/columns/test_recipes.py
    "how-to/pytest.md",  # below, by pytest
    "how-to/sandbox.md",  # tests/sandbox/test_fixture.py
}
CODE = re.compile(r"^```(python|console|js)$", re.MULTILINE)
PAGES = [
    name
    for path in sorted(DOCS.rglob("*.md"))
    if CODE.search(path.read_text("utf-8"))
    and not path.is_relative_to(DOCS / "rules")  # tests/linting/test_rules.py
    and (name := path.relative_to(DOCS).as_posix()) not in RUN_ELSEWHERE
]
ROOMS = (
    *("smsplan", "smsplan.errors", "smsplan.findings", "smsplan.planning", "smsplan.providers"),
    "smsplan.linting",
    *("smsplan.destinations.msisdn", "smsplan.destinations.sender", "smsplan.destinations.rates"),
    *("smsplan.rcs", "smsplan.destinations.channels", "smsplan.destinations.countries"),
    *("smsplan.templates", "smsplan.gateway", "smsplan.gateway.client", "smsplan.wire"),
    *("smsplan.columns", "smsplan.campaign", "smsplan.campaign.files", "smsplan.spark"),
    *("smsplan.catalogs", "smsplan.sandbox", "smsplan.sandbox.fixture", "smsplan.strategies"),
)
SHAPED_LIKE_CODES = {
    # Names of Python, of the environment and of replies that are no errors.
    *("ALL_LANGUAGES", "CONCATENATION_OCTETS", "MAX_SEGMENTS", "REST_OF_THE_WORLD", "SHIFT_OCTETS"),
    *("MAX_DIGITS", "TEMPLATE_RULES"),
    *("FORCE_COLOR", "GITHUB_ACTIONS", "SMSPLAN_KEY", "SMSPLAN_USER"),
    *("SMS_SENT", "VIEW_OUTBOX", "VIEW_YOURPRICES"),
}
COMMAND: Any = get_command(app)
Inventory = dict[str, dict[str, str]]


def public_names(room: str) -> set[str]:
    """Name what a room offers: its ``__all__``, or what is defined there."""
    module = import_module(room)
    names = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == room
    ]
    return {f"{room}.{name}" for name in names}


def is_choice(member: tuple[str, str, str]) -> bool:
    """Tell whether a name is that of a member of an enumeration."""
    try:
        owner = resolve_name(member[0])
    except (AttributeError, ImportError):
        return False
    return isinstance(owner, type) and issubclass(owner, Enum)


def codes() -> set[str]:
    """Collect what looks like a code from the whole package."""
    found = set()
    for path in (ROOT / "smsplan").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^[A-Z]{3,}(?:_[A-Z]+)+$", node.value))
    return found - SHAPED_LIKE_CODES


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site: a warning is an error."""
    pytest.importorskip("furo", reason="the extra docs is not installed")
    unmeasured = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    folder = tmp_path_factory.mktemp("site")
    run = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", DOCS, folder],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=unmeasured | {"PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def inventory(site: Path) -> Inventory:
    """Read what the site describes: by kind, each name and its place."""
    _, _, packed = (site / "objects.inv").read_bytes().partition(b"zlib.\n")
    found: Inventory = {}
    for line in zlib.decompress(packed).decode().splitlines():
        match = re.fullmatch(r"(.+?) (\S+:\S+) (-?\d+) (\S*) (.*)", line)
        assert match
        found.setdefault(match[2], {})[match[1]] = match[4]
    return found


@pytest.mark.process
@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_is_in_the_reference(inventory: Inventory, room: str) -> None:
    described = {
        name for kind, names in inventory.items() if kind.startswith("py:") for name in names
    }
    assert public_names(room) - described == set()


@pytest.mark.process
def test_every_name_has_more_than_its_name(site: Path) -> None:
    """A description that is empty is none."""
    pages = "".join(path.read_text("utf-8") for path in (site / "reference").glob("*.html"))
    described = re.findall(
        r'<dt class="sig [^"]*" id="(smsplan\.[^"]+)">.*?</dt>\s*<dd>(.*?)</dd>', pages, re.DOTALL
    )
    assert len(described) > len(COMMAND.commands)
    # What a choice among values means, its name and its value may say.
    assert [
        name for name, text in described if not text.strip() and not is_choice(name.rpartition("."))
    ] == []


@pytest.mark.process
@pytest.mark.parametrize("name", [None, *COMMAND.commands])
def test_every_option_is_in_the_reference(inventory: Inventory, name: str | None) -> None:
    command = COMMAND if name is None else load(name)
    options = {
        f"{'smsplan' if name is None else f'smsplan-{name}'}.{option}"
        for parameter in command.params
        for option in (
            (parameter.metavar or parameter.name,)
            if parameter.param_type_name == "argument"
            else (*parameter.opts, *parameter.secondary_opts)
        )
    }
    assert options - inventory["std:cmdoption"].keys() == set()


@pytest.mark.process
def test_every_command_is_in_the_reference(site: Path) -> None:
    page = (site / "reference" / "commands.html").read_text("utf-8")
    assert re.findall(r"<h2>smsplan (\w+)<", page) == list(COMMAND.commands)


@pytest.mark.process
def test_every_rule_has_a_page_that_the_index_leads_to(site: Path) -> None:
    index = (site / "rules" / "index.html").read_text("utf-8")
    for rule in ALL_RULES.values():
        assert f'href="{rule.name}.html"' in index
        assert f"{rule.name} ({rule.code})" in (site / "rules" / f"{rule.name}.html").read_text(
            "utf-8"
        )


@pytest.mark.slow
def test_every_code_is_on_the_page_of_codes_and_no_other() -> None:
    page = (DOCS / "reference" / "codes.md").read_text("utf-8")
    made = {f"{field}_INVALID" for field in ("TEXT", "CONTACT", "GROUP", "FLASH", "SILENT")}
    made |= {"BILLED_CHARS_COUNT", "BILLED_MSG_COUNT", "BILLED_COST"}
    assert set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", page)) == codes() | made


@pytest.mark.process
def test_every_exit_status_is_in_the_reference(site: Path) -> None:
    page = (site / "reference" / "exit-status.html").read_text("utf-8")
    assert re.findall(r"<td><p>(\d+)</p></td>", page) == ["0", *map(str, map(int, Status))]


@pytest.mark.process
def test_the_site_needs_no_other_host(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert re.findall(r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//[^"]+', text) == []
        assert re.findall(r'<link[^>]+href="(?:https?:)?//[^"]+', text) == []
    for path in site.rglob("*.css"):
        assert re.findall(r"url\(['\"]?(?:https?:)?//|@import", path.read_text("utf-8")) == []


def run_node(example: Example) -> str | None:
    """Run a block with Node; compare what it prints with the next block of text."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, to run what a page says in JavaScript")
    run = subprocess.run(
        [node, "-e", str(example.parsed)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=example_environment(),
    )
    assert run.stderr == ""
    expected = example.document.text[example.end :].partition("```text\n")[2].partition("```")[0]
    assert expected
    return None if run.stdout == expected else run.stdout


def example_environment() -> dict[str, str]:
    """Let a page find the command of this Python."""
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def parsed(page: str) -> Document:
    console, node = CodeBlockParser("console", run_console), CodeBlockParser("js", run_node)
    return Sybil([PythonCodeBlockParser(), console, node]).parse(DOCS / page)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_code_of_a_page_runs(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(Client, "_post", lambda *_: SENT)
    document = parsed(page)
    examples = list(document.examples())
    for example in examples:
        example.evaluate()
    assert len(examples) == len(CODE.findall((DOCS / page).read_text("utf-8")))


BLOCKS = re.findall(
    r"```python\n# (test_\w+\.py)\n(.*?)```",
    (DOCS / "how-to/pytest.md").read_text("utf-8"),
    re.DOTALL,
)


@pytest.mark.process
@pytest.mark.parametrize(("name", "code"), BLOCKS, ids=[name for name, _ in BLOCKS])
def test_the_tests_of_the_page_about_pytest_pass(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_text(code, "utf-8")
    plugins = ["-p", "smsplan.sandbox.fixture", "-p", "no:randomly", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, "--rootdir", tmp_path, tmp_path],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTEST_ADDOPTS": "",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
    )
    assert run.returncode == 0, run.stdout
    assert code.count("def test_") == sum(
        map(int, re.findall(r"(\d+) (?:passed|xfailed)", run.stdout))
    )


def test_every_block_of_the_page_about_pytest_is_run() -> None:
    assert len(BLOCKS) == (DOCS / "how-to/pytest.md").read_text("utf-8").count("\n```python\n")
