"""One tree, three dialects, equal rows and types: each query of `cases/` in every place.

Covers federation.dialects.duckdb_rules, federation.dialects.postgres_rules,
federation.dialects.trino_rules, federation.dialects.common_rules, federation.dialects.decimals,
federation.dialects.collation.
"""

from __future__ import annotations

import math
from typing import Any

import pyarrow as pa
import pytest

from federation.results.canonical import CANONICAL_TYPES
from tests.contract.cases_file import ContractCase, contract_cases
from tests.contract.conftest import Bench, each_place

CASES = contract_cases()
REFERENCE = "duckdb over parquet"


def test_there_are_at_least_eighty_queries_and_no_title_twice():
    titles = [str(case) for case in CASES]
    assert len(set(titles)) == len(titles) >= 80


@pytest.mark.parametrize("place", each_place())
@pytest.mark.parametrize("case", CASES, ids=str)
async def test_every_place_gives_the_same_rows_and_types(
    bench: Bench, case: ContractCase, place: str
):
    result = await bench.run(case, place)
    expected = pa.schema([(name, CANONICAL_TYPES[wire]) for name, wire in case.columns])
    assert result.schema == expected
    if case.gives is not None:
        assert_same(_rows(result, case), case.gives)
    if place != REFERENCE:
        reference = await bench.run(case, REFERENCE)
        assert_same(_rows(result, case), _rows(reference, case))


def _rows(table: pa.Table, case: ContractCase) -> list[list[Any]]:
    """Plain values; in an order of our own where the query asks for none."""
    columns = [_cells(column) for column in table.columns]
    listed = [list(row) for row in zip(*columns, strict=True)]
    if "ORDER BY" not in case.sql.rpartition(")")[2]:
        listed.sort(key=lambda row: [(cell is None, str(cell)) for cell in row])
    return listed


def _cells(column: pa.ChunkedArray) -> list[Any]:
    if pa.types.is_temporal(column.type):
        column = column.cast(pa.string())
    return column.to_pylist()


def assert_same(found: list[list[Any]], expected: list[list[Any]]) -> None:
    """Equal cell for cell; a float to twelve digits, since sums add up in another order."""
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert len(one) == len(other)
        for cell, wanted in zip(one, other, strict=True):
            if isinstance(cell, float) and isinstance(wanted, float | int):
                assert math.isclose(cell, wanted, rel_tol=1e-12, abs_tol=1e-12), (one, other)
            else:
                assert (type(cell), cell) == (type(wanted), wanted), (one, other)
