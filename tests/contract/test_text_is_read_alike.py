"""Text as a value: one spelling for each type, whatever an engine's own cast would accept."""

from __future__ import annotations

import asyncio
from typing import Any

import duckdb
import psycopg
import pytest
from sqlglot import exp, parse_one

from deploy.local import PostgresqlServer, TrinoServer
from federation.engines.trino_client import TrinoClient
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.render import render_plan

TEXTS = (
    *("0", "-7", "+7", "007", " 7", "7 ", "1.5", "1e3", "1_000", "0x1F", "2147483648", "é"),
    *("9223372036854775808", "99999999999999999999", "-2147483648", "", "-", ".5", "5.", "1,5"),
    *("999.99", "999.995", "999.994", "-999.995", "0.125", "0.135", "1000", "0000999.1"),
    *("2024-02-29", "2023-02-29", "2024-2-9", "2024/02/29", "29/02/2024", "0000-01-01"),
    *("1900-02-29", "2000-02-29", "0004-02-29", "9999-12-31", "10000-01-01", "2024-01-01\n"),
    *("2024-01-01 10:00:00", "2024-01-01T10:00:00", "2024-01-01T10:00:00.123456", "24:00:00"),
    *("2024-01-01T24:00:00", "2024-01-01T10:00:00Z", "2024-01-01T23:30:00-01:00", "today"),
    *("2024-01-01T10:00:00.1234567", "2024-01-01T10:00:60", "infinity", "NaN", "Infinity"),
    *("true", "TRUE", "t", "1", "yes", "false", "on"),
)
READINGS = (
    "TRY_CAST(v.x AS INTEGER)",
    "TRY_CAST(v.x AS BIGINT)",
    "TRY_CAST(v.x AS DECIMAL(5, 2))",
    "TRY_CAST(v.x AS DECIMAL(4, 4))",
    "TRY_CAST(v.x AS DATE)",
    "TRY_CAST(v.x AS BOOLEAN)",
    "CAST(TRY_CAST(v.x AS TIMESTAMP) AS DATE)",
    "EXTRACT(HOUR FROM TRY_CAST(v.x AS TIMESTAMP))",
    "CAST(TRY_CAST(v.x AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE 'UTC' AS DATE)",
    "TRY_CAST(v.x AS DOUBLE) < 100",
    "CAST(DATE_PARSE(v.x, '%d/%m/%Y') AS DATE)",
)


@pytest.mark.servers
async def test_each_text_is_the_same_value_or_none(
    postgresql: PostgresqlServer, trino: TrinoServer
):
    columns = [f"CAST({reading} AS VARCHAR) AS c{at}" for at, reading in enumerate(READINGS)]
    tree = parse_one(f"SELECT v.x AS x, {', '.join(columns)} FROM d AS v", read="trino")
    values = exp.values([(text,) for text in TEXTS], alias="v", columns=["x"])
    tree.set("from_", exp.From(this=values))
    assert isinstance(tree, exp.Query)
    texts = {engine: render_plan(tree, engine, ()).text for engine in (DUCKDB, POSTGRES, TRINO)}
    found = {
        DUCKDB: await asyncio.to_thread(_duckdb, texts[DUCKDB]),
        POSTGRES: await asyncio.to_thread(_postgresql, texts[POSTGRES], postgresql.dsn()),
        TRINO: await _trino(texts[TRINO], trino),
    }
    assert found[DUCKDB] == found[TRINO]
    assert found[POSTGRES] == found[TRINO]
    kept = {
        text: [cell for cell in cells if cell is not None] for text, cells in found[TRINO].items()
    }
    assert kept["007"] == ["7", "7", "7.00", "true"]
    assert kept["1.5"] == ["1.50", "true"]
    assert kept["29/02/2024"] == ["2024-02-29"]
    assert kept["2024-01-01T23:30:00-01:00"] == ["2024-01-02"]
    assert kept["2024-01-01 10:00:00"] == ["2024-01-01", "10"]
    assert kept["0.125"] == ["0.13", "0.1250", "true"]
    assert not any(kept[text] for text in (" 7", "2024-2-9", "1_000", "yes", "1,5", "2024-01-01\n"))


def _by_text(rows: Any) -> dict[str, list[Any]]:
    return {row[0]: list(row[1:]) for row in rows}


def _duckdb(text: str) -> dict[str, list[Any]]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return _by_text(connection.execute(text).fetchall())


def _postgresql(text: str, dsn: str) -> dict[str, list[Any]]:
    with psycopg.connect(dsn, options="-c timezone=UTC") as connection:
        return _by_text(psycopg.RawCursor(connection).execute(text.encode()).fetchall())


async def _trino(text: str, trino: TrinoServer) -> dict[str, list[Any]]:
    client = TrinoClient(trino.url, trino.user)
    result = await client.run(text)
    await client.aclose()
    return _by_text(result.rows)
