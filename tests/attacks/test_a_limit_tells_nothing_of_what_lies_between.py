"""A LIMIT stops DuckDB somewhere behind the last row it gives: where, hidden rows decide.

Covers federation.rewrites.materialize, federation.rewrites.fence, federation.rewrites.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from federation import planning
from federation.rewrites import GOVERNING
from federation.rewrites.fence import fence
from tests.attacks.arena import Arena
from tests.attacks.corpus import make_standing_world
from tests.attacks.harness import ask_sql
from tests.attacks.twins import Twins, hashing_beginnings
from tests.integration.oracle.mutants import InPython

FIRST, BETWEEN = 200, 5_000
"""More than DuckDB keeps back until it has enough of them; more than it looks at at once."""
STATEMENTS = (
    "SELECT CAST(b.flux AS INTEGER) AS x FROM eau.compteurs b LIMIT 1",
    "SELECT CAST(b.flux AS INTEGER) AS x FROM eau.compteurs b WHERE b.nombre > 0 OFFSET 0 LIMIT 1",
    "SELECT b.id FROM eau.compteurs b WHERE CAST(b.flux AS INTEGER) = 12 LIMIT 1",
    "SELECT DISTINCT CAST(b.flux AS INTEGER) AS x FROM eau.compteurs b LIMIT 1",
    "SELECT q.x FROM (SELECT CAST(b.flux AS INTEGER) AS x FROM eau.compteurs b LIMIT 1) q",
)


@pytest.fixture(scope="module")
def arena():
    """Numbers, then rows that are not shown or are not there, then what is no number."""
    with hashing_beginnings():
        world = make_standing_world(None)
        row = {**world.rows["b"][0], "nombre": 1}
        first, last = [{**row, "flux": "12"}] * FIRST, {**row, "flux": "OMR"}
        between = [{**row, "flux": "12", "nombre": 0}] * BETWEEN
        many = replace(world, rows={**world.rows, "b": [*first, *between, last]})
        none = replace(world, rows={**world.rows, "b": [*first, last]})
        arena = Arena(Twins(many, none, Counter()))
        yield arena
        arena.close()


def outcomes(arena, statement):
    asked = ask_sql(statement, arena.pair.with_canaries)
    plan = arena.plan(asked.slices[0])
    return arena.outcomes(plan, asked.variables[0], is_ordered=True)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_whether_it_fails_does_not_depend_on_them(arena, statement):
    many, none = outcomes(arena, statement)
    assert (many.code, many.rows) == (none.code, none.rows)


def test_what_is_computed_last_is_computed_of_the_answer_alone(arena):
    for statement in STATEMENTS[:2]:
        many, _ = outcomes(arena, statement)
        assert many.rows == ("(12,)",)


def test_it_would_if_nothing_stopped_early(arena, monkeypatch):
    """Nor was fenced: DuckDB's fence waits for many rows before it lets any pass."""
    unfenced = tuple(each for each in GOVERNING if each is not fence)
    monkeypatch.setattr(planning, "GOVERNING", unfenced)
    bug = InPython(
        "federation.rewrites.materialize", "_stops_early", "context.engine == DUCKDB", "False"
    )
    bug.plant(monkeypatch)
    many, none = outcomes(arena, STATEMENTS[2])
    assert (many.code, none.code) == (None, "expression_failed")
