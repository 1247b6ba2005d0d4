"""The fast lane on a real PostgreSQL: what goes wrong, and what is never said.

Covers federation.engines.postgres_engine, federation.engines.postgres_answers,
catalog.store.postgresql_address.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from structlog.testing import capture_logs

from catalog.model.storage import PostgresqlOptions, SecretReference, Storage
from deploy.local import PostgresqlServer
from federation.engines.postgres_engine import PostgresEngine
from federation.plan import Plan, PlannedTable
from federation.problems import (
    ExpressionFailed,
    SourceFailed,
    SourceTimeout,
    SourceUnreachable,
    TooManyBytes,
    TooManyRows,
)
from federation.values import bind_values
from tests.contract.conftest import KEYRING, Bench
from tests.contract.questions import COUNT, ENDLESS, HASHED, IDS, OVERFLOW

PLACE = "postgresql"


@pytest.fixture
async def engine(postgresql: PostgresqlServer) -> AsyncIterator[PostgresEngine]:
    """An engine of the test's own: its connections are known by nobody else."""
    engine = PostgresEngine(lambda _: postgresql.password, connections_per_storage=2)
    yield engine
    await engine.aclose()


@pytest.fixture
async def watching(postgresql: PostgresqlServer) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """How many of our queries PostgreSQL is running."""
    async with await psycopg.AsyncConnection.connect(
        postgresql.dsn("contrat"), autocommit=True
    ) as connection:

        async def running() -> int:
            found = await connection.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE application_name = 'interco' AND state = 'active'"
            )
            row = await found.fetchone()
            return int(row[0]) if row else -1

        yield running


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await condition():
            pass


async def _ask(engine: PostgresEngine, plan: Plan) -> Any:
    return (await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))).to_pylist()


async def test_a_caller_who_leaves_stops_the_query(
    bench: Bench, engine: PostgresEngine, watching: Callable[[], Awaitable[int]]
):
    plan = bench.plan(ENDLESS, PLACE)
    asking = asyncio.create_task(_ask(engine, plan))

    async def started() -> bool:
        return await watching() == 1

    async def stopped() -> bool:
        return await watching() == 0

    await _until(started)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await _until(stopped)
    assert await _ask(engine, bench.plan(COUNT, PLACE)) == [{"n": 48}]


async def test_a_query_is_stopped_when_its_time_is_over(
    bench: Bench, engine: PostgresEngine, watching: Callable[[], Awaitable[int]]
):
    plan = replace(bench.plan(ENDLESS, PLACE), timeout_s=0.5)
    with pytest.raises(SourceTimeout):
        await _ask(engine, plan)

    async def stopped() -> bool:
        return await watching() == 0

    await _until(stopped)


async def test_a_failure_at_run_time_says_nothing_of_the_rows(bench: Bench, engine: PostgresEngine):
    with capture_logs() as logs, pytest.raises(ExpressionFailed) as failed:
        await _ask(engine, bench.plan(OVERFLOW, PLACE))
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__
    assert logs == [
        {
            "event": "postgresql_failed",
            "log_level": "warning",
            "storage": "s_base",
            "sqlstate": "22003",
        }
    ]


async def test_more_rows_than_allowed_are_refused_not_cut(bench: Bench, engine: PostgresEngine):
    plan = replace(bench.plan(IDS, PLACE), max_rows=47)
    with pytest.raises(TooManyRows):
        await _ask(engine, plan)
    assert len(await _ask(engine, replace(plan, max_rows=48))) == 48


async def test_more_bytes_than_allowed_are_refused_not_cut(bench: Bench, engine: PostgresEngine):
    plan = bench.plan(IDS, PLACE)
    with pytest.raises(TooManyBytes):
        await _ask(engine, replace(plan, max_bytes=47))
    assert len(await _ask(engine, replace(plan, max_bytes=100_000))) == 48


async def test_a_server_that_is_not_there_is_said_at_once(bench: Bench, engine: PostgresEngine):
    plan = _moved(bench.plan(COUNT, PLACE), port=1)
    started = time.monotonic()
    with pytest.raises(SourceUnreachable):
        await _ask(engine, plan)
    assert time.monotonic() - started < 2


async def test_a_refused_password_is_not_repeated(bench: Bench):
    refused = PostgresEngine(lambda _: "not-the-password")
    with capture_logs() as logs, pytest.raises(SourceUnreachable) as problem:
        await _ask(refused, bench.plan(COUNT, PLACE))
    await refused.aclose()
    assert "not-the-password" not in f"{logs} {problem.value} {refused!r}"


async def test_a_new_password_takes_new_connections(bench: Bench, postgresql: PostgresqlServer):
    said = ["not-the-password", postgresql.password]
    engine = PostgresEngine(lambda _: said[0])
    with pytest.raises(SourceUnreachable):
        await _ask(engine, bench.plan(COUNT, PLACE))
    said.pop(0)
    assert await _ask(engine, bench.plan(COUNT, PLACE)) == [{"n": 48}]
    await engine.aclose()


async def test_a_connection_that_died_idle_is_replaced_unseen(
    bench: Bench, engine: PostgresEngine, postgresql: PostgresqlServer
):
    plan = bench.plan(COUNT, PLACE)
    await _ask(engine, plan)
    async with await psycopg.AsyncConnection.connect(
        postgresql.dsn("contrat"), autocommit=True
    ) as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'interco' AND datname = current_database()"
        )
    assert await _ask(engine, plan) == [{"n": 48}]


async def test_more_callers_than_connections_wait_their_turn(bench: Bench, engine: PostgresEngine):
    plan = bench.plan(COUNT, PLACE)
    answers = await asyncio.gather(*(_ask(engine, plan) for _ in range(12)))
    assert answers == [[{"n": 48}]] * 12


async def test_a_session_of_ours_cannot_write(bench: Bench, engine: PostgresEngine):
    plan = replace(bench.plan(COUNT, PLACE), text="DELETE FROM contrat.tournees RETURNING 1")
    with pytest.raises(SourceFailed):
        await _ask(engine, plan)


async def test_a_plan_and_an_engine_show_no_secret(
    bench: Bench, engine: PostgresEngine, postgresql: PostgresqlServer
):
    plan = bench.plan(HASHED, PLACE)
    values = bind_values(plan, {}, {}, KEYRING)
    keys = [values[key.name] for key in plan.keys]
    await engine.execute(plan, values)
    shown = f"{plan!r} {plan.text} {engine!r} {vars(engine)!r}"
    assert keys
    assert not [secret for secret in (postgresql.password, *keys) if str(secret) in shown]


def _moved(plan: Plan, *, port: int) -> Plan:
    table = plan.tables[0]
    options = table.storage.options
    assert isinstance(options, PostgresqlOptions)
    elsewhere = Storage(
        "s_elsewhere",
        table.storage.owner,
        table.storage.kind,
        replace(options, port=port),
        SecretReference("test", "postgresql"),
    )
    return replace(plan, tables=(PlannedTable(table.dataset, elsewhere),))
