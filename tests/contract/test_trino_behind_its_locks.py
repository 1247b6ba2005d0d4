"""Our engine on a locked Trino whose rows wait in a store: the same rows, in bounded memory.

Covers federation.engines.trino_reader, federation.engines.trino_segments,
federation.engines.trino_engine, federation.engines.query_tag, federation.results.canonical,
federation.engines.trino_client.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

import pyarrow as pa
import pytest

from deploy.local import PostgresqlServer, S3Server, TrinoServer
from deploy.local.trino_lock import SPOOL_BUCKET
from federation.engines.query_tag import REQUEST
from federation.engines.trino_client import TrinoClient, TrinoFailure
from federation.engines.trino_engine import TrinoEngine
from federation.engines.trino_reader import TrinoReader
from federation.engines.trino_segments import Segment, SegmentMetadata, SegmentStore, rows_of
from federation.limits import Limits
from federation.logical import WireType
from federation.plan import Plan
from federation.problems import SourceTimeout, TooManyBytes, TooManyRows
from federation.results.canonical import CANONICAL_TYPES
from federation.values import bind_values
from tests.contract.cases_file import ContractCase
from tests.contract.conftest import KEYRING, Bench
from tests.contract.questions import COUNT, ENDLESS, JOINED, question
from tests.locked_trino import client_as, engine_of, opened_client, store_of, unlocked_engine

PLACE = "trino over postgresql"
# 48 x 48 x 48: 110,592 rows. Below, five and twelve times as many.
MANY = question(
    "SELECT a.id, b.libelle, c.poids, a.jour, b.releve, c.ratio, a.actif, b.compte "
    "FROM ville.mesures AS a CROSS JOIN ville.mesures AS b CROSS JOIN ville.mesures AS c "
    "ORDER BY a.id, b.id, c.id",
    ("id", WireType.INT),
    ("libelle", WireType.STRING),
    ("poids", WireType.DECIMAL),
    ("jour", WireType.DATE),
    ("releve", WireType.TIMESTAMP_TZ),
    ("ratio", WireType.FLOAT),
    ("actif", WireType.BOOLEAN),
    ("compte", WireType.BIGINT),
)


def _crossed(times: int) -> ContractCase:
    return question(
        "SELECT a.id, b.libelle, c.poids, d.flux FROM ville.mesures AS a "
        "CROSS JOIN ville.mesures AS b CROSS JOIN ville.mesures AS c CROSS JOIN ville.mesures AS d "
        f"WHERE d.id <= {times}",
        ("id", WireType.INT),
        ("libelle", WireType.STRING),
        ("poids", WireType.DECIMAL),
        ("flux", WireType.STRING),
    )


# More than is ever fetched ahead; and enough to see that memory stays flat.
FEW_TIMES, TIMES = 5, 12
STILL_READING, VERY_MANY = _crossed(FEW_TIMES), _crossed(TIMES)
NOTHING = question(
    "SELECT m.id, m.jour FROM ville.mesures AS m WHERE m.id < 0",
    ("id", WireType.INT),
    ("jour", WireType.DATE),
)


@pytest.fixture
async def engine(
    locked_trino: TrinoServer, postgresql: PostgresqlServer
) -> AsyncIterator[TrinoEngine]:
    engine = engine_of(locked_trino, lambda _: postgresql.password)
    yield engine
    await engine.aclose()


@pytest.fixture
async def administrator(locked_trino: TrinoServer) -> AsyncIterator[TrinoClient]:
    async with opened_client(locked_trino, locked_trino.administrator) as client:
        yield client


async def test_a_way_that_hidden_rows_do_not_settle_is_open_to_it(bench: Bench, engine):
    plan = replace(bench.plan(JOINED, PLACE), by_position=True)
    found = (await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))).to_pylist()
    assert found == (await bench.run(JOINED, PLACE)).to_pylist()
    assert len(found) > 0


def many(bench: Bench, case=MANY, *, max_rows=10_000_000, timeout_s=240.0) -> Plan:
    return bench.plan(case, PLACE, Limits(max_rows=max_rows, timeout_s=timeout_s))


async def streamed(engine: TrinoEngine, plan: Plan) -> list[pa.RecordBatch]:
    async with aclosing(engine.stream(plan, bind_values(plan, {}, {}, KEYRING))) as batches:
        return [batch async for batch in batches]


def waiting(s3: S3Server) -> list[str]:
    """What is left in the store for somebody to fetch."""
    return [path.name for path in (s3.directory / SPOOL_BUCKET).rglob("*.json*")]


async def test_spooled_rows_are_those_that_pages_bring(bench, engine, trino, postgresql):
    plan = many(bench)
    unlocked = unlocked_engine(trino, lambda _: postgresql.password)
    expected = await unlocked.execute(plan, bind_values(plan, {}, {}, KEYRING))
    await unlocked.aclose()
    batches = await streamed(engine, plan)
    assert sum(batch.num_rows for batch in batches) == 48**3
    assert pa.Table.from_batches(batches).combine_chunks() == expected
    assert await engine.execute(plan, bind_values(plan, {}, {}, KEYRING)) == expected
    kinds = [CANONICAL_TYPES[wire] for _, wire in MANY.columns]
    assert [field.type for field in batches[0].schema] == kinds


async def test_a_result_without_rows_still_has_its_columns(bench, engine):
    plan = many(bench, NOTHING)
    table = await engine.execute(plan, bind_values(plan, {}, {}, KEYRING))
    assert table.num_rows == 0
    assert table.column_names == ["id", "jour"]
    assert table.schema.types == [pa.int32(), pa.date32()]
    assert await streamed(engine, plan) == []


async def test_what_was_fetched_is_not_kept_in_the_store(bench, engine, s3):
    # What another query left there is not this one's to take away.
    before = set(waiting(s3))
    assert await streamed(engine, many(bench))
    # Trino was told; its store empties a moment later.
    async with asyncio.timeout(60):
        while set(waiting(s3)) - before:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.05)


async def test_millions_of_rows_pass_in_bounded_memory(bench, engine):
    plan = many(bench, VERY_MANY)
    before, most, rows = pa.total_allocated_bytes(), 0, 0
    async with aclosing(engine.stream(plan, bind_values(plan, {}, {}, KEYRING))) as batches:
        async for batch in batches:
            rows += batch.num_rows
            most = max(most, pa.total_allocated_bytes() - before)
    assert rows == TIMES * 48**3
    assert most < 200 * 1024**2


async def test_who_leaves_ends_the_query_and_empties_the_store(bench, engine, administrator, s3):
    plan = many(bench, VERY_MANY)
    token = REQUEST.set("leaving")
    batches = engine.stream(plan, bind_values(plan, {}, {}, KEYRING))
    assert (await anext(batches)).num_rows
    await batches.aclose()
    REQUEST.reset(token)
    async with asyncio.timeout(10):
        while "FAILED" not in (states := await states_of(administrator, "interco leaving")):
            assert set(states) <= {"RUNNING", "FINISHING", "FINISHED", "FAILED"}


async def test_a_reader_that_waits_does_not_make_the_query_run_on(bench, engine):
    """Only what was fetched ahead is held while nobody takes it."""
    plan = many(bench, VERY_MANY)
    before = pa.total_allocated_bytes()
    batches = engine.stream(plan, bind_values(plan, {}, {}, KEYRING))
    await anext(batches)
    await asyncio.sleep(1.5)
    assert pa.total_allocated_bytes() - before < 200 * 1024**2
    await batches.aclose()


async def test_a_query_that_nobody_reads_for_a_while_is_kept_alive(locked_trino):
    rows = "SELECT n FROM UNNEST(sequence(1, 10000)) AS s(n) CROSS JOIN UNNEST(sequence(1, 500))"
    async with (
        opened_client(locked_trino, locked_trino.user) as client,
        client.statement(rows, {}) as statement,
    ):
        assert await statement.next_page() is not None
        await statement.keep_alive()
        assert await statement.next_page() is not None


async def test_a_stream_stops_when_there_are_too_many_rows(bench, engine):
    with pytest.raises(TooManyRows):
        await streamed(engine, many(bench, VERY_MANY, max_rows=100_000))


async def test_a_stream_stops_when_there_are_too_many_bytes(bench, engine):
    plan = many(bench, VERY_MANY)
    with pytest.raises(TooManyBytes):
        await streamed(engine, replace(plan, max_bytes=100_000))


async def test_a_stream_stops_when_its_time_is_over(bench, engine):
    await streamed(engine, many(bench, COUNT))
    with pytest.raises(SourceTimeout):
        await streamed(engine, many(bench, ENDLESS, timeout_s=2.0))


async def test_a_stream_that_is_taken_too_slowly_stops_too(bench, engine):
    plan = many(bench, VERY_MANY)
    values = bind_values(plan, {}, {}, KEYRING)
    async with aclosing(engine.stream(plan, values)) as batches:
        assert (await anext(batches)).num_rows
    batches = engine.stream(replace(plan, timeout_s=4.0), values)
    with pytest.raises(SourceTimeout):
        await slowly(batches)


async def slowly(batches):
    async with aclosing(batches):
        async for _ in batches:
            await asyncio.sleep(1.5)


async def test_the_query_list_names_our_request_and_nothing_of_it(bench, engine, administrator):
    plan = many(bench, COUNT)
    token = REQUEST.set("0123456789abcdef")
    await streamed(engine, plan)
    REQUEST.reset(token)
    found = await queries_of(administrator, "interco 0123456789abcdef")
    assert found
    for query, _ in found:
        session = (await administrator.request("GET", f"/v1/query/{query}")).json()["session"]
        assert session["source"] == "interco 0123456789abcdef"
        assert session["clientTags"] == ["owner"]


async def states_of(administrator: TrinoClient, source: str) -> list[str]:
    return [state for _, state in await queries_of(administrator, source)]


async def queries_of(administrator: TrinoClient, source: str) -> list[tuple[str, str]]:
    listed = await administrator.run(
        f"SELECT query_id, state FROM system.runtime.queries WHERE source = '{source}'"
    )
    return [tuple(row) for row in listed.rows]


async def test_a_segment_anywhere_else_is_never_fetched(locked_trino, s3):
    """Who could answer for Trino could else have us read what only we can reach."""
    client = client_as(locked_trino, locked_trino.user)
    store = store_of(locked_trino, client)
    place = locked_trino.spool_url
    size = SegmentMetadata(1, 10)
    for uri in (
        "http://169.254.169.254/latest/meta-data/",
        f"{s3.endpoint}/another-bucket/x.json",
        f"{place}../another-bucket/x.json",
        place.replace("http://", "http://user:password@") + "x.json",
        place.replace("127.0.0.1", "127.0.0.1.example") + "x.json",
        place.replace("http://", "https://") + "x.json",
        "file:///etc/passwd",
    ):
        with pytest.raises(TrinoFailure, match="segment elsewhere"):
            await store.fetch(Segment("spooled", size, uri=uri))
    await store.aclose()
    await client.aclose()


async def test_a_store_that_is_not_the_configured_one_gives_no_row(bench, locked_trino, postgresql):
    client = client_as(locked_trino, locked_trino.user)
    reader = TrinoReader(client, SegmentStore(client, "http://127.0.0.1:1/another/"))
    rows = "SELECT n FROM UNNEST(sequence(1, 10000)) AS s(n) CROSS JOIN UNNEST(sequence(1, 50))"
    tables = reader.tables(rows, {}, lambda table: table)
    with pytest.raises(TrinoFailure, match="segment elsewhere"):
        await _all(tables)
    await reader.aclose()
    await client.aclose()


async def test_a_trino_that_does_not_spool_sends_its_rows_in_pages(trino):
    client = TrinoClient(trino.url, trino.user)
    reader = TrinoReader(client, SegmentStore(client, "http://127.0.0.1:1/another/"))
    rows = "SELECT n, 'é\\' AS t FROM UNNEST(sequence(1, 10000)) AS s(n)"
    tables = await _all(reader.tables(rows, {}, lambda table: table))
    await reader.aclose()
    await client.aclose()
    table = pa.concat_tables(tables)
    assert sorted(table.column("n").to_pylist()) == list(range(1, 10_001))
    assert set(table.column("t").to_pylist()) == {"é\\"}


async def _all(tables):
    async with aclosing(tables):
        return [table async for table in tables]


async def test_a_segment_that_is_not_signed_is_refused_by_the_store(locked_trino, s3):
    (s3.directory / SPOOL_BUCKET / "known.json").write_bytes(b"[[1]]")
    client = client_as(locked_trino, locked_trino.user)
    store = store_of(locked_trino, client)
    uri = f"{locked_trino.spool_url}known.json"
    with pytest.raises(TrinoFailure, match="UNREACHABLE"):
        await store.fetch(Segment("spooled", SegmentMetadata(1, 5), uri=uri))
    (s3.directory / SPOOL_BUCKET / "known.json").unlink()
    await store.aclose()
    await client.aclose()


def test_a_compressed_segment_may_not_grow_beyond_what_it_says():
    content = pa.Codec("zstd").compress(b"[" + b"0" * 100_000 + b"]", asbytes=True)
    segment = Segment("inline", SegmentMetadata(1, len(content), 100))
    with pytest.raises(TrinoFailure, match="not readable"):
        rows_of(content, "json+zstd", segment)
    with pytest.raises(TrinoFailure, match="another encoding"):
        rows_of(content, "arrow", segment)
