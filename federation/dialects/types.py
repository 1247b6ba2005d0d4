"""Types as nodes of a canonical tree: made, told apart, noted."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType

TO_THE_MICROSECOND = frozenset(
    exp.DType[record.node] for record in TYPES.values() if "(6)" in record.trino
)
"""The types that have digits of a second, of which six are kept everywhere."""
E = TypeVar("E", bound=exp.Expr)


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
    return named_type(TYPES[column_type.scalar].node)


def named_type(name: str) -> exp.DataType:
    """A type of its own for whoever changes it; the text is parsed once a process."""
    parsed = _parsed_type(name)
    if parsed.expressions:
        return parsed.copy()
    # A plan has hundreds, and a copy costs four times as much.
    return exp.DataType(this=parsed.this, nested=parsed.args.get("nested"))


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


def is_number(node: exp.Expr) -> bool:
    return is_integer(node) or is_decimal(node) or is_float(node)


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


def has_a_clock(node: exp.Expr) -> bool:
    """True for an hour of the day, alone or with its day."""
    return _kind(node) in TO_THE_MICROSECOND


def cast(node: exp.Expr, to: str | exp.DataType) -> exp.Cast:
    """`node` cast, with its type noted for the rules of its parents."""
    target = to.copy() if isinstance(to, exp.DataType) else named_type(to)
    return typed(exp.Cast(this=node, to=target), target)


def typed(node: E, to: str | exp.DataType) -> E:
    node.type = to if isinstance(to, exp.DataType) else named_type(to)
    return node
