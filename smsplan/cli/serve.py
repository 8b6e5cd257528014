"""``smsplan serve``."""

import re
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from typer import Option

from smsplan.cli import options
from smsplan.cli.output import Status, fail, refuse
from smsplan.cli.streams import say
from smsplan.display import quoted
from smsplan.errors import MissingExtraError
from smsplan.sandbox.address_book import AddressBook
from smsplan.sandbox.callbacks import canonical
from smsplan.sandbox.faults import parse_rules
from smsplan.sandbox.outcomes import Outcomes
from smsplan.sandbox.settings import BALANCE, RATES, Settings

if TYPE_CHECKING:
    from socket import socket

    from smsplan.web.serving import Place

_DEMO: Final = "demo"
_OUTCOME: Final = re.compile(r"(?P<suffix>[0-9]{0,15})=(?P<status>[0-9]{1,3})", re.ASCII)


def serve_page(  # noqa: PLR0913 - one parameter an option
    *,
    host: Annotated[str, Option(metavar="HOST", help="The server listens at HOST.")] = "127.0.0.1",
    port: Annotated[
        int, Option(metavar="PORT", min=0, max=65_535, help="PORT 0 stands for one that is free.")
    ] = 8000,
    user: Annotated[
        str, Option(metavar="USER", envvar="SMSPLAN_USER", help="USER may send.")
    ] = _DEMO,
    key: Annotated[
        str,
        Option(
            metavar="KEY",
            envvar="SMSPLAN_KEY",
            help="KEY is the user's; others can see a command line, but not the environment.",
        ),
    ] = _DEMO,
    rates: options.Rates = None,
    currency: options.Currency = None,
    balance: Annotated[
        Decimal | None,
        Option(
            metavar="AMOUNT",
            parser=options.read_amount,
            help="AMOUNT is what a new store has; 95.96 if not said.",
        ),
    ] = None,
    store: Annotated[
        Path | None,
        Option(metavar="FILE", help="FILE keeps the messages (SQLite); else memory does."),
    ] = None,
    address_book: Annotated[
        Path | None, Option(metavar="FILE", help="FILE has contacts and groups, as JSON.")
    ] = None,
    clock_speed: Annotated[
        float, Option(metavar="X", help="The sandbox has X seconds in one of ours.")
    ] = 1.0,
    allow_callbacks: Annotated[
        list[str] | None,
        Option(
            metavar="HOST",
            help="HOST is called back too, not loopback alone. The option may be repeated.",
        ),
    ] = None,
    outcomes: Annotated[
        list[str] | None,
        Option(
            "--outcome",
            metavar="SUFFIX=STATUS",
            help="Messages to numbers that end in SUFFIX end with STATUS; if not said, those in"
            " 12, 13 and 14 with that number, others with 150. The option may be repeated.",
        ),
    ] = None,
    faults: Annotated[
        Path | None, Option(metavar="FILE", help="FILE says which requests fail, and how, as JSON.")
    ] = None,
) -> None:
    """Serve a page, and a gateway that sends nothing.

    On the page messages are written. The gateway is a sandbox that speaks the
    API below /api/4/ and keeps what it is sent.

    Ctrl-C ends it with the status 130, SIGTERM with 0.

    Examples:
    smsplan serve --port 0
    smsplan serve --port 0 --rates rates.json --store messages.sqlite

    """
    prices = options.read_rates(rates, currency)
    try:
        # Here, not above: without the extra there is a line that says so, and no traceback.
        from smsplan.web.application import application  # noqa: PLC0415
        from smsplan.web.serving import Place, serve  # noqa: PLC0415
    except MissingExtraError as error:
        fail(str(error), Status.USAGE)
    try:
        settings = Settings(
            user=user,
            key=key,
            rates=prices or RATES,
            balance=BALANCE if balance is None else balance,
            store=store,
            address_book=options.read_path("--address-book", address_book, AddressBook.parse)
            or AddressBook(),
            clock_speed=clock_speed,
            allowed_callbacks=tuple(map(canonical, allow_callbacks or ())),
            outcomes=_outcomes(outcomes),
            faults=options.read_path("--faults", faults, parse_rules) or (),
        )
    except ValueError as error:
        fail(str(error), Status.USAGE)
    with _listen(host, port) as listening:
        place = Place.of(host, listening)
        ready = partial(_announce, settings, place)
        serve(application(settings, place.is_own_host), listening, ready)


def _listen(host: str, port: int) -> "socket":
    from smsplan.web.serving import listen  # noqa: PLC0415 - needs the extra web

    try:
        return listen(host, port)
    except OSError as error:
        reason = (error.strerror or "").partition(" (while")[0]
        fail(f"cannot listen at {quoted(host)}, port {port}: {reason}", Status.USAGE)
    except UnicodeError:
        fail(f"cannot listen at {quoted(host)}: that is no name of a host", Status.USAGE)


def _outcomes(given: list[str] | None) -> Outcomes:
    """Read rules of how deliveries end; they stand beside those that hold without any."""
    statuses = dict(Outcomes().statuses)
    for rule in given or ():
        match = _OUTCOME.fullmatch(rule)
        if match is None:
            refuse("--outcome", f"{rule!r} is not SUFFIX=STATUS, such as 99=13")
        statuses[match["suffix"]] = int(match["status"])
    return Outcomes(statuses)


def _announce(settings: Settings, place: "Place") -> None:
    key = f"key {_DEMO}" if settings.key == _DEMO else "with the key that you gave"
    callbacks = " and ".join(("loopback addresses", *settings.allowed_callbacks))
    kept = "in memory, until it ends" if settings.store is None else str(settings.store)
    say(
        f"page      {place.url}",
        f"gateway   {place.url}api/4/",
        f"login     user {settings.user}, {key}",
        f"messages  {kept}",
        f"Nothing is ever sent to a phone; callbacks go to {callbacks} alone. Ctrl-C ends it.",
    )
    if not place.is_loopback:
        message = (
            "smsplan: other machines can reach this server; whoever knows user and key can read "
            "its messages, and web pages open in a browser there may send in the user's name"
        )
        say(message, stderr=True)
