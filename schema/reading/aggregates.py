"""`aggregate { count sum { … } }` and `totalCount { value exact }`: one row each."""

from __future__ import annotations

from collections.abc import Callable

from graphql import FieldNode
from sqlglot import exp

from catalog.model.dataset import Column, ColumnType, ScalarType
from catalog.model.identifiers import graphql_name
from federation.logical import (
    Cell,
    Constant,
    Field,
    LogicalQuery,
    Shape,
    SliceKind,
    WireType,
)
from federation.wire_types import WIRE
from schema.reading.arguments import read_arguments
from schema.reading.connection import Connection
from schema.reading.measured import Measured, read_measured
from schema.reading.projection import Projection, nested, read_objects
from schema.sql import aliased, cast, column, quoted
from schema.types.aggregate_signatures import (
    DOUBLE,
    Measure,
    measured_columns,
    measured_type,
    type_part,
)
from schema.types.shared_types import TOTAL_COUNT

ReadColumn = Callable[[str], exp.Expr]
"""From a column's name to the expression that holds it."""
_COUNTED = "n"


def count_rows() -> exp.Expr:
    return exp.Count(this=exp.Star(), big_int=True)


def measure_column(
    of: Measured, known: Column, read: ReadColumn, only: exp.Expr | None = None
) -> exp.Expr:
    """The aggregate over one column, in the type that `measured_type` gives; `only`: what the rows
    that it is made of satisfy.
    """
    value = read(known.name)
    match of.measure:
        case Measure.COUNT_DISTINCT:
            distinct = exp.Distinct(expressions=[value])
            return _of_rows(exp.Count(this=distinct, big_int=True), only)
        case Measure.SUM:
            total = _of_rows(exp.Sum(this=value), only)
            type_ = measured_type(of.measure, known.type)
            return total if type_.scalar is ScalarType.FLOAT else cast(total, type_)
        case Measure.AVG:
            return _of_rows(exp.Avg(this=cast(value, DOUBLE)), only)
        case Measure.MIN:
            return _as_column(_of_rows(exp.Min(this=value), only), known)
        case Measure.MAX:
            return _as_column(_of_rows(exp.Max(this=value), only), known)
        case Measure.MEDIAN | Measure.PERCENTILE:
            share = exp.Literal.number(f"{of.share:f}")
            ranked = exp.ApproxQuantile(this=value, quantile=share)
            return _as_column(_of_rows(ranked, only), known)


def _as_column(value: exp.Expr, known: Column) -> exp.Expr:
    # Above a query that groups, nothing but a cast says how many decimals there are.
    is_exact = known.type.scalar is ScalarType.DECIMAL and known.type.precision is not None
    return cast(value, known.type) if is_exact else value


def _of_rows(aggregate: exp.Expr, only: exp.Expr | None) -> exp.Expr:
    """A FILTER, so that whoever looks at what is computed of rows knows it for a condition."""
    if only is None:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=only.copy()))


def measure_wire(measure: Measure, type_: ColumnType) -> WireType:
    if measure is Measure.COUNT_DISTINCT:
        return WireType.COUNT
    return WIRE[measured_type(measure, type_).scalar]


def read_aggregate_fields(
    connection: Connection,
    nodes: list[FieldNode],
    projection: Projection,
    read: ReadColumn,
    only: exp.Expr | None = None,
) -> tuple[Field, ...]:
    """The fields selected of an aggregate, with its expressions added to the projection; `only`: a
    column that is true of the rows that the aggregate is made of.
    """
    scope = connection.scope
    rows = "" if only is None else f" {only.name}"

    def read_field(key: str, name: str, found: list[FieldNode]) -> Field:
        if name == "count":
            counted = _of_rows(count_rows(), only)
            return Cell(
                key, projection.add(f"count{rows}", counted, WireType.COUNT), WireType.COUNT
            )
        measure = Measure(name)
        of = read_measured(measure, read_arguments(found[0], connection.variables))
        columns = {
            graphql_name(each.name): each for each in measured_columns(scope.dataset, measure)
        }

        def read_value(key: str, name: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
            known = columns[name]
            wire = measure_wire(measure, known.type)
            slot = f"{of.name} {known.name}{rows}"
            expression = measure_column(of, known, read, only)
            return Cell(key, projection.add(slot, expression, wire), wire)

        type_name = scope.type_name(type_part(measure))
        return nested(key, read_objects(found, type_name, connection.selections, read_value))

    return read_objects(nodes, scope.type_name("Aggregate"), connection.selections, read_field)


def read_aggregate(connection: Connection, nodes: list[FieldNode]) -> LogicalQuery:
    projection = Projection()
    fields = read_aggregate_fields(connection, nodes, projection, column)
    if not projection.columns:
        projection.add("count", count_rows(), WireType.COUNT)
    tree = _select(connection, projection.expressions)
    return _one_row(SliceKind.AGGREGATE, connection, tree, fields, projection)


def read_total_count(connection: Connection, nodes: list[FieldNode]) -> LogicalQuery:
    """CAPPED counts no further than `capped_count` rows; `exact` says whether that was enough."""
    mode = read_arguments(nodes[0], connection.variables).get("mode")
    exact = mode is not None and mode.raw() == "EXACT"
    cap = connection.limits.capped_count
    projection = Projection()

    def read_field(key: str, name: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
        if name == "value":
            return Cell(key, projection.add("count", count_rows(), WireType.COUNT), WireType.COUNT)
        if exact:
            return Constant(key, b"true")
        below = exp.LT(this=count_rows(), expression=exp.Literal.number(cap))
        return Cell(key, projection.add("exact", below, WireType.BOOLEAN), WireType.BOOLEAN)

    fields = read_objects(nodes, TOTAL_COUNT.name, connection.selections, read_field)
    if not projection.columns:
        projection.add("count", count_rows(), WireType.COUNT)
    if exact:
        tree = _select(connection, projection.expressions)
    else:
        rows = _select(connection, [aliased(exp.Literal.number(1), "row")])
        rows.set("limit", exp.Limit(expression=exp.Literal.number(cap)))
        alias = exp.TableAlias(this=quoted(_COUNTED))
        tree = exp.Select(
            expressions=projection.expressions,
            from_=exp.From(this=exp.Subquery(this=rows, alias=alias)),
        )
    return _one_row(SliceKind.TOTAL_COUNT, connection, tree, fields, projection)


def _select(connection: Connection, expressions: list[exp.Expr]) -> exp.Select:
    tree = exp.Select(expressions=expressions, from_=exp.From(this=connection.table()))
    condition = connection.condition()
    if condition is not None:
        tree.set("where", exp.Where(this=condition))
    return tree


def _one_row(
    kind: SliceKind,
    connection: Connection,
    tree: exp.Select,
    fields: tuple[Field, ...],
    projection: Projection,
) -> LogicalQuery:
    return LogicalQuery(
        kind=kind,
        datasets=connection.datasets(tree),
        tree=tree,
        parameters=connection.parameters.held_by(tree),
        shape=Shape(fields),
        columns=tuple(projection.columns),
        max_rows=1,
    )
