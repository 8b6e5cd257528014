import subprocess
import sys

import pytest

from smsplan.wire import decode
from tests.paths import ROOT

from . import fuzz


def test_some_thousand_inputs_end_as_they_should() -> None:
    ends = fuzz.run(6_000, seed=1)
    assert sum(ends.values()) == 6_000
    # Inputs that never decode, or always do, would find nothing.
    assert min(ends.values()) > 300
    assert set(ends) == {"decoded", "decoded, with findings", "DecodeError"}


def test_the_same_seed_makes_the_same_inputs() -> None:
    assert list(fuzz.inputs(50, seed=2)) == list(fuzz.inputs(50, seed=2))
    assert list(fuzz.inputs(50, seed=2)) != list(fuzz.inputs(50, seed=3))


def test_what_is_found_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tpdu: bytes, *, smsc: bool) -> object:
        decode(tpdu, smsc=smsc)
        raise ZeroDivisionError

    monkeypatch.setattr(fuzz, "decode", broken)
    with pytest.raises(ZeroDivisionError) as caught:
        fuzz.run(100, seed=1)
    (note,) = caught.value.__notes__
    assert note.startswith("input ")


@pytest.mark.process
def test_the_command_counts_how_inputs_ended() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.wire.fuzz", "200", "7"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    first, *rest = run.stdout.splitlines()
    assert first.startswith("200 inputs of seed 7 in ")
    assert sum(int(line.split()[0]) for line in rest) == 200
