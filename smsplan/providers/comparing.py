"""One text at several providers, and why their answers differ."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from msgspec import Struct
from msgspec.structs import replace

from smsplan.arguments import checked
from smsplan.destinations import msisdn as recipients
from smsplan.destinations.rates import Quote, QuoteShape, RateCard
from smsplan.fact import Fact
from smsplan.findings import FindingShape
from smsplan.gateway.preflight import Preflight, priced
from smsplan.planning import STANDARD, Encoding, Plan, plan
from smsplan.providers.facts import names
from smsplan.providers.profiles import FIELDS
from smsplan.providers.provider import Provider, get
from smsplan.shapes import Shape, Shaped, utf16


class ComparedShape(Shape, frozen=True, rename="kebab"):
    """What one provider makes of a text; ``reasons`` name the facts that make it differ."""

    name: str
    title: str
    ok: bool
    text: str
    encoding: Encoding
    chars_count: int
    msg_count: int
    reasons: list[str]
    quote: QuoteShape | None
    findings: list[FindingShape]

    @classmethod
    def of(cls, row: "Compared", /) -> Self:
        """Return the shape of a row."""
        planned = row.preflight.plan
        assert planned is not None  # noqa: S101 - a provider's check has one
        offset = utf16(planned.original)
        return cls(
            row.provider.name,
            row.provider.title,
            row.preflight.ok,
            planned.text,
            planned.encoding,
            planned.chars_count,
            planned.msg_count,
            [fact.name for fact in row.reasons],
            QuoteShape.of(row.quote) if row.quote else None,
            [FindingShape.of(each, offset) for each in row.preflight.findings],
        )


class ComparisonShape(Shape, frozen=True, rename="kebab"):
    """A text under the standard profile, at several providers, and on other channels."""

    text: str
    encoding: Encoding
    chars_count: int
    msg_count: int
    quote: QuoteShape | None
    providers: list[ComparedShape]
    channels: dict[str, QuoteShape]

    @classmethod
    def of(cls, found: "Comparison", /) -> Self:
        """Return the shape of a comparison."""
        plain = found.standard
        rows = [ComparedShape.of(row) for row in found.rows]
        price = QuoteShape.of(found.quote) if found.quote else None
        others = {name: QuoteShape.of(quote) for name, quote in found.channels.items()}
        return cls(
            plain.text, plain.encoding, plain.chars_count, plain.msg_count, price, rows, others
        )


class Compared(Struct, frozen=True):
    """A text at one provider; ``reasons`` are the facts for which it is not the standard plan.

    ``quote`` is what the provider bills, at the prices that were given.
    """

    provider: Provider
    preflight: Preflight
    reasons: tuple[Fact, ...]
    quote: Quote | None = None


class Comparison(Shaped, frozen=True):
    """A text at several providers, in alphabetical order, beside its ``standard`` plan.

    ``quote`` is what the standard plan costs, ``channels`` what the text would cost on other
    channels, as in a :class:`~smsplan.Preflight`.
    """

    SHAPE: ClassVar[type[Shape] | None] = ComparisonShape

    standard: Plan
    rows: tuple[Compared, ...]
    quote: Quote | None = None
    channels: Mapping[str, Quote] = {}


@checked
def compare(
    text: str,
    *,
    providers: str | Iterable[str | Provider] | None = None,
    msisdn: str | int | None = None,
    rates: RateCard | None = None,
) -> Comparison:
    """Plan a text at several providers: those named, or all, without any option.

    With a recipient and a rate card each has a quote of what it bills at these prices.

    Raises :class:`~smsplan.errors.ProviderError` for a name that is none,
    :class:`~smsplan.errors.InvalidValueError` for a recipient that
    :func:`smsplan.destinations.msisdn.validate` refuses, ``TypeError`` for a recipient
    without a rate card, or one without a recipient.

    >>> found = compare("Voilà… 5 €", providers=["twilio", "telnyx", "govuk-notify"])
    >>> [(row.provider.name, row.preflight.plan.encoding.value) for row in found.rows]
    [('govuk-notify', 'GSM-7'), ('telnyx', 'UCS-2'), ('twilio', 'UCS-2')]
    """
    standard = plan(text)
    asked = names() if providers is None else [providers] if type(providers) is str else providers
    if (msisdn is None) is not (rates is None):
        raise TypeError("a price needs a recipient, msisdn=, and a rate card, rates=")
    chosen = [one if isinstance(one, Provider) else get(one) for one in asked]
    rows = [
        Compared(one, one.check(text), tuple(_reasons(one, standard)))
        for one in sorted(chosen, key=lambda one: one.name)
    ]
    if rates is None or msisdn is None:
        return Comparison(standard, tuple(rows))
    number = recipients.parse(recipients.validate(msisdn))
    rows = [
        replace(row, quote=priced(row.preflight.plan or standard, number, rates).quote)
        for row in rows
    ]
    price = priced(standard, number, rates)
    return Comparison(standard, tuple(rows), price.quote, price.channels)


def _reasons(provider: Provider, standard: Plan) -> list[Fact]:
    """List the facts without which the provider would plan the text otherwise."""
    text, profile = standard.text, provider.profile
    here = _answer(plan(text, profile))
    if here == _answer(standard):
        return []
    reasons = []
    for fact in provider.facts:
        default = {field: getattr(STANDARD, field) for field in FIELDS.get(fact.name, ())}
        if default and _answer(plan(text, replace(profile, **default))) != here:
            reasons.append(fact)
    return reasons


def _answer(planned: Plan) -> tuple[str, Encoding, int, int]:
    return planned.text, planned.encoding, planned.chars_count, planned.msg_count
