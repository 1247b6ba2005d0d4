"""The type of every node of a canonical tree, as Trino would see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.schema import MappingSchema

from catalog.model.dataset import Column, ColumnType, ObjectKind, ScalarType
from federation.logical import SHA256_HEX
from federation.plan import PlannedTable

E = TypeVar("E", bound=exp.Expr)

_BY_SCALAR = {
    ScalarType.STRING: "VARCHAR",
    ScalarType.INTEGER: "INTEGER",
    ScalarType.BIGINT: "BIGINT",
    ScalarType.FLOAT: "DOUBLE",
    ScalarType.BOOLEAN: "BOOLEAN",
    ScalarType.DATE: "DATE",
    ScalarType.TIMESTAMP: "TIMESTAMP",
    ScalarType.TIMESTAMP_TZ: "TIMESTAMPTZ",
    ScalarType.JSON: "VARCHAR",
}

_ANONYMOUS_TYPES = {
    SHA256_HEX: "VARCHAR",
    "at_timezone": "TIMESTAMPTZ",
    "with_timezone": "TIMESTAMPTZ",
}


def data_type(column_type: ColumnType) -> exp.DataType:
    """The canonical SQL type of a catalog type; a decimal keeps its precision and scale."""
    if column_type.scalar is ScalarType.DECIMAL:
        return exp.DataType(
            this=exp.DType.DECIMAL,
            expressions=[
                exp.DataTypeParam(this=exp.Literal.number(column_type.precision or 38)),
                exp.DataTypeParam(this=exp.Literal.number(column_type.scale or 0)),
            ],
        )
    return exp.DataType.build(_BY_SCALAR[column_type.scalar])


def annotate(tree: exp.Query, tables: Iterable[PlannedTable]) -> exp.Query:
    """The same tree, each node with its `type`; UNKNOWN where it cannot be told."""
    columns: dict[str, Any] = {}
    for table in tables:
        columns.setdefault(table.storage.id, {})[table.dataset.id] = {
            column.source_name: _source_type(table, column) for column in table.dataset.columns
        }
    schema = MappingSchema(columns, dialect=Trino, normalize=False)
    return annotate_types(tree, schema=schema, expression_metadata=_METADATA, dialect=Trino)


def _source_type(table: PlannedTable, column: Column) -> exp.DataType:
    # CSV is read as text on every engine; the governed projection casts it.
    if table.dataset.physical.kind is ObjectKind.CSV:
        return exp.DataType.build("VARCHAR")
    return data_type(column.type)


def _annotate_anonymous(annotator: Any, node: exp.Anonymous) -> exp.Expr:
    named = _ANONYMOUS_TYPES.get(node.name.lower(), "UNKNOWN")
    return annotator._set_type(node, exp.DataType.build(named))  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


def _like_first_argument(annotator: Any, node: exp.Expr) -> exp.Expr:
    return annotator._annotate_by_args(node, "this")  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


_METADATA: dict[type[exp.Expr], dict[str, Any]] = {
    **Trino.EXPRESSION_METADATA,
    exp.Anonymous: {"annotator": _annotate_anonymous},
    exp.AtTimeZone: {"returns": exp.DType.TIMESTAMPTZ},
    exp.TimestampTrunc: {"annotator": _like_first_argument},
    exp.Nullif: {"annotator": _like_first_argument},
    exp.Replace: {"returns": exp.DType.VARCHAR},
}


def is_text(node: exp.Expr) -> bool:
    return node.is_type(*exp.DataType.TEXT_TYPES)


def is_integer(node: exp.Expr) -> bool:
    return node.is_type(*exp.DataType.INTEGER_TYPES)


def is_decimal(node: exp.Expr) -> bool:
    return node.is_type(exp.DType.DECIMAL)


def is_float(node: exp.Expr) -> bool:
    return node.is_type(exp.DType.DOUBLE, exp.DType.FLOAT)


def is_date(node: exp.Expr) -> bool:
    return node.is_type(exp.DType.DATE)


def is_timestamp(node: exp.Expr) -> bool:
    """Without a zone."""
    return node.is_type(exp.DType.TIMESTAMP, exp.DType.DATETIME)


def is_instant(node: exp.Expr) -> bool:
    """A timestamp with a zone."""
    return node.is_type(exp.DType.TIMESTAMPTZ, exp.DType.TIMESTAMPLTZ)


def cast(node: exp.Expr, to: str | exp.DataType) -> exp.Cast:
    """`node` cast, with its type noted for the rules of its parents."""
    target = to.copy() if isinstance(to, exp.DataType) else exp.DataType.build(to)
    return typed(exp.Cast(this=node, to=target), target)


def typed(node: E, to: str | exp.DataType) -> E:
    node.type = to if isinstance(to, exp.DataType) else exp.DataType.build(to)
    return node
