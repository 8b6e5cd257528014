"""``smsplan check`` and ``smsplan send``."""

import os
from datetime import UTC, datetime
from typing import Annotated, Any, Final, cast

import msgspec
import typer
from msgspec import UNSET, Struct, UnsetType
from typer import Option

from smsplan.cli import card, options
from smsplan.cli.lines import write_json
from smsplan.cli.output import Status, fail, orderly, refuse
from smsplan.cli.streams import say, write_line
from smsplan.display import counted
from smsplan.errors import SendError
from smsplan.findings import Finding, Severity
from smsplan.gateway import SmsRequest, SmsSent, preflight
from smsplan.gateway.base_url import BASE_URL, SEND_PATH, Endpoint
from smsplan.gateway.request import PARAMETERS
from smsplan.money import plain
from smsplan.planning import Boundary, Plan

FormLine: Final = msgspec.defstruct(
    "FormLine",
    [(name, str | UnsetType, UNSET) for name in (*PARAMETERS, "user")],
    namespace={"__doc__": "What the gateway would be sent; what is absent is left out."},
)
"""The parameters, and the user, but no key."""


def check_request(  # noqa: PLR0913 - one parameter an option
    text: options.Text,
    *,
    to: options.To = None,
    sender: options.Sender = None,
    contact: options.Contact = None,
    group: options.Group = None,
    flash: options.Flash = False,
    silent: options.Silent = False,
    wappush: options.Wappush = None,
    schedule: options.Schedule = None,
    callback: options.Callback = None,
    price: options.Price = None,
    rates: options.Rates = None,
    currency: options.Currency = None,
    boundary: options.BoundaryOption = Boundary.CODE_POINT,
    reference_bits: options.Bits = options.ReferenceBits.EIGHT,
    provider: options.ProviderName = None,
    region: options.Region = None,
    max_cost: options.MaxCost = None,
    as_json: options.Json = False,
) -> None:
    """Check a message before it is sent.

    Everything that is wrong with it is reported. The exit status is 0 if there
    is no error, 1 if there is one.

    Examples:
    smsplan check --to 4520123456 --sender Shop 'See you at 8.'
    smsplan check --to 4520123456 --sender Shop --rates rates.json --json Hi
    smsplan check --to 4520123456 --sender A --rates rates.json --max-cost 0.5 Hi
    smsplan check --to '20 12 34 56' --region DK --sender Shop 'See you at 8.'
    smsplan check --provider twilio --to +4520123456 --sender Shop 'See you at 8.'

    """
    request = _request(
        *(text, to, sender), contact=contact, group=group, flash=flash, silent=silent,
        wappush=wappush, schedule=schedule, callback=callback, price=price,
    )  # fmt: skip
    prices = options.read_rates(rates, currency, is_of_today=False, max_cost=max_cost)
    at = None if provider is None else options.read_provider(provider)
    profile = options.read_profile(boundary, reference_bits, provider=at)
    if at is None:
        now = datetime.now(UTC)
        found = preflight(request, profile, rates=prices, now=now, region=region, max_cost=max_cost)
    else:
        if request != SmsRequest(text=request.text, sender=request.sender, msisdn=request.msisdn):
            taken = "--to, --region, --sender, --rates and --max-cost"
            refuse("--provider", f"only {taken} go with it; the others are the gateway's")
        found = at.check(
            request.text,
            sender=sender,
            msisdn=to,
            rates=prices,
            region=region,
            day=options.today(),
            max_cost=max_cost,
        )
    if as_json:
        write_line(write_json(found.shape()))
    else:
        planned = cast("Plan", found.plan)  # forced encodings alone have none
        card.show(planned, found.quote, prices, found.channels)
        card.show_findings(found.findings)
        say("")
        if found.wappush:
            push = found.wappush
            say(f"as WAP Push: {push.octets_count} octets, msg-count {push.msg_count}")
        say(_verdict(found.findings))
    if not found.ok:
        raise typer.Exit(Status.ERRORS)


def send_request(  # noqa: PLR0913 - one parameter an option
    text: options.Text,
    *,
    to: options.To = None,
    sender: options.Sender = None,
    contact: options.Contact = None,
    group: options.Group = None,
    flash: options.Flash = False,
    silent: options.Silent = False,
    wappush: options.Wappush = None,
    schedule: options.Schedule = None,
    callback: options.Callback = None,
    price: options.Price = None,
    rates: options.Rates = None,
    currency: options.Currency = None,
    base_url: Annotated[str, Option(metavar="URL", help="The gateway is at URL.")] = BASE_URL,
    timeout: Annotated[
        float, Option(metavar="SECONDS", help="SECONDS bound the connection, and again the reply.")
    ] = 10.0,
    force: Annotated[bool, Option("--force", help="Send in spite of errors.")] = False,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Send nothing; print the form without the key.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Send one message, if check finds no error in it.

    Where the bill differs from the plan, that is said. The credentials are
    in the environment: SMSPLAN_USER and SMSPLAN_KEY.

    The exit status is 0 if the gateway took the message, 1 or 2 if nothing was
    sent, 3 if it may have been sent: then do not just send it again.

    Examples:
    smsplan send --dry-run --to 4520123456 --sender Shop 'See you at 8.'
    smsplan send --dry-run --to 4520123456 --sender Shop --json - < message.txt

    """
    request = _request(
        *(text, to, sender), contact=contact, group=group, flash=flash, silent=silent,
        wappush=wappush, schedule=schedule, callback=callback, price=price,
    )  # fmt: skip
    prices = options.read_rates(rates, currency, is_of_today=False)
    found = preflight(request, rates=prices, now=datetime.now(UTC))
    card.show_findings(found.findings, stderr=True)
    if not found.ok and not force:
        fail(_verdict(found.findings), Status.ERRORS)
    try:
        Endpoint.of(base_url)
    except ValueError as error:
        refuse("--base-url", error)
    user, key = os.environ.get("SMSPLAN_USER", ""), os.environ.get("SMSPLAN_KEY", "")
    if dry_run:
        form = FormLine(**request.form(), user=user or UNSET)
        _show_form(base_url, form, as_json=as_json)
        return
    if not user or not key:
        fail("set SMSPLAN_USER and SMSPLAN_KEY in the environment", Status.USAGE)
    sent = _send(request, user, key, base_url, timeout)
    with orderly(Status.MAYBE_SENT):  # it was, but perhaps nobody could read so
        if as_json:
            write_line(write_json(sent))
        else:
            say(
                f"sent: smsid {sent.smsid}, chars-count {sent.chars_count}, "
                f"msg-count {sent.msg_count}, cost {plain(sent.cost):f}"
            )
        card.show_findings(sent.discrepancies(found), stderr=True)


def _request(text: str, to: str | None, sender: str | None, **others: Any) -> SmsRequest:  # noqa: ANN401 - as a request has them
    return SmsRequest(text=options.read_argument(text), msisdn=to, sender=sender or "", **others)


def _send(request: SmsRequest, user: str, key: str, base_url: str, timeout: float) -> SmsSent:
    from smsplan.gateway.client import Client  # noqa: PLC0415 - loads ssl

    try:
        client = Client(user, key, base_url=base_url, timeout=timeout)
    except ValueError as error:
        refuse("--timeout, SMSPLAN_USER or SMSPLAN_KEY", error)
    try:
        return client.send(request, check=False)
    except SendError as error:
        fail(str(error), Status.MAYBE_SENT if error.maybe_sent else Status.ERRORS)
    except KeyboardInterrupt:
        fail("interrupted; the message may have been sent", Status.MAYBE_SENT)


def _show_form(base_url: str, form: Struct, *, as_json: bool) -> None:
    if as_json:
        write_line(write_json(form))
        return
    say(f"POST {base_url.rstrip('/')}/{SEND_PATH}")
    for parameter, value in msgspec.to_builtins(form).items():
        say(f"  {parameter:<9} {value}")


def _verdict(findings: tuple[Finding, ...]) -> str:
    counts = [
        counted(count, severity)
        for severity in Severity
        if (count := sum(finding.severity is severity for finding in findings))
    ]
    return ", ".join(counts) or "nothing is wrong"
