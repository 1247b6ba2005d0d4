"""PostgreSQL puts what is cheap first: a caller's function that says so sees no hidden row.

Under one agreement, and under two over one dataset, where the row condition is an OR.

Covers federation.rewrites.fence, federation.to_sql, federation.rewrites, federation.binding,
catalog.model.row_condition.
"""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from catalog.cog import load_cog
from catalog.model.row_condition import Compare, CompareOp
from federation import planning
from federation.binding import Binder
from federation.plan import DUCKDB, POSTGRES
from federation.planning import plan_slice
from federation.rewrites import GOVERNING
from federation.rewrites.fence import fence
from federation.to_sql import placeholder_names
from federation.values import bind_values
from tests.attacks.computed import CALLS, STATEMENTS, statement
from tests.attacks.corpus import make_standing_world
from tests.attacks.harness import ask_sql
from tests.attacks.servers import LIMITS
from tests.attacks.twins import KEYRING
from tests.attacks.worlds import NAMES, source_name, source_type

_PROBE = """CREATE OR REPLACE FUNCTION probe(x text, a text, b text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE COST 0.0001 AS $$
  BEGIN
    IF x LIKE 'cache%' THEN RAISE EXCEPTION 'of a hidden row'; END IF;
    RETURN x;
  END $$"""


@pytest.fixture(scope="module")
def table(databases):
    """`compteurs` in the first side's database: one row in ten is shown."""
    world = make_standing_world(databases.sides[0])
    (dataset,) = (each for each in world.datasets if each.id == "b")
    name = sql.Identifier(dataset.physical.name)
    columns = [sql.Identifier(source_name(each)) for each in ("id", "code", "flux", "nombre")]
    dsn = databases.server.dsn(databases.sides[0][dataset.owner].database)
    with psycopg.connect(dsn, autocommit=True) as connection:
        typed = sql.SQL(", ").join(
            sql.SQL("{} {}").format(
                sql.Identifier(source_name(each)), sql.SQL(source_type(dataset, each))
            )
            for each in NAMES
        )
        connection.execute(sql.SQL("CREATE TABLE IF NOT EXISTS {} ({})").format(name, typed))
        connection.execute(sql.SQL("TRUNCATE {}").format(name))
        rows = sql.SQL(
            """INSERT INTO {} ({}) SELECT i::text, '35024',
            CASE WHEN i % 10 = 0 THEN 'vu' || i % 7 ELSE 'cache' || i % 99 END,
            CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END FROM generate_series(1, 3000) i"""
        )
        connection.execute(rows.format(name, sql.SQL(", ").join(columns)))
        connection.execute(sql.SQL("ANALYZE {}").format(name))
        connection.execute(_PROBE)
    with psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.RawCursor) as connection:
        yield connection


def planned(databases, name, agreements):
    world = make_standing_world(databases.sides[0])
    known = world.decision.datasets["b"]
    (branch,) = known.branches
    another = replace(
        branch, agreement="c5@1", rows=Compare("b_flux", CompareOp.IN, ("vu1", "vu2"))
    )
    branches = (branch, another)[:agreements]
    decided = replace(known, branches=branches)
    decision = replace(world.decision, datasets={**world.decision.datasets, "b": decided})
    binding = Binder(world.snapshot, load_cog(), world.now, world.reader).bind(decision)
    logical = ask_sql(statement(name), world).slices[0]
    engines = frozenset({DUCKDB, POSTGRES})
    return plan_slice(logical, binding, world.snapshot, LIMITS, engines, DUCKDB)


def computes_of_hidden(table, plan):
    values = bind_values(plan, {}, {}, KEYRING)
    text = plan.text.replace("TRANSLATE(", "probe(")
    assert text != plan.text
    try:
        table.execute(text, [values[each] for each in placeholder_names(plan.tree)])
    except psycopg.errors.RaiseException:
        return True
    return False


@pytest.mark.parametrize("agreements", [1, 2])
def test_a_function_is_given_what_is_shown_alone(agreements, databases, table):
    plans = {name: planned(databases, name, agreements) for name in (*STATEMENTS, *CALLS)}
    there = {name: plan for name, plan in plans.items() if plan.engine == POSTGRES}
    assert len(there) > 15, there.keys()
    assert [name for name, plan in there.items() if computes_of_hidden(table, plan)] == []


def test_without_a_fence_it_is_given_hidden_texts_under_two(databases, table, monkeypatch):
    """Under one, its condition is the cheaper one."""
    unfenced = tuple(each for each in GOVERNING if each is not fence)
    monkeypatch.setattr(planning, "GOVERNING", unfenced)
    for name in ("a condition", "a list", "a query in FROM"):
        assert computes_of_hidden(table, planned(databases, name, 2)), name
