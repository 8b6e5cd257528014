"""Machine code is cached where there is a place for it, and made anew where there is none."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread, current_thread

import pytest

from smsplan.columns import compiling
from smsplan.columns.compiling import compiled

PLANS = """
import pyarrow as pa

from smsplan.columns import plan_array

print(plan_array(pa.array(["a" * 152 + "€" + "a" * 152])).to_pylist())
"""
SMALL = """
import numpy as np

from smsplan.columns.msisdn_kernel import pack

packed = np.empty(3, np.uint8)
pack(np.array([[1, 2, 3]], np.uint8), np.array([0, 3], np.int32), packed)
print(packed.tolist())
"""
LOADED = """
import sys

print([name for name in ("regex", "smsplan.columns.split_kernel", "smsplan.columns.shift_kernel")
       if name in sys.modules])
"""
NO_PLACE = """
import numba.core.caching

for locator in numba.core.caching.CacheImpl._locator_classes:
    locator.from_function = classmethod(lambda *_: None)
"""
NO_SPACE = """
import numba.core.caching

def save(*_):
    raise OSError(28, "No space left on device")

numba.core.caching.IndexDataCacheFile._save_data = save
"""
ANSWERS = {
    PLANS: "[{'encoding': 'GSM-7', 'chars_count': 306, 'msg_count': 3}]\n",
    SMALL: "[1, 2, 3]\n",
}
ANSWERS[PLANS + LOADED] = ANSWERS[PLANS] + "[]\n"


def run(cache: Path, program: str = PLANS, before: str = "", **environment: str) -> None:
    environment |= {"NUMBA_CACHE_DIR": os.fspath(cache), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", before + program],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | environment,
    )
    assert (done.stdout, done.stderr) == (ANSWERS[program], "")


@pytest.mark.slow
def test_a_missing_folder_is_made_and_the_next_process_finds_the_code(tmp_path: Path) -> None:
    cache = tmp_path / "not" / "there"
    run(cache)
    compiled = {path: path.stat().st_mtime_ns for path in cache.rglob("*.nb*")}
    assert compiled
    run(cache)
    assert compiled == {path: path.stat().st_mtime_ns for path in cache.rglob("*.nb*")}


@pytest.mark.slow
def test_the_default_profile_loads_no_kernel_of_others(tmp_path: Path) -> None:
    run(tmp_path, PLANS + LOADED)
    assert not [path for path in tmp_path.rglob("*.nbi") if "plan_rows" not in path.name]


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run(tmp_path / "file" / "cache")


@pytest.mark.slow
def test_without_any_place_for_it_the_code_is_compiled_anew() -> None:
    run(Path("unused"), before=NO_PLACE)


@pytest.mark.slow
def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, before=NO_SPACE)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cache")
    run(path, SMALL)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("damage", [slice(50), slice(50, None)])
@pytest.mark.parametrize("kind", ["nbi", "nbc"])
def test_a_damaged_cache_is_written_again(cache: Path, kind: str, damage: slice) -> None:
    (file,) = cache.rglob(f"*pack*.{kind}")
    whole = file.read_bytes()
    file.write_bytes(whole[damage])
    run(cache, SMALL)
    (file,) = cache.rglob(f"*pack*.{kind}")
    assert file.stat().st_size > len(whole) // 2
    assert file.read_bytes() != whole[damage]


@pytest.mark.slow
def test_what_is_not_compiled_wraps_around_without_a_word(tmp_path: Path) -> None:
    run(tmp_path, NUMBA_DISABLE_JIT="1")
    assert not list(tmp_path.iterdir())


def test_what_goes_wrong_within_is_raised() -> None:
    with pytest.raises(Exception, match="No implementation of function"):
        _add_nothing("1")


@compiled
def _add_nothing(number: object) -> object:
    return number + None  # type: ignore[operator] # is what numba refuses


def test_a_kernel_is_compiled_where_no_signal_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Thread] = []
    kernel = (lambda: ran.append(current_thread())), None
    monkeypatch.setattr(compiling, "_started", lambda *_: kernel)
    call = compiled(print)
    call()
    call()
    compiled_in, then_in = ran
    assert (compiled_in is current_thread(), then_in is current_thread()) == (False, True)
