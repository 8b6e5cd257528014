"""A file is replaced at once, or nothing of the attempt is left."""

import os
import stat
from pathlib import Path

import pytest

from smsplan import files


def test_a_signal_just_after_the_file_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    original = os.open

    def interrupted(path: str, flags: int, mode: int = 0o777) -> int:
        os.close(original(path, flags, mode))
        made.extend(tmp_path.iterdir())
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "open", interrupted)
    with pytest.raises(KeyboardInterrupt), files.beside(tmp_path / "plans.csv"):
        pass
    assert [path.name.startswith(".plans.csv.") for path in made] == [True]
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_done_is_nobody_else_s_to_read(tmp_path: Path) -> None:
    with files.beside(tmp_path / "plans.csv") as (stream, temporary):
        stream.write(b"secret")
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == []
