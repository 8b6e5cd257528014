"""The server keeps to its OpenAPI document, whatever it is asked."""

from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsplan import RateCard
from smsplan.web.endpoints import endpoints
from smsplan.web.openapi import document
from smsplan.web.requests import MAX_LENGTH, MAX_LINTED

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
web = pytest.importorskip("smsplan.web.application", reason="the extra web is not installed")

# Beside other tests its processes, which stand back behind all else, may be late.
PATIENT = partial(web.Workers, seconds=300)
with patch.object(web, "Workers", PATIENT):
    SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", web.application())
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]
# A template may be unreadable; and 8.0 is an integer to a schema, but not to the server.
REFUSABLE = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_server_keeps_to_the_document(
    operation: Any,  # noqa: ANN401 - schemathesis's, which may not be there
    mode: Any,  # noqa: ANN401 - as above
    data: st.DataObject,
) -> None:
    if operation.body or mode.is_positive:  # without a body there is nothing to get wrong
        case = data.draw(operation.as_strategy(generation_mode=mode))
        case.call_and_validate(excluded_checks=REFUSABLE)


def test_every_reference_leads_somewhere_and_everything_is_used() -> None:
    written = document(endpoints(RateCard("DKK", {})))
    names = {f"#/components/schemas/{name}" for name in written["components"]["schemas"]}
    assert set(references(written)) == names


def test_every_number_of_a_request_has_a_least_and_a_most() -> None:
    written = document(endpoints(RateCard("DKK", {})))["components"]["schemas"]
    requests = [value for name, value in written.items() if name.endswith("Request")]
    numbers = [each for each in objects(requests) if each.get("type") == "integer"]
    assert {each["maximum"] for each in numbers} == {MAX_LENGTH, MAX_LINTED}
    assert {each["minimum"] for each in numbers} == {0, 1}


def objects(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return [value, *(each for item in value.values() for each in objects(item))]
    return [each for item in value for each in objects(item)] if isinstance(value, list) else []


def references(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [each for item in value.values() for each in references(item)]
    return [each for item in value for each in references(item)] if isinstance(value, list) else []
