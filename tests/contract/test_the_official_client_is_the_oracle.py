"""Our reader of Trino's rows beside the client that Trino's project keeps: the same values, of
every type that a statement of ours can show, in pages and from the store.

Covers federation.engines.trino_reader, federation.engines.trino_rows,
federation.engines.trino_segments.
"""

from __future__ import annotations

import asyncio
import base64
from contextlib import aclosing
from decimal import Decimal
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from deploy.local import TrinoServer
from federation.engines.trino_client import TrinoClient
from federation.engines.trino_reader import TrinoReader
from tests.locked_trino import client_as, store_of
from tests.official_trino import official_answer
from tests.tiers import examples

# With fewer, all of them fit into the pages.
_TIMES = max(examples(6), 4)
ROWS = 10_000 * _TIMES
TYPES = {
    "boolean": "n % 2 = 0",
    "tinyint": "CAST(n % 256 - 128 AS TINYINT)",
    "smallint": "CAST(n - 3000 AS SMALLINT)",
    "integer": "CAST(n * 214747 - 2147483648 AS INTEGER)",
    "bigint": "9223372036854775807 - CAST(n AS BIGINT) * 461168601842738",
    "real": "CAST(n AS REAL) / 7",
    "double": (
        "CASE n % 50 WHEN 1 THEN nan() WHEN 2 THEN infinity() WHEN 4 THEN -infinity() "
        "WHEN 5 THEN 5e-324 WHEN 7 THEN -0e0 ELSE n / 7e0 END"
    ),
    "decimal(18, 3)": "CAST(n / -8e0 AS DECIMAL(18, 3))",
    "decimal(38, 10)": (
        "CAST(CAST(n AS DECIMAL(20, 0)) * DECIMAL '-12345678901234567.8' AS DECIMAL(38, 10))"
    ),
    "varchar": (
        "CASE n % 7 WHEN 1 THEN '' WHEN 2 THEN 'null' ELSE 'é\"\\ ,' || chr(10) || chr(9) "
        "|| chr(128512) || CAST(n AS VARCHAR) END"
    ),
    "char(8)": "CAST(CAST(n AS VARCHAR) AS CHAR(8))",
    "varbinary": "to_utf8(CAST(n AS VARCHAR))",
    "json": "CAST(CAST(n AS VARCHAR) AS JSON)",
    "uuid": "CAST('12151fd2-7586-11e9-8f9e-' || lpad(CAST(n AS VARCHAR), 12, '0') AS UUID)",
    "date": "date_add('day', n * 7, DATE '1890-01-01')",
    "time(6)": "TIME '00:00:00.123456' + n * INTERVAL '7' SECOND",
    "timestamp(0)": "date_add('hour', n, TIMESTAMP '1899-12-31 23:59:59')",
    "timestamp(3)": "date_add('millisecond', n, TIMESTAMP '1969-12-31 23:59:59.000')",
    "timestamp(6)": "date_add('second', n, TIMESTAMP '1999-12-31 23:59:59.123456')",
    "timestamp(6) with time zone": (
        "date_add('minute', n, TIMESTAMP '2024-03-31 00:30:00.000001 UTC')"
    ),
}
"""Of each type, values of every row; no statement of ours shows a list, a map, a row or an interval
as such.
"""
STATEMENT = (
    "SELECT n, "
    + ", ".join(
        f'CASE WHEN n % 3 = 0 THEN NULL ELSE {value} END AS "{kind}"'
        for kind, value in TYPES.items()
    )
    + f" FROM UNNEST(SEQUENCE(1, {ROWS // _TIMES})) AS s (n)"
    + f" CROSS JOIN UNNEST(SEQUENCE(1, {_TIMES})) AS t (time_of_it) ORDER BY n, time_of_it"
)


def as_ours(cell: Any, kind: str) -> Any:
    """The official value as our reader has it: what Arrow holds no type for is text."""
    match cell:
        case Decimal() | UUID():
            return str(cell)
        case bytes():
            return base64.b64encode(cell).decode()
        case float() if cell != cell:  # noqa: PLR0124 - not a number, alone, is not itself
            return "NaN"
        case _:
            return cell


async def read_by_ours(reader: TrinoReader) -> pa.Table:
    async with aclosing(reader.tables(STATEMENT, {}, lambda table: table)) as tables:
        return pa.concat_tables([table async for table in tables])


def assert_the_same(ours: pa.Table, theirs: tuple[list[tuple[str, str]], list[list[Any]]]) -> None:
    described, rows = theirs
    assert [kind for _, kind in described[1:]] == list(TYPES)
    assert len(rows) == ROWS
    assert ours.num_rows == ROWS
    for position, (name, kind) in enumerate(described):
        found = ["NaN" if cell != cell else cell for cell in ours.column(position).to_pylist()]  # noqa: PLR0124
        assert found == [as_ours(row[position], kind) for row in rows], name


async def test_rows_in_pages_are_what_the_official_client_reads(trino: TrinoServer):
    client = TrinoClient(trino.url, trino.user)
    reader = TrinoReader(client)
    ours = await read_by_ours(reader)
    await reader.aclose()
    await client.aclose()
    theirs = await asyncio.to_thread(official_answer, trino, STATEMENT)
    assert_the_same(ours, theirs)


@pytest.mark.parametrize("encoding", ["json+zstd", "json"])
async def test_rows_from_the_store_are_what_the_official_client_reads(
    locked_trino: TrinoServer, encoding
):
    client = client_as(locked_trino, locked_trino.user)
    kinds: set[str] = set()
    store = store_of(locked_trino, client)
    fetch = store.fetch

    async def noted(segment):
        kinds.add(segment.type)
        return await fetch(segment)

    store.fetch = noted
    reader = TrinoReader(client, store)
    ours = await read_by_ours(reader)
    await reader.aclose()
    await client.aclose()
    # Not only what fits into a page.
    assert "spooled" in kinds
    theirs = await asyncio.to_thread(official_answer, locked_trino, STATEMENT, encoding=encoding)
    assert_the_same(ours, theirs)
