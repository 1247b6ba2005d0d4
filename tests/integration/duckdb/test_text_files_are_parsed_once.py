"""A text file is parsed once for each version of it: the next query sees each change.

Covers federation.engines.text_copies, federation.engines.text_values,
federation.storages.text_versions.
"""

import os
from contextlib import contextmanager

import duckdb
import pytest
from sqlglot import exp

from catalog.model.dataset import CsvFormat, ObjectKind, PhysicalObject
from federation.engines.text_copies import ATTACH_COPIES, TextCopies
from federation.logical import WireType
from federation.problems import SourceFailed
from federation.storages import text_versions
from federation.storages.protocol import OpenedText
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    column,
    dataset,
    duckdb_plan,
    files_storage,
    source_of,
)


def view_of(storage, of):
    source = ADAPTERS[storage.kind].duckdb_source(storage, of)
    return source.sql("duckdb", identify=True)


COLUMNS = (("lieu", WireType.STRING), ("poids", WireType.STRING))


def declared(name="a.csv", header_row=1):
    csv = CsvFormat(delimiter=";", header_row=header_row)
    columns = [column("lieu"), column("poids")]
    return dataset(PhysicalObject(ObjectKind.CSV, name, csv=csv), columns)


@pytest.fixture
def settled(monkeypatch):
    """Files of a test were written a moment ago: their stamps tell each change all the same."""
    monkeypatch.setattr(text_versions, "SETTLED_NS", 0)


@pytest.fixture
def read(engine, tmp_path):
    storage = files_storage(tmp_path)

    async def rows(of, where="TRUE", of_storage=storage):
        source = source_of(of_storage, of)
        text = f"SELECT lieu, poids FROM {source} AS t WHERE {where} ORDER BY ALL"
        found = await engine.execute(duckdb_plan(text, COLUMNS, (of_storage, of)), {})
        return [tuple(row.values()) for row in found.to_pylist()]

    return rows


def overwrite(place, text):
    """In place, with the length and the time of the last change that it had."""
    before = place.stat()
    with place.open("r+") as file:
        file.write(text)
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert place.stat().st_size == before.st_size


@pytest.mark.usefixtures("settled")
async def test_a_change_is_seen_by_the_next_query(read, tmp_path):
    place = tmp_path / "a.csv"
    place.write_text("lieu;poids\nMelesse;12\n")
    assert await read(declared()) == await read(declared()) == [("Melesse", "12")]
    overwrite(place, "lieu;poids\nMelesse;13\n")
    assert await read(declared()) == [("Melesse", "13")]
    place.unlink()
    place.write_text("lieu;poids\nSens;1\n")
    assert await read(declared()) == [("Sens", "1")]
    (tmp_path / "b.csv").write_text("lieu;poids\nMuel;2\n")
    assert await read(declared("*.csv")) == [("Muel", "2"), ("Sens", "1")]
    place.unlink()
    assert await read(declared("*.csv")) == [("Muel", "2")]


async def test_a_file_that_just_changed_is_read_itself(read, tmp_path):
    """Two changes between two ticks of the clock leave one stamp."""
    place = tmp_path / "a.csv"
    place.write_text("lieu;poids\nMelesse;12\n")
    assert await read(declared()) == [("Melesse", "12")]
    place.write_text("lieu;poids\nMelesse;13\n")
    assert await read(declared()) == [("Melesse", "13")]


@pytest.mark.usefixtures("settled")
async def test_an_absent_column_fails_whoever_reads_it_and_nobody_else(engine, read, tmp_path):
    (tmp_path / "a.csv").write_text("lieu\nMelesse\n")
    of, storage = declared(), files_storage(tmp_path)
    text = f'SELECT "interco value of lieu" AS lieu FROM {view_of(storage, of)} AS t'
    for _ in range(2):
        found = await engine.execute(duckdb_plan(text, COLUMNS[:1], (storage, of)), {})
        assert found.to_pylist() == [{"lieu": "Melesse"}]
        with pytest.raises(SourceFailed):
            await read(of)


@pytest.mark.usefixtures("settled")
async def test_a_file_of_the_same_name_elsewhere_is_another(read, tmp_path):
    """Two storages, and one dataset's description in both."""
    storages = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").write_text(f"lieu;poids\n{name};1\n")
        storages.append(files_storage(tmp_path / name))
    for _ in range(2):
        found = [await read(declared(), of_storage=storage) for storage in storages]
        assert found == [[("one", "1")], [("two", "1")]]


@pytest.mark.usefixtures("settled")
async def test_a_dataset_that_is_read_otherwise_is_parsed_anew(read, tmp_path):
    (tmp_path / "a.csv").write_text("lieu;poids\nlieu;poids\nMelesse;12\n")
    assert await read(declared()) == [("Melesse", "12"), ("lieu", "poids")]
    assert await read(declared(header_row=2)) == [("Melesse", "12")]


class Parsing:
    """Copies over a DuckDB, of rows that count how often they are made."""

    def __init__(self, most_bytes):
        self.cursor = duckdb.connect()
        self.cursor.execute(ATTACH_COPIES)
        self.copies = TextCopies(most_bytes)
        self.versions = {}

    def text(self, source, size=1):
        return OpenedText(lambda: self.versions[source], size)

    def make(self, source, version, size=1, rows="range"):
        self.versions[source] = version
        table = exp.Table(this=exp.Anonymous(this=rows, expressions=[exp.Literal.number(3)]))
        self.copies.make(self.cursor, source, self.text(source, size), table)
        return self.is_there(source)

    def is_there(self, source):
        with self.copies.held(self.text(source)) as table:
            return table is not None

    @contextmanager
    def reading(self, source):
        with self.copies.held(self.text(source)) as table:
            yield lambda: self.cursor.execute(
                exp.select("count(*)").from_(table).sql("duckdb")
            ).fetchone()[0]

    @property
    def tables(self):
        found = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'interco_copies'"
        return {name for (name,) in self.cursor.execute(found).fetchall()}


def test_a_former_version_goes_with_its_memory():
    parsing = Parsing(10)
    assert parsing.make("a", "v1")
    assert parsing.make("a", "v2")
    assert parsing.tables == {"v2"}


def test_the_least_recently_read_goes_first_and_none_that_is_read():
    parsing = Parsing(2)
    for source in "ab":
        assert parsing.make(source, source)
    with parsing.reading("a") as rows:
        assert parsing.make("c", "c")
        assert parsing.tables == {"a", "c"}
        with parsing.reading("c"):
            assert not parsing.make("d", "d")
        assert rows() == 3


def test_what_is_too_large_or_unreadable_is_not_kept():
    parsing = Parsing(5)
    assert not parsing.make("a", "a", size=6)
    assert not parsing.make("b", "b", rows="no_such_function")
    assert parsing.tables == set()


def test_a_file_that_changes_while_it_is_parsed_is_not_kept():
    parsing = Parsing(5)
    versions = iter(["v1", "v2", "v2", "v2"])
    text = OpenedText(lambda: next(versions), 1)
    table = exp.Table(this=exp.Anonymous(this="range", expressions=[exp.Literal.number(3)]))
    parsing.copies.make(parsing.cursor, "a", text, table)
    assert parsing.tables == set()
