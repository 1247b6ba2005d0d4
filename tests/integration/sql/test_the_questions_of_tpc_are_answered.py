"""TPC-H's 22 questions and TPC-DS's 99, asked in SQL, answer as their tables do when read at once.

Their texts are DuckDB's, said in Trino's dialect: where DuckDB alone takes a text for a date,
groups by an output's name or adds a number to a day, `tpc.in_trino` says it as Trino asks.

Covers federation.sql_reader, federation.sql.ctes, federation.sql.lateral, federation.sql.parsing,
federation.sql.products.
"""

import pytest

from federation.engines.duckdb_engine import DuckdbEngine
from federation.keys import DerivedKeys
from federation.values import bind_values
from tests.integration.sql.tpc import comparable, load_benchmark

LONGEST = 85
"""Of TPC-DS: as long as half of the others together."""
QUESTIONS = [("tpch", number) for number in range(1, 23)] + [
    pytest.param("tpcds", number, marks=[pytest.mark.whole] if number == LONGEST else [])
    for number in range(1, 100)
]


@pytest.fixture(scope="module")
def benchmarks(tmp_path_factory):
    loaded = {
        name: load_benchmark(name, 0.01, tmp_path_factory.mktemp(name))
        for name in ("tpch", "tpcds")
    }
    yield loaded
    for each in loaded.values():
        each.direct.close()


@pytest.fixture(scope="module")
async def engine(tmp_path_factory):
    made = DuckdbEngine(
        lambda _: "", spill_dir=tmp_path_factory.mktemp("spill"), memory_limit="2GB"
    )
    yield made
    await made.aclose()


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("name", "number"), QUESTIONS)
async def test_a_question_answers_as_its_tables_do(benchmarks, engine, name, number):
    benchmark = benchmarks[name]
    plan = benchmark.plan(number)
    values = bind_values(plan, {}, {}, DerivedKeys(b"k" * 32))
    answered = await engine.execute(plan, values)
    columns = [column.to_pylist() for column in answered.columns]
    found = comparable(zip(*columns, strict=True))
    expected = comparable(benchmark.direct.execute(benchmark.originals[number]).fetchall())
    assert sorted(found, key=repr) == sorted(expected, key=repr)
