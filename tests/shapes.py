"""Holds what is given as JSON against the schema that is published, key for key."""

from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, validators

from smsplan.cli.schema import SHAPES
from smsplan.schema import schema


def strict(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Have a schema refuse keys that it does not name."""
    if isinstance(value, list):
        return [strict(item) for item in value]
    if not isinstance(value, dict):
        return value
    closed = {"additionalProperties": False} if "properties" in value and "type" in value else {}
    return {**{name: strict(item) for name, item in value.items()}, **closed}


@cache
def validator(name: str) -> Any:  # noqa: ANN401 - as jsonschema's
    written = strict(schema(name, shapes=SHAPES))
    Draft202012Validator.check_schema(written)
    numbers = Draft202012Validator.TYPE_CHECKER.redefine(
        "number", lambda _, value: isinstance(value, int | float | Decimal) and value is not True
    )
    extended: Any = validators.extend  # types-jsonschema leaves it untyped
    return extended(Draft202012Validator, type_checker=numbers)(written)


def hold(value: object, name: str) -> None:
    """Raise where a value is not what the schema of that name says."""
    validator(name).validate(value)
