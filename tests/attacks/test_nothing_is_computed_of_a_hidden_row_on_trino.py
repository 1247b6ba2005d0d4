"""Trino may move conditions where it likes, unless a limit stands between: what a caller has
computed is not computed of a hidden row.

That the fence is needed is not shown here: without it Trino 476 was seen to keep these conditions
in their order, the agreements' first. It promises no order.

Covers federation.rewrites.fence, federation.engines.trino_engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql

from catalog.cog import load_cog
from federation.binding import Binder
from federation.plan import TRINO
from federation.planning import plan_slice
from federation.problems import ExpressionFailed
from federation.values import bind_values
from tests.attacks.computed import showing_all, statement, under_two
from tests.attacks.corpus import make_standing_world
from tests.attacks.harness import ask_sql
from tests.attacks.servers import LIMITS
from tests.attacks.twins import KEYRING
from tests.attacks.worlds import NAMES, source_name, source_type

# A division that fails on hidden texts alone, in a function of the statement's own.
_PROBE = """WITH FUNCTION probe(x varchar, a varchar, b varchar) RETURNS varchar
  RETURN IF(x LIKE 'cache%', CAST(1 / (length(x) - length(x)) AS varchar), x) """
_NAMES = (
    *("a condition", "beside a bare one", "a branch of CASE", "a list", "a query in FROM"),
    *("a CTE", "a group", "a join", "what is shown"),
)


@pytest.fixture(scope="module")
def filled(databases):
    """`compteurs` in the first side's database: one row in ten is shown."""
    world = make_standing_world(databases.sides[0])
    (dataset,) = (each for each in world.datasets if each.id == "b")
    name = sql.Identifier(dataset.physical.name)
    typed = sql.SQL(", ").join(
        sql.SQL("{} {}").format(
            sql.Identifier(source_name(each)), sql.SQL(source_type(dataset, each))
        )
        for each in NAMES
    )
    shown = sql.SQL(", ").join(
        sql.Identifier(source_name(each)) for each in ("id", "code", "flux", "nombre")
    )
    dsn = databases.server.dsn(databases.sides[0][dataset.owner].database)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE TABLE IF NOT EXISTS {} ({})").format(name, typed))
        connection.execute(sql.SQL("TRUNCATE {}").format(name))
        rows = sql.SQL(
            """INSERT INTO {} ({}) SELECT i::text, '35024',
            CASE WHEN i % 10 = 0 THEN 'vu' || i % 7 ELSE 'cache' || i % 99 END,
            CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END FROM generate_series(1, 3000) i"""
        )
        connection.execute(rows.format(name, shown))
    return world


@dataclass(frozen=True)
class Probing:
    """Reads through a reader of Trino, the caller's function replaced in what is sent."""

    reader: Any

    def tables(self, statement, *how):
        probed = statement.replace("TRANSLATE(", "probe(")
        assert probed != statement
        return self.reader.tables(_PROBE + probed, *how)


async def computes_of_hidden(name, world, engine, monkeypatch):
    binding = Binder(world.snapshot, load_cog(), world.now, world.reader).bind(world.decision)
    (logical,) = ask_sql(statement(name), world).slices
    plan = plan_slice(logical, binding, world.snapshot, LIMITS, frozenset({TRINO}), TRINO)
    values = bind_values(plan, {}, {}, KEYRING)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_reader", Probing(engine._reader))
        try:
            await engine.execute(plan, values)
        except ExpressionFailed:
            return True
    return False


async def test_a_function_is_given_what_is_shown_alone(filled, distributed, monkeypatch):
    world, engine = under_two(filled), distributed[TRINO]
    told = [name for name in _NAMES if await computes_of_hidden(name, world, engine, monkeypatch)]
    assert told == []


async def test_who_is_shown_all_has_it_computed_of_all(filled, distributed, monkeypatch):
    """So the probe would tell."""
    world, engine = showing_all(filled), distributed[TRINO]
    for name in ("a condition", "a list", "a group"):
        assert await computes_of_hidden(name, world, engine, monkeypatch), name
