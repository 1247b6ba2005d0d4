"""The fast lane's large answers on a real PostgreSQL: in batches, and ended with their reader.

Covers federation.engines.postgres_stream, federation.engines.postgres_rows,
federation.engines.postgres_connections.
"""

import asyncio
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import replace

import psycopg
import pytest
from sqlglot import parse_one

from federation.engines.postgres_connections import Connections, was_lost
from federation.engines.postgres_engine import PostgresEngine
from federation.logical import WireType
from federation.plan import POSTGRES
from federation.problems import (
    SourceFailed,
    SourceTimeout,
    SourceUnreachable,
    TooManyBytes,
    TooManyRows,
)
from tests.integration.storages.values import duckdb_plan, postgresql_storage, table_dataset

COLUMNS = (
    ("n", WireType.BIGINT),
    ("t", WireType.STRING),
    ("d", WireType.DATE),
    ("x", WireType.FLOAT),
    ("b", WireType.BOOLEAN),
    ("z", WireType.TIMESTAMP_TZ),
)
# In a select list, numbers are made as they are read; in FROM, all would be kept first.
NUMBERS = "(SELECT generate_series(1, $1::bigint) AS n) AS g"
ROWS = (
    "SELECT n, CASE WHEN n % 3 = 0 THEN NULL ELSE 'é' || n END AS t,"
    " DATE '2020-01-01' + (n % 9)::int AS d, n / 7.0::float8 AS x, n % 2 = 0 AS b,"
    " TIMESTAMPTZ '2024-01-01Z' + n * INTERVAL '1 second' AS z FROM " + NUMBERS
)


class Lane:
    """Plans of one storage, the engine that runs them, and what the server says of them."""

    def __init__(self, storage, engine, observer):
        self.storage = storage
        self.engine = engine
        self._observer = observer

    def plan(self, text=ROWS, columns=COLUMNS, **facts):
        made = duckdb_plan(text, columns, (self.storage, table_dataset("t")), **facts)
        tree = parse_one("SELECT :n") if "$1" in text else made.tree
        return replace(made, engine=POSTGRES, tree=tree)

    def stream(self, count, **facts):
        facts = {"max_rows": 10**7, "timeout_s": 60, **facts}
        return self.engine.stream(self.plan(**facts), {"n": count})

    async def sessions(self, state, for_s):
        found = await self._observer.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'interco' AND state LIKE %s"
            " AND clock_timestamp() - state_change >= make_interval(secs => %s)",
            (state, for_s),
        )
        return (await found.fetchone())[0]

    async def until(self, state, count, for_s=0.0):
        async with asyncio.timeout(30):
            while await self.sessions(state, for_s) != count:
                pass


@asynccontextmanager
async def open_lane(dsn, **options):
    storage, password = postgresql_storage(dsn)
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as observer:
        engine = PostgresEngine(lambda _: password, **options)
        yield Lane(storage, engine, observer)
        await engine.aclose()


@pytest.fixture
async def lane(postgresql_database):
    async with open_lane(postgresql_database, connections_per_storage=3) as lane:
        yield lane


async def taken(stream):
    batches = []
    await take(stream, batches)
    return batches


async def take(stream, batches):
    """Into `batches`, which tell how far it came when it fails."""
    async with aclosing(stream):
        async for batch in stream:
            batches.append(batch)


def rows_of(batches):
    return sum(batch.num_rows for batch in batches)


async def test_a_stream_holds_the_rows_of_a_whole_answer_in_order(lane):
    batches = await taken(lane.stream(70_000))
    whole = await lane.engine.execute(lane.plan(max_rows=10**7, timeout_s=60), {"n": 70_000})
    assert len(batches) > 1
    assert {batch.schema for batch in batches} == {whole.schema}
    assert [row for batch in batches for row in batch.to_pylist()] == whole.to_pylist()
    assert await taken(lane.stream(0)) == []


async def test_who_stops_early_stops_the_query_and_leaves_the_connection_usable(lane):
    for _ in range(3):
        stream = lane.stream(10**9, max_rows=10**10)
        await anext(stream)
        await stream.aclose()
        await lane.until("active", 0)
        await lane.until("idle in transaction%", 0)
    assert (await lane.engine.execute(lane.plan(), {"n": 1})).num_rows == 1


async def test_a_reader_who_is_cancelled_while_waiting_stops_the_query(lane):
    endless = lane.plan(
        "SELECT count(*) AS n FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b"
        " WHERE a * b % 7 = 9",
        (("n", WireType.COUNT),),
        timeout_s=60,
    )
    waiting = asyncio.create_task(taken(lane.engine.stream(endless, {})))
    await lane.until("active", 1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await lane.until("active", 0)


async def test_slow_readers_leave_connections_to_others(postgresql_database):
    async with open_lane(postgresql_database, connections_per_storage=2, streams=1) as lane:
        slow = lane.stream(10**7)
        await anext(slow)
        waiting = asyncio.create_task(taken(lane.stream(10)))
        assert (await lane.engine.execute(lane.plan(timeout_s=60), {"n": 1})).num_rows == 1
        assert not waiting.done()
        await slow.aclose()
        assert len(await waiting) == 1


async def test_no_more_is_read_than_there_is_room_for(lane):
    stream = lane.stream(10**7)
    await anext(stream)
    # It waits for the reader: between two rows that are asked for, it would be for less time.
    await lane.until("idle in transaction", 1, for_s=0.5)
    await stream.aclose()


async def test_the_batch_that_goes_beyond_the_limit_is_not_given(lane):
    given = []
    with pytest.raises(TooManyRows):
        await take(lane.stream(90_000, max_rows=70_000), given)
    assert rows_of(given) <= 70_000


async def test_the_batch_that_goes_beyond_the_bytes_is_not_given(lane):
    given = []
    with pytest.raises(TooManyBytes):
        await take(lane.stream(90_000, max_bytes=2_000_000), given)
    assert 0 < rows_of(given) < 90_000


async def test_a_stream_ends_at_its_time_out(lane):
    with pytest.raises(SourceTimeout):
        await taken(lane.stream(10**10, max_rows=10**11, timeout_s=0.5))
    await lane.until("active", 0)


async def test_a_failure_after_many_rows_says_nothing_of_them(lane):
    failing = lane.plan(
        f"SELECT 1 / (60000 - n) AS n FROM {NUMBERS}",
        (("n", WireType.BIGINT),),
        max_rows=10**7,
        timeout_s=60,
    )
    given = []
    with pytest.raises(SourceFailed) as failed:
        await take(lane.engine.stream(failing, {"n": 100_000}), given)
    assert given
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__


async def test_a_connection_that_died_idle_is_replaced_unseen(lane):
    await taken(lane.stream(1))
    await lane._observer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'interco'"
    )
    assert len(await taken(lane.stream(1))) == 1


async def test_a_connection_that_dies_later_is_said_and_no_row_comes_twice(lane):
    stream = lane.stream(10**6)
    given = [await anext(stream)]
    await lane._observer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'interco'"
    )
    with pytest.raises(SourceUnreachable):
        await take(stream, given)
    numbers = [n for batch in given for n in batch["n"].to_pylist()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) < 10**6


async def test_an_end_that_comes_as_two_results_is_told_as_the_end_of_the_connection(
    postgresql_database,
):
    """Of one FETCH in a hundred whose server ends, psycopg says only that two results came."""

    async def connect():
        return await psycopg.AsyncConnection.connect(postgresql_database, autocommit=True)

    async def two_results(question):
        async with connections.connection(by_position=False) as connection:
            with suppress(psycopg.OperationalError):
                await connection.execute(question)
            raise psycopg.InternalError("received 2 results from command 'FETCH'")

    connections = Connections(connect, size=1, queue=1)
    with pytest.raises(psycopg.OperationalError) as lost:
        await two_results("SELECT pg_terminate_backend(pg_backend_pid())")
    assert was_lost(lost.value)
    with pytest.raises(psycopg.InternalError):
        await two_results("SELECT 1")
    await connections.aclose(cancel=False)
