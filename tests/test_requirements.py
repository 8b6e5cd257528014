"""What a fresh clone installs is locked, and what is locked is what ``pyproject.toml`` asks for."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from importlib.metadata import packages_distributions
from itertools import groupby
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKED = ["test", "dev"]
LOADED_BY_OTHERS = {
    "fixture.py": {"pytest"},
    "shapes.py": {"pydantic", "pydantic_core"},
    "fields.py": {"pydantic_core"},
    "msisdn.py": {"pydantic_core"},
    "sender.py": {"pydantic_core"},
}
"""What pytest and pydantic have loaded before they call us, so that nobody lacks it."""
PYTHONS = ["3.11.0", "3.12.0", "3.13.0"]


def needs(extra: str) -> Iterator[Requirement]:
    """Walk what an extra asks for, and the extras of smsplan that it names."""
    for line in PROJECT["optional-dependencies"][extra]:
        requirement = Requirement(line)
        if requirement.name == PROJECT["name"]:
            for other in requirement.extras:
                yield from needs(other)
        else:
            yield requirement


def locked(name: str, python: str) -> dict[str, str]:
    """Find the version of each package that is installed on a Python."""
    environment: dict[str, str | AbstractSet[str]] = {
        **{name: str(value) for name, value in default_environment().items()},
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
    }
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    found = [Requirement(line) for line in lines if not line.startswith("#")]
    held = [each for each in found if each.marker is None or each.marker.evaluate(environment)]
    for package, several in groupby(sorted(each.name for each in held)):
        assert len(list(several)) == 1, package
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in held}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("extra", LOCKED)
def test_every_range_holds_the_version_that_is_locked(extra: str, python: str) -> None:
    versions = locked(extra, python)
    asked = [*map(Requirement, PROJECT["dependencies"]), *needs(extra)]
    assert {canonicalize_name(each.name) for each in asked} <= versions.keys()
    assert [
        str(each)
        for each in asked
        if not each.specifier.contains(versions[canonicalize_name(each.name)], prereleases=True)
    ] == []


@pytest.mark.parametrize("python", PYTHONS)
def test_the_quick_tests_run_with_what_all_tests_run_with(python: str) -> None:
    assert locked("test", python).items() <= locked("dev", python).items()


@pytest.mark.slow
def test_what_the_package_imports_is_declared() -> None:
    extras = PROJECT["optional-dependencies"].keys() - {"test", "dev", "benchmarks"}
    asked = list(map(Requirement, PROJECT["dependencies"]))
    asked += [each for extra in extras for each in needs(extra)]
    declared = {canonicalize_name(each.name) for each in asked}
    distributions = packages_distributions()
    for path in (ROOT / "smsplan").rglob("*.py"):
        for package in imported(path) - LOADED_BY_OTHERS.get(path.name, set()):
            (distribution, *_) = distributions.get(package, [package])
            assert canonicalize_name(distribution) in declared, f"{path} imports {package}"


def imported(path: Path) -> set[str]:
    """Name the packages of others that a module imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    packages = {name.partition(".")[0] for name in names}
    return packages - sys.stdlib_module_names - {"smsplan"}
