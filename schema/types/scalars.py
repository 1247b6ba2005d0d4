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

from catalog.model.dataset import ColumnType, ScalarType
from schema.types.dates import read_date, read_instant, write_instant
from schema.types.scalar_values import Leaf, LeafMismatch


def _scalar(name: str, scalar: ScalarType, description: str) -> GraphQLScalarType:
    leaf = Leaf(ColumnType(scalar))

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
        description=description,
    )


BIG_INT = _scalar(
    "BigInt",
    ScalarType.BIGINT,
    "Un entier sur 64 bits, écrit en texte. / A 64-bit integer, written as text.",
)
DECIMAL = _scalar(
    "Decimal",
    ScalarType.DECIMAL,
    "Un nombre décimal exact, écrit en texte. / An exact decimal number, written as text.",
)
DATE = GraphQLScalarType(
    "Date",
    coerce_output_value=dt.date.isoformat,
    coerce_input_value=read_date,
    description="Un jour, AAAA-MM-JJ (ISO 8601). / A day, YYYY-MM-DD (ISO 8601).",
)
TIMESTAMP = _scalar(
    "Timestamp",
    ScalarType.TIMESTAMP,
    "Une date et une heure locales, sans décalage. / A local date and time, without an offset.",
)
DATE_TIME = GraphQLScalarType(
    "DateTime",
    coerce_output_value=write_instant,
    coerce_input_value=read_instant,
    description=(
        "Un instant, écrit en UTC et terminé par Z. / An instant, written in UTC and ending in Z."
    ),
)
JSON = _scalar("JSON", ScalarType.JSON, "Une valeur JSON quelconque. / Any JSON value.")

SCALARS: Final[dict[ScalarType, GraphQLScalarType]] = {
    ScalarType.STRING: GraphQLString,
    ScalarType.INTEGER: GraphQLInt,
    ScalarType.BIGINT: BIG_INT,
    ScalarType.DECIMAL: DECIMAL,
    ScalarType.FLOAT: GraphQLFloat,
    ScalarType.BOOLEAN: GraphQLBoolean,
    ScalarType.DATE: DATE,
    ScalarType.TIMESTAMP: TIMESTAMP,
    ScalarType.TIMESTAMP_TZ: DATE_TIME,
    ScalarType.JSON: JSON,
}

LEAVES: Final[dict[str, Leaf]] = {
    scalar.name: Leaf(ColumnType(kind)) for kind, scalar in SCALARS.items()
} | {"ID": Leaf(ColumnType(ScalarType.STRING))}
"""The reading of each scalar's values where no column says more."""
