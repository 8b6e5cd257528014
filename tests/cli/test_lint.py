import json
import os
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsplan.linting import lint

from .conftest import Smsplan

DEAR = "Hello “friend”, " + "a" * 100
"""Two messages; with plain quotation marks one."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def found(output: str) -> list[tuple[str, int, int, str]]:
    return [
        (line["file"], line["line"], line["column"], line["code"])
        for line in map(json.loads, output.splitlines())
    ]


def flat(output: str) -> str:
    """Undo the box and the line breaks of an error message."""
    return " ".join(output.replace("│", " ").split())


def test_a_clean_file_is_one_line_and_status_0(smsplan: Smsplan) -> None:
    write("a.txt", "Hello\nWorld\n")
    run = smsplan("lint", "a.txt")
    assert run.stdout == "No findings in 1 file, 2 texts, 2 segments.\n"
    assert run.exit_code == 0


def test_findings_are_status_1(smsplan: Smsplan) -> None:
    write("a.txt", DEAR)
    assert smsplan("lint", "a.txt").exit_code == 1


def test_every_kind_of_file_has_its_places(smsplan: Smsplan) -> None:
    write("a.txt", f"fine\r\n{DEAR}\r\n")
    write("a.json", json.dumps({"a": ["fine", DEAR]}, indent=2))
    write("a.po", f'msgid "x"\nmsgstr "{DEAR}"\n')
    write("a.yaml", f"a:\n  - fine\n  - '{DEAR}'\n")
    run = smsplan(
        "lint", "--format", "json", "--select", "ENC001", "a.txt", "a.json", "a.po", "a.yaml"
    )
    assert found(run.stdout) == [
        ("a.txt", 2, 7, "ENC001"),
        ("a.txt", 2, 14, "ENC001"),
        ("a.json", 4, 12, "ENC001"),
        ("a.json", 4, 24, "ENC001"),  # the first quotation mark is an escape of six characters
        ("a.po", 2, 15, "ENC001"),
        ("a.po", 2, 22, "ENC001"),
        ("a.yaml", 3, 12, "ENC001"),
        ("a.yaml", 3, 19, "ENC001"),
    ]


def test_whole_makes_one_message_of_a_text_file(smsplan: Smsplan) -> None:
    write("a.txt", "a" * 100 + "\n" + "b" * 100 + "\n")
    assert "2 texts, 2 segments" in smsplan("lint", "a.txt").stdout
    assert "1 text, 2 segments" in smsplan("lint", "--whole", "--ignore", "COST", "a.txt").stdout


def test_files_are_checked_once_in_the_order_given(smsplan: Smsplan) -> None:
    write("b.txt", DEAR)
    write("a.txt", DEAR)
    run = smsplan("lint", "--format", "json", "--select", "ENC001", "b.txt", "a.txt", "b.txt")
    assert [place[0] for place in found(run.stdout)] == ["b.txt", "b.txt", "a.txt", "a.txt"]


@pytest.mark.parametrize("arguments", [[], ["-"]], ids=["nothing", "dash"])
def test_standard_input_is_a_text_a_line(smsplan: Smsplan, arguments: list[str]) -> None:
    run = smsplan("lint", "--format", "json", *arguments, stdin=f"fine\n\n{DEAR}\n")
    assert ("<stdin>", 3, 7, "ENC001") in found(run.stdout)
    assert run.exit_code == 1


def test_standard_input_may_be_taken_for_another_kind(smsplan: Smsplan) -> None:
    arguments = ["--stdin-filename", "texts/a.json", "--format", "json", "-"]
    run = smsplan("lint", *arguments, stdin=json.dumps({"k": DEAR}))
    assert json.loads(run.stdout.splitlines()[0])["key"] == "k"
    assert found(run.stdout)[0][0] == "texts/a.json"


@pytest.mark.slow
def test_lines_of_standard_input_are_counted_over_batches(smsplan: Smsplan) -> None:
    lines = 20_000
    run = smsplan("lint", "--format", "json", stdin="fine text\n" * lines + DEAR)
    assert {place[1] for place in found(run.stdout)} == {lines + 1}
    run = smsplan("lint", "--format", "json", stdin=b"fine text\n" * lines + b"\xff")
    assert json.loads(run.stdout)["line"] == lines + 1
    assert run.exit_code == 2


def test_select_and_ignore_take_codes_prefixes_and_names(smsplan: Smsplan) -> None:
    def codes(*arguments: str) -> set[str]:
        output = smsplan("lint", "--format", "json", *arguments, stdin=DEAR + " \u200b").stdout
        return {place[3] for place in found(output)}

    assert {"ENC001", "ENC003"} <= codes()
    assert codes("--select", "ENC001") == {"ENC001"}
    assert codes("--select", "non-gsm-character,invisible-character") == {"ENC001", "ENC003"}
    assert codes("--select", "ENC001", "--select", "ENC003") == {"ENC001", "ENC003"}
    assert codes("--select", "ENC", "--ignore", "ENC001") == codes("--select", "ENC") - {"ENC001"}
    assert codes("--select", "TPL") == set()
    assert not {"ENC001", "ENC003"} & codes("--ignore", "ENC")


def test_an_unknown_rule_is_bad_usage(smsplan: Smsplan) -> None:
    for option in ("--select", "--ignore"):
        run = smsplan("lint", option, "ENC01", stdin="x")
        assert "there is no rule 'ENC01'" in flat(run.stderr)
        assert "ENC001" in flat(run.stderr)
        assert run.exit_code == 2


def test_keys_select_among_the_messages_of_catalogues(smsplan: Smsplan) -> None:
    write("a.json", json.dumps({"sms": {"a": DEAR, "b": "fine"}, "mail": {"a": DEAR}}))
    run = smsplan("lint", "--format", "json", "--keys", "sms.*", "a.json")
    assert {json.loads(line)["key"] for line in run.stdout.splitlines()} == {"sms.a"}
    run = smsplan("lint", "--keys", "sms.b", "--keys", "none.*", "a.json")
    assert "1 text, " in run.stdout


def test_comments_say_what_to_ignore(smsplan: Smsplan) -> None:
    write(
        "a.po",
        f'# smsplan: ignore[ENC001]\nmsgid "x"\nmsgstr "{DEAR}\u200b"\n\n'
        f'# smsplan: ignore\nmsgid "y"\nmsgstr "{DEAR}\u200b"\n',
    )
    run = smsplan("lint", "--format", "json", "a.po")
    assert {place[1] for place in found(run.stdout)} == {3}
    assert "ENC001" not in {place[3] for place in found(run.stdout)}
    assert "ENC003" in {place[3] for place in found(run.stdout)}


def test_max_messages_is_a_rule(smsplan: Smsplan) -> None:
    run = smsplan("lint", "--format", "json", "--max-messages", "2", stdin="a" * 320 + "b" * 20)
    assert "COST006" in {place[3] for place in found(run.stdout)}
    assert smsplan("lint", "--max-messages", "0", stdin="x").exit_code == 2


def test_the_profile_is_that_of_plan(smsplan: Smsplan) -> None:
    text = "ğ" * 80
    assert "2 segments now" in smsplan("lint", stdin=text).stdout
    assert "1 segment now" in smsplan("lint", "--language", "turkish", stdin=text).stdout


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_checked(smsplan: Smsplan) -> None:
    write("a.txt", DEAR)
    write("b.txt", b"fine\nb\xe6d\n")
    write("c.json", '{\n  "a": oops}')
    run = smsplan("lint", "--select", "ENC001", "none.txt", "b.txt", "c.json", "a.txt")
    errors = run.stderr.splitlines()
    assert errors[0] == "smsplan: none.txt: No such file or directory"
    assert errors[1].startswith("smsplan: b.txt:2:2: octet 0xE6")
    assert errors[2].startswith("smsplan: c.json:2:8: ")
    assert "a.txt:1:7: ENC001" in run.stdout
    assert run.exit_code == 2


def test_templates_are_checked_for_any_filling(smsplan: Smsplan) -> None:
    text = "Hej {{name}}, " + "a" * 100
    run = smsplan("lint", "--format", "json", "--template", "mustache", stdin=text)
    assert "TPL002" in {place[3] for place in found(run.stdout)}
    arguments = ["--template", "mustache", "--field", "name=20:gsm-7-basic"]
    assert smsplan("lint", *arguments, stdin=text).exit_code == 0
    arguments = ["--template", "mustache", "--field", "name=0-20:latin"]
    run = smsplan("lint", "--format", "json", *arguments, stdin=text)
    assert "TPL001" in {place[3] for place in found(run.stdout)}


def test_a_message_that_is_no_template_is_a_finding(smsplan: Smsplan) -> None:
    stdin = "Hej {{name}\nHej {{name}}\n"
    run = smsplan("lint", "--template", "mustache", "--field", "name=3:digits", stdin=stdin)
    assert run.stdout.startswith("<stdin>:1:5: TPL000 invalid-template: ")
    assert run.stdout.splitlines()[1:3] == ["  | Hej {{name}", "  |     ^^"]
    assert "1 finding in 1 of 1 file" in run.stdout
    assert run.exit_code == 1


def test_a_field_that_no_text_has_is_said_and_changes_no_status(smsplan: Smsplan) -> None:
    arguments = ["--template", "notify", "--field", "First name=3:digits", "--field", "nmae=9"]
    run = smsplan("lint", *arguments, stdin="Hi ((First name))\n")
    assert run.stderr == "smsplan: no text has a field nmae\n"
    assert run.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--field", "a=3"], "name their syntax with --template"),
        (["--template", "mustache", "--field", "a"], "'a' is not NAME=MAX[:CHARSET]"),
        (["--template", "mustache", "--field", "a=x"], "'x' is not MAX[:CHARSET]"),
        (["--template", "mustache", "--field", "a=3:greek"], "'greek' is no charset"),
        (["--template", "mustache", "--field", "a=4-3"], "min_length 4 is over max_length 3"),
        (["--template", "erb"], "'erb' is not one of"),
        (["--template", "mustache", "--fix"], "depends on its fields"),
        (["--template", "mustache", "--diff"], "depends on its fields"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--diff", "--format", "json"], "--diff cannot be combined with --format"),
        (["--language", "klingon"], "'klingon' is none of"),
        (["--provider", "twillo"], "there is no provider 'twillo'; did you mean twilio?"),
        (["--provider", "notify:prefix"], "'prefix' is not OPTION=VALUE"),
        (["--provider", "twilio", "--boundary", "word"], "--provider: leave out --boundary"),
    ],
)
def test_bad_usage_is_said_and_status_2(smsplan: Smsplan, arguments: list[str], says: str) -> None:
    run = smsplan("lint", *arguments, stdin="x")
    assert says in flat(run.stderr)
    assert run.exit_code == 2


def test_hostile_names_and_texts_are_not_obeyed(smsplan: Smsplan) -> None:
    write("a\x1b[2J.txt", DEAR + "\x1b]0;x\x07\u202e[bold]x[/bold]")
    run = smsplan("lint", "a\x1b[2J.txt")
    assert "\x1b" not in run.stdout
    assert "\u202e" not in run.stdout
    assert "\x07" not in run.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_not_utf8_is_shown(smsplan: Smsplan) -> None:
    Path(os.fsdecode(b"b\xe6d.txt")).write_text(DEAR, "utf-8")
    for form in ("text", "json", "sarif", "github"):
        run = smsplan("lint", "--format", form, os.fsdecode(b"b\xe6d.txt"))
        assert run.exit_code == 1
        assert "d.txt" in run.stdout


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n")), max_size=4))
def test_the_report_has_the_findings_of_lint_at_their_offsets(
    smsplan: Smsplan, texts: list[str]
) -> None:
    write("a.txt", "".join(f"{text}\n" for text in texts))
    run = smsplan("lint", "--format", "json", "a.txt")
    expected = [
        (number, finding.code, finding.start, (finding.start or 0) + 1)
        for number, text in enumerate(texts, start=1)
        if text
        for finding in lint(text)
    ]
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert expected == [
        (line["line"], line["code"], line["start"], line["column"]) for line in lines
    ]
    assert run.exit_code == bool(expected)


@pytest.mark.parametrize(
    ("placeholder", "syntax"),
    [
        ("{{ user.name }}", "mustache"),
        ("{name}", "format"),
        ("%(name)s", "percent"),
        ("${name}", "dollar"),
        ("((name))", "notify"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_placeholder_says_how_to_check_templates(
    smsplan: Smsplan, form: str, placeholder: str, syntax: str
) -> None:
    write("a.json", json.dumps({"hi": f"Hi {placeholder}, your parcel is here"}))
    run = smsplan("lint", "--format", form, "a.json")
    says = f'say --template {syntax}, or template = "{syntax}" in [tool.smsplan]'
    assert says in run.stdout.replace(r"\"", '"')
    write("pyproject.toml", f'[tool.smsplan]\ntemplate = "{syntax}"\nselect = ["DEL"]')
    assert smsplan("lint", "a.json").exit_code == 0


def test_a_placeholder_of_another_syntax_says_so_too(smsplan: Smsplan) -> None:
    run = smsplan("lint", stdin="{% if name %}Hi\n")
    assert "for templates say --template SYNTAX, or template = its syntax" in run.stdout


@pytest.mark.slow
def test_many_findings_of_one_message_take_no_longer_each(smsplan: Smsplan) -> None:
    write("a.txt", "“" * 12_000)
    start = perf_counter()
    run = smsplan("lint", "--format", "json", "--select", "ENC001", "a.txt")
    assert perf_counter() - start < 15  # each looked at the edits of all, which took a minute
    assert run.stdout.count("\n") == 12_000


def test_a_finding_has_the_beginning_of_a_long_key(smsplan: Smsplan) -> None:
    write("a.po", f'msgid "{"k" * 3000}"\nmsgstr "{"“" * 71}"\n')
    run = smsplan("lint", "--format", "json", "--select", "ENC001", "a.po")
    assert {json.loads(line)["key"] for line in run.stdout.splitlines()} == {"k" * 2000 + "…"}
