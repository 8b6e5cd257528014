import json

import pytest

from smsplan import Field, Finding, Profile, Safety, plan
from smsplan.catalogs import Checked, Kind, LintSettings, check, read
from smsplan.templates import Syntax

DEAR = "Hello “friend”, " + "a" * 100
"""Two messages; with plain quotation marks one."""


def checked(content: str, kind: Kind, settings: LintSettings | None = None) -> Checked:
    return check(read(content.encode(), kind), settings or LintSettings())


def codes(found: Checked) -> list[str]:
    return [each.finding.code for each in found.located]


def test_what_is_found_has_its_place_and_what_fixes_it() -> None:
    found = checked(f"fine\n{DEAR}\n", Kind.LINES)
    assert (found.texts, found.msg_count, found.fixed_msg_count) == (2, 3, 2)
    (change,) = [found.changes[1]]
    assert (len(change.edits), change.saved) == (2, 1)
    first = next(each for each in found.located if each.finding.code == "ENC001")
    assert (first.index, first.start.line, first.start.column, first.end.column) == (1, 2, 7, 8)
    assert first.fixable


def test_what_is_only_shown_is_not_counted_as_fixed() -> None:
    found = checked(f"- {json.dumps(DEAR)}\n", Kind.YAML)
    assert list(found.changes) == [0]
    assert (found.msg_count, found.fixed_msg_count) == (2, 2)
    assert not any(each.fixable for each in found.located)


def test_the_library_says_nothing_of_options() -> None:
    (found,) = checked("Hi {{name}}\n", Kind.LINES).located
    assert found.finding.code == "DEL004"
    assert "--" not in found.finding.message


def test_keys_that_match_nothing_are_told() -> None:
    settings = LintSettings(keys=("sms.*", "none.*"))
    found = checked(json.dumps({"sms": {"a": "x"}, "b": DEAR}), Kind.JSON, settings)
    assert (found.texts, found.unmatched) == (1, frozenset({"none.*"}))
    assert checked("x\n", Kind.LINES, settings).unmatched is None


def test_templates_have_fields_and_no_count() -> None:
    settings = LintSettings(syntax=Syntax.FORMAT, fields={"name": Field(5), "other": Field(5)})
    found = checked("Hi {name}\nHi {who}\nHi {\n", Kind.LINES, settings)
    assert found.fields == {"name", "who"}
    assert (found.msg_count, found.fixed_msg_count, found.changes) == (None, None, {})
    assert codes(found) == ["TPL002", "TPL000"]


@pytest.mark.parametrize(("ignored", "left"), [("ENC", 0), ("COST", 2), ("non-gsm-character", 0)])
def test_a_comment_silences_and_keeps_from_change(ignored: str, left: int) -> None:
    entry = f'# smsplan: ignore[{ignored}, COST]\nmsgid "a"\nmsgstr "{DEAR}"\n'
    found = checked(entry, Kind.PO)
    assert len(found.located) == left
    assert bool(found.changes) == bool(left)


def test_edits_of_a_change_are_those_of_safe_fixes() -> None:
    found = checked(DEAR, Kind.WHOLE, LintSettings(Profile(reference_bits=16)))
    (change,) = found.changes.values()
    fixes = [each.finding.fix for each in found.located if isinstance(each.finding, Finding)]
    edits = {edit for fix in fixes if fix and fix.safety is Safety.SAFE for edit in fix.edits}
    assert set(change.edits) <= edits
    assert plan(DEAR).msg_count - change.saved == 1
