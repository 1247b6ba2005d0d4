"""Readers who take nothing of long answers: others are answered, and they are ended in the end.

Covers gateway.reading.query.spool, gateway.reading.query.spool_problems,
federation.engines.turn_problems.
"""

import asyncio
import json
import os
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

import httpx
import pytest
import structlog

from gateway.reading.query import spool
from gateway.reading.query.admission import FairQueue, QueueLimits
from gateway.reading.query.spool import Spools
from tests.integration.sql.conftest import COLLECTES
from tests.integration.sql.test_large_answers_are_streamed import serving

LONG = (
    "SELECT a.id_pesee, a.flux, a.tonnage_kg * b.tonnage_kg AS m, b.id_pesee AS n"
    f" FROM {COLLECTES} AS a CROSS JOIN {COLLECTES} AS b LIMIT {{rows}}"
)
COUNT = f"SELECT count(*) FROM {COLLECTES}"


def spools(**changed):
    return replace(Spools(of_a_reader=100), **changed)


@asynccontextmanager
async def standing_still(served, rows):
    """A reader who asks for `rows` and takes none of them, on a socket of its own."""
    headers = await served.headers("csv") | {"Host": "interco", "Content-Type": "application/json"}
    body = json.dumps({"query": LONG.format(rows=rows)})
    lines = [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body)}")
    port = httpx.URL(served.url).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(("POST /v1/sql HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n" + body).encode())
    try:
        yield reader
    finally:
        writer.transport.abort()


async def counted(served):
    async with httpx.AsyncClient(timeout=60) as client:
        headers = await served.headers("json")
        began = time.perf_counter()
        answer = await client.post(served.url, json={"query": COUNT}, headers=headers)
        assert answer.status_code == 200, answer.text
        return time.perf_counter() - began


async def until(is_so):
    async with asyncio.timeout(120):
        while not is_so():  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.01)


async def test_a_turn_is_given_back_when_all_is_computed(door, tmp_path):
    """Twenty who read nothing, where two may run at once."""
    turns = FairQueue(QueueLimits(is_enforced=True, at_once=2, of_an_agent=2, wait_s=60))
    waiting = spools(folder=tmp_path)
    async with serving(door.with_ports(turns=turns, spools=waiting)) as served:
        async with AsyncExitStack() as readers:
            for _ in range(20):
                await readers.enter_async_context(standing_still(served, 150_000))
            await until(lambda: waiting.downloads.total() == 20 and not turns.length[0])
            assert not served.runs, "the engine has done its part"
            assert waiting.used_bytes > 0
            assert len(list(tmp_path.iterdir())) == 0, "their files have no name"
            await counted(served)
        await until(lambda: not waiting.downloads)
    assert waiting.used_bytes == 0


async def test_what_waited_on_the_disk_arrives_whole(door, tmp_path):
    waiting = spools(folder=tmp_path)
    async with serving(door.with_ports(spools=waiting)) as served:
        async with served.asked(LONG.format(rows=400_000), "csv") as answer:
            pieces = answer.aiter_bytes()
            first = await anext(pieces)
            await until(lambda: waiting.used_bytes > 0 and not served.runs)
            rest = b"".join([piece async for piece in pieces])
        assert (first + rest).count(b"\r\n") == 400_001
        assert len({line.count(b",") for line in (first + rest).splitlines()}) == 1


async def test_more_long_answers_than_two_are_refused(door):
    async with serving(door.with_ports(spools=Spools())) as served, AsyncExitStack() as readers:
        for _ in range(2):
            await readers.enter_async_context(standing_still(served, 50_000))
        await until(lambda: served.door.ports.spools.downloads.total() == 2)
        async with served.asked(LONG.format(rows=50_000), "csv") as answer:
            told = json.loads(await answer.aread())
        assert (answer.status_code, told["code"]) == (429, "too_many_downloads")
        assert int(answer.headers["retry-after"]) > 0
        await counted(served)


async def test_who_takes_next_to_nothing_is_ended(door):
    waiting = spools(least_bytes_s=1_000_000_000, window_s=0.2)
    own = door.with_ports(spools=waiting)
    async with serving(own) as served, standing_still(served, 50_000):
        await until(lambda: waiting.downloads)
        await until(lambda: not waiting.downloads)


async def test_an_answer_without_room_keeps_its_turn_for_quick_readers_alone(door, tmp_path):
    """Nothing of it fits on the disk: it is computed as it is taken, or ended."""
    waiting = spools(folder=tmp_path, most_bytes=8_000_000, window_s=0.3)
    async with serving(door.with_ports(spools=waiting)) as served:
        async with served.asked(LONG.format(rows=400_000), "csv") as answer:
            body = await answer.aread()
        assert body.count(b"\r\n") == 400_001
        async with standing_still(served, 10_000_000):
            await until(lambda: waiting.used_bytes > 0)
            await until(lambda: not waiting.downloads)
    assert waiting.used_bytes == 0


async def test_a_disk_without_room_is_told(door):
    """Every byte that is written there finds the disk full."""
    waiting = spools(folder=None)
    own = door.with_ports(spools=waiting)

    def full(_number, _data, _at):
        raise OSError(28, os.strerror(28))

    async with serving(own) as served:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(spool.os, "pwrite", full)
            async with standing_still(served, 1_000_000) as reader:
                await until(lambda: waiting.downloads)
                await until(lambda: not waiting.downloads)
                told = (await reader.read(10_000_000))[:15]
        assert told.startswith(b"HTTP/1.1 200")
        assert waiting.used_bytes == 0


@pytest.mark.whole
async def test_twenty_slow_readers_of_a_million_rows_cost_others_little(door, tmp_path):
    """Their neighbour's p95 is at most twice what it is alone, in less than a gigabyte: what tests
    before this one made the process hold is not theirs.
    """
    before = _measured_anew_mb()
    waiting = spools(folder=tmp_path, window_s=600.0)
    async with serving(door.with_ports(spools=waiting)) as served:
        await counted(served)
        alone = quantiles([await counted(served) for _ in range(100)], n=20)[-1]
        async with AsyncExitStack() as readers:
            for count in range(20):
                await readers.enter_async_context(standing_still(served, 1_000_000))
                await until(lambda: waiting.downloads.total() == count + 1 and not served.runs)  # noqa: B023 - awaited here
            beside = quantiles([await counted(served) for _ in range(100)], n=20)[-1]
    more = _resident_mb("VmHWM") - before
    figures = {"alone_ms": alone * 1000, "beside_ms": beside * 1000, "mb": more}
    structlog.get_logger().info("slow_readers", **figures)
    assert beside <= 2 * alone, figures
    assert figures["mb"] <= 1000 - _ALONE_MB, figures


_ALONE_MB = 400
"""Of a gateway that serves nobody."""


def _measured_anew_mb():
    """Told 5, the kernel measures the greatest memory of this process anew."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return _resident_mb("VmRSS")


def _resident_mb(name):
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith(name))
    return int(line.split()[1]) // 1024
