"""JSON Schema of what smsplan gives as JSON: of every ``to_dict()``, ``--json`` and endpoint."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from smsplan.campaign.results import Preview
from smsplan.destinations.rates import QuoteShape
from smsplan.findings import FindingShape
from smsplan.gateway.preflight import PreflightShape
from smsplan.linting.fixing import FixedShape
from smsplan.planning.shapes import PlanShape
from smsplan.providers.comparing import ComparisonShape
from smsplan.shapes import schemas
from smsplan.templates.bounds import BoundsShape

VERSION: Final = 0
"""Of the schema; while it is 0 any release may add to it, or change it."""

VALUES: Final[Mapping[str, type]] = MappingProxyType(
    {
        "Plan": PlanShape,
        "Preflight": PreflightShape,
        "Fixed": FixedShape,
        "Finding": FindingShape,
        "Quote": QuoteShape,
        "Bounds": BoundsShape,
        "Preview": Preview,
        "Comparison": ComparisonShape,
    }
)
"""The values that have ``to_dict()``, by their names."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE: Final = "#/$defs/{name}"


def schema(name: str | None = None, *, shapes: Mapping[str, type] = VALUES) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one of the shapes, or of any of them.

    Raises ``ValueError`` that lists the names there are.

    >>> schema("Quote")["$defs"]["Quote"]["properties"]["cost"]
    {'anyOf': [{'type': 'number'}, {'type': 'null'}]}
    """
    if name is not None and name not in shapes:
        raise ValueError(f"there is no shape {name!r}; there are {', '.join(shapes)}")
    chosen = shapes if name is None else {name: shapes[name]}
    roots, components = schemas(chosen.values(), _REFERENCE)
    return {
        "$schema": _DIALECT,
        "$id": f"urn:smsplan:schema:{VERSION}{f':{name}' if name else ''}",
        "title": f"smsplan {name or 'JSON'}, version {VERSION}",
        **(roots[0] if name else {"anyOf": roots}),
        "$defs": components,
    }
