"""TPC-H's 22 questions and TPC-DS's 99, through the SQL entrance, on DuckDB and on Trino.

Each is asked three times of the same Parquet files: through Interco on each engine, where rows and
types must be the same; and of Trino itself, by the text that Interco was given.

Covers federation.engines.trino_engine, federation.sql.ctes, federation.sql_reader,
deploy.local.trino_keys, deploy.local.trino_distribution.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest

from deploy.local import S3Server, TrinoServer
from federation.engine import Engine
from federation.engines.duckdb_engine import DuckdbEngine
from federation.keys import DerivedKeys
from federation.plan import DUCKDB, TRINO
from federation.planning import plan_slice
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from federation.values import bind_values
from tests.contract.test_engines_agree import assert_same
from tests.contract.tpc_places import Suite, load_suite
from tests.integration.sql.tpc import LIMITS
from tests.locked_trino import unlocked_engine

SCALE = 0.01
QUESTIONS = [("tpch", number) for number in range(1, 23)] + [
    ("tpcds", number) for number in range(1, 100)
]
REFUSED_BY_TRINO = {
    # Trino says that the arguments of grouping() are not grouped by, when it stands in ORDER BY.
    ("tpcds", 70),
    ("tpcds", 86),
}
"""Questions that Interco answers and Trino alone does not, as they are written."""


@dataclass(frozen=True)
class Suites:
    by_name: dict[str, Suite]
    engines: dict[str, Engine]

    async def ask(self, name: str, number: int, engine: str) -> pa.Table:
        benchmark = self.by_name[name].governed
        logical = read_sql(benchmark.questions[number], read_parameters(()), benchmark.names)
        plan = plan_slice(
            logical, benchmark.binding, benchmark.snapshot, LIMITS, frozenset({engine}), engine
        )
        values = bind_values(plan, {}, {}, DerivedKeys(b"k" * 32))
        return await self.engines[engine].execute(plan, values)


@pytest.fixture(scope="module")
async def suites(
    s3: S3Server, trino: TrinoServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Suites]:
    by_name = {
        name: await load_suite(name, SCALE, s3, trino, tmp_path_factory.mktemp(name))
        for name in ("tpch", "tpcds")
    }
    engines: dict[str, Engine] = {
        DUCKDB: DuckdbEngine(
            lambda _: s3.secret_key,
            spill_dir=tmp_path_factory.mktemp("spill"),
            memory_limit=2 * 1024**3,
            threads=2,
        ),
        # What Trino would read is compared with the plan elsewhere: here it would double the time.
        TRINO: unlocked_engine(trino, lambda _: s3.secret_key, check_tables=False),
    }
    yield Suites(by_name, engines)
    for engine in engines.values():
        await engine.aclose()
    for suite in by_name.values():
        suite.governed.direct.close()
        await suite.on_trino.aclose()


@pytest.mark.whole
@pytest.mark.parametrize(("name", "number"), QUESTIONS)
async def test_a_question_answers_the_same_on_both_engines_and_as_trino_itself(
    suites: Suites, name: str, number: int
):
    found = await suites.ask(name, number, TRINO)
    expected = await suites.ask(name, number, DUCKDB)
    assert found.schema == expected.schema
    assert_same(rows(found), rows(expected))
    if (name, number) in REFUSED_BY_TRINO:
        return
    suite = suites.by_name[name]
    direct = await suite.on_trino.run(suite.governed.questions[number])
    assert len(direct.columns) == found.num_columns
    assert_as_trino(rows(found), direct.rows, [kind for _, kind in direct.columns])


def rows(table: pa.Table) -> list[list[Any]]:
    """In the order in which they came: every question asks for one."""
    columns = [column.to_pylist() for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def assert_as_trino(found: list[list[Any]], direct: list[list[Any]], kinds: list[str]) -> None:
    """Averages and ratios of decimals are doubles here, and decimals rounded to their scale there:
    the same number, to half of their last digit.
    """
    assert len(found) == len(direct)
    for one, other in zip(found, direct, strict=True):
        for cell, wanted, kind in zip(one, other, kinds, strict=True):
            if cell is None or wanted is None:
                assert cell is wanted, (one, other)
            elif isinstance(cell, float):
                digits = kind.rpartition(",")[2].strip(" )") if kind.startswith("decimal") else ""
                slack = 0.5001 * 10.0 ** -int(digits) if digits else 0.0
                close = math.isclose(cell, float(wanted), rel_tol=1e-9, abs_tol=slack)
                assert close, (one, other)
            else:
                assert str(cell) == str(wanted), (one, other)
