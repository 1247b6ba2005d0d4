"""The gateway in this process: over the embedded demo, and over real servers."""

import asyncio
from dataclasses import dataclass

import pytest

from gateway.cli.demo_folder import find_agent
from gateway.control.execute import answer_document
from gateway.demo_mode.state import DemoState
from gateway.reading.query.request import GraphqlRequest
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.opened import Opened
from tools.full_stack import Servers, prepare_full_stack


@dataclass(frozen=True)
class Gateway(Opened):
    async def ask(
        self, document, agent=None, purpose=None, variables=None, request_id="r", **headers
    ):
        authorization = None
        if agent is not None:
            found = find_agent(await self.ports.catalog.current(), agent)
            authorization = f"Bearer {self.state.token(found)}"
        return await answer_document(
            GraphqlRequest(
                id=f"{request_id}-{id(object())}-{asyncio.get_running_loop().time()}",
                document=document,
                variables=variables or {},
                authorization=authorization,
                purpose=purpose,
                **headers,
            ),
            self.services,
        )


@pytest.fixture(scope="session")
async def embedded(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("embedded") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Gateway(state, services)


@pytest.fixture(scope="session")
async def full_stack(tmp_path_factory, postgresql, s3, opa, locked_trino):
    state = DemoState(tmp_path_factory.mktemp("full") / "state")
    state.issuer_key()
    servers = Servers(postgresql, s3, opa, locked_trino)
    settings = await asyncio.to_thread(prepare_full_stack, state, servers, 1)
    async with open_services(settings, demo=True) as services:
        yield Gateway(state, services)
