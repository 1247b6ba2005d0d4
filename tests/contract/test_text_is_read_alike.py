"""Text as a value: one spelling for each type, whatever an engine's own cast would accept.

Covers federation.rewrites.number_texts, federation.rewrites.expressions, federation.to_sql,
federation.dialects.text_values.
"""

from __future__ import annotations

import asyncio
from typing import Any

import duckdb
import psycopg
from sqlglot import exp, parse_one

from catalog.model.dataset import ColumnType, ScalarType, TextFormat
from deploy.local import PostgresqlServer, TrinoServer
from federation.engines.trino_client import TrinoClient, TrinoFailure
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.rewrites.expressions import data_type
from federation.rewrites.number_texts import plain_number
from federation.to_sql import render_plan

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
    *("31/12/68", "01/01/69", "29/02/00", "30/02/04", "1/1/24", "01/01/2024"),
)
NUMBERS = (
    *("5 590", "5\u00a0590", "5\u202f590", "104 000,00 €", "104\u202f000,00\u00a0€", "-1 234,5€"),
    *("150", "150,00 €", "1234567,8", "+1 234 567", "1 23", "12 34 567", "1  234", " 5 590"),
    *("5 590 ", "1.5", "1.234,5", "€ 5", "5 $", "5 €€", "5 € €", "1,2,3", "1,", "", "€", "5\n"),
    *("1234 567", "5  €", "é"),
)
FORMS = {
    "space": TextFormat(decimal_mark=",", thousands=" ", suffix="€"),
    "point": TextFormat(decimal_mark=",", thousands="."),
    "quote": TextFormat(thousands="'", suffix="m3"),
    "suffix": TextFormat(decimal_mark=",", suffix="€"),
}
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
    "CAST(DATE_PARSE(v.x, '%d/%m/%y') AS DATE)",
)


def _number_readings() -> list[exp.Expr]:
    value = exp.column("x", "v")
    return [
        exp.TryCast(
            this=plain_number(value.copy(), form, is_whole=whole), to=data_type(target), safe=True
        )
        for form in FORMS.values()
        for target, whole in ((_MONEY, False), (_WHOLE, True))
    ]


_MONEY, _WHOLE = ColumnType(ScalarType.DECIMAL, 12, 2), ColumnType(ScalarType.BIGINT)
CASTS: dict[str, tuple[str, ...]] = {
    "INTEGER": ("12", "+7", "007", "12.7", "1e3", "0x1F", "1_000", "12.", " 7", "2147483648", ""),
    "BIGINT": ("-9223372036854775808", "9223372036854775808", "1e3"),
    "DECIMAL(5, 2)": ("12", "999.994", "999.995", ".5", "5.", "1e2", "1,5", "NaN"),
    "DOUBLE": ("12", "1e3", "-0.5E-7", ".5", "NaN", "Infinity", "1e400", "0x1F"),
    "BOOLEAN": ("true", "false", "TRUE", "t", "1", "yes", "on"),
    "DATE": (
        *("2025-01-31", "01/02/2025", "20250105", "Jan 5 2025", "2025-1-5", "today", "now"),
        *("2025-02-30", "2025-01-05 10:00:00", "epoch", "2025-01-05 "),
    ),
    "TIMESTAMP": (
        *("2025-01-31 08:00:00", "2025-01-31T08:00:00.25", "2025-01-31", "now", "2025-01-31 08:00"),
        *("2025-01-31 08:00:00.1234567", "2025-01-31 08:00:00Z", "20250131T080000"),
    ),
    "TIMESTAMP WITH TIME ZONE": (
        *("2025-01-31 08:00:00Z", "2025-01-31T08:00:00+01:00", "2025-01-31 08:00:00"),
        *("2025-01-31 08:00:00 Europe/Paris", "2025-01-31 08:00:00+0100"),
    ),
}
READ: dict[str, tuple[str, ...]] = {
    "INTEGER": ("12", "+7", "007"),
    "BIGINT": ("-9223372036854775808",),
    "DECIMAL(5, 2)": ("12", "999.994"),
    "DOUBLE": ("12", "1e3", "-0.5E-7"),
    "BOOLEAN": ("true", "false"),
    "DATE": ("2025-01-31",),
    "TIMESTAMP": ("2025-01-31 08:00:00", "2025-01-31T08:00:00.25"),
    "TIMESTAMP WITH TIME ZONE": ("2025-01-31 08:00:00Z", "2025-01-31T08:00:00+01:00"),
}
"""Those of `CASTS` that are a value of the type, on every engine."""


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
    years = [kept[text] for text in ("31/12/68", "01/01/69", "29/02/00", "30/02/04", "1/1/24")]
    assert years == [["2068-12-31"], ["1969-01-01"], ["2000-02-29"], [], []]
    assert kept["2024-01-01T23:30:00-01:00"] == ["2024-01-02"]
    assert kept["2024-01-01 10:00:00"] == ["2024-01-01", "10"]
    assert kept["0.125"] == ["0.13", "0.1250", "true"]
    assert not any(kept[text] for text in (" 7", "2024-2-9", "1_000", "yes", "1,5", "2024-01-01\n"))


async def test_a_number_as_people_write_it_is_the_same_on_every_engine(
    postgresql: PostgresqlServer, trino: TrinoServer
):
    columns = [
        exp.alias_(exp.cast(each, "VARCHAR"), f"c{at}")
        for at, each in enumerate(_number_readings())
    ]
    values = exp.values([(text,) for text in NUMBERS], alias="v", columns=["x"])
    tree = exp.select(exp.column("x", "v"), *columns).from_(values)
    texts = {engine: render_plan(tree, engine, ()).text for engine in (DUCKDB, POSTGRES, TRINO)}
    found = {
        DUCKDB: await asyncio.to_thread(_duckdb, texts[DUCKDB]),
        POSTGRES: await asyncio.to_thread(_postgresql, texts[POSTGRES], postgresql.dsn()),
        TRINO: await _trino(texts[TRINO], trino),
    }
    assert found[DUCKDB] == found[TRINO]
    assert found[POSTGRES] == found[TRINO]
    money = {text: cells[0] for text, cells in found[TRINO].items() if cells[0] is not None}
    assert money == {
        **dict.fromkeys(("5 590", "5\u00a0590", "5\u202f590"), "5590.00"),
        **dict.fromkeys(("104 000,00 €", "104\u202f000,00\u00a0€"), "104000.00"),
        **dict.fromkeys(("150", "150,00 €"), "150.00"),
        "-1 234,5€": "-1234.50",
        "1234567,8": "1234567.80",
        "+1 234 567": "1234567.00",
    }
    assert found[TRINO]["5 590"][1] == "5590"
    assert found[TRINO]["1.234,5"][2] == "1234.50"
    assert found[TRINO]["150,00 €"][1] is None


async def test_a_cast_fails_for_exactly_the_texts_of_which_try_cast_makes_nothing(
    postgresql: PostgresqlServer, trino: TrinoServer
):
    """CAST(concat(…) AS type), which an engine left to itself reads by its own lenience."""
    pairs = [(text, target) for target, texts in CASTS.items() for text in texts]
    asked = {
        engine: [_cast(text, target, engine) for text, target in pairs]
        for engine in (DUCKDB, POSTGRES, TRINO)
    }
    client = TrinoClient(trino.url, trino.user)
    answers = {
        DUCKDB: [await asyncio.to_thread(_answers, _duckdb, each) for each in asked[DUCKDB]],
        POSTGRES: [
            await asyncio.to_thread(_answers, _postgresql, each, postgresql.dsn())
            for each in asked[POSTGRES]
        ],
        TRINO: [await _trino_answers(client, each) for each in asked[TRINO]],
    }
    await client.aclose()
    expected = [text in READ[target] for text, target in pairs]
    for engine, found in answers.items():
        wrong = [
            pair for pair, one, right in zip(pairs, found, expected, strict=True) if one != right
        ]
        assert not wrong, engine


def _cast(text: str, target: str, engine: str) -> str:
    """Of a text that no engine knows before it runs; nothing where it is TRY_CAST to nothing."""
    tree = parse_one(
        f"SELECT v.x AS x, CAST(v.x || '' AS {target}) IS NULL AS n FROM d AS v", read="trino"
    )
    values = exp.values([(text,)], alias="v", columns=["x"])
    tree.set("from_", exp.From(this=values))
    assert isinstance(tree, exp.Query)
    return render_plan(tree, engine, ()).text


def _answers(run: Any, *arguments: str) -> bool:
    try:
        (row,) = run(*arguments).values()
    except (duckdb.Error, psycopg.Error):
        return False
    return not row[0]


async def _trino_answers(client: TrinoClient, text: str) -> bool:
    try:
        result = await client.run(text)
    except TrinoFailure:
        return False
    return not result.rows[0][1]


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
