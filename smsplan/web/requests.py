"""What the page asks: values that JSON is read into.

A request has a text or a template, and :class:`Options`; all but the text may be
left out.  What is of another kind, or is not known, is refused when it is read.

Sizes are limited here and in :mod:`smsplan.web.endpoints`; how long the work on a
request may take, in :mod:`smsplan.web.workers`.
"""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from smsplan.findings import Safety
from smsplan.planning import MAX_SEGMENTS, Boundary, Encoding, Language, Profile
from smsplan.templates import Charset, Syntax

MAX_PLANNED: Final = 1 << 20
"""Code points of a text that is planned."""
MAX_LINTED: Final = 40_000
"""Code points of a text that is linted, fixed or sent by a provider.

255 segments hold 39 015 septets.
"""
MAX_TEMPLATE: Final = 10_000
"""Code points of a template."""
MAX_PROVIDER: Final = 300
"""Of the name of a provider with its options."""
MAX_ADDRESS: Final = 100
"""Code points of a recipient or a sender."""
MAX_LENGTH: Final = 9_999_999
"""Of a field; how many characters all fields may have together is another limit."""


Address = Annotated[str, Meta(max_length=MAX_ADDRESS)]


class Options(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """The choices that a plan depends on, as :class:`~smsplan.planning.Profile` has them.

    ``provider`` is one with its options, such as ``govuk-notify:prefix=HMRC``, and stands
    for all the others.
    """

    boundary: Boundary = Boundary.CODE_POINT
    reference_bits: Literal[8, 16] = 8
    languages: tuple[Language, ...] = ()
    encoding: Encoding | None = None
    provider: Annotated[str, Meta(max_length=MAX_PROVIDER)] | None = None

    @property
    def profile(self) -> Profile:
        """The profile of these choices, a provider left out."""
        languages = tuple(dict.fromkeys(self.languages))
        return Profile(self.encoding, self.boundary, self.reference_bits, languages)


class PlanRequest(Options, frozen=True, kw_only=True):
    """A text to be planned; ``region`` is the ISO code of the country of national numbers."""

    text: Annotated[str, Meta(max_length=MAX_PLANNED)]
    msisdn: Address = ""
    sender: Address = ""
    region: Annotated[str, Meta(max_length=2)] = ""


class LintRequest(Options, frozen=True, kw_only=True):
    """A text to be linted; ``max-messages`` is how many messages it may need."""

    text: Annotated[str, Meta(max_length=MAX_LINTED)]
    max_messages: Annotated[int, Meta(ge=1, le=MAX_LINTED)] = MAX_SEGMENTS


class FixRequest(Options, frozen=True, kw_only=True):
    """A text to be fixed; ``level`` is how far a change may go."""

    text: Annotated[str, Meta(max_length=MAX_LINTED)]
    level: Safety = Safety.SAFE


Length = Annotated[int, Meta(ge=0, le=MAX_LENGTH)]


class FieldRequest(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What a field may hold; while its greatest length is not known there are no bounds."""

    max_length: Length | None = None
    min_length: Length = 0
    charset: Charset = Charset.ANY


class BoundsRequest(Options, frozen=True, kw_only=True):
    """A template, and its fields by their names; names that it does not have are ignored."""

    template: Annotated[str, Meta(max_length=MAX_TEMPLATE)]
    syntax: Syntax = Syntax.MUSTACHE
    fields: dict[str, FieldRequest] = {}
