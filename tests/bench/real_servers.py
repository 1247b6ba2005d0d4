"""Figures that need a real server: started for them, stopped after them."""

import asyncio
import datetime as dt
import time
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from urllib.parse import urlsplit

import pyarrow as pa
import trino

from deploy.local import running_opa, running_s3, running_trino
from federation.engines.trino_client import TrinoClient
from federation.engines.trino_reader import TrinoReader
from federation.engines.trino_segments import SegmentStore
from policies.opa_server import OpaPolicy
from policies.sources import REGO, source_revision
from tests.bench.report import times_faster
from tests.bench.timing import least_ms

_ROWS = 500_000
# A decimal leaves as text, as the canonical tree has it.
_QUERY = """SELECT a.n AS id, b.m AS part, CAST('OMR' AS VARCHAR) AS flux,
  CAST(a.n AS VARCHAR) AS code, DATE '2025-01-31' AS day,
  CAST(CAST(a.n AS DECIMAL(12, 2)) / 4 AS VARCHAR) AS tonnage,
  CAST(a.n AS DOUBLE) / 4 AS quarter, a.n % 2 = 0 AS even
FROM UNNEST(sequence(1, 10000)) AS a(n) CROSS JOIN UNNEST(sequence(1, 50)) AS b(m)"""


@asynccontextmanager
async def asked_opa():
    """The policy port over an OPA server that decides by the project's own law."""
    async with (
        started(running_opa(REGO)) as server,
        OpaPolicy(
            server.url, token=server.token, revision=source_revision(), deadline_s=5.0
        ) as policy,
    ):
        yield policy


async def figures_of_trino():
    """Fetching 500,000 rows of 8 columns as Arrow, against the official client's lists.

    From one Trino without a lock, since the official client cannot be told of its authority
    everywhere; both may have their rows spooled. That they read the same is seen before anything is
    timed.
    """
    async with AsyncExitStack() as stack:
        s3 = await stack.enter_async_context(started(running_s3()))
        server = await stack.enter_async_context(started(running_trino(spool=s3, heap_mb=2000)))
        client = TrinoClient(server.url, server.user)
        stack.push_async_callback(client.aclose)
        spooled = TrinoReader(client, SegmentStore(client, server.spool_url))
        paged = TrinoReader(client)
        for reader in (spooled, paged):
            stack.push_async_callback(reader.aclose)

        async def ours(reader=spooled):
            async with aclosing(reader.tables(_QUERY, {}, lambda table: table)) as tables:
                return pa.concat_tables([table async for table in tables])

        async def theirs():
            return await asyncio.to_thread(_official_rows, server)

        expected = _comparable(zip(*(await theirs()), strict=True))
        for reader in (spooled, paged):
            read = await ours(reader)
            assert read.num_rows == _ROWS
            assert _comparable(column.to_pylist() for column in read.columns) == expected
        del expected, read
        sides = (ours, lambda: ours(paged), theirs)
        ours_ms, paged_ms, theirs_ms = await least_ms(*sides, times=4)
        yield times_faster(
            "500,000 rows from Trino, spooled, as Arrow",
            ours_ms,
            "the official client",
            theirs_ms,
            at_least=6,
        )
        yield times_faster(
            "500,000 rows from Trino, in pages, as Arrow",
            paged_ms,
            "the official client",
            theirs_ms,
        )
        # Beside it, what Trino itself needs to make the rows is the floor of both.
        ours_ms, _, theirs_ms = await least_ms(*sides, times=4, clock=time.process_time)
        yield times_faster(
            "  of it, processor time of this process", ours_ms, "the official client", theirs_ms
        )


def _official_rows(server):
    address = urlsplit(server.url)
    with trino.dbapi.connect(
        host=address.hostname, port=address.port, user=server.user
    ) as connection:
        cursor = connection.cursor()
        cursor.execute(_QUERY)
        return cursor.fetchall()


def _comparable(columns):
    """Rows come in any order, and a date is a date whichever way it was read."""
    rows = zip(*columns, strict=True)
    plain = (tuple(_plain(cell) for cell in row) for row in rows)
    return hash(tuple(sorted(plain)))


def _plain(cell):
    return cell.isoformat() if isinstance(cell, dt.date) else cell


@asynccontextmanager
async def started(starting):
    """A server of deploy.local, started and stopped beside the loop."""
    server = await asyncio.to_thread(starting.__enter__)
    try:
        yield server
    finally:
        await asyncio.to_thread(starting.__exit__, None, None, None)
