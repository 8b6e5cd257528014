"""Templates: texts with fields, and what any filling of them needs."""

from smsplan.templates.bounds import Bounds, Range
from smsplan.templates.fields import Charset, Field
from smsplan.templates.fillings import Witness
from smsplan.templates.linting import TEMPLATE_RULES, unparsed
from smsplan.templates.syntax import Literal, Reference, Syntax
from smsplan.templates.template import Template

__all__ = [
    "TEMPLATE_RULES",
    "Bounds",
    "Charset",
    "Field",
    "Literal",
    "Range",
    "Reference",
    "Syntax",
    "Template",
    "Witness",
    "unparsed",
]
