"""The password of a PostgreSQL account changes, and then the secret that the store keeps of it.

Covers gateway.upkeep.secret_store.resolving, gateway.upkeep.secret_store.key_encryption_keys,
gateway.upkeep.secret_store.sealing, catalog.model.secret.
"""

import asyncio
import dataclasses
import functools
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql

from catalog.changes import ActRecord, Changes
from catalog.model.problem import Problem
from catalog.model.storage import SecretReference
from catalog.store import open_store
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.plan import DUCKDB, POSTGRES, TRINO
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeys, KeyEncryptionKeysFile
from gateway.upkeep.secret_store.resolving import SecretResolver
from gateway.upkeep.secret_store.sealing import seal
from tests.contract import drifting
from tests.integration.storages.values import OWNER, postgresql_storage
from tests.locked_trino import unlocked_engine


@pytest.fixture
def account(postgresql_database):
    """An account of its own that may read, and how to give it another password."""
    drifting.make_postgresql_table(postgresql_database)
    name = f"lecture_{postgresql_database.rpartition('_')[2]}"
    role = sql.Identifier(name)

    def give(password):
        with psycopg.connect(postgresql_database, autocommit=True) as database:
            alter = sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(password))
            database.execute(alter)

    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        database.execute(sql.SQL("GRANT SELECT ON releves TO {}").format(role))
    yield name, give
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute(sql.SQL("DROP OWNED BY {}").format(role))
        database.execute(sql.SQL("DROP ROLE {}").format(role))


@pytest.fixture
async def store(tmp_path):
    opened = await open_store(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    yield opened
    await opened.aclose()


@pytest.fixture(params=[POSTGRES, DUCKDB, TRINO])
def make_engine(request, tmp_path, trino):
    """Of each kind, for a way to resolve secrets."""
    if request.param == POSTGRES:
        return PostgresEngine
    if request.param == DUCKDB:
        return functools.partial(DuckdbEngine, spill_dir=tmp_path / "spill", memory_limit="256MB")
    return lambda resolve: unlocked_engine(trino, resolve)


async def test_every_engine_takes_it_without_a_restart(
    make_engine, store, tmp_path, account, postgresql_database
):
    name, give = account
    ring = KeyEncryptionKeysFile(tmp_path / "secrets.keys")
    ring.write(KeyEncryptionKeys({}).with_new_version())
    resolve = SecretResolver(ring, lambda: store.held)

    async def keep(password):
        snapshot = await store.current()
        now = datetime.now(UTC)
        sealed = seal(OWNER, "lecture", password, ring.read(), now)
        act = ActRecord(now, None, "test", None, "test")
        await store.write(snapshot.version, Changes(put=(sealed,)), act)
        await store.current()

    found, _ = postgresql_storage(postgresql_database, user=name)
    storage = dataclasses.replace(found, secret=SecretReference("store", f"{OWNER}/lecture"))
    dataset = drifting.dataset_in(storage, drifting.PUBLIC_TABLE)
    engine = make_engine(resolve)
    plan = drifting.plan_of(storage, dataset, engine.name, "numero")
    try:
        await asyncio.to_thread(give, "premier")
        await keep("premier")
        assert (await engine.execute(plan, {})).num_rows == 2
        await asyncio.to_thread(give, "second")
        await keep("faux")
        with pytest.raises(Problem):
            await engine.execute(plan, {})
        await keep("second")
        assert (await engine.execute(plan, {})).num_rows == 2
    finally:
        await engine.aclose()
