"""Options that several commands share, and how their values are read."""

import re
import sys
from codecs import BOM_UTF8
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from io import BufferedReader
from pathlib import Path
from typing import Annotated, Final, cast

import typer

from smsplan.cli.streams import say
from smsplan.destinations.rates import RateCard
from smsplan.errors import RateCardError
from smsplan.files import BEGINNING, MAX_FILE, bounded, read_file, refusal
from smsplan.gsm7.tables import ALL_LANGUAGES, Language
from smsplan.planning import Boundary
from smsplan.templates import Charset, Field

STANDARD_INPUT: Final = "-"
_LENGTHS: Final = re.compile(r"(?:(?P<least>[0-9]{1,7})-)?(?P<most>[0-9]{1,7})")


class ReferenceBits(IntEnum):
    """The sizes of a concatenation reference."""

    EIGHT = 8
    SIXTEEN = 16


def _schedule(value: str) -> datetime | int:
    try:
        return (
            int(value) if value.isascii() and value.isdecimal() else datetime.fromisoformat(value)
        )
    except ValueError:
        message = f"{value!r} is neither a date and time such as 2026-12-01T09:00 nor a timestamp"
        raise typer.BadParameter(message) from None


def _price(value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation:
        message = f"{value!r} is not a number"
        raise typer.BadParameter(message) from None


To = Annotated[
    str | None, typer.Option("--to", metavar="MSISDN", help="Recipient, with calling code.")
]
Sender = Annotated[
    str | None,
    typer.Option(metavar="SENDER", help="Sender: 15 digits, or 11 letters and digits."),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="NAME=LIMIT",
        help="What a field may hold, as MAX[:CHARSET]: name=20:latin, code=6-8:digits."
        " Charsets: digits, ascii, gsm-7-basic, gsm-7, latin, bmp and any. May be repeated.",
    ),
]
Rates = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Prices: the gateway's JSON, or CSV: prefix, price, country."
    ),
]
Currency = Annotated[str, typer.Option(metavar="CODE", help="Currency of the prices.")]
BoundaryOption = Annotated[
    Boundary,
    typer.Option(
        "--boundary",
        metavar="PLACE",
        help="Where a text may be cut: code-point, grapheme (clusters stay whole)"
        " or word (after white space where possible).",
    ),
]
Bits = Annotated[
    ReferenceBits,
    typer.Option("--reference-bits", metavar="8|16", help="Bits of the concatenation reference."),
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        metavar="NAME",
        help="Allow a national language's tables where they save a message: turkish, hindi, …"
        " or all. May be repeated; older phones do not know them.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, a line a text.")]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="The text; - reads standard input.")]
Contact = Annotated[str | None, typer.Option(metavar="ID", help="Send to a contact instead.")]
Group = Annotated[str | None, typer.Option(metavar="ID", help="Send to a group instead.")]
Flash = Annotated[bool, typer.Option("--flash", help="Show it at once; not on every phone.")]
Silent = Annotated[bool, typer.Option("--silent", help="Do not show it; not on every phone.")]
Wappush = Annotated[str | None, typer.Option(metavar="URL", help="The URL to push.")]
Schedule = Annotated[
    datetime | None,
    typer.Option(
        metavar="TIME",
        parser=_schedule,
        help="Send later: 2026-12-01T09:00 (in Copenhagen, unless it has an offset), or a"
        " Unix timestamp.",
    ),
]
Callback = Annotated[str | None, typer.Option(metavar="URL", help="URL to call on delivery.")]
Price = Annotated[
    Decimal | None, typer.Option(metavar="ORE", parser=_price, help="The price, in øre.")
]


def read_languages(names: list[str] | None) -> tuple[Language, ...]:
    """Read names of languages, in any case, or ``all``.

    Raises ``typer.BadParameter`` that lists the names there are.
    """
    known = {language.value: (language,) for language in Language} | {"all": ALL_LANGUAGES}
    found: list[Language] = []
    for name in names or ():
        if name.lower() not in known:
            message = f"{name!r} is none of {', '.join(known)}"
            raise typer.BadParameter(message, param_hint="--language")
        found.extend(known[name.lower()])
    return tuple(dict.fromkeys(found))


def read_fields(given: list[str] | None) -> dict[str, Field]:
    """Read what ``--field`` says, by the names of the fields.

    Raises ``typer.BadParameter`` that says what it takes.
    """
    fields = {}
    for each in given or ():
        name, _, value = each.rpartition("=")
        try:
            if not name:
                message = f"{each!r} is not NAME=MAX[:CHARSET]"
                raise ValueError(message)  # noqa: TRY301 - as what read_field says
            fields[name] = read_field(value)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--field") from None
    return fields


def read_field(value: str) -> Field:
    """Read ``20``, ``20:latin`` or ``6-8:digits``; a ``ValueError`` says what it takes."""
    lengths, _, charset = value.partition(":")
    match = _LENGTHS.fullmatch(lengths)
    if match is None:
        message = f"{value!r} is not MAX[:CHARSET] or MIN-MAX[:CHARSET], such as 20:latin"
        raise ValueError(message)
    known = {each.value: each for each in Charset}
    if charset and charset not in known:
        message = f"{charset!r} is no charset; they are {', '.join(known)}"
        raise ValueError(message)
    return Field(int(match["most"]), known[charset or "any"], int(match["least"] or 0))


def read_rates(path: Path | None, currency: str) -> RateCard | None:
    """Read a rate card of either kind.

    Raises ``typer.BadParameter`` that names the file.
    """
    if path is None:
        return None
    try:
        content = read_file(path)
        if why := refusal(content[:BEGINNING]):
            raise RateCardError(why)  # noqa: TRY301 - as what reading it raises
        if content.removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
            return RateCard.from_json(content, currency=currency)
        return RateCard.from_csv(content.decode(), currency=currency)
    except OSError as error:
        message = f"{path}: {error.strerror}"
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 at octet {error.start}; save it as CSV UTF-8"
    except RateCardError as error:
        message = f"{path}: {error}"
    raise typer.BadParameter(message, param_hint="--rates")


def standard_input() -> BufferedReader:
    """Return standard input in octets, with a hint where a person would type.

    Raises ``typer.BadParameter`` where it is closed.
    """
    if sys.stdin is None:
        message = "standard input is closed; give an argument instead"
        raise typer.BadParameter(message)
    if sys.stdin.isatty():
        say("Reading standard input; Ctrl-D ends.", stderr=True)
    return cast("BufferedReader", sys.stdin.buffer)


def read_argument(text: str, name: str = "TEXT") -> str:
    """Return the text of an argument, or all of standard input for ``-``.

    Raises ``typer.BadParameter`` for octets that are not UTF-8, or too many.
    """
    try:
        if text == STANDARD_INPUT:
            text = bounded(standard_input().read(MAX_FILE + 1)).decode("utf-8-sig")
            return text.removesuffix("\n").removesuffix("\r")
        text.encode()
    except OSError as error:
        message = f"standard input: {error.strerror}"
        raise typer.BadParameter(message, param_hint=name) from None
    except UnicodeError:
        message = "the text is not UTF-8"
        raise typer.BadParameter(message, param_hint=name) from None
    return text
