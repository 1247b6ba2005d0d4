"""An engine compares names without their case: no column is read in the place of another.

Covers federation.storages.exact_names, federation.storages.watched_names.
"""

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.model.dataset import ObjectKind, PhysicalObject
from federation.logical import WireType
from federation.problems import SourceFailed
from federation.storages.exact_names import check_exact_names
from federation.storages.problems import StorageColumnCase
from tests.integration.storages.values import (
    column,
    dataset,
    duckdb_plan,
    files_storage,
    postgresql_storage,
    s3_storage,
    source_of,
)

SECRET = "SECRET-UPPERCOL"


async def read(engine, storage, of):
    text = f"SELECT v FROM {source_of(storage, of)} AS t"
    plan = duckdb_plan(text, (("v", WireType.STRING),), (storage, of))
    return (await engine.execute(plan, {}))["v"].to_pylist()


async def is_refused(engine, storage, of):
    with pytest.raises(SourceFailed) as refused:
        await read(engine, storage, of)
    return refused.value.__cause__.facts


def of(kind, name, schema=None):
    return dataset(PhysicalObject(kind, name, schema), [column("v")])


def write_parquet(path, **columns):
    pq.write_table(pa.table(columns), path)


async def test_parquet_files_of_a_folder(engine, tmp_path):
    storage = files_storage(tmp_path)
    write_parquet(tmp_path / "a.parquet", id=[1], V=[SECRET], v=["declared"])
    facts = await is_refused(engine, storage, of(ObjectKind.PARQUET, "a.parquet"))
    assert facts == {"column": "v", "other": "V"}
    write_parquet(tmp_path / "b.parquet", id=[1], V=[SECRET])
    await is_refused(engine, storage, of(ObjectKind.PARQUET, "b.parquet"))
    write_parquet(tmp_path / "c.parquet", id=[1], v=["declared"], W=["x"], w=["y"])
    assert await read(engine, storage, of(ObjectKind.PARQUET, "c.parquet")) == ["declared"]
    await is_refused(engine, storage, of(ObjectKind.PARQUET, "*.parquet"))
    # The same name holds something else now.
    write_parquet(tmp_path / "a.parquet", id=[1], v=["corrected"])
    assert await read(engine, storage, of(ObjectKind.PARQUET, "a.parquet")) == ["corrected"]


async def test_parquet_files_of_a_bucket(engine, s3, bucket, secrets_of, tmp_path):
    name, client = bucket
    storage = s3_storage(s3, name)
    secrets_of["st_s3"] = s3.secret_key
    write_parquet(tmp_path / "a.parquet", id=[1], V=[SECRET], v=["declared"])
    client.upload_file(str(tmp_path / "a.parquet"), name, "a.parquet")
    await is_refused(engine, storage, of(ObjectKind.PARQUET, "a.parquet"))


@pytest.mark.parametrize("columns", ['"V" text, v text', 'v text, "V" text'])
async def test_a_table_of_postgresql(engine, postgresql_database, secrets_of, columns):
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute(f"CREATE TABLE t (id integer, {columns})")
        database.execute(f"INSERT INTO t (id, \"V\", v) VALUES (1, '{SECRET}', 'declared')")
    storage, secrets_of["st_postgresql"] = postgresql_storage(postgresql_database)
    table = of(ObjectKind.TABLE, "t", "public")
    if columns.startswith("v"):
        assert await read(engine, storage, table) == ["declared"]
    else:
        await is_refused(engine, storage, table)


async def test_csv_files_of_a_folder_are_told_apart(engine, tmp_path):
    (tmp_path / "a.csv").write_text(f"id,V,v,W,W,\n1,{SECRET},declared,1,2,3\n")
    assert await read(engine, files_storage(tmp_path), of(ObjectKind.CSV, "a.csv")) == ["declared"]


def test_the_two_are_named_in_both_languages():
    problem = StorageColumnCase(column="v", other="V")
    assert "« V »" in problem.sentence("fr")
    assert '"V"' in problem.sentence("en")


def test_a_storage_that_lower_cases_names_is_refused_only_where_two_are_alike():
    declared = of(ObjectKind.TABLE, "t")
    check_exact_names(declared, ["V"], lower_cased=True)
    for names, lower_cased in ((["V"], False), (["v", "V"], True)):
        with pytest.raises(StorageColumnCase):
            check_exact_names(declared, names, lower_cased=lower_cased)
