"""A plan over each storage, and over several at once, gives its rows under canonical types.

Covers federation.engines.duckdb_engine, federation.storages.opened_view,
federation.storages.sqlite_file, federation.storages.hive_tables, federation.storages.secrets.
"""

import io
import socket
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from federation.logical import WireType
from federation.problems import (
    SourceChanged,
    SourceFailed,
    SourceUnreachable,
    TooManyBytes,
    TooManyRows,
)
from tests.integration.storages.values import (
    csv_dataset,
    duckdb_plan,
    files_storage,
    parquet_dataset,
    postgresql_storage,
    s3_storage,
    source_of,
    sqlite_storage,
    table_dataset,
)

TEXT = WireType.STRING


def select(storage, dataset, *columns, **facts):
    names = ", ".join(f'"{name}"' for name, _ in columns)
    text = f"SELECT {names} FROM {source_of(storage, dataset)} AS t ORDER BY ALL"
    return duckdb_plan(text, columns, (storage, dataset), **facts)


async def test_csv_is_text_read_by_the_names_of_each_header(engine, tmp_path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.csv").write_bytes(
        '\ufeffid;"nom ""propre"""\r\n0123;é\\n\r\n;"b;""c"""\r\n'.encode()
    )
    (tmp_path / "c" / "b.csv").write_text('ajoutée;nom "propre";id;\n?;z;9;\n')
    (tmp_path / "c" / "_en_cours.csv").write_text("ne;compte;pas\n")
    storage = files_storage(tmp_path)
    every = csv_dataset("c/*.csv", "id", 'nom "propre"')
    columns = (("id", TEXT), ('nom "propre"', TEXT))
    text = f"SELECT * FROM {source_of(storage, every)} AS t ORDER BY ALL"
    rows = await engine.execute(duckdb_plan(text, columns, (storage, every)), {})
    assert rows.to_pylist() == [
        {"id": "0123", 'nom "propre"': "é\\n"},
        {"id": "9", 'nom "propre"': "z"},
        {"id": None, 'nom "propre"': 'b;"c"'},
    ]
    one = csv_dataset("c/b.csv", "id")
    plan = select(storage, one, ("id", TEXT))
    assert (await engine.execute(plan, {})).to_pylist() == [{"id": "9"}]


async def test_csv_in_latin_1(engine, tmp_path):
    (tmp_path / "l.csv").write_bytes("nom\nSens-de-Bretagne été\n".encode("latin-1"))
    storage = files_storage(tmp_path)
    plan = select(storage, csv_dataset("l.csv", "nom", encoding="latin-1"), ("nom", TEXT))
    assert (await engine.execute(plan, {})).to_pylist() == [{"nom": "Sens-de-Bretagne été"}]


def parquet_bytes(**columns):
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    return written.getvalue()


async def test_parquet_columns_are_found_by_name(engine, tmp_path):
    quand = datetime(2025, 1, 1, tzinfo=UTC)
    (tmp_path / "annee=2025").mkdir()
    (tmp_path / "annee=2025" / "a.parquet").write_bytes(parquet_bytes(n=[1], quand=[quand]))
    (tmp_path / "annee=2025" / "b.parquet").write_bytes(parquet_bytes(quand=[quand], n=[2]))
    storage = files_storage(tmp_path)
    columns = (("n", WireType.BIGINT), ("quand", WireType.TIMESTAMP_TZ))
    every = parquet_dataset("annee=2025/*.parquet")
    text = f"SELECT * FROM {source_of(storage, every)} AS t ORDER BY n"
    rows = await engine.execute(duckdb_plan(text, columns, (storage, every)), {})
    assert rows.to_pylist() == [{"n": 1, "quand": quand}, {"n": 2, "quand": quand}]
    assert rows.schema.field("quand").type == pa.timestamp("us", "UTC")


async def test_sqlite_gives_every_cell_as_text(engine, tmp_path):
    """A cell of another type than its column's says so nowhere: the compiler reads the text."""
    path = tmp_path / "eau.sqlite"
    database = sqlite3.connect(path)
    database.executescript(
        "CREATE TABLE t (n INTEGER, nom TEXT); INSERT INTO t VALUES (1, 'é'), ('un', 'e')"
    )
    database.close()
    storage = sqlite_storage(path)
    plan = select(storage, table_dataset("t"), ("n", TEXT), ("nom", TEXT))
    rows = (await engine.execute(plan, {})).to_pylist()
    assert rows == [{"n": "1", "nom": "é"}, {"n": "un", "nom": "e"}]


async def test_postgresql_joined_with_files(engine, tmp_path, postgresql_database, secrets_of):
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute(
            'CREATE SCHEMA eau; CREATE TABLE eau."Sites" (id text, "Nom" text, pose timestamptz);'
            "INSERT INTO eau.\"Sites\" VALUES ('1', 'Réservoir', '2025-01-01 08:00+01')"
        )
    database, secrets_of["st_postgresql"] = postgresql_storage(postgresql_database)
    sites = table_dataset("Sites", "eau")
    (tmp_path / "m.csv").write_text("site;m3\n1;12\n2;5\n")
    files, readings = files_storage(tmp_path), csv_dataset("m.csv", "site", "m3")
    columns = (("nom", TEXT), ("pose", WireType.TIMESTAMP_TZ), ("m3", WireType.FLOAT))
    text = (
        'SELECT s."Nom" AS nom, s.pose, CAST(m.m3 AS DOUBLE) AS m3 '
        f"FROM {source_of(database, sites)} AS s JOIN {source_of(files, readings)} AS m "
        "ON m.site = s.id WHERE s.id = $id"
    )
    plan = duckdb_plan(text, columns, (database, sites), (files, readings))
    rows = await engine.execute(plan, {"id": "1", "unused": None})
    assert rows.to_pylist() == [
        {"nom": "Réservoir", "pose": datetime(2025, 1, 1, 7, tzinfo=UTC), "m3": 12.0}
    ]


async def test_s3(engine, s3, bucket, secrets_of):
    name, client = bucket
    client.put_object(Bucket=name, Key="org/c/a.csv", Body=b"n;nom\n1;a\n")
    client.put_object(Bucket=name, Key="org/c/b.csv", Body=b"n;nom\n2;b\n")
    client.put_object(Bucket=name, Key="org/c/_x.csv", Body=b"n;nom\n3;c\n")
    client.put_object(Bucket=name, Key="org/p/a.parquet", Body=parquet_bytes(n=[1]))
    storage = s3_storage(s3, name, "org/")
    secrets_of["st_s3"] = s3.secret_key
    every = select(storage, csv_dataset("c/*.csv", "n", "nom"), ("n", TEXT), ("nom", TEXT))
    rows = await engine.execute(every, {})
    assert rows.to_pylist() == [{"n": "1", "nom": "a"}, {"n": "2", "nom": "b"}]
    one = select(storage, parquet_dataset("p/a.parquet"), ("n", WireType.BIGINT))
    assert (await engine.execute(one, {})).to_pylist() == [{"n": 1}]


async def test_s3_stops_at_its_prefix(engine, s3, bucket, secrets_of):
    name, client = bucket
    client.put_object(Bucket=name, Key="org/a.csv", Body=b"n\n1\n")
    client.put_object(Bucket=name, Key="org2/a.csv", Body=b"n\n2\n")
    storage, mine = s3_storage(s3, name, "org/"), csv_dataset("a.csv", "n")
    secrets_of["st_s3"] = s3.secret_key
    assert (await engine.execute(select(storage, mine, ("n", TEXT)), {})).num_rows == 1
    for beside in ("org2/a.csv", "org/../org2/a.csv"):
        text = f"SELECT n FROM read_csv('s3://{name}/{beside}', all_varchar = true) AS t"
        with pytest.raises((SourceFailed, SourceUnreachable)):
            await engine.execute(duckdb_plan(text, (("n", TEXT),), (storage, mine)), {})


async def test_an_s3_store_that_is_gone_is_told_within_seconds(engine, s3, secrets_of):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
        storage = s3_storage(s3, "seau", "org/", endpoint=gone)
        secrets_of["st_s3"] = s3.secret_key
        plan = select(storage, csv_dataset("a.csv", "n"), ("n", TEXT))
        with pytest.raises(SourceUnreachable):
            await engine.execute(plan, {})


async def test_two_databases_of_one_server(engine, postgresql, postgresql_database, secrets_of):
    first, secrets_of["st_one"] = postgresql_storage(postgresql_database, "st_one")
    second, secrets_of["st_two"] = postgresql_storage(postgresql.dsn(), "st_two")
    table = table_dataset("pg_database", "pg_catalog")
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute("CREATE TABLE t (n integer); INSERT INTO t VALUES (1)")
    tables = table_dataset("tables", "information_schema")
    text = (
        f"SELECT t.n FROM {source_of(first, table_dataset('t'))} AS t "
        f"JOIN {source_of(second, tables)} AS s ON s.table_name = 'pg_class'"
    )
    plan = duckdb_plan(text, (("n", WireType.INT),), (first, table), (second, tables))
    assert (await engine.execute(plan, {})).to_pylist() == [{"n": 1}]


async def test_parameters_are_bound_whatever_they_hold(engine):
    columns = tuple((name, TEXT) for name in ("text", "day", "number", "flag", "nothing"))
    text = (
        "SELECT CAST($a AS VARCHAR) AS text, CAST(CAST($b AS DATE) AS VARCHAR) AS day, "
        "CAST($c AS VARCHAR) AS number, CAST($d AS VARCHAR) AS flag, CAST($e AS VARCHAR) AS nothing"
    )
    values = {"a": "'; DROP TABLE x --", "b": "2025-01-31", "c": 2**62, "d": True, "e": None}
    rows = await engine.execute(duckdb_plan(text, columns), values)
    assert rows.to_pylist() == [
        {
            "text": "'; DROP TABLE x --",
            "day": "2025-01-31",
            "number": str(2**62),
            "flag": "true",
            "nothing": None,
        }
    ]


async def test_more_rows_than_allowed_are_refused_and_never_cut(engine):
    columns = (("n", WireType.BIGINT),)
    text = "SELECT range AS n FROM range(1000)"
    assert (await engine.execute(duckdb_plan(text, columns, max_rows=1000), {})).num_rows == 1000
    with pytest.raises(TooManyRows):
        await engine.execute(duckdb_plan(text, columns, max_rows=999), {})


async def test_more_bytes_than_allowed_are_refused_and_never_cut(engine):
    columns = (("n", WireType.BIGINT),)
    plan = duckdb_plan("SELECT range AS n FROM range(1000)", columns, max_rows=1000)
    assert (await engine.execute(replace(plan, max_bytes=9_000), {})).num_rows == 1000
    with pytest.raises(TooManyBytes):
        await engine.execute(replace(plan, max_bytes=7_999), {})


async def test_no_row_is_an_empty_table_of_the_same_types(engine):
    plan = duckdb_plan("SELECT 1::INTEGER AS n WHERE false", (("n", WireType.INT),))
    rows = await engine.execute(plan, {})
    assert rows.num_rows == 0
    assert rows.schema == pa.schema([("n", pa.int32())])


async def test_a_sum_that_was_not_cast_is_never_guessed(engine):
    plan = duckdb_plan("SELECT sum(range) AS n FROM range(3)", (("n", WireType.BIGINT),))
    with pytest.raises(SourceChanged):
        await engine.execute(plan, {})


async def test_masked_cells_leave_nothing_in_the_bytes(engine, tmp_path):
    lines = "\n".join(f"{n};CANARI{n:06}" for n in range(5000))
    (tmp_path / "s.csv").write_text(f"n;secret\n{lines}\n")
    storage, secrets = files_storage(tmp_path), csv_dataset("s.csv", "n", "secret")
    source = source_of(storage, secrets)
    columns = (("secret", TEXT), ("pay", WireType.BIGINT))
    text = (
        "SELECT CASE WHEN n = '0' THEN secret END AS secret, "
        "CASE WHEN n = '0' THEN 4919131752989213764 + CAST(n AS BIGINT) END AS pay "
        f"FROM {source} AS t"
    )
    everything = duckdb_plan(
        f"SELECT secret, 4919131752989213764 + CAST(n AS BIGINT) AS pay FROM {source} AS t",
        columns,
        (storage, secrets),
    )
    await engine.execute(everything, {})
    rows = await engine.execute(duckdb_plan(text, columns, (storage, secrets)), {})
    buffers = [
        buffer.to_pybytes()
        for column in rows.columns
        for chunk in column.chunks
        for buffer in chunk.buffers()
        if buffer is not None
    ]
    found = b"".join(buffers)
    assert found.count(b"CANARI") == 1
    # 4919131752989213764 is "DDDDDDDD" in bytes; the sums share its upper ones.
    assert found.count(b"DDDDDD") == 1
    assert rows.column("secret").null_count == rows.column("pay").null_count == 4999
