"""The GraphQL types of one dataset, built when a document first names it."""

from __future__ import annotations

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

from schema.types.descriptions import both, describe
from schema.types.extensions import STRUCTURAL
from schema.types.given import Given
from schema.types.group_types import aggregate_type, group_field
from schema.types.scalars import SCALARS
from schema.types.scope import ROW_ID_FIELD, DatasetScope, is_orderable
from schema.types.shared_types import (
    COMMUNE,
    COMMUNE_ORDER,
    COUNT_MODE,
    DIRECTION,
    PAGE_INFO,
    TOTAL_COUNT,
)
from schema.types.standard_scopes import OWNER_FIELD, is_standard_scope
from schema.types.standard_types import OVERLAP, OWNER, SCOPE
from schema.types.where_types import WhereTypes


def dataset_field(
    scope: DatasetScope, wheres: WhereTypes, given: Given | None = None
) -> GraphQLField:
    """`collectes(where, orderBy, first, after, offset)`; `wheres` are those of the same schema."""
    where, order = wheres.of(scope), _order_type(scope)
    structural = {STRUCTURAL: True}
    dataset = scope.dataset
    return GraphQLField(
        _connection_type(scope, given, where),
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
            **_overlap_argument(scope),
        },
        description=both(
            dataset.description_fr or dataset.title_fr, dataset.description_en or dataset.title_en
        ),
    )


def _overlap_argument(scope: DatasetScope) -> dict[str, GraphQLArgument]:
    if not is_standard_scope(scope):
        return {}
    return {"overlap": GraphQLArgument(OVERLAP, extensions={STRUCTURAL: True})}


def _connection_type(
    scope: DatasetScope, given: Given | None, where: GraphQLInputObjectType
) -> GraphQLObjectType:
    def fields() -> dict[str, GraphQLField]:
        return {
            "nodes": GraphQLField(GraphQLList(node)),
            "pageInfo": GraphQLField(PAGE_INFO),
            "totalCount": GraphQLField(TOTAL_COUNT, args={"mode": GraphQLArgument(COUNT_MODE)}),
            "aggregate": GraphQLField(aggregate),
            "groupBy": group_field(
                scope, aggregate, where, None if is_standard_scope(scope) else node
            ),
            **({"scope": GraphQLField(SCOPE)} if is_standard_scope(scope) else {}),
        }

    aggregate, node = aggregate_type(scope), _node_type(scope, given)
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
    if is_standard_scope(scope):
        fields[OWNER_FIELD] = GraphQLField(OWNER)
    return GraphQLObjectType(scope.type_name("Node"), fields)


def _order_type(scope: DatasetScope) -> GraphQLInputObjectType:
    fields = {
        name: GraphQLInputField(DIRECTION)
        for name, column in scope.columns.items()
        if is_orderable(column)
    } | {name: GraphQLInputField(COMMUNE_ORDER) for name in scope.relations}
    return GraphQLInputObjectType(scope.type_name("Order"), fields, is_one_of=True)
