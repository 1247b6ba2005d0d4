"""Rows that are found again by one identifier, wherever they were shown: Relay's `Node`."""

from __future__ import annotations

from typing import Final

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLID,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
)

from schema.types.extensions import STRUCTURAL
from schema.types.scope import NODE, NODE_ID_FIELD

NODE_FIELD, NODES_FIELD, NODE_IDS = "node", "nodes", "nodeIds"

NODE_INTERFACE: Final = GraphQLInterfaceType(
    NODE,
    {
        NODE_ID_FIELD: GraphQLField(
            GraphQLNonNull(GraphQLID),
            description=(
                "Pour retrouver la ligne par « node » ; propre à votre organisme, et le même à "
                'chaque fois. / To find the row again by "node"; your organisation\'s own, and the '
                "same each time."
            ),
        )
    },
)
_FOUND: Final = (
    "La ligne de cet identifiant, null si elle ne vous est pas donnée. / "
    "The row of this identifier, null unless it is given to you."
)


def node_fields() -> dict[str, GraphQLField]:
    """`node(nodeId)` and `nodes(nodeIds)`, of the root."""
    identifier = GraphQLNonNull(GraphQLID)
    structural = {STRUCTURAL: True}
    return {
        NODE_FIELD: GraphQLField(
            NODE_INTERFACE,
            args={NODE_ID_FIELD: GraphQLArgument(identifier, extensions=structural)},
            description=_FOUND,
        ),
        NODES_FIELD: GraphQLField(
            GraphQLList(NODE_INTERFACE),
            args={
                NODE_IDS: GraphQLArgument(
                    GraphQLNonNull(GraphQLList(identifier)), extensions=structural
                )
            },
            description=_FOUND,
        ),
    }
