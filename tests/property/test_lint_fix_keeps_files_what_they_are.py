"""What lint --fix writes back parses as before, and says the same but for the messages it fixed.

The readers are those of other projects: json, Babel's and PyYAML's.
"""

import json
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from babel.messages import pofile
from babel.messages.catalog import Catalog
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from smsplan import plan
from smsplan.cli.app import app
from tests.catalogs.documents import FILES, Document, yaml_files

DEAR = "Hello “friend”, " + "a" * 100
"""Two messages; with plain quotation marks one."""
TEXTS = st.one_of(
    st.text("ab “”’…\u200bé😀\"'\\{}%s\t", max_size=30),
    st.text("ab “”’…é\"'\\{}", min_size=1, max_size=9).map(lambda text: text + "a" * 100),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXTS, TEXTS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
)
NAMES = st.sampled_from(
    ["a.arb", "a.xcstrings", "strings.xml", "a.strings", "a.xlf", "a.toml", "a.py", "a.php", "a"]
)

laws = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def fixed(name: str, content: bytes) -> bytes:
    path = Path(name)
    path.write_bytes(content)
    CliRunner().invoke(app, ["lint", "--fix", name])
    return path.read_bytes()


def assert_same_but_fixed(before: object, after: object) -> None:
    """Whatever is no string is the same, and a string that differs needs fewer segments."""
    assert type(before) is type(after)
    if isinstance(before, dict) and isinstance(after, dict):
        assert list(before) == list(after)
        before, after = list(before.values()), list(after.values())
    if isinstance(before, list | tuple) and isinstance(after, list | tuple):
        assert len(before) == len(after)
        for each, again in zip(before, after, strict=True):
            assert_same_but_fixed(each, again)
    elif isinstance(before, str) and isinstance(after, str) and before != after:
        assert plan(after).msg_count < plan(before).msg_count
    elif not isinstance(before, list | tuple):
        assert before == after


@given(VALUES, st.sampled_from([json.dumps, partial(json.dumps, ensure_ascii=False, indent=2)]))
@example([DEAR, {DEAR: DEAR}], json.dumps)
@laws
def test_json(value: object, dumps: Callable[[object], str]) -> None:
    content = dumps(value).encode()
    assert_same_but_fixed(value, json.loads(fixed("a.json", content)))


ENTRIES = st.lists(
    st.tuples(st.one_of(TEXTS, st.just(DEAR)), st.one_of(TEXTS, st.just(DEAR)), st.booleans()),
    max_size=4,
)


@given(ENTRIES, st.sampled_from([0, 76]))
@example([("x", DEAR, True), ("y", DEAR, False)], 76)
@laws
def test_po(entries: list[tuple[str, str, bool]], width: int) -> None:
    catalog = Catalog(locale="da")
    for identifier, string, plural in entries:
        if identifier:
            forms = (identifier, f"{identifier}s") if plural else identifier
            catalog.add(forms, (string, string) if plural else string, locations=[("a.py", 1)])
    written = BytesIO()
    pofile.write_po(written, catalog, width=width)

    def read(content: bytes) -> list[list[object]]:
        entries = pofile.read_po(BytesIO(content), locale="da", abort_invalid=True)
        return [[each.id, [each.string], each.flags, each.locations] for each in entries]

    before = read(written.getvalue())
    after = read(fixed("a.po", written.getvalue()))
    assert [each[0] for each in before] == [each[0] for each in after]
    assert_same_but_fixed([each[1] for each in before], [each[1] for each in after])


@given(VALUES, st.sampled_from([None, "|", "'", '"']))
@example([DEAR, {"a": DEAR}], None)
@laws
def test_yaml_is_not_written(value: object, style: str | None) -> None:
    content = yaml.safe_dump(value, allow_unicode=True, default_style=style).encode()
    assert fixed("a.yaml", content) == content


@given(NAMES, st.one_of(FILES, yaml_files()))
@example("a.arb", None)
@laws
def test_files_of_other_kinds_are_not_written(name: str, document: Document | None) -> None:
    content = document.content() if document else f'{{"hi": "{DEAR}"}}'.encode()
    assert fixed(name, content) == content
