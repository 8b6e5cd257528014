"""Check that sdist and wheel hold the package, docs and tests, and nothing else."""

import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

DOCUMENTS = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}
BUILD = {"pyproject.toml", "PKG-INFO", ".gitignore"}  # hatchling adds them to every sdist
FOLDERS = {"smsplan", "tests", "docs", "examples", "requirements"}
SUFFIXES = {
    *(".py", ".typed", ".toml", ".json", ".csv", ".txt", ".md"),
    *(".html", ".css", ".js", ".svg", ".png"),
}
NEEDED = {
    *("smsplan/__init__.py", "smsplan/py.typed", "smsplan/web/page/index.html"),
    *("smsplan/gsm7/charts/default.txt", "smsplan/providers/facts/twilio.toml"),
    *(f"smsplan/destinations/countries/{name}" for name in ("countries.csv", "changes.toml")),
}


def check(members: list[PurePosixPath], files: set[str], folders: set[str]) -> None:
    """Exit with the names of members that should not be there, or are missing."""
    strangers = [
        str(member)
        for member in members
        if str(member) not in files
        and not (member.parts[0] in folders and member.suffix in SUFFIXES)
    ]
    missing = (files | NEEDED) - set(map(str, members))
    if strangers or missing:
        sys.exit(f"should not be there: {strangers}; missing: {sorted(missing)}")


def main(folder: Path) -> None:
    """Check the one sdist and the one wheel of a folder."""
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [PurePosixPath(member.name) for member in archive if member.isfile()]
    check([PurePosixPath(*name.parts[1:]) for name in names], DOCUMENTS | BUILD, FOLDERS)

    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = [PurePosixPath(name) for name in archive.namelist()]
    own = [name for name in names if not name.parts[0].endswith(".dist-info")]
    check(own, set(), {"smsplan"})
    metadata = {str(PurePosixPath(*name.parts[1:])) for name in names if name not in own}
    if metadata != {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}:
        sys.exit(f"unexpected metadata: {sorted(metadata)}")
    sys.stdout.write(f"{sdist.name} and {wheel.name}: nothing but the package, docs and tests\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
