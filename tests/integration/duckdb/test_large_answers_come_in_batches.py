"""Five million rows in little memory; what stops, fails or goes beyond a limit is told as it is.

Covers federation.engines.duckdb_run, federation.engines.batch_buffer,
federation.engines.thread_queue.
"""

import asyncio
import time
from contextlib import aclosing
from pathlib import Path

import pytest
import structlog.testing

from federation.logical import WireType
from federation.problems import SourceFailed, SourceTimeout, TooManyRows
from tests.integration.duckdb.test_queries_end_when_they_must import COUNT, ENDLESS, ONE, at_most
from tests.integration.storages.values import duckdb_plan

COLUMNS = (("n", WireType.BIGINT), ("t", WireType.STRING))


def rows(number, **facts):
    text = f"SELECT range AS n, 'texte ' || range AS t FROM range({number})"
    return duckdb_plan(text, COLUMNS, **{"timeout_s": 60, "max_rows": 10_000_000, **facts})


async def taken(stream):
    async with aclosing(stream) as batches:
        return [batch async for batch in batches]


async def test_a_stream_holds_the_rows_of_a_whole_answer_in_order(engine):
    plan = rows(200_000)
    batches = await taken(engine.stream(plan, {}))
    whole = await engine.execute(plan, {})
    assert len(batches) > 1
    assert {batch.schema for batch in batches} == {whole.schema}
    assert [n for batch in batches for n in batch["n"].to_pylist()] == whole["n"].to_pylist()
    assert all(batch.num_rows for batch in batches)


async def test_no_row_makes_no_batch(engine):
    assert await taken(engine.stream(rows(0), {})) == []


def resident_mb():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


async def test_memory_stays_flat_whoever_is_slow(make_engine):
    engine = make_engine(memory_limit=256 * 1024**2, instances=1)
    text = "SELECT range AS n, repeat(md5(range::VARCHAR), 8) AS t FROM range(1000000)"
    plan = duckdb_plan(text, COLUMNS, timeout_s=60, max_rows=10_000_000)
    before, most, count = resident_mb(), 0, 0
    async with aclosing(engine.stream(plan, {})) as batches:
        async for batch in batches:
            count += batch.num_rows
            # The source is faster than this reader, and must wait for it.
            await asyncio.sleep(0.002)
            most = max(most, resident_mb() - before)
    assert count == 1_000_000
    assert most < 150, "the whole answer holds 264 MB"


async def note_rows(stream, seen, pause_s=0):
    """How many each batch has, noted as they come, with a pause after each."""
    async for batch in stream:
        seen.append(batch.num_rows)
        await asyncio.sleep(pause_s)


async def test_the_batch_that_goes_beyond_the_limit_is_not_given(engine):
    seen = []
    with pytest.raises(TooManyRows):
        await note_rows(engine.stream(rows(200_000, max_rows=100_000), {}), seen)
    assert sum(seen) <= 100_000


async def test_who_stops_early_stops_the_query(make_engine):
    engine = make_engine(workers=1, streams=1)
    for _ in range(3):
        stream = engine.stream(rows(10**12, max_rows=10**13), {})
        await anext(stream)
        with at_most(2):
            await stream.aclose()
        assert not engine._running


async def test_a_reader_who_is_cancelled_while_waiting_stops_the_query(make_engine):
    engine = make_engine(streams=1)
    waiting = asyncio.create_task(taken(engine.stream(duckdb_plan(ENDLESS, COUNT), {})))
    async with asyncio.timeout(5):
        while not engine._running:  # noqa: ASYNC110 - the engine has no event for a test
            await asyncio.sleep(0)
    waiting.cancel()
    with at_most(2), pytest.raises(asyncio.CancelledError):
        await waiting
    assert not engine._running
    assert len(await taken(engine.stream(ONE, {}))) == 1


async def test_a_slow_reader_takes_no_turn_from_others(make_engine):
    engine = make_engine(workers=1, streams=1)
    slow = engine.stream(rows(10**7), {})
    await anext(slow)
    with at_most(2):
        assert (await engine.execute(ONE, {})).num_rows == 1
    await slow.aclose()


@pytest.mark.parametrize("pause_s", [0, 0.4])
async def test_a_stream_ends_at_its_time_out_however_slowly_it_is_read(engine, pause_s):
    plan = rows(10**12, max_rows=10**13, timeout_s=0.3)
    started = time.monotonic()
    with pytest.raises(SourceTimeout):
        await note_rows(engine.stream(plan, {}), [], pause_s)
    assert time.monotonic() - started < 3
    assert not engine._running


async def test_closing_the_engine_ends_a_stream_that_nobody_reads(make_engine):
    engine = make_engine()
    stream = engine.stream(rows(10**12, max_rows=10**13), {})
    await anext(stream)
    with at_most(3):
        await engine.aclose()
    await stream.aclose()


LATE = (
    "SELECT CASE WHEN range = {at} THEN error('CANARI')::BIGINT ELSE range END AS n FROM range({n})"
)


@pytest.mark.parametrize("at", [0, 150_000], ids=["at the first row", "after many rows"])
async def test_a_failure_is_told_alike_wherever_its_row_is(engine, at):
    plan = duckdb_plan(LATE.format(at=at, n=200_000), COUNT, max_rows=10**6)
    with structlog.testing.capture_logs() as logs:
        with pytest.raises(SourceFailed) as whole:
            await engine.execute(plan, {})
        with pytest.raises(SourceFailed) as streamed:
            await taken(engine.stream(plan, {}))
    assert whole.value.__cause__ is streamed.value.__cause__ is None
    assert "CANARI" not in f"{whole.value} {streamed.value} {logs}"


async def test_a_failure_is_no_time_out_however_its_threads_end(engine):
    """DuckDB interrupts its other threads then: one time in two hundred it says only that."""
    plan = duckdb_plan(LATE.format(at=150_000, n=200_000), COUNT, max_rows=10**6)
    for _ in range(400):
        with pytest.raises(SourceFailed):
            await engine.execute(plan, {})
        with pytest.raises(SourceFailed):
            await taken(engine.stream(plan, {}))
