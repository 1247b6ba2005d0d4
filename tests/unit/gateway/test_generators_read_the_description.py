"""The OpenAPI document is valid in both languages, and names each operation once.

Covers gateway.http.rest.for_generators, gateway.http.unrouted.
"""

import json
import re

import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from gateway.http.rest.application import rest_application
from gateway.http.rest.description import describe
from gateway.http.rest.french import in_french


@pytest.fixture(scope="module")
def described():
    return describe(rest_application())


def operations(document):
    return [each for item in document["paths"].values() for each in item.values()]


def test_it_is_valid_in_french_and_in_english(described):
    """Also: no two operations have one name."""
    validate(described)
    validate(in_french(described))


def test_each_reference_ends_somewhere(described):
    schemas = described["components"]["schemas"]
    references = {*re.findall(r"#/components/schemas/([^\"]+)", json.dumps(described))}
    assert references - schemas.keys() == set()


def test_no_two_models_have_one_name(described):
    """FastAPI tells such two apart by `-Input` and `-Output`, where generators stop."""
    schemas = described["components"]["schemas"]
    assert [name for name in schemas if not name.isidentifier()] == []
    titles = [schema["title"] for schema in schemas.values() if "title" in schema]
    assert len({*titles}) == len(titles)


def test_each_operation_has_a_name_that_a_client_can_call(described):
    names = [each["operationId"] for each in operations(described)]
    assert all(name.isidentifier() for name in names)
    assert {"campaigns_open_campaign", "queries_run_sql"} <= {*names}


def test_no_header_and_no_part_of_an_address_is_null(described):
    parameters = [one for each in operations(described) for one in each.get("parameters", ())]
    assert len(parameters) > 50
    assert [one["name"] for one in parameters if "null" in str(one["schema"])] == []


def test_a_problem_has_its_code_and_its_problems(described):
    problem = described["components"]["schemas"]["ProblemDocument"]
    assert {"code", "detail", "title", "problems"} <= problem["properties"].keys()


def test_options_names_each_method_that_an_address_has():
    with TestClient(rest_application()) as rest:
        assert rest.options("/campaigns").headers["Allow"] == "GET, HEAD, POST, OPTIONS"
        assert rest.options("/storages/eau").headers["Allow"] == "DELETE, PUT, OPTIONS"
        assert rest.patch("/campaigns").headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_no_text_is_described_as_bytes(described):
    """A generated client reads the body as the description says."""
    answers = [
        (kind, content.get("schema", {}))
        for operation in operations(described)
        for answer in operation["responses"].values()
        for kind, content in answer.get("content", {}).items()
    ]
    as_bytes = {kind for kind, schema in answers if schema.get("format") == "binary"}
    assert "application/zip" in as_bytes
    assert {kind for kind in as_bytes if kind.startswith("text/") or "json" in kind} == set()
