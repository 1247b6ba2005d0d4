"""Methods by address, and pages of other origins: those that the operator listed, and no others.

Covers gateway.http.cross_origin, gateway.http.health, gateway.http.rest.health,
gateway.http.rest.caller, gateway.http.rest.application, gateway.http.accept.
"""

import httpx
import pytest
from pydantic import ValidationError

from gateway.app import build_app

PAGE = "https://carte.example"
QUERY = {"query": "{ me { agent } }"}
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,interco-purpose",
}


def door(embedded, **settings):
    app = build_app(embedded.state.settings(**settings), demo=True)
    app.state.services = embedded.services
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://interco", headers={"Origin": PAGE}
    )


def tells_of_cors(answer):
    return [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/graphql", "GET, POST, OPTIONS"),
        ("/v1/sql", "POST, OPTIONS"),
        ("/v1/apply", "POST, OPTIONS"),
        ("/v1/agreements/conv-2025-0001/odrl", "GET, HEAD, OPTIONS"),
        ("/health/ready", "GET, HEAD, OPTIONS"),
        ("/", "GET, HEAD, OPTIONS"),
        ("/static/console.css", "GET, HEAD, OPTIONS"),
    ],
)
async def test_an_address_tells_the_methods_that_it_accepts(embedded, path, allowed):
    async with door(embedded) as http:
        asked = await http.options(path)
        assert (asked.status_code, asked.headers["Allow"]) == (204, allowed)
        for method in ("DELETE", "BREW"):
            refused = await http.request(method, path)
            assert (refused.status_code, refused.headers["Allow"]) == (405, allowed)
            assert f"Méthodes acceptées ici : {allowed}." in refused.text


async def test_by_default_no_page_of_another_origin_may_ask(embedded):
    async with door(embedded) as http:
        assert not tells_of_cors(await http.post("/graphql", json=QUERY))
        assert not tells_of_cors(await http.options("/graphql", headers=PREFLIGHT))


async def test_a_listed_page_may_ask_and_read_the_reference(embedded):
    async with door(embedded, cors_origins=(PAGE,)) as http:
        for path in ("/graphql", "/v1/sql"):
            preflight = await http.options(path, headers=PREFLIGHT)
            assert preflight.status_code == 200
            assert preflight.headers["Access-Control-Allow-Origin"] == PAGE
            assert "Interco-Purpose" in preflight.headers["Access-Control-Allow-Headers"]
            answer = await http.post(path, json=QUERY)
            assert answer.headers["Access-Control-Allow-Origin"] == PAGE
            assert "Interco-Request-Id" in answer.headers["Access-Control-Expose-Headers"]
            assert "Origin" in answer.headers["Vary"]
            assert "access-control-allow-credentials" not in answer.headers


async def test_a_refusal_can_be_read_by_the_page_too(embedded):
    async with door(embedded, cors_origins=(PAGE,)) as http:
        refused = await http.post("/graphql", json=QUERY, headers={"Authorization": "Bearer x"})
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize(
    "other",
    ["https://carte.example.evil", "http://carte.example", "https://x.carte.example", "null"],
)
async def test_a_page_that_is_not_listed_is_told_nothing(embedded, other):
    async with door(embedded, cors_origins=(PAGE,)) as http:
        preflight = await http.options("/graphql", headers={**PREFLIGHT, "Origin": other})
        answer = await http.post("/graphql", json=QUERY, headers={"Origin": other})
    assert "access-control-allow-origin" not in preflight.headers
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("origin", ["*", "https://*.example", "null", "https://a.example/", "a"])
def test_an_origin_is_named_exactly(embedded, origin):
    with pytest.raises(ValidationError):
        embedded.state.settings(cors_origins=(origin,))
