"""The control side as graphql-core sees it: the one place that reaches inside Strawberry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import strawberry
from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
)
from strawberry.schema.config import StrawberryConfig

from schema.control.mutations import Mutation
from schema.control.queries import Query
from schema.control.scalars import DATE, DATE_TIME

DATE_NAME = "Date"
DATE_TIME_NAME = "DateTime"


class ControlSchema:
    """Strawberry gives no public way to its graphql-core schema: `_schema` is touched here only.

    `fields` are those of the query root; nothing but the control side has mutations.
    """

    def __init__(self) -> None:
        config = StrawberryConfig(scalar_map={dt.date: DATE, dt.datetime: DATE_TIME})
        made = strawberry.Schema(query=Query, mutation=Mutation, config=config)
        schema: GraphQLSchema = made._schema  # noqa: SLF001 - see above
        if schema.query_type is None or schema.mutation_type is None:
            raise TypeError(Query)
        self.graphql_schema = schema
        self.query_name = schema.query_type.name
        self.fields: Mapping[str, GraphQLField] = schema.query_type.fields
        self.mutation: GraphQLObjectType = schema.mutation_type
        self.date = _scalar(schema, DATE_NAME)
        self.date_time = _scalar(schema, DATE_TIME_NAME)

    @property
    def types(self) -> tuple[GraphQLNamedType, ...]:
        """Its own types, without the roots and what introspection adds."""
        roots = {self.query_name, self.mutation.name}
        return tuple(
            type_
            for name, type_ in self.graphql_schema.type_map.items()
            if not name.startswith("__") and name not in roots
        )


def _scalar(schema: GraphQLSchema, name: str) -> GraphQLScalarType:
    scalar = schema.type_map[name]
    if not isinstance(scalar, GraphQLScalarType):
        raise TypeError(name)
    return scalar


CONTROL = ControlSchema()
