"""The control side as graphql-core sees it: the one place that reaches inside Strawberry."""

from __future__ import annotations

import datetime as dt

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from gateway.control.changes import Subscription
from gateway.control.mutations import Mutation
from gateway.control.queries import Query
from gateway.control.scalars import DATE, DATE_TIME
from schema.types.control_schema import ControlSchema


def make_control_schema() -> ControlSchema:
    """Strawberry gives no public way to its graphql-core schema: `_schema` is touched here only."""
    config = StrawberryConfig(scalar_map={dt.date: DATE, dt.datetime: DATE_TIME})
    made = strawberry.Schema(
        query=Query, mutation=Mutation, subscription=Subscription, config=config
    )
    schema: GraphQLSchema = made._schema  # noqa: SLF001 - see above
    subscription = schema.subscription_type
    if schema.query_type is None or schema.mutation_type is None or subscription is None:
        raise TypeError(Query)
    roots = {schema.query_type.name, schema.mutation_type.name, subscription.name}
    types = (
        type_
        for name, type_ in schema.type_map.items()
        if not name.startswith("__") and name not in roots
    )
    return ControlSchema(
        graphql_schema=schema,
        query_name=schema.query_type.name,
        fields=schema.query_type.fields,
        mutation=schema.mutation_type,
        subscription=subscription,
        types=tuple(types),
    )


CONTROL = make_control_schema()
