"""The control side as graphql-core sees it: the one place that reaches inside Strawberry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import strawberry
from graphql import GraphQLField, GraphQLNamedType, GraphQLScalarType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from schema.control.queries import Query
from schema.control.scalars import DATE

DATE_NAME = "Date"


class ControlSchema:
    """Strawberry gives no public way to its graphql-core schema: `_schema` is touched here only."""

    def __init__(self) -> None:
        config = StrawberryConfig(scalar_map={dt.date: DATE})
        schema: GraphQLSchema = strawberry.Schema(query=Query, config=config)._schema  # noqa: SLF001 - see above
        if schema.query_type is None:
            raise TypeError(Query)
        self.graphql_schema = schema
        self.query_name = schema.query_type.name
        self.fields: Mapping[str, GraphQLField] = schema.query_type.fields
        date = schema.type_map[DATE_NAME]
        if not isinstance(date, GraphQLScalarType):
            raise TypeError(DATE_NAME)
        self.date = date

    @property
    def types(self) -> tuple[GraphQLNamedType, ...]:
        """Its own types, without the root and what introspection adds."""
        return tuple(
            type_
            for name, type_ in self.graphql_schema.type_map.items()
            if not name.startswith("__") and name != self.query_name
        )


CONTROL = ControlSchema()
