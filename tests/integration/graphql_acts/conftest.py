"""A gateway of the module's own, over the embedded demo: its catalog may be changed."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from gateway.cli.demo_folder import find_agent
from gateway.control.execute import answer_document
from gateway.demo_mode.state import DEMO_ACR, DemoState
from gateway.reading.query.request import GraphqlRequest
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.opened import Opened


@dataclass(frozen=True)
class Told:
    """One answer, read."""

    status: int
    body: dict
    retry_after_s: int | None = None

    @property
    def data(self):
        assert "errors" not in self.body, self.body["errors"]
        return self.body["data"]

    @property
    def codes(self):
        return [each["extensions"]["code"] for each in self.body.get("errors", ())]

    @property
    def arguments(self):
        """(code, argument at fault) of each problem."""
        return [
            (each["extensions"]["code"], each["extensions"].get("path"))
            for each in self.body.get("errors", ())
        ]


@dataclass(frozen=True)
class Town(Opened):
    async def ask(self, document, agent=None, request="sharing", acr=DEMO_ACR, **more):
        authorization = None
        if agent is not None:
            found = find_agent(await self.ports.catalog.current(), agent)
            authorization = f"Bearer {self.state.token(found, acr)}"
        answered = await answer_document(
            GraphqlRequest(id=request, document=document, authorization=authorization, **more),
            self.services,
        )
        return Told(answered.status, json.loads(answered.body), answered.retry_after_s)

    def at(self, year, month, day):
        """The same at noon of another day."""
        now = datetime(year, month, day, 12, tzinfo=UTC)
        acts = replace(self.services.acts, clock=lambda: now)
        query = replace(self.ports, clock=lambda: now)
        return Town(self.state, replace(self.services, acts=acts, query=query))


@pytest.fixture
async def town(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Town(state, services).at(2026, 11, 25)
