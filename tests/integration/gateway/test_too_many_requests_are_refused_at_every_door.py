"""Requests a minute, at each address that reads: of nobody, of an agent, and of bad tokens.

Covers gateway.identity.request_rates, gateway.identity.identify.
"""

import httpx
import pytest

from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.identity.request_rates import RateLimits, RequestRates

QUERY = {"query": "{ me { agent } }"}
DOORS = {
    "/graphql": {"json": QUERY},
    "/v1/sql": {"json": {"query": "SELECT 1"}},
    "/v1/apply": {"json": {"documents": {}, "dryRun": True}},
}


def door(embedded, **limits):
    app = build_app(embedded.state.settings(), demo=True)
    opened = embedded.with_ports(rates=RequestRates(RateLimits(**limits)))
    app.state.services = opened.services
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco")


async def bearing(embedded, agent):
    catalog = await embedded.ports.catalog.current()
    return {"Authorization": f"Bearer {embedded.state.token(find_agent(catalog, agent))}"}


def refused(answer):
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "10"
    assert "too_many_requests" in answer.text
    return True


@pytest.mark.parametrize("path", DOORS)
async def test_bad_tokens_from_an_address_are_not_looked_at_for_ever(embedded, path):
    async with door(embedded, failures_of_an_address=3) as http:
        for _ in range(3):
            bad = await http.post(path, headers={"Authorization": "Bearer x.y.z"}, **DOORS[path])
            assert bad.status_code == 401
        assert refused(
            await http.post(path, headers={"Authorization": "Bearer x.y.z"}, **DOORS[path])
        )
        # A good one waits too: who guesses is not told when the guess was right.
        good = await bearing(embedded, "agent@valcobreizh")
        assert refused(await http.post(path, headers=good, **DOORS[path]))


@pytest.mark.parametrize("path", ["/graphql", "/v1/sql"])
async def test_an_address_without_a_token_asks_so_often(embedded, path):
    async with door(embedded, of_an_address=2) as http:
        for _ in range(2):
            assert (await http.post(path, **DOORS[path])).status_code != 429
        assert refused(await http.post(path, **DOORS[path]))


@pytest.mark.parametrize("path", DOORS)
async def test_an_agent_asks_so_often_and_its_colleague_all_the_same(embedded, path):
    async with door(embedded, of_an_agent=2) as http:
        mine = await bearing(embedded, "steward@valcobreizh")
        other = await bearing(embedded, "agent@valcobreizh")
        for _ in range(2):
            assert (await http.post(path, headers=mine, **DOORS[path])).status_code != 429
        assert refused(await http.post(path, headers=mine, **DOORS[path]))
        assert (await http.post(path, headers=other, **DOORS[path])).status_code != 429
