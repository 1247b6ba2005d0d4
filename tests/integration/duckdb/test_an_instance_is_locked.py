"""What DuckDB could do beyond reading its storages is refused by the instance or by the engine.

Covers federation.engines.duckdb_instances, federation.engines.duckdb_extensions.
"""

import shutil
import sqlite3

import duckdb
import psycopg
import pytest

from federation.engines import duckdb_extensions
from federation.engines.duckdb_instances import Bounds, Recipe, build_instance
from federation.logical import WireType
from federation.problems import SourceFailed
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    csv_dataset,
    duckdb_plan,
    files_storage,
    postgresql_storage,
    sqlite_storage,
)

BOUNDS = Bounds(memory_bytes=256 * 1024**2, spill_bytes=64 * 1024**2, threads=1)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A files storage in `ici`, a SQLite, and things beside them."""
    root = tmp_path_factory.mktemp("locked")
    for name in ("ici", "autre", "spill"):
        (root / name).mkdir()
    (root / "ici" / "a.csv").write_text("n\n1\n")
    (root / "autre" / "b.csv").write_text("n\n2\n")
    (root / "ici" / "lien.csv").symlink_to(root / "autre" / "b.csv")
    for name in ("ici.sqlite", "autre.sqlite"):
        database = sqlite3.connect(root / name)
        database.executescript("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)")
        database.close()
    return root


@pytest.fixture(scope="module")
def locked(place, postgresql):
    """One instance for all attacks: what they may not do, they do not change."""
    with psycopg.connect(postgresql.dsn(), autocommit=True) as database:
        database.execute("CREATE SCHEMA verrou")
        database.execute("CREATE TABLE verrou.t (n integer); INSERT INTO verrou.t VALUES (3)")
        storage, secret = postgresql_storage(postgresql.dsn())
        parts = (
            (files_storage(place / "ici"), None),
            (sqlite_storage(place / "ici.sqlite"), None),
            (storage, secret),
        )
        instance = build_instance(Recipe(parts), ADAPTERS, BOUNDS, place / "spill")
        yield instance
        instance.close()
        database.execute("DROP SCHEMA verrou CASCADE")


READS = [
    "SELECT n::INT FROM read_csv('{place}/ici/a.csv', header = true)",
    "SELECT n::INT FROM st_sqlite.main.t",
    "SELECT n FROM st_postgresql.verrou.t",
]
REFUSED = [
    "SELECT * FROM read_csv('{place}/autre/b.csv')",
    "SELECT * FROM read_csv('{place}/ici/../autre/b.csv')",
    "SELECT * FROM read_csv('{place}/ici/lien.csv')",
    "SELECT * FROM '{place}/autre/b.csv'",
    "SELECT * FROM read_csv('/proc/self/fd/../../../../{place}/autre/b.csv')",
    "SELECT * FROM read_csv('/proc/self/root{place}/autre/b.csv')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_parquet('s3://seau/x.parquet')",
    "SELECT * FROM 'http://127.0.0.1:9/x.csv'",
    "SELECT * FROM hors_de_python",
    "ATTACH '{place}/autre/n.duckdb' AS n",
    "ATTACH 'host=127.0.0.1' AS p (TYPE postgres)",
    "COPY (SELECT 1) TO '{place}/autre/sortie.csv'",
    "EXPORT DATABASE '{place}/autre/tout'",
    "CREATE TABLE t (n INTEGER)",
    "CREATE VIEW v AS SELECT 1",
    "INSERT INTO st_sqlite.main.t VALUES (2)",
    "INSERT INTO st_postgresql.verrou.t VALUES (2)",
    "SET memory_limit = '64GB'",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "RESET lock_configuration",
    "PRAGMA threads = 64",
    "SET TimeZone = 'Europe/Paris'",
    "INSTALL spatial",
    "LOAD spatial",
]
READ_ONLY_BY_THE_ENGINE = [
    # These a locked instance would run: the engine runs nothing but one SELECT.
    "COPY (SELECT 1) TO '{place}/ici/sortie.csv'",
    "ATTACH '{place}/autre.sqlite' AS autre (TYPE sqlite)",
    "CREATE TEMP TABLE t (n INTEGER)",
    "DETACH st_files",
    "DROP SECRET x",
    "CREATE SECRET x (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "CALL pragma_version()",
    "SELECT 1::INT AS n; SELECT 2::INT AS n",
    "EXPLAIN SELECT 1",
    "PREPARE q AS SELECT 1",
    "",
]


@pytest.mark.parametrize("text", READS)
def test_its_own_storages_are_read(locked, place, text):
    assert len(locked.connection.cursor().execute(text.format(place=place)).fetchall()) == 1


@pytest.mark.parametrize("text", REFUSED)
def test_the_rest_is_refused(locked, place, text):
    hors_de_python = [1]
    assert hors_de_python
    with pytest.raises(duckdb.Error):
        locked.connection.cursor().execute(text.format(place=place)).fetchall()
    assert sorted(each.name for each in (place / "autre").iterdir()) == ["b.csv"]


def test_an_open_file_of_another_folder_is_not_read_by_its_number(locked, place):
    with (place / "autre" / "b.csv").open() as file, pytest.raises(duckdb.Error):
        locked.connection.cursor().execute(f"FROM read_csv('/proc/self/fd/{file.fileno()}')")


def test_no_password_shows(locked, postgresql):
    secret = postgresql.password
    cursor = locked.connection.cursor()
    for text in (
        "SELECT * FROM duckdb_databases()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM duckdb_settings()",
    ):
        assert secret not in str(cursor.execute(text).fetchall())
    assert cursor.execute("SELECT count(*) FROM duckdb_secrets()").fetchone() == (0,)


def test_two_instances_see_nothing_of_one_another(locked, place):
    other = build_instance(
        Recipe(((files_storage(place / "autre", "st_other"), None),)),
        ADAPTERS,
        BOUNDS,
        place / "spill",
    )
    try:
        cursor = other.connection.cursor()
        assert cursor.execute(f"FROM read_csv('{place}/autre/b.csv')").fetchall() == [(2,)]
        for text in ("FROM st_sqlite.main.t", f"FROM read_csv('{place}/ici/a.csv')"):
            with pytest.raises(duckdb.Error):
                cursor.execute(text)
    finally:
        other.close()


def test_the_spill_is_encrypted(locked):
    value = locked.connection.cursor().execute("SELECT current_setting('temp_file_encryption')")
    assert value.fetchone() == (True,)


@pytest.mark.parametrize("text", READ_ONLY_BY_THE_ENGINE)
async def test_the_engine_runs_one_select_and_nothing_else(engine, place, text):
    storage, files = files_storage(place / "ici"), csv_dataset("a.csv", "n")
    plan = duckdb_plan(text.format(place=place), (("n", WireType.INT),), (storage, files))
    with pytest.raises(SourceFailed):
        await engine.execute(plan, {})
    assert not (place / "ici" / "sortie.csv").exists()


def empty_instance(folder):
    return build_instance(Recipe(()), ADAPTERS, BOUNDS, folder)


def test_what_was_checked_once_is_not_hashed_again_and_opens_nothing(place):
    for _ in range(2):
        instance = empty_instance(place / "spill")
        read = "SELECT current_setting('allow_unsigned_extensions')"
        assert instance.connection.execute(read).fetchall() == [(False,)]
        with pytest.raises(duckdb.InvalidInputException, match="has been locked"):
            instance.connection.execute("SET GLOBAL allow_unsigned_extensions = true")
        instance.close()
    assert duckdb_extensions.Extensions.of({"httpfs"}).are_checked


@pytest.mark.parametrize("is_known", [False, True])
def test_an_extension_that_was_tampered_with_is_not_loaded(place, tmp_path, monkeypatch, is_known):
    real = duckdb_extensions._file("httpfs")
    file = tmp_path / real.name
    shutil.copyfile(real, file)
    monkeypatch.setattr(duckdb_extensions, "_file", {"httpfs": file}.__getitem__)
    if is_known:
        empty_instance(place / "spill").close()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    # Another file of that name: the one that is loaded is still mapped.
    (tmp_path / "other").write_bytes(content)
    (tmp_path / "other").replace(file)
    with pytest.raises(duckdb.IOException, match="signature"):
        empty_instance(place / "spill")
