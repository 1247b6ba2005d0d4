"""The steps of a service over tables in memory, on DuckDB; nothing is written or kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from services_run.folder import Service, Step
from services_run.inputs import sql_type
from services_run.portable import Types, frozen, written_for_duckdb
from services_run.problems import ServiceFailed

PARAMETERS = "parametres"
"""The table of one row whose columns are the service's parameters."""
_THREADS = 2
_MEMORY = "2GB"
LONGEST_TEXT = 200_000
"""Characters of a text that a step makes."""
_DECIMAL, _TEXT = "DECIMAL", "VARCHAR"
_TYPES = {
    "VARCHAR": "varchar", "BIGINT": "bigint", "INTEGER": "integer", "HUGEINT": "decimal(38,0)",
    "DATE": "date", "TIMESTAMP": "timestamp", "BOOLEAN": "boolean", "DOUBLE": "double",
}  # fmt: skip
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Steps:
    """All of a service that its run needs: `queries` by name, `wanted` the steps whose rows the
    answer or the notices read.
    """

    service: str
    queries: Mapping[str, str]
    steps: tuple[Step, ...]
    wanted: frozenset[str]


def steps_of(service: Service) -> Steps:
    wanted = {part.step for part in service.answer} | set(service.notices)
    return Steps(service.id, service.queries, service.steps, frozenset(wanted))


def run_steps(
    service: Service, tables: Mapping[str, pa.Table], types: Mapping[str, Types]
) -> dict[str, Rows]:
    """The rows of each step that the answer or the notices read, computed in this process.

    `types`: of the columns of `tables`, as the portable SQL calls them. Raises ServiceFailed with
    the step.
    """
    computed = step_rows(steps_of(service), tables, types, lambda _step: None)
    return {step: rows.to_pylist() for step, rows in computed}


def step_rows(
    service: Steps,
    tables: Mapping[str, pa.Table],
    types: Mapping[str, Types],
    begun: Callable[[str], None],
) -> Iterator[tuple[str, pa.Table]]:
    """The same, step by step as they end; each is told as it begins."""
    known = dict(types)
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": _THREADS,
        "enable_external_access": False,
        "memory_limit": _MEMORY,
        # Rows never reach a disk: what does not fit is a failure.
        "temp_directory": "",
    }
    with duckdb.connect(":memory:", config=config) as engine:
        for name, table in tables.items():
            engine.from_arrow(table).create(name)
        for step in service.steps:
            begun(step.name)
            with _naming_step(step.name, service):
                _run_step(service, step, engine, known)
                if step.name not in service.wanted or step.rounds:
                    continue
                rows = engine.table(step.name).to_arrow_table()
            yield step.name, rows


def _run_step(
    service: Steps, step: Step, engine: duckdb.DuckDBPyConnection, known: dict[str, Types]
) -> None:
    text = written_for_duckdb(service.queries[step.query], frozen(known))
    if step.rounds:
        _grow(engine, step.name, text, step.rounds)
        return
    relation = engine.sql(text)
    relation.create(step.name)
    kinds = {
        column: str(kind) for column, kind in zip(relation.columns, relation.types, strict=True)
    }
    _refuse_long_texts(service, step, engine, kinds)
    known[step.name] = {column: _portable(kind) for column, kind in kinds.items()}


def _refuse_long_texts(
    service: Steps, step: Step, engine: duckdb.DuckDBPyConnection, kinds: Mapping[str, str]
) -> None:
    """A text that each step doubles keeps an engine's thread for good: a search in it is one call,
    within which no engine looks for an interruption.
    """
    for column, kind in kinds.items():
        if kind != _TEXT:
            continue
        length = duckdb.FunctionExpression("length", duckdb.ColumnExpression(column))
        longest = engine.table(step.name).project(length.alias("length")).max("length").fetchone()
        if longest is not None and (longest[0] or 0) > LONGEST_TEXT:
            raise ServiceFailed(service=service.service, step=step.name)


@contextmanager
def _naming_step(step: str, service: Steps) -> Iterator[None]:
    """Raises ServiceFailed with the step alone: the engine's own message may hold a value."""
    try:
        yield
    except duckdb.Error:
        raise ServiceFailed(service=service.service, step=step) from None


def _grow(engine: duckdb.DuckDBPyConnection, table: str, text: str, rounds: int) -> None:
    """Until a round adds nothing."""
    for _ in range(rounds):
        added = engine.sql(text).to_arrow_table()
        if not added.num_rows:
            return
        engine.from_arrow(added).insert_into(table)


def _portable(kind: str) -> str:
    return kind.lower() if kind.startswith(_DECIMAL) else _TYPES.get(kind, "varchar")


def name_of_body(parameter: str) -> str:
    return f"{parameter}_nom"


def parameter_table(service: Service, values: Mapping[str, object]) -> tuple[pa.Table, Types]:
    """One row; `values` are of the parameters' types already. A body has its name beside it: the
    value itself where none is given.
    """
    from services_run.inputs import arrow_type

    columns = {
        name: pa.array([values[name]], arrow_type(parameter.type))
        for name, parameter in service.parameters.items()
    }
    kinds = {name: sql_type(parameter.type) for name, parameter in service.parameters.items()}
    for name, parameter in service.parameters.items():
        if parameter.is_body:
            named = name_of_body(name)
            columns[named] = pa.array([values.get(named, values[name])], pa.string())
            kinds[named] = "varchar"
    if not columns:
        columns, kinds = {"un": pa.array([1], pa.int64())}, {"un": "bigint"}
    return pa.table(columns), kinds
