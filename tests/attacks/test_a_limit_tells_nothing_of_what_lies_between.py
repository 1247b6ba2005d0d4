"""A LIMIT, or ours, stops DuckDB somewhere behind the last row it gives: where, hidden rows decide.

Covers federation.rewrites.materialize, federation.rewrites.fence, federation.rewrites.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace

import duckdb
import pytest

from federation import planning
from federation.engines.duckdb_run import begun
from federation.limits import Limits
from federation.rewrites import GOVERNING
from federation.rewrites.fence import fence
from federation.values import bind_values
from tests.attacks import arena as duckdb_arena
from tests.attacks.arena import Arena
from tests.attacks.corpus import make_standing_world
from tests.attacks.harness import ask_sql
from tests.attacks.twins import KEYRING, Twins, hashing_beginnings
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


UNLIMITED = (
    "SELECT CAST(b.flux AS INTEGER) AS x FROM eau.compteurs b",
    "SELECT b.id FROM eau.compteurs b WHERE CAST(b.flux AS INTEGER) = 12",
    "SELECT q.x FROM (SELECT CAST(b.flux AS INTEGER) AS x FROM eau.compteurs b) q",
    """SELECT b.id FROM eau.compteurs b UNION ALL
  SELECT b.id FROM eau.compteurs b WHERE CAST(b.flux AS INTEGER) = 12""",
)
MANY, _AT_ONCE = 5_000, 2_048


@contextmanager
def opened_arena(number, before=0):
    """Numbers, then rows that are not shown or are not there, then what is no number."""
    with hashing_beginnings():
        world = make_standing_world(None)
        row = {**world.rows["b"][0], "nombre": 1, "flux": "12"}
        hidden = {**row, "nombre": 0}
        first, last = [hidden] * before + [row] * number, {**row, "flux": "OMR"}
        many = replace(world, rows={**world.rows, "b": [*first, *[hidden] * BETWEEN, last]})
        none = replace(world, rows={**world.rows, "b": [*first, last]})
        arena = Arena(Twins(many, none, Counter()))
        yield arena
        arena.close()


@pytest.fixture(scope="module")
def arena():
    with opened_arena(FIRST) as arena:
        yield arena


@pytest.fixture(scope="module")
def larger():
    """In one twin, the last rows that are shown are read with the one that fails.

    DuckDB computes a megabyte ahead of its reader: less, and few rows show what many would.
    """
    with opened_arena(MANY, before=100) as arena:
        for each in arena.databases:
            each.execute("SET streaming_buffer_size = '1KB'")
        yield arena


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


def stopped_by_ours(arena, statement, monkeypatch):
    """The codes where as many rows are shown as may be, and one more."""
    monkeypatch.setattr(duckdb_arena, "LIMITS", Limits(max_rows=FIRST - 1))
    many, none = outcomes(arena, statement)
    return many.code, none.code


@pytest.mark.parametrize("statement", UNLIMITED)
def test_whether_it_fails_or_is_too_long_does_not_depend_on_them(arena, statement, monkeypatch):
    assert stopped_by_ours(arena, statement, monkeypatch) == ("expression_failed",) * 2


def test_an_answer_that_does_not_fail_is_too_long_as_ever(arena, monkeypatch):
    statement = "SELECT CAST(b.flux AS INTEGER) AS x FROM eau.compteurs b WHERE b.flux = '12'"
    assert stopped_by_ours(arena, statement, monkeypatch) == ("too_many_rows",) * 2


def given(arena, statement):
    """How many rows of a stream come before it fails, in either twin."""
    asked = ask_sql(statement, arena.pair.with_canaries)
    plan = arena.plan(asked.slices[0])
    values = bind_values(plan, asked.variables[0], {}, KEYRING)
    return [_given(each, plan, values) for each in arena.databases]


def _given(database, plan, values):
    rows = 0
    with pytest.raises((duckdb.Error, OSError)):  # noqa: PT012 - how far it came is the question
        for _ in begun(database, plan, values):
            pass
        for batch in database.to_arrow_reader(_AT_ONCE):
            rows += batch.num_rows
    return rows


@pytest.mark.parametrize("statement", UNLIMITED)
def test_no_row_is_given_of_an_answer_that_fails(larger, statement):
    assert given(larger, statement) == [0, 0]


def test_they_would_be_if_the_answer_was_not_kept(arena, larger, monkeypatch):
    monkeypatch.setattr(planning, "must_keep_answer", lambda *_: False)
    assert given(larger, UNLIMITED[0]) == [_AT_ONCE, 0]
    codes = stopped_by_ours(arena, UNLIMITED[1], monkeypatch)
    assert codes == ("too_many_rows", "expression_failed")
