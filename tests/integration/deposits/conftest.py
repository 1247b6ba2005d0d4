"""A gateway of the test's own, whose catalog and deposit it may change."""

from __future__ import annotations

import pytest

from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway


@pytest.fixture
async def gateway(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Gateway(state, services)
