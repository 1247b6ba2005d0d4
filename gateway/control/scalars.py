"""The Date and DateTime of the data side, as Strawberry knows them: the merged schema has one."""

from __future__ import annotations

from dataclasses import replace

import strawberry
from graphql import GraphQLScalarType
from strawberry.types.scalar import ScalarDefinition

from schema.types.scalars import DATE as DATA_DATE
from schema.types.scalars import DATE_TIME as DATA_DATE_TIME


def _shared(scalar: GraphQLScalarType) -> ScalarDefinition:
    named = strawberry.scalar(name=scalar.name, description=scalar.description)
    return replace(named, implementation=scalar)


DATE = _shared(DATA_DATE)
DATE_TIME = _shared(DATA_DATE_TIME)
