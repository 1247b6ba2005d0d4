"""A column that vanished or changed at its source is told by name, on every engine, to whoever may
read it; the other columns still answer; what only a condition uses is never named.

Covers federation.storages.file_states, federation.drift, federation.storages.s3_bucket,
federation.health.probing.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalog.model.problem import Problem
from catalog.model.storage import SecretReference, Storage
from deploy.local import S3Server, TrinoServer
from federation.drift import SourceLooks
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.engines.watched_engine import WatchedEngine
from federation.health.breakers import Breakers
from federation.health.probing import Prober
from federation.plan import DUCKDB, POSTGRES, TRINO, Plan
from federation.problems import SourceColumnChanged, SourceColumnGone, SourceObjectChanged
from federation.storages.s3_bucket import S3BucketAdapter
from tests.anywhere import ANYWHERE
from tests.contract import drifting
from tests.integration.storages.values import (
    files_storage,
    own_bucket,
    postgresql_storage,
    s3_storage,
    sqlite_storage,
)
from tests.locked_trino import unlocked_engine

SECRETS: dict[str, str] = {}


def resolve(reference: SecretReference) -> str:
    return SECRETS[reference.name]


def watched(engine: Any) -> WatchedEngine:
    """What it knows of a source is never older than the query."""
    breakers = Breakers()
    looks = SourceLooks(resolve, ANYWHERE, 0.0, getattr(engine, "forget", None))
    return WatchedEngine(
        engine, breakers, Prober(resolve, breakers, ANYWHERE), looks, ANYWHERE, lately_s=0
    )


@pytest.fixture
async def duckdb(tmp_path: Path) -> AsyncIterator[WatchedEngine]:
    engine = watched(DuckdbEngine(resolve, spill_dir=tmp_path / "spill", memory_limit="256MB"))
    yield engine
    await engine.aclose()


@pytest.fixture
async def postgres() -> AsyncIterator[WatchedEngine]:
    engine = watched(PostgresEngine(resolve))
    yield engine
    await engine.aclose()


@pytest.fixture
async def trino_engine(trino: TrinoServer) -> AsyncIterator[WatchedEngine]:
    engine = unlocked_engine(trino, resolve)
    yield watched(engine)
    await engine.drop_catalogs_but(())
    await engine.aclose()


@pytest.fixture
def database(postgresql_database: str, request: pytest.FixtureRequest) -> tuple[str, Storage]:
    """A table in a database of its own, and its storage."""
    drifting.make_postgresql_table(postgresql_database)
    name = f"st_{abs(hash(request.node.name)) % 10**8}"
    storage, SECRETS[name] = postgresql_storage(postgresql_database, name)
    return postgresql_database, storage


async def problem_of(engine: WatchedEngine, plan: Plan) -> Problem:
    with pytest.raises(Problem) as told:
        await engine.execute(plan, {})
    return told.value


async def problem_of_stream(engine: WatchedEngine, plan: Plan) -> Problem:
    async def taken() -> None:
        async for _ in engine.stream(plan, {}):
            pass

    with pytest.raises(Problem) as told:
        await taken()
    return told.value


async def numbers(engine: WatchedEngine, plan: Plan) -> list[int]:
    return (await engine.execute(plan, {})).column("numero").to_pylist()


def is_about(problem: Problem, kind: type[Problem], column: str | None) -> bool:
    facts = {"dataset": "releves"} | ({} if column is None else {"column": column})
    return type(problem) is kind and problem.facts == facts


async def check_a_database(engine: WatchedEngine, name: str, database: tuple[str, Storage]) -> None:
    """What is the same on each engine over a real PostgreSQL."""
    dsn, storage = database
    dataset = drifting.dataset_in(storage, drifting.PUBLIC_TABLE)
    both = drifting.plan_of(storage, dataset, name, "numero", "note")
    one = drifting.plan_of(storage, dataset, name, "numero")
    assert await numbers(engine, both) == [1, 2]

    drifting.alter_postgresql(dsn, "ALTER TABLE releves RENAME COLUMN note TO remarque")
    assert is_about(await problem_of(engine, both), SourceColumnGone, "note")
    assert is_about(await problem_of_stream(engine, both), SourceColumnGone, "note")
    assert await numbers(engine, one) == [1, 2]

    drifting.alter_postgresql(
        dsn,
        "ALTER TABLE releves RENAME COLUMN remarque TO note",
        "ALTER TABLE releves ALTER COLUMN numero TYPE date USING DATE '2025-01-01' + numero",
    )
    assert is_about(await problem_of(engine, one), SourceColumnChanged, "numero")

    drifting.alter_postgresql(
        dsn,
        "ALTER TABLE releves ALTER COLUMN numero TYPE integer USING numero - DATE '2025-01-01'",
        "ALTER TABLE releves DROP COLUMN telephone",
    )
    assert await numbers(engine, both) == [1, 2]

    drifting.alter_postgresql(dsn, "ALTER TABLE releves DROP COLUMN secteur")
    assert is_about(await problem_of(engine, both), SourceObjectChanged, None)

    drifting.alter_postgresql(dsn, "DROP TABLE releves")
    assert is_about(await problem_of(engine, both), SourceObjectChanged, None)


async def test_the_postgresql_fast_lane_tells_what_changed(
    postgres: WatchedEngine, database: tuple[str, Storage]
):
    await check_a_database(postgres, POSTGRES, database)


async def test_duckdb_over_postgresql_tells_what_changed(
    duckdb: WatchedEngine, database: tuple[str, Storage]
):
    await check_a_database(duckdb, DUCKDB, database)


async def test_trino_over_postgresql_tells_what_changed(
    trino_engine: WatchedEngine, database: tuple[str, Storage]
):
    await check_a_database(trino_engine, TRINO, database)


@pytest.mark.parametrize("engine", [POSTGRES, DUCKDB])
async def test_a_value_beyond_the_declared_type_is_told_of_its_column(
    engine: str, postgres: WatchedEngine, duckdb: WatchedEngine, database: tuple[str, Storage]
):
    dsn, storage = database
    watching = {POSTGRES: postgres, DUCKDB: duckdb}[engine]
    dataset = drifting.dataset_in(storage, drifting.PUBLIC_TABLE)
    both, other = (
        drifting.plan_of(storage, dataset, engine, *names)
        for names in (("numero", "note"), ("note",))
    )
    drifting.alter_postgresql(dsn, "ALTER TABLE releves ALTER COLUMN numero TYPE bigint")
    assert await numbers(watching, both) == [1, 2]
    drifting.alter_postgresql(dsn, "INSERT INTO releves VALUES (5000000000, 'A', 'trop', '')")
    assert is_about(await problem_of(watching, both), SourceColumnChanged, "numero")
    # Nothing that failed for another reason is put down to a column that only grew.
    too_many = replace(other, max_rows=1)
    assert (await problem_of(watching, too_many)).code == "too_many_rows"
    assert (await watching.execute(other, {})).num_rows == 3


async def test_a_column_that_vanished_from_sqlite_is_told(duckdb: WatchedEngine, tmp_path: Path):
    path = tmp_path / "eau.sqlite"
    drifting.make_sqlite(path)
    storage = sqlite_storage(path)
    dataset = drifting.dataset_in(storage, drifting.TABLE)
    both = drifting.plan_of(storage, dataset, DUCKDB, "numero", "note")
    assert await numbers(duckdb, both) == [1, 2]
    alter_sqlite(path, "ALTER TABLE releves RENAME COLUMN note TO remarque")
    assert is_about(await problem_of(duckdb, both), SourceColumnGone, "note")
    one = drifting.plan_of(storage, dataset, DUCKDB, "numero")
    assert await numbers(duckdb, one) == [1, 2]
    alter_sqlite(path, "DROP TABLE releves")
    assert is_about(await problem_of(duckdb, one), SourceObjectChanged, None)


def alter_sqlite(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)


async def test_a_column_that_vanished_from_parquet_files_is_told(
    duckdb: WatchedEngine, tmp_path: Path
):
    file = tmp_path / "data" / "releves" / "1.parquet"
    file.parent.mkdir(parents=True)
    file.write_bytes(drifting.parquet_bytes(drifting.ROWS))
    storage = files_storage(tmp_path / "data")
    dataset = drifting.dataset_in(storage, drifting.PARQUET)
    both = drifting.plan_of(storage, dataset, DUCKDB, "numero", "note")
    assert await numbers(duckdb, both) == [1, 2]
    file.write_bytes(drifting.parquet_bytes(drifting.without("note")))
    assert is_about(await problem_of(duckdb, both), SourceColumnGone, "note")
    one = drifting.plan_of(storage, dataset, DUCKDB, "numero")
    assert await numbers(duckdb, one) == [1, 2]
    texts = drifting.ROWS | {"numero": ["x", "y"]}
    file.write_bytes(drifting.parquet_bytes(texts))
    assert is_about(await problem_of(duckdb, one), SourceColumnChanged, "numero")
    file.unlink()
    assert is_about(await problem_of(duckdb, one), SourceObjectChanged, None)


@pytest.fixture
def csv_plans(tmp_path: Path) -> tuple[Path, Plan, Plan]:
    """The file, a plan over two of its columns, and one over a single column."""
    file = tmp_path / "data" / "releves" / "1.csv"
    file.parent.mkdir(parents=True)
    file.write_bytes(drifting.csv_bytes(drifting.ROWS))
    storage = files_storage(tmp_path / "data")
    dataset = drifting.dataset_in(storage, drifting.CSV)
    both = drifting.plan_of(storage, dataset, DUCKDB, "numero", "note")
    return file, both, drifting.plan_of(storage, dataset, DUCKDB, "numero")


async def test_a_column_that_vanished_from_a_csv_file_is_told(
    tmp_path: Path, csv_plans: tuple[Path, Plan, Plan]
):
    file, both, one = csv_plans
    engine = watched(DuckdbEngine(resolve, spill_dir=tmp_path / "s", memory_limit="256MB"))
    file.write_bytes(drifting.csv_bytes(drifting.without("note")))
    assert is_about(await problem_of(engine, both), SourceColumnGone, "note")
    assert await numbers(engine, one) == [1, 2]
    await engine.aclose()


@pytest.mark.parametrize("columns", [("note", "telephone"), ("secteur", "telephone")])
async def test_a_csv_column_of_a_folder_is_read_wherever_it_stands(
    tmp_path: Path, csv_plans: tuple[Path, Plan, Plan], columns: tuple[str, str]
):
    """The telephone number that nobody granted stands where the note was read."""
    file, both, one = csv_plans
    engine = watched(DuckdbEngine(resolve, spill_dir=tmp_path / "s", memory_limit="256MB"))
    before = (await engine.execute(both, {})).to_pylist()
    file.write_bytes(drifting.csv_bytes(drifting.swapped(*columns)))
    assert (await engine.execute(both, {})).to_pylist() == before
    assert await numbers(engine, one) == [1, 2]
    await engine.aclose()


async def test_a_csv_column_of_a_bucket_is_never_read_in_the_place_of_another(
    tmp_path: Path, s3: S3Server
):
    """It is read by position, also where rows are chosen by it."""
    engine = watched(DuckdbEngine(resolve, spill_dir=tmp_path / "s", memory_limit="256MB"))
    with own_bucket(s3) as (bucket, client):
        storage = s3_storage(s3, bucket, storage_id="st_drift_s3")
        SECRETS["st_drift_s3"] = s3.secret_key
        dataset = drifting.dataset_in(storage, drifting.CSV)
        both = drifting.plan_of(storage, dataset, DUCKDB, "numero", "note")
        one = drifting.plan_of(storage, dataset, DUCKDB, "numero")

        def put(columns: dict[str, Any]) -> None:
            body = drifting.csv_bytes(columns)
            client.put_object(Bucket=bucket, Key="releves/1.csv", Body=body)

        await asyncio.to_thread(put, drifting.swapped("note", "telephone"))
        assert is_about(await problem_of(engine, both), SourceColumnChanged, "note")
        assert await numbers(engine, one) == [1, 2]
        await asyncio.to_thread(put, drifting.swapped("secteur", "telephone"))
        assert is_about(await problem_of(engine, one), SourceObjectChanged, None)
    await engine.aclose()


@pytest.fixture
def metastore() -> None:
    Path(S3BucketAdapter().metastore_directory).mkdir(exist_ok=True)


@pytest.mark.usefixtures("metastore")
async def test_trino_never_shows_nulls_for_a_column_that_no_file_holds(
    trino_engine: WatchedEngine, s3: S3Server
):
    with own_bucket(s3) as (bucket, client):
        storage = s3_storage(s3, bucket, storage_id="st_drift_s3")
        SECRETS["st_drift_s3"] = s3.secret_key

        def put(columns: dict[str, Any]) -> None:
            body = drifting.parquet_bytes(columns)
            client.put_object(Bucket=bucket, Key="releves/1.parquet", Body=body)

        await asyncio.to_thread(put, drifting.without("note"))
        dataset = drifting.dataset_in(storage, drifting.PARQUET)
        both = drifting.plan_of(storage, dataset, TRINO, "numero", "note")
        assert is_about(await problem_of(trino_engine, both), SourceColumnGone, "note")
        one = drifting.plan_of(storage, dataset, TRINO, "numero")
        assert await numbers(trino_engine, one) == [1, 2]
