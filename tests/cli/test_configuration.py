import json
from pathlib import Path

import pytest

from smsplan.cli.configuration import find

from .conftest import Smsplan

DEAR = "Hello “friend”, " + "a" * 100
"""Two messages; with plain quotation marks one."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder: Path, *lines: str) -> None:
    text = "\n".join(["[tool.smsplan]", *lines])
    (folder / "pyproject.toml").write_text(text, "utf-8")


def codes(output: str) -> list[str]:
    return [json.loads(line)["code"] for line in output.splitlines()]


def test_the_nearest_file_with_the_table_is_read(project: Path) -> None:
    inner = project / "a" / "b"
    inner.mkdir(parents=True)
    configure(project, "max-messages = 3")
    (project / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    found = find(inner)
    assert found.configuration.max_messages == 3
    assert found.folder == project


def test_without_a_file_everything_is_default(project: Path) -> None:
    assert find(project / "nowhere").configuration.select is None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('selct = ["ENC"]', "has no key 'selct'; did you mean select?"),
        ("max-segments = 2", "has no key 'max-segments'; did you mean max-messages?"),
        ('syntax = "format"', "has no key 'syntax'; did you mean template?"),
        ('colour = "red"', "has no key 'colour' (keys: select, ignore, max-messages"),
        ('select = "ENC"', "select takes a list of codes"),
        ("max-messages = 0", "max-messages takes a number, 1 or more"),
        ('boundary = "page"', "boundary takes one of code-point, grapheme, word"),
        ("reference-bits = 9", "reference-bits takes 8 or 16"),
        ("provider = 3", "provider takes a name with options, such as"),
        ('provider = "twillo"', "provider of pyproject.toml: there is no provider 'twillo'"),
        ('provider = "twilio"\nboundary = "word"', "leave out --boundary, --reference-bits"),
        ('template = "erb"', "template takes one of mustache, format, percent, dollar, notify"),
        ("fields = {name = {charset = 'latin'}}", "fields takes a table, such as"),
        ("fields = {name = {max-length = 3, colour = 1}}", "any; there is no key 'colour'"),
        ("fields = [1]", "bmp, any; it is [1]"),
        ('select = ["ENC", 1979-05-27]', '; it is ["ENC", "1979-05-27"]'),
        ("fields = {name = '3:greek'}", "'greek' is no charset; they are digits"),
        ("fields = {name = {max-length = 3, min-length = 4}}", "min_length 4 is over"),
        ("whole = 1", "whole takes true or false"),
        ('files = ["/etc/*"]', "is not a pattern relative to"),
        ('files = ["none/*.po"]', "no file matches"),
        ('languages = ["klingon"]', "klingon"),
        ('select = ["ENC999"]', "ENC999"),
        ("select = [", "not TOML"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(
    smsplan: Smsplan, project: Path, line: str, says: str
) -> None:
    configure(project, line)
    run = smsplan("lint")
    assert says in " ".join(run.stderr.replace("│", " ").split())
    assert "`" not in run.stderr
    assert run.stdout == ""
    assert run.exit_code == 2


def test_a_table_that_is_none_is_named(smsplan: Smsplan, project: Path) -> None:
    (project / "pyproject.toml").write_text("tool.smsplan = 3\n")
    assert "tool.smsplan is a table" in smsplan("lint").stderr


def test_a_file_that_is_not_utf8_is_named(smsplan: Smsplan, project: Path) -> None:
    (project / "pyproject.toml").write_bytes(b"# \xe6\n")
    run = smsplan("lint")
    assert "pyproject.toml: not UTF-8 at octet 2" in run.stderr
    assert run.exit_code == 2


def test_files_are_found_from_a_folder_below(
    smsplan: Smsplan, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(project, 'files = ["sms/**/*.txt"]')
    (project / "sms" / "da").mkdir(parents=True)
    (project / "sms" / "da" / "a.txt").write_text(DEAR, "utf-8")
    (project / "elsewhere.txt").write_text(DEAR, "utf-8")
    monkeypatch.chdir(project / "sms")
    run = smsplan("lint", "--format", "json")
    files = {json.loads(line)["file"] for line in run.stdout.splitlines()}
    assert files == {str(Path("da", "a.txt"))}
    monkeypatch.chdir(project / "sms" / "da")
    assert smsplan("lint").exit_code == 1


def test_a_folder_stands_for_its_configured_files(smsplan: Smsplan, project: Path) -> None:
    configure(project, 'files = ["**/*.txt"]')
    for name in ("one", "two"):
        (project / name).mkdir()
        (project / name / "a.txt").write_text(DEAR, "utf-8")
    (project / "two" / "package.json").write_text('{"name": "“' + "a" * 80 + '"}', "utf-8")
    run = smsplan("lint", "--format", "json", "two")
    files = {json.loads(line)["file"] for line in run.stdout.splitlines()}
    assert files == {str(Path("two", "a.txt"))}


def test_a_folder_without_patterns_is_bad_usage(smsplan: Smsplan, project: Path) -> None:
    (project / "one").mkdir()
    run = smsplan("lint", "one")
    assert "nothing says which of its files have messages" in " ".join(
        run.stderr.replace("│", " ").split()
    )
    assert run.exit_code == 2


def test_the_command_line_goes_before_the_configuration(smsplan: Smsplan, project: Path) -> None:
    configure(project, 'select = ["COST"]', 'ignore = ["COST006"]', "max-messages = 1")
    long = "a" * 400
    found = codes(smsplan("lint", "--format", "json", stdin=DEAR).stdout)
    assert {code[:4] for code in found} == {"COST"}
    assert set(
        codes(smsplan("lint", "--format", "json", "--select", "ENC", stdin=DEAR).stdout)
    ) == {"ENC001"}
    assert "COST006" not in codes(smsplan("lint", "--format", "json", stdin=long).stdout)
    run = smsplan("lint", "--format", "json", "--ignore", "ENC", stdin=long)
    assert "COST006" in codes(run.stdout)
    run = smsplan("lint", "--format", "json", "--ignore", "ENC", "--max-messages", "9", stdin=long)
    assert "COST006" not in codes(run.stdout)


def test_fields_are_tables_or_the_form_of_the_option(smsplan: Smsplan, project: Path) -> None:
    configure(
        project,
        'template = "mustache"',
        'fields.name = {max-length = 10, charset = "gsm-7-basic"}',
        'fields.code = "4-6:digits"',
    )
    run = smsplan("lint", stdin="Hej {{name}}, your code is {{code}}\n")
    assert "No findings" in run.stdout
    assert run.exit_code == 0


def test_keys_and_whole_are_read(smsplan: Smsplan, project: Path) -> None:
    configure(project, 'keys = ["sms.*"]', "whole = true")
    (project / "a.json").write_text(json.dumps({"sms": {"a": DEAR}, "mail": DEAR}), "utf-8")
    run = smsplan("lint", "--format", "json", "a.json")
    assert {json.loads(line)["key"] for line in run.stdout.splitlines()} == {"sms.a"}
    assert "1 text, " in smsplan("lint", stdin="one\ntwo\n").stdout
    assert "2 texts, " in smsplan("lint", "--lines", stdin="one\ntwo\n").stdout


def test_a_configured_provider_is_that_of_lint_unless_another_is_given(
    smsplan: Smsplan, project: Path
) -> None:
    configure(project, 'provider = "twilio:smart_encoding=true"')
    assert smsplan("lint", stdin=DEAR).exit_code == 0
    assert "--boundary" in smsplan("lint", "--boundary", "word", stdin=DEAR).stderr
    run = smsplan("lint", "--provider", "cm", "--format", "json", stdin=DEAR)
    assert codes(run.stdout) == ["COST005", "ENC001", "ENC001"]
    configure(project, 'boundary = "word"')
    assert smsplan("lint", "--provider", "twilio:smart_encoding=true", stdin=DEAR).exit_code == 0
