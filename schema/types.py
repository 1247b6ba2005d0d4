"""The GraphQL types of one dataset, built when a document first names it."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from catalog.model.dataset import Column
from schema.extensions import LEAF, STRUCTURAL
from schema.filters import FILTERS
from schema.given import Given
from schema.group_types import aggregate_type, group_field
from schema.scalar_values import Leaf
from schema.scalars import SCALARS
from schema.scope import ROW_ID_FIELD, DatasetScope, is_orderable
from schema.shared_types import (
    COMMUNE,
    COMMUNE_FILTER,
    COMMUNE_ORDER,
    COUNT_MODE,
    DIRECTION,
    PAGE_INFO,
    TOTAL_COUNT,
)


def dataset_field(scope: DatasetScope, given: Given | None = None) -> GraphQLField:
    """`collectes(where, orderBy, first, after, offset)`."""
    where, order = _where_type(scope), _order_type(scope)
    structural = {STRUCTURAL: True}
    dataset = scope.dataset
    return GraphQLField(
        _connection_type(scope, given),
        args={
            "where": GraphQLArgument(where),
            "orderBy": GraphQLArgument(GraphQLList(GraphQLNonNull(order))),
            "first": GraphQLArgument(
                GraphQLInt,
                description="50 par défaut, 10 000 au plus. / 50 by default, at most 10,000.",
                extensions=structural,
            ),
            "after": GraphQLArgument(GraphQLString),
            "offset": GraphQLArgument(GraphQLInt, extensions=structural),
        },
        description=_both(
            dataset.description_fr or dataset.title_fr, dataset.description_en or dataset.title_en
        ),
    )


def describe(column: Column, *given: str) -> str:
    """Label, unit and codes, and what is `given`, in French then in English."""
    unit = f" ({column.unit})" if column.unit else ""
    codes = ", ".join(column.code_list)
    french = [f"{column.label_fr}{unit}.", column.description_fr, codes and f"Codes : {codes}."]
    english = [f"{column.label_en}{unit}.", column.description_en, codes and f"Codes: {codes}."]
    for text, said in zip((french, english), given, strict=False):
        text.append(said)
    return _both(" ".join(filter(None, french)), " ".join(filter(None, english)))


def _both(french: str, english: str) -> str:
    return f"{french}\n\n{english}" if english and english != french else french


def _connection_type(scope: DatasetScope, given: Given | None) -> GraphQLObjectType:
    def fields() -> dict[str, GraphQLField]:
        return {
            "nodes": GraphQLField(GraphQLList(_node_type(scope, given))),
            "pageInfo": GraphQLField(PAGE_INFO),
            "totalCount": GraphQLField(TOTAL_COUNT, args={"mode": GraphQLArgument(COUNT_MODE)}),
            "aggregate": GraphQLField(aggregate),
            "groupBy": group_field(scope, aggregate),
        }

    aggregate = aggregate_type(scope)
    return GraphQLObjectType(scope.type_name("Connection"), fields)


def _node_type(scope: DatasetScope, given: Given | None) -> GraphQLObjectType:
    fields: dict[str, GraphQLField] = {}
    if scope.primary_key:
        fields[ROW_ID_FIELD] = GraphQLField(
            GraphQLID,
            description=(
                "Identifiant de la ligne, propre à votre organisme. / "
                "The row's identifier, your organisation's own."
            ),
        )
    for name, column in scope.columns.items():
        said = None if given is None else given.words(scope.dataset.id, column.id)
        described = describe(column, *(said or ()))
        fields[name] = GraphQLField(SCALARS[column.type.scalar], description=described)
    for name in scope.relations:
        fields[name] = GraphQLField(COMMUNE)
    return GraphQLObjectType(scope.type_name("Node"), fields)


def _where_type(scope: DatasetScope) -> GraphQLInputObjectType:
    def fields() -> dict[str, GraphQLInputField]:
        listed = GraphQLList(GraphQLNonNull(where))
        combined: dict[str, Any] = {"AND": listed, "OR": listed, "NOT": where}
        return {
            **{name: GraphQLInputField(type_) for name, type_ in combined.items()},
            **{
                name: GraphQLInputField(
                    FILTERS[column.type.scalar],
                    description=describe(column),
                    extensions={LEAF: Leaf(column.type, column.code_list)},
                )
                for name, column in scope.columns.items()
            },
            **{
                name: GraphQLInputField(COMMUNE_FILTER, extensions={STRUCTURAL: True})
                for name in scope.relations
            },
        }

    where = GraphQLInputObjectType(scope.type_name("Where"), fields)
    return where


def _order_type(scope: DatasetScope) -> GraphQLInputObjectType:
    fields = {
        name: GraphQLInputField(DIRECTION)
        for name, column in scope.columns.items()
        if is_orderable(column)
    } | {name: GraphQLInputField(COMMUNE_ORDER) for name in scope.relations}
    return GraphQLInputObjectType(scope.type_name("Order"), fields, is_one_of=True)
