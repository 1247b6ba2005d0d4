"""Our Trino client and engine on a real Trino: the official client's rows, and no trace.

Covers federation.engines.trino_engine, federation.engines.trino_client,
federation.engines.trino_rows, federation.naming, federation.physical_names,
federation.engines.trino_catalogs.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import trino as official
from sqlglot import exp
from structlog.testing import capture_logs

from catalog.model.storage import PostgresqlOptions, SecretReference, Storage
from deploy.local import PostgresqlServer, S3Server, TrinoServer
from federation.engines.trino_client import TrinoClient, TrinoFailure
from federation.engines.trino_engine import TrinoEngine
from federation.physical_names import trino_catalog_name
from federation.plan import Plan, PlannedTable
from federation.problems import (
    ExpressionFailed,
    SourceTimeout,
    SourceUnreachable,
    TooManyRows,
    UngovernedPlan,
)
from federation.to_sql import lower_tree
from federation.values import bind_values
from tests.contract.conftest import KEYRING, Bench
from tests.contract.questions import COUNT, ENDLESS, FLUXES, HASHED, IDS, JOINED, OVERFLOW
from tests.locked_trino import unlocked_engine

PLACE = "trino over postgresql"
# What a page can hold, and what the protocol writes in its own way.
EVERY_TYPE = (
    "SELECT *, CAST(n AS DOUBLE) / 8 AS d, CAST(n AS DECIMAL(20, 3)) AS m, n % 2 = 0 AS v, "
    "CASE WHEN n % 3 = 0 THEN NULL ELSE CAST(n AS VARCHAR) || ' é\"\\' END AS t "
    "FROM UNNEST(SEQUENCE(1, 5000)) AS s (n) ORDER BY n"
)


@pytest.fixture
async def client(trino: TrinoServer) -> AsyncIterator[TrinoClient]:
    client = TrinoClient(trino.url, trino.user)
    yield client
    await client.aclose()


@pytest.fixture
async def engine(
    trino: TrinoServer, postgresql: PostgresqlServer, s3: S3Server
) -> AsyncIterator[TrinoEngine]:
    """An engine of the test's own, that knows of no catalog yet."""
    known = {"postgresql": postgresql.password, "s3": s3.secret_key}
    engine = unlocked_engine(trino, lambda secret: known[secret.name])
    yield engine
    await engine.aclose()


async def _ask(engine: TrinoEngine, plan: Plan) -> Any:
    return (await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))).to_pylist()


async def test_our_client_returns_what_the_official_one_does(
    client: TrinoClient, trino: TrinoServer
):
    ours = await client.run(EVERY_TYPE)
    theirs = await asyncio.to_thread(_official_rows, trino)
    assert [name for name, _ in ours.columns] == ["n", "d", "m", "v", "t"]
    assert [[n, d, Decimal(m), v, t] for n, d, m, v, t in ours.rows] == theirs


def _official_rows(trino: TrinoServer) -> list[list[Any]]:
    url = httpx.URL(trino.url)
    with official.dbapi.connect(host=url.host, port=url.port, user=trino.user) as connection:
        cursor = connection.cursor()
        cursor.execute(EVERY_TYPE)
        return [list(row) for row in cursor.fetchall()]


async def test_a_caller_who_leaves_stops_the_query(
    bench: Bench, engine: TrinoEngine, client: TrinoClient
):
    plan = bench.plan(ENDLESS, PLACE)
    before = await _states(client)
    asking = asyncio.create_task(_ask(engine, plan))
    query = await _started(client, before)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await _failed(client, query)


async def test_a_query_is_stopped_when_its_time_is_over(
    bench: Bench, engine: TrinoEngine, client: TrinoClient
):
    await _ask(engine, bench.plan(COUNT, PLACE))
    before = await _states(client)
    with pytest.raises(SourceTimeout):
        await _ask(engine, replace(bench.plan(ENDLESS, PLACE), timeout_s=2.0))
    (query,) = (await _states(client)).keys() - before.keys()
    await _failed(client, query)


async def test_a_failure_at_run_time_says_nothing_of_the_rows(bench: Bench, engine: TrinoEngine):
    with capture_logs() as logs, pytest.raises(ExpressionFailed) as failed:
        await _ask(engine, bench.plan(OVERFLOW, PLACE))
    assert failed.value.__suppress_context__
    (log,) = logs
    assert log.pop("trino_query")
    assert log == {
        "event": "trino_failed",
        "log_level": "warning",
        "type": "USER_ERROR",
        "error": "NUMERIC_VALUE_OUT_OF_RANGE",
    }


async def test_more_rows_than_allowed_are_refused_not_cut(bench: Bench, engine: TrinoEngine):
    plan = replace(bench.plan(IDS, PLACE), max_rows=47)
    with pytest.raises(TooManyRows):
        await _ask(engine, plan)
    assert len(await _ask(engine, replace(plan, max_rows=48))) == 48


async def test_a_coordinator_that_is_not_there_is_said(bench: Bench):
    nowhere = TrinoServer("http://127.0.0.1:1", "interco", Path("none.log"))
    engine = unlocked_engine(nowhere, lambda _: "secret")
    with pytest.raises(SourceUnreachable):
        await _ask(engine, bench.plan(COUNT, PLACE))
    await engine.aclose()


async def test_a_source_that_is_not_there_is_said(bench: Bench, engine: TrinoEngine):
    plan = _moved(bench.plan(COUNT, PLACE), port=1)
    with pytest.raises(SourceUnreachable):
        await _ask(engine, plan)
    await engine.drop_catalogs_but(place.storage for place in bench.places.values())


async def test_a_catalog_that_trino_lost_is_made_again(
    bench: Bench, engine: TrinoEngine, client: TrinoClient
):
    for place in (PLACE, "trino over csv"):
        plan = bench.plan(COUNT, place)
        assert await _ask(engine, plan) == [{"n": 48}]
        await client.run(f"DROP CATALOG {trino_catalog_name(plan.tables[0].storage)}")
        assert await _ask(engine, plan) == [{"n": 48}]


async def test_two_gateways_make_one_catalog(
    bench: Bench, trino: TrinoServer, postgresql: PostgresqlServer, client: TrinoClient
):
    plan = bench.plan(COUNT, PLACE)
    await client.run(f"DROP CATALOG IF EXISTS {trino_catalog_name(plan.tables[0].storage)}")
    engines = [unlocked_engine(trino, lambda _: postgresql.password) for _ in range(4)]
    answers = await asyncio.gather(*(_ask(engine, plan) for engine in engines))
    assert answers == [[{"n": 48}]] * 4
    for engine in engines:
        await engine.aclose()


async def test_catalogs_that_are_no_longer_current_are_dropped(
    bench: Bench, engine: TrinoEngine, client: TrinoClient, postgresql: PostgresqlServer
):
    plan = _moved(bench.plan(COUNT, PLACE), port=postgresql.port)
    assert await _ask(engine, plan) == [{"n": 48}]
    current = [place.storage for place in bench.places.values()]
    dropped = await engine.drop_catalogs_but(current)
    assert trino_catalog_name(plan.tables[0].storage) in dropped
    assert not set(dropped) & {trino_catalog_name(storage) for storage in current}
    assert await _ask(engine, bench.plan(COUNT, PLACE)) == [{"n": 48}]


async def test_a_catalog_in_use_is_not_dropped(
    bench: Bench, engine: TrinoEngine, client: TrinoClient
):
    plan = bench.plan(ENDLESS, PLACE)
    before = await _states(client)
    asking = asyncio.create_task(_ask(engine, plan))
    await _started(client, before)
    assert trino_catalog_name(plan.tables[0].storage) not in await engine.drop_catalogs_but([])
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_a_plan_that_would_read_another_table_never_runs(bench: Bench, engine: TrinoEngine):
    plan = bench.plan(FLUXES, PLACE)
    catalog = exp.to_identifier(trino_catalog_name(plan.tables[0].storage), quoted=True)
    lowered = lower_tree(plan.tree, "trino", plan.tables)
    for table in list(lowered.find_all(exp.Table)):
        table.set("this", exp.to_identifier("tournees", quoted=True))
        table.set("catalog", catalog.copy())
    engine._lowered.keep(plan.text, lowered)
    with pytest.raises(UngovernedPlan):
        await _ask(engine, plan)


async def test_the_values_of_one_owner_do_not_go_to_the_source_of_another(
    bench: Bench, engine: TrinoEngine, client: TrinoClient
):
    plan = replace(bench.plan(COUNT, PLACE), dynamic_filtering=False)
    before = await _states(client)
    await _ask(engine, plan)
    (query,) = (await _states(client)).keys() - before.keys()
    details = await _details(client, query)
    assert details["session"]["systemProperties"]["enable_dynamic_filtering"] == "false"
    assert details["session"]["source"] == "interco"
    assert details["session"]["clientTags"] == ["owner"]


async def test_no_secret_is_shown(bench: Bench, engine: TrinoEngine, postgresql: PostgresqlServer):
    plan = bench.plan(HASHED, PLACE)
    values = bind_values(plan, {}, {}, KEYRING)
    keys = [str(values[key.name]) for key in plan.keys]
    with capture_logs() as logs:
        await engine.execute(plan, values)
    shown = f"{plan!r} {plan.text} {engine!r} {vars(engine)!r} {logs!r}"
    assert keys
    assert not [secret for secret in (postgresql.password, *keys) if secret in shown]


async def test_a_refused_token_is_not_repeated(s3: S3Server):
    token = secrets.token_hex(16)
    # Another server, which knows nothing of it.
    client = TrinoClient(s3.endpoint, "interco", authorization=lambda: f"Bearer {token}")
    with pytest.raises(TrinoFailure, match="HTTP 4") as refused:
        await client.run("SELECT 1")
    await client.aclose()
    assert token not in f"{refused.value!r} {client!r} {vars(client)!r}"


def _moved(plan: Plan, *, port: int) -> Plan:
    """The same plan on a storage of another name, so that its catalog is another."""
    table = plan.tables[0]
    options = table.storage.options
    assert isinstance(options, PostgresqlOptions)
    elsewhere = Storage(
        f"elsewhere_{secrets.token_hex(4)}",
        table.storage.owner,
        table.storage.kind,
        replace(options, port=port),
        SecretReference("test", "postgresql"),
    )
    dataset = replace(table.dataset, storage_id=elsewhere.id)
    tree = plan.tree.copy()
    for each in tree.find_all(exp.Table):
        each.set("db", exp.to_identifier(elsewhere.id, quoted=True))
    return replace(
        plan,
        tree=tree,
        text=f"{plan.text} -- {elsewhere.id}",
        tables=(PlannedTable(dataset, elsewhere),),
    )


async def _states(client: TrinoClient) -> dict[str, str]:
    """The state of each of our plans that Trino still remembers, by query id."""
    found = await client.run(
        "SELECT query_id, state FROM system.runtime.queries "
        "WHERE query LIKE 'SELECT CAST(COUNT(*)%' ORDER BY created"
    )
    return dict(found.rows)


async def _started(client: TrinoClient, before: dict[str, str]) -> str:
    """The id of the query that began since `before`, once it runs."""
    async with asyncio.timeout(20):
        while True:
            for query, state in (await _states(client)).items():
                if query not in before and state == "RUNNING":
                    return query


async def _failed(client: TrinoClient, query: str) -> None:
    async with asyncio.timeout(10):
        while (await _states(client)).get(query) != "FAILED":
            pass


async def _details(client: TrinoClient, query: str) -> dict[str, Any]:
    answer = await client._http.get(f"/v1/query/{query}")
    details: dict[str, Any] = answer.json()
    return details


@pytest.mark.parametrize("place", [PLACE, "trino over mariadb", "trino over parquet"])
async def test_a_join_can_be_gone_about_as_it_is_written(bench: Bench, place):
    plan = replace(bench.plan(JOINED, place), by_position=True)
    found = await bench.engines[plan.engine].execute(plan, bind_values(plan, {}, {}, KEYRING))
    assert found == await bench.run(JOINED, place)
    assert found.num_rows > 0
