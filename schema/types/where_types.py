"""The inputs of conditions, one a dataset in a schema: those of linked datasets hold each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLInputField, GraphQLInputObjectType, GraphQLList, GraphQLNonNull

from schema.types.descriptions import describe
from schema.types.extensions import LEAF, STRUCTURAL
from schema.types.filters import FILTERS
from schema.types.group_types import GroupInputs, having_type
from schema.types.measure_types import measure_orders
from schema.types.scalar_values import Leaf
from schema.types.scope import DatasetLink, DatasetScope
from schema.types.shared_types import COMMUNE_FILTER, DIRECTION

_QUANTIFIED = {
    "some": "Une de ces lignes au moins ; {} : il y en a. / At least one of these rows.",
    "every": "Chacune de ces lignes, s'il y en a. / Each of these rows, if there are any.",
    "none": "Aucune de ces lignes ; {} : il n'y en a pas. / None of these rows.",
}
_LINKED = "Parmi les lignes qui vous sont données. / Among the rows that you are given."

WHERE = "where"
_AMONG = (
    "Le nombre et les totaux de celles-là seulement. / The number and the totals of these alone."
)
_TOTALS = (
    "Leur nombre et leurs totaux ; sans lignes, le nombre est 0 et une somme est absente. / "
    "Their number and totals; without rows the number is 0 and a sum is absent."
)


@dataclass(slots=True)
class WhereTypes:
    _wheres: dict[str, GraphQLInputObjectType] = field(default_factory=dict)
    _quantified: dict[str, GraphQLInputObjectType] = field(default_factory=dict)
    _havings: dict[str, GraphQLInputObjectType] = field(default_factory=dict)
    _orders: dict[str, Mapping[str, GraphQLInputField]] = field(default_factory=dict)
    _total_orders: dict[str, GraphQLInputObjectType] = field(default_factory=dict)

    def of(self, scope: DatasetScope) -> GraphQLInputObjectType:
        known = self._wheres.get(scope.dataset.id)
        if known is None:
            known = self._wheres[scope.dataset.id] = GraphQLInputObjectType(
                scope.type_name("Where"), lambda: self._fields(scope)
            )
        return known

    def having(self, scope: DatasetScope) -> GraphQLInputObjectType:
        """Conditions on totals of rows: of a group, or of those that a row is linked to."""
        type_ = self._havings.get(scope.dataset.id)
        if type_ is None:
            type_ = self._havings[scope.dataset.id] = having_type(scope)
        return type_

    def total_order(self, scope: DatasetScope) -> GraphQLInputObjectType:
        """By how many rows a row is linked to, or by a total of them."""
        type_ = self._total_orders.get(scope.dataset.id)
        if type_ is None:
            fields = {"count": GraphQLInputField(DIRECTION), **self.measure_orders(scope)}
            type_ = GraphQLInputObjectType(scope.type_name("TotalOrder"), fields, is_one_of=True)
            self._total_orders[scope.dataset.id] = type_
        return type_

    def measure_orders(self, scope: DatasetScope) -> Mapping[str, GraphQLInputField]:
        orders = self._orders.get(scope.dataset.id)
        if orders is None:
            orders = self._orders[scope.dataset.id] = measure_orders(scope)
        return orders

    def of_groups(self, scope: DatasetScope) -> GroupInputs:
        return GroupInputs(
            self.of(scope), self.having(scope), self.measure_orders(scope), self.total_order(scope)
        )

    def _fields(self, scope: DatasetScope) -> dict[str, GraphQLInputField]:
        where = self.of(scope)
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
            **{
                name: GraphQLInputField(self._linked(scope, link), description=_LINKED)
                for name, link in scope.links.items()
            },
        }

    def _totals(self, linked: DatasetScope) -> GraphQLInputObjectType:
        """Conditions on totals of the linked rows, or of those among them that satisfy `where`."""

        def fields() -> dict[str, GraphQLInputField]:
            among = GraphQLInputField(self.of(linked), description=_AMONG)
            return {**self.having(linked).fields, WHERE: among}

        return GraphQLInputObjectType(linked.type_name("RowsHaving"), fields)

    def _linked(self, scope: DatasetScope, link: DatasetLink) -> GraphQLInputObjectType:
        linked = scope.linked(link)
        where = self.of(linked)
        if not link.many:
            return where
        known = self._quantified.get(link.dataset.id)
        if known is None:
            fields = {
                name: GraphQLInputField(where, description=words)
                for name, words in _QUANTIFIED.items()
            }
            fields["aggregate"] = GraphQLInputField(self._totals(linked), description=_TOTALS)
            known = self._quantified[link.dataset.id] = GraphQLInputObjectType(
                linked.type_name("Rows"), fields
            )
        return known
