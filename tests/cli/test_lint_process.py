"""What only a process of its own shows of lint."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "smsplan", "lint"]
DEAR = "Hello “friend”, " + "a" * 100
WITHOUT_YAML = """
import sys
sys.modules["yaml"] = None
sys.argv = ["smsplan", "lint", "a.yaml", "a.txt"]
from smsplan.cli import main
main()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.process
@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_closed_pipe_ends_it_quietly(form: str) -> None:
    Path("a.txt").write_text(f"{DEAR}\n" * 2000, "utf-8")
    with subprocess.Popen(
        [*COMMAND, "--format", form, "a.txt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.process
def test_lines_are_reported_before_the_next_is_asked_for() -> None:
    with subprocess.Popen(
        [*COMMAND, "--format", "json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in (1, 2, 3):
            process.stdin.write("““\n".encode())
            process.stdin.flush()
            assert f'"line":{number},'.encode() in process.stdout.readline()
            process.stdout.readline()


@pytest.mark.process
def test_yaml_without_the_extra_is_one_line_and_the_rest_is_checked() -> None:
    Path("a.yaml").write_text("a: b\n")
    Path("a.txt").write_text("fine\n")
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_YAML], capture_output=True, check=False, encoding="utf-8"
    )
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("smsplan: a.yaml: ")
    assert "pip install 'smsplan[catalogs]'" in run.stderr
    assert run.stdout == "No findings in 1 file, 1 text, 1 segment.\n"
    assert run.returncode == 2


@pytest.mark.process
def test_a_locale_without_the_characters_gets_escapes() -> None:
    run = subprocess.run(
        [*COMMAND, "--select", "ENC001"],
        capture_output=True,
        check=False,
        input=DEAR.encode(),
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
    )
    assert rb"  | Hello \u201cfriend\u201d, aaa" in run.stdout
    assert run.returncode == 1


@pytest.mark.process
def test_help_is_readable_in_a_locale_of_ascii_alone() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    run = subprocess.run(
        [*COMMAND, "--help"],
        capture_output=True,
        check=True,
        env=kept | {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"},
    )
    assert b"tool.smsplan" in run.stdout


@pytest.mark.process
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")  # noqa: PTH110 - a device
def test_a_full_disk_is_one_line() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        run = subprocess.run(
            COMMAND, stdout=full, stderr=subprocess.PIPE, check=False, input=DEAR.encode()
        )
    assert b"No space left" in run.stderr
    assert b"Traceback" not in run.stderr
    assert run.returncode == 2
