"""Time-outs, cancelling, memory and spill, and sources that died: each touches its query only.

Covers federation.engines.duckdb_run, federation.engines.threads, federation.engines.given_up,
federation.storages.postgresql_server.
"""

import asyncio
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
import structlog.testing

from catalog.model.storage import SecretReference, StorageKind
from federation.logical import WireType
from federation.problems import (
    SourceFailed,
    SourceOverloaded,
    SourceTimeout,
    SourceUnreachable,
)
from federation.storages.postgresql_server import PostgresqlServerAdapter
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    csv_dataset,
    duckdb_plan,
    files_storage,
    postgresql_storage,
    source_of,
    sqlite_storage,
    table_dataset,
)

ENDLESS = (
    "SELECT count(*)::BIGINT AS n FROM range(1000000) a, range(1000000) b "
    "WHERE a.range * b.range % 7 = 9"
)
COUNT = (("n", WireType.COUNT),)
ONE = duckdb_plan("SELECT 1::BIGINT AS n", COUNT)


@contextmanager
def at_most(seconds) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


async def begun(engine):
    """Returns when a query of this engine is in its thread."""
    async with asyncio.timeout(5):
        while not engine._running:  # noqa: ASYNC110 - the engine has no event for a test
            await asyncio.sleep(0)


async def test_a_cross_join_is_stopped_at_its_time_out(make_engine):
    engine = make_engine(workers=1)
    with at_most(3):
        with pytest.raises(SourceTimeout):
            await engine.execute(duckdb_plan(ENDLESS, COUNT, timeout_s=0.3), {})
        # The only worker is free again: the query was stopped, not forgotten.
        assert (await engine.execute(ONE, {})).to_pylist() == [{"n": 1}]


async def test_cancelling_the_task_stops_the_query(make_engine):
    engine = make_engine(workers=1)
    running = asyncio.create_task(engine.execute(duckdb_plan(ENDLESS, COUNT), {}))
    await begun(engine)
    running.cancel()
    with at_most(2):
        with structlog.testing.capture_logs() as logs, pytest.raises(asyncio.CancelledError):
            await running
        # Whoever goes away is nobody's fault.
        assert {each["log_level"] for each in logs} <= {"debug"}
        assert not engine._running
        assert (await engine.execute(ONE, {})).num_rows == 1


async def test_closing_the_engine_stops_what_runs(make_engine):
    engine = make_engine()
    running = asyncio.create_task(engine.execute(duckdb_plan(ENDLESS, COUNT), {}))
    await begun(engine)
    with at_most(3):
        await engine.aclose()
        with pytest.raises(SourceTimeout):
            await running


async def test_waiting_for_a_turn_counts_in_the_time_out(make_engine):
    engine = make_engine(workers=1)
    running = asyncio.create_task(engine.execute(duckdb_plan(ENDLESS, COUNT), {}))
    await begun(engine)
    with at_most(2), pytest.raises(SourceTimeout):
        await engine.execute(duckdb_plan("SELECT 1::BIGINT AS n", COUNT, timeout_s=0.2), {})
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


@pytest.fixture
def slow(postgresql_database, secrets_of):
    """A PostgreSQL storage whose view `lent` sleeps for a minute, and `rate` divides by zero."""
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute("CREATE TABLE t (n integer); INSERT INTO t VALUES (0)")
        database.execute("CREATE VIEW lent AS SELECT pg_sleep(60)::text AS n")
        database.execute("CREATE VIEW rate AS SELECT 1 / n AS n FROM t")
    storage, secrets_of["st_postgresql"] = postgresql_storage(postgresql_database)
    return storage


def over(storage, name, wire=WireType.STRING, **facts):
    table = table_dataset(name)
    text = f"SELECT n FROM {source_of(storage, table)} AS t"
    return duckdb_plan(text, (("n", wire),), (storage, table), **facts)


def sleeping(dsn):
    with psycopg.connect(dsn, autocommit=True) as database:
        counted = database.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%lent%'"
            " AND pid <> pg_backend_pid() AND datname = current_database()"
        )
        return counted.fetchone()[0]


async def test_postgresql_ends_the_query_itself(make_engine, slow, postgresql_database):
    adapter = PostgresqlServerAdapter(statement_timeout_s=1.0)
    engine = make_engine(adapters={**ADAPTERS, StorageKind.POSTGRESQL: adapter})
    with at_most(5), pytest.raises(SourceTimeout):
        await engine.execute(over(slow, "lent"), {})
    assert sleeping(postgresql_database) == 0
    assert (await engine.execute(over(slow, "t", WireType.INT), {})).to_pylist() == [{"n": 0}]


async def test_the_caller_does_not_wait_for_a_server_that_sleeps(make_engine, slow):
    adapter = PostgresqlServerAdapter(statement_timeout_s=3.0)
    engine = make_engine(workers=1, adapters={**ADAPTERS, StorageKind.POSTGRESQL: adapter})
    with at_most(2.9):
        with pytest.raises(SourceTimeout):
            await engine.execute(over(slow, "lent", timeout_s=0.5), {})
        assert (await engine.execute(ONE, {})).num_rows == 1


async def test_a_failure_at_the_source_tells_nothing(engine, slow):
    with structlog.testing.capture_logs() as logs, pytest.raises(SourceFailed) as caught:
        await engine.execute(over(slow, "rate", WireType.INT), {})
    assert caught.value.__cause__ is None
    assert "zero" not in str(caught.value) + str(logs)
    assert logs[0]["error"] == "IOException"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT CAST($v AS BIGINT) AS n",
        "SELECT CAST(error($v) AS BIGINT) AS n",
        "SELECT CAST(absent($v) AS BIGINT) AS n",
        "SELECT n FROM absente WHERE n = $v",
    ],
)
async def test_what_a_query_held_is_neither_told_nor_logged(engine, text):
    with structlog.testing.capture_logs() as logs, pytest.raises(SourceFailed) as caught:
        await engine.execute(duckdb_plan(text, COUNT), {"v": "CANARI"})
    assert caught.value.__cause__ is None
    assert "CANARI" not in str(caught.value) + str(logs)


LARGE = duckdb_plan(
    "SELECT max(length(t))::BIGINT AS n FROM (SELECT t, row_number() OVER (ORDER BY t) AS r "
    "FROM (SELECT md5(range::VARCHAR) || md5((range + 1)::VARCHAR) AS t FROM range(1500000))) "
    "WHERE r > 10",
    COUNT,
    timeout_s=60,
)


async def test_what_memory_does_not_hold_goes_to_the_spill(make_engine):
    engine = make_engine(memory_limit=64 * 1024**2, instances=1, threads=1)
    assert (await engine.execute(LARGE, {})).to_pylist() == [{"n": 64}]


async def test_what_the_spill_does_not_hold_is_refused(make_engine):
    small = {"memory_limit": 128 * 1024**2, "spill_limit": 16 * 1024**2}
    engine = make_engine(**small, instances=2, threads=1)
    with pytest.raises(SourceOverloaded):
        await engine.execute(LARGE, {})
    assert (await engine.execute(ONE, {})).num_rows == 1


async def test_a_dead_source_fails_only_the_plans_that_need_it(make_engine, tmp_path, secrets_of):
    engine = make_engine(workers=1)
    (tmp_path / "a.csv").write_text("n\n1\n")
    files, alive = files_storage(tmp_path), csv_dataset("a.csv", "n")
    with socket.socket() as deaf:
        # It accepts connections and never says a word: the worst kind of dead.
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(8)
        dsn = f"postgresql://u:p@127.0.0.1:{deaf.getsockname()[1]}/d"
        dead, secrets_of["st_postgresql"] = postgresql_storage(dsn)
        waiting = asyncio.create_task(engine.execute(over(dead, "t"), {}))
        await asyncio.sleep(0)
        text = f"SELECT n FROM {source_of(files, alive)} AS t"
        plan = duckdb_plan(text, (("n", WireType.STRING),), (files, alive), timeout_s=3)
        assert (await engine.execute(plan, {})).to_pylist() == [{"n": "1"}]
        with at_most(8), pytest.raises((SourceUnreachable, SourceTimeout)):
            await waiting


async def test_a_source_that_comes_back_is_found_again(engine, tmp_path):
    storage, gone = sqlite_storage(tmp_path / "absent.sqlite"), table_dataset("t")
    text = f"SELECT CAST(n AS BIGINT) AS n FROM {source_of(storage, gone)} AS t"
    plan = duckdb_plan(text, (("n", WireType.BIGINT),), (storage, gone))
    with pytest.raises(SourceUnreachable) as caught:
        await engine.execute(plan, {})
    assert str(tmp_path) not in caught.value.sentence("fr")
    database = sqlite3.connect(tmp_path / "absent.sqlite")
    database.executescript("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7)")
    database.close()
    assert (await engine.execute(plan, {})).to_pylist() == [{"n": 7}]


async def test_a_table_that_changed_is_seen_again_after_one_failure(
    engine, slow, postgresql_database
):
    await engine.execute(over(slow, "t", WireType.INT), {})
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute("CREATE TABLE nouvelle (n integer); INSERT INTO nouvelle VALUES (5)")
    plan = over(slow, "nouvelle", WireType.INT)
    try:
        rows = await engine.execute(plan, {})
    except SourceFailed:
        rows = await engine.execute(plan, {})
    assert rows.to_pylist() == [{"n": 5}]


async def test_a_server_that_stops_is_unreachable_then_found_again(
    engine, slow, postgresql_database
):
    plan = over(slow, "t", WireType.INT)
    await engine.execute(plan, {})
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    outcomes = []
    for _ in range(3):
        try:
            outcomes.append((await engine.execute(plan, {})).num_rows)
        except (SourceUnreachable, SourceFailed) as problem:
            outcomes.append(problem.code)
    assert outcomes[-1] == 1


async def test_a_rotated_secret_is_used_at_once(engine, slow, secrets_of):
    plan = over(slow, "t", WireType.INT)
    await engine.execute(plan, {})
    good = secrets_of["st_postgresql"]
    secrets_of["st_postgresql"] = "faux"
    with pytest.raises(SourceUnreachable):
        await engine.execute(plan, {})
    secrets_of["st_postgresql"] = good
    assert (await engine.execute(plan, {})).num_rows == 1
    assert slow.secret == SecretReference("test", "st_postgresql")
