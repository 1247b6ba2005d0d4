"""What Trino remembers of a source, what it sends there, and what it may do there.

Covers federation.physical_names, federation.engines.trino_engine, federation.engines.trino_client.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql
from sqlglot import exp

from catalog.model.storage import PostgresqlOptions, SecretReference, Storage
from deploy.local import PostgresqlServer, TrinoServer
from federation.engines.trino_client import TrinoClient, TrinoFailure
from federation.engines.trino_engine import TrinoEngine
from federation.logical import WireType
from federation.physical_names import trino_catalog_name
from federation.plan import Plan, PlannedTable
from federation.problems import SourceFailed
from federation.values import bind_values
from tests.contract.conftest import KEYRING, Bench
from tests.contract.loading import load_postgresql
from tests.contract.questions import FLUXES, IDS, question
from tests.locked_trino import unlocked_engine

PLACE = "trino over postgresql"
# DASRI is the flux of a round, and of no measure.
ROUNDS_OF_MEASURES = question(
    "SELECT COUNT(*) AS n FROM ville.mesures AS m JOIN ville.tournees AS t ON m.flux = t.flux",
    ("n", WireType.COUNT),
)


@pytest.fixture
async def engine(trino: TrinoServer, postgresql: PostgresqlServer) -> AsyncIterator[TrinoEngine]:
    engine = unlocked_engine(trino, lambda _: postgresql.password)
    yield engine
    await engine.drop_catalogs_but(())
    await engine.aclose()


@pytest.fixture
def elsewhere(bench: Bench, postgresql_database: str) -> Storage:
    """The same tables in a database of the test's own, whose statements are all logged."""
    load_postgresql(postgresql_database)
    name = postgresql_database.rpartition("/")[2]
    with psycopg.connect(postgresql_database, autocommit=True) as connection:
        setting = sql.SQL("ALTER DATABASE {} SET log_statement = 'all'")
        connection.execute(setting.format(sql.Identifier(name)))
    known = bench.places[PLACE].storage
    assert isinstance(known.options, PostgresqlOptions)
    return Storage(
        f"autre_{secrets.token_hex(4)}",
        known.owner,
        known.kind,
        replace(known.options, database=name),
        SecretReference("test", "postgresql"),
    )


async def ask(engine: TrinoEngine, plan: Plan):
    return (await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))).to_pylist()


def moved(plan: Plan, storage: Storage, *names: str) -> Plan:
    """The plan with the datasets of these names in another storage."""
    tree = plan.tree.copy()
    for node in tree.find_all(exp.Table):
        if node.db and node.name in {f"d_{name}" for name in names}:
            node.set("db", exp.to_identifier(storage.id, quoted=True))
    tables = tuple(
        PlannedTable(replace(table.dataset, storage_id=storage.id), storage)
        if table.dataset.name in names
        else table
        for table in plan.tables
    )
    return replace(plan, tree=tree, text=f"{plan.text} -- {storage.id}", tables=tables)


def altered(database: str, statement: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(statement)


async def test_a_column_that_came_after_trino_looked_is_there(
    bench, engine, elsewhere, postgresql_database
):
    """Its owner declares it, and it would else be unknown for ten minutes."""
    altered(postgresql_database, "ALTER TABLE contrat.mesures DROP COLUMN flux")
    assert len(await ask(engine, moved(bench.plan(IDS, PLACE), elsewhere, "mesures"))) == 48
    altered(postgresql_database, "ALTER TABLE contrat.mesures ADD COLUMN flux varchar(10)")
    rows = await ask(engine, moved(bench.plan(FLUXES, PLACE), elsewhere, "mesures"))
    assert rows == [{"flux": None}] * 48


async def test_a_column_that_vanished_is_the_sources_problem(
    bench, engine, elsewhere, postgresql_database
):
    plan = moved(bench.plan(FLUXES, PLACE), elsewhere, "mesures")
    assert len(await ask(engine, plan)) == 48
    altered(postgresql_database, "ALTER TABLE contrat.mesures DROP COLUMN flux")
    # Remembered by Trino, then forgotten.
    for _ in range(2):
        with pytest.raises(SourceFailed):
            await ask(engine, plan)
        await engine.forget(elsewhere)


@pytest.mark.parametrize("may_be_sent", [True, False])
async def test_a_join_sends_the_values_of_one_owner_to_another_only_if_it_may(
    bench, engine, elsewhere, postgresql, may_be_sent
):
    plan = moved(bench.plan(ROUNDS_OF_MEASURES, PLACE), elsewhere, "mesures")
    assert len({trino_catalog_name(table.storage) for table in plan.tables}) == 2
    before = postgresql.log_path.stat().st_size
    plan = replace(plan, dynamic_filtering=may_be_sent)
    assert await ask(engine, plan) == [{"n": 36}]
    logged = postgresql.log_path.read_bytes()[before:]
    assert b'"mesures"' in logged
    assert (b"DASRI" in logged) is may_be_sent


async def test_trino_can_write_nothing_at_a_source(bench, engine, elsewhere, trino):
    """Whatever the account was given there: its transactions only read."""
    plan = moved(bench.plan(IDS, PLACE), elsewhere, "mesures")
    assert len(await ask(engine, plan)) == 48
    client = TrinoClient(trino.url, trino.user)
    table = f"{trino_catalog_name(elsewhere)}.contrat.tournees"
    with pytest.raises(TrinoFailure, match="JDBC_ERROR"):
        await client.run(f"DELETE FROM {table} WHERE capacite > 0")
    await client.aclose()
