"""What is said where the libraries of the extra are not there, or do not work."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from smsplan import MissingExtraError

PROGRAM = """
import importlib
import sys

from smsplan import MissingExtraError

for place in sys.argv[1:]:
    module, name = place.split(":")
    try:
        getattr(importlib.import_module(module), name)
    except MissingExtraError as error:
        print(error)
"""


def said(folder: Path, *places: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *places],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join([os.fspath(folder), *sys.path])},
    )
    return done.stdout.splitlines()


@pytest.mark.process
@pytest.mark.parametrize(
    ("numba", "reason"),
    [
        ("raise ImportError('Numba needs NumPy 2.4 or less')", " (Numba needs NumPy 2.4 or less)"),
        ("import not_there", " (No module named 'not_there')"),
        ("raise ModuleNotFoundError('it is gone', name='numba')", ""),
    ],
)
def test_the_cause_is_told_where_it_is_more_than_a_missing_library(
    tmp_path: Path, numba: str, reason: str
) -> None:
    (tmp_path / "numba.py").write_text(numba, "utf-8")
    assert said(tmp_path, "smsplan.columns:plan_array", "smsplan.campaign:preview") == [
        f"{module} needs an extra: pip install 'smsplan[bulk]', or in a checkout '.[bulk]'{reason}"
        for module in ("smsplan.columns", "smsplan.campaign")
    ]


def test_the_cause_of_a_cause_is_told() -> None:
    within, error = (
        MissingExtraError("bulk", "smsplan.columns"),
        MissingExtraError("spark", "smsplan.spark"),
    )
    within.__cause__, error.__cause__ = ImportError("it is broken"), within
    assert str(error) == (
        "smsplan.spark needs an extra: pip install 'smsplan[spark]'"
        ", or in a checkout '.[spark]' (it is broken)"
    )


@pytest.mark.parametrize("room", ["columns", "campaign"])
def test_what_is_loaded_when_it_is_first_used_is_all_that_there_is(room: str) -> None:
    package = importlib.import_module(f"smsplan.{room}")
    for name in package.__all__:
        assert getattr(package, name).__name__ == name
    with pytest.raises(AttributeError, match=rf"^module 'smsplan.{room}' has no attribute 'nam'$"):
        package.nam  # noqa: B018 - that it raises
