"""``smsplan check`` and ``smsplan send``."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, cast

import typer

from smsplan.cli import card, options
from smsplan.cli.lines import write_json
from smsplan.cli.output import Status, fail, orderly
from smsplan.cli.streams import say, write_line
from smsplan.display import counted
from smsplan.errors import SendError
from smsplan.findings import Finding, Severity
from smsplan.gateway import SmsRequest, SmsSent, preflight
from smsplan.gateway.base_url import BASE_URL, SEND_PATH, Endpoint
from smsplan.planning import Boundary, Plan, Profile


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
    currency: options.Currency = "DKK",
    boundary: options.BoundaryOption = Boundary.CODE_POINT,
    reference_bits: options.Bits = options.ReferenceBits.EIGHT,
    as_json: options.Json = False,
) -> None:
    """Check a message before it is sent: report everything that is wrong with it.

    The exit status is 0 if there is no error, 1 if there is one.
    """
    recipient = (to, contact, group)
    request = _request(text, sender, recipient, flash, silent, wappush, schedule, callback, price)
    prices = options.read_rates(rates, currency)
    profile = Profile(None, boundary, int(reference_bits))
    found = preflight(request, profile, rates=prices, now=datetime.now(UTC))
    if as_json:
        write_line(write_json(found.shape()))
    else:
        card.show(cast("Plan", found.plan), found.quote, prices)  # forced encodings alone have none
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
    currency: options.Currency = "DKK",
    base_url: Annotated[str, typer.Option(metavar="URL", help="The gateway.")] = BASE_URL,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", help="For the connection; again for the reply.")
    ] = 10.0,
    force: Annotated[bool, typer.Option("--force", help="Send in spite of errors.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing; print the form without the key.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Send one message, if check finds no error in it; say where the bill differs from the plan.

    Credentials are read from the environment: SMSPLAN_USER and SMSPLAN_KEY.

    The exit status is 0 if the gateway took the message, 1 or 2 if nothing was
    sent, 3 if it may have been sent: then do not just send it again.
    """
    recipient = (to, contact, group)
    request = _request(text, sender, recipient, flash, silent, wappush, schedule, callback, price)
    found = preflight(request, rates=options.read_rates(rates, currency), now=datetime.now(UTC))
    card.show_findings(found.findings, stderr=True)
    if not found.ok and not force:
        fail(_verdict(found.findings), Status.ERRORS)
    try:
        Endpoint.of(base_url)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--base-url") from None
    user, key = os.environ.get("SMSPLAN_USER", ""), os.environ.get("SMSPLAN_KEY", "")
    if dry_run:
        form = request.form() | ({"user": user} if user else {})
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
                f"msg-count {sent.msg_count}, cost {sent.cost:f}"
            )
        card.show_findings(sent.discrepancies(found), stderr=True)


def _request(  # noqa: PLR0913, PLR0917 - one parameter an option
    text: str,
    sender: str | None,
    recipient: tuple[str | None, str | None, str | None],
    flash: bool,  # noqa: FBT001 - as above
    silent: bool,  # noqa: FBT001 - as above
    wappush: str | None,
    schedule: datetime | int | None,
    callback: str | None,
    price: Decimal | None,
) -> SmsRequest:
    msisdn, contact, group = recipient
    return SmsRequest(
        text=options.read_argument(text),
        sender=sender or "",
        msisdn=msisdn,
        contact=contact,
        group=group,
        flash=flash,
        silent=silent,
        wappush=wappush,
        schedule=schedule,
        callback=callback,
        price=price,
    )


def _send(request: SmsRequest, user: str, key: str, base_url: str, timeout: float) -> SmsSent:
    from smsplan.gateway.client import Client  # noqa: PLC0415 - loads ssl

    try:
        client = Client(user, key, base_url=base_url, timeout=timeout)
    except ValueError as error:
        raise typer.BadParameter(
            str(error), param_hint="--timeout, SMSPLAN_USER or SMSPLAN_KEY"
        ) from None
    try:
        return client.send(request, check=False)
    except SendError as error:
        fail(str(error), Status.MAYBE_SENT if error.maybe_sent else Status.ERRORS)
    except KeyboardInterrupt:
        fail("interrupted; the message may have been sent", Status.MAYBE_SENT)


def _show_form(base_url: str, form: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        write_line(write_json(form))
        return
    say(f"POST {base_url.rstrip('/')}/{SEND_PATH}")
    for parameter, value in form.items():
        say(f"  {parameter:<9} {value}")


def _verdict(findings: tuple[Finding, ...]) -> str:
    counts = [
        counted(count, severity)
        for severity in Severity
        if (count := sum(finding.severity is severity for finding in findings))
    ]
    return ", ".join(counts) or "nothing is wrong"
