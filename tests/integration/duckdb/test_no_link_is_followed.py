"""A link in a body's folder may lead into another's: whatever is a link is not read.

Covers federation.storages.beneath, federation.storages.sqlite_file, federation.storages.protocol.
"""

import shutil
import sqlite3
from contextlib import closing

import pytest
from sqlglot import exp

from federation.logical import WireType
from federation.problems import SourceFailed, SourceUnreachable
from federation.storages.problems import StorageMoved, StorageThroughLink
from federation.storages.protocol import OpenedSource
from federation.storages.registry import ADAPTERS
from federation.storages.sqlite_file import SqliteFileAdapter
from tests.integration.storages.values import (
    column,
    csv_dataset,
    duckdb_plan,
    files_storage,
    parquet_dataset,
    source_of,
    sqlite_storage,
    table_dataset,
)

SECRET, OWN = "SECRET-MAT-1", "le mien"


def fill(folder, text):
    folder.mkdir()
    (folder / "a.csv").write_text(f"v\n{text}\n")
    with closing(sqlite3.connect(folder / "base.sqlite")) as database:
        database.execute("CREATE TABLE t (v TEXT)")
        database.execute("INSERT INTO t VALUES (?)", (text,))
        database.commit()


@pytest.fixture
def folders(tmp_path):
    """A's own folder, and B's beside it."""
    for name, text in (("a", OWN), ("b", SECRET)):
        fill(tmp_path / name, text)
    return tmp_path / "a", tmp_path / "b"


async def rows(engine, storage, of):
    text = f"SELECT v FROM {source_of(storage, of)} AS t"
    plan = duckdb_plan(text, (("v", WireType.STRING),), (storage, of))
    return (await engine.execute(plan, {}))["v"].to_pylist()


async def test_one_s_own_files_are_read(engine, folders):
    own, _ = folders
    assert await rows(engine, files_storage(own), csv_dataset("a.csv", "v")) == [OWN]
    assert await rows(engine, files_storage(f"{own}//"), csv_dataset("*.csv", "v")) == [OWN]
    assert await rows(engine, sqlite_storage(own / "base.sqlite"), table_dataset("t")) == [OWN]


@pytest.mark.parametrize("name", ["lien.csv", "*.csv", "dossier/a.csv", "dossier/*.csv"])
async def test_a_link_to_a_file_or_a_folder_is_not_read(engine, folders, name):
    own, other = folders
    (own / "lien.csv").symlink_to(other / "a.csv")
    (own / "dossier").symlink_to(other)
    with pytest.raises(SourceFailed) as refused:
        await rows(engine, files_storage(own), csv_dataset(name, "v"))
    link = refused.value.__cause__
    assert isinstance(link, StorageThroughLink)
    # Where the gateway keeps its folders is nobody's matter.
    assert str(own.parent) not in link.sentence("fr") + link.sentence("en")


@pytest.mark.parametrize("path", ["dossier", "/dossier", "/./dossier/", "profond/plus"])
async def test_a_storage_whose_folder_is_a_link_is_not_read(engine, folders, path):
    own, other = folders
    (own / "dossier").symlink_to(other)
    (other / "plus").mkdir()
    shutil.copy(other / "a.csv", other / "plus")
    (own / "profond").symlink_to(other)
    storage = files_storage(f"{own}/{path}")
    with pytest.raises(SourceFailed):
        await rows(engine, storage, csv_dataset("a.csv", "v"))
    for ask in (ADAPTERS[storage.kind].test, ADAPTERS[storage.kind].introspect):
        with pytest.raises(StorageThroughLink):
            await ask(storage, None)


async def test_a_linked_parquet_file_is_not_read(engine, folders):
    own, other = folders
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"v": [SECRET]}), other / "p.parquet")
    (own / "p.parquet").symlink_to(other / "p.parquet")
    with pytest.raises(SourceFailed):
        await rows(engine, files_storage(own), parquet_dataset("p.parquet", column("v")))


@pytest.mark.parametrize("path", ["lien.sqlite", "dossier/base.sqlite"])
async def test_a_linked_database_is_not_read(engine, folders, path):
    own, other = folders
    (own / "lien.sqlite").symlink_to(other / "base.sqlite")
    (own / "dossier").symlink_to(other)
    storage = sqlite_storage(own / path)
    with pytest.raises(SourceUnreachable):
        await rows(engine, storage, table_dataset("t"))
    with pytest.raises(StorageThroughLink):
        await ADAPTERS[storage.kind].introspect(storage, None)


@pytest.mark.parametrize("ending", ["-wal", "-journal", "-shm"])
async def test_a_linked_journal_is_not_read(engine, folders, ending):
    own, other = folders
    storage = sqlite_storage(own / "base.sqlite")
    assert await rows(engine, storage, table_dataset("t")) == [OWN]
    (own / f"base.sqlite{ending}").symlink_to(other / "base.sqlite")
    with pytest.raises(SourceFailed):
        await rows(engine, storage, table_dataset("t"))


async def test_a_database_that_becomes_a_link_is_not_read_again(engine, folders):
    own, other = folders
    storage = sqlite_storage(own / "base.sqlite")
    assert await rows(engine, storage, table_dataset("t")) == [OWN]
    (own / "base.sqlite").unlink()
    (own / "base.sqlite").symlink_to(other / "base.sqlite")
    with pytest.raises((SourceFailed, SourceUnreachable)):
        await rows(engine, storage, table_dataset("t"))


def test_what_was_opened_is_read_whatever_lies_at_its_name_now(folders):
    """Between the look at a name and the reading of it, a link is put there."""
    own, other = folders
    storage, of = files_storage(own), csv_dataset("a.csv", "v")
    with ADAPTERS[storage.kind].opened(storage, of) as opened:
        (own / "a.csv").rename(own / "mis-de-cote.csv")
        (own / "a.csv").symlink_to(other / "a.csv")
        import duckdb

        text = exp.select("*").from_(exp.Subquery(this=opened.view())).sql("duckdb")
        assert duckdb.sql(text).fetchall() == [(OWN,)]


def test_a_database_swapped_while_it_is_read_is_told_before_its_rows_are_given(folders):
    own, other = folders
    storage = sqlite_storage(own / "base.sqlite")
    with SqliteFileAdapter().opened(storage, table_dataset("t")) as opened:
        assert isinstance(opened, OpenedSource)
        opened.check()
        (own / "base.sqlite").rename(own / "mis-de-cote.sqlite")
        shutil.copy(other / "base.sqlite", own / "base.sqlite")
        with pytest.raises(StorageMoved):
            opened.check()


def test_a_database_swapped_and_put_back_is_told_too(folders):
    own, other = folders
    storage = sqlite_storage(own / "base.sqlite")
    with SqliteFileAdapter().opened(storage, table_dataset("t")) as opened:
        (own / "base.sqlite").rename(own / "mis-de-cote.sqlite")
        (own / "base.sqlite").symlink_to(other / "base.sqlite")
        (own / "mis-de-cote.sqlite").rename(own / "base.sqlite")
        with pytest.raises(StorageMoved):
            opened.check()


def test_a_database_that_is_written_while_it_is_read_is_no_other(folders):
    own, _ = folders
    storage = sqlite_storage(own / "base.sqlite")
    with SqliteFileAdapter().opened(storage, table_dataset("t")) as opened:
        with closing(sqlite3.connect(own / "base.sqlite")) as database:
            database.execute("PRAGMA journal_mode = wal")
            database.execute("INSERT INTO t VALUES ('encore')")
            database.commit()
        opened.check()
