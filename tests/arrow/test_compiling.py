"""Machine code is cached where there is a place for it, and made anew where there is none."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import numba.core.caching

{before}
import pyarrow as pa

from smsplan.arrow import plan_array

print(plan_array(pa.array(["a" * 152 + "€" + "a" * 152])).to_pylist())
"""
NO_PLACE = """
for locator in numba.core.caching.CacheImpl._locator_classes:
    locator.from_function = classmethod(lambda *_: None)
"""
NO_SPACE = """
def save(*_):
    raise OSError(28, "No space left on device")

numba.core.caching.IndexDataCacheFile._save_data = save
"""
ANSWER = "[{'encoding': 'GSM-7', 'chars_count': 306, 'msg_count': 3}]\n"


def run(cache: Path, before: str = "") -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM.format(before=before)],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"NUMBA_CACHE_DIR": os.fspath(cache), "PYTHONUTF8": "1"},
    )
    assert (done.stdout, done.stderr) == (ANSWER, "")


def test_a_missing_folder_is_made_and_the_next_process_finds_the_code(tmp_path: Path) -> None:
    cache = tmp_path / "not" / "there"
    run(cache)
    compiled = {path: path.stat().st_mtime_ns for path in cache.rglob("*.nb*")}
    assert compiled
    run(cache)
    assert compiled == {path: path.stat().st_mtime_ns for path in cache.rglob("*.nb*")}


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run(tmp_path / "file" / "cache")


def test_without_any_place_for_it_the_code_is_compiled_anew() -> None:
    run(Path("unused"), NO_PLACE)


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, NO_SPACE)
