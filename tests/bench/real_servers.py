"""Figures that need a real server: started for them, stopped after them."""

import asyncio
from contextlib import asynccontextmanager

import trino

from deploy.local import running_opa, running_trino
from federation.engines.trino_client import TrinoClient
from federation.engines.trino_rows import arrow_columns
from policies.opa_server import OpaPolicy
from policies.sources import REGO, source_revision
from tests.bench.report import times_faster
from tests.bench.timing import least_ms

_ROWS = """SELECT a.n AS id, b.m AS part, CAST('OMR' AS VARCHAR) AS flux,
  CAST(a.n AS VARCHAR) AS code, DATE '2025-01-31' AS day, a.n * 2 AS doubled,
  CAST(a.n AS DOUBLE) / 4 AS quarter, a.n % 2 = 0 AS even
FROM UNNEST(sequence(1, 10000)) AS a(n) CROSS JOIN UNNEST(sequence(1, 10)) AS b(m)"""


@asynccontextmanager
async def asked_opa():
    """The policy port over an OPA server that decides by the project's own law."""
    starting = running_opa(REGO)
    server = await asyncio.to_thread(starting.__enter__)
    try:
        async with OpaPolicy(
            server.url, token=server.token, revision=source_revision(), deadline_s=5.0
        ) as policy:
            yield policy
    finally:
        await asyncio.to_thread(starting.__exit__, None, None, None)


async def figures_of_trino():
    """Fetching 100,000 rows of 8 columns as Arrow, against the official client's plain tuples."""
    starting = running_trino()
    server = await asyncio.to_thread(starting.__enter__)
    client = TrinoClient(server.url, server.user)
    host, _, port = server.url.removeprefix("http://").rpartition(":")

    async def ours():
        result = await client.run(_ROWS)
        arrow_columns(result.rows, [kind for _, kind in result.columns])

    def fetch_all():
        with trino.dbapi.connect(host=host, port=int(port), user=server.user) as connection:
            cursor = connection.cursor()
            cursor.execute(_ROWS)
            return cursor.fetchall()

    async def theirs():
        await asyncio.to_thread(fetch_all)

    try:
        ours_ms, theirs_ms = await least_ms(ours, theirs, times=5)
        yield times_faster(
            "100,000 rows from Trino, as Arrow", ours_ms, "the official client", theirs_ms
        )
    finally:
        await client.aclose()
        await asyncio.to_thread(starting.__exit__, None, None, None)
