"""The GraphQL types of measures over the columns of one dataset: results, orders and conditions."""

from __future__ import annotations

from typing import Any, Final

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLFloat,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
)

from catalog.model.dataset import Column
from catalog.model.identifiers import graphql_name
from schema.types.aggregate_signatures import (
    ONE_OF_ITS_VALUES,
    Measure,
    measured_columns,
    measured_type,
    type_part,
)
from schema.types.extensions import LEAF, STRUCTURAL
from schema.types.filters import COUNT_FILTER, FILTERS
from schema.types.scalar_values import Leaf
from schema.types.scalars import SCALARS
from schema.types.scope import DatasetScope
from schema.types.shared_types import COUNT, DIRECTION

_PERCENT: Final = "De 0, exclu, à 100. / From 0, excluded, to 100."
_WORDS: Final = {
    Measure.MEDIAN: (
        "La valeur du milieu, l'une de celles de la colonne ; de deux, la plus petite. / "
        "The value in the middle, one of the column's; of two, the lesser."
    ),
    Measure.PERCENTILE: (
        "La plus petite valeur telle que p % des valeurs ne la dépassent pas. / "
        "The least value that p % of the values do not pass."
    ),
}


def measure_fields(scope: DatasetScope) -> dict[str, GraphQLField]:
    """Each measure, over the columns that it takes."""
    fields: dict[str, GraphQLField] = {}
    types: dict[str, GraphQLObjectType] = {}
    for measure, columns in _measures(scope):
        part = scope.type_name(type_part(measure))
        if part not in types:
            inner = {
                graphql_name(each.name): GraphQLField(_result_type(measure, each))
                for each in columns
            }
            types[part] = GraphQLObjectType(part, inner)
        fields[measure] = GraphQLField(
            types[part], args=_arguments(measure), description=_WORDS.get(measure)
        )
    return fields


def measure_orders(scope: DatasetScope) -> dict[str, GraphQLInputField]:
    fields: dict[str, GraphQLInputField] = {}
    types: dict[str, GraphQLInputObjectType] = {}
    for measure, columns in _measures(scope):
        part = f"{scope.type_name(type_part(measure))}Order"
        if part not in types:
            inner = {graphql_name(each.name): GraphQLInputField(DIRECTION) for each in columns}
            types[part] = GraphQLInputObjectType(part, inner, is_one_of=True)
        fields[measure] = _input(scope, measure, "Order", types[part])
    return fields


def measure_havings(scope: DatasetScope) -> dict[str, GraphQLInputField]:
    fields: dict[str, GraphQLInputField] = {}
    types: dict[str, GraphQLInputObjectType] = {}
    for measure, columns in _measures(scope):
        part = f"{scope.type_name(type_part(measure))}Having"
        if part not in types:
            inner = {graphql_name(each.name): _having_field(measure, each) for each in columns}
            types[part] = GraphQLInputObjectType(part, inner)
        fields[measure] = _input(scope, measure, "Having", types[part])
    return fields


def _measures(scope: DatasetScope) -> list[tuple[Measure, tuple[Column, ...]]]:
    measures = [(each, measured_columns(scope.dataset, each)) for each in Measure]
    return [(measure, columns) for measure, columns in measures if columns]


def _arguments(measure: Measure) -> dict[str, GraphQLArgument]:
    if measure is not Measure.PERCENTILE:
        return {}
    percent = GraphQLArgument(
        GraphQLNonNull(GraphQLFloat), description=_PERCENT, extensions={STRUCTURAL: True}
    )
    return {"p": percent}


def _input(
    scope: DatasetScope, measure: Measure, end: str, of: GraphQLInputObjectType
) -> GraphQLInputField:
    """`{ tonnageKg: … }`; of a percentile, `{ p: 90, of: { tonnageKg: … } }`."""
    if measure is not Measure.PERCENTILE:
        return GraphQLInputField(of)
    fields = {
        "p": GraphQLInputField(
            GraphQLNonNull(GraphQLFloat), description=_PERCENT, extensions={STRUCTURAL: True}
        ),
        "of": GraphQLInputField(GraphQLNonNull(of)),
    }
    return GraphQLInputField(GraphQLInputObjectType(scope.type_name(f"Percentile{end}"), fields))


def _having_field(measure: Measure, column: Column) -> GraphQLInputField:
    type_ = measured_type(measure, column.type)
    if measure is Measure.COUNT_DISTINCT:
        return GraphQLInputField(COUNT_FILTER)
    codes = column.code_list if measure in ONE_OF_ITS_VALUES else ()
    return GraphQLInputField(FILTERS[type_.scalar], extensions={LEAF: Leaf(type_, codes)})


def _result_type(measure: Measure, column: Column) -> Any:
    if measure is Measure.COUNT_DISTINCT:
        return COUNT
    return SCALARS[measured_type(measure, column.type).scalar]
