"""A MariaDB attached to a locked instance: read only, bounded by its account, lost without harm.

Covers federation.engines.duckdb_instances, federation.storages.mariadb_server,
federation.storages.mariadb_columns.
"""

from contextlib import contextmanager

import duckdb
import pytest

from catalog.model.dataset import ObjectKind, PhysicalObject, ScalarType
from deploy.local import running_mariadb
from federation.engines.duckdb_instances import Bounds, Recipe, build_instance
from federation.logical import WireType
from federation.problems import SourceFailed, SourceUnreachable
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    column,
    dataset,
    duckdb_plan,
    mariadb_storage,
    own_mariadb_database,
    source_of,
)

BOUNDS = Bounds(memory_bytes=256 * 1024**2, spill_bytes=64 * 1024**2, threads=1)
COUNT = (("n", WireType.COUNT),)
REFUSED = [
    "INSERT INTO st_mariadb.{name}.t VALUES (2)",
    "CREATE TABLE st_mariadb.{name}.u (n INTEGER)",
    "DROP TABLE st_mariadb.{name}.t",
    "CALL mysql_execute('st_mariadb', 'CREATE TABLE {name}.u (n INTEGER)')",
    "ATTACH 'host=127.0.0.1' AS m (TYPE mysql)",
    "SET mysql_pool_size = 4",
    "SET disabled_optimizers = ''",
]


@pytest.fixture
def database(mariadb):
    """(name, a cursor within it), with one table of one row."""
    with own_mariadb_database(mariadb) as (name, cursor):
        cursor.execute("CREATE TABLE t (n integer)")
        cursor.execute("INSERT INTO t VALUES (1)")
        yield name, cursor


@contextmanager
def an_account(cursor, name, *limits):
    cursor.execute("CREATE USER 'borne'@'%' IDENTIFIED BY 'ici' " + " ".join(limits))
    cursor.execute(f"GRANT SELECT, SHOW VIEW ON {name}.* TO 'borne'@'%'")
    yield
    cursor.execute("DROP USER 'borne'@'%'")


def test_it_is_only_read_and_shows_no_password(mariadb, database, tmp_path):
    name, _ = database
    parts = ((mariadb_storage(mariadb, name), mariadb.password),)
    instance = build_instance(Recipe(parts), ADAPTERS, BOUNDS, tmp_path)
    try:
        cursor = instance.connection.cursor()
        assert cursor.execute(f"SELECT n FROM st_mariadb.{name}.t").fetchall() == [(1,)]
        for text in REFUSED:
            with pytest.raises(duckdb.Error):
                cursor.execute(text.format(name=name)).fetchall()
        for text in ("duckdb_databases()", "duckdb_secrets()", "duckdb_settings()"):
            assert mariadb.password not in str(cursor.execute(f"FROM {text}").fetchall())
    finally:
        instance.close()


def count_of(storage, table):
    columns = [column("n", ScalarType.INTEGER)]
    read = dataset(PhysicalObject(ObjectKind.TABLE, table), columns)
    text = f"SELECT count(*) AS n FROM {source_of(storage, read)} AS t"
    return duckdb_plan(text, COUNT, (storage, read))


async def test_what_takes_longer_than_its_account_may_is_ended_by_the_server(
    engine, mariadb, database, secrets_of
):
    name, cursor = database
    # Some hundred thousand million pairs.
    cursor.execute("CREATE TABLE gros AS SELECT seq AS n FROM seq_1_to_400000")
    cursor.execute(
        "CREATE VIEW lourd AS SELECT count(*) AS n FROM gros a JOIN gros b ON a.n * b.n % 7 = 9"
    )
    with an_account(cursor, name, "WITH MAX_STATEMENT_TIME 1"):
        storage = mariadb_storage(mariadb, name, user="borne")
        secrets_of["st_mariadb"] = "ici"
        assert (await engine.execute(count_of(storage, "t"), {})).to_pylist() == [{"n": 1}]
        with pytest.raises(SourceFailed):
            await engine.execute(count_of(storage, "lourd"), {})
        assert (await engine.execute(count_of(storage, "t"), {})).to_pylist() == [{"n": 1}]


async def test_a_view_that_fails_is_the_sources_failure(engine, mariadb, database, secrets_of):
    name, cursor = database
    cursor.execute("CREATE VIEW casse AS SELECT n FROM t")
    cursor.execute("ALTER TABLE t RENAME COLUMN n TO m")
    secrets_of["st_mariadb"] = mariadb.password
    with pytest.raises(SourceFailed):
        await engine.execute(count_of(mariadb_storage(mariadb, name), "casse"), {})


async def test_a_server_that_is_gone_is_told(engine, secrets_of):
    with running_mariadb() as server, own_mariadb_database(server) as (name, cursor):
        cursor.execute("CREATE TABLE t (n integer)")
        storage = mariadb_storage(server, name)
        secrets_of["st_mariadb"] = server.password
        assert (await engine.execute(count_of(storage, "t"), {})).to_pylist() == [{"n": 0}]
    with pytest.raises(SourceUnreachable):
        await engine.execute(count_of(storage, "t"), {})
