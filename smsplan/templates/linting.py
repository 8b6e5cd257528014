"""Static analysis of a template: its literals, and what its fields may do."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from msgspec import Struct, structs

from smsplan.arguments import checked
from smsplan.display import quoted
from smsplan.errors import BoundsError, TemplateError
from smsplan.findings import Finding, Fix, Severity
from smsplan.gsm7.codec import ucs2_units
from smsplan.gsm7.tables import non_gsm
from smsplan.linting import RULES, Rule, lint
from smsplan.linting.linter import by_place, chosen
from smsplan.linting.rule import Hit, rule
from smsplan.planning import Encoding, Profile, plan
from smsplan.planning.coding import UCS2
from smsplan.templates import bounds
from smsplan.templates.bounds import Bounds
from smsplan.templates.fields import Field
from smsplan.templates.fillings import Witness
from smsplan.templates.literals import Literals
from smsplan.templates.syntax import Reference
from smsplan.templates.template import Template


class _Case(Struct, frozen=True, dict=True):
    """A template as the rules see it, and what several of them ask of it, found out once."""

    template: Template
    fields: Mapping[str, Field]
    profile: Profile
    max_segments: int

    @cached_property
    def unbounded(self) -> tuple[str, ...]:
        return tuple(name for name in self.template.fields if name not in self.fields)

    @cached_property
    def bounds(self) -> Bounds | BoundsError | None:
        """The bounds, why there are none, or none where a field is unbounded."""
        if self.unbounded:
            return None
        try:
            return bounds.find(self.template.pieces, self.fields, self.profile, has_room=False)
        except BoundsError as refused:
            return refused

    @property
    def least_segments(self) -> int | None:
        """The fewest segments, whatever fills what is unbounded; none where not proved."""
        # What is longer than one character needs no fewer, for one reaches either encoding.
        is_forced = self.profile.is_plain and self.profile.encoding is Encoding.GSM7
        empty = dict.fromkeys(self.unbounded, Field(0) if is_forced else Field(1))
        try:
            fields = {**self.fields, **empty}
            found = bounds.find(self.template.pieces, fields, self.profile, has_room=False)
        except BoundsError:
            return None
        return found.msg_count.least

    @cached_property
    def first_places(self) -> Mapping[str, tuple[int, int]]:
        return {
            piece.name: (piece.start, piece.end)
            for piece in reversed(self.template.pieces)
            if isinstance(piece, Reference)
        }

    @cached_property
    def literals(self) -> Literals:
        return Literals(self.template)

    @cached_property
    def non_gsm_characters(self) -> int:
        """How many characters of the literals GSM-7 lacks."""
        return len(non_gsm(self.literals.text))


@rule("TPL000", "invalid-template", Severity.ERROR, always=True)
def invalid_template(error: TemplateError) -> Iterator[Hit]:
    """A message that is no template of the syntax that was given.

    Why:
    It would fail when it is rendered, or go out with its braces.  What it needs
    cannot be told, and it is not checked any further.  Neither --select nor
    --ignore leaves this out.

    Example:
        Template.parse("Dear {{name}, your parcel is here")

    Instead:
        Template.parse("Dear {{name}}, your parcel is here")

    Source:
    The syntaxes of smsplan.templates.
    """
    yield Hit(error.reason, error.start, error.end)


@rule("TPL001", "non-gsm-field")
def non_gsm_field(case: _Case) -> Iterator[Hit]:
    """A field that can make a GSM-7 message UCS-2, so that it needs more segments.

    Why:
    One character that GSM-7 lacks, in one name, and a segment holds 70 characters
    instead of 160.  Nobody sees it in the template, only on the bill.  Several
    fields that can do so are reported each: to mend one of them alone does not help.

    Example:
        Template.parse("Dear {{name}}, " + "x" * 80).lint({"name": Field(20)})

    Instead:
        Template.parse("{{name}}, " + "x" * 40).lint({"name": Field(20, Charset.BMP)})
        Template.parse("Dear {{id}}, " + "x" * 80).lint({"id": Field(9, Charset.DIGITS)})

    Source:
    3GPP TS 23.038, 6.2.1; the bounds of the template, with and without the characters
    of the field that GSM-7 lacks.
    """
    if not isinstance(case.bounds, Bounds):
        return
    names = case.bounds.non_gsm_fields
    if not names:
        return
    try:
        least, most = bounds.most_by_non_gsm_field(
            case.template.pieces, case.fields, case.profile, names
        )
    except BoundsError:
        return
    for name, segments in most.items():
        if segments > least:
            note = (
                f"the field {name!r} can make the message UCS-2: {segments} segments at most "
                f"instead of {least} (charset {case.fields[name].charset})"
            )
            yield Hit(note, *case.first_places[name])


@rule("TPL002", "unbounded-field")
def unbounded_field(case: _Case) -> Iterator[Hit]:
    """A field of which neither length nor charset is known.

    Why:
    A value may be as long as a book: how many segments the template needs at most
    cannot be told.  Only what it needs with the field empty is checked.

    Example:
        Template.parse("Your code is {{code}}").lint({})

    Instead:
        Template.parse("Code {{code}}").lint({"code": Field(6)})

    Source:
    The bounds of a template, which need a Field for each of its fields.
    """
    for name in case.unbounded:
        note = f"nothing is known of the field {name!r}: the most segments cannot be told"
        yield Hit(note, *case.first_places[name])


@rule("TPL003", "unproved-bounds")
def unproved_bounds(case: _Case) -> Iterator[Hit]:
    """A profile under which the bounds of the template are not proved.

    Why:
    How many segments the template needs at most is not checked.  Where several segments
    keep clusters or words whole, with national tables, or where a provider changes a text
    in some ways, a longer text can need fewer segments; forced GSM-7 has no plan for a
    value with a character that GSM-7 lacks.

    Example:
        Template.parse("Code {{code}}").lint({"code": Field(99)}, Profile(boundary=Boundary.WORD))

    Instead:
        Template.parse("Code {{code}}").lint({"code": Field(99)})

    Source:
    The documentation, in its explanation of bounds, has the proof.
    """
    if isinstance(case.bounds, BoundsError):
        yield Hit(f"the most segments cannot be told: {case.bounds}")


def _too_many_segments(case: _Case) -> Iterator[Hit]:
    """Report a template as COST006 does a text."""
    limit = f"{case.max_segments} {'is' if case.max_segments == 1 else 'are'} allowed"
    if case.unbounded:
        least = case.least_segments
        if least is not None and least > case.max_segments:
            yield Hit(f"at least {least} segments whatever fills it; {limit}")
    if not isinstance(case.bounds, Bounds):
        return
    count = case.bounds.msg_count
    if count.most > case.max_segments:
        if count.least == count.most:
            yield Hit(f"{count.most} segments whatever fills it; {limit}")
        else:
            witness = f"{count.most} {_described(count.most_witness)}"
            yield Hit(f"{count.least} to {count.most} segments; {limit}; {witness}")


_OF_FIELDS: Final = (non_gsm_field, unbounded_field, unproved_bounds)
TEMPLATE_RULES: Final[Mapping[str, Rule]] = {
    each.code: each for each in (invalid_template, *_OF_FIELDS)
}
"""The rules of templates by code."""

_ALL_RULES: Final = {**RULES, **TEMPLATE_RULES}
_LITERALS: Final = "ENC"
"""The rules that have the same to say of a literal as of a text."""


def lint_template(  # noqa: PLR0913 - as Template.lint
    template: Template,
    fields: Mapping[str, Field],
    profile: Profile,
    *,
    select: Iterable[str] | None,
    ignore: Iterable[str],
    max_segments: int,
) -> tuple[Finding, ...]:
    """Do what :meth:`Template.lint` does."""
    codes = {each.code for each in chosen(_ALL_RULES, select, ignore)}
    case = _Case(template, fields, profile, max_segments)
    found = list(_in_literals(case)) if any(code.startswith(_LITERALS) for code in codes) else []
    for each in _OF_FIELDS:
        if each.code in codes:
            found += _findings(each, each.check(case))
    if "COST006" in codes:
        found += _findings(RULES["COST006"], _too_many_segments(case))
    return tuple(sorted((each for each in found if each.code in codes), key=by_place))


@checked
def unparsed(error: TemplateError) -> tuple[Finding, ...]:
    """Report a source that is no template (TPL000), with offsets into it."""
    return tuple(_findings(invalid_template, invalid_template.check(error)))


def _in_literals(case: _Case) -> Iterator[Finding]:
    for found in lint(case.literals.text, case.profile, select=[_LITERALS]):
        moved = case.literals.finding(found)
        if moved:
            yield structs.replace(moved, saves=_saved(case, moved.fix, found.fix))


def _saved(case: _Case, of_source: Fix | None, of_text: Fix | None) -> int:
    """Count the segments of the most that a fix saves."""
    if of_source is None or of_text is None or not isinstance(case.bounds, Bounds):
        return 0
    longest = case.bounds.msg_count.most_witness
    edited = sum(edit.end - edit.start for edit in of_source.edits)
    if case.profile.is_plain and case.non_gsm_characters > edited:
        # It stays UCS-2, where the longest filling is the longest still.
        text = case.literals.text
        units = longest.plan.chars_count + sum(
            len(ucs2_units(edit.replacement)) - len(ucs2_units(text[edit.start : edit.end]))
            for edit in of_text.edits
        )
        full = (longest.plan.msg_count - 1) * UCS2.rooms[case.profile.reference_bits]
        if units > max(full, UCS2.single):  # too many, were every unit used
            return 0
        fixed = plan(case.literals.filled(longest.values, of_text.edits), case.profile).msg_count
    else:
        source = of_source.apply(case.template.source)
        parsed = Template.parse(source, case.template.syntax)
        try:
            fixed = bounds.most_segments(parsed.pieces, case.fields, case.profile)
        except BoundsError:
            return 0
    return max(0, longest.plan.msg_count - fixed)


def _findings(of: Rule, hits: Iterable[Hit]) -> Iterator[Finding]:
    for hit in hits:
        yield Finding(
            of.code, of.severity, "text", hit.message, hit.start, hit.end, of.name, hit.fix
        )


def _described(witness: Witness) -> str:
    """Return which filling it is, whose values are of one character each."""
    values = [
        f"{name} = {quoted(value[:1])} * {len(value)}" for name, value in witness.filling if value
    ]
    return f"with {', '.join(values)}" if values else "with every field empty"
