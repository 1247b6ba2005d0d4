"""A table in a SQLite file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlglot import exp

from catalog.model.dataset import ScalarType
from demo.generate.table import Table, Value
from demo.write.text import PLAIN, value_text

_TYPES = {
    ScalarType.INTEGER: exp.DataType.Type.INT,
    ScalarType.BIGINT: exp.DataType.Type.BIGINT,
    ScalarType.FLOAT: exp.DataType.Type.DOUBLE,
    ScalarType.BOOLEAN: exp.DataType.Type.INT,
}
"""SQLite has no dates and no exact decimals: they are kept as text, as is all the rest."""


def write_sqlite(path: Path, table: Table) -> None:
    """A new file; the key is unique, nulls aside."""
    path.unlink(missing_ok=True)
    places = [exp.Placeholder() for _ in table.columns]
    values = exp.Values(expressions=[exp.Tuple(expressions=places)])
    insert = exp.Insert(this=exp.to_table(table.name), expression=values)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_create(table).sql("sqlite"))
        database.execute(_create_index(table).sql("sqlite"))
        database.executemany(
            insert.sql("sqlite"), ([_stored(v) for v in row] for row in table.rows)
        )


def _create(table: Table) -> exp.Create:
    columns = [
        exp.ColumnDef(
            this=exp.to_identifier(column.name, quoted=True),
            kind=exp.DataType(this=_TYPES.get(column.type.scalar, exp.DataType.Type.TEXT)),
        )
        for column in table.columns
    ]
    schema = exp.Schema(this=exp.to_table(table.name), expressions=columns)
    return exp.Create(this=schema, kind="TABLE")


def _create_index(table: Table) -> exp.Create:
    keys = [exp.column(name, quoted=True) for name in table.key]
    index = exp.Index(
        this=exp.to_identifier(f"{table.name}_cle"),
        table=exp.to_table(table.name),
        params=exp.IndexParameters(columns=keys),
    )
    return exp.Create(this=index, kind="INDEX", unique=True)


def _stored(value: Value) -> str | int | float | None:
    if value is None or isinstance(value, int | float):
        return value
    return value_text(value, PLAIN)
