"""``[tool.smsplan]`` of ``pyproject.toml``: what the command line need not repeat."""

import json
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final, Literal, cast

import msgspec
from msgspec import Meta, Struct

from smsplan.display import did_you_mean
from smsplan.files import read_file
from smsplan.planning import Boundary
from smsplan.templates import Charset, Field, Syntax

FILE: Final = "pyproject.toml"


class FieldTable(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What is known of a field of the templates: ``{max-length = 20, charset = "latin"}``."""

    max_length: Annotated[int, Meta(ge=0)]
    min_length: Annotated[int, Meta(ge=0)] = 0
    charset: Charset = Charset.ANY

    def field(self) -> Field:
        """Make the field. Raises ``ValueError`` where it can have no value."""
        return Field(self.max_length, self.charset, self.min_length)


class Configuration(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The keys of ``[tool.smsplan]``; ``None`` is a key that is not there."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    max_messages: Annotated[int, Meta(ge=1)] | None = None
    boundary: Boundary | None = None
    reference_bits: Literal[8, 16] | None = None
    languages: tuple[str, ...] | None = None
    provider: str | None = None
    template: Syntax | None = None
    fields: dict[str, FieldTable | str] | None = None
    keys: tuple[str, ...] | None = None
    whole: bool | None = None
    files: tuple[str, ...] | None = None


EMPTY: Final = Configuration()
_ELSEWHERE: Final = {
    "max-segments": "max-messages",
    "max_segments": "max-messages",
    "syntax": "template",
}
"""What Python, or another command, calls a key."""
_UNKNOWN: Final = re.compile("unknown field `(.*?)`")
"""What msgspec says of a key of a table in the table."""
_CODES: Final = 'a list of codes, prefixes or names, such as ["ENC", "split-url"]'
EXPECTED: Final = {
    "select": _CODES,
    "ignore": _CODES,
    "max-messages": "a number, 1 or more",
    "boundary": "one of " + ", ".join(boundary for boundary in Boundary),
    "reference-bits": "8 or 16",
    "languages": 'a list of names, such as ["turkish"]',
    "provider": 'a name with options, such as "twilio:smart_encoding=true"',
    "template": "one of " + ", ".join(syntax for syntax in Syntax),
    "fields": 'a table, such as name = "20:latin" or name = {max-length = 20, charset = "latin"},'
    " with min-length too; charsets are " + ", ".join(charset for charset in Charset),
    "keys": 'a list of patterns, such as ["sms.*"]',
    "whole": "true or false",
    "files": 'a list of patterns, such as ["locale/**/*.po"]',
}
"""What each key takes, in words."""


class Found(Struct, frozen=True):
    """A configuration, and the folder that its ``files`` are relative to."""

    configuration: Configuration
    folder: Path


def find(folder: Path) -> Found:
    """Read the nearest ``pyproject.toml``, from a folder upwards, that has ``[tool.smsplan]``.

    Where there is none the configuration is empty.  Raises ``ValueError`` that
    names the file, the key and what it takes, ``OSError`` for a file that
    cannot be read.
    """
    for place in (folder, *folder.parents):
        path = place / FILE
        if path.is_file():
            table = _table(path)
            if table is not None:
                return Found(_configuration(path, table), place)
    return Found(EMPTY, folder)


def _table(path: Path) -> dict[str, object] | None:
    try:
        content: object = tomllib.loads(read_file(path).decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 at octet {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: not TOML: {error}") from None
    for name in ("tool", "smsplan"):
        if not isinstance(content, dict) or name not in content:
            return None
        content = content[name]
    if not isinstance(content, dict):
        message = f"{path}: tool.smsplan is a table: [tool.smsplan]"
        raise ValueError(message)  # noqa: TRY004 - as for every other mistake in the file
    return cast("dict[str, object]", content)


def _configuration(path: Path, table: dict[str, object]) -> Configuration:
    for key, value in table.items():
        if key not in EXPECTED:
            named = _ELSEWHERE.get(key)
            meant = did_you_mean([named] if named else get_close_matches(key, EXPECTED, 1))
            keys = ", ".join(EXPECTED)
            raise ValueError(f"{path}: [tool.smsplan] has no key {key!r}{meant} (keys: {keys})")
        try:
            msgspec.convert({key: value}, Configuration)
        except msgspec.ValidationError as error:
            unknown = _UNKNOWN.search(str(error))
            given = json.dumps(value, default=str, ensure_ascii=False)
            what = f"there is no key {unknown[1]!r}" if unknown else f"it is {given}"
            raise ValueError(
                f"{path}: [tool.smsplan] {key} takes {EXPECTED[key]}; {what}"
            ) from None
    return msgspec.convert(table, Configuration)
