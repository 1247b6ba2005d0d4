"""Thousands of statements, most of them unusual, are answered or refused as what they are.

They are those of Trino's own tests, over TPC-H's tables.

Covers federation.sql_reader, federation.sql.parsing, federation.engines.duckdb_engine.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from catalog.model.problem import CallerProblem, Problem
from federation.engines.duckdb_engine import DuckdbEngine
from federation.keys import DerivedKeys
from federation.limits import Limits
from federation.plan import DUCKDB
from federation.planning import plan_slice
from federation.problems import SourceOverloaded
from federation.sql.parameters import read_parameters
from federation.sql.values import CLOCK, clock_values
from federation.sql_reader import read_sql
from federation.values import bind_values
from tests.integration.sql.tpc import NOW, SCHEMA, load_benchmark
from tests.integration.sql.trino_statements import trino_statements

LIMITS = Limits(max_rows=100_000, timeout_s=60.0)
TABLES = "orders|lineitem|customer|nation|region|partsupp|part|supplier"
NAMED = re.compile(rf"(\b(?:from|join)\s+\(?\s*|,\s*)({TABLES})\b(?!\s*[.(])", re.IGNORECASE)
LEAST = {"statements": 6_000, "answered": 3_000}
OVERLOADS = 3
"""A product of two tables is more than the engine may hold: told as that."""


@pytest.mark.whole
async def test_no_statement_is_a_breakdown(tmp_path):
    benchmark = load_benchmark("tpch", 0.001, tmp_path, short_names=True)
    engine = DuckdbEngine(lambda _: "", spill_dir=tmp_path / "spill", memory_limit="1GB")
    variables = {CLOCK: clock_values(NOW)}
    told, breakdowns = Counter(), []
    for statement in trino_statements():
        told["statements"] += 1
        try:
            query = NAMED.sub(rf"\1{SCHEMA}.\2", statement)
            logical = read_sql(query, read_parameters(()), benchmark.names)
            plan = plan_slice(
                logical, benchmark.binding, benchmark.snapshot, LIMITS, frozenset({DUCKDB}), DUCKDB
            )
            await engine.execute(plan, bind_values(plan, variables, {}, DerivedKeys(b"k" * 32)))
            told["answered"] += 1
        except CallerProblem:
            told["refused"] += 1
        except SourceOverloaded:
            told["overloaded"] += 1
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is a breakdown
            code = problem.code if isinstance(problem, Problem) else type(problem).__name__
            breakdowns.append((code, statement))
    await engine.aclose()
    benchmark.direct.close()
    assert not breakdowns
    assert told["overloaded"] <= OVERLOADS
    assert all(told[each] >= least for each, least in LEAST.items()), told
