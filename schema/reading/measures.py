"""Aggregates of rows as expressions: their count, and each measure of a column."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from catalog.model.dataset import Column, ColumnType, ScalarType
from federation.logical import WireType
from federation.wire_types import WIRE
from schema.sql import cast
from schema.types.aggregate_signatures import DOUBLE, Measure, measured_type

ReadColumn = Callable[[str], exp.Expr]
"""From a column's name to the expression that holds it."""


def count_rows() -> exp.Expr:
    return exp.Count(this=exp.Star(), big_int=True)


def measure_column(
    measure: Measure, known: Column, read: ReadColumn, only: exp.Expr | None = None
) -> exp.Expr:
    """The aggregate over one column, in the type that `measured_type` gives; `only`: what the rows
    that it is made of satisfy.
    """
    value = read(known.name)
    match measure:
        case Measure.COUNT_DISTINCT:
            distinct = exp.Distinct(expressions=[value])
            return of_rows(exp.Count(this=distinct, big_int=True), only)
        case Measure.SUM:
            total = of_rows(exp.Sum(this=value), only)
            type_ = measured_type(measure, known.type)
            return total if type_.scalar is ScalarType.FLOAT else cast(total, type_)
        case Measure.AVG:
            return of_rows(exp.Avg(this=cast(value, DOUBLE)), only)
        case Measure.MIN | Measure.MAX:
            aggregate = exp.Min(this=value) if measure is Measure.MIN else exp.Max(this=value)
            extreme = of_rows(aggregate, only)
            # Above a query that groups, nothing but a cast says how many decimals there are.
            is_exact = known.type.scalar is ScalarType.DECIMAL and known.type.precision is not None
            return cast(extreme, known.type) if is_exact else extreme


def of_rows(aggregate: exp.Expr, only: exp.Expr | None) -> exp.Expr:
    """A FILTER, so that whoever looks at what is computed of rows knows it for a condition."""
    if only is None:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=only.copy()))


def measure_wire(measure: Measure, type_: ColumnType) -> WireType:
    if measure is Measure.COUNT_DISTINCT:
        return WireType.COUNT
    return WIRE[measured_type(measure, type_).scalar]
