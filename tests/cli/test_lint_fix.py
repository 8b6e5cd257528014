import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsplan import plan
from smsplan.catalogs import Catalog, Kind, read
from smsplan.catalogs.diff import diff
from tests.examples import FEW

from .conftest import Smsplan

DEAR = "Hello “friend”, " + "a" * 100
"""Two messages; with plain quotation marks one."""
CHEAP = DEAR.replace("“", '"').replace("”", '"')
TEXTS = st.text(st.sampled_from("ab “”’…\u200b\u00a0é́😀яçê{}~\t"), min_size=1).map(
    lambda text: text + "a" * (160 - len(text))
) | st.text(st.sampled_from("ab“…\u200b\u00a0é́😀"), min_size=60, max_size=75)
NAMES = st.sampled_from(["a.txt", "a.json", "a.po"])

laws = settings(
    FEW,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def catalogue(name: str, texts: list[str]) -> bytes:
    """Write the same texts as lines, JSON, .po or YAML."""
    match name.partition(".")[2]:
        case "json":
            text = json.dumps({"texts": texts}, ensure_ascii=False)
        case "po":
            text = "".join(
                f'msgid "{number}"\nmsgstr {json.dumps(text, ensure_ascii=False)}\n\n'
                for number, text in enumerate(texts)
            )
        case "yaml":
            text = "".join(f"- {json.dumps(text, ensure_ascii=False)}\n" for text in texts)
        case _:
            text = "".join(f"{text}\r\n" for text in texts)
    return text.encode()


def patched(before: bytes, difference: bytes) -> bytes:
    """Apply a unified diff of one file."""
    lines = before.split(b"\n")
    lines = [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    result: list[bytes] = []
    at = 0
    for row in _rows(difference)[2:]:
        if row.startswith(b"@@"):
            span = row.split(b" ")[1][1:].split(b",")
            start = int(span[0]) - (0 if span[1:] == [b"0"] else 1)
            result += lines[at:start]
            at = start
        elif row.startswith(b"+"):
            result.append(row[1:])
        else:
            assert lines[at] == row[1:]
            at += 1
            if row.startswith(b" "):
                result.append(row[1:])
    return b"".join(result + lines[at:])


def _rows(difference: bytes) -> list[bytes]:
    rows: list[bytes] = []
    for row in difference.split(b"\n")[:-1]:
        if row.startswith(b"\\"):
            rows[-1] = rows[-1].removesuffix(b"\n")
        else:
            rows.append(row + b"\n")
    return rows


def test_what_the_provider_replaces_is_not_written(smsplan: Smsplan) -> None:
    path = write("a.txt", DEAR + "\n" + "x" * 158 + "   \n")
    run = smsplan("lint", "--fix", "--provider", "twilio:smart_encoding=true", "a.txt")
    assert path.read_text("utf-8") == DEAR + "\n" + "x" * 158 + "\n"
    assert "fixed 1 text in 1 file, which saves 1 " in run.stderr
    assert run.exit_code == 0


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.po"])
def test_fix_changes_what_saves_and_nothing_else(smsplan: Smsplan, name: str) -> None:
    before = catalogue(name, ["“kept”, for it saves nothing", DEAR])
    path = write(name, before)
    run = smsplan("lint", "--fix", name)
    assert path.read_bytes() == before.replace(
        DEAR.encode(), CHEAP.replace('"', '"' if name == "a.txt" else '\\"').encode()
    )
    assert run.stderr == "smsplan: fixed 1 text in 1 file, which saves 1 segment\n"
    assert f"{name}:" in run.stdout  # the first text has findings still
    assert run.exit_code == 1


def test_all_fixed_is_status_0(smsplan: Smsplan) -> None:
    write("a.txt", DEAR)
    run = smsplan("lint", "--fix", "a.txt")
    assert run.stdout == "No findings in 1 file, 1 text, 1 segment.\n"
    assert run.exit_code == 0


@pytest.mark.slow
@given(NAMES, st.lists(TEXTS, min_size=1, max_size=3))
@laws
def test_fixing_twice_is_fixing_once(smsplan: Smsplan, name: str, texts: list[str]) -> None:
    path = write(name, catalogue(name, texts))
    smsplan("lint", "--fix", name)
    once = path.read_bytes()
    run = smsplan("lint", "--fix", name)
    assert path.read_bytes() == once
    assert run.stderr == ""
    assert "[*]" not in run.stdout


@pytest.mark.slow
@given(
    st.sampled_from(["", "--ignore=ENC003", "--select=ENC001,COST"]), st.lists(TEXTS, min_size=1)
)
@laws
def test_every_text_that_changes_needs_fewer_messages(
    smsplan: Smsplan, option: str, texts: list[str]
) -> None:
    arguments = ["lint", "--fix", *filter(None, [option]), "a.txt"]
    path = write("a.txt", "\n".join(texts))
    smsplan(*arguments)
    once = path.read_bytes()
    for before, after in zip(texts, once.decode().split("\n"), strict=True):
        assert before == after or plan(after).msg_count < plan(before).msg_count
    smsplan(*arguments)
    assert path.read_bytes() == once


@pytest.mark.slow
@given(NAMES, st.lists(TEXTS, min_size=1, max_size=3))
@laws
def test_the_difference_is_what_fix_changes(smsplan: Smsplan, name: str, texts: list[str]) -> None:
    before = catalogue(name, texts)
    path = write(name, before)
    shown = smsplan("lint", "--diff", name)
    assert path.read_bytes() == before
    smsplan("lint", "--fix", name)
    after = path.read_bytes()
    assert patched(before, shown.stdout_bytes) == after
    assert shown.exit_code == (before != after)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_difference_says_how_to_get_from_one_to_the_other(before: bytes, after: bytes) -> None:
    difference = diff("a.txt", before, after)
    assert bool(difference) == (before != after)
    assert patched(before, difference) == after if difference else before == after


def test_yaml_is_shown_but_not_written(smsplan: Smsplan) -> None:
    before = catalogue("a.yaml", [DEAR])
    path = write("a.yaml", before)
    run = smsplan("lint", "--diff", "a.yaml")
    assert json.dumps(CHEAP) in run.stdout
    assert run.exit_code == 1
    run = smsplan("lint", "--fix", "a.yaml")
    assert path.read_bytes() == before
    assert run.exit_code == 1
    assert "--fix" not in run.stdout


def test_diff_with_fix_changes_nothing(smsplan: Smsplan) -> None:
    path = write("a.txt", DEAR)
    run = smsplan("lint", "--fix", "--diff", "a.txt")
    assert run.stdout.splitlines() == [
        "--- a.txt",
        "+++ a.txt",
        "@@ -1 +1 @@",
        f"-{DEAR}",
        r"\ No newline at end of file",
        f"+{CHEAP}",
        r"\ No newline at end of file",
    ]
    assert run.stderr == "smsplan: would fix 1 text in 1 file, which saves 1 segment\n"
    assert path.read_text("utf-8") == DEAR


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a b.txt", b"a b.txt\t"),
        ("a\tb.txt", b'"a\\011b.txt"'),
        ('"é.txt', b'"\\042\\303\\251.txt"'),
    ],
)
def test_names_in_a_difference_are_such_as_patch_reads(name: str, shown: bytes) -> None:
    before, after, *_ = diff(name, b"a\n", b"b\n").splitlines()
    assert (before, after) == (b"--- " + shown, b"+++ " + shown)


def test_standard_input_comes_out_fixed(smsplan: Smsplan) -> None:
    run = smsplan("lint", "--fix", "-", stdin=f"“kept”\r\n{DEAR}\n")
    assert run.stdout_bytes == f"“kept”\r\n{CHEAP}\n".encode()
    assert "<stdin>:1:1: ENC001" in run.stderr
    assert "fixed 1 text" in run.stderr
    assert run.exit_code == 1
    run = smsplan("lint", "--diff", stdin=DEAR + "\n")
    assert run.stdout.startswith("--- <stdin>\n+++ <stdin>\n@@ -1 +1 @@\n-Hello “")


def test_standard_input_that_cannot_be_read_comes_out_as_it_is(smsplan: Smsplan) -> None:
    run = smsplan("lint", "--fix", "-", stdin=b"a\xff\n")
    assert run.stdout_bytes == b"a\xff\n"
    assert run.exit_code == 2


def test_what_is_not_reported_is_not_fixed(smsplan: Smsplan) -> None:
    text = "“Hi” \u200b" + "a" * 80 + "\n"
    path = write("a.txt", text)
    smsplan("lint", "--fix", "--ignore", "ENC003,COST005", "a.txt")
    assert path.read_text("utf-8") == text  # the invisible character would keep it in UCS-2
    smsplan("lint", "--fix", "a.txt")
    assert plan(path.read_text("utf-8").rstrip("\n")).msg_count == 1


def test_a_line_is_not_fixed_by_breaking_it(smsplan: Smsplan) -> None:
    broken = DEAR + "\u2028" + "b"
    path = write("a.txt", "".join(f"{text}\n" for text in (DEAR, broken, DEAR)))
    run = smsplan("lint", "--fix", "a.txt")
    assert path.read_text("utf-8") == f"{CHEAP}\n{broken}\n{CHEAP}\n"
    assert run.stderr == "smsplan: fixed 2 texts in 1 file, which saves 2 segments\n"
    assert "fixable" not in run.stdout
    assert run.exit_code == 1


def test_what_the_file_cannot_hold_is_named_and_the_rest_is_fixed(smsplan: Smsplan) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n'
    entries = [
        f'\nmsgid "{at}"\nmsgstr "{sign} {"a" * 70}"\n' for at, sign in enumerate("\x80\xb4")
    ]
    path = write("a.po", "".join([header, *entries]).encode("latin-1"))
    run = smsplan("lint", "--fix", "a.po")
    fixed = "".join([header, entries[0], entries[1].replace("\xb4", "'")])
    assert path.read_text("latin-1") == fixed
    first, second = run.stderr.splitlines()
    assert first == "smsplan: a.po:5:9: not fixed: U+20AC cannot be written in ISO8859-1"
    assert second == "smsplan: fixed 1 text in 1 file, which saves 1 segment"
    assert run.exit_code == 2


def test_the_ends_of_the_strings_of_a_catalogue_are_left(smsplan: Smsplan) -> None:
    content = f'msgid "a\\n"\nmsgstr "{"a" * 160}\\n"\n'
    path = write("a.po", content)
    assert "COST004" in smsplan("lint", "--fix", "a.po").stdout
    assert path.read_text("utf-8") == content


def test_what_changes_the_spelling_is_left_to_people(smsplan: Smsplan) -> None:
    text = "“Fête” " + "a" * 80
    path = write("a.txt", text)
    run = smsplan("lint", "--fix", "a.txt")
    assert "fix by hand (unsafe): 'ê' -> 'e'" in run.stdout
    assert path.read_text("utf-8") == text


def test_what_would_be_changed_in_yaml_is_not_written_and_said(smsplan: Smsplan) -> None:
    pytest.importorskip("yaml", reason="the extra catalogs is not installed")
    text = f'a: "{DEAR}"\n'
    path = write("a.yaml", text)
    run = smsplan("lint", "--fix", "a.yaml")
    note = "not fixed, for YAML is not written; --diff shows what to change"
    assert run.stderr == f"smsplan: a.yaml: {note}\n"
    assert path.read_text("utf-8") == text
    assert smsplan("lint", "--fix", str(write("b.yaml", "a: plain\n"))).stderr == ""


def test_of_a_file_that_is_not_there_that_is_said(smsplan: Smsplan) -> None:
    run = smsplan("lint", "Your parcel “waits”")
    assert run.stderr == "smsplan: Your parcel “waits”: No such file or directory\n"
    assert run.exit_code == 2


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.po"])
def test_a_file_is_read_twice_at_most(
    smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    readings = []

    def counting(content: bytes, kind: Kind) -> Catalog:
        readings.append(content)
        return read(content, kind)

    monkeypatch.setattr("smsplan.catalogs.catalog.read", counting)
    monkeypatch.setattr("smsplan.cli.lint_run.read", counting)
    for most in (2, 1):  # what needs no fix is not read again
        write(name, catalogue(name, [DEAR if most > 1 else CHEAP]))
        assert smsplan("lint", "--fix", name).exit_code == 0
        assert len(readings) == most
        readings.clear()
