"""The GraphQL types of one dataset, built when a document first names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

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
from schema.types.group_types import ParentInputs, aggregate_type, group_field, parent_key_type
from schema.types.node_types import NODE_INTERFACE
from schema.types.scalars import SCALARS
from schema.types.scope import NODE_ID_FIELD, ROW_ID_FIELD, DatasetLink, DatasetScope, is_orderable
from schema.types.shared_types import (
    COMMUNE,
    COMMUNE_ORDER,
    COUNT_MODE,
    DIRECTION,
    PAGE_INFO,
    TOTAL_COUNT,
)
from schema.types.standard_row_words import describe_standard_row
from schema.types.standard_scopes import OWNER_FIELD, cited_standard, is_standard_scope
from schema.types.standard_types import OVERLAP, OWNER, SCOPE
from schema.types.where_types import WhereTypes

_T = TypeVar("_T")
_ONE: Final = (
    "La ligne liée, si elle vous est donnée ; sinon null. / "
    "The row that this one is linked to, if it is given to you; else null."
)
_MANY: Final = (
    "Les lignes liées, parmi celles qui vous sont données. / "
    "The rows linked to this one, among those that you are given."
)
_FIRST_OF_EACH: Final = (
    "De chaque ligne : 20 par défaut, 100 au plus. / Of each row: 20 by default, at most 100."
)
_LAST: Final = (
    "Les dernières lignes, ou celles qui précèdent « before ». / "
    'The last rows, or those that come before "before".'
)
_EDGES: Final = (
    "Les mêmes lignes, chacune avec son curseur (Relay). / The same rows, each with its cursor "
    "(Relay)."
)
_CURSOR: Final = (
    "À donner à « after » ou à « before » ; null comme « endCursor ». / "
    'To give to "after" or "before"; null where "endCursor" is.'
)
_BY_LINKED: Final = (
    "Selon les lignes liées qui vous sont données. / By the linked rows that you are given."
)


@dataclass(slots=True)
class DatasetTypes:
    """The types of a schema's datasets, each made once: those of linked datasets hold each other.

    `given`: the form in which columns are given to the caller, where that is known.
    """

    given: Given | None = None
    wheres: WhereTypes = field(default_factory=WhereTypes)
    _nodes: dict[str, GraphQLObjectType] = field(default_factory=dict)
    _aggregates: dict[str, GraphQLObjectType] = field(default_factory=dict)
    _orders: dict[str, GraphQLInputObjectType] = field(default_factory=dict)
    _linked: dict[str, GraphQLObjectType] = field(default_factory=dict)
    _parent_keys: dict[str, GraphQLObjectType] = field(default_factory=dict)
    _parent_orders: dict[str, GraphQLInputObjectType] = field(default_factory=dict)

    def field(self, scope: DatasetScope) -> GraphQLField:
        """`collectes(where, orderBy, first, after, offset)`."""
        structural = {STRUCTURAL: True}
        dataset = scope.dataset
        return GraphQLField(
            self._connection(scope),
            args={
                **self._chosen_by(scope),
                "first": GraphQLArgument(
                    GraphQLInt,
                    description="50 par défaut, 10 000 au plus. / 50 by default, at most 10,000.",
                    extensions=structural,
                ),
                "after": GraphQLArgument(GraphQLString),
                "last": GraphQLArgument(GraphQLInt, description=_LAST, extensions=structural),
                "before": GraphQLArgument(GraphQLString),
                "offset": GraphQLArgument(GraphQLInt, extensions=structural),
                **_overlap_argument(scope),
            },
            description=both(
                dataset.description_fr or dataset.title_fr,
                dataset.description_en or dataset.title_en,
            ),
        )

    def _chosen_by(self, scope: DatasetScope) -> dict[str, GraphQLArgument]:
        order = GraphQLList(GraphQLNonNull(self._order(scope)))
        return {
            "where": GraphQLArgument(self.wheres.of(scope)),
            "orderBy": GraphQLArgument(order),
        }

    def _connection(self, scope: DatasetScope) -> GraphQLObjectType:
        def fields() -> dict[str, GraphQLField]:
            return {
                "nodes": GraphQLField(GraphQLList(node)),
                "edges": GraphQLField(GraphQLList(edge), description=_EDGES),
                "pageInfo": GraphQLField(PAGE_INFO),
                "totalCount": GraphQLField(TOTAL_COUNT, args={"mode": GraphQLArgument(COUNT_MODE)}),
                "aggregate": GraphQLField(aggregate),
                "groupBy": group_field(
                    scope, aggregate, groups, None if is_standard_scope(scope) else node
                ),
                **({"scope": GraphQLField(SCOPE)} if is_standard_scope(scope) else {}),
            }

        aggregate, node = self._aggregate(scope), self._node(scope)
        groups = replace(self.wheres.of_groups(scope), parents=self._parents(scope))
        edge = GraphQLObjectType(
            scope.type_name("Edge"),
            {
                "cursor": GraphQLField(GraphQLString, description=_CURSOR),
                "node": GraphQLField(node),
            },
        )
        return GraphQLObjectType(scope.type_name("Connection"), fields)

    def _aggregate(self, scope: DatasetScope) -> GraphQLObjectType:
        return _once(self._aggregates, scope, aggregate_type)

    def _node(self, scope: DatasetScope) -> GraphQLObjectType:
        return _once(self._nodes, scope, self._node_type)

    def _node_type(self, scope: DatasetScope) -> GraphQLObjectType:
        def fields() -> dict[str, GraphQLField]:
            links = {name: self._link_field(scope, each) for name, each in scope.links.items()}
            return _own_fields(scope, self.given) | links | self._cited_field(scope)

        interfaces = [NODE_INTERFACE] if scope.has_node_id else []
        return GraphQLObjectType(scope.type_name("Node"), fields, interfaces=interfaces)

    def _cited_field(self, scope: DatasetScope) -> dict[str, GraphQLField]:
        cited = cited_standard(scope)
        if cited is None:
            return {}
        described = describe_standard_row(cited, scope, self.given)
        return {cited.name: GraphQLField(self._node(cited.scope), description=described)}

    def _link_field(self, scope: DatasetScope, link: DatasetLink) -> GraphQLField:
        linked = scope.linked(link)
        if not link.many:
            return GraphQLField(self._node(linked), description=_ONE)
        structural = {STRUCTURAL: True}
        return GraphQLField(
            _once(self._linked, linked, self._linked_type),
            args={
                **self._chosen_by(linked),
                "first": GraphQLArgument(
                    GraphQLInt, description=_FIRST_OF_EACH, extensions=structural
                ),
                "offset": GraphQLArgument(GraphQLInt, extensions=structural),
            },
            description=_MANY,
        )

    def _linked_type(self, scope: DatasetScope) -> GraphQLObjectType:
        def fields() -> dict[str, GraphQLField]:
            return {
                "nodes": GraphQLField(GraphQLList(self._node(scope))),
                "totalCount": GraphQLField(TOTAL_COUNT),
                "aggregate": GraphQLField(self._aggregate(scope)),
            }

        return GraphQLObjectType(scope.type_name("LinkedRows"), fields)

    def _order(self, scope: DatasetScope) -> GraphQLInputObjectType:
        return _once(self._orders, scope, self._order_type)

    def _order_type(self, scope: DatasetScope) -> GraphQLInputObjectType:
        def fields() -> dict[str, GraphQLInputField]:
            own = _own_order(scope)
            for name, link in scope.links.items():
                linked = scope.linked(link)
                type_ = self.wheres.total_order(linked) if link.many else self._parent_order(linked)
                own[name] = GraphQLInputField(type_, description=_BY_LINKED)
            return own

        return GraphQLInputObjectType(scope.type_name("Order"), fields, is_one_of=True)

    def _parents(self, scope: DatasetScope) -> dict[str, ParentInputs]:
        """By the fields of links to one row; a standard's rows are of several bodies."""
        links = {name: scope.linked(each) for name, each in scope.links.items() if not each.many}
        return {
            name: ParentInputs(
                _once(self._parent_keys, linked, parent_key_type), self._parent_order(linked)
            )
            for name, linked in links.items()
        }

    def _parent_order(self, scope: DatasetScope) -> GraphQLInputObjectType:
        """By a column of the one row that a row is linked to."""
        return _once(self._parent_orders, scope, _parent_order)


def _once(types: dict[str, _T], scope: DatasetScope, make: Callable[[DatasetScope], _T]) -> _T:
    type_ = types.get(scope.dataset.id)
    if type_ is None:
        type_ = types[scope.dataset.id] = make(scope)
    return type_


def _overlap_argument(scope: DatasetScope) -> dict[str, GraphQLArgument]:
    if not is_standard_scope(scope):
        return {}
    return {"overlap": GraphQLArgument(OVERLAP, extensions={STRUCTURAL: True})}


def _own_fields(scope: DatasetScope, given: Given | None) -> dict[str, GraphQLField]:
    fields: dict[str, GraphQLField] = {}
    if scope.primary_key:
        fields[ROW_ID_FIELD] = GraphQLField(
            GraphQLID,
            description=(
                "Identifiant de la ligne, propre à votre organisme. / "
                "The row's identifier, your organisation's own."
            ),
        )
    if scope.has_node_id:
        fields[NODE_ID_FIELD] = NODE_INTERFACE.fields[NODE_ID_FIELD]
    for name, column in scope.columns.items():
        said = None if given is None else given.words(scope.dataset.id, column.id)
        described = describe(column, *(said or ()))
        fields[name] = GraphQLField(SCALARS[column.type.scalar], description=described)
    for name in scope.relations:
        fields[name] = GraphQLField(COMMUNE)
    if is_standard_scope(scope):
        fields[OWNER_FIELD] = GraphQLField(OWNER)
    return fields


def _own_order(scope: DatasetScope) -> dict[str, GraphQLInputField]:
    return {
        name: GraphQLInputField(DIRECTION)
        for name, column in scope.columns.items()
        if is_orderable(column)
    } | {name: GraphQLInputField(COMMUNE_ORDER) for name in scope.relations}


def _parent_order(scope: DatasetScope) -> GraphQLInputObjectType:
    fields = {
        name: GraphQLInputField(DIRECTION)
        for name, column in scope.columns.items()
        if is_orderable(column)
    }
    return GraphQLInputObjectType(scope.type_name("ParentOrder"), fields, is_one_of=True)
