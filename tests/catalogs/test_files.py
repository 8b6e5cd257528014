from pathlib import Path

import pytest

from smsplan.catalogs import Choice, Matched, Target, choose, match


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("sms/a.txt", "sms/b.md", "other/c.po"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).touch()
    return tmp_path


def files(choice: Choice) -> list[str]:
    return [target.file for target in choice.targets]


def test_patterns_match_files_each_by_one_name(folder: Path) -> None:
    found = match(folder, ["sms/*", "none/*", "**/*.txt"])
    assert list(found.files.values()) == ["sms/a.txt", "sms/b.md"]
    assert found.unmatched == ("none/*",)
    with pytest.raises(ValueError, match="is not a pattern relative to"):
        match(folder, ["/etc/*"])
    for itself in ("", ".", "./"):
        with pytest.raises(ValueError, match="is not a pattern relative to"):
            match(folder, [itself])


def test_with_nothing_named_all_that_matches_is_meant_as_far_as_it_is_read(folder: Path) -> None:
    choice = choose(None, match(folder, ["sms/*"]))
    assert (files(choice), choice.unread) == (["sms/a.txt"], ("sms/b.md",))
    assert files(choose(None, match(folder, ["sms/*"], are_text=True))) == ["sms/a.txt", "sms/b.md"]


def test_a_folder_stands_for_what_matches_in_it(folder: Path) -> None:
    matched = match(folder, ["sms/*", "other/*"])
    assert files(choose(["other", "sms"], matched)) == ["other/c.po", "sms/a.txt"]
    empty = choose(["sms", "."], match(folder, ["sms/*.md"])).empty
    assert empty == {"sms": ("sms/b.md",), ".": ("sms/b.md",)}


def test_what_matches_nothing_may_be_left_out(folder: Path) -> None:
    choice = choose(["sms/a.txt", "other/c.po"], match(folder, ["sms/*"]), only_matched=True)
    assert (files(choice), choice.unmatched) == (["sms/a.txt"], ("other/c.po",))


def test_a_file_is_taken_once_by_its_first_name() -> None:
    choice = choose(["sms/../sms/a.txt", "sms/a.txt", "-"], Matched(), is_text=True)
    assert choice.targets == (Target("sms/../sms/a.txt", is_text=True), Target("-", is_text=True))
