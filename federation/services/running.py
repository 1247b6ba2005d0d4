"""The steps of a service over tables in memory, on DuckDB; nothing is written or kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from federation.services.folder import Service
from federation.services.inputs import sql_type
from federation.services.portable import Types, read_query, written_for_duckdb

PARAMETERS = "parametres"
"""The table of one row whose columns are the service's parameters."""
_THREADS = 2
_DECIMAL = "DECIMAL"
_TYPES = {
    "VARCHAR": "varchar", "BIGINT": "bigint", "INTEGER": "integer", "HUGEINT": "decimal(38,0)",
    "DATE": "date", "TIMESTAMP": "timestamp", "BOOLEAN": "boolean", "DOUBLE": "double",
}  # fmt: skip
Rows = list[dict[str, Any]]


def run_steps(
    service: Service, tables: Mapping[str, pa.Table], types: Mapping[str, Types]
) -> dict[str, Rows]:
    """The rows of each step that the answer or the notices read.

    `types`: of the columns of `tables`, as the portable SQL calls them.
    """
    wanted = {part.step for part in service.answer} | set(service.notices)
    known = dict(types)
    rows: dict[str, Rows] = {}
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": _THREADS,
        "enable_external_access": False,
    }
    with duckdb.connect(":memory:", config=config) as engine:
        for name, table in tables.items():
            engine.from_arrow(table).create(name)
        for step in service.steps:
            tree = read_query(service.queries[step.query])
            text = written_for_duckdb(tree, known)
            if step.rounds:
                _grow(engine, step.name, text, step.rounds)
            else:
                relation = engine.sql(text)
                relation.create(step.name)
                known[step.name] = {
                    column: _portable(str(kind))
                    for column, kind in zip(relation.columns, relation.types, strict=True)
                }
            if step.name in wanted and not step.rounds:
                rows[step.name] = engine.table(step.name).to_arrow_table().to_pylist()
    return rows


def _grow(engine: duckdb.DuckDBPyConnection, table: str, text: str, rounds: int) -> None:
    """Until a round adds nothing."""
    for _ in range(rounds):
        added = engine.sql(text).to_arrow_table()
        if not added.num_rows:
            return
        engine.from_arrow(added).insert_into(table)


def _portable(kind: str) -> str:
    return kind.lower() if kind.startswith(_DECIMAL) else _TYPES.get(kind, "varchar")


def parameter_table(service: Service, values: Mapping[str, object]) -> tuple[pa.Table, Types]:
    """One row; `values` are of the parameters' types already."""
    from federation.services.inputs import arrow_type

    columns = {
        name: pa.array([values[name]], arrow_type(parameter.type))
        for name, parameter in service.parameters.items()
    }
    kinds = {name: sql_type(parameter.type) for name, parameter in service.parameters.items()}
    if not columns:
        columns, kinds = {"un": pa.array([1], pa.int64())}, {"un": "bigint"}
    return pa.table(columns), kinds
