"""Nothing that a message, a key or a file's name says is obeyed where the report is read."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.examples import FEW

from .conftest import Smsplan

DEAR = "Hello “friend”, " + "a" * 100
"""Two messages; with plain quotation marks one."""
COMMANDS = ["::", "::error::", "::stop-commands::x", "##[error]", "##[group]x", "##vso[", "##", "["]
CHARACTERS = ["x", "“", " ", "é", *"\u3000\u2028\x85\x9b\x7f\u202e\r", "\x1b[2J"]
FOREIGN = st.lists(st.sampled_from(COMMANDS + CHARACTERS), min_size=1, max_size=8).map("".join)
FILES = FOREIGN.map(lambda name: name + ".json")
AT_THE_BEGINNING = re.compile(r"\s*::[\w-]+.*::")
ANYWHERE = re.compile(r"##\w*\[")
"""What the runners of GitHub, Azure Pipelines and TeamCity take for commands."""

hostile = settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def obeyed(output: str) -> list[str]:
    """Give the lines that a terminal or a runner would not just show."""
    return [
        line
        for line in output.split("\n")
        if not re.sub("[\u200c\u200d]", "", line).isprintable()  # emoji are made with them
        or AT_THE_BEGINNING.match(line)
        or ANYWHERE.search(line)
    ]


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
@given(file=FILES, key=FOREIGN, text=FOREIGN)
@example(file="a.json", key="k", text="::error::x")
@example(file="::stop-commands::x.json", key="##[error]", text="{{##[error]}} “")
@example(file="\u202e\x1b[2J.json", key="\x9b", text="\u202e\x9b2J “")
@hostile
def test_reports(smsplan: Smsplan, form: str, file: str, key: str, text: str) -> None:
    Path(file).write_text(json.dumps({key: text + DEAR, "other": [text]}), "utf-8")
    for names in ([file], ["--stdin-filename", file, "-"], ["none" + file, file + ".arb"]):
        stdin = Path(file).read_bytes() if "-" in names else b""
        run = smsplan("lint", "--format", form, *names, stdin=stdin)
        assert obeyed(run.stdout) == []
        assert obeyed(run.stderr) == []
        if form == "json" and names == [file]:
            first = json.loads(run.stdout.split("\n")[0])
            assert (first["file"], first["key"]) == (file, key_path(key))
    Path(file).unlink()


def key_path(name: str) -> str:
    simple = name.isprintable() and re.fullmatch(r'[^\s.\[\]"]+', name)
    return name if simple else f"[{json.dumps(name, ensure_ascii=not name.isprintable())}]"


@pytest.mark.slow
@given(file=FILES, text=FOREIGN)
@example(file="a\u202e\x1b[2J.json", text="\u202e\x9b2J")
@hostile
def test_commands_for_github_are_ours(smsplan: Smsplan, file: str, text: str) -> None:
    Path(file).write_text(json.dumps([text + DEAR, "%0A" + text]), "utf-8")
    found = smsplan("lint", "--format", "json", file).stdout.count("\n")
    run = smsplan("lint", "--format", "github", file, "none" + file)
    *lines, trouble, last = run.stdout.split("\n")
    assert (len(lines), last) == (found, "")
    for line in lines:
        assert line.isprintable()
        assert re.match(r"::(error|warning) file=[^:,]+,line=1,", line)
    assert re.match(r"::error file=none[^:,]+::No such file", trouble)
    Path(file).unlink()


def test_a_diff_in_a_workflow_is_bracketed(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_text(f"::error::x\n{DEAR}\n", "utf-8")
    plain = smsplan("lint", "--diff", "a.txt").stdout
    assert " ::error::x\n" in plain
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    first, second = (smsplan("lint", "--diff", "a.txt").stdout for _ in range(2))
    assert first != second
    begin, _, rest = first.partition("\n")
    secret = begin.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", secret)
    assert rest == f"{plain}::{secret}::\n"
    Path("a.txt").write_text("fine\n")
    assert smsplan("lint", "--diff", "a.txt").stdout == ""


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_what_is_written_to_a_terminal_is_visible() -> None:
    import pty  # noqa: PLC0415 - not on Windows

    Path("a.txt").write_text(f"\x1b]0;x\x07\u202e\n{DEAR}\n", "utf-8")
    for options in ("--diff a.txt", "--fix - < a.txt"):
        command = f"COLUMNS=80 exec {sys.executable} -m smsplan lint {options} 2>/dev/null"
        child, terminal = pty.fork()
        if not child:
            os.execl("/bin/sh", "sh", "-c", command)  # noqa: S606 - in the child
        shown = b""
        try:
            while octets := os.read(terminal, 1 << 16):
                shown += octets
        except OSError:  # Linux ends so
            pass
        os.waitpid(child, 0)
        assert rb"\x1b]0;x\x07\u202e" in shown
        assert b'Hello "friend"' in shown
        assert b"\x1b" not in shown
