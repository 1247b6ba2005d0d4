"""A PostgreSQL that answers nothing, not even that a query is to be cancelled.

Covers federation.engines.postgres_sessions, federation.engines.postgres_engine.
"""

import asyncio
from urllib.parse import urlsplit

import pytest

from federation.engines.postgres_engine import PostgresEngine
from federation.plan import POSTGRES
from federation.problems import SourceTimeout
from tests.contract import drifting
from tests.door import Door, State
from tests.integration.storages.values import postgresql_storage


@pytest.fixture
def door(postgresql_database):
    opened = Door(urlsplit(postgresql_database).port)
    yield opened
    opened.close()


async def test_a_query_is_told_to_be_late_soon_after_its_time(postgresql_database, door):
    drifting.make_postgresql_table(postgresql_database)
    storage, secret = postgresql_storage(postgresql_database, "st_silent", port=door.port)
    dataset = drifting.dataset_in(storage, drifting.PUBLIC_TABLE)
    plan = drifting.plan_of(storage, dataset, POSTGRES, "numero", "note")
    engine = PostgresEngine(lambda _: secret)
    try:
        right = await engine.execute(plan, {})
        with door.being(State.STALLED):
            # psycopg by itself waits five seconds for its cancel, and five more for the query.
            async with asyncio.timeout(8):
                with pytest.raises(SourceTimeout):
                    await engine.execute(drifting.with_timeout(plan, 0.2), {})
        assert (await engine.execute(plan, {})).equals(right)
    finally:
        await engine.aclose()
