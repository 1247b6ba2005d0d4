"""Statements in SQL, as a caller writes them, give equal rows and types in every place.

Covers federation.sql_reader, federation.sql.functions, federation.sql.regular_functions,
federation.sql.written_out, federation.sql.equivalents, federation.dialects.matching,
federation.dialects.postgres_forms, federation.dialects.absent_first, federation.engines.correlated,
federation.engines.subquery_problems.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from federation.dialects.postgres_forms import suits_postgresql
from federation.engines.subquery_problems import SubqueryNotRun
from federation.limits import Limits
from federation.plan import DUCKDB, POSTGRES
from federation.planning import plan_slice
from federation.problems import ExpressionFailed
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from federation.values import bind_values
from tests.contract.cases_file import ContractCase, contract_cases
from tests.contract.conftest import KEYRING, Bench, each_place
from tests.contract.test_engines_agree import REFERENCE, _rows, assert_same

ROOT = Path(__file__).with_name("statements")
FAILS = "-- fails\n"
GIVES = "-- gives: "


@dataclass(frozen=True)
class Statement:
    """`fails`: every engine stops at a value, and none answers something else. `gives` is None
    where equality is all that is asked.
    """

    title: str
    sql: str
    fails: bool = False
    gives: list[list[Any]] | None = None

    def __str__(self) -> str:
        return self.title


def statements() -> list[Statement]:
    """`-- what must be equal`, `-- fails` where nothing can be answered or `-- gives: [[…]]` for
    what is right and not only equal (JSON), then the statement; an empty line between two.
    """
    found = []
    for path in sorted(ROOT.glob("*.sql")):
        for block in path.read_text("utf-8").strip().split("\n\n"):
            title, _, sql = block.partition("\n")
            fails = sql.startswith(FAILS)
            statement, gives = sql.removeprefix(FAILS), None
            if statement.startswith(GIVES):
                said, _, statement = statement.removeprefix(GIVES).partition("\n")
                gives = json.loads(said)
            found.append(Statement(title.removeprefix("-- "), statement, fails, gives))
    return found


async def expected_of(bench: Bench, statement: Statement) -> pa.Table:
    """What the reference answers, asked once for all places."""
    key = (statement.title, REFERENCE)
    if key not in bench.results:
        bench.results[key] = await answer(bench, statement, REFERENCE)
    return bench.results[key]


async def answer(bench: Bench, statement: Statement, place_name: str) -> pa.Table:
    place = bench.places[place_name]
    snapshot, binding = bench.known_of(place)
    names = SqlNames.of(snapshot, snapshot.datasets)
    plan = plan_slice(
        read_sql(statement.sql, read_parameters(()), names),
        binding,
        snapshot,
        Limits(timeout_s=60),
        frozenset({place.engine, DUCKDB}),
        place.engine,
    )
    # Of what hides rows DuckDB may keep copies, wherever they come from; it runs what PostgreSQL
    # lacks.
    lacks = place.engine == POSTGRES and not suits_postgresql(plan.logical.tree)
    assert plan.engine == (DUCKDB if plan.materialized or lacks else place.engine)
    return await bench.engines[plan.engine].execute(plan, bind_values(plan, {}, {}, KEYRING))


def test_there_are_at_least_three_hundred_queries_and_no_title_twice():
    titles = [each.title for each in statements()]
    assert len(set(titles)) == len(titles)
    assert len(titles) + len(contract_cases()) >= 300


@pytest.mark.parametrize("place", each_place(but=REFERENCE))
@pytest.mark.parametrize("statement", statements(), ids=str)
async def test_every_place_answers_a_statement_alike(
    bench: Bench, statement: Statement, place: str
):
    if statement.fails:
        with pytest.raises(ExpressionFailed):
            await answer(bench, statement, place)
        return
    expected = await expected_of(bench, statement)
    found = await answer(bench, statement, place)
    assert found.schema == expected.schema
    case = ContractCase("sql", statement.title, statement.sql, (), ())
    assert_same(_rows(found, case), _rows(expected, case))
    if statement.gives is not None:
        assert_same(_rows(found, case), statement.gives)


NOT_RUN = (
    (
        "SELECT m.id, (SELECT t.tournee FROM ville.tournees t WHERE t.flux = m.flux LIMIT 1)"
        " FROM ville.mesures m"
    ),
    (
        "SELECT m.id FROM ville.mesures m WHERE EXISTS (SELECT count(*) FROM ville.tournees t"
        " WHERE t.flux = m.flux HAVING count(*) > 1)"
    ),
    "SELECT m.id, 1 IN (SELECT m.id * 2) FROM ville.mesures m",
    (
        "SELECT (SELECT count(*) FROM (VALUES (1, 1), (1, 2)) t(a, b) WHERE a = id GROUP BY b"
        " LIMIT 1) FROM ville.mesures t"
    ),
)


@pytest.mark.parametrize("sql", NOT_RUN)
async def test_a_subquery_that_trino_cannot_run_is_told_as_that(bench: Bench, sql: str):
    statement = Statement(sql, sql)
    assert (await answer(bench, statement, REFERENCE)).num_rows > 0
    with pytest.raises(SubqueryNotRun):
        await answer(bench, statement, "trino over postgresql")
