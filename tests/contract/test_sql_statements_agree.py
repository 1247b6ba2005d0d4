"""Statements in SQL, as a caller writes them, give equal rows and types in every place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from federation.limits import Limits
from federation.planning import plan_slice
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from federation.values import bind_values
from tests.contract.cases_file import ContractCase
from tests.contract.conftest import KEYRING, PLACES, Bench
from tests.contract.test_engines_agree import REFERENCE, _rows, assert_same
from tests.contract.world import binding_of_place, snapshot_of_place

ROOT = Path(__file__).with_name("statements")


@dataclass(frozen=True)
class Statement:
    title: str
    sql: str

    def __str__(self) -> str:
        return self.title


def statements() -> list[Statement]:
    """`-- what must be equal`, then the statement; an empty line between two."""
    found = []
    for path in sorted(ROOT.glob("*.sql")):
        for block in path.read_text("utf-8").strip().split("\n\n"):
            title, _, sql = block.partition("\n")
            found.append(Statement(title.removeprefix("-- "), sql))
    return found


async def answer(bench: Bench, statement: Statement, place_name: str) -> pa.Table:
    place = bench.places[place_name]
    snapshot = snapshot_of_place(place)
    names = SqlNames.of(snapshot, snapshot.datasets)
    plan = plan_slice(
        read_sql(statement.sql, read_parameters(()), names),
        binding_of_place(snapshot),
        snapshot,
        Limits(timeout_s=60),
        frozenset({place.engine}),
        place.engine,
    )
    assert plan.engine == place.engine
    return await bench.engines[plan.engine].execute(plan, bind_values(plan, {}, {}, KEYRING))


def test_there_are_at_least_seventy_statements_and_no_title_twice():
    titles = [each.title for each in statements()]
    assert len(set(titles)) == len(titles) >= 70


@pytest.mark.servers
@pytest.mark.parametrize("place", [each for each in PLACES if each != REFERENCE])
@pytest.mark.parametrize("statement", statements(), ids=str)
async def test_every_place_answers_a_statement_alike(
    bench: Bench, statement: Statement, place: str
):
    expected = await answer(bench, statement, REFERENCE)
    found = await answer(bench, statement, place)
    assert found.schema == expected.schema
    case = ContractCase("sql", statement.title, statement.sql, (), ())
    assert_same(_rows(found, case), _rows(expected, case))
