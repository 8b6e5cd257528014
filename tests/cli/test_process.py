"""What only a process of its own shows: pipes, signals, locales, missing extras."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

COMMAND = [sys.executable, "-m", "smsplan"]
BLOCKED = """
import sys
for name in {names!r}:
    sys.modules[name] = None
sys.argv = ["smsplan", "plan", "x"]
from smsplan.cli import main
main()
"""


def environment(**changes: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    return kept | changes


@pytest.mark.parametrize(
    ("arguments", "stdin", "told"),
    [
        (["plan", "Hi"], "", "msg-count    1"),
        (["check", "--to", "4520123456", "--sender", "You", "Hi"], "", "2 septets"),
        (["send", "--to", "4520123456", "--sender", "You", "--dry-run", "Hi"], "", "POST https://"),
        (["encode", "Hi"], "", "c834"),
        (["decode", "01000a915421436587000005e8329bfd06"], "", "|hello|"),
        (["lint"], "Hi\n", "No findings"),
        (["rule", "ENC001"], "", "non-gsm-character"),
        (["country", "DK"], "", "transactional-only"),
        (["preview", "-", "--template", "Hi"], "msisdn\n4520123456\n", "1 recipient"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_every_command_runs_as_a_process(arguments: list[str], stdin: str, told: str) -> None:
    run = subprocess.run(
        [*COMMAND, *arguments], input=stdin.encode(), capture_output=True, check=False, timeout=60
    )
    assert told in run.stdout.decode(), run.stdout
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.process
def test_every_line_is_answered_before_the_next_is_asked() -> None:
    with subprocess.Popen(
        [*COMMAND, "plan", "--json", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for text in ("one", "two", "я" * 200):
            process.stdin.write(json.dumps(text).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text


@pytest.mark.process
@pytest.mark.parametrize("arguments", [["plan", "--json"], ["plan"], ["lint"]])
def test_a_closed_pipe_ends_it_quietly(arguments: list[str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write("“text”\n".encode() * 1000)
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.process
@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_an_interrupt_ends_it_quietly() -> None:
    with subprocess.Popen(
        [*COMMAND, "plan", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"text\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 130


@pytest.mark.process
@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_an_interrupt_of_source_that_a_library_runs_ends_it_quietly(
    tmp_path: Path,
) -> None:
    code = """
        from smsplan.cli import app, main
        app.app = lambda **_: exec("raise KeyboardInterrupt")
        main()
    """
    (tmp_path / "command.py").write_text(dedent(code))
    run = subprocess.run(
        [sys.executable, "-m", "command"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (130, b"", b"")


def test_a_locale_without_the_characters_gets_escapes() -> None:
    run = subprocess.run(
        [*COMMAND, "plan", "“ж”"],
        capture_output=True,
        check=True,
        env=environment(PYTHONIOENCODING="latin-1", COLUMNS="80"),
    )
    assert rb"|\u201c\u0436\u201d|" in run.stdout


@pytest.mark.process
def test_json_is_utf8_in_every_locale() -> None:
    run = subprocess.run(
        [*COMMAND, "plan", "--json", "æ“"],
        capture_output=True,
        check=True,
        env=environment(PYTHONIOENCODING="latin-1"),
    )
    assert json.loads(run.stdout.decode())["text"] == "æ“"


@pytest.mark.process
def test_closed_standard_input_is_bad_usage() -> None:
    run = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m smsplan plan <&-', sys.executable],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "standard input is closed" in run.stderr
    assert run.returncode == 2


@pytest.mark.process
@pytest.mark.parametrize("names", [["typer"], ["rich"], ["rich", "rich.console"]])
def test_a_missing_extra_is_one_line(names: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", BLOCKED.format(names=names)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert run.stderr == (
        "smsplan: the command smsplan needs an extra: pip install 'smsplan[cli]'"
        ", or in a checkout '.[cli]'\n"
    )
    assert run.returncode == 2


@pytest.mark.process
def test_version_is_that_of_the_package() -> None:
    run = subprocess.run([*COMMAND, "--version"], capture_output=True, check=True)
    assert run.stdout.strip().count(b".") == 2


@pytest.mark.process
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")  # noqa: PTH110 - a device
def test_a_full_disk_is_one_line() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        run = subprocess.run(
            [*COMMAND, "plan", "--json", "x"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
        )
    assert "No space left" in run.stderr
    assert "Traceback" not in run.stderr
    assert run.returncode == 2


@pytest.mark.process
@pytest.mark.parametrize("command", [[], ["plan"], ["check"], ["send"]])
def test_help_is_readable_in_a_locale_of_ascii_alone(command: list[str]) -> None:
    run = subprocess.run(
        [*COMMAND, *command, "--help"],
        capture_output=True,
        check=True,
        env=environment(PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", LC_ALL="POSIX"),
    )
    assert b"Usage:" in run.stdout


@pytest.mark.process
def test_a_text_is_utf8_in_every_locale() -> None:
    run = subprocess.run(
        [*COMMAND, "plan", "--json", "café"],
        capture_output=True,
        check=True,
        env=environment(PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", LC_ALL="POSIX"),
    )
    assert json.loads(run.stdout)["text"] == "café"


@pytest.mark.process
def test_closed_standard_output_is_bad_usage() -> None:
    run = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m smsplan plan hi >&-', sys.executable],
        stderr=subprocess.PIPE,
        check=False,
        encoding="utf-8",
    )
    assert run.stderr == "smsplan: standard output or standard error is closed\n"
    assert run.returncode == 2


@pytest.mark.process
def test_numba_that_is_missing_is_told_of_a_file_of_csv_too() -> None:
    blocked = BLOCKED.format(names=["numba"]).replace(
        '"plan", "x"', '"preview", "-", "--template", "x"'
    )
    run = subprocess.run(
        [sys.executable, "-c", blocked],
        input=b"msisdn\n4520123456\n",
        capture_output=True,
        check=False,
    )
    assert run.stderr.startswith(b"smsplan: ")
    assert b"pip install 'smsplan[bulk]'" in run.stderr
    assert b"Traceback" not in run.stderr
    assert run.returncode == 2


@pytest.mark.process
@pytest.mark.parametrize("name", ["caf\u00e9.txt", "caf\u00e9.json"])
def test_a_name_that_the_locale_cannot_write_is_told(name: str) -> None:
    run = subprocess.run(
        [*COMMAND, "lint", name],
        capture_output=True,
        check=False,
        env=environment(PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", LC_ALL="POSIX"),
    )
    assert b"no file can be called" in run.stderr
    assert b"Traceback" not in run.stderr
    assert run.returncode == 2


@pytest.mark.process
def test_nothing_is_loaded_before_interrupts_are_looked_for() -> None:
    code = "import sys, smsplan.cli; print(*[n for n in sys.modules if n.startswith('smsplan')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert set(run.stdout.split()) == {b"smsplan", b"smsplan.lazy", b"smsplan.cli"}
