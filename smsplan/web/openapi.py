"""The OpenAPI document of the JSON endpoints, made from their types."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from smsplan.web.answers import Problem, RatesAnswer
from smsplan.web.endpoints import Endpoint

RATES_PATH: Final = "/rates.json"

_REF: Final = "#/components/schemas/{name}"
_JSON: Final = "application/json"
_REFUSALS: Final = {
    "413": "The body is too large.",
    "414": "The query is too long.",
    "415": "The body is not of the type application/json.",
    "431": "The headers are too large, or too many.",
}
"""What is refused before it is read, in plain text or in JSON."""


def document(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """Write the document (OpenAPI 3.1) of these endpoints, and of the rate card."""
    listed = list(endpoints)
    types = [kind for each in listed for kind in (each.request, each.answer)]
    _, schemas = msgspec.json.schema_components([*types, RatesAnswer, Problem], ref_template=_REF)
    paths = {each.path: {"post": _post(each)} for each in listed}
    rates = {
        "operationId": "rates",
        "summary": "Show the rate card of the server.",
        "responses": {"200": _response("The rate card.", RatesAnswer)},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "smsplan",
            "version": "1",
            "description": "What will happen to an SMS before it is sent. Nothing is sent here.",
        },
        "paths": {**paths, RATES_PATH: {"get": rates}},
        "components": {"schemas": _with_numbers(schemas)},
    }


def _post(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "operationId": endpoint.path.strip("/").partition(".")[0],
        "summary": endpoint.summary,
        "requestBody": {"required": True, "content": _content(endpoint.request)},
        "responses": {
            "200": _response("The answer.", endpoint.answer),
            "400": _response("The request cannot be read, or not be answered.", Problem),
            "503": _response("Too much work now; Retry-After says when to ask again.", Problem),
            **{status: {"description": text} for status, text in _REFUSALS.items()},
        },
    }


def _response(description: str, kind: type) -> dict[str, Any]:
    return {"description": description, "content": _content(kind)}


def _content(kind: type) -> dict[str, Any]:
    return {_JSON: {"schema": {"$ref": _REF.format(name=kind.__name__)}}}


def _with_numbers(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the schema with amounts as numbers, as they are written; msgspec says strings."""
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            return {"type": "number"}
        return {name: _with_numbers(value) for name, value in schema.items()}
    if isinstance(schema, list):
        return [_with_numbers(value) for value in schema]
    return schema
