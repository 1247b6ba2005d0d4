"""The control side as the data language sees it: fields and types to merge, no resolver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema


@dataclass(frozen=True, slots=True, eq=False)
class ControlSchema:
    """`fields` are those of the query root; nothing but the control side has mutations and
    subscriptions. `types`
    are its own, without the roots and what introspection adds. One object is one schema: equal
    only to itself.
    """

    graphql_schema: GraphQLSchema
    query_name: str
    fields: Mapping[str, GraphQLField]
    mutation: GraphQLObjectType
    subscription: GraphQLObjectType
    types: tuple[GraphQLNamedType, ...]
