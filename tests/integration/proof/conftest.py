"""A gateway over the embedded demo whose audit may be spoilt, and what its days leave."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.demo_mode.state import DemoState
from gateway.proof.keeping import extend_chain, sign_days, write_beside
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.graphql_acts.conftest import Town

READ = "{ valDIlleAubigne { collectes(first: 3) { nodes { tonnageKg } } } }"
OPEN = "{ sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"
SDE35 = "200050425"
READER = {"agent": "agent@valcobreizh", "purpose": "rpqs_dechets"}


@pytest.fixture
async def town(tmp_path):
    async with opened_town(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def opened_town(folder):
    state = DemoState(folder / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Town(state, services).at(2026, 11, 25)


def proof_at(town, days):
    """The proof's own ports, `days` after the requests."""
    proof = town.services.proof
    now = town.ports.clock() + timedelta(days=days)
    return replace(proof, clock=lambda: now)


async def read_over_days(town, days=3):
    """One document each day, chained on that day; all days but the last are signed."""
    for day in range(days):
        later = town.at(2026, 11, 25 + day)
        await later.ask(READ, request=f"day-{day}", **READER)
        await later.ask(OPEN, request=f"open-{day}")
        await extend_chain(proof_at(town, day))
    await sign_days(proof_at(town, days - 1))
    return await write_beside(proof_at(town, days - 1))
