"""The GraphQL scalars of data, and the scalar of each column type."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from graphql import (
    FloatValueNode,
    GraphQLBoolean,
    GraphQLError,
    GraphQLFloat,
    GraphQLInt,
    GraphQLScalarType,
    GraphQLString,
    IntValueNode,
    StringValueNode,
    ValueNode,
)

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from schema.types.dates import read_date, read_instant, write_instant
from schema.types.scalar_values import Leaf, LeafMismatch


def _scalar(scalar: ScalarType) -> GraphQLScalarType:
    """A scalar of ours, whose values a column of that type takes."""
    leaf, name = Leaf(ColumnType(scalar)), TYPES[scalar].graphql

    def coerce_value(raw: Any) -> Any:
        try:
            return leaf.read(raw)
        except LeafMismatch:
            # No value in the text: what was sent is repeated to nobody.
            raise GraphQLError(f"{name} expected") from None

    def coerce_literal(node: ValueNode) -> Any:
        match node:
            case StringValueNode() | FloatValueNode():
                return coerce_value(node.value)
            case IntValueNode():
                return coerce_value(int(node.value))
            case _:
                raise GraphQLError(f"{name} expected")

    return GraphQLScalarType(
        name,
        coerce_input_value=coerce_value,
        coerce_input_literal=coerce_literal,
        description=_description(scalar),
    )


def _description(scalar: ScalarType) -> str:
    return " / ".join(TYPES[scalar].graphql_description or ())


DATE = GraphQLScalarType(
    TYPES[ScalarType.DATE].graphql,
    coerce_output_value=dt.date.isoformat,
    coerce_input_value=read_date,
    description=_description(ScalarType.DATE),
)
DATE_TIME = GraphQLScalarType(
    TYPES[ScalarType.TIMESTAMP_TZ].graphql,
    coerce_output_value=write_instant,
    coerce_input_value=read_instant,
    description=_description(ScalarType.TIMESTAMP_TZ),
)
_NAMED: Final[dict[str, GraphQLScalarType]] = {
    each.name: each
    for each in (GraphQLString, GraphQLInt, GraphQLFloat, GraphQLBoolean, DATE, DATE_TIME)
}
SCALARS: Final[dict[ScalarType, GraphQLScalarType]] = {
    each: _NAMED.get(record.graphql) or _scalar(each) for each, record in TYPES.items()
}
BIG_INT: Final = SCALARS[ScalarType.BIGINT]

LEAVES: Final[dict[str, Leaf]] = {
    scalar.name: Leaf(ColumnType(kind)) for kind, scalar in SCALARS.items()
} | {"ID": Leaf(ColumnType(ScalarType.STRING))}
"""The reading of each scalar's values where no column says more."""
