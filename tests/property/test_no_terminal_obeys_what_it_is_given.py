"""Whatever a command is given, nothing that a terminal would obey comes out of it.

Nor does what it was given begin a line, which a reader, or the runner of a CI, would
take for smsplan's.  In JSON it is escaped as JSON does it.
"""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from smsplan.cli.app import app
from smsplan.display import visible

OBEYED = ["\x1b]0;x\x07", "\x1b[2J", "\x9b1m", "\u202e", "\u2066", "\u2028", "\x7f", "\r", "\udce9"]
SMUGGLED = "::error::smsplan: "
smuggled = [SMUGGLED, f"\n{SMUGGLED}", f"\n    {SMUGGLED}", "##[error]"]
hostile = st.lists(st.sampled_from([*OBEYED, *smuggled, "a"]), min_size=1).map("".join)

RUNS = [
    ["{}"],
    ["--{}"],
    ["plan", "{}"],
    ["plan", "--json", "{}"],
    ["plan", "--to", "{}", "--sender", "{}", "--rates", "rates.csv", "x"],
    ["plan", "--rates", "{}", "--to", "45", "x"],
    ["plan", "--boundary", "{}", "x"],
    ["plan", "--language", "{}", "x"],
    ["plan", "--reference-bits", "{}", "x"],
    ["plan", "--{}", "x"],
    ["check", "--to", "{}", "--sender", "{}", "--callback", "{}", "--wappush", "{}", "{}"],
    ["check", "--contact", "{}", "--group", "{}", "{}"],
    ["check", "--schedule", "{}", "x"],
    ["check", "--price", "{}", "x"],
    ["send", "--dry-run", "--force", "--to", "{}", "--sender", "{}", "{}"],
    ["send", "--dry-run", "--to", "4520123456", "--sender", "A", "--base-url", "{}", "x"],
    ["send", "--dry-run", "--to", "4520123456", "--sender", "A", "--base-url", "http://{}", "x"],
    ["send", "--timeout", "{}", "x"],
    ["check", "--json", "--to", "{}", "--sender", "{}", "{}"],
    ["send", "--dry-run", "--force", "--json", "--to", "{}", "--sender", "{}", "{}"],
    ["encode", "{}"],
    ["encode", "--json", "{}"],
    ["encode", "--to", "{}", "x"],
    ["encode", "--reference", "{}", "x"],
    ["decode", "{}"],
    ["rule", "{}"],
    ["lint", "{}"],
    ["lint", "--format", "github", "{}"],
    ["lint", "--format", "sarif", "{}"],
    ["lint", "--select", "{}", "text.txt"],
    ["lint", "--ignore", "{}", "text.txt"],
    ["lint", "--template", "{}", "text.txt"],
    ["lint", "--field", "{}=20", "--template", "mustache", "text.txt"],
    ["lint", "--field", "a={}", "--template", "mustache", "text.txt"],
    ["lint", "--keys", "{}", "messages.json"],
    ["lint", "--stdin-filename", "{}.json"],
    ["lint", "--stdin-filename", "{}.txt"],
    ["lint", "--format", "github", "--stdin-filename", "{}.txt"],
    ["preview", "{}", "--template", "x"],
    ["preview", "people.csv", "--to", "{}", "--template", "x"],
    ["preview", "people.csv", "--text", "{}"],
    ["preview", "people.csv", "--template", "{}"],
    ["preview", "people.csv", "--template", "{}", "--json"],
    ["preview", "people.csv", "--template", "{{{}"],
    ["preview", "people.csv", "--template", "{{{}}}"],
    ["preview", "people.csv", "--template", "x", "--field", "{}=20"],
    ["preview", "people.csv", "--template", "x", "--output", "{}"],
    ["preview", "people.csv", "--template", "x", "--encoding", "{}"],
    ["preview", "people.csv", "--template", "x", "--delimiter", "{}"],
    ["preview", "people.csv", "--template", "x", "--format", "{}"],
    ["serve", "--host", "{}"],
    ["serve", "--port", "{}"],
    ["serve", "--outcome", "{}"],
    ["serve", "--balance", "{}"],
    ["serve", "--store", "no/{}"],
    ["serve", "--faults", "{}"],
    ["serve", "--address-book", "{}"],
    ["serve", "--allow-callbacks", "{}"],
]
FILES = {
    "rates.csv": "prefix,price\n45,0.20\n",
    "text.txt": "Hi {{name}}\n",
    "messages.json": '{"a": "b"}',
    "people.csv": "msisdn,name\n4520123456,Anna\n",
}


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, content in FILES.items():
        Path(name).write_text(content, encoding="utf-8")


def is_printed_safely(output: str) -> bool:
    lines = output.removesuffix("\n").split("\n")
    # Runners obey :: after white space too, and ##[ anywhere.
    obeyed = [line for line in lines if line.strip().startswith("::error::") or "##[" in line]
    return not obeyed and all(visible(line) == line for line in lines)


INPUTS = [
    ["plan"],
    ["plan", "--json"],
    ["plan", "--jsonl"],
    ["lint"],
    ["lint", "--format", "github"],
    ["lint", "--template", "mustache"],
    ["lint", "given.csv"],
    ["lint", "--whole", "given.csv"],
    ["check", "--sender", "A", "--to", "4520123456", "-"],
    ["encode", "-"],
    ["decode", "-"],
    ["decode", "--json", "-"],
    ["preview", "-", "--template", "{{name}}"],
    ["preview", "given.csv", "--template", "{{name}}"],
    ["preview", "people.csv", "--template", "-"],
    ["plan", "--to", "4520123456", "--rates", "given.csv", "x"],
    ["serve", "--faults", "given.csv"],
    ["serve", "--address-book", "given.csv"],
]
WORST = f"\x1b[2J\u202e\x9b##[error]\n{SMUGGLED}"
CONTENTS = [
    WORST,
    f"msisdn,na\x1bme\n45\x1b[2J\u202e,x\n{SMUGGLED}",
    f"prefix,price,country\n45,1,\x1b[2J\u202e\n45,2,\x9b{SMUGGLED}\n",
]


def check(words: list[str], content: bytes) -> None:
    Path("given.csv").write_bytes(content)
    run = CliRunner().invoke(app, words, input=content)
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    assert is_printed_safely(run.stderr)
    if "sarif" in words:
        json.loads(run.stdout)
    else:
        assert is_printed_safely(run.stdout)


def filled(words: list[str], text: str) -> list[str]:
    return [word.replace("{}", text) for word in words]


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_no_argument_reaches_a_terminal_as_it_is(words: list[str]) -> None:
    check(filled(words, WORST), b"text\n")


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize("words", INPUTS, ids=" ".join)
@pytest.mark.parametrize("content", CONTENTS)
def test_nothing_of_a_file_reaches_a_terminal_as_it_is(words: list[str], content: str) -> None:
    check(words, content.encode())


@pytest.mark.usefixtures("_files")
@given(words=st.sampled_from(RUNS), text=hostile)
@example(["plan", "--rates", "{}", "--to", "45", "x"], f"\n    {SMUGGLED}")
@example(["encode", "--to", "{}", "x"], SMUGGLED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_argument_is(words: list[str], text: str) -> None:
    check(filled(words, text), b"text\n")


@pytest.mark.usefixtures("_files")
@given(words=st.sampled_from(INPUTS), text=hostile)
@example(["plan"], f"{SMUGGLED}\u6f22")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_file_is(words: list[str], text: str) -> None:
    check(words, text.encode("utf-8", "surrogateescape"))
