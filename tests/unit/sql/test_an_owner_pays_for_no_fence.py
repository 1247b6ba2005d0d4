"""Where no row is hidden there is no fence and no copy, whatever a statement computes.

Covers federation.plan, federation.rewrites.fence.
"""

import pytest

from federation.plan import DUCKDB, POSTGRES
from tests.unit.sql.copied import C, planned

STATEMENTS = (
    f"SELECT flux FROM {C} WHERE upper(flux) LIKE '%A%B_'",
    f"SELECT CASE WHEN tonnage / 2 > 3 THEN flux END AS x FROM {C} ORDER BY tonnage * 2 LIMIT 3",
    f"SELECT q.x FROM (SELECT flux || 'x' AS x FROM {C}) q WHERE q.x = 'z'",
    f"SELECT count(*) AS n FROM {C} a JOIN {C} b ON a.flux || 'x' = b.flux",
)
BARE = (
    f"SELECT flux FROM {C} WHERE flux = 'VERRE' AND tonnage BETWEEN 1 AND 3",
    f"""SELECT flux, sum(tonnage) AS t FROM {C} WHERE NOT (flux IN ('A') OR tonnage IS NULL)
      GROUP BY flux HAVING sum(tonnage) > 3 ORDER BY t""",
    f"SELECT flux FROM {C} WHERE date_collecte >= DATE '2024-01-01' - INTERVAL '12' MONTH",
)
_FENCES = ("OFFSET 0", "LEAD(1)")


def is_fenced(plan):
    return any(each in plan.text for each in _FENCES)


@pytest.mark.parametrize("engine", [DUCKDB, POSTGRES])
@pytest.mark.parametrize("statement", [*STATEMENTS, *BARE])
def test_an_owner(statement, engine):
    plan = planned(statement, engine, "owner")
    assert not is_fenced(plan)
    assert plan.materialized == ()


@pytest.mark.parametrize("engine", [DUCKDB, POSTGRES])
@pytest.mark.parametrize("statement", [STATEMENTS[0], STATEMENTS[2]])
def test_who_is_shown_a_part_does_where_something_is_computed(statement, engine):
    plan = planned(statement, engine)
    assert is_fenced(plan) or plan.materialized


@pytest.mark.parametrize("engine", [DUCKDB, POSTGRES])
@pytest.mark.parametrize("statement", BARE)
def test_nobody_does_for_bare_comparisons(statement, engine):
    plan = planned(statement, engine)
    assert not is_fenced(plan)
    assert plan.materialized == ()
