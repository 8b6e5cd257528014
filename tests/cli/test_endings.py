"""However a command is started, it ends by itself: a line, and a status that is documented."""

import os
import pty
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from smsplan.cli.app import COMMANDS

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="it needs a POSIX shell"),
]

SMSPLAN = [sys.executable, "-m", "smsplan"]
PDU = "01000a915421436587000005e8329bfd06"
RUNS = [
    [],
    ["--version"],
    ["--help"],
    *([name, "--help"] for name in COMMANDS),
    ["plan", "hi"],
    ["plan", "--json", "hi"],
    ["check", "--to", "4520123456", "--sender", "A", "hi"],
    ["send", "--to", "4520123456", "--sender", "A", "--dry-run", "hi"],
    ["encode", "hi"],
    ["decode", PDU],
    ["rule"],
    ["rule", "ENC001"],
    ["preview", os.devnull, "--template", "hi"],
    ["nothing"],
]


def run_in_a_shell(arguments: list[str], redirection: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell does; its status is that of the command."""
    line = f"{shlex.join([*SMSPLAN, *arguments])} {redirection}"
    return subprocess.run(
        ["/bin/sh", "-c", line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("arguments", RUNS, ids=" ".join)
def test_a_full_disk_is_a_line(arguments: list[str]) -> None:
    run = run_in_a_shell(arguments, ">/dev/full")
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    if arguments and arguments[0] not in {"preview", "nothing"}:
        assert run.stderr == "smsplan: No space left on device\n"


@pytest.mark.parametrize("arguments", [["--version"], ["plan", "-h"], ["plan", "hi"], ["nothing"]])
@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
def test_what_is_closed_is_bad_usage(arguments: list[str], redirection: str) -> None:
    run = run_in_a_shell(arguments, redirection)
    assert run.returncode == 2
    if redirection == ">&-":
        assert run.stderr == "smsplan: standard output or standard error is closed\n"


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["plan", "-h"], ["rule"]])
def test_a_closed_pipe_ends_what_is_only_printed(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run(
        [*SMSPLAN, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert run.stderr == b""
    assert run.returncode == 141


@pytest.mark.parametrize(
    "variables",
    [
        {"COLUMNS": "0"},
        {"COLUMNS": "1"},
        {"COLUMNS": "9999999", "LINES": "0"},
        {"COLUMNS": "²", "LINES": "²"},
        {"TERMINAL_WIDTH": "abc"},
    ],
)
@pytest.mark.parametrize("arguments", [["plan", "hi"], ["plan", "--help"]])
def test_any_width_is_read_to_the_end(arguments: list[str], variables: dict[str, str]) -> None:
    run = subprocess.run(
        [*SMSPLAN, *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert ("|hi| 2/160" if "hi" in arguments else "--jsonl") in run.stdout
    assert "…" not in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 80


def test_a_terminal_that_does_not_know_its_size_shows_all() -> None:
    mine, its = pty.openpty()
    variables = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "LINES"}}
    subprocess.run([*SMSPLAN, "plan", "hi"], stdout=its, stderr=its, env=variables, check=True)
    os.close(its)
    assert b"2/160" in os.read(mine, 10_000)
    os.close(mine)


@pytest.mark.usefixtures("_unmeasured")
def test_an_interrupt_while_it_is_loaded_ends_it_quietly(tmp_path: Path) -> None:
    """The interrupt comes while ``smsplan.cli.app`` is imported: a module there sends it."""
    (tmp_path / "typer.py").write_text(
        f"import os, time\nos.kill(os.getpid(), {int(signal.SIGINT)})\ntime.sleep(9)\n"
    )
    variables = {**os.environ, "PYTHONPATH": f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"}
    run = subprocess.run([*SMSPLAN, "plan", "hi"], env=variables, capture_output=True, check=False)
    assert run.stderr == b""
    assert run.returncode == 130


@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_where_nothing_can_be_raised_is_taken_again(
    sent: signal.Signals,
) -> None:
    code = f"""
import os, sys, time, typer
from smsplan.cli.output import orderly

class Finalized:
    def __del__(self):
        os.kill(os.getpid(), {int(sent)})
        for _ in range(1000):
            pass

try:
    with orderly():
        Finalized()
        time.sleep(9)
except typer.Exit as error:
    sys.exit(error.exit_code)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert run.stderr == b""
    assert run.returncode == 128 + sent


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless device here")
@pytest.mark.parametrize(
    "arguments",
    [["plan"], ["plan", "--json"], ["decode"], ["encode", "-"], ["check", "-"]],
    ids=" ".join,
)
def test_an_endless_line_ends(arguments: list[str]) -> None:
    run = run_in_a_shell(arguments, "</dev/zero")
    assert run.returncode == 2
    assert "has over 16 MiB" in run.stderr


def test_rules_without_docstrings_are_told() -> None:
    run = run_in_a_shell(["rule"], "")
    assert run.returncode == 0
    variables = {**os.environ, "PYTHONOPTIMIZE": "2"}
    bare = subprocess.run([*SMSPLAN, "rule"], env=variables, capture_output=True, check=False)
    assert bare.returncode == 2
    assert b"PYTHONOPTIMIZE" in bare.stderr
