"""Both twins of a world in DuckDB: one plan, run as it stands over each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import duckdb
import pyarrow as pa

from catalog.cog import load_cog
from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from federation.binding import Binder, Binding
from federation.engine import Value
from federation.engines.constant_tables import ConstantTables
from federation.engines.duckdb_instances import BY_HIDDEN_ROWS
from federation.engines.duckdb_run import begun, problem_of
from federation.engines.kept_tables import ATTACH_KEPT_TABLES
from federation.limits import Limits
from federation.logical import LogicalQuery
from federation.plan import DUCKDB, Plan
from federation.planning import plan_slice
from federation.problems import TooManyRows
from federation.results.canonical import canonical_table
from federation.values import bind_values
from tests.attacks.outcome import Outcome, failed, outcome_of
from tests.attacks.twins import CANARY, KEYRING, Twins
from tests.attacks.worlds import NAMES, STORAGES, World, source_name, source_rows, source_type

LIMITS = Limits()
_MOST_OF_CONSTANTS = 16 * 1024**2


class NotUnderstoodError(Exception):
    """The engine makes no sense of a plan: whatever a caller writes, that is never theirs."""


class Arena:
    """The binding is made once; the two databases differ where the twins do."""

    def __init__(self, pair: Twins) -> None:
        self.pair = pair
        world = pair.with_canaries
        self.binding: Binding = Binder(world.snapshot, load_cog(), world.now, world.reader).bind(
            world.decision
        )
        self.databases = (_filled(pair.with_canaries, CANARY), _filled(pair.without, ""))
        self._constants = tuple(ConstantTables(_MOST_OF_CONSTANTS) for _ in self.databases)

    def close(self) -> None:
        for each in self.databases:
            each.close()

    def plan(self, logical: LogicalQuery) -> Plan:
        snapshot = self.pair.with_canaries.snapshot
        engines = frozenset({DUCKDB})
        return plan_slice(logical, self.binding, snapshot, LIMITS, engines, DUCKDB)

    def running(self, side: int) -> Callable[[Plan, Mapping[str, Value]], pa.Table]:
        """What runs a plan in one of the two, as an engine does."""
        return partial(_rows, self.databases[side], self._constants[side])

    def outcomes(
        self, plan: Plan, variables: Mapping[str, object], *, is_ordered: bool
    ) -> tuple[Outcome, Outcome]:
        """In the world with canaries, and in the one without."""
        values = bind_values(plan, variables, {}, KEYRING)
        first, second = (_outcome(self.running(side), plan, values, is_ordered) for side in (0, 1))
        return first, second


def _outcome(
    running: Callable[[Plan, Mapping[str, Value]], pa.Table],
    plan: Plan,
    values: Mapping[str, Value],
    is_ordered: bool,
) -> Outcome:
    try:
        table = running(plan, values)
    except Problem as problem:
        return failed(problem)
    return outcome_of(table, plan, is_ordered=is_ordered)


def _rows(
    database: duckdb.DuckDBPyConnection,
    constants: ConstantTables,
    plan: Plan,
    values: Mapping[str, Value],
) -> pa.Table:
    """As the engine's own thread does, errors and all, without its instance."""
    try:
        with constants.read_by(database, plan, values) as over_tables:
            for _ in begun(database, over_tables, values):
                pass
            found = database.to_arrow_table()
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
        raise NotUnderstoodError(f"{error}\n{plan.text}") from error
    except duckdb.Error as error:
        raise problem_of(error, plan) from error
    if found.num_rows > plan.max_rows:
        raise TooManyRows(max_rows=plan.max_rows)
    return canonical_table(found, plan.logical.columns)


def _filled(world: World, nothing: str) -> duckdb.DuckDBPyConnection:
    """Each storage an attached database, as DuckDB sees an authority's PostgreSQL."""
    database = duckdb.connect(config={"threads": 1})
    database.execute(ATTACH_KEPT_TABLES)
    database.execute("SET TimeZone = 'UTC'")
    database.execute(f"SET disabled_optimizers = '{','.join(BY_HIDDEN_ROWS)}'")
    for storage in STORAGES.values():
        database.execute(f"ATTACH ':memory:' AS {storage}; CREATE SCHEMA {storage}.public")
    for dataset in world.datasets:
        table = f"{dataset.storage_id}.public.{dataset.physical.name}"
        rows = source_rows(dataset, world.rows[dataset.id], nothing)
        columns = {
            source_name(name): pa.array([row[place] for row in rows], _arrow(dataset, name))
            for place, name in enumerate(NAMES)
        }
        database.register("rows_to_copy", pa.table(columns))
        database.execute(f"CREATE TABLE {table} AS SELECT * FROM rows_to_copy")
    database.unregister("rows_to_copy")
    return database


def _arrow(dataset: Dataset, name: str) -> pa.DataType:
    return _ARROW[source_type(dataset, name)]


_ARROW = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "decimal(10, 3)": pa.decimal128(10, 3),
    "double precision": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamp with time zone": pa.timestamp("us", "UTC"),
}
