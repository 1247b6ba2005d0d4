"""Bugs planted between a statement and its plan: what would be read ungoverned never is a plan.

Covers federation.rewrites.lexical, federation.rewrites.govern_tables, federation.rewrites.scopes,
federation.sql_reader, federation.sql.catalog_statements.
"""

import importlib

import pytest
from sqlglot import exp

from catalog.model.problem import Problem
from federation import planning
from federation.limits import Limits
from federation.plan import DUCKDB
from federation.planning import plan_slice
from federation.rewrites import lexical
from federation.rewrites.govern_tables import SOURCE
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from tests.unit.federation.world import binding, snapshot
from tests.unit.sql.cases import names

govern_tables = importlib.import_module("federation.rewrites.govern_tables")
"""The module: its package gives the function under the same name."""
C = "val_d_ille_aubigne.collectes"
STATEMENTS = (
    f"SELECT * FROM {C}",
    f"SELECT c.flux FROM {C} c JOIN {C} d ON c.flux = d.flux",
    f"SELECT flux FROM {C} WHERE flux IN (SELECT flux FROM {C})",
    f"SELECT (SELECT max(tonnage) FROM {C})",
    f"WITH collectes AS (SELECT * FROM {C}) SELECT * FROM collectes",
    f"WITH a AS (SELECT 1 AS x) SELECT x FROM a WHERE EXISTS (SELECT 1 FROM {C})",
    f"SELECT flux FROM {C} UNION ALL SELECT flux FROM {C}",
    f"SELECT rank() OVER (ORDER BY (SELECT max(tonnage) FROM {C}))",
)


def planned(statement):
    read = read_sql(statement, read_parameters(()), names())
    engines = frozenset({DUCKDB})
    return plan_slice(read, binding("territory"), snapshot(), Limits(), engines, DUCKDB)


def sent(plan):
    return (*plan.materialized, plan.text)


def physical(plan):
    return [each for each in plan.tree.find_all(exp.Table) if each.alias == SOURCE]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_each_statement_is_planned_over_governed_tables_alone(statement):
    plan = planned(statement)
    tables = [each for each in plan.tree.find_all(exp.Table) if each.args.get("db")]
    assert physical(plan) == tables
    assert len(tables) >= 1


def skip_governing(monkeypatch):
    kept = tuple(each for each in planning.GOVERNING if each.__name__ != "govern_tables")
    monkeypatch.setattr(planning, "GOVERNING", kept)


def forget_tables_of_subqueries(monkeypatch):
    def outermost(tree):
        tables = [join.this for join in tree.args.get("joins") or ()]
        start = tree.args.get("from_")
        return [t for t in [*tables, *([start.this] if start else [])] if isinstance(t, exp.Table)]

    monkeypatch.setattr(govern_tables, "tables_of", outermost)


def know_ctes_by_name_alone(monkeypatch):
    def by_name(tree):
        known = {each.alias for each in tree.find_all(exp.CTE)}
        return [each for each in tree.find_all(exp.Table) if each.name not in known]

    monkeypatch.setattr(govern_tables, "tables_of", by_name)


def govern_the_first_table_only(monkeypatch):
    monkeypatch.setattr(govern_tables, "tables_of", lambda tree: [*lexical.tables_of(tree)][:1])


def forget_row_conditions(monkeypatch):
    monkeypatch.setattr(govern_tables, "_condition", lambda *_: None)


def show_cells_as_they_are(monkeypatch):
    monkeypatch.setattr(govern_tables, "masked", lambda typed, shown, *_: typed(shown))


@pytest.mark.parametrize(
    "plant",
    [
        skip_governing,
        forget_tables_of_subqueries,
        know_ctes_by_name_alone,
        govern_the_first_table_only,
        forget_row_conditions,
        show_cells_as_they_are,
    ],
)
def test_a_planted_bug_is_stopped_before_it_runs(monkeypatch, plant):
    """What is still planned is what would have been planned without it."""
    sound = {each: sent(planned(each)) for each in STATEMENTS}
    plant(monkeypatch)
    stopped = []
    for statement in STATEMENTS:
        try:
            plan = planned(statement)
        except (Problem, KeyError) as refused:
            stopped.append(refused)
        else:
            assert sent(plan) == sound[statement]
    codes = [each.code for each in stopped if isinstance(each, Problem)]
    assert "ungoverned_plan" in codes


def test_no_statement_names_what_lies_behind_a_dataset():
    """Ids of storages and datasets, and physical names, are names of nothing."""
    for table in ('"s_val"."d_collectes"', 'dechets."Pesees"', '"s_val".dechets."Pesees"'):
        with pytest.raises(Problem) as raised:
            planned(f"SELECT * FROM {table}")
        assert raised.value.code == "unknown_dataset"
