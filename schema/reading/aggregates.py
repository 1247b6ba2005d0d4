"""`aggregate { count sum { … } }` and `totalCount { value exact }`: one row each."""

from __future__ import annotations

from graphql import FieldNode
from sqlglot import exp

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
from schema.reading.arguments import read_arguments
from schema.reading.connection import Connection
from schema.reading.measures import ReadColumn, count_rows, measure_column, measure_wire, of_rows
from schema.reading.projection import Projection, nested, read_objects
from schema.sql import aliased, column, quoted
from schema.types.aggregate_signatures import Measure, measured_columns
from schema.types.shared_types import TOTAL_COUNT

_COUNTED = "n"


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
    of = "" if only is None else f" {only.name}"

    def read_field(key: str, name: str, found: list[FieldNode]) -> Field:
        if name == "count":
            counted = of_rows(count_rows(), only)
            return Cell(key, projection.add(f"count{of}", counted, WireType.COUNT), WireType.COUNT)
        measure = Measure(name)
        columns = {
            graphql_name(each.name): each for each in measured_columns(scope.dataset, measure)
        }

        def read_measured(key: str, name: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
            known = columns[name]
            wire = measure_wire(measure, known.type)
            slot = f"{measure} {known.name}{of}"
            expression = measure_column(measure, known, read, only)
            return Cell(key, projection.add(slot, expression, wire), wire)

        type_name = scope.type_name(measure[:1].upper() + measure[1:])
        return nested(key, read_objects(found, type_name, connection.selections, read_measured))

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
