"""The steps of a service on any engine: every step's rows, to be held against another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from federation.plan import DUCKDB
from services_run import running
from services_run.file_roles import answers_of, find_files
from services_run.folder import Service
from services_run.golden import INPUTS, golden_parameters
from services_run.input_tables import input_tables
from services_run.portable import Types, read_query, written_for
from services_run.territories import Territories
from services_run.trial import parameter_values

Rows = list[tuple[Any, ...]]
Run = Callable[[str], Rows]
"""A statement's rows; of a change, one row with how many it made."""


def read_tables(
    service: Service, inputs: Path | None = None
) -> tuple[dict[str, pa.Table], dict[str, Types]]:
    """What the steps read, of the golden inputs or of others."""
    files = find_files(service, inputs or service.folder / INPUTS, answers_of(service, {}))
    values = parameter_values(service, golden_parameters(service))
    made = input_tables(service, files.tables, values, Territories())
    return made.tables, made.types


def on_duckdb(
    service: Service, inputs: Path | None = None
) -> tuple[dict[str, Rows], dict[str, Types]]:
    """Rows of every step, and the types that each is known by to those after it."""
    tables, types = read_tables(service, inputs)
    known = dict(types)
    with duckdb.connect(":memory:") as engine:
        for name, table in tables.items():
            engine.from_arrow(table).create(name)

        def run(statement: str) -> Rows:
            return engine.execute(statement).fetchall()

        def types_of(name: str) -> Types:
            relation = engine.table(name)
            return {
                column: running._portable(str(kind))
                for column, kind in zip(relation.columns, relation.types, strict=True)
            }

        rows = _steps(service, DUCKDB, known, run, types_of=types_of)
    return rows, known


def elsewhere(
    service: Service,
    engine: str,
    known: Mapping[str, Types],
    run: Run,
    inputs: Path | None = None,
) -> dict[str, Rows]:
    """The same after loading what the steps read; `known`: as DuckDB has them."""
    tables, types = read_tables(service, inputs)
    for name, table in tables.items():
        for statement in loading(name, table, types[name], engine):
            run(statement)
    return _steps(service, engine, known, run)


def _steps(
    service: Service,
    engine: str,
    known: Any,
    run: Run,
    types_of: Callable[[str], Types] | None = None,
) -> dict[str, Rows]:
    rows: dict[str, Rows] = {}
    for step in service.steps:
        text = written_for(engine, read_query(service.queries[step.query]), known)
        if step.rounds:
            for _ in range(step.rounds):
                if run(f'INSERT INTO "{step.name}" {text}')[0][0] == 0:
                    break
        else:
            run(f'CREATE TABLE "{step.name}" AS {text}')
        if types_of is not None:
            known[step.name] = types_of(step.name)
        columns = ", ".join(f'"{column}"' for column in known[step.name])
        rows[step.name] = sorted(map(_plain, run(f'SELECT {columns} FROM "{step.name}"')), key=repr)
    return rows


def loading(name: str, table: pa.Table, types: Types, engine: str) -> Iterator[str]:
    """Statements that make a table of these rows, each cell a literal of its type."""
    columns = ", ".join(f'"{column}" {_column_type(types[column], engine)}' for column in types)
    yield f'CREATE TABLE "{name}" ({columns})'
    rows = table.select(list(types)).to_pylist()
    for start in range(0, len(rows), 100):
        values = ", ".join(
            "(" + ", ".join(_literal(row[c], types[c], engine) for c in types) + ")"
            for row in rows[start : start + 100]
        )
        yield f'INSERT INTO "{name}" VALUES {values}'


def _literal(value: object, kind: str, engine: str) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    text = str(value).replace("'", "''")
    return f"CAST('{text}' AS {_column_type(kind, engine)})"


def _column_type(kind: str, engine: str) -> str:
    return exp.DataType.build(kind, dialect="trino").sql(dialect=engine)


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_cell(value) for value in row)


def _cell(value: Any) -> Any:
    """Numbers by their value to the ninth digit, moments by their day and hour."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float | int | Decimal):
        return f"{Decimal(value):.9g}"
    return value.isoformat() if isinstance(value, date | datetime) else value
