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
from playwright.sync_api import expect
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.tiers import examples

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
        "/v1/operations",
        "/v1/operations/{name}",
        "/v1/declaration",
        "/v1/storages/{name}",
        "/v1/storages/{name}/test",
        "/v1/storages/{name}/objects",
        "/v1/datasets/{name}",
        "/v1/agreements/lists",
        "/v1/agreements/{citation}/evidence",
        "/v1/agreements/{citation}/odrl",
        "/v1/agreements/{citation}/article-30",
        "/v1/agreements/{citation}/paper",
        "/v1/figures",
        "/v1/figures/{digest}",
        "/v1/figures/{digest}/paper",
        "/v1/standards",
        "/v1/standards/{name}/model",
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

        @settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
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


@pytest.mark.parametrize(
    ("locale", "summary"),
    [
        ("fr-FR", "Le dossier de preuves d'une convention"),
        ("en-GB", "The evidence pack of an agreement"),
    ],
)
def test_the_page_is_in_ones_language_and_opened_by_the_keyboard(demo, page, locale, summary):
    page = page.context.browser.new_page(locale=locale)
    page.goto(f"{demo.address}/v1/docs")
    assert page.locator("html").get_attribute("lang") == locale[:2]
    address = page.get_by_role("button", name="/v1/agreements/{citation}/evidence").first
    address.wait_for()
    assert summary in page.locator("#api").inner_text()
    for _ in range(60):
        page.keyboard.press("Tab")
        if address.evaluate("button => button === document.activeElement"):
            break
    assert address.evaluate("button => button === document.activeElement")
    assert address.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    expect(address).to_have_attribute("aria-expanded", "true")


LABELS = {
    "fr-FR": ("Paramètres", "Essayer", "Envoyer", "Réponses", "Corps de la réponse"),
    "en-GB": ("Parameters", "Try it out", "Execute", "Responses", "Response body"),
}


@pytest.mark.parametrize("locale", LABELS)
def test_an_address_is_tried_in_ones_language(demo, page, locale):
    """The labels of Swagger UI itself, which come and go as one clicks."""
    parameters, try_it, execute, responses, body = LABELS[locale]
    page = page.context.browser.new_page(locale=locale)
    page.goto(f"{demo.address}/v1/docs")
    page.get_by_role("button", name="/v1/agreements/{citation}/evidence").first.click()
    opened = page.locator(".opblock.is-open")
    expect(opened.get_by_text(parameters, exact=True)).to_be_visible()
    opened.get_by_role("button", name=try_it).click()
    opened.get_by_placeholder("citation").fill("conv-2026-0001@1")
    opened.get_by_role("button", name=execute, exact=True).click()
    expect(opened.get_by_text(responses, exact=True).first).to_be_visible()
    expect(opened.get_by_text(body, exact=True).first).to_be_visible()
    labels = {"Execute", "Responses", "Parameters", "Response body"}
    if locale == "fr-FR":
        assert not labels & {*opened.inner_text().splitlines()}
