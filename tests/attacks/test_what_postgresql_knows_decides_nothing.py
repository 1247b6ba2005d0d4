"""PostgreSQL plans by what it has noted of every row: nothing that is answered may depend on it.

Two databases show a reader the same rows, and hide from it rows of other values, or more of them.

Covers federation.planning, federation.engines.postgres_engine, federation.plan.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from random import Random

import psycopg
import pytest
from psycopg import sql

from federation import planning
from federation.engines import postgres_sessions
from federation.engines.postgres_engine import PostgresEngine
from federation.plan import DUCKDB, POSTGRES, TRINO
from tests.attacks.corpus import make_standing_world
from tests.attacks.harness import ask_sql
from tests.attacks.servers import RealArena
from tests.attacks.twins import hashing_beginnings, twins
from tests.attacks.worlds import source_name

SHOWN = 3_000
_COLUMNS = ("id", "code", "flux", "nombre", "montant")

SOME = "SELECT b.id FROM eau.compteurs b WHERE b.montant > {bound}"
FIRST = f"{SOME} LIMIT 1"
PAGED = """SELECT b.id FROM eau.compteurs b
  WHERE b.montant > {bound} ORDER BY b.id, b.code LIMIT 3"""
GROUPED = """SELECT b.montant, count(*) AS n FROM eau.compteurs b
  WHERE b.montant > {bound} GROUP BY 1"""
BOUNDS = (500, 2_000, 2_900, 2_997)
_NUMBERS = ", ".join(f"({each}, '{each}')" for each in range(1, 300))
FAILING = f"""SELECT v.t FROM (VALUES {_NUMBERS}, (300, 'x')) AS v(k, t)
  JOIN eau.compteurs b ON b.nombre = v.k WHERE CAST(v.t AS INTEGER) > 0 AND b.montant > 100000"""
"""The last text is no number: it is read, or not, before it is seen that no row is that dear."""


@dataclass(frozen=True)
class Hidden:
    """So many rows of this amount; the reader sees those whose `nombre` is above zero."""

    rows: int
    amount: int


LOW, HIGH = Hidden(30_000, 0), Hidden(30_000, 5_000)
FEW, MANY = Hidden(3, 200_000), Hidden(500, 200_000)


def fill(databases, side: int, hidden: Hidden) -> None:
    """`compteurs` of that side: the rows that are shown, in no order, and those that are not."""
    world = make_standing_world(databases.sides[side])
    (dataset,) = (each for each in world.datasets if each.id == "b")
    table = sql.Identifier(dataset.physical.name)
    dsn = databases.server.dsn(databases.sides[side][dataset.owner].database)
    shown = [(f"v{each}", "35024", "x", 1, each) for each in range(SHOWN)]
    Random(5).shuffle(shown)
    others = [(f"h{each}", "35024", "x", -1, hidden.amount) for each in range(hidden.rows)]
    names = [source_name(each) for each in _COLUMNS]
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("TRUNCATE {}").format(table))
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        copy = sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)
        with connection.cursor() as cursor, cursor.copy(copy) as rows:
            for row in (*shown, *others):
                rows.write_row(row)
        for name in ("montant", "nombre"):
            index = sql.SQL("CREATE INDEX IF NOT EXISTS {} ON {} ({})")
            named = sql.Identifier(f"by_{name}")
            connection.execute(index.format(named, table, sql.Identifier(source_name(name))))
        connection.execute(sql.SQL("VACUUM ANALYZE {}").format(table))


@pytest.fixture
async def arena(databases):
    with hashing_beginnings():
        world = make_standing_world(databases.sides[0])
        yield await asyncio.to_thread(RealArena, twins(Random(1), world), databases)


async def hide(databases, one: Hidden, other: Hidden) -> None:
    for side, hidden in enumerate((one, other)):
        await asyncio.to_thread(fill, databases, side, hidden)


async def answers(arena, engines, default, statement):
    """On either side: which engine answers what, in its order."""
    asked = ask_sql(statement, arena.worlds[0])
    plans = arena.plans(asked.slices[0], engines, default)
    found = await arena.outcomes(plans, engines, asked.variables[0], is_ordered=True)
    return [(plan.engine, each.code, each.rows) for plan, each in zip(plans, found, strict=True)]


@pytest.fixture
def engines_of(local, distributed):
    return {POSTGRES: local, DUCKDB: {DUCKDB: local[DUCKDB]}, TRINO: distributed}


@pytest.mark.parametrize("engine", [POSTGRES, DUCKDB, TRINO])
async def test_no_order_tells_what_is_hidden(engine, engines_of, arena, databases):
    await hide(databases, LOW, HIGH)
    for bound in BOUNDS:
        # Of what several threads have grouped the order is nobody's.
        for statement in (SOME, FIRST, PAGED, *(() if engine == DUCKDB else (GROUPED,))):
            text = statement.format(bound=bound)
            one, other = await answers(arena, engines_of[engine], engine, text)
            assert one == other, text
            assert one[0] == engine
            assert len(one[2]) > 0


async def test_it_would_if_rows_came_by_whichever_index(arena, databases, monkeypatch):
    await hide(databases, LOW, HIGH)
    monkeypatch.setattr(postgres_sessions, "BY_POSITION", {})
    engine = PostgresEngine(lambda _: databases.server.password)
    found = [
        await answers(arena, {POSTGRES: engine}, POSTGRES, FIRST.format(bound=bound))
        for bound in BOUNDS
    ]
    await engine.aclose()
    assert any(one != other for one, other in found)


async def test_no_failure_tells_how_much_is_hidden(arena, databases, local):
    await hide(databases, FEW, MANY)
    one, other = await answers(arena, local, DUCKDB, FAILING)
    assert one == other == (DUCKDB, "expression_failed", ())


async def test_it_would_if_postgresql_joined(arena, databases, local, monkeypatch):
    await hide(databases, FEW, MANY)
    monkeypatch.setattr(planning, "must_materialize", lambda *_: False)
    one, other = await answers(arena, local, DUCKDB, FAILING)
    assert one == (POSTGRES, None, ())
    assert other == (POSTGRES, "expression_failed", ())


async def test_no_failure_tells_trino_how_much_is_hidden(arena, databases, distributed):
    await hide(databases, FEW, MANY)
    one, other = await answers(arena, distributed, TRINO, FAILING)
    assert one == other
