"""A real PostgreSQL stopped and started again, under both engines that read it.

Covers federation.drift, federation.health.probing, federation.engines.watched_engine,
federation.health.breakers.
"""

import asyncio
import time
from datetime import UTC, datetime

import pytest

from deploy.local import stoppable_postgresql
from federation.drift import SourceLooks
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.engines.watched_engine import WatchedEngine
from federation.health.breakers import Breakers
from federation.health.probing import Prober
from federation.plan import DUCKDB, POSTGRES
from federation.problems import SourceDown, SourceUnreachable
from tests.anywhere import ANYWHERE
from tests.contract import drifting
from tests.integration.storages.values import files_storage, postgresql_storage

SECRETS = {}
DELAY_S = 0.2


def resolve(reference):
    return SECRETS[reference.name]


@pytest.fixture(scope="module")
def cluster():
    with stoppable_postgresql() as running:
        drifting.make_postgresql_table(running.server.dsn())
        yield running


@pytest.fixture
def storage(cluster):
    found, SECRETS["st_eau"] = postgresql_storage(cluster.server.dsn(), "st_eau")
    return found


@pytest.fixture(params=[POSTGRES, DUCKDB])
async def engine(request, tmp_path):
    made = (
        PostgresEngine(resolve)
        if request.param == POSTGRES
        else DuckdbEngine(resolve, spill_dir=tmp_path / "spill", memory_limit="256MB")
    )
    breakers = Breakers(delay_s=DELAY_S)
    looks = SourceLooks(resolve, ANYWHERE, on_change=getattr(made, "forget", None))
    watched = WatchedEngine(made, breakers, Prober(resolve, breakers, ANYWHERE), looks, ANYWHERE)
    yield watched
    await watched.aclose()


async def failure_of(engine, plan):
    began = time.perf_counter()
    with pytest.raises((SourceDown, SourceUnreachable)) as told:
        await engine.execute(plan, {})
    return told.value, time.perf_counter() - began


async def test_it_is_told_at_once_and_read_again_when_it_is_back(
    engine, cluster, storage, tmp_path
):
    dataset = drifting.dataset_in(storage, drifting.PUBLIC_TABLE)
    plan = drifting.plan_of(storage, dataset, engine.name, "numero", "note")
    assert (await engine.execute(plan, {})).num_rows == 2

    began = datetime.now(UTC).replace(second=0, microsecond=0)
    await asyncio.to_thread(cluster.stop)
    try:
        first, _ = await failure_of(engine, plan)
        assert isinstance(first, SourceUnreachable)
        # Now and then one of them is let through to try.
        later = [await failure_of(engine, plan) for _ in range(20)]
        at_once = [(told, took_s) for told, took_s in later if isinstance(told, SourceDown)]
        assert len(at_once) >= 15
        for told, took_s in at_once:
            assert took_s < 0.1
            assert told.facts["dataset"] == "releves"
            assert f"{began.year}" in told.facts["since_en"]
    finally:
        await asyncio.to_thread(cluster.start)

    deadline = time.monotonic() + 20
    while True:
        try:
            rows = await engine.execute(plan, {})
        except (SourceDown, SourceUnreachable):
            assert time.monotonic() < deadline
            await asyncio.sleep(0)
        else:
            break
    assert rows.num_rows == 2


async def test_a_storage_beside_it_answers_as_before(cluster, storage, tmp_path):
    breakers = Breakers()
    prober, looks = Prober(resolve, breakers, ANYWHERE), SourceLooks(resolve, ANYWHERE)
    duckdb = DuckdbEngine(resolve, spill_dir=tmp_path / "spill", memory_limit="256MB")
    engine = WatchedEngine(duckdb, breakers, prober, looks, ANYWHERE)
    file = tmp_path / "data" / "releves" / "1.csv"
    file.parent.mkdir(parents=True)
    file.write_bytes(drifting.csv_bytes(drifting.ROWS))
    files = files_storage(tmp_path / "data")
    beside = drifting.plan_of(
        files, drifting.dataset_in(files, drifting.CSV), DUCKDB, "numero", "note"
    )
    dataset = drifting.dataset_in(storage, drifting.PUBLIC_TABLE)
    plan = drifting.plan_of(storage, dataset, DUCKDB, "numero")
    await asyncio.to_thread(cluster.stop)
    try:
        assert await prober.probe(storage) == "storage_unreachable"
        told, took_s = await failure_of(engine, plan)
        assert isinstance(told, SourceDown)
        assert took_s < 0.1
        assert (await engine.execute(beside, {})).num_rows == 2
    finally:
        await asyncio.to_thread(cluster.start)
        await engine.aclose()
    assert await prober.probe(storage) in {None, "storage_unreachable"}


async def test_a_query_that_takes_too_long_blames_nobody(engine, cluster, storage):
    """Ten in a row; the storage is still asked."""
    dataset = drifting.dataset_in(storage, drifting.PUBLIC_TABLE)
    plan = drifting.plan_of(storage, dataset, engine.name, "numero")
    hurried = drifting.with_timeout(plan, 0.000001)
    for _ in range(10):
        with pytest.raises(Exception, match="source_timeout"):
            await engine.execute(hurried, {})
    assert (await engine.execute(plan, {})).num_rows == 2
