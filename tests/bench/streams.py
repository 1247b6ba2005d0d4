"""Millions of rows through the SQL entrance, in each format, against pyarrow writing the same."""

import asyncio
import io
import statistics
import tempfile
import time
import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import arro3.io
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.ipc
import pyarrow.parquet as pq

from demo.generate.world import make_world
from demo.write.files import parquet_bytes
from federation.results.formats.choice import FORMATS
from federation.values import bind_values
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.catalog import ensure_demo_catalog
from gateway.demo_mode.state import DemoState
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_prepare import prepare_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing
from gateway.wiring.services import open_services
from tests.bench.report import times_longer
from tests.bench.scene import Caller, move_to_parquet

COLUMNS = "id_pesee, date_collecte, tournee_id, code_commune, flux, tonnage_kg"
MILLIONS = (1, 5)
_SMALL = "SELECT count(*) AS n FROM sde35.bornes_recharge"
_AIM_MS = 1_000
_EVERY_S = 0.005


@dataclass
class Meanwhile:
    """What is seen from the event loop while an answer leaves."""

    latest_ms: float
    growth_mb: float
    asked_ms: list


def _statement(rows):
    return f"SELECT {COLUMNS} FROM val_d_ille_aubigne.collectes LIMIT {rows}"


@asynccontextmanager
async def _millions(count):
    """The weighings of the demo again and again, as one Parquet file, asked for by their owner."""
    with tempfile.TemporaryDirectory(prefix="interco-bench-") as folder:
        state = DemoState(Path(folder))
        await ensure_demo_catalog(state)
        await move_to_parquet(state, lambda place: _write_again_and_again(place, count))
        async with open_services(state.settings(), demo=True) as services:
            catalog = await services.query.catalog.current()
            token = state.token(find_agent(catalog, "agent@val-d-ille-aubigne"))
            yield Caller(services, "by their owner", f"Bearer {token}", None)


def _write_again_and_again(place, count):
    once = pq.read_table(io.BytesIO(parquet_bytes(make_world().tables["val-d-ille-aubigne"])))
    times = max(1, 122_880 // once.num_rows)
    group = pa.concat_tables([once] * times).combine_chunks()
    with pq.ParquetWriter(place, group.schema) as writer:
        for _ in range(count // group.num_rows + 1):
            writer.write_table(group)


def _request(caller, rows):
    return SqlRequest(
        id=uuid.uuid4().hex,
        document=_statement(rows),
        authorization=caller.authorization,
        purpose=caller.purpose,
    )


async def _stream(caller, rows, name):
    """Everything but the socket; whoever reads takes each piece at once."""
    size = 0

    async def take(piece):
        nonlocal size
        size += len(piece)
        await asyncio.sleep(0)

    out = Outgoing(FORMATS[name](), take, caller.ports.writers)
    started = time.perf_counter()
    await answer_sql(_request(caller, rows), caller.ports, out)
    assert out.rows == rows
    return (time.perf_counter() - started) * 1000, size


async def _watched(caller, work):
    """`work`, and how late the loop was, what others waited for, and how much memory it took."""
    latest, growth, before, asked = 0.0, 0.0, _resident_mb(), []

    async def watch_loop():
        nonlocal latest, growth
        while True:
            due = time.perf_counter() + _EVERY_S
            await asyncio.sleep(_EVERY_S)
            latest = max(latest, (time.perf_counter() - due) * 1000)
            growth = max(growth, _resident_mb() - before)

    async def ask_others():
        while True:
            asked.append(await _asked(caller))
            await asyncio.sleep(0.02)

    others = [asyncio.create_task(watch_loop()), asyncio.create_task(ask_others())]
    try:
        return await work, Meanwhile(latest, growth, asked)
    finally:
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


async def _read(caller, rows, into=None):
    """The engine alone: every batch taken, and kept where it is asked for."""
    prepared = await prepare_sql(_request(caller, rows), caller.ports)
    values = bind_values(prepared.plan, prepared.variables, {}, caller.ports.keyring)
    started = time.perf_counter()
    async for batch in caller.ports.engines[prepared.plan.engine].stream(prepared.plan, values):
        if into is not None:
            into.append(batch)
    return (time.perf_counter() - started) * 1000


def _floor_json(table):
    arro3.io.write_json(table, io.BytesIO())


def _floor_ndjson(table):
    arro3.io.write_ndjson(table, io.BytesIO())


def _floor_csv(table):
    pc.write_csv(table, io.BytesIO())


def _floor_arrow(table):
    with pa.ipc.new_stream(io.BytesIO(), table.schema) as writer:
        writer.write_table(table)


def _floor_parquet(table):
    pq.write_table(table, io.BytesIO(), compression="zstd", compression_level=1)


FLOORS = {
    "json": ("arro3 writing JSON", _floor_json),
    "ndjson": ("arro3 writing NDJSON", _floor_ndjson),
    "csv": ("pyarrow writing CSV", _floor_csv),
    "csv-excel-fr": ("pyarrow writing CSV", _floor_csv),
    "arrow": ("pyarrow writing Arrow", _floor_arrow),
    "parquet": ("pyarrow writing Parquet", _floor_parquet),
}


async def figures_of_streams():
    """Figures, and lines of text for what is no time."""
    async with _millions(max(MILLIONS) * 1_000_000) as caller:
        kept = []
        await _read(caller, 1_000_000, kept)
        table = pa.Table.from_batches(kept)
        kept.clear()
        for name in FORMATS:
            async for each in _figures_of_a_format(caller, name, table):
                yield each


async def _figures_of_a_format(caller, name, table):
    floor_name, floor = FLOORS[name]
    await _stream(caller, 100_000, name)
    found, floors, reads = [], [], []
    for _ in range(3):
        reads.append(await _read(caller, 1_000_000))
        found.append((await _stream(caller, 1_000_000, name))[0])
        started = time.perf_counter()
        await asyncio.to_thread(floor, table)
        floors.append((time.perf_counter() - started) * 1000)
    what = f"1M rows as {name}"
    yield times_longer(what, min(found), floor_name, min(floors), within_ms=_AIM_MS)
    yield times_longer(what, min(found), "the engine alone", min(reads))
    alone = [await _asked(caller) for _ in range(20)]
    (ms, size), seen = await _watched(caller, _stream(caller, 5_000_000, name))
    yield times_longer(f"5M rows as {name}", ms, f"5 times: {floor_name}", 5 * min(floors))
    yield (
        f"5M rows as {name}: {5_000 / ms:.2f}M rows/s, {size / 1000 / ms:.0f} MB/s, "
        f"memory +{seen.growth_mb:.0f} MB; meanwhile the loop was at most {seen.latest_ms:.0f} ms "
        f"late, a small question took {statistics.median(seen.asked_ms):.0f} ms "
        f"(at most {max(seen.asked_ms):.0f}; alone {statistics.median(alone):.0f})"
    )


async def _asked(caller):
    """Somebody else's small question, about other data."""
    out = Outgoing(FORMATS["json"](), _drop, caller.ports.writers)
    started = time.perf_counter()
    await answer_sql(replace(_request(caller, 1), document=_SMALL), caller.ports, out)
    return (time.perf_counter() - started) * 1000


async def _drop(_piece):
    """Nobody reads it."""
