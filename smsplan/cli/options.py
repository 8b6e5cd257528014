"""Options that several commands share, and how their values are read."""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar, cast

import typer
from typer import Argument, Option

from smsplan.cli.output import Status, fail, refuse
from smsplan.cli.streams import say
from smsplan.destinations.rates import RateCard
from smsplan.destinations.regions import region
from smsplan.errors import ProviderError
from smsplan.files import MAX_FILE, bounded, read_file
from smsplan.gsm7.tables import ALL_LANGUAGES, Language
from smsplan.planning import STANDARD, Boundary, Profile

if TYPE_CHECKING:
    from smsplan.providers import Provider

T = TypeVar("T")

STANDARD_INPUT: Final = "-"
_ENCODINGS: Final = (
    *("utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "cp437", "cp850"),
    *("iso-8859-1", "iso-8859-2", "iso-8859-15", "big5", "gb18030", "shift_jis"),
)
"""Those of spreadsheets; what else Python knows can be named too."""


class ReferenceBits(IntEnum):
    """The sizes of a concatenation reference."""

    EIGHT = 8
    SIXTEEN = 16


def _schedule(value: str) -> datetime | int:
    try:
        is_timestamp = value.isascii() and value.isdecimal()
        return int(value) if is_timestamp else datetime.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(
            f"{value!r} is neither a date and time such as 2026-12-01T09:00 nor a timestamp"
        ) from None


def read_amount(value: str) -> Decimal:
    """Read an amount of money."""
    try:
        return Decimal(value)
    except InvalidOperation:
        raise typer.BadParameter(f"{value!r} is not an amount such as 95.96") from None


def _read_max_cost(value: str) -> Decimal:
    amount = read_amount(value)
    if not amount.is_finite() or amount < 0:
        raise typer.BadParameter(f"{value!r} is not an amount of 0 or more")
    return amount


def beginning(names: Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    """Return what completes a name: those that begin as it does, in small letters or not."""
    return lambda incomplete: [
        name for name in names() if name.lower().startswith(incomplete.lower())
    ]


def _providers() -> Iterable[str]:
    from smsplan.providers import names  # noqa: PLC0415 - few calls have one

    return names()


To = Annotated[
    str | None, Option(metavar="MSISDN", help="MSISDN is the recipient, with calling code.")
]


def _region(value: str) -> str:
    try:
        return region(value).code
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


Region = Annotated[
    str | None,
    Option(
        "--region",
        metavar="COUNTRY",
        parser=_region,
        help="A number without + or 00 is read in the plan of COUNTRY, such as DK.",
    ),
]
Sender = Annotated[
    str | None, Option(metavar="SENDER", help="SENDER is 15 digits, or 11 letters and digits.")
]
Rates = Annotated[
    Path | None,
    Option(
        metavar="FILE",
        help="FILE has the prices: JSON of this gateway, Vonage, Twilio, seven or DIDWW, or CSV"
        " with a header such as prefix,price,country,currency.",
    ),
]
Currency = Annotated[
    str | None,
    Option(metavar="CODE", help="CODE is the currency of prices, where their list names none."),
]
MaxCost = Annotated[
    Decimal | None,
    Option(
        metavar="AMOUNT", parser=_read_max_cost, help="A message that may cost more is an error."
    ),
]
BoundaryOption = Annotated[
    Boundary,
    Option(
        "--boundary",
        metavar="PLACE",
        help="PLACE is where a text may be split: code-point, grapheme (clusters stay whole)"
        " or word (after white space where possible).",
    ),
]
Bits = Annotated[ReferenceBits, Option(metavar="BITS", help="References have 8 or 16 BITS.")]
Languages = Annotated[
    list[str] | None,
    Option(
        "--language",
        metavar="NAME",
        autocompletion=beginning(lambda: (*Language, "all")),
        help="The tables of the language NAME may be used where they save a segment, such as"
        " turkish or hindi, or all. Older phones do not know them. The option may be repeated.",
    ),
]
ProviderName = Annotated[
    str | None,
    Option(
        "--provider",
        metavar="NAME[:OPTION=VALUE]",
        autocompletion=beginning(_providers),
        help="The provider NAME sends, with its rules: twilio, govuk-notify:prefix=HMRC. Options"
        " are parted by commas; smsplan provider NAME lists them.",
    ),
]
Encoding = Annotated[
    str,
    Option(
        metavar="NAME",
        autocompletion=beginning(lambda: _ENCODINGS),
        help="NAME is the encoding of CSV: cp1252, utf-16, …",
    ),
]
Json = Annotated[bool, Option("--json", help="Print JSON, a line a text.")]
Text = Annotated[str, Argument(metavar="TEXT", help="TEXT is the message; - is standard input.")]
Contact = Annotated[str | None, Option(metavar="ID", help="Send to the contact ID instead.")]
Group = Annotated[str | None, Option(metavar="ID", help="Send to the group ID instead.")]
Flash = Annotated[bool, Option("--flash", help="The phone shows it at once, if it can.")]
Silent = Annotated[bool, Option("--silent", help="The phone does not show it, if it can.")]
Wappush = Annotated[str | None, Option(metavar="URL", help="URL is pushed with the text.")]
Schedule = Annotated[
    datetime | None,
    Option(
        metavar="TIME",
        parser=_schedule,
        help="The gateway sends at TIME: 2026-12-01T09:00 (in Copenhagen, unless it has an"
        " offset), or a Unix timestamp.",
    ),
]
Callback = Annotated[str | None, Option(metavar="URL", help="URL is called on delivery.")]
Price = Annotated[
    Decimal | None, Option(metavar="ORE", parser=read_amount, help="ORE is the price, in øre.")
]


def read_profile(
    boundary: Boundary,
    bits: ReferenceBits,
    languages: list[str] | None = None,
    provider: "Provider | None" = None,
    *,
    option: str = "--provider",
) -> Profile:
    """Return the profile that the options stand for, or that of a provider, which needs none."""
    profile = Profile(None, boundary, int(bits), read_languages(languages))
    if provider is None:
        return profile
    if profile != STANDARD:
        refuse(option, "leave out --boundary, --reference-bits and --language, which it decides")
    return provider.profile


def read_provider(value: str, option: str = "--provider") -> "Provider":
    """Read ``twilio`` or ``govuk-notify:prefix=HMRC``, which an option says."""
    from smsplan.providers import read  # noqa: PLC0415 - few calls have one

    try:
        return read(value)
    except ProviderError as error:
        refuse(option, error)


def read_languages(names: list[str] | None) -> tuple[Language, ...]:
    """Read names of languages, in any case, or ``all``."""
    known = {language.value: (language,) for language in Language} | {"all": ALL_LANGUAGES}
    found: list[Language] = []
    for name in names or ():
        if name.lower() not in known:
            refuse("--language", f"{name!r} is none of {', '.join(known)}")
        found.extend(known[name.lower()])
    return tuple(dict.fromkeys(found))


def today() -> date:
    """Return the day in UTC."""
    return datetime.now(UTC).date()


def read_rates(
    path: Path | None,
    currency: str | None,
    *,
    is_of_today: bool = True,
    max_cost: Decimal | None = None,
) -> RateCard | None:
    """Read the price list that ``--rates`` names, as it is today or with all of its days."""
    card = read_path("--rates", path, partial(RateCard.read, currency=currency))
    if max_cost is not None and card is None:
        refuse("--max-cost", "needs --rates, which has the prices")
    return card.at(today()) if card and is_of_today else card


def read_path(option: str, path: Path | None, parse: Callable[[bytes], T]) -> T | None:
    """Read the file that an option names, if it does."""
    if path is None:
        return None
    try:
        return parse(read_file(path))
    except OSError as error:
        refuse(option, f"{path}: {error.strerror}")
    except ValueError as error:
        refuse(option, f"{path}: {error}")


def standard_input() -> BufferedReader:
    """Return standard input in octets, with a hint where a person would type."""
    if sys.stdin is None:
        fail("standard input is closed; give an argument instead", Status.USAGE)
    if sys.stdin.isatty():
        say("Reading standard input; Ctrl-D ends.", stderr=True)
    return cast("BufferedReader", sys.stdin.buffer)


def read_argument(text: str, name: str = "TEXT") -> str:
    """Return the text of an argument, or all of standard input for ``-``."""
    try:
        if text == STANDARD_INPUT:
            text = bounded(standard_input().read(MAX_FILE + 1)).decode("utf-8-sig")
            return text.removesuffix("\n").removesuffix("\r")
        text.encode()
    except OSError as error:
        refuse(name, f"standard input: {error.strerror}")
    except UnicodeError:
        refuse(name, "the text is not UTF-8")
    return text
