"""MariaDB's columns as values of their declared types, on each engine that reads them.

What one level of SQL above the table says, so that both engines compare and order alike: nothing
that MariaDB would compare by its collation is left to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import Column, ColumnType, ScalarType

_UTC = "UTC"
_Bare = Literal[
    ScalarType.BOOLEAN, ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.DECIMAL, ScalarType.FLOAT
]
"""The types that both engines read alike, so that one form does for both."""


def duckdb_columns(columns: Iterable[Column]) -> tuple[tuple[str, exp.Expr], ...]:
    """(source name, value) of each column, over DuckDB's attached table."""
    return tuple((each.source_name, _in_duckdb(each)) for each in columns)


def trino_columns(columns: Iterable[Column]) -> tuple[tuple[str, exp.Expr], ...]:
    """(source name, value) of each column, over Trino's table."""
    return tuple((each.source_name, _in_trino(each)) for each in columns)


def _in_duckdb(column: Column) -> exp.Expr:
    raw = exp.column(column.source_name, quoted=True)
    match column.type.scalar:
        case ScalarType.STRING | ScalarType.JSON:
            # DuckDB sends a condition on a bare column to MariaDB, and believes its answer; on an
            # expression it does not.
            text = exp.cast(raw, "VARCHAR", dialect="duckdb")
            return exp.DPipe(this=text, expression=exp.Literal.string(""))
        case ScalarType.TIMESTAMP_TZ:
            # The session is in UTC: its local time is the instant's own.
            local = _of_a_calendar(raw, "TIMESTAMP", "duckdb")
            return exp.AtTimeZone(this=local, zone=exp.Literal.string(_UTC))
        case ScalarType.TIMESTAMP:
            return _of_a_calendar(raw, "TIMESTAMP", "duckdb")
        case ScalarType.DATE:
            return _of_a_calendar(raw, "DATE", "duckdb")
        case ScalarType.TIME:
            return _time_of_text(raw)
        case _ as scalar:
            return _as_declared(raw, column.type, scalar)


def _in_trino(column: Column) -> exp.Expr:
    raw = exp.column(column.source_name, quoted=True)
    match column.type.scalar:
        case ScalarType.STRING | ScalarType.JSON:
            return _unpadded(raw)
        case ScalarType.TIMESTAMP_TZ:
            # The session is in UTC, as the connector's is.
            local = _of_a_calendar(raw, "TIMESTAMP(6)", "trino")
            return exp.cast(local, "TIMESTAMP(6) WITH TIME ZONE", dialect="trino")
        case ScalarType.TIMESTAMP:
            return _of_a_calendar(raw, "TIMESTAMP(6)", "trino")
        case ScalarType.DATE:
            return _of_a_calendar(raw, "DATE", "trino")
        case ScalarType.TIME:
            return exp.cast(raw, "TIME(6)", dialect="trino")
        case _ as scalar:
            return _as_declared(raw, column.type, scalar)


def _time_of_text(raw: exp.Column) -> exp.Expr:
    """DuckDB is given MariaDB's TIME as text, for it holds spans of days too: those are NULL."""
    text = exp.cast(raw, "VARCHAR", dialect="duckdb")
    spelt = exp.Literal.string(TYPES[ScalarType.TIME].spelling)
    is_time = exp.Anonymous(this="regexp_full_match", expressions=[text, spelt])
    value = exp.TryCast(this=text.copy(), to=exp.DataType.build("TIME"))
    return exp.Case(ifs=[exp.If(this=is_time, true=value)])


def _of_a_calendar(raw: exp.Column, kind: str, dialect: str) -> exp.Expr:
    """MariaDB's 0000-00-00 is read as NULL, but is less than any day when MariaDB compares it, and
    not NULL to it: an expression is compared where it is read.
    """
    value = exp.cast(raw, kind, dialect=dialect)
    first = exp.cast(exp.Literal.string("0001-01-01"), "DATE")
    held = exp.GTE(this=value.copy(), expression=exp.cast(first, kind, dialect=dialect))
    return exp.Case(ifs=[exp.If(this=held, true=value)])


def _as_declared(raw: exp.Column, declared: ColumnType, scalar: _Bare) -> exp.Expr:
    """Null where the cell is not of the declared type: BIGINT UNSIGNED has numbers beyond ours."""
    match scalar:
        case ScalarType.BOOLEAN:
            # MariaDB's BOOLEAN is TINYINT(1), which holds any small number.
            return exp.NEQ(this=raw, expression=exp.Literal.number(0))
        case ScalarType.INTEGER:
            return exp.TryCast(this=raw, to=exp.DataType.build("INT"))
        case ScalarType.BIGINT:
            return exp.TryCast(this=raw, to=exp.DataType.build("BIGINT"))
        case ScalarType.DECIMAL:
            size = f"DECIMAL({declared.precision or 38}, {declared.scale or 0})"
            return exp.TryCast(this=raw, to=exp.DataType.build(size))
        case ScalarType.FLOAT:
            return exp.cast(raw, "DOUBLE")


def _unpadded(raw: exp.Column) -> exp.Expr:
    """Trino pads CHAR(n) with blanks, which MariaDB never shows; its type is known when planning,
    so that a VARCHAR, whose blanks are its own, is left alone.
    """
    text = exp.cast(raw.copy(), "VARCHAR", dialect="trino")
    kind = exp.Anonymous(this="typeof", expressions=[raw.copy()])
    padded = exp.Like(this=kind, expression=exp.Literal.string("char(%"))
    trimmed = exp.Anonymous(this="rtrim", expressions=[text.copy()])
    return exp.Case(ifs=[exp.If(this=padded, true=trimmed)], default=text)
