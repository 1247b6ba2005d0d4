"""A view of files is used again while they are the very files that it was made over.

Covers federation.engines.duckdb_cursors, federation.engines.duckdb_sources,
federation.engines.duckdb_run.
"""

import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.model.dataset import ObjectKind, PhysicalObject
from federation.engines.duckdb_cursors import ReadyCursors
from federation.logical import WireType
from federation.problems import SourceFailed
from federation.storages import text_versions
from federation.storages.beneath import HANDLES
from tests.integration.storages.values import (
    column,
    dataset,
    duckdb_plan,
    files_storage,
    source_of,
)

COLUMNS = (("lieu", WireType.STRING),)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """Files of a test were written a moment ago: their stamps tell each change all the same."""
    monkeypatch.setattr(text_versions, "SETTLED_NS", 0)


def declared(*names, file="a.parquet"):
    return dataset(PhysicalObject(ObjectKind.PARQUET, file), [column(name) for name in names])


def write(place, lieu, name="lieu"):
    pq.write_table(pa.table({name: [lieu]}), place)


@pytest.fixture
def read(engine, tmp_path):
    storage = files_storage(tmp_path)

    async def rows(of=None, shown="lieu"):
        of = of or declared("lieu")
        text = f"SELECT {shown} AS lieu FROM {source_of(storage, of)} AS t ORDER BY ALL"
        found = await engine.execute(duckdb_plan(text, COLUMNS, (storage, of)), {})
        return [lieu for (lieu,) in (row.values() for row in found.to_pylist())]

    return rows


def held_open(place):
    """How often this process holds it open."""
    return sum(os.path.realpath(each) == str(place) for each in Path(HANDLES).iterdir())


async def test_the_next_query_sees_each_change(read, tmp_path):
    place = tmp_path / "a.parquet"
    write(place, "Melesse")
    assert await read() == await read() == ["Melesse"]
    before = place.stat()
    write(tmp_path / "b", "Muelles")
    place.write_bytes((tmp_path / "b").read_bytes())
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert await read() == ["Muelles"]
    (tmp_path / "b").rename(place)
    write(place, "Sens")
    assert await read() == ["Sens"]
    write(tmp_path / "b.parquet", "Feins")
    assert await read(declared("lieu", file="*.parquet")) == ["Feins", "Sens"]
    place.unlink()
    with pytest.raises(SourceFailed):
        await read()


async def test_a_statement_is_read_of_what_the_columns_are_now(read, tmp_path):
    for lieu, told in (("Melesse", "Melesse"), (35173, "35173"), (True, "true")):
        write(tmp_path / "a.parquet", lieu)
        assert await read(shown="CAST(lieu AS TEXT)") == [told]


async def test_columns_are_looked_for_again_once_they_are_declared_otherwise(read, tmp_path):
    write(tmp_path / "a.parquet", "Melesse")
    assert await read() == ["Melesse"]
    with pytest.raises(SourceFailed):
        await read(declared("Lieu"))
    assert await read() == ["Melesse"]


async def test_one_query_after_the_other_holds_a_file_open_once(engine, read, tmp_path):
    place = tmp_path / "a.parquet"
    write(place, "Melesse")
    for _ in range(5):
        assert await read() == ["Melesse"]
    assert held_open(place) == 1
    with pytest.raises(SourceFailed):
        await read(shown="CAST(lieu AS INT)")
    assert held_open(place) == 0
    assert await read() == ["Melesse"]
    await engine.aclose()
    assert held_open(place) == 0


async def test_a_file_that_nobody_reads_any_more_is_let_go(engine, read, tmp_path):
    place = tmp_path / "a.parquet"
    write(place, "Melesse")
    assert await read() == ["Melesse"]
    (slot,) = engine._pool._slots.values()
    assert slot.instance.cursors.close_idle(3600)
    assert held_open(place) == 1
    assert not slot.instance.cursors.close_idle(0)
    assert held_open(place) == 0


def test_few_cursors_wait_and_none_of_an_instance_that_is_closed():
    class Files:
        is_closed = False

        def close(self):
            self.is_closed = True

    with duckdb.connect() as connection:
        cursors = ReadyCursors(connection)
        taken = [cursors.take(frozenset()) for _ in range(6)]
        files = [Files() for _ in taken]
        for ready, held in zip(taken, files, strict=True):
            ready.keep("a", 1, held)
            cursors.give_back(ready)
        assert [each.is_closed for each in files] == [True, True, False, False, False, False]
        again = cursors.take(frozenset({"a"}))
        assert again is taken[-1]
        assert again.shows("a", 1)
        assert not again.shows("a", 2)
        assert cursors.take(frozenset({"b"})) not in taken
        cursors.close()
        cursors.give_back(again)
        assert all(each.is_closed for each in files)
