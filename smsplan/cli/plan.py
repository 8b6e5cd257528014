"""``smsplan plan``."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated

import typer

from smsplan.cli import options
from smsplan.cli.lines import UnreadLine, read_text
from smsplan.cli.output import Answer, Status, writer
from smsplan.cli.streams import say
from smsplan.destinations import msisdn as recipients
from smsplan.destinations import sender as senders
from smsplan.destinations.rates import RateCard
from smsplan.errors import UnknownDestinationError
from smsplan.files import read_lines
from smsplan.gateway.preflight import rate_unknown, text_findings
from smsplan.planning import Boundary, Profile, plan

Look = Callable[[str], Answer]


def plan_texts(  # noqa: PLR0913 - one parameter an option
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TEXT", help="The texts. With none, or -, standard input: one a line."
        ),
    ] = None,
    *,
    to: options.To = None,
    sender: options.Sender = None,
    rates: options.Rates = None,
    currency: options.Currency = "DKK",
    boundary: options.BoundaryOption = Boundary.CODE_POINT,
    reference_bits: options.Bits = options.ReferenceBits.EIGHT,
    languages: options.Languages = None,
    as_json: options.Json = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="A line of standard input is a JSON string.")
    ] = False,
) -> None:
    """Plan texts: encoding, characters, messages, cuts and cost.

    With --json a line of standard input that is no text is answered with
    {"error": ..., "line": ...} in its place, and the exit status is 1.
    """
    prices = options.read_rates(rates, currency)
    if prices and to is None:
        message = "a price needs a destination: --to MSISDN"
        raise typer.BadParameter(message, param_hint="--rates")
    allowed = options.read_languages(languages)
    profile = Profile(None, boundary, int(reference_bits), allowed)
    look = _looker(to, sender, prices, profile)
    write = writer(prices, as_json=as_json)
    if texts and texts != [options.STANDARD_INPUT]:
        if jsonl:
            message = "--jsonl is about lines of standard input: leave out the TEXT"
            raise typer.BadParameter(message, param_hint="--jsonl")
        if options.STANDARD_INPUT in texts:
            message = "- is all of standard input, and cannot stand beside other texts"
            raise typer.BadParameter(message, param_hint="TEXT")
        write([look(options.read_argument(text)) for text in texts])
        return
    answered = unreadable = False
    for answers in _answers(look, jsonl=jsonl):
        write(answers)
        answered = True
        unreadable |= any(isinstance(answer, UnreadLine) for answer in answers)
    if unreadable:
        raise typer.Exit(Status.ERRORS)
    if not answered:
        say("smsplan: there was no text on standard input", stderr=True)


def _looker(to: str | None, sender: str | None, rates: RateCard | None, profile: Profile) -> Look:
    """Look once at what all texts share; give what looks at one text."""
    before = () if to is None else recipients.findings(to)
    after = () if sender is None else senders.findings(sender)
    quote = None
    if rates and to is not None and recipients.is_valid(to):
        quote = partial(rates.quote, msisdn=recipients.parse(to))
        try:
            quote(plan(""))
        except UnknownDestinationError as error:
            before += (rate_unknown(error),)
            quote = None

    def look(text: str) -> Answer:
        planned = plan(text, profile)
        findings = (*before, *text_findings(planned), *after)
        given = {"msisdn": to or "", "text": text, "sender": sender or ""}
        return Answer(planned, quote(planned) if quote else None, findings, given)

    return look


def _answers(look: Look, *, jsonl: bool) -> Iterator[list[Answer | UnreadLine]]:
    """Answer each line of standard input, in batches of what has arrived."""
    number = 0
    for lines in read_lines(options.standard_input()):
        answers: list[Answer | UnreadLine] = []
        for line in lines:
            number += 1
            try:
                text = read_text(line, jsonl=jsonl)
            except ValueError as error:
                answers.append(UnreadLine(str(error), number))
            else:
                answers.append(look(text))
        yield answers
