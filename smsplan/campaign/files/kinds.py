"""Which files there are, and of which kind each is."""

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NoReturn

from smsplan.campaign.files.rows import Kind
from smsplan.display import did_you_mean
from smsplan.errors import FileError
from smsplan.files import refusal

_SUFFIXES: Final = {
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".txt": Kind.CSV,
    ".ndjson": Kind.NDJSON,
    ".jsonl": Kind.NDJSON,
    ".parquet": Kind.PARQUET,
    ".pq": Kind.PARQUET,
    ".arrow": Kind.ARROW,
    ".arrows": Kind.ARROW,
    ".ipc": Kind.ARROW,
    ".feather": Kind.ARROW,
}
FILE_OF_ARROW: Final = b"ARROW1"
_BEGINNINGS: Final = (
    (b"PAR1", Kind.PARQUET),
    (FILE_OF_ARROW, Kind.ARROW),
    (b"\xff\xff\xff\xff", Kind.ARROW),
    (b"{", Kind.NDJSON),
    (b"\xef\xbb\xbf{", Kind.NDJSON),
)
_ARRAY: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*[{\[\]]")


def kind_of(name: str, head: bytes, said: Kind | None) -> Kind:
    """Return of which kind a file is: as was said, as its name ends, or as it begins.

    Raises :class:`FileError` for one that begins as what has no rows.
    """
    if why := refusal(head):
        refuse(name, why)
    if _ARRAY.match(head):
        refuse(name, "it is a JSON array; write an object a line, as jq -c '.[]' does")
    begins = (kind for mark, kind in _BEGINNINGS if head.startswith(mark))
    return said or _SUFFIXES.get(Path(name).suffix.lower()) or next(begins, Kind.CSV)


def expanded(path: str, kind: Kind | None) -> list[str]:
    """List the files of a folder, in order; a file stands for itself.

    Raises :class:`FileError` where there are none, or of several kinds.
    """
    if not path:
        raise FileError("the name of the file is empty")
    try:
        is_there = Path(path).exists()
    except OSError as error:  # a folder that may not be looked into, a name that is too long
        refuse(path, error.strerror or str(error))
    if not is_there:
        folder = Path(path).parent
        there = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 - names alone
        near = [str(folder / name) for name in get_close_matches(Path(path).name, there, 1)]
        raise FileError(f"there is no file {path}{did_you_mean(near)}")
    if not Path(path).is_dir():
        return [path]
    files = [
        each for each in sorted(Path(path).iterdir()) if each.is_file() and each.name[0] not in "._"
    ]
    if not files:
        refuse(path, "there is no file in the folder")
    kinds = {kind or _SUFFIXES.get(each.suffix.lower()): each for each in files}
    if len(kinds) > 1:
        names = " and ".join(each.name for each in list(kinds.values())[:2])
        refuse(path, f"the folder has files of several kinds, such as {names}; give one file")
    if None in kinds:
        why = f"{path}: nothing says what {files[0].name} is; say it, as with"
        raise FileError(why, "kind", "csv")
    return [str(each) for each in files]


def refuse(name: str, why: str) -> NoReturn:
    """Raise :class:`FileError` for a file that cannot be used."""
    raise FileError(f"{name}: {why}")
