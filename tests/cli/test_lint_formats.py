import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from smsplan.catalogs import Checked, Located, Place
from smsplan.cli.reports import Trouble
from smsplan.cli.reports.github import GithubReport
from smsplan.cli.reports.text import TextReport
from smsplan.cli.rule import ALL_RULES
from smsplan.findings import Finding, Severity
from tests.examples import FEW

from .conftest import Smsplan

DEAR = "Hello “friend”, " + "a" * 100
"""Two messages; with plain quotation marks one."""
SCHEMA = os.environ.get("SMSPLAN_SARIF_SCHEMA")
"""The published schema, which is not ours to copy; CONTRIBUTING says where it is from."""
SCHEMA_SHA256 = "2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def sarif(smsplan: Smsplan, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    """Give the run of a document, which is valid if the schema is at hand."""
    document = json.loads(smsplan("lint", "--format", "sarif", *arguments).stdout)
    if SCHEMA:
        schema = Path(SCHEMA).read_bytes()
        assert hashlib.sha256(schema).hexdigest() == SCHEMA_SHA256
        Draft4Validator(json.loads(schema)).validate(document)
    (run,) = document["runs"]
    return run


def test_text_shows_line_carets_others_and_fixes(smsplan: Smsplan) -> None:
    write("sms/a.txt", f"fine\n{DEAR}\n")
    run = smsplan("lint", "--select", "ENC001", "sms/a.txt")
    head, *block = run.stdout.splitlines()
    assert head.startswith("sms/a.txt:2:7: ENC001 [*] non-gsm-character: ")
    assert "U+201C" in head
    assert block == [
        "  | " + DEAR[:64] + "…",
        "  |       ^      ^",
        "    and 1 more finding: '”'",
        "    fix (safe): '“' -> '\"', '”' -> '\"'; all fixes together save 1 segment",
        "",
        "2 findings in 1 of 1 file, 2 fixable with --fix [*]: 3 segments now, 2 then.",
    ]


def test_text_says_what_a_fix_saves_by_itself(smsplan: Smsplan) -> None:
    run = smsplan("lint", "--select", "ENC001", stdin="a…" + "b" * 100)
    assert "    fix (safe): '…' -> '...'; saves 1 segment" in run.stdout.splitlines()


def test_text_says_of_what_fix_leaves_alone_that_it_is_fixed_by_hand(smsplan: Smsplan) -> None:
    text = "{{name}}… “" + "b" * 100
    run = smsplan("lint", "--template", "mustache", "--select", "ENC", stdin=text)
    assert "    fix by hand (safe): '…' -> '...'" in run.stdout
    assert "    fix (" not in run.stdout
    assert "[*]" not in run.stdout


def test_text_names_the_key(smsplan: Smsplan) -> None:
    write("a.json", json.dumps({"sms": [{"text": DEAR}]}))
    run = smsplan("lint", "--select", "ENC001", "a.json")
    assert run.stdout.splitlines()[1] == "    in sms[0].text"


def test_text_has_a_block_a_code_however_often_it_is_found(smsplan: Smsplan) -> None:
    run = smsplan("lint", "--select", "ENC001", stdin="“" * 500)
    lines = run.stdout.splitlines()
    assert lines[3] == "    and 499 more findings like it"
    assert len(lines) == 7
    assert "500 findings" in lines[-1]


def test_text_puts_carets_under_wide_and_escaped_characters(smsplan: Smsplan) -> None:
    run = smsplan("lint", "--select", "ENC003", stdin="日本\u202a語\x1b[m" + "é" * 70)
    source, carets = run.stdout.splitlines()[1:3]
    assert source.startswith(r"  | 日本\u202a語\x1b[m")
    assert carets == "  |     ^^^^^^"


def test_text_has_no_colours_in_a_pipe_and_no_markup(smsplan: Smsplan) -> None:
    run = smsplan("lint", stdin="[bold]“x” " + "a" * 70)
    assert "\x1b" not in run.stdout
    assert "  | [bold]“x” a" in run.stdout


def test_text_obeys_nothing_of_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    finding = Finding("X", Severity.ERROR, "text", "a\x1b[2Jb\u202e", name="x")
    place = Place(1, 1, "\x1b[2J")
    located = Located(finding, 0, "x", "\x1b[2J", place, place)
    report = TextReport()
    report.checked(
        "a", Checked(verbatim=True, texts=1, located=(located,), msg_count=1, fixed_msg_count=1)
    )
    report.trouble(Trouble("\x1b[2J", "\u202e"))
    shown = capsys.readouterr()
    assert r"a\x1b[2Jb\u202e" in shown.out
    assert not {"\x1b", "\u202e"} & {*shown.out, *shown.err}


def test_json_has_the_documented_keys_in_order(smsplan: Smsplan) -> None:
    write("a.json", '{"k": "a\\u2026' + "b" * 100 + '"}')
    run = smsplan("lint", "--format", "json", "--select", "ENC001", "a.json")
    (line,) = map(json.loads, run.stdout.splitlines())
    message = line.pop("message")
    assert "U+2026" in message
    assert line == {
        "file": "a.json",
        "line": 1,
        "column": 9,
        "end-line": 1,
        "end-column": 15,
        "key": "k",
        "start": 1,
        "end": 2,
        "code": "ENC001",
        "name": "non-gsm-character",
        "severity": line["severity"],
        "fix": {
            "safety": "safe",
            "applied-by-fix": True,
            "edits": [
                {
                    "start": 1,
                    "end": 2,
                    "replacement": "...",
                    "line": 1,
                    "column": 9,
                    "end-line": 1,
                    "end-column": 15,
                }
            ],
        },
        "saves": 1,
    }
    assert list(line)[:7] == ["file", "line", "column", "end-line", "end-column", "key", "start"]


def test_json_has_errors_in_their_place(smsplan: Smsplan) -> None:
    write("a.json", "{")
    run = smsplan("lint", "--format", "json", "none.txt", "a.json")
    first, second = map(json.loads, run.stdout.splitlines())
    assert first == {"error": "No such file or directory", "file": "none.txt"}
    assert (second["file"], second["line"], second["column"]) == ("a.json", 1, 2)
    assert run.stderr == ""
    assert run.exit_code == 2


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_lone_surrogates_are_written_as_escapes(smsplan: Smsplan, form: str) -> None:
    write("a.json", '{"\\ud83d": "\\ud83d"}')
    run = smsplan("lint", "--format", form, "--select", "ENC", "a.json")
    run.stdout_bytes.decode("utf-8", "strict")
    assert "ENC007" in run.stdout
    assert run.exit_code == 1


def test_sarif_of_findings_is_valid_and_complete(smsplan: Smsplan) -> None:
    write("a.txt", f"fine\n{DEAR}\n")
    write("b.json", json.dumps({"sms": DEAR}))
    run = sarif(smsplan, "--select", "ENC001", "a.txt", "b.json")
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    first, second, third, _ = run["results"]
    rule = run["tool"]["driver"]["rules"][first["ruleIndex"]]
    assert first["ruleId"] == rule["id"] == "ENC001"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a.txt"}
    assert place["region"] == {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 8}
    assert first["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": place["region"], "insertedContent": {"text": '"'}}
    ]
    assert third["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "sms"}]
    assert "fixes" not in third  # the file has escapes that the edits of the text do not
    assert second["ruleId"] == "ENC001"


def test_sarif_describes_every_rule(smsplan: Smsplan) -> None:
    write("a.txt", "fine\n")
    run = sarif(smsplan, "a.txt")
    assert run["results"] == []
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(ALL_RULES)
    assert all(rule["help"]["markdown"] for rule in rules)


def test_sarif_of_a_broken_template_is_valid(smsplan: Smsplan) -> None:
    write("a.txt", "Hej {{\n")
    (result,) = sarif(smsplan, "--template", "mustache", "a.txt")["results"]
    assert (result["ruleId"], result["level"]) == ("TPL000", "error")


def test_sarif_says_which_files_could_not_be_read(smsplan: Smsplan) -> None:
    write("a.json", '{"a": oops}')
    run = sarif(smsplan, "none.txt", "a.json")
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    first, second = invocation["toolExecutionNotifications"]
    assert first["message"] == {"text": "No such file or directory"}
    location = second["locations"][0]["physicalLocation"]
    assert location["region"] == {"startLine": 1, "startColumn": 7}


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b/ø 100%.txt", "a%20b/%C3%B8%20100%25.txt"),
        ("c:d.txt", "c%3Ad.txt"),
        ("a/../b.txt", "b.txt"),
        ("#1?.txt", "%231%3F.txt"),
    ],
)
def test_sarif_names_files_by_relative_uris(smsplan: Smsplan, name: str, uri: str) -> None:
    write(name, DEAR)
    result, *_ = sarif(smsplan, name)["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": uri}


@pytest.mark.parametrize("name", ["c d.txt", "../b/c d.txt", "{folder}/a/b/c d.txt"])
def test_files_are_named_from_the_root_of_their_repository(
    smsplan: Smsplan, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write("a/.git/HEAD", "")
    write("a/b/c d.txt", DEAR)
    write("other.txt", DEAR)
    monkeypatch.chdir("a/b")
    file = name.format(folder=folder)
    result, *_ = sarif(smsplan, file)["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "b/c%20d.txt"}
    run = smsplan("lint", "--format", "github", file)
    assert " file=b/c d.txt,line=1," in run.stdout
    run = smsplan("lint", "--format", "github", "../../other.txt")
    assert f" file={folder}/other.txt,line=1," in run.stdout


def test_sarif_names_a_file_elsewhere_by_an_absolute_uri(
    smsplan: Smsplan, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a b.txt", DEAR)
    write("below/x", "")
    monkeypatch.chdir("below")
    for name in ("../a b.txt", str(folder / "a b.txt")):
        result, *_ = sarif(smsplan, name)["results"]
        location = result["locations"][0]["physicalLocation"]
        assert location["artifactLocation"] == {"uri": (folder / "a b.txt").as_uri()}
    monkeypatch.chdir(folder)
    result, *_ = sarif(smsplan, str(folder / "a b.txt"))["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "a%20b.txt"}


@settings(
    FEW,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_sarif_of_any_text_is_valid_and_its_regions_are_in_the_file(
    smsplan: Smsplan, text: str
) -> None:
    write("a.txt", text)
    lines = text.split("\n")
    for result in sarif(smsplan, "--whole", "a.txt")["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        start = region["startLine"], region["startColumn"]
        end = region["endLine"], region["endColumn"]
        assert (1, 1) <= start <= end
        for line, column in (start, end):
            assert column <= len(lines[line - 1]) + 1


def test_github_annotates_each_finding(smsplan: Smsplan) -> None:
    write("a.txt", f"fine\n{DEAR}\n")
    run = smsplan("lint", "--format", "github", "--select", "ENC001", "a.txt")
    first, second = run.stdout.splitlines()
    place = "file=a.txt,line=2,endLine=2,col=7,endColumn=8,title=ENC001 non-gsm-character::"
    assert first.partition(" ")[2].startswith(place)
    assert first.partition(" ")[0] in {"::warning", "::error"}
    assert "col=14,endColumn=15" in second


def test_github_escapes_what_would_end_a_property_or_the_line(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    finding = Finding("X,1", Severity.ERROR, "text", "50%\r\n::stop, a:b", name="a:b")
    here, there = Place(1, 2, "x"), Place(3, 4, "x")
    located = Located(finding, 0, "x", "", here, there)
    file = "a,b:c%d.txt"
    GithubReport().checked(
        file, Checked(verbatim=True, texts=1, located=(located,), msg_count=1, fixed_msg_count=1)
    )
    GithubReport().trouble(Trouble("a.txt", "why\nnot", 3, 4))
    assert capfdbinary.readouterr().out.decode().splitlines() == [
        "::error file=a%2Cb%3Ac%25d.txt,line=1,endLine=3,title=X%2C1 a%3Ab::50%25%0D%0A::stop, a:b",
        "::error file=a.txt,line=3,col=4::why%0Anot",
    ]


def test_github_says_which_files_could_not_be_read(smsplan: Smsplan) -> None:
    run = smsplan("lint", "--format", "github", "none.txt")
    assert run.stdout == "::error file=none.txt::No such file or directory\n"
    assert run.exit_code == 2
