"""A PostgreSQL is given few connections: plans by position and all others share them.

Covers federation.engines.postgres_sessions, federation.engines.postgres_connections.
"""

import asyncio

import psycopg
import pytest
from psycopg import sql

from federation.engines import postgres_connections
from federation.engines.postgres_connections import Connections
from federation.logical import WireType
from tests.integration.postgres_lane.two_readings import (
    BY_INDEX,
    BY_POSITION,
    FIRST,
    fill,
    open_readings,
    reading_that_tells,
)
from tests.mutants import in_the_lane

TEXT = (("n", WireType.STRING),)


@pytest.fixture
def numbers(postgresql_database):
    fill(postgresql_database)
    return postgresql_database


async def test_one_text_is_read_in_each_way_over_one_connection(numbers):
    assert await reading_that_tells(numbers) is None


@pytest.mark.parametrize("name", in_the_lane.BUGS)
async def test_rows_come_in_the_other_order_because(name, numbers, monkeypatch):
    in_the_lane.BUGS[name].plant(monkeypatch)
    assert await reading_that_tells(numbers)


async def test_what_the_server_has_set_holds_again_afterwards(numbers):
    with psycopg.connect(numbers, autocommit=True) as connection:
        connection.execute("ALTER ROLE CURRENT_USER SET max_parallel_workers_per_gather = 5")
    shown = "SELECT current_setting('max_parallel_workers_per_gather') AS n"
    try:
        async with open_readings(numbers, size=1) as ask:
            found = [
                await ask(shown, by_position=by_position, columns=TEXT)
                for by_position in (False, True, False)
            ]
    finally:
        with psycopg.connect(numbers, autocommit=True) as connection:
            connection.execute("ALTER ROLE CURRENT_USER RESET max_parallel_workers_per_gather")
    assert found == [["5"], ["0"], ["5"]]


async def test_an_account_with_as_many_connections_as_the_lane_is_enough(numbers):
    with psycopg.connect(numbers, autocommit=True) as connection:
        role = sql.Identifier("few_connections")
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'few' CONNECTION LIMIT 2").format(role)
        )
        connection.execute(sql.SQL("GRANT SELECT ON numbers TO {}").format(role))
        try:
            async with open_readings(
                numbers, size=2, user="few_connections", password="few"
            ) as ask:
                asked = [ask(FIRST, by_position=turn % 3 == 0) for turn in range(16)]
                found = await asyncio.gather(*asked)
        finally:
            connection.execute(sql.SQL("DROP OWNED BY {}").format(role))
            connection.execute(sql.SQL("DROP ROLE {}").format(role))
    assert found == [[BY_POSITION if turn % 3 == 0 else BY_INDEX] for turn in range(16)]


async def test_one_that_died_idle_in_the_other_reading_is_replaced_unseen(numbers):
    async with open_readings(numbers, size=1) as ask:
        for by_position in (False, True, False):
            await ask(FIRST, by_position=by_position)
            with psycopg.connect(numbers, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name = 'interco'"
                )
            assert len(await ask(FIRST, by_position=not by_position)) == 1


async def test_a_connection_left_while_it_was_set_serves_nobody_else(numbers, monkeypatch):
    """Its caller leaves just before the answer: the server may have set it, or not."""

    async def connect():
        return await psycopg.AsyncConnection.connect(numbers, autocommit=True)

    async def set_and_left(connection, *, by_position):
        await set_reading(connection, by_position=by_position)
        raise asyncio.CancelledError

    async def reads_by_index():
        async with connections.connection(by_position=False) as connection:
            shown = await connection.execute("SHOW enable_indexscan")
            return await shown.fetchone()

    set_reading = postgres_connections.set_reading
    connections = Connections(connect, size=1, queue=1)
    assert await reads_by_index() == ("on",)
    monkeypatch.setattr(postgres_connections, "set_reading", set_and_left)
    with pytest.raises(asyncio.CancelledError):
        async with connections.connection(by_position=True):
            pass
    assert await reads_by_index() == ("on",)
    await connections.aclose(cancel=False)
