"""The GraphQL types of aggregates and groups of one dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
)

from catalog.model.dataset import Column, ScalarType
from schema.types.extensions import STRUCTURAL
from schema.types.filters import COUNT_FILTER
from schema.types.indicator_types import indicator_fields, indicator_having, indicator_order
from schema.types.measure_types import measure_fields, measure_havings
from schema.types.scalars import SCALARS
from schema.types.scope import DATE_PART_FIELD, DatasetScope, is_dated, is_orderable
from schema.types.shared_types import (
    COMMUNE,
    COMMUNE_ORDER,
    COUNT,
    DATE_PART,
    DATE_UNIT,
    DIRECTION,
    TIME_PART,
    TIME_UNIT,
)
from schema.types.window_types import window_field

_PARTS: Final = (
    "Un nombre pris d'une date : mois (1 à 12), jour de la semaine (1, lundi, à 7), heure (0 à "
    "23). / A number taken of a date: month (1 to 12), day of the week (1, Monday, to 7), hour "
    "(0 to 23)."
)
_ONLY: Final = (
    "Avec « where », des seules lignes du groupe qui y satisfont. / "
    'With "where", of those rows of the group alone that satisfy it.'
)


_FIRST: Final = "Les premières lignes du groupe. / The first rows of the group."


def aggregate_type(scope: DatasetScope) -> GraphQLObjectType:
    """`count`, then each measure over the columns that it takes."""
    fields = {"count": GraphQLField(COUNT), **measure_fields(scope)}
    return GraphQLObjectType(scope.type_name("Aggregate"), fields)


@dataclass(frozen=True, slots=True)
class ParentInputs:
    """The type of the keys that the one linked row gives, and that of their order."""

    key: GraphQLObjectType
    order: GraphQLInputObjectType


@dataclass(frozen=True, slots=True)
class GroupInputs:
    """`where` and `having` of one dataset; orders by its measures (`measure_orders`), and by one of
    these or the count; by the field of a link, what it takes to group by a column of the one row.
    """

    where: GraphQLInputObjectType
    having: GraphQLInputObjectType
    orders: Mapping[str, GraphQLInputField]
    total_order: GraphQLInputObjectType
    parents: Mapping[str, ParentInputs] = field(default_factory=dict)


def group_field(
    scope: DatasetScope,
    aggregate: GraphQLObjectType,
    inputs: GroupInputs,
    node: GraphQLObjectType | None,
) -> GraphQLField:
    """`groupBy(having, orderBy, first, offset)`: all groups, or a refusal, without `first`.
    `node`: the type of the rows that a group may show.
    """
    group = GraphQLObjectType(
        scope.type_name("Group"),
        {
            "key": GraphQLField(_key_type(scope, inputs.parents)),
            "aggregate": GraphQLField(
                aggregate, args={"where": GraphQLArgument(inputs.where)}, description=_ONLY
            ),
            **({} if node is None else {"rows": _rows_field(scope, node)}),
            **window_field(scope, aggregate, inputs.total_order),
            **indicator_fields(scope),
        },
    )
    structural, order = {STRUCTURAL: True}, _group_order_type(scope, inputs)
    return GraphQLField(
        GraphQLList(group),
        args={
            "having": GraphQLArgument(inputs.having),
            "orderBy": GraphQLArgument(GraphQLList(GraphQLNonNull(order))),
            "first": GraphQLArgument(GraphQLInt, extensions=structural),
            "offset": GraphQLArgument(GraphQLInt, extensions=structural),
        },
    )


def _rows_field(scope: DatasetScope, node: GraphQLObjectType) -> GraphQLField:
    fields = {name: GraphQLInputField(DIRECTION) for name in key_columns(scope)}
    order = GraphQLInputObjectType(scope.type_name("RowsOrder"), fields, is_one_of=True)
    return GraphQLField(
        GraphQLList(node),
        args={
            "first": GraphQLArgument(
                GraphQLInt,
                description="5 par défaut, 100 au plus. / 5 by default, at most 100.",
                extensions={STRUCTURAL: True},
            ),
            "orderBy": GraphQLArgument(GraphQLList(GraphQLNonNull(order))),
        },
        description=_FIRST,
    )


def key_columns(scope: DatasetScope) -> dict[str, Column]:
    """The columns that rows may be grouped by, by field."""
    return {name: column for name, column in scope.columns.items() if is_orderable(column)}


def parent_key_type(scope: DatasetScope) -> GraphQLObjectType:
    """The columns of a linked row that rows may be grouped by."""
    fields = {
        name: GraphQLField(SCALARS[column.type.scalar], args=_unit_argument(column))
        for name, column in key_columns(scope).items()
    }
    return GraphQLObjectType(scope.type_name("ParentKey"), fields)


def _key_type(scope: DatasetScope, parents: Mapping[str, ParentInputs]) -> GraphQLObjectType:
    fields = {
        name: GraphQLField(SCALARS[column.type.scalar], args=_unit_argument(column))
        for name, column in key_columns(scope).items()
    } | {name: GraphQLField(COMMUNE) for name in scope.relations}
    fields |= {name: GraphQLField(each.key) for name, each in parents.items()}
    if scope.has_date_parts:
        fields[DATE_PART_FIELD] = GraphQLField(
            GraphQLObjectType(
                scope.type_name("DateParts"),
                {
                    name: GraphQLField(
                        GraphQLInt, args={"by": GraphQLArgument(GraphQLNonNull(_part_enum(column)))}
                    )
                    for name, column in _dated_columns(scope).items()
                },
            ),
            description=_PARTS,
        )
    return GraphQLObjectType(scope.type_name("Key"), fields)


def _dated_columns(scope: DatasetScope) -> dict[str, Column]:
    return {name: column for name, column in scope.columns.items() if is_dated(column)}


def _part_enum(column: Column) -> GraphQLEnumType:
    """A day has no hour."""
    return DATE_PART if column.type.scalar is ScalarType.DATE else TIME_PART


def _unit_argument(column: Column) -> dict[str, GraphQLArgument]:
    match column.type.scalar:
        case ScalarType.DATE:
            return {"by": GraphQLArgument(DATE_UNIT)}
        case ScalarType.TIMESTAMP | ScalarType.TIMESTAMP_TZ:
            return {"by": GraphQLArgument(TIME_UNIT)}
        case _:
            return {}


def _group_order_type(scope: DatasetScope, inputs: GroupInputs) -> GraphQLInputObjectType:
    keys = {name: GraphQLInputField(DIRECTION) for name in key_columns(scope)} | {
        name: GraphQLInputField(COMMUNE_ORDER) for name in scope.relations
    }
    keys |= {name: GraphQLInputField(each.order) for name, each in inputs.parents.items()}
    if scope.has_date_parts:
        parts = {name: GraphQLInputField(DIRECTION) for name in _dated_columns(scope)}
        keys[DATE_PART_FIELD] = GraphQLInputField(
            GraphQLInputObjectType(scope.type_name("DatePartOrder"), parts, is_one_of=True)
        )
    fields = {
        "key": GraphQLInputField(
            GraphQLInputObjectType(scope.type_name("KeyOrder"), keys, is_one_of=True)
        ),
        "count": GraphQLInputField(DIRECTION),
        **indicator_order(scope),
        **inputs.orders,
    }
    return GraphQLInputObjectType(scope.type_name("GroupOrder"), fields, is_one_of=True)


def having_type(scope: DatasetScope) -> GraphQLInputObjectType:
    def fields() -> dict[str, GraphQLInputField]:
        listed = GraphQLList(GraphQLNonNull(having))
        combined: dict[str, Any] = {"AND": listed, "OR": listed, "NOT": having}
        made = {name: GraphQLInputField(type_) for name, type_ in combined.items()}
        made["count"] = GraphQLInputField(COUNT_FILTER)
        made |= indicator_having(scope) | measure_havings(scope)
        return made

    having = GraphQLInputObjectType(scope.type_name("Having"), fields)
    return having
