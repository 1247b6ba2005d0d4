"""A statement that was made as a tree is planned as the same statement in text, and no other way.

Covers federation.sql.made_trees, services_run.statements.
"""

import pytest
from sqlglot import exp

from catalog.model.problem import Problem
from federation.limits import Limits
from federation.plan import DUCKDB, TRINO
from federation.planning import plan_slice
from federation.sql.made_trees import parameter
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql, read_tree
from federation.to_sql import write_sql
from services_run.statements import (
    ReadTable,
    combining,
    counting_by_month,
    counting_by_month_and_place,
    counting_by_value,
    reading,
    reading_a_few,
)
from tests.unit.federation.world import binding, snapshot
from tests.unit.sql.cases import names

ROWS = ReadTable("val_d_ille_aubigne", "collectes", ("date_collecte", "flux"))
TREES = {
    "rows": reading(ROWS),
    "a few": reading_a_few(ROWS, 3),
    "months": counting_by_month(ROWS),
    "values": counting_by_value(ROWS),
    "months and places": counting_by_month_and_place(ROWS),
    "two together": combining([ROWS, ROWS]),
}


def planned(logical, decision="territory"):
    engines = frozenset({DUCKDB})
    plan = plan_slice(logical, binding(decision), snapshot(), Limits(), engines, DUCKDB)
    return (*plan.materialized, plan.text), plan.logical.shape, plan.parameters


@pytest.mark.parametrize("name", TREES)
def test_a_tree_and_its_text_are_one_plan(name):
    tree = TREES[name]
    before = tree.sql(TRINO)
    of_tree = read_tree(tree, read_parameters(()), names())
    of_text = read_sql(write_sql(tree, TRINO), read_parameters(()), names())
    assert planned(of_tree) == planned(of_text)
    assert tree.sql(TRINO) == before


def test_a_value_beside_a_tree_is_bound_as_that_of_a_question_mark():
    is_flux = exp.column("flux", quoted=True).eq(parameter(1))
    tree = reading(ROWS).where(is_flux)
    given = read_parameters(("VERRE",))
    text = f"SELECT date_collecte, flux FROM {ROWS.owner}.{ROWS.name} WHERE flux = ?"
    assert planned(read_tree(tree, given, names())) == planned(read_sql(text, given, names()))
    with pytest.raises(Problem) as refused:
        read_tree(tree, read_parameters(()), names())
    assert refused.value.code == "sql_parameter_count"


def selecting(*shown):
    return exp.select(*shown).from_(exp.table_(ROWS.name, db=ROWS.owner))


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        (selecting(exp.func("read_text", exp.Literal.string("/etc/passwd"))), "sql_construct"),
        (selecting(exp.Anonymous(this="interco_row_id", expressions=[])), "sql_construct"),
        (selecting(exp.Placeholder(this="p0")), "sql_construct"),
        (selecting(exp.Literal(this="1); DROP TABLE t; --", is_string=False)), "sql_construct"),
        (selecting(exp.var("current_user")), "sql_construct"),
        (selecting(exp.column("interco_hidden")), "sql_reserved_name"),
        (selecting(exp.column("a\0b")), "sql_construct"),
        (
            exp.select("*").from_(exp.table_("communes", db="interco_reference")),
            "sql_reserved_name",
        ),
        (
            exp.select("*").from_(
                exp.Table(this=exp.Anonymous(this="glob", expressions=[exp.Star()]))
            ),
            "sql_construct",
        ),
        (selecting("flux").lock(), "sql_construct"),
        (selecting("flux").with_("a", as_="SELECT 1"), "sql_construct"),
        (selecting(exp.column("paie")), "unknown_column"),
        (exp.select("*").from_(exp.table_("paie", db=ROWS.owner)), "unknown_dataset"),
    ],
)
def test_a_tree_with_anything_else_is_refused(tree, code):
    with pytest.raises(Problem) as refused:
        planned(read_tree(tree, read_parameters(()), names()))
    assert refused.value.code == code
