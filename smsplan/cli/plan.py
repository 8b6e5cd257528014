"""``smsplan plan``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple, cast

import typer
from typer import Argument, Option

from smsplan.cli import card, options
from smsplan.cli.lines import PlanLine, UnreadLine, read_text, write_json
from smsplan.cli.output import Status, refuse
from smsplan.cli.streams import say, write_line
from smsplan.destinations import countries
from smsplan.destinations import msisdn as recipients
from smsplan.destinations import sender as senders
from smsplan.destinations.rates import Quote, QuoteShape, RateCard
from smsplan.files import read_lines
from smsplan.findings import Finding, FindingShape
from smsplan.gateway.preflight import Priced, priced, text_findings
from smsplan.planning import Boundary, Plan, Profile, plan
from smsplan.shapes import utf16

if TYPE_CHECKING:
    from smsplan.providers import Provider


class Answer(NamedTuple):
    """What there is to say of one text; ``fields`` are the values that findings are about."""

    plan: Plan
    quote: Quote | None
    channels: Mapping[str, Quote]
    findings: tuple[Finding, ...]
    fields: dict[str, str]

    @property
    def line(self) -> PlanLine:
        """What JSON is written of."""
        return PlanLine.of(
            self.plan,
            quote=QuoteShape.of(self.quote) if self.quote else None,
            channels={name: QuoteShape.of(quote) for name, quote in self.channels.items()},
            findings=[
                FindingShape.of(each, utf16(self.fields[each.field])) for each in self.findings
            ],
        )


Look = Callable[[str], Answer]


def plan_texts(  # noqa: PLR0913 - one parameter an option
    texts: Annotated[
        list[str] | None,
        Argument(
            metavar="TEXT",
            help="Each TEXT is planned. With none, or -, each line of standard input is.",
        ),
    ] = None,
    *,
    to: options.To = None,
    sender: options.Sender = None,
    rates: options.Rates = None,
    currency: options.Currency = None,
    boundary: options.BoundaryOption = Boundary.CODE_POINT,
    reference_bits: options.Bits = options.ReferenceBits.EIGHT,
    languages: options.Languages = None,
    provider: options.ProviderName = None,
    as_json: options.Json = False,
    jsonl: Annotated[
        bool, Option("--jsonl", help="Each line of standard input is a JSON string.")
    ] = False,
) -> None:
    """Plan texts: encoding, characters, segments and cost.

    With --json a line of standard input that is no text is answered with
    {"error": ..., "line": ...} in its place, and the exit status is 1.

    Examples:
    smsplan plan 'Your “parcel” is waiting.'
    smsplan plan --to '+45 20 12 34 56' --rates rates.json 'See you at 8.'
    smsplan plan --provider govuk-notify:prefix=HMRC 'Your “refund” is due.'
    smsplan plan --json < messages.txt

    """
    prices = options.read_rates(rates, currency)
    if prices and to is None:
        refuse("--rates", "a price needs a destination: --to MSISDN")
    at = None if provider is None else options.read_provider(provider)
    profile = options.read_profile(boundary, reference_bits, languages, at)
    if at is None:
        look = _looker(to, sender, prices, profile)
    else:
        look = partial(_look_at, at, to, sender, prices)
    write = _write_json if as_json else partial(_write_cards, prices)
    if texts and texts != [options.STANDARD_INPUT]:
        if jsonl:
            refuse("--jsonl", "it is about lines of standard input: leave out the TEXT")
        if options.STANDARD_INPUT in texts:
            refuse("TEXT", "- is all of standard input, and cannot stand beside other texts")
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
    day = options.today()
    before = () if to is None else recipients.findings(to)
    after = () if sender is None else senders.findings(sender, msisdn=to, day=day)
    number = recipients.parse(to) if to is not None and recipients.is_valid(to) else None
    country = countries.of(number.digits, day=day) if number else None

    def look(text: str) -> Answer:
        planned = plan(text, profile)
        of_country = countries.findings(country, planned=planned) if country else ()
        price = priced(planned, number, rates, sender=sender) if number and rates else Priced()
        findings = (*before, *text_findings(planned), *after, *of_country, *price.findings)
        given = {"msisdn": to or "", "text": text, "sender": sender or ""}
        return Answer(planned, price.quote, price.channels, findings, given)

    return look


def _look_at(
    provider: "Provider", to: str | None, sender: str | None, rates: RateCard | None, text: str
) -> Answer:
    day = options.today()
    found = provider.check(text, sender=sender, msisdn=to, rates=rates, day=day)
    given = {"msisdn": to or "", "text": text, "sender": sender or ""}
    return Answer(cast("Plan", found.plan), found.quote, found.channels, found.findings, given)


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


def _write_json(answers: Sequence[Answer | UnreadLine]) -> None:
    lines = (each if isinstance(each, UnreadLine) else each.line for each in answers)
    write_line(b"\n".join(map(write_json, lines)))


def _write_cards(rates: RateCard | None, answers: Sequence[Answer | UnreadLine]) -> None:
    for answer in answers:
        if isinstance(answer, UnreadLine):
            say(f"smsplan: line {answer.line}: {answer.error}", stderr=True)
        else:
            card.show(answer.plan, answer.quote, rates, answer.channels)
            card.show_findings(answer.findings)
            say("")
