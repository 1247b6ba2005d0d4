"""The gateway's own application over the embedded demo, asked in SQL through its door."""

from dataclasses import dataclass

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.http.graphql import graphql_endpoint
from gateway.http.sql import sql_endpoint
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.opened import Opened

VALCOBREIZH = ("agent@valcobreizh", "rpqs_dechets")
OWNER = ("agent@val-d-ille-aubigne", "rpqs_dechets")
COLLECTES = "val_d_ille_aubigne.collectes"


@dataclass(frozen=True)
class Door(Opened):
    async def post(self, path, body, agent=None, purpose=None, **headers):
        if agent is not None:
            found = find_agent(await self.ports.catalog.current(), agent)
            headers["Authorization"] = f"Bearer {self.state.token(found)}"
        if purpose is not None:
            headers["Interco-Purpose"] = purpose
        routes = [
            Route("/v1/sql", sql_endpoint, methods=["GET", "POST"]),
            Route("/graphql", graphql_endpoint, methods=["GET", "POST"]),
        ]
        app = Starlette(routes=routes)
        app.state.services = self.services
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://interco") as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.post(path, json=body, headers={"Accept-Language": "en", **named})

    async def sql(self, query, agent=None, purpose=None, parameters=(), **headers):
        body = {"query": query, "parameters": list(parameters)}
        return await self.post("/v1/sql", body, agent, purpose, **headers)

    async def rows(self, query, *who, parameters=()):
        answer = await self.sql(query, *who, parameters=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()["rows"]

    async def refusal(self, query, *who, parameters=()):
        answer = await self.sql(query, *who, parameters=parameters)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        return answer.json()


@pytest.fixture(scope="session")
async def door(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("sql") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Door(state, services)


@pytest.fixture
async def own_door(tmp_path):
    """A door of one's own, for tests that change its catalog."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Door(state, services)
