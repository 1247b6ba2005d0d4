"""A text file is parsed once for each version of it: the next query sees each change.

Covers federation.engines.kept_tables, federation.engines.text_copies,
federation.engines.text_values,
federation.storages.text_versions, federation.storages.bucket_objects, federation.storages.s3_heads.
"""

import os
from contextlib import closing, contextmanager
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import duckdb
import pytest
from sqlglot import exp

from catalog.model.dataset import CsvFormat, ObjectKind, PhysicalObject
from catalog.model.storage import S3Options, Storage, StorageKind
from federation.engines.kept_tables import ATTACH_KEPT_TABLES
from federation.engines.text_copies import TextCopies
from federation.logical import WireType
from federation.problems import SourceFailed, SourceUnreachable
from federation.storages import text_versions
from federation.storages.protocol import TextState
from federation.storages.registry import ADAPTERS
from tests.door import Door
from tests.integration.storages.values import (
    OWNER,
    column,
    csv_dataset,
    dataset,
    duckdb_plan,
    files_storage,
    s3_storage,
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


def three_of(function):
    return exp.Table(this=exp.Anonymous(this=function, expressions=[exp.Literal.number(3)]))


class Store:
    """A bucket, behind a door that counts what its store answers, and the engine that reads it."""

    def __init__(self, s3, bucket, door, engine):
        self.name, self.client = bucket
        self.s3 = s3
        self.door = door
        self.engine = engine
        self.storage = self.storage_named("st_s3")

    def storage_named(self, storage_id, **changed):
        endpoint = f"http://127.0.0.1:{self.door.port}"
        return s3_storage(self.s3, self.name, "org/", storage_id, endpoint=endpoint, **changed)

    def put(self, key, text):
        self.client.put_object(Bucket=self.name, Key=f"org/{key}", Body=text.encode())

    async def read(self, of, storage=None, text="SELECT lieu, poids FROM {} AS t ORDER BY ALL"):
        """The rows, and whether the text came for them: more than its store says of it."""
        storage = storage or self.storage
        before = self.door.answered_bytes
        plan = duckdb_plan(text.format(source_of(storage, of)), COLUMNS, (storage, of))
        found = await self.engine.execute(plan, {})
        rows = [tuple(row.values()) for row in found.to_pylist()]
        return rows, self.door.answered_bytes - before > len(PADDING)


PADDING = "x" * 20_000


@pytest.fixture
def store(s3, bucket, engine, secrets_of):
    door = Door(urlsplit(s3.endpoint).port)
    secrets_of["st_s3"] = s3.secret_key
    yield Store(s3, bucket, door, engine)
    door.close()


def of_bucket(name="a.csv"):
    return csv_dataset(name, "lieu", "poids")


def padded(*rows):
    """Whose cells of the second column are long."""
    return "".join(f"{lieu};{poids}{PADDING}\n" for lieu, poids in (("lieu", "poids"), *rows))


def short(rows):
    return [(lieu, poids.removesuffix(PADDING)) for lieu, poids in rows]


@pytest.mark.usefixtures("settled")
async def test_text_of_a_bucket_is_parsed_once(store):
    name = "été 2025/l'eau, l'air (1)+~=&.csv"
    store.put(name, padded(("Melesse", "1")))
    for comes in (True, False, False):
        rows, has_come = await store.read(of_bucket(name))
        assert (short(rows), has_come) == ([("Melesse", "1")], comes)
    store.put(name, padded(("Melesse", "2")))
    for comes in (True, False):
        rows, has_come = await store.read(of_bucket(name))
        assert (short(rows), has_come) == ([("Melesse", "2")], comes)


@pytest.mark.usefixtures("settled")
async def test_the_objects_of_a_pattern_are_those_of_now(store):
    store.put("c/a.csv", padded(("Muel", "1")))
    of = of_bucket("c/*.csv")
    expected = [("Muel", "1")]
    assert short((await store.read(of))[0]) == expected
    for name in ("b", "c"):
        store.put(f"c/{name}.csv", padded((f"Sens{name}", "2")))
        expected.append((f"Sens{name}", "2"))
        for comes in (True, False):
            rows, has_come = await store.read(of)
            assert (short(rows), has_come) == (expected, comes)
    store.client.delete_object(Bucket=store.name, Key="org/c/a.csv")
    assert short((await store.read(of))[0]) == expected[1:]


@pytest.mark.usefixtures("settled")
async def test_a_copy_answers_nobody_whom_the_store_would_refuse(store, secrets_of):
    """Another secret, other keys, an object that is gone, a store that is."""
    store.put("a.csv", padded(("Melesse", "1")))
    for _ in range(2):
        await store.read(of_bucket())
    secrets_of["st_s3"] = "another"
    with pytest.raises(SourceUnreachable):
        await store.read(of_bucket())
    secrets_of["st_s3"] = store.s3.secret_key
    secrets_of["st_other"] = "another"
    for changed in ({}, {"access_key": "another"}):
        with pytest.raises(SourceUnreachable):
            await store.read(of_bucket(), store.storage_named("st_other", **changed))
    with store.door.shut(), pytest.raises(SourceUnreachable):
        await store.read(of_bucket())
    await store.read(of_bucket())
    store.client.delete_object(Bucket=store.name, Key="org/a.csv")
    with pytest.raises(SourceUnreachable):
        await store.read(of_bucket())


@pytest.mark.usefixtures("settled")
async def test_two_storages_of_one_bucket_have_a_copy_each(store, secrets_of):
    """Also within one query that reads both."""
    store.put("a.csv", padded(("Melesse", "1")))
    secrets_of["st_other"] = store.s3.secret_key
    other = store.storage_named("st_other")
    for comes in (True, False):
        for storage in (store.storage, other):
            rows, has_come = await store.read(of_bucket(), storage)
            assert (short(rows), has_come) == ([("Melesse", "1")], comes)


async def test_text_that_has_just_changed_or_whose_etag_is_not_known_comes_each_time(
    store, monkeypatch
):
    store.put("a.csv", padded(("Melesse", "1")))
    for _ in range(2):
        assert (await store.read(of_bucket()))[1]
    monkeypatch.setattr(text_versions, "SETTLED_NS", 0)
    behind_the_store = store.s3.directory / store.name / "org" / "b.csv"
    behind_the_store.write_text(padded(("Muel", "2")))
    for _ in range(2):
        rows, has_come = await store.read(of_bucket("b.csv"))
        assert (short(rows), has_come) == ([("Muel", "2")], True)


def test_nobody_is_led_elsewhere_by_a_look_at_a_store():
    asked = []
    with (
        answering(lambda path: asked.append(path) or (200, {"ETag": '"e"'})) as elsewhere,
        answering(lambda path: (307, {"Location": f"{elsewhere}{path}"})) as endpoint,
    ):
        storage = replace(S3_STORAGE, options=replace(S3_STORAGE.options, endpoint=endpoint))
        with closing(ADAPTERS[storage.kind].duckdb_attachment(storage, "secret").looks) as looks:
            assert looks.look(of_bucket(), lambda _: ()) is None
    assert asked == []


def test_an_object_is_the_same_by_a_strong_etag_alone():
    def version(known=LONG_AGO, **changed):
        headers.clear()
        headers.update(known | changed)
        state = looks.look(of_bucket(), lambda _: ())
        return state if state is None else state.version

    headers = {}
    with answering(lambda _: (200, headers)) as endpoint:
        storage = replace(S3_STORAGE, options=replace(S3_STORAGE.options, endpoint=endpoint))
        with closing(ADAPTERS[storage.kind].duckdb_attachment(storage, "secret").looks) as looks:
            known = version()
            assert known is not None
            assert known == version()
            assert version(ETag='"f"') not in {None, known}
            assert version(**{"x-amz-version-id": "2"}) not in {None, known}
            assert version(**{"Last-Modified": formatdate(2, usegmt=True)}) not in {None, known}
            for unknown in ({"ETag": 'W/"e"'}, {"ETag": '""'}, {"Last-Modified": "hier"}):
                assert version(**unknown) is None


LONG_AGO = {"ETag": '"e"', "Last-Modified": formatdate(1, usegmt=True)}
S3_STORAGE = Storage(
    "st_s3", OWNER, StorageKind.S3, S3Options("http://h", "r", "seau", "org/", "k", use_tls=False)
)


@contextmanager
def answering(answer):
    """The address of a server: `answer` gives the status and the headers for a path."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            status, headers = answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Parsing:
    """Copies over a DuckDB, of rows that count how often they are made."""

    def __init__(self, most_bytes):
        self.cursor = duckdb.connect()
        self.cursor.execute(ATTACH_KEPT_TABLES)
        self.copies = TextCopies(most_bytes)
        self.versions = {}

    def make(self, source, version, size=1, rows="range"):
        self.versions[source] = version
        state = TextState(version, size, exp.Select)
        self.copies.make(self.cursor, source, state, lambda: state, three_of(rows))
        return self.is_there(source)

    def is_there(self, source):
        with self.copies.held(self.versions[source]) as table:
            return table is not None

    @contextmanager
    def reading(self, source):
        with self.copies.held(self.versions[source]) as table:
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
    before, after = (TextState(version, 1, exp.Select) for version in ("v1", "v2"))
    for now in (after, None):
        parsing.copies.make(parsing.cursor, "a", before, lambda now=now: now, three_of("range"))
        assert parsing.tables == set()
