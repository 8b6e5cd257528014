"""Which files lint looks at, which it leaves alone, and that it says so."""

import json
import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from smsplan.files import MAX_FILE
from tests.paths import ROOT

from .conftest import Smsplan

DEAR = "Hello “friend”, " + "a" * 100
"""Two messages; with plain quotation marks one."""
HOOKS = ROOT / ".pre-commit-hooks.yaml"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str = DEAR) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def configure(*lines: str) -> None:
    write("pyproject.toml", "\n".join(["[tool.smsplan]", *lines]))


def files(output: str) -> list[str]:
    """Name the files that have findings, each once."""
    return list(dict.fromkeys(json.loads(line)["file"] for line in output.splitlines()))


def flat(output: str) -> str:
    """Undo the box and the line breaks of an error message."""
    return " ".join(output.replace("│", " ").split())


@pytest.mark.parametrize("option", ["--fix", "--diff", "--format=json"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("app_da.arb", '{"hi": "%s"}'),
        ("a.xcstrings", '{"hi": "%s"}'),
        ("a.toml", 'hi = "%s"\n'),
        ("a.py", 'hi = "%s"\n'),
        ("a.php", "<?php $hi = '%s';\n"),
        ("strings.xml", '<string name="hi">%s</string>\n'),
        ("campaign.csv", "msisdn,text\n4520123456,%s\n"),
        ("README", "%s\n"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name_and_left_alone(
    smsplan: Smsplan, name: str, content: str, option: str
) -> None:
    path = write(name, content % DEAR)
    run = smsplan("lint", option, name)
    said = (run.stdout + run.stderr).splitlines()[0]
    assert name in said
    assert "not read: " in said
    assert path.read_text("utf-8") == content % DEAR
    assert run.exit_code == 2


def test_lines_and_whole_name_text(smsplan: Smsplan) -> None:
    write("a.md", f"{DEAR}\n{DEAR}\n")
    write("app_da.arb", json.dumps({"hi": DEAR}, ensure_ascii=False))
    assert "2 texts" in smsplan("lint", "--lines", "--ignore", "ENC,COST", "a.md").stdout
    assert "1 text," in smsplan("lint", "--whole", "--ignore", "ENC,COST", "a.md").stdout
    run = smsplan("lint", "--lines", "--fix", "a.md", "app_da.arb")
    assert "“" not in Path("a.md").read_text("utf-8")
    assert "app_da.arb: not read: " in run.stderr
    assert "“" in Path("app_da.arb").read_text("utf-8")


def test_standard_input_is_text_unless_its_name_says_otherwise(smsplan: Smsplan) -> None:
    assert (
        smsplan("lint", "--fix", "-", stdin=DEAR).stdout_bytes
        == DEAR.replace("“", '"').replace("”", '"').encode()
    )
    for name, option in (("a.arb", "--lines"), ("a.py", "--diff"), ("a.py", "--format=text")):
        run = smsplan("lint", "--stdin-filename", name, option, "-", stdin=DEAR)
        assert f"smsplan: {name}: not read: " in run.stderr
        assert run.exit_code == 2
    run = smsplan("lint", "--stdin-filename", "a.py", "--fix", "-", stdin=DEAR)
    assert run.stdout_bytes == DEAR.encode()  # as it is
    assert run.exit_code == 2


def test_of_nothing_there_is_a_report_too(smsplan: Smsplan) -> None:
    run = smsplan("lint", "-")
    assert run.stdout == "No findings in 1 file, 0 texts, 0 segments.\n"
    assert run.exit_code == 0


def test_a_folder_without_a_configured_file_is_no_success(smsplan: Smsplan) -> None:
    configure(r'files = ["sms/*.txt", "\u001b]0;x\u0007/*.po"]')
    write("sms/a.txt", "fine\n")
    write("other/b.txt")
    Path("empty").mkdir()
    for folder in ("other", "empty"):
        run = smsplan("lint", folder, "sms")
        assert run.stderr.startswith(
            f"smsplan: {folder}: no file in it matches the files in [tool.smsplan] of"
            r" pyproject.toml (sms/*.txt, \x1b]0;x\x07/*.po): name files, or add a pattern"
        )
        assert run.stdout == "No findings in 1 file, 1 text, 1 segment.\n"
        assert run.exit_code == 2


def test_patterns_that_match_nothing_are_named(smsplan: Smsplan) -> None:
    configure('files = ["sms/*.txt", "none/*.po"]')
    write("sms/a.txt", "fine\n")
    run = smsplan("lint")
    assert run.stderr == (
        "smsplan: no file matches none/*.po of the files in [tool.smsplan] of pyproject.toml\n"
    )
    assert run.exit_code == 0
    Path("sms/a.txt").unlink()
    run = smsplan("lint")
    assert "no file matches the files in [tool.smsplan]" in run.stderr
    assert run.exit_code == 2


def test_what_patterns_match_and_lint_does_not_read_is_counted(smsplan: Smsplan) -> None:
    configure('files = ["sms/*", "pictures/*"]')
    write("sms/a.txt", "fine\n")
    for name in ("sms/README", "sms/a.arb", "sms/b.png", "pictures/c.png"):
        write(name)
    for arguments in ((), ("sms", "pictures/../sms")):
        run = smsplan("lint", *arguments)
        left_out = 3 if arguments else 4
        assert run.stderr == (
            f"smsplan: {left_out} files left out, of kinds that are not read:"
            " no extension, .arb, .png\n"
        )
        assert run.exit_code == 0
    run = smsplan("lint", "pictures")
    assert "none of its files that match" in run.stderr
    assert run.exit_code == 2
    configure('files = ["pictures/*"]')
    run = smsplan("lint")
    assert "none that matches the files in [tool.smsplan]" in run.stderr
    assert run.exit_code == 2


def test_who_configures_how_text_is_read_says_that_the_files_are_text(smsplan: Smsplan) -> None:
    configure('files = ["sms/*"]', "whole = false", 'select = ["ENC001"]')
    write("sms/a.md")
    write("b.md")
    assert files(smsplan("lint", "--format", "json").stdout) == [str(Path("sms", "a.md"))]
    assert smsplan("lint", "sms/a.md").exit_code == 1
    run = smsplan("lint", "--fix", "b.md")
    assert "smsplan: b.md: not read: " in run.stderr
    assert run.exit_code == 2


def test_one_file_is_checked_once_whatever_it_is_called(smsplan: Smsplan, project: Path) -> None:
    write("sms/a.txt")
    Path("link.txt").symlink_to(project / "sms" / "a.txt")
    Path("folder").symlink_to(project / "sms")
    names = ["sms/a.txt", "./sms/a.txt", "link.txt", "folder/a.txt", "sms/../sms//a.txt"]
    configure('files = ["**/*.txt"]')
    run = smsplan("lint", "--format", "json", str(project / "sms" / "a.txt"), *names, "sms", ".")
    assert files(run.stdout) == [str(project / "sms" / "a.txt")]
    assert len(run.stdout.splitlines()) == len(
        smsplan("lint", "--format", "json", "sms/a.txt").stdout.splitlines()
    )


def hook(smsplan: Smsplan, *names: str) -> tuple[int, str, list[str]]:
    """Run the hook as pre-commit does: its entry, and the names of what was changed."""
    (entry,) = [each["entry"] for each in yaml.safe_load(HOOKS.read_text("utf-8"))]
    name, *arguments = shlex.split(entry)
    assert name == "smsplan"
    run = smsplan(*arguments, "--format", "json", *names)
    return run.exit_code, run.stderr, files(run.stdout)


def test_the_hook_looks_at_configured_files_alone(smsplan: Smsplan) -> None:
    configure('files = ["sms/**/*"]', 'keys = ["sms.*"]')
    for name in ("package.json", "b.po", "c.txt", "d.yaml"):
        write(name, "broken {")
    write("sms/a.json", json.dumps({"sms": {"a": DEAR}, "mail": DEAR}))
    write("sms/b.json", json.dumps({"mail": DEAR}))
    write("sms/c.arb")
    status, said, found = hook(smsplan, "package.json", "b.po", "c.txt", "d.yaml")
    assert (status, found) == (0, [])
    assert said == (
        "smsplan: 4 files left out by the files in [tool.smsplan] of pyproject.toml (sms/**/*)\n"
    )
    status, said, found = hook(smsplan, "package.json", "sms/a.json", "sms/b.json", "sms/c.arb")
    assert (status, found) == (1, ["sms/a.json"])
    assert "1 file left out, of kinds that are not read: .arb" in said
    assert hook(smsplan, "sms/b.json", "sms/c.arb")[0] == 0
    assert hook(smsplan)[2] == [str(Path("sms", "a.json"))]


def test_the_hook_without_a_configuration_looks_at_what_is_named(smsplan: Smsplan) -> None:
    write("a.txt")
    assert hook(smsplan, "a.txt")[2] == ["a.txt"]
    status, said, _ = hook(smsplan)
    assert status == 2
    assert "no file matches the files in [tool.smsplan] of pyproject.toml (none)" in said


def test_configured_keys_need_not_be_in_a_file_that_is_named(smsplan: Smsplan) -> None:
    configure('keys = ["sms.*", "texts.*"]', 'select = ["ENC001"]')
    write("package.json", json.dumps({"name": DEAR}))
    write("a.json", json.dumps({"sms": {"a": DEAR}}))
    run = smsplan("lint", "package.json")
    assert run.stdout == "No findings in 1 file, 0 texts, 0 segments.\n"
    assert run.stderr == "smsplan: no key matches sms.*\nsmsplan: no key matches texts.*\n"
    assert run.exit_code == 0
    run = smsplan("lint", "package.json", "a.json")
    assert run.stderr == ""
    assert run.exit_code == 1
    for keys in (("--keys", "other.*"), ("--keys", "other.*", "--keys", "sms.b")):
        run = smsplan("lint", *keys, "package.json", "a.json")
        assert "smsplan: no key matches other.*" in run.stderr
        assert run.exit_code == 2


def test_configured_keys_that_no_configured_file_has_are_a_mistake(smsplan: Smsplan) -> None:
    configure('files = ["*.json"]', 'keys = ["sms.*", "smz.*"]')
    write("a.json", json.dumps({"sms": {"a": "fine"}}))
    run = smsplan("lint")
    assert run.stderr == "smsplan: no key matches smz.*\n"
    assert run.exit_code == 2


def test_configured_keys_are_paths_and_a_po_has_none(smsplan: Smsplan) -> None:
    configure('files = ["*.po", "*.json"]', 'keys = ["sms.*"]', 'select = ["ENC001"]')
    write("a.po", f'msgid "x"\nmsgstr "{DEAR}"\n')
    write("a.json", json.dumps({"sms": {"a": DEAR}, "mail": DEAR}))
    run = smsplan("lint", "--format", "json")
    keys = {(line["file"], line["key"]) for line in map(json.loads, run.stdout.splitlines())}
    assert keys == {("a.po", "x"), ("a.json", "sms.a")}
    run = smsplan("lint", "--format", "json", "--keys", "y", "a.po")
    assert run.stderr == "smsplan: no key matches y\n"
    assert run.exit_code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
@pytest.mark.parametrize("option", ["--format=text", "--fix"])
def test_what_is_no_file_ends_by_itself_and_is_named(smsplan: Smsplan, option: str) -> None:
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")
        Path("zero.txt").symlink_to("/dev/zero")
        Path("loop.txt").symlink_to("loop.txt")
        write("large.txt", "")
        os.truncate("large.txt", MAX_FILE + 1)
        for name, reason in (
            ("zero.txt", "it is a device, and no file"),
            ("pipe.txt", "nobody writes into this pipe"),
            ("socket.txt", "No such device or address"),
            ("loop.txt", "Too many levels of symbolic links"),
            ("large.txt", "it has over 16 MiB, which are too many at once"),
        ):
            run = smsplan("lint", option, name)
            assert run.stderr == f"smsplan: {name}: {reason}\n"
            assert run.exit_code == 2
    run = smsplan("lint", "--lines", option, "--", "/dev/zero")
    assert run.stderr == "smsplan: /dev/zero: it is a device, and no file\n"


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["lint"], "smsplan: <stdin>: a line has over 16 MiB"),
        (["lint", "--fix", "-"], "smsplan: <stdin>: it has over 16 MiB"),
        (["lint", "--stdin-filename", "a.json"], "smsplan: a.json: it has over 16 MiB"),
        (["plan"], "smsplan: <stdin>: a line has over 16 MiB"),
        (["plan", "-"], "smsplan: <stdin>: a line has over 16 MiB"),
        (["plan", "--rates", "/dev/zero", "x"], "it is a device, and no file"),
    ],
)
def test_what_has_no_end_is_not_read_to_its_end(arguments: list[str], says: str) -> None:
    with Path("/dev/zero").open("rb") as endless:
        run = subprocess.run(
            [sys.executable, "-m", "smsplan", *arguments],
            stdin=endless,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=60,
        )
    assert says in flat(run.stderr)
    assert run.stdout == ""
    assert run.returncode == 2


@pytest.mark.process
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")
def test_a_pipe_is_read_to_its_end() -> None:
    command = f"{sys.executable} -m smsplan plan --to 4512345678 --rates <(sleep 0.2; cat r.csv) x"
    write("r.csv", "prefix,price\n45,0.25\n")
    run = subprocess.run(["bash", "-c", command], capture_output=True, check=True, timeout=60)  # noqa: S607
    assert b"0.25" in run.stdout


@pytest.mark.parametrize("lines", [[], ["whole = true"]])
@pytest.mark.parametrize("option", [[], ["--lines"], ["--whole"]])
def test_patterns_that_are_not_asked_for_are_not_told(
    smsplan: Smsplan, lines: list[str], option: list[str]
) -> None:
    configure('files = ["none/*.po", "/"]', *lines)
    assert smsplan("lint", *option, "-", stdin="Hello").stderr == ""
    configure('files = ["none/*.po"]', *lines)
    write("a.txt", "Hello")
    assert smsplan("lint", *option, "a.txt").stderr == ""
