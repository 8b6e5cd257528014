"""Help: what it says of every command, and that its examples work as they stand there."""

import os
import re
import shutil
import signal
import subprocess
import sys
from inspect import getdoc
from pathlib import Path
from typing import Any

import pytest

from smsplan.cli.app import COMMANDS, load
from tests.paths import ROOT

from .conftest import Smsplan

SCRIPT = f"#!{sys.executable}\nfrom smsplan.cli import main\nmain()\n"
FILES = {
    "optouts.txt": "4531234567\n",
    "messages.txt": "See you at 8.\nYour parcel is here.\n",
    "templates.json": '{"late": "Hi {{name}}, we are late."}\n',
    "message.txt": "See you at 8.\n",
    "people.csv": "msisdn,name,text\n4520123456,Bo,Hi Bo\n4520123457,Ida,Hi Ida\n",
    "modem.log": "AT+CMGL=4\n+CMGL: 1,1,,24\n"
    "0791447758100650040DD0F334FC1CA6970100008080312170224008D4F29CDE0EA7D9\nOK\n",
}


def examples(name: str) -> list[str]:
    return (load(name).epilog or "").splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with the files that the examples name, and the command ``smsplan``."""
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    shutil.copy(ROOT / "examples" / "rates.json", tmp_path)
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "smsplan"
    script.write_text(SCRIPT)
    script.chmod(0o755)
    return tmp_path


def run(folder: Path, line: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell, as a person would."""
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["/usr/bin/env", "bash", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_the_summary_and_ends_with_examples(smsplan: Smsplan, name: str) -> None:
    shown = smsplan(name, "--help").stdout
    summary = COMMANDS[name][1]
    assert f"\n  {summary}\n" in shown
    assert load(name).help == (getdoc(load(name).callback) or "").partition("\n\nExamples:")[0]
    lines = shown.partition("\nExamples:\n")[2].splitlines()
    assert [line.removeprefix("  ") for line in lines] == examples(name) != []
    assert all(example.startswith(f"smsplan {name}") for example in examples(name))


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_eighty_columns(smsplan: Smsplan, name: str) -> None:
    shown = smsplan(*([name] if name else []), "--help").stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert not re.search(r"\w…", shown)


@pytest.mark.parametrize("name", COMMANDS)
def test_options_and_arguments_are_explained_in_sentences(name: str) -> None:
    parameters: list[Any] = load(name).params
    for parameter in parameters:
        metavar, text = parameter.metavar or "", parameter.help or ""
        assert text[0].isupper() or text[0] == "-"
        assert text.endswith((".", "…"))
        assert metavar == metavar.upper()
        assert metavar or parameter.is_flag
        assert not re.search(r"\bcuts?\b|doubt|flip", text)


@pytest.mark.parametrize(
    ("name", "shown"), [("plan", "TEXT...  "), ("decode", "HEX...  "), ("encode", "TEXT  ")]
)
def test_arguments_have_no_types(smsplan: Smsplan, name: str, shown: str) -> None:
    page = smsplan(name, "--help").stdout
    assert f"\nArguments:\n  {shown}" in page
    assert "<" not in page.partition("Examples:")[0]


@pytest.mark.process
@pytest.mark.parametrize(
    "line", [line for name in COMMANDS if name != "serve" for line in examples(name)]
)
def test_examples_work_as_they_stand_in_the_help(folder: Path, line: str) -> None:
    found = run(folder, line)
    assert (found.returncode, found.stderr.count("\n") > 1) == (0, False), found.stderr
    assert found.stdout or ">" in line


@pytest.mark.process
@pytest.mark.parametrize("line", examples("serve"))
def test_examples_of_serve_work_too(folder: Path, line: str) -> None:
    with subprocess.Popen(
        ["/bin/sh", "-c", f"exec {folder / 'bin'}/{line}"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("page      http://127.0.0.1:")
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0


@pytest.mark.process
@pytest.mark.parametrize(
    ("arguments", "loaded", "not_loaded"),
    [
        ("--version", [], ["smsplan.planning", "smsplan.linting", "smsplan.templates"]),
        ("--help", [], ["smsplan.planning", "smsplan.linting", "smsplan.templates"]),
        ("plan x", ["smsplan.planning"], ["smsplan.linting", "smsplan.templates", "http", "numpy"]),
        ("rule", ["smsplan.linting"], ["smsplan.gateway", "smsplan.catalogs"]),
    ],
)
def test_a_command_loads_only_what_it_needs(
    folder: Path, arguments: str, loaded: list[str], not_loaded: list[str]
) -> None:
    found = run(folder, f"{sys.executable} -X importtime -m smsplan {arguments}")
    modules = {line.rpartition("|")[2].strip() for line in found.stderr.splitlines()}
    assert found.returncode == 0
    assert modules >= {"smsplan.cli.app", *loaded}
    assert not modules & set(not_loaded)


COMPLETE = """
eval "$(_SMSPLAN_COMPLETE=source_bash smsplan)"
COMP_WORDS=({words}) COMP_CWORD={last}
_smsplan_completion smsplan
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("smsplan pl", {"plan"}),
        ("smsplan de", {"decode"}),
        ("smsplan plan --b", {"--boundary"}),
        ("smsplan plan --boundary g", {"grapheme"}),
        ("smsplan plan --reference-bits ''", {"8", "16"}),
        ("smsplan encode --language tu", {"turkish"}),
        ("smsplan schema Pre", {"Preflight", "Preview"}),
        ("smsplan preview --encoding cp125", {"cp1250", "cp1251", "cp1252"}),
        ("smsplan lint --ignore ENC001,COST001,COST006", {"ENC001,COST001,COST006"}),
        ("smsplan rule ENC00", None),
        ("smsplan lint --select COST00", None),
    ],
)
def test_bash_completes(folder: Path, words: str, found: set[str] | None) -> None:
    last = words.count(" ")
    completed = run(folder, COMPLETE.format(words=words, last=last))
    assert completed.stderr == ""
    offered = set(completed.stdout.split())
    if found is None:
        prefix = words.rpartition(" ")[2]
        assert offered
        assert all(each.startswith(prefix) for each in offered)
    else:
        assert offered == found


@pytest.mark.process
def test_completion_is_installed_for_the_shell_that_asks(folder: Path) -> None:
    home = folder / "home"
    home.mkdir()
    said = run(folder, "smsplan --install-completion; true", HOME=str(home))
    assert (said.returncode, said.stderr) == (0, "")
    (installed,) = (home / ".bash_completions").iterdir()
    assert f"source '{installed}'" in (home / ".bashrc").read_text("utf-8")
    assert (
        installed.read_text("utf-8")
        == run(folder, "smsplan --show-completion; true").stdout.strip()
    )


@pytest.mark.process
@pytest.mark.parametrize(
    ("shell", "variables"),
    [
        ("zsh", {}),
        ("fish", {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
    ],
)
def test_zsh_and_fish_complete(folder: Path, shell: str, variables: dict[str, str]) -> None:
    script = run(folder, "smsplan", _SMSPLAN_COMPLETE=f"source_{shell}")
    assert f"_SMSPLAN_COMPLETE=complete_{shell}" in script.stdout
    variables |= {"_TYPER_COMPLETE_ARGS": "smsplan plan --boundary g"}
    completed = run(folder, "smsplan", _SMSPLAN_COMPLETE=f"complete_{shell}", **variables)
    assert "grapheme" in completed.stdout
    assert "word" not in completed.stdout


@pytest.mark.process
@pytest.mark.parametrize("name", COMMANDS)
def test_fish_is_offered_a_line_for_each_option(folder: Path, name: str) -> None:
    """It takes each line for one: help of options is not to be broken into lines."""
    variables = {
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": f"smsplan {name} --",
        "_SMSPLAN_COMPLETE": "complete_fish",
    }
    lines = run(folder, "smsplan", **variables).stdout.splitlines()
    assert lines
    assert all(line.startswith("--") for line in lines)


@pytest.mark.process
def test_the_module_is_the_command_of_its_name(folder: Path) -> None:
    """Completion of ``python -m smsplan`` would be that of all of Python."""
    shown = run(folder, f"{sys.executable} -m smsplan --show-completion; true").stdout
    assert shown == run(folder, "smsplan --show-completion; true").stdout
    usage = run(folder, f"{sys.executable} -m smsplan --help").stdout
    assert usage.startswith("Usage: smsplan ")
