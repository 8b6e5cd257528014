"""The OpenAPI document of the JSON endpoints, made from their types."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from smsplan.shapes import schemas
from smsplan.web.answers import Problem
from smsplan.web.endpoints import Endpoint

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
    """Write the document (OpenAPI 3.1) of these endpoints."""
    listed = list(endpoints)
    types: list[type] = [
        Problem,
        *(kind for each in listed for kind in (each.request, each.answer)),
    ]
    roots, components = schemas(types, _REF)
    content: dict[type, Any] = {
        kind: {_JSON: {"schema": root}} for kind, root in zip(types, roots, strict=True)
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "smsplan",
            "version": "1",
            "description": "What will happen to an SMS before it is sent. Nothing is sent here.",
        },
        "paths": {each.path: {"post": _post(each, content)} for each in listed},
        "components": {"schemas": components},
    }


def _post(endpoint: Endpoint, content: Mapping[type, object]) -> dict[str, Any]:
    problem = content[Problem]
    return {
        "operationId": endpoint.path.strip("/").partition(".")[0],
        "summary": endpoint.summary,
        "requestBody": {"required": True, "content": content[endpoint.request]},
        "responses": {
            "200": _response("The answer.", content[endpoint.answer]),
            "400": _response("The request cannot be read, or not be answered.", problem),
            "503": _response("Too much work now; Retry-After says when to ask again.", problem),
            **{status: {"description": text} for status, text in _REFUSALS.items()},
        },
    }


def _response(description: str, content: object) -> dict[str, Any]:
    return {"description": description, "content": content}
