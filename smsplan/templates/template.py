"""Texts with places for values."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Self

from msgspec import Struct

from smsplan.arguments import checked
from smsplan.destinations.msisdn import Msisdn
from smsplan.destinations.rates import RateCard
from smsplan.errors import TemplateError
from smsplan.findings import Finding
from smsplan.planning import MAX_SEGMENTS, STANDARD, Profile
from smsplan.templates import bounds
from smsplan.templates.bounds import Bounds
from smsplan.templates.fields import Field
from smsplan.templates.syntax import Piece, Syntax, fill, places, split


class Template(Struct, frozen=True, rename="kebab", dict=True):
    """A text with fields; made by :meth:`parse`, which alone makes ``pieces`` true.

    ``pieces`` are literals and references to fields in order, each with its place
    in ``source``.

    >>> template = Template.parse("Hi {{ name }}, your code is {{code}}.")
    >>> template.fields
    ('name', 'code')
    >>> template.render({"name": "Zoë", "code": "1234"})
    'Hi Zoë, your code is 1234.'
    """

    source: str
    syntax: Syntax
    pieces: tuple[Piece, ...]

    @classmethod
    @checked
    def parse(cls, source: str, syntax: Syntax = Syntax.MUSTACHE) -> Self:
        """Read a template that has plain fields only.

        Every character that is no field and no escape is text, a line end at
        the end too (which Jinja drops by default).

        Raises :class:`~smsplan.errors.TemplateError`, with the place, for what the
        syntax would read as more than a field (sections, filters, conversions,
        comments), for what is not closed, and for a lone surrogate; ``TypeError``
        for anything but a ``str`` and a :class:`Syntax`.
        """
        if not isinstance(syntax, Syntax):
            raise TypeError(f"syntax is a Syntax, not {syntax!r}")
        return cls(source, syntax, split(source, syntax))

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields, each once, in order of appearance."""
        return tuple(places(self.pieces))

    @checked
    def render(self, values: Mapping[str, str]) -> str:
        """Put values into the fields, as they are: nothing is HTML-escaped.

        Values of other names are ignored, for a row of a table often has more.

        Raises :class:`~smsplan.errors.TemplateError`, with the place of the first,
        for fields that have no value, ``TypeError`` for a value that is no ``str``.
        """
        self._check_given(values, "value")
        return fill(self.pieces, values)

    @checked
    def bounds(
        self,
        fields: Mapping[str, Field],
        profile: Profile = STANDARD,
        *,
        rates: RateCard | None = None,
        msisdn: str | int | Msisdn | None = None,
    ) -> Bounds:
        """Find the least and the most that any filling needs, and fillings that do.

        ``fields`` says of each field what it may hold; other names are ignored.
        With ``rates`` and a recipient there are bounds of the cost.

        Raises :class:`~smsplan.errors.TemplateError` for fields that are not
        given, :class:`~smsplan.errors.BoundsError` where no bounds can be told:
        with clusters or words kept whole in more than one segment, with national tables,
        with GSM-7 forced on what may have other characters, where a provider truncates,
        or changes texts in a way that is not proved, with more than a million characters
        in the fields.
        ``TypeError`` for what is no Field, ``ValueError`` with only one of ``rates``
        and ``msisdn``, and what :meth:`RateCard.quote` raises.

        >>> from smsplan.templates import Charset
        >>> template = Template.parse("Dear {{name}}, your parcel " + "is here. " * 8)
        >>> bounds = template.bounds({"name": Field(20, Charset.LATIN)})
        >>> bounds.msg_count.least, bounds.msg_count.most, bounds.non_gsm_fields
        (1, 2, ('name',))
        >>> bounds.msg_count.most_witness.plan.encoding == "UCS-2"
        True
        """
        self._check_given(fields, "Field")
        return bounds.find(self.pieces, fields, profile, rates=rates, msisdn=msisdn)

    @checked
    def lint(
        self,
        fields: Mapping[str, Field],
        profile: Profile = STANDARD,
        *,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] = (),
        max_segments: int = MAX_SEGMENTS,
    ) -> tuple[Finding, ...]:
        """Report what is wrong with the template, with offsets into its source.

        The rules ENC look at its literals, and their fixes leave a template that can
        be parsed; ``saves`` is by how many it lowers the most segments.  COST006 compares the
        most segments of any filling with ``max_segments``.
        The rules TPL look at the fields, of which ``fields`` says what they may hold.
        ``select`` and ``ignore`` have codes, beginnings of codes, or names.

        Raises :class:`~smsplan.errors.UnknownRuleError` for what is none of these.

        >>> template = Template.parse("Hello {{name}} – your parcel")
        >>> [(found.code, found.start) for found in template.lint({"name": Field(9)})]
        [('ENC001', 15)]
        """
        from smsplan.templates.linting import lint_template  # noqa: PLC0415 - it is above

        return lint_template(
            self, fields, profile, select=select, ignore=ignore, max_segments=max_segments
        )

    def _check_given(self, given: Mapping[str, object], what: str) -> None:
        missing = [name for name in self.fields if name not in given]
        if not missing:
            return
        first = self.pieces[places(self.pieces)[missing[0]][0]]
        raise TemplateError(
            f"there is no {what} for {', '.join(map(repr, missing))}",
            self.source,
            first.start,
            first.end,
        )
