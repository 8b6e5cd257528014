"""What the page asks and what it is answered: pure functions, no HTTP.

Each takes one of :mod:`smsplan.web.requests` and gives one of
:mod:`smsplan.web.answers`, or the shape of a value.  What no answer can be given to
raises :class:`BadRequestError`.  Sizes are limited, here and in the requests; a
hostile text within them may still take long, and is then cut short
(:mod:`smsplan.web.workers`).  A template is asked about while it is typed, so one
that is not finished is no error: ``bounds`` is null and ``reason`` says why.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

from msgspec import Struct

from smsplan.destinations.rates import RateCard
from smsplan.destinations.regions import region as region_of
from smsplan.display import counted, describe, grouped, name
from smsplan.errors import BoundsError, ProviderError, TemplateError, UnencodableTextError
from smsplan.findings import Finding, FindingShape, Safety, Severity
from smsplan.gateway import SmsRequest, preflight
from smsplan.gateway.preflight import text_findings
from smsplan.linting import fix, lint
from smsplan.linting.fixing import FixedShape
from smsplan.planning import STANDARD, Boundary, Encoding, Plan, Profile, Segment, plan
from smsplan.planning.view import coded
from smsplan.providers import Provider, read
from smsplan.shapes import utf16, utf16_span
from smsplan.templates import Field, Template
from smsplan.templates.syntax import places
from smsplan.web.answers import (
    BoundsAnswer,
    CauseAnswer,
    CharacterAnswer,
    LintAnswer,
    PlanAnswer,
    Problem,
    TemplateAnswer,
)
from smsplan.web.costs import costs, destination
from smsplan.web.requests import (
    MAX_LINTED,
    BoundsRequest,
    FieldRequest,
    FixRequest,
    LintRequest,
    Options,
    PlanRequest,
)

MAX_LINTED_WHOLE: Final = 1_800
"""Code points of a text that is linted where clusters or words are kept whole.

For each fix the text is planned anew, so that the time grows with the square.
"""
MAX_CHARACTERS: Final = 4_096
"""Distinct characters of a text that are described, and non-GSM ones that are listed."""
MAX_FIELDS: Final = 100
MAX_FILLING: Final = 40_000
"""Code points that the fields may have in all their places."""
MAX_REASON: Final = 300
"""Characters of a reason, which may have a value of the request in it."""


class BadRequestError(Exception):
    """A request that is not answered: why, and which part of it as a JSON path."""

    def __init__(
        self, reason: str, where: str, start: int | None = None, end: int | None = None
    ) -> None:
        super().__init__(reason, where, start, end)
        self.problem: Problem = Problem(reason, where, start, end)


def plan_text(request: PlanRequest, rates: RateCard) -> PlanAnswer:
    """Plan a text, and price it at every destination of the rate card.

    Raises :class:`BadRequestError` for a text that does not fit the encoding that was forced,
    or that is too long to look at what a provider makes of it.
    """
    provider = _provider(request)
    if provider is not None and len(request.text) > MAX_LINTED:
        limit = f"a text of {counted(MAX_LINTED, 'character')} is the longest at a provider"
        raise BadRequestError(f"{limit}; it has {grouped(len(request.text))}", "$.text")
    try:
        planned = plan(request.text, request.profile if provider is None else provider.profile)
    except UnencodableTextError as error:
        raise _unencodable(request.text, error) from None
    region = _region(request)
    findings = _findings(request, planned, provider, region)
    return PlanAnswer.of(
        planned,
        MAX_CHARACTERS,
        characters=_characters(planned),
        costs=list(costs(rates, planned.msg_count, planned.msg_count, planned.original)),
        destination=destination(rates, request.msisdn, region),
        findings=[
            FindingShape.of(each, utf16(getattr(request, each.field)))
            for each in findings[:MAX_CHARACTERS]
        ],
    )


def _region(request: PlanRequest) -> str | None:
    try:
        return region_of(request.region).code if request.region else None
    except ValueError as error:
        raise BadRequestError(str(error), "$.region") from None


def _findings(
    request: PlanRequest, planned: Plan, provider: Provider | None, region: str | None
) -> list[Finding]:
    """Report of a text, and of the recipient and the sender that are given, the errors first."""
    if not (provider or request.msisdn or request.sender):
        return list(text_findings(planned))
    given = {"text"} | {each for each in ("msisdn", "sender") if getattr(request, each)}
    if provider:
        sender, msisdn = request.sender or None, request.msisdn or None
        checked = provider.check(request.text, sender=sender, msisdn=msisdn, region=region)
    else:
        message = SmsRequest(text=request.text, sender=request.sender, msisdn=request.msisdn)
        checked = preflight(message, request.profile, region=region)
    found = [each for each in checked.findings if each.field in given]
    return sorted(found, key=lambda each: each.severity is not Severity.ERROR)


def lint_text(request: LintRequest) -> LintAnswer:
    """Find what is wrong with a text, or costs more than it needs.

    Raises :class:`BadRequestError` for a text that would take too long.
    """
    profile = _profile(request)
    if profile.boundary is not Boundary.CODE_POINT and len(request.text) > MAX_LINTED_WHOLE:
        raise BadRequestError(
            f"split at a {profile.boundary}, a text of {counted(MAX_LINTED_WHOLE, 'character')} is "
            f"the longest that is linted; it has {grouped(len(request.text))}",
            "$.text",
        )
    found = lint(request.text, profile, max_segments=request.max_messages)
    offset = utf16(request.text)
    return LintAnswer(
        [FindingShape.of(finding, offset) for finding in found], _cause(request.text, profile)
    )


def fix_text(request: FixRequest) -> FixedShape:
    """Change a text so that it needs fewer segments, if that can be.

    Raises :class:`BadRequestError` for a text that does not fit the encoding that was forced.
    """
    try:
        fixed = fix(request.text, _profile(request), level=request.level)
    except UnencodableTextError as error:
        raise _unencodable(request.text, error) from None
    return FixedShape.of(fixed)


def bound_template(request: BoundsRequest, rates: RateCard) -> TemplateAnswer:
    """Find the fields of a template, and the least and most that any filling needs and costs."""
    profile = _profile(request)
    try:
        template = Template.parse(request.template, request.syntax)
    except TemplateError as error:
        place = error.start, error.end
        span = utf16_span(*place, utf16(request.template))
        return TemplateAnswer((), None, error.reason, *place, *span)
    if len(template.fields) > MAX_FIELDS:
        reason = (
            f"the template has {grouped(len(template.fields))} fields, {MAX_FIELDS} are the most"
        )
        return TemplateAnswer((), reason=reason)
    try:
        found = template.bounds(_fields(template, request.fields), profile)
    except BoundsError as error:
        return TemplateAnswer(template.fields, reason=str(error))
    least, most = found.msg_count.least, found.msg_count.most
    all_costs = list(costs(rates, least, most))
    return TemplateAnswer(template.fields, BoundsAnswer.of(found, MAX_CHARACTERS, costs=all_costs))


class Endpoint(NamedTuple):
    """A path, the type that its requests are read into, and what answers them."""

    path: str
    request: type[Struct]
    answer: type[Struct]
    respond: Callable[[Any], Struct]

    @property
    def summary(self) -> str:
        """Return what it is for: the first line of the function's docstring."""
        function = self.respond.func if isinstance(self.respond, partial) else self.respond
        return (function.__doc__ or "").partition("\n")[0]


def endpoints(rates: RateCard) -> tuple[Endpoint, ...]:
    """Return all that are asked by POST, with the prices of a rate card."""
    return (
        Endpoint("/plan.json", PlanRequest, PlanAnswer, partial(plan_text, rates=rates)),
        Endpoint("/lint.json", LintRequest, LintAnswer, lint_text),
        Endpoint("/fix.json", FixRequest, FixedShape, fix_text),
        Endpoint(
            "/bounds.json", BoundsRequest, TemplateAnswer, partial(bound_template, rates=rates)
        ),
    )


def _provider(request: Options) -> Provider | None:
    """Read who sends, who says all that the other choices say.

    Raises :class:`BadRequestError` for one that is none, and beside other choices.
    """
    if request.provider is None:
        return None
    if request.profile != STANDARD:
        others = "boundary, reference-bits, languages and encoding"
        raise BadRequestError(f"a provider stands for {others}", "$.provider")
    try:
        return read(request.provider)
    except ProviderError as error:
        raise BadRequestError(str(error)[:MAX_REASON], "$.provider") from None


def _profile(request: Options) -> Profile:
    provider = _provider(request)
    return request.profile if provider is None else provider.profile


def _cause(text: str, profile: Profile) -> CauseAnswer | None:
    if profile.encoding is not None:
        return None
    fixed = fix(text, profile, level=Safety.DISPLAY_ONLY)
    before, after = fixed.before, fixed.plan
    if not before.non_gsm_characters:
        return None
    return CauseAnswer(len(before.non_gsm_characters), before.msg_count, after.msg_count)


def _unencodable(text: str, error: UnencodableTextError) -> BadRequestError:
    """Return which character it is; a fix knows its place in the text as far as it was fixed."""
    reason = f"GSM-7 lacks {describe(error.character)}"
    start = text.find(error.character)
    return BadRequestError(reason, "$.text", *((start, start + 1) if start >= 0 else ()))


def _fields(template: Template, given: dict[str, FieldRequest]) -> dict[str, Field]:
    """Read what the fields of a template may hold.

    Raises :class:`~smsplan.errors.BoundsError` that says why there are no bounds.
    """
    fields, unknown = {}, []
    for each in template.fields:
        field = given.get(each, FieldRequest())
        least, most = field.min_length, field.max_length
        if most is None:
            unknown.append(each)
        elif least > most:
            raise BoundsError(
                f"{each}: the shortest length {grouped(least)} is over the longest {grouped(most)}"
            )
        else:
            fields[each] = Field(most, field.charset, least)
    if unknown:
        raise BoundsError(
            f"nothing is known of the length of {', '.join(unknown)}; give each a longest length"
        )
    filling = sum(fields[each].max_length * len(at) for each, at in places(template.pieces).items())
    if filling > MAX_FILLING:
        limit = f"{grouped(MAX_FILLING)} are the most"
        raise BoundsError(f"the fields may have {counted(filling, 'character')}, {limit}")
    return fields


def _characters(planned: Plan) -> dict[str, CharacterAnswer]:
    """Describe each distinct character, as it is where it first occurs."""
    described: dict[str, CharacterAnswer] = {}
    for segment in planned.segments:
        for character in dict.fromkeys(segment.text):
            if character not in described:
                if len(described) == MAX_CHARACTERS:
                    return described
                described[character] = _character(character, planned, segment)
    return described


def _character(character: str, planned: Plan, segment: Segment) -> CharacterAnswer:
    units, octets, non_gsm = coded(character, planned.encoding, segment)
    non_gsm |= planned.encoding is Encoding.UCS2 and character in planned.profile.lacks
    return CharacterAnswer(
        f"U+{ord(character):04X}", name(character), units, octets.hex().upper(), non_gsm
    )
