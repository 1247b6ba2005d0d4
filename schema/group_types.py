"""The GraphQL types of aggregates and groups of one dataset."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
)

from catalog.model.dataset import Column, ScalarType
from catalog.model.identifiers import graphql_name
from schema.aggregate_signatures import Measure, measured_columns, measured_type
from schema.extensions import LEAF, STRUCTURAL
from schema.filters import COUNT_FILTER, FILTERS
from schema.scalar_values import Leaf
from schema.scalars import SCALARS
from schema.scope import DatasetScope, is_orderable
from schema.shared_types import (
    COMMUNE,
    COMMUNE_ORDER,
    COUNT,
    DATE_UNIT,
    DIRECTION,
    TIME_UNIT,
)


def aggregate_type(scope: DatasetScope) -> GraphQLObjectType:
    """`count`, then each measure over the columns that it takes."""
    fields = {"count": GraphQLField(COUNT)}
    for measure in Measure:
        columns = measured_columns(scope.dataset, measure)
        if columns:
            inner = {
                graphql_name(column.name): GraphQLField(_result_type(measure, column))
                for column in columns
            }
            fields[measure] = GraphQLField(GraphQLObjectType(_part(scope, measure), inner))
    return GraphQLObjectType(scope.type_name("Aggregate"), fields)


def group_field(scope: DatasetScope, aggregate: GraphQLObjectType) -> GraphQLField:
    """`groupBy(having, orderBy, first, offset)`: all groups, or a refusal, without `first`."""
    group = GraphQLObjectType(
        scope.type_name("Group"),
        {"key": GraphQLField(_key_type(scope)), "aggregate": GraphQLField(aggregate)},
    )
    structural = {STRUCTURAL: True}
    return GraphQLField(
        GraphQLList(group),
        args={
            "having": GraphQLArgument(_having_type(scope)),
            "orderBy": GraphQLArgument(GraphQLList(GraphQLNonNull(_group_order_type(scope)))),
            "first": GraphQLArgument(GraphQLInt, extensions=structural),
            "offset": GraphQLArgument(GraphQLInt, extensions=structural),
        },
    )


def key_columns(scope: DatasetScope) -> dict[str, Column]:
    """The columns that rows may be grouped by, by field."""
    return {name: column for name, column in scope.columns.items() if is_orderable(column)}


def _key_type(scope: DatasetScope) -> GraphQLObjectType:
    fields = {
        name: GraphQLField(SCALARS[column.type.scalar], args=_unit_argument(column))
        for name, column in key_columns(scope).items()
    } | {name: GraphQLField(COMMUNE) for name in scope.relations}
    return GraphQLObjectType(scope.type_name("Key"), fields)


def _unit_argument(column: Column) -> dict[str, GraphQLArgument]:
    match column.type.scalar:
        case ScalarType.DATE:
            return {"by": GraphQLArgument(DATE_UNIT)}
        case ScalarType.TIMESTAMP | ScalarType.TIMESTAMP_TZ:
            return {"by": GraphQLArgument(TIME_UNIT)}
        case _:
            return {}


def _group_order_type(scope: DatasetScope) -> GraphQLInputObjectType:
    keys = {name: GraphQLInputField(DIRECTION) for name in key_columns(scope)} | {
        name: GraphQLInputField(COMMUNE_ORDER) for name in scope.relations
    }
    fields = {
        "key": GraphQLInputField(
            GraphQLInputObjectType(scope.type_name("KeyOrder"), keys, is_one_of=True)
        ),
        "count": GraphQLInputField(DIRECTION),
    }
    for measure in Measure:
        columns = measured_columns(scope.dataset, measure)
        if columns:
            inner = {graphql_name(column.name): GraphQLInputField(DIRECTION) for column in columns}
            name = f"{_part(scope, measure)}Order"
            fields[measure] = GraphQLInputField(GraphQLInputObjectType(name, inner, is_one_of=True))
    return GraphQLInputObjectType(scope.type_name("GroupOrder"), fields, is_one_of=True)


def _having_type(scope: DatasetScope) -> GraphQLInputObjectType:
    def fields() -> dict[str, GraphQLInputField]:
        listed = GraphQLList(GraphQLNonNull(having))
        combined: dict[str, Any] = {"AND": listed, "OR": listed, "NOT": having}
        made = {name: GraphQLInputField(type_) for name, type_ in combined.items()}
        made["count"] = GraphQLInputField(COUNT_FILTER)
        for measure in Measure:
            columns = measured_columns(scope.dataset, measure)
            if columns:
                inner = {graphql_name(each.name): _having_field(measure, each) for each in columns}
                name = f"{_part(scope, measure)}Having"
                made[measure] = GraphQLInputField(GraphQLInputObjectType(name, inner))
        return made

    having = GraphQLInputObjectType(scope.type_name("Having"), fields)
    return having


def _having_field(measure: Measure, column: Column) -> GraphQLInputField:
    type_ = measured_type(measure, column.type)
    if measure is Measure.COUNT_DISTINCT:
        return GraphQLInputField(COUNT_FILTER)
    codes = column.code_list if measure in {Measure.MIN, Measure.MAX} else ()
    return GraphQLInputField(FILTERS[type_.scalar], extensions={LEAF: Leaf(type_, codes)})


def _result_type(measure: Measure, column: Column) -> Any:
    if measure is Measure.COUNT_DISTINCT:
        return COUNT
    return SCALARS[measured_type(measure, column.type).scalar]


def _part(scope: DatasetScope, measure: Measure) -> str:
    return scope.type_name(measure[:1].upper() + measure[1:])
