"""What is asked of Trino about itself: whether it answers, what it reaches, what it still holds.

Covers gateway.upkeep.source_monitoring.stale_catalogs, federation.engines.trino_administrator,
federation.engines.trino_problems, federation.drift, federation.health.probing,
federation.engine.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

import pytest

from catalog.model.storage import (
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    Storage,
)
from catalog.snapshot import Snapshot
from deploy.local import PostgresqlServer, S3Server, TrinoServer
from federation.drift import SourceLooks
from federation.engine import KeepsCatalogs
from federation.engines import trino_engine
from federation.engines.trino_administrator import TrinoAdministrator
from federation.engines.trino_engine import TrinoEngine
from federation.engines.trino_problems import TrinoCannotReachStorage, TrinoNotAnswering
from federation.engines.watched_engine import WatchedEngine
from federation.health.breakers import Breakers
from federation.health.probing import Prober
from federation.physical_names import trino_catalog_name
from federation.plan import Plan, PlannedTable
from federation.values import bind_values
from gateway.upkeep.source_monitoring.stale_catalogs import dropping_stale_catalogs
from tests.anywhere import ANYWHERE
from tests.contract.conftest import KEYRING, Bench
from tests.contract.questions import COUNT
from tests.contract.test_trino_behind_its_locks import FEW_TIMES, STILL_READING, many
from tests.contract.test_trino_engine import _moved
from tests.contract.world import snapshot_of_place
from tests.locked_trino import administrator_of, client_as, engine_of, unlocked_engine

PLACE = "trino over postgresql"


@pytest.fixture
async def engine(
    locked_trino: TrinoServer, postgresql: PostgresqlServer
) -> AsyncIterator[TrinoEngine]:
    engine = engine_of(locked_trino, lambda _: postgresql.password)
    yield engine
    await engine.aclose()


@pytest.fixture
async def administrator(locked_trino: TrinoServer) -> AsyncIterator[TrinoAdministrator]:
    administrator = administrator_of(locked_trino)
    yield administrator
    await administrator.aclose()


async def test_trino_answers_both_of_us(engine):
    await engine.ping()


async def test_a_trino_that_does_not_answer_the_one_or_the_other_says_which(locked_trino):
    def stranger():
        return client_as(locked_trino, "someone")

    def refused():
        return administrator_of(locked_trino, "someone")

    reader, administrator = client_as(locked_trino, "interco"), administrator_of(locked_trino)
    for engine, role in (
        (TrinoEngine(stranger(), str, administrator=administrator), "qui lit"),
        (TrinoEngine(reader, str, administrator=refused()), "qui déclare"),
    ):
        with pytest.raises(TrinoNotAnswering) as told:
            await engine.ping()
        await engine.aclose()
        assert told.value.facts["role_fr"] == role
        assert told.value.facts["cause"] == "PERMISSION_DENIED"


def storage_of(bench: Bench, place: str) -> Storage:
    return bench.places[place].storage


@pytest.mark.parametrize(
    "place",
    [PLACE, "trino over mariadb", "trino over parquet", "trino over iceberg", "trino over csv",
     "trino over iceberg_rest"],
)  # fmt: skip
async def test_trino_reaches_each_kind_of_storage(bench: Bench, place):
    engine = bench.engines["trino"]
    assert isinstance(engine, KeepsCatalogs)
    await engine.reach(storage_of(bench, place))
    # And does so again, whether it knows the storage or not.
    await engine.reach(storage_of(bench, place))


async def test_a_catalog_that_trino_lost_is_made_again_to_look(bench: Bench, trino: TrinoServer):
    storage = storage_of(bench, PLACE)
    engine = bench.engines["trino"]
    assert isinstance(engine, KeepsCatalogs)
    await engine.reach(storage)
    asking = administrator_of(trino)
    await asking.run(f"DROP CATALOG {trino_catalog_name(storage)}")
    await asking.aclose()
    await engine.reach(storage)


async def test_behind_its_locks_trino_reaches_a_storage_too(bench: Bench, engine):
    await engine.reach(storage_of(bench, PLACE))


@pytest.mark.parametrize("place", [PLACE, "trino over mariadb", "trino over parquet"])
async def test_a_storage_that_trino_does_not_reach_is_told_as_such(
    bench: Bench, trino: TrinoServer, place, monkeypatch: pytest.MonkeyPatch
):
    storage = storage_of(bench, place)
    match storage.options:
        case PostgresqlOptions() | MariadbOptions():
            options = replace(storage.options, port=1)
        case S3Options():
            options = replace(storage.options, endpoint="http://127.0.0.1:1")
    away = Storage(
        f"away_{secrets.token_hex(4)}", storage.owner, storage.kind, options, storage.secret
    )
    # Trino itself tries a bucket again and again, for longer than we wait.
    monkeypatch.setattr(trino_engine, "_REACH_S", 3.0 if place == "trino over parquet" else 30.0)
    engine = unlocked_engine(trino, lambda _: "secret")
    with pytest.raises(TrinoCannotReachStorage) as told:
        await engine.reach(away)
    await engine.drop_catalogs_but([storage_of(bench, name) for name in bench.places])
    await engine.aclose()
    assert "Trino" in told.value.sentence("fr")
    assert "secret" not in str(told.value)


async def test_another_secret_of_a_storage_is_tried_as_it_is_now(
    bench: Bench, trino: TrinoServer, postgresql: PostgresqlServer
):
    secret = [postgresql.password]
    engine = unlocked_engine(trino, lambda _: secret[0])
    known = storage_of(bench, PLACE)
    storage = Storage(
        f"own_{secrets.token_hex(4)}", known.owner, known.kind, known.options, known.secret
    )
    await engine.reach(storage)
    secret[0] = "another"
    with pytest.raises(TrinoCannotReachStorage):
        await engine.reach(storage)
    await engine.drop_catalogs_but([storage_of(bench, name) for name in bench.places])
    await engine.aclose()


class OneCatalog:
    """The catalog of an installation that has the storages of one place."""

    def __init__(self, bench: Bench) -> None:
        self.snapshot = snapshot_of_place(bench.places[PLACE])

    async def current(self) -> Snapshot:
        return self.snapshot


async def until_dropped(administrator: TrinoAdministrator, plan: Plan) -> None:
    name = trino_catalog_name(plan.tables[0].storage)
    async with asyncio.timeout(30):
        while [name] in (await administrator.run("SHOW CATALOGS")).rows:
            pass


def worker_of(engine: TrinoEngine) -> WatchedEngine:
    breakers = Breakers()
    return WatchedEngine(
        engine, breakers, Prober(str, breakers, ANYWHERE), SourceLooks(str, ANYWHERE), ANYWHERE
    )


async def test_the_worker_drops_the_catalog_of_a_storage_that_is_gone(
    bench: Bench, engine, administrator, postgresql
):
    plan = _moved(bench.plan(COUNT, PLACE), port=postgresql.port)
    await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))
    # Where another process made it, and this one begins.
    worker = worker_of(engine)
    async with dropping_stale_catalogs(OneCatalog(bench), [worker]):
        await until_dropped(administrator, plan)
    # A storage that comes back is read as before.
    found = await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))
    assert found.to_pylist() == [{"n": 48}]
    # And it goes again an hour later: here, at once.
    async with dropping_stale_catalogs(OneCatalog(bench), [worker], interval_s=0.01):
        await until_dropped(administrator, plan)


async def test_what_a_query_still_reads_is_not_dropped(bench: Bench, engine, administrator):
    plan = _of_its_own(many(bench, STILL_READING))
    catalog = trino_catalog_name(plan.tables[0].storage)
    rows = 0
    async with aclosing(engine.stream(plan, bind_values(plan, {}, {}, KEYRING))) as batches:
        async for batch in batches:
            if rows == 0:
                dropped = await engine.drop_catalogs_but(
                    OneCatalog(bench).snapshot.storages.values()
                )
                assert catalog not in dropped
                assert [catalog] in (await administrator.run("SHOW CATALOGS")).rows
            rows += batch.num_rows
    assert rows == FEW_TIMES * 48**3
    assert catalog in await engine.drop_catalogs_but(OneCatalog(bench).snapshot.storages.values())


async def test_a_query_of_another_gateway_ends_as_it_began(
    bench: Bench, engine, locked_trino, postgresql
):
    """The worker does not know of it: Trino itself keeps what it reads until it is done."""
    plan = _of_its_own(many(bench, STILL_READING))
    worker = engine_of(locked_trino, lambda _: postgresql.password)
    rows = 0
    async with aclosing(engine.stream(plan, bind_values(plan, {}, {}, KEYRING))) as batches:
        async for batch in batches:
            if rows == 0:
                dropped = await worker.drop_catalogs_but(())
                assert trino_catalog_name(plan.tables[0].storage) in dropped
            rows += batch.num_rows
    await worker.aclose()
    assert rows == FEW_TIMES * 48**3


def _of_its_own(plan: Plan) -> Plan:
    """The same over a storage that no catalog knows."""
    (table, *_) = plan.tables
    options = table.storage.options
    assert isinstance(options, PostgresqlOptions)
    one = replace(plan, tables=(table,))
    moved = _moved(one, port=options.port)
    storage = moved.tables[0].storage
    tables = tuple(
        PlannedTable(replace(each.dataset, storage_id=storage.id), storage) for each in plan.tables
    )
    return replace(moved, tables=tables)


async def test_looking_at_a_bucket_leaves_nothing_there(bench: Bench, trino: TrinoServer):
    storage = storage_of(bench, "trino over parquet")
    engine = bench.engines["trino"]
    assert isinstance(engine, KeepsCatalogs)
    asking = administrator_of(trino)
    await engine.reach(storage)
    before = await asking.run(f"SHOW SCHEMAS FROM {trino_catalog_name(storage)}")
    await engine.reach(storage)
    assert await asking.run(f"SHOW SCHEMAS FROM {trino_catalog_name(storage)}") == before
    await asking.aclose()


async def test_a_bucket_that_is_not_there_is_told(bench: Bench, trino: TrinoServer, s3: S3Server):
    known = storage_of(bench, "trino over parquet")
    assert isinstance(known.options, S3Options)
    options = replace(known.options, bucket="no-such-bucket")
    storage = Storage(
        f"away_{secrets.token_hex(4)}", known.owner, known.kind, options, known.secret
    )
    engine = unlocked_engine(trino, lambda _: s3.secret_key)
    with pytest.raises(TrinoCannotReachStorage):
        await engine.reach(storage)
    await engine.drop_catalogs_but([storage_of(bench, name) for name in bench.places])
    await engine.aclose()
