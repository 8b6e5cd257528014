"""What is written to people: whole lines, in colours only where they are wanted."""

import io
import os
import re
from contextlib import redirect_stdout

import pytest
from rich.text import Text
from typer.testing import CliRunner

from smsplan.cli.app import COMMANDS, app
from smsplan.cli.streams import say, terminal

HOSTILE = "a\x1b[2J\n\x9b1mb\r\u202ec\u2028d\x7f\x00"
SHOWN = r"a\x1b[2J\n\x9b1mb\r\u202ec\u2028d\x7f\x00"

RED = "\x1b[31mred\x1b[0m"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def on_a_terminal(line: str | Text) -> str:
    with redirect_stdout(Terminal()) as screen:
        say(line)
    return screen.getvalue()


def test_what_a_terminal_would_obey_is_escaped_and_each_argument_is_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say(HOSTILE, "second")
    assert capsys.readouterr().out == f"{SHOWN}\nsecond\n"


def test_styled_lines_are_escaped_with_their_styles_kept() -> None:
    line = Text("plain ").append("a\x9b\u202eb", "bold")
    assert on_a_terminal(line) == "plain \x1b[1ma\\x9b\\u202eb\x1b[0m\n"


def test_what_a_runner_would_obey_is_escaped_in_colours_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    say(Text("#").append("#[error]x", "red"), "  ::error::x", Text("::").append("error::", "red"))
    lines = capsys.readouterr().out.splitlines()
    assert lines == [r"\x23#[error]x", r"  \x3a:error::x", r"\x3a:error::"]


def test_a_line_on_a_terminal_is_not_wrapped() -> None:
    assert on_a_terminal("long " * 100) == "long " * 100 + "\n"


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({}, "red"),
        ({"FORCE_COLOR": "1"}, RED),
        ({"FORCE_COLOR": "0"}, RED),
        ({"FORCE_COLOR": ""}, "red"),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, RED),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "red"),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, RED),
    ],
)
def test_colours_are_forced_in_a_pipe(
    variables: dict[str, str],
    shown: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    say(Text("red", "red"))
    assert capsys.readouterr().out == f"{shown}\n"


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({}, RED),
        ({"FORCE_COLOR": ""}, RED),
        ({"NO_COLOR": "1"}, "red"),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "red"),
        ({"TERM": "dumb"}, "red"),
    ],
)
def test_colours_on_a_terminal(
    variables: dict[str, str], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert on_a_terminal(Text("red", "red")) == f"{shown}\n"


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ("0", 80),
        ("1", 40),
        ("-5", 80),
        ("abc", 80),
        ("", 80),
        ("²", 80),
        ("9" * 5000, 80),
        ("9999999", 400),
        ("100", 100),
    ],
)
def test_a_width_that_nobody_could_read_is_not_taken(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", "²")
    assert terminal().width == width


def test_a_terminal_that_does_not_know_its_size_is_taken_for_one_of_80_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
    assert terminal().width == 80


@pytest.mark.parametrize("arguments", [["--help"], ["plan", "-h"], ["serve", "--help"]])
def test_help_has_the_colours_of_everything_else(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    plain = CliRunner().invoke(app, arguments).stdout
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = CliRunner().invoke(app, arguments).stdout
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain != coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert CliRunner().invoke(app, arguments).stdout == plain


@pytest.mark.parametrize("width", [1, 40, 80, 300])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_whole_at_any_width(name: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    words = CliRunner().invoke(app, [name, "--help"]).stdout.split()
    monkeypatch.setenv("COLUMNS", "80")
    assert words == CliRunner().invoke(app, [name, "--help"]).stdout.split()
    assert not [word for word in words if word.endswith("…") and word != "…"]
