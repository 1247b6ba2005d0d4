"""A row that holds the values of several counts for several: by `lead`, joins, pivots, lists.

Covers federation.held_values, federation.engines.result_budget, federation.sql_reader,
federation.limits, federation.sql.rows_of_values.
"""

from dataclasses import replace

import pytest

from catalog.model.terms import AgreementLimits, Terms
from federation import planning
from federation.engines.result_budget import Measure
from federation.held_values import held_values
from federation.limits import Limits
from federation.plan import DUCKDB
from federation.planning import read_names
from federation.problems import TooManyRows, ValuesBeyondRows
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from tests.unit.federation import world
from tests.unit.sql.cases import names

C = "val_d_ille_aubigne.collectes"
PIVOT = "sum(CASE WHEN flux = 'a' THEN tonnage END) FILTER (WHERE flux > 'b')"
KEY = ("val_d_ille_aubigne", "collectes")


def read(statement):
    return read_sql(statement, read_parameters(()), names())


def held(statement):
    logical = read(statement)
    bound, known = world.binding("territory"), frozenset({DUCKDB})
    context = planning.context_of(logical, bound, world.snapshot(), Limits(), known, DUCKDB)
    resolved, _ = read_names(logical.tree, context)
    return held_values(resolved)[KEY]


@pytest.mark.parametrize(
    ("selected", "count"),
    [
        (f"SELECT flux, tonnage FROM {C}", 2),
        (f"SELECT count(*), count(flux) FROM {C}", 0),
        (f"SELECT sum(tonnage) AS s, max(flux) AS m FROM {C}", 2),
        (f"SELECT flux || flux FROM {C}", 2),
        (f"SELECT tonnage > 3 FROM {C}", 0),
        (f"SELECT CASE WHEN tonnage > 3 THEN flux ELSE 'x' END FROM {C}", 1),
        (f"SELECT lead(flux, 20) OVER (ORDER BY date_collecte), flux FROM {C}", 2),
        (f"WITH q AS (SELECT flux AS f FROM {C}) SELECT f FROM q WHERE f = 'x' ORDER BY f", 1),
        (f"SELECT a.flux, b.flux FROM {C} a JOIN {C} b ON a.flux = b.flux", 2),
        (f"WITH q AS (SELECT flux AS f, tonnage AS t FROM {C}) SELECT f || f, t FROM q", 3),
        (f"SELECT flux FROM {C} UNION ALL SELECT flux || flux FROM {C}", 2),
        (f"SELECT (SELECT max(flux) FROM {C}), (SELECT min(flux) FROM {C})", 2),
        (f"SELECT 1 AS one FROM {C} WHERE flux IN (SELECT flux FROM {C})", 0),
        (f"SELECT {PIVOT} FROM {C}", 1),
    ],
)
def test_values_are_counted_wherever_they_come_from(selected, count):
    assert held(selected) == count


def limited(statement, rows=20):
    """Planned under an agreement that allows so many rows."""
    bound = world.binding("territory")
    datasets = {
        dataset_id: replace(
            each,
            branches=tuple(
                replace(
                    branch,
                    agreement=replace(
                        branch.agreement, terms=Terms(limits=AgreementLimits(rows_per_query=rows))
                    ),
                )
                if branch.agreement is not None
                else branch
                for branch in each.branches
            ),
        )
        for dataset_id, each in bound.datasets.items()
    }
    return planning.plan_slice(
        read(statement),
        replace(bound, datasets=datasets),
        world.snapshot(),
        Limits(),
        frozenset({DUCKDB}),
        DUCKDB,
    )


def leads(count):
    carried = ", ".join(
        f"lead(flux, {20 * number}) OVER (ORDER BY date_collecte) AS f{number}"
        for number in range(count)
    )
    return f"SELECT {carried} FROM {C}"


def test_rows_of_one_are_as_many_as_the_agreement_allows():
    plan = limited(f"SELECT flux, tonnage FROM {C}")
    assert (plan.max_rows, plan.wide_rows) == (20, None)


def test_rows_that_hold_several_are_fewer():
    plan = limited(leads(49))
    columns = plan.wide_rows.columns
    assert plan.max_rows == 20 * columns // 49
    assert plan.max_rows * 49 <= 20 * columns
    with pytest.raises(ValuesBeyondRows) as told:
        Measure(plan).add_up(plan.max_rows + 1, 0)
    assert f'20 rows of "collectes" in a query, which hold {20 * columns} values' in (
        told.value.sentence("en")
    )
    assert "lead" in told.value.next_step("en")
    with pytest.raises(TooManyRows):
        Measure(limited(f"SELECT flux FROM {C}")).add_up(21, 0)


def test_a_row_that_alone_holds_more_than_all_may_is_refused_before_it_runs():
    with pytest.raises(ValuesBeyondRows):
        limited(leads(60), rows=2)
