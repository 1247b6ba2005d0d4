"""Iceberg tables listed by PostgreSQL and kept in S3: tested, looked into, never more than read.

Covers federation.storages.iceberg_metadata, federation.storages.iceberg_tables,
federation.engines.trino_statements.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from catalog.model.dataset import ColumnType, Dataset, ObjectKind, PhysicalObject, ScalarType
from catalog.model.problem import Problem
from catalog.model.storage import IcebergOptions, Storage, StorageKind
from deploy.local import PostgresqlServer, S3Server, TrinoServer
from federation.engines.trino_client import TrinoClient, TrinoFailure
from federation.engines.trino_statements import create_catalog, drop_catalog
from federation.plan import TRINO
from federation.problems import NoEngine
from federation.storages import problems
from federation.storages.registry import ADAPTERS
from tests.contract.conftest import Bench
from tests.contract.iceberg import ICEBERG, iceberg_storage, make_catalog, run, secret_text, writer
from tests.contract.questions import COUNT
from tests.integration.storages.values import dataset, own_bucket

ADAPTER = ADAPTERS[StorageKind.ICEBERG]


@pytest.fixture(scope="module")
def lake(
    postgresql: PostgresqlServer, s3: S3Server, trino: TrinoServer
) -> Iterator[tuple[Storage, str]]:
    """A storage with one table of every type, and its secret."""
    database = f"lac_{secrets.token_hex(4)}"
    with own_bucket(s3) as (bucket, _):
        make_catalog(postgresql, database)
        cursor = writer(postgresql, s3, trino, database, bucket)
        run(cursor, "CREATE SCHEMA ecrivain.eau")
        run(
            cursor,
            "CREATE TABLE ecrivain.eau.releves (id integer NOT NULL, grand bigint, reel real, "
            "double double, montant decimal(12, 2), vrai boolean, nom varchar COMMENT 'Le nom', "
            "jour date, local timestamp(6), instant timestamp(6) with time zone, cle uuid, "
            "heure time(6), octets varbinary, mots array(varchar)) COMMENT 'Relevés'",
        )
        run(cursor, "INSERT INTO ecrivain.eau.releves (id, nom) VALUES (1, 'a'), (2, 'b')")
        run(cursor, "CREATE TABLE ecrivain.eau.vide (id integer)")
        run(cursor, "DROP CATALOG ecrivain")
        yield iceberg_storage(postgresql, s3, database, bucket), secret_text(postgresql, s3)
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


async def test_it_is_introspected_from_its_metadata(lake: tuple[Storage, str]):
    storage, secret = lake
    await ADAPTER.test(storage, secret)
    table, empty = await ADAPTER.introspect(storage, secret)
    assert (table.schema, table.name, table.comment) == ("eau", "releves", "Relevés")
    assert (table.row_estimate, empty.row_estimate) == (2, 0)
    columns = {each.source_name: each for each in table.columns}
    assert not columns["id"].nullable
    assert columns["nom"].comment == "Le nom"
    for each in table.columns:
        assert (each.type is None) == bool(each.reason_fr and each.reason_en)
    types = {name: each.type for name, each in columns.items()}
    assert types == {
        "id": ColumnType(ScalarType.INTEGER),
        "grand": ColumnType(ScalarType.BIGINT),
        "reel": ColumnType(ScalarType.FLOAT),
        "double": ColumnType(ScalarType.FLOAT),
        "montant": ColumnType(ScalarType.DECIMAL, 12, 2),
        "vrai": ColumnType(ScalarType.BOOLEAN),
        "nom": ColumnType(ScalarType.STRING),
        "jour": ColumnType(ScalarType.DATE),
        "local": ColumnType(ScalarType.TIMESTAMP),
        "instant": ColumnType(ScalarType.TIMESTAMP_TZ),
        "cle": ColumnType(ScalarType.STRING),
        "heure": ColumnType(ScalarType.TIME),
        "octets": None,
        "mots": None,
    }


async def why_not(storage: Storage, secret: str | None) -> type[Problem]:
    with pytest.raises(Problem) as caught:
        await ADAPTER.test(storage, secret)
    return type(caught.value)


async def test_causes_are_told_apart(lake: tuple[Storage, str], postgresql: PostgresqlServer):
    storage, secret = lake
    options = storage.options
    assert isinstance(options, IcebergOptions)

    def other(part: str, **changed: Any) -> Storage:
        changed_part = replace(getattr(options, part), **changed)
        return replace(storage, options=replace(options, **{part: changed_part}))

    password, key = secret.split("\n")
    assert await why_not(storage, None) is problems.StorageSecretMissing
    assert await why_not(storage, password) is problems.StorageSecretMissing
    assert await why_not(storage, f"faux\n{key}") is problems.StorageCredentialsRefused
    assert await why_not(storage, f"{password}\nfaux") is problems.StorageCredentialsRefused
    cases = (
        (problems.StorageDatabaseUnknown, other("catalog", database="aucune")),
        (problems.IcebergCatalogMissing, other("catalog", database="postgres")),
        (problems.StorageHostUnknown, other("catalog", host="aucune-machine.invalid")),
        (problems.StorageBucketUnknown, other("store", bucket="aucun-compartiment")),
        (problems.StorageHostUnknown, other("store", endpoint="http://aucune-machine.invalid")),
        (problems.InvalidStorageOption, other("store", prefix="")),
        (problems.InvalidStorageOption, other("catalog", host="${ENV:HOME}")),
    )
    for expected, changed in cases:
        assert await why_not(changed, secret) is expected
    assert postgresql.password == password


async def test_a_catalog_that_points_elsewhere_is_not_followed(
    lake: tuple[Storage, str], postgresql: PostgresqlServer
):
    """Whoever writes the list could name another's file, which the key may happen to read."""
    storage, secret = lake
    options = storage.options
    assert isinstance(options, IcebergOptions)
    with psycopg.connect(postgresql.dsn(options.catalog.database), autocommit=True) as database:
        database.execute(
            "INSERT INTO iceberg_tables VALUES ('interco', 'eau', 'z', 's3://autre/lac/m.json', '')"
        )
        try:
            with pytest.raises(problems.StorageAccessDenied):
                await ADAPTER.introspect(storage, secret)
        finally:
            database.execute("DELETE FROM iceberg_tables WHERE table_name = 'z'")


async def test_trino_may_read_it_and_nothing_else(lake: tuple[Storage, str], trino: TrinoServer):
    storage, secret = lake
    catalog = ADAPTER.trino_catalog(storage, secret)
    assert catalog is not None
    assert secret.split("\n")[0] not in repr(catalog)
    client = TrinoClient(trino.url, trino.user)
    try:
        await client.run(create_catalog("s_lac_test", catalog))
        found = await client.run("SELECT id FROM s_lac_test.eau.releves ORDER BY 1")
        assert found.rows == [[1], [2]]
        for statement in (
            "INSERT INTO s_lac_test.eau.releves (id) VALUES (3)",
            "DROP TABLE s_lac_test.eau.releves",
            "CREATE TABLE s_lac_test.eau.autre (id integer)",
        ):
            with pytest.raises(TrinoFailure):
                await client.run(statement)
    finally:
        await client.run(drop_catalog("s_lac_test"))
        await client.aclose()


async def test_a_connection_that_trino_kept_and_that_died_costs_nobody_an_answer(
    bench: Bench, postgresql: PostgresqlServer
):
    engine = bench.engines[TRINO]
    plan = bench.plan(COUNT, "trino over iceberg")
    count = await engine.execute(plan, {})
    with psycopg.connect(postgresql.dsn(ICEBERG), autocommit=True) as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE application_name = 'interco' AND datname = current_database()"
        ).fetchone()
    assert ended is not None
    assert ended[0] > 0
    assert await engine.execute(plan, {}) == count


@pytest.mark.parametrize("name", ["releves$files", "releves@1", "Releves", 'a"b', "a b", ""])
def test_what_a_table_is_made_of_is_no_table(lake: tuple[Storage, str], name: str):
    storage, _ = lake
    read: Dataset = dataset(PhysicalObject(ObjectKind.TABLE, name, "eau"))
    with pytest.raises(problems.UnsupportedObject):
        ADAPTER.trino_table(storage, read)


def test_without_trino_no_engine_reads_it(bench: Bench):
    places = bench.places
    name = "duckdb over iceberg"
    lost = replace(places["trino over iceberg"], name=name, engine="duckdb")
    with pytest.raises(NoEngine):
        Bench({name: lost}, {}).plan(COUNT, name)
