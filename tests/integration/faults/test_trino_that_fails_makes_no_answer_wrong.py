"""Trino is gone, silent or cut off: its queries say so in time, and work once it is back.

Covers federation.engines.trino_client, federation.engines.trino_engine.
"""

import asyncio
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from catalog.model.problem import Problem
from federation.drift import SourceLooks
from federation.engines.watched_engine import WatchedEngine
from federation.health.breakers import Breakers
from federation.health.probing import Prober
from federation.plan import TRINO
from tests.anywhere import ANYWHERE
from tests.contract import drifting
from tests.door import Door, State
from tests.integration.storages.values import postgresql_storage
from tests.locked_trino import unlocked_engine

TOLD = {"source_timeout", "source_unreachable", "source_failed", "source_down"}
AT_ONCE = 3


@pytest.fixture
def door(trino):
    opened = Door(urlsplit(trino.url).port)
    yield opened
    opened.close()


@pytest.fixture
async def engine(trino, door, secrets):
    made = unlocked_engine(replace(trino, url=f"http://127.0.0.1:{door.port}"), secrets.get)
    breakers = Breakers(delay_s=0.2)
    prober, looks = Prober(secrets.get, breakers, ANYWHERE), SourceLooks(secrets.get, ANYWHERE)
    watched = WatchedEngine(made, breakers, prober, looks, ANYWHERE)
    yield watched
    await watched.aclose()


class Secrets(dict):
    def get(self, reference):
        return self[reference.name]


@pytest.fixture
def secrets():
    return Secrets()


async def answers(engine, plan):
    """Of some queries at once: the rows, or the problem of each."""
    told = await asyncio.gather(
        *(engine.execute(plan, {}) for _ in range(AT_ONCE)), return_exceptions=True
    )
    assert all(isinstance(each, Problem) or hasattr(each, "num_rows") for each in told), told
    return told


async def test_each_query_is_right_or_says_what_failed(engine, door, secrets, postgresql_database):
    drifting.make_postgresql_table(postgresql_database)
    storage, secrets["st_faulty"] = postgresql_storage(postgresql_database, "st_faulty")
    dataset = drifting.dataset_in(storage, drifting.PUBLIC_TABLE)
    plan = drifting.plan_of(storage, dataset, TRINO, "numero", "note")
    right = await engine.execute(plan, {})
    assert right.num_rows == 2
    for state in (State.SHUT, State.STALLED, State.CUT):
        with door.being(state):
            # Well before the client's own patience with one page ends.
            async with asyncio.timeout(20):
                told = await answers(engine, drifting.with_timeout(plan, 1))
        assert {each.code for each in told if isinstance(each, Problem)} <= TOLD
        assert any(isinstance(each, Problem) for each in told)
        assert all(each.equals(right) for each in told if not isinstance(each, Problem))
        async with asyncio.timeout(30):
            while any(isinstance(each, Problem) for each in await answers(engine, plan)):
                continue
