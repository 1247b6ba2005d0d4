"""The type of every node of a canonical tree, as Trino would see it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.schema import MappingSchema

from catalog.model.dataset import Column, ColumnType, ScalarType
from federation.logical import SHA256_HEX
from federation.plan import PlannedTable
from federation.source_text import is_given_as_text

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
    return named_type(_BY_SCALAR[column_type.scalar])


def annotate(tree: exp.Query, tables: Iterable[PlannedTable]) -> exp.Query:
    """The same tree, each node with its `type`; UNKNOWN where it cannot be told."""
    columns: dict[str, Any] = {}
    for table in tables:
        columns.setdefault(table.storage.id, {})[table.dataset.id] = {
            column.source_name: _source_type(table, column) for column in table.dataset.columns
        }
    schema = MappingSchema(columns, dialect=Trino, normalize=False)
    return annotate_types(tree, schema=schema, expression_metadata=METADATA, dialect=Trino)


def _source_type(table: PlannedTable, column: Column) -> exp.DataType:
    # What is given as text is read as text on every engine; the governed select makes it values.
    if is_given_as_text(table.dataset, column, table.storage.kind):
        return named_type("VARCHAR")
    return data_type(column.type)


def _annotate_anonymous(annotator: Any, node: exp.Anonymous) -> exp.Expr:
    named = _ANONYMOUS_TYPES.get(node.name.lower(), "UNKNOWN")
    return annotator._set_type(node, named_type(named))  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


def _like_first_argument(annotator: Any, node: exp.Expr) -> exp.Expr:
    return annotator._annotate_by_args(node, "this")  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


def _annotate_literal(annotator: Any, node: exp.Literal) -> exp.Expr:
    """`1.5` is DECIMAL(2, 1) on every engine, `1e0` a double."""
    name = node.name
    if node.is_string or "." not in name or "e" in name.lower():
        return annotator._annotate_literal(node)  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators
    whole, _, decimals = name.partition(".")
    digits = max(len(whole.lstrip("0")) + len(decimals), 1)
    kind = named_type(f"DECIMAL({digits}, {len(decimals)})")
    return annotator._set_type(node, kind)  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


def _annotate_division(annotator: Any, node: exp.Div) -> exp.Expr:
    """Decimals divide in DOUBLE: `common_rules.division`."""
    if is_decimal(node.this) or is_decimal(node.expression):
        return annotator._set_type(node, named_type("DOUBLE"))  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators
    return annotator._annotate_div(node)  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


_FIELDS_OF_TIME = (
    exp.Extract,
    exp.Year,
    exp.Quarter,
    exp.Month,
    exp.WeekOfYear,
    exp.YearOfWeek,
    exp.Day,
    exp.DayOfMonth,
    exp.DayOfWeek,
    exp.DayOfWeekIso,
    exp.DayOfYear,
    exp.Hour,
    exp.Minute,
    exp.Second,
    exp.DateDiff,
    exp.Grouping,
)

METADATA: dict[type[exp.Expr], dict[str, Any]] = {
    **Trino.EXPRESSION_METADATA,
    **{each: {"returns": exp.DType.BIGINT} for each in _FIELDS_OF_TIME},
    exp.Literal: {"annotator": _annotate_literal},
    exp.Div: {"annotator": _annotate_division},
    exp.Ceil: {"annotator": _like_first_argument},
    exp.Floor: {"annotator": _like_first_argument},
    exp.Anonymous: {"annotator": _annotate_anonymous},
    exp.AtTimeZone: {"returns": exp.DType.TIMESTAMPTZ},
    exp.TimestampTrunc: {"annotator": _like_first_argument},
    exp.Nullif: {"annotator": _like_first_argument},
    exp.Replace: {"returns": exp.DType.VARCHAR},
}


def named_type(name: str) -> exp.DataType:
    """A type of its own for whoever changes it; the text is parsed once a process."""
    return _parsed_type(name).copy()


@lru_cache(maxsize=256)
def _parsed_type(name: str) -> exp.DataType:
    return exp.DataType.build(name)


def _kind(node: exp.Expr) -> exp.DType | None:
    # `is_type` would build each type that it compares with.
    kind = node if isinstance(node, exp.DataType) else node.type
    found: exp.DType | None = None if kind is None else kind.this
    return found


def is_text(node: exp.Expr) -> bool:
    return _kind(node) in exp.DataType.TEXT_TYPES


def is_integer(node: exp.Expr) -> bool:
    return _kind(node) in exp.DataType.INTEGER_TYPES


def is_decimal(node: exp.Expr) -> bool:
    return _kind(node) is exp.DType.DECIMAL


def is_float(node: exp.Expr) -> bool:
    return _kind(node) in {exp.DType.DOUBLE, exp.DType.FLOAT}


def is_boolean(node: exp.Expr) -> bool:
    return _kind(node) is exp.DType.BOOLEAN


def is_date(node: exp.Expr) -> bool:
    return _kind(node) is exp.DType.DATE


def is_timestamp(node: exp.Expr) -> bool:
    """Without a zone."""
    return _kind(node) in {exp.DType.TIMESTAMP, exp.DType.DATETIME}


def is_instant(node: exp.Expr) -> bool:
    """A timestamp with a zone."""
    return _kind(node) in {exp.DType.TIMESTAMPTZ, exp.DType.TIMESTAMPLTZ}


def cast(node: exp.Expr, to: str | exp.DataType) -> exp.Cast:
    """`node` cast, with its type noted for the rules of its parents."""
    target = to.copy() if isinstance(to, exp.DataType) else named_type(to)
    return typed(exp.Cast(this=node, to=target), target)


def typed(node: E, to: str | exp.DataType) -> E:
    node.type = to if isinstance(to, exp.DataType) else named_type(to)
    return node
