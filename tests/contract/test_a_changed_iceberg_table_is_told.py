"""What changed in an Iceberg table is told as for any other source, by each catalog and engine.

Covers federation.storages.iceberg_metadata, federation.engines.watched_engine.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.model.storage import Storage
from deploy.local import IcebergRestServer, PostgresqlServer, S3Server, TrinoServer
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.watched_engine import WatchedEngine
from federation.plan import DUCKDB, TRINO
from federation.problems import (
    SourceColumnChanged,
    SourceColumnGone,
    SourceObjectChanged,
)
from tests.contract import drifting
from tests.contract.iceberg import (
    iceberg_storage,
    make_catalog,
    rest_storage,
    rest_writer,
    run,
    writer,
)
from tests.contract.test_a_changed_source_is_told import (
    SECRETS,
    is_about,
    numbers,
    problem_of,
    resolve,
    watched,
)
from tests.integration.storages.values import own_bucket
from tests.locked_trino import unlocked_engine


@dataclass(frozen=True)
class Lake:
    """A table `releves` in a namespace of its own, and a cursor that may change it."""

    storage: Storage
    schema: str
    cursor: Any

    async def change(self, clause: str) -> None:
        await asyncio.to_thread(run, self.cursor, clause.format(f"ecrivain.{self.schema}.releves"))

    async def leave_the_catalog(self) -> None:
        """Its files stay: the catalog of the tests cannot take away those that Trino wrote."""
        gone = f"schema_name => '{self.schema}', table_name => 'releves'"
        await asyncio.to_thread(run, self.cursor, f"CALL ecrivain.system.unregister_table({gone})")

    @property
    def table(self) -> PhysicalObject:
        return PhysicalObject(ObjectKind.TABLE, "releves", schema=self.schema)


@pytest.fixture(params=["a database", "REST"])
def lake(
    request: pytest.FixtureRequest,
    postgresql: PostgresqlServer,
    iceberg_rest: IcebergRestServer,
    s3: S3Server,
    trino: TrinoServer,
) -> Iterator[Lake]:
    SECRETS["postgresql"], SECRETS["access_key"] = postgresql.password, s3.secret_key
    SECRETS["rest_token"] = iceberg_rest.reader.token
    schema = f"derive_{secrets.token_hex(4)}"
    if request.param == "REST":
        storage = rest_storage(iceberg_rest, s3)
        yield _made(Lake(storage, schema, rest_writer(iceberg_rest, s3, trino)))
        return
    with own_bucket(s3) as (bucket, _):
        make_catalog(postgresql, schema)
        storage = iceberg_storage(postgresql, s3, schema, bucket)
        yield _made(Lake(storage, schema, writer(postgresql, s3, trino, schema, bucket)))
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {schema} WITH (FORCE)")


def _made(lake: Lake) -> Lake:
    run(lake.cursor, f"CREATE SCHEMA ecrivain.{lake.schema}")
    columns = "numero integer, secteur varchar, note varchar, telephone varchar"
    run(lake.cursor, f"CREATE TABLE ecrivain.{lake.schema}.releves ({columns})")
    rows = ", ".join(str(row) for row in zip(*drifting.ROWS.values(), strict=True))
    run(lake.cursor, f"INSERT INTO ecrivain.{lake.schema}.releves VALUES {rows}")
    return lake


@pytest.fixture
async def engines(
    trino: TrinoServer, tmp_path: Path, lake: Lake
) -> AsyncIterator[dict[str, WatchedEngine]]:
    """Those that read it, by name."""
    of_trino = unlocked_engine(trino, resolve)
    found = {TRINO: watched(of_trino)}
    if lake.storage.kind.value == "iceberg_rest":
        of_duckdb = DuckdbEngine(resolve, spill_dir=tmp_path / "spill", memory_limit="512MB")
        found[DUCKDB] = watched(of_duckdb)
    yield found
    await asyncio.to_thread(run, lake.cursor, "DROP CATALOG ecrivain")
    await of_trino.drop_catalogs_but(())
    for each in found.values():
        await each.aclose()


async def test_what_changed_in_its_table_is_told(lake: Lake, engines: dict[str, WatchedEngine]):
    dataset = drifting.dataset_in(lake.storage, lake.table)
    plans = {
        name: (
            engine,
            drifting.plan_of(lake.storage, dataset, name, "numero", "note"),
            drifting.plan_of(lake.storage, dataset, name, "numero"),
        )
        for name, engine in engines.items()
    }
    for engine, both, _ in plans.values():
        assert await numbers(engine, both) == [1, 2]

    await lake.change("ALTER TABLE {} RENAME COLUMN note TO remarque")
    for engine, both, one in plans.values():
        assert is_about(await problem_of(engine, both), SourceColumnGone, "note")
        assert await numbers(engine, one) == [1, 2]

    await lake.change("ALTER TABLE {} RENAME COLUMN remarque TO note")
    await lake.change("ALTER TABLE {} DROP COLUMN telephone")
    for engine, both, _ in plans.values():
        assert await numbers(engine, both) == [1, 2]

    await lake.change("ALTER TABLE {} DROP COLUMN note")
    for engine, both, one in plans.values():
        assert is_about(await problem_of(engine, both), SourceColumnGone, "note")
        assert await numbers(engine, one) == [1, 2]

    await lake.change("ALTER TABLE {} DROP COLUMN numero")
    await lake.change("ALTER TABLE {} ADD COLUMN numero date")
    await lake.change("INSERT INTO {} (secteur, numero) VALUES ('A', DATE '2025-01-01')")
    for engine, _, one in plans.values():
        assert is_about(await problem_of(engine, one), SourceColumnChanged, "numero")

    await lake.change("ALTER TABLE {} DROP COLUMN numero")
    await lake.change("ALTER TABLE {} ADD COLUMN numero integer")
    await lake.change("ALTER TABLE {} DROP COLUMN secteur")
    for engine, _, one in plans.values():
        assert is_about(await problem_of(engine, one), SourceObjectChanged, None)

    await lake.leave_the_catalog()
    for engine, _, one in plans.values():
        assert is_about(await problem_of(engine, one), SourceObjectChanged, None)


async def test_a_widened_type_goes_on_as_long_as_its_values_fit(
    lake: Lake, engines: dict[str, WatchedEngine]
):
    dataset = drifting.dataset_in(lake.storage, lake.table)
    plans = {
        name: (engine, drifting.plan_of(lake.storage, dataset, name, "numero"))
        for name, engine in engines.items()
    }
    for engine, one in plans.values():
        assert await numbers(engine, one) == [1, 2]
    await lake.change("ALTER TABLE {} ALTER COLUMN numero SET DATA TYPE bigint")
    for engine, one in plans.values():
        assert await numbers(engine, one) == [1, 2]
    await lake.change("INSERT INTO {} VALUES (5000000000, 'A', 'trop', '')")
    for engine, one in plans.values():
        assert is_about(await problem_of(engine, one), SourceColumnChanged, "numero")
