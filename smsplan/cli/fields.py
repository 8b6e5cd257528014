"""What the option ``--field``, or the configuration, says of the fields of templates."""

import re
from typing import Annotated, Final

from typer import Option

from smsplan.cli.configuration import FILE, Configuration, FieldTable
from smsplan.cli.output import Status, fail, refuse
from smsplan.templates import Charset, Field, Template

_LENGTHS: Final = re.compile(r"(?:(?P<least>[0-9]{1,7})-)?(?P<most>[0-9]{1,7})")
Fields = Annotated[
    list[str] | None,
    Option(
        "--field",
        metavar="NAME=LIMIT",
        help="LIMIT is what the field NAME may hold, [MIN-]MAX[:CHARSET]: name=20:latin,"
        " code=6-8:digits. Charsets are digits, ascii, gsm-7-basic, gsm-7, latin, bmp and any."
        " The option may be repeated.",
    ),
]


def read_fields(given: list[str] | None) -> dict[str, Field]:
    """Read what ``--field`` says, by the names of the fields."""
    fields = {}
    for each in given or ():
        name, _, value = each.rpartition("=")
        if not name:
            refuse("--field", f"{each!r} is not NAME=MAX[:CHARSET]")
        try:
            fields[name] = read_field(value)
        except ValueError as error:
            refuse("--field", error)
    return fields


def read_field(value: str) -> Field:
    """Read ``20``, ``20:latin`` or ``6-8:digits``; a ``ValueError`` says what it takes."""
    lengths, _, charset = value.partition(":")
    match = _LENGTHS.fullmatch(lengths)
    if match is None:
        raise ValueError(f"{value!r} is not MAX[:CHARSET] or MIN-MAX[:CHARSET], such as 20:latin")
    known = {each.value: each for each in Charset}
    if charset and charset not in known:
        raise ValueError(f"{charset!r} is no charset; they are {', '.join(known)}")
    return Field(int(match["most"]), known[charset or "any"], int(match["least"] or 0))


def fields_of(template: Template | None, given: list[str] | None) -> dict[str, Field]:
    """Read what ``--field`` says of the fields of one template."""
    fields = read_fields(given)
    for name in fields:
        if template is None or name not in template.fields:
            there = ", ".join(template.fields) if template else ""
            refuse("--field", f"the template has no field {name!r} (fields: {there or 'none'})")
    return fields


def configured_fields(configured: Configuration) -> dict[str, Field]:
    """Read what the configuration says of fields."""
    fields: dict[str, Field] = {}
    for name, value in (configured.fields or {}).items():
        try:
            fields[name] = value.field() if isinstance(value, FieldTable) else read_field(value)
        except ValueError as error:
            fail(f"{FILE}: [tool.smsplan] fields: {name}: {error}", Status.USAGE)
    return fields
