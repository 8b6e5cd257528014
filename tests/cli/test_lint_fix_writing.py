"""How a fixed file takes the place of the old one: whole, or not at all."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smsplan.files import replace

from .conftest import Smsplan
from .test_lint_fix import CHEAP, DEAR, folder, write

__all__ = ["folder"]

COMMAND = [sys.executable, "-m", "smsplan"]


def test_a_symbolic_link_is_followed_and_the_mode_kept(smsplan: Smsplan) -> None:
    Path("below").mkdir()
    path = write("below/a.txt", DEAR)
    path.chmod(0o640)
    link = Path("link.txt")
    link.symlink_to(path)
    smsplan("lint", "--fix", "link.txt")
    assert link.is_symlink()
    assert path.read_text("utf-8") == CHEAP
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in Path("below").iterdir()] == ["a.txt"]


def test_a_file_that_changed_meanwhile_is_left_alone(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.txt", DEAR)

    def late(file: str, before: bytes, after: bytes) -> None:
        path.write_text("somebody else's", "utf-8")
        replace(file, before, after)

    monkeypatch.setattr("smsplan.cli.lint_run.replace", late)
    run = smsplan("lint", "--fix", "a.txt")
    assert run.stderr == "smsplan: a.txt: not written: it changed while it was being checked\n"
    assert path.read_text("utf-8") == "somebody else's"
    assert [each.name for each in Path().iterdir()] == ["a.txt"]
    assert run.exit_code == 2


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    path = write("a.txt", DEAR)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if fails == "fsync":
        monkeypatch.setattr("os.fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    run = smsplan("lint", "--fix", "a.txt")
    assert run.stderr == "smsplan: a.txt: not written: No space left on device\n"
    assert "a.txt:1:7: ENC001" in run.stdout
    assert path.read_text("utf-8") == DEAR
    assert [each.name for each in Path().iterdir()] == ["a.txt"]
    assert run.exit_code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_regular_file_is_not_replaced(folder: Path) -> None:
    os.mkfifo("pipe")
    with pytest.raises(OSError, match="no regular file"):
        replace("pipe", b"", b"x")
    assert [path.name for path in folder.iterdir()] == ["pipe"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("locked", ["file", "folder"])
def test_what_may_not_be_written_to_is_named(folder: Path, locked: str) -> None:
    path = write("a.txt", DEAR)
    place, mode = (path, 0o444) if locked == "file" else (folder, 0o555)
    place.chmod(mode)
    if os.access(place, os.W_OK):
        pytest.skip("this user may write to everything")
    run = subprocess.run(
        [*COMMAND, "lint", "--fix", "a.txt"], capture_output=True, check=False, encoding="utf-8"
    )
    place.chmod(0o755)
    assert "smsplan: a.txt: not written: Permission denied" in run.stderr
    assert path.read_text("utf-8") == DEAR
    assert run.returncode == 2


@pytest.mark.process
@pytest.mark.usefixtures("_unmeasured")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("wait", [0, 0.01, 0.03, 0.1])
def test_an_interrupt_leaves_whole_files(folder: Path, wait: float) -> None:
    before = "“kept”\n" + (DEAR + "\n") * 500
    after = "“kept”\n" + (CHEAP + "\n") * 500
    paths = [write(f"{number}.txt", before) for number in range(20)]
    with subprocess.Popen(
        [*COMMAND, "lint", "--fix", "--format", "json", *map(str, paths)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()  # the first file is done, others are not
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.stderr.read() == b""
    assert process.returncode == 130
    contents = [path.read_text("utf-8") for path in paths]
    assert set(contents) == {before, after}
    assert {each.name for each in folder.iterdir()} == {path.name for path in paths}
