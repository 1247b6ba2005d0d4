"""One ask through the compiler, over files that DuckDB reads; and the same by the oracle."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import parse_one

from catalog.cog import load_cog
from catalog.model.dataset import ColumnType, Dataset, ObjectKind, ScalarType
from catalog.model.problem import Problem
from federation.binding import Binder
from federation.engine import Value
from federation.engines.constant_tables import ConstantTables
from federation.engines.duckdb_cursors import ReadyCursor
from federation.engines.duckdb_run import begun
from federation.engines.duckdb_sources import OpenedSources
from federation.engines.kept_tables import ATTACH_KEPT_TABLES
from federation.keys import DerivedKeys
from federation.limits import Limits
from federation.logical import LogicalQuery, Shape, SliceKind
from federation.physical_names import KEPT_TABLES
from federation.plan import DUCKDB, Plan
from federation.planning import plan_slice
from federation.problems import ColumnNotGranted, HashesNotComparable
from federation.results.canonical import canonical_table
from federation.storages.registry import ADAPTERS
from federation.values import bind_values
from tests.integration.oracle.asks import Ask
from tests.integration.oracle.governed_rows import Oracle, granted, keys_of, shows_communes
from tests.integration.oracle.scenario import DIRECTORY, TYPES, Scenario, source_name
from tests.integration.oracle.three_values import wire

KEYRING = DerivedKeys(b"a master key for tests, 32 bytes.")
_MOST_OF_CONSTANTS = 16 * 1024**2
_ARROW = {
    ScalarType.STRING: pa.string(),
    ScalarType.DATE: pa.date32(),
    ScalarType.INTEGER: pa.int32(),
    ScalarType.DECIMAL: pa.decimal128(10, 3),
    ScalarType.TIMESTAMP_TZ: pa.timestamp("us", "UTC"),
}


def plan(ask: Ask, scenario: Scenario, engine: str = DUCKDB) -> Plan:
    binding = Binder(scenario.snapshot, load_cog(), scenario.now, scenario.reader).bind(
        scenario.decision
    )
    named = tuple(each.id for each in scenario.datasets if f".{each.name} " in f"{ask.sql} ")
    logical = LogicalQuery(
        kind=SliceKind.NODES,
        datasets=named,
        tree=parse_one(ask.sql, read="trino"),
        parameters=ask.parameters,
        shape=Shape(()),
        columns=ask.columns,
    )
    engines = frozenset({engine})
    return plan_slice(logical, binding, scenario.snapshot, Limits(), engines, engine)


def named_in(ask: Ask, datasets: Iterable[Dataset]) -> tuple[str, ...]:
    return tuple(each.id for each in datasets if f".{each.name} " in f"{ask.sql} ")


def logical_of(ask: Ask, datasets: Iterable[Dataset]) -> LogicalQuery:
    return LogicalQuery(
        kind=SliceKind.NODES,
        datasets=named_in(ask, datasets),
        tree=parse_one(ask.sql, read="trino"),
        parameters=ask.parameters,
        shape=Shape(()),
        columns=ask.columns,
    )


def answered(ask: Ask, scenario: Scenario) -> pa.Table:
    """In canonical form, as an engine returns it."""
    planned = plan(ask, scenario)
    values = bind_values(planned, {}, {}, KEYRING)
    for table in planned.tables:
        write_source(table.dataset, scenario)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        found = found_by(connection, planned, values)
    return canonical_table(found, ask.columns)


def found_by(
    connection: duckdb.DuckDBPyConnection, planned: Plan, values: Mapping[str, Value]
) -> pa.Table:
    """On a cursor of its own, its files open while it reads, as the engine does."""
    constants = ConstantTables(_MOST_OF_CONSTANTS)
    sources = OpenedSources(planned.tables, ADAPTERS, set(), constants=constants)
    connection.execute(ATTACH_KEPT_TABLES)
    try:
        with closing(ReadyCursor(connection.cursor())) as ready, closing(sources):
            sources.open(ready)
            over_tables = sources.over_constants(planned, ready.cursor, values)
            for _ in begun(ready.cursor, over_tables, values):
                pass
            return ready.cursor.to_arrow_table()
    finally:
        connection.execute(f"DETACH {KEPT_TABLES}")


def write_source(dataset: Dataset, scenario: Scenario) -> None:
    path = Path(DIRECTORY, dataset.physical.name)
    if dataset.physical.kind is ObjectKind.CSV:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
            writer.writerow([source_name(name) for name in TYPES])
            writer.writerows([row[name] for name in TYPES] for row in scenario.text[dataset.id])
        return
    rows = scenario.rows[dataset.id]
    columns = {
        source_name(name): pa.array([row[name] for row in rows], _arrow(column_type))
        for name, column_type in TYPES.items()
    }
    pq.write_table(pa.table(columns), path)


def _arrow(column_type: ColumnType) -> pa.DataType:
    return _ARROW[column_type.scalar]


def expected(ask: Ask, scenario: Scenario) -> list[tuple[Any, ...]]:
    branches = {key: each.branches for key, each in scenario.decision.datasets.items()}
    oracle = Oracle(
        scenario.snapshot, branches, load_cog(), scenario.now, scenario.reader or "", KEYRING
    )
    governed = {
        each.id: oracle.governed(each, scenario.rows[each.id]) for each in scenario.datasets
    }
    kinds = [kind for _, kind in ask.columns]
    return [
        tuple(wire(value, kind) for value, kind in zip(row, kinds, strict=True))
        for row in ask.rows(governed, oracle)
    ]


def withheld(ask: Ask, scenario: Scenario) -> set[tuple[str, str]]:
    """Columns that the ask uses and no branch grants."""
    by_id = {each.id: each for each in scenario.datasets}
    return {
        (dataset, name)
        for dataset, name in ask.names
        if name not in granted(by_id[dataset], scenario.decision.datasets[dataset].branches)
    }


def refusal(ask: Ask, scenario: Scenario) -> type[Problem] | None:
    """What the ask must be refused for, though each of its columns is granted."""
    branches = {key: each.branches for key, each in scenario.decision.datasets.items()}
    keys = [
        {(dataset, name, each) for each in keys_of(f"{dataset}_{name}", branches[dataset])}
        for dataset, name in ask.compared
    ]
    if keys and any(each != keys[0] for each in keys):
        return HashesNotComparable
    located = ask.located
    if located is not None and not shows_communes(f"{located}_code", branches[located]):
        return ColumnNotGranted
    return None


def rows_of(table: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
