"""Statements over rows of which some are hidden, and how many copies are made for each."""

from __future__ import annotations

import re
from dataclasses import replace

from federation import planning
from federation.limits import Limits
from federation.plan import DUCKDB, POSTGRES, Plan
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from tests.unit.federation.world import binding, snapshot
from tests.unit.sql.cases import names

C, F = "val_d_ille_aubigne.collectes", "mesnil_roc_h.fontaines"
ANSWER = "its answer"
"""In place of how many: nothing that is read is copied, but the whole answer is kept first."""
COPIES: dict[str, tuple[int | str, int | str]] = {
    statement: (here, there)
    for statement, here, there in (
        # … in DuckDB, and where PostgreSQL could run it.
        (f"SELECT flux FROM {C}", 0, 0),
        (f"SELECT flux FROM {C} WHERE tonnage > 3 ORDER BY 1 LIMIT 5", 0, 0),
        (f"SELECT flux FROM {C} WHERE tonnage / 2 > 3", ANSWER, 0),
        (f"WITH c AS (SELECT flux FROM {C}) SELECT upper(flux) FROM c GROUP BY 1", ANSWER, 0),
        (f"SELECT flux FROM {C} UNION ALL SELECT flux FROM {C}", 0, 0),
        (f"SELECT flux FROM {C} UNION ALL SELECT flux FROM {C} LIMIT 5", 0, 0),
        (f"SELECT tonnage / 2 FROM {C} UNION ALL SELECT tonnage FROM {C} LIMIT 5", 1, 0),
        (f"SELECT flux FROM {C} WHERE flux LIKE 'a%' LIMIT 5", 0, 0),
        (f"SELECT flux FROM {C} WHERE flux LIKE 'a!%' ESCAPE '!' LIMIT 5", 1, 0),
        (f"SELECT flux FROM {C} WHERE CAST(flux AS integer) > 3 LIMIT 5", 1, 0),
        (f"SELECT tonnage / 2 FROM {C}", ANSWER, 0),
        (f"SELECT tonnage / 2 FROM {C} LIMIT 5", ANSWER, 0),
        (f"SELECT tonnage / 2 FROM {C} ORDER BY tonnage * 2 LIMIT 5", 1, 0),
        (f"SELECT DISTINCT tonnage / 2 FROM {C} LIMIT 5", 1, 0),
        (f"SELECT sum(tonnage / 2) FROM {C} GROUP BY flux LIMIT 5", 0, 0),
        (f"SELECT sum(tonnage) / 2 FROM {C} GROUP BY flux LIMIT 5", 1, 0),
        (f"SELECT flux FROM {C} WHERE tonnage / 2 > 3 OFFSET 2", 1, 0),
        (f"SELECT flux FROM {C} WHERE tonnage / 2 > 3 FETCH FIRST 2 ROWS ONLY", 1, 0),
        (f"SELECT a.flux FROM {C} a JOIN {C} b ON a.date_collecte = b.date_collecte", 1, 1),
        (f"SELECT a.flux FROM {C} a, {C} b WHERE a.flux = b.flux", 1, 1),
        (f"SELECT v.x FROM (VALUES ('a')) v(x) LEFT JOIN {C} c ON c.flux = v.x", 1, 1),
        (f"SELECT flux FROM {C} WHERE flux IN (SELECT flux FROM {C})", 1, 1),
        (f"SELECT flux FROM {C} WHERE flux = (SELECT min(flux) FROM {C})", 1, 1),
        (f"SELECT flux, (SELECT max(tonnage) FROM {C}) AS m FROM {C}", 1, 1),
        (f"SELECT m FROM (SELECT (SELECT max(tonnage) FROM {C}) AS m FROM {C}) s", 1, 1),
        (f"SELECT 1 AS x FROM (VALUES 1) v(x) WHERE EXISTS (SELECT 1 FROM {C})", 1, 1),
        (f"SELECT flux FROM {C} EXCEPT SELECT flux FROM {C} WHERE tonnage > 3", 2, 2),
        (f"SELECT flux FROM {C} INTERSECT SELECT flux FROM {C} WHERE tonnage > 3", 2, 2),
    )
}
"""The same rows and columns are one copy, however often they are read."""


_KEPT = re.compile(r'SELECT "_m"\.[^()]* FROM "temp"\."_m1" AS "_m" LIMIT \d+')


def planned(
    statement: str, engine: str, decision: str = "territory", *, has_account: bool = True
) -> Plan:
    read = read_sql(statement, read_parameters(()), names())
    known = frozenset({engine, DUCKDB})
    bound = binding(decision)
    if not has_account:
        bound = replace(bound, reader=None)
    return planning.plan_slice(read, bound, snapshot(), Limits(), known, engine)


def copies_of(statement: str) -> tuple[int | str, int | str]:
    in_duckdb = planned(statement, DUCKDB)
    elsewhere = planned(statement, POSTGRES)
    assert elsewhere.engine == (DUCKDB if elsewhere.materialized else POSTGRES)
    return _copies(in_duckdb), _copies(elsewhere)


def _copies(plan: Plan) -> int | str:
    keeps_answer = _KEPT.fullmatch(plan.text) is not None
    return ANSWER if keeps_answer else len(plan.materialized)


def statement_that_tells() -> str | None:
    """The first of which other copies are made than it says."""
    for statement, expected in COPIES.items():
        try:
            if copies_of(statement) != expected:
                return statement
        except Exception as failure:  # noqa: BLE001 - a mutant may die of anything
            return f"{statement}: {type(failure).__name__}"
    return None
