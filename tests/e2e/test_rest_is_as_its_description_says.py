"""The OpenAPI document of `/v1` is true of each address, each answer and docs/reference/http.md.

Covers gateway.http.rest.description, gateway.http.rest.documented, gateway.http.rest.application,
gateway.http.rest.problem_route.
"""

import re
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "http.md").read_text("utf-8")
ROW = re.compile(
    r"^\| `(GET|POST|PUT|PATCH|DELETE) (/[a-z0-9/{}-]+)(?:\?query=…)?` \|", re.MULTILINE
)
UNDESCRIBED = {
    *(
        ("GET", "/"),
        ("GET", "/data"),
        ("GET", "/graphiql"),
        ("GET", "/receipt"),
        ("GET", "/sign-in"),
        ("GET", "/account"),
    ),
    *(("GET", "/health/live"), ("GET", "/health/ready")),
}
"""Pages, and probes that are described under `/v1/health`."""
ITSELF = {("GET", "/v1/openapi.json"), ("GET", "/v1/docs")}
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
STEWARD = "steward@val-d-ille-aubigne"


@pytest.fixture(scope="module")
def described(demo):
    answer = httpx.get(f"{demo.address}/v1/openapi.json", trust_env=False)
    assert answer.status_code == 200
    return answer.json()


def operations(document):
    return {(method.upper(), path) for path, item in document["paths"].items() for method in item}


def test_the_reference_names_each_address_and_no_other(described):
    assert set(ROW.findall(PAGE)) - UNDESCRIBED - ITSELF == operations(described)


def test_each_problem_that_is_described_is_a_problem_of_the_reference(described):
    known = set(re.findall(r"^### `([a-z_0-9]+)`", _problems(), re.MULTILINE))
    cited = {
        code
        for item in described["paths"].values()
        for operation in item.values()
        for status, answer in operation["responses"].items()
        if status != "200" and "application/problem+json" in answer.get("content", {})
        for code in re.findall(r"`([a-z_]+)`", answer["description"])
    }
    assert cited - {"checks", "place"} <= known
    assert "bad_token" in cited


def _problems():
    return (ROOT / "docs" / "reference" / "problems.md").read_text("utf-8")


@pytest.mark.parametrize("agent", [None, STEWARD])
@pytest.mark.parametrize(
    "path",
    [
        "/v1/apply",
        "/v1/keys",
        "/v1/keys/{machine}/rotate",
        "/v1/keys/{machine}/revoke",
        "/v1/declaration",
        "/v1/storages/{name}",
        "/v1/storages/{name}/test",
        "/v1/storages/{name}/objects",
        "/v1/datasets/{name}",
        "/v1/agreements/{citation}/evidence",
        "/v1/agreements/{citation}/odrl",
        "/v1/agreements/{citation}/article-30",
        "/v1/uploads",
        "/v1/uploads/{upload}",
        "/v1/deposits/{dataset}",
        "/v1/deposits/{dataset}/versions",
        "/v1/deposits/{dataset}/versions/last",
        "/v1/deposits/{dataset}/versions/{number}/original",
        "/v1/health/live",
        "/v1/health/ready",
        "/v1/sql",
        "/graphql",
    ],
)
def test_whatever_is_sent_is_answered_as_described(demo, path, agent):
    schema = schemathesis.openapi.from_url(f"{demo.address}/v1/openapi.json")
    headers = {} if agent is None else {"Authorization": f"Bearer {demo.token(agent)}"}

    for operation in schema[path].values():

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def sent(case):
            case.call_and_validate(headers=headers, checks=CHECKS)

        sent()


def test_the_page_of_the_description_loads_from_the_gateway_alone(demo, page):
    """In Chromium: each address is shown, in 1280 and 320 pixels, without a foreign request."""
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{demo.address}/v1/docs")
        page.get_by_text("/v1/agreements/{citation}/evidence").first.wait_for()
    assert not [url for url in asked if not url.startswith((demo.address, "data:"))]
    assert not errors
