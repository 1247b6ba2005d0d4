"""The place in the document where a node begins."""

from __future__ import annotations

from graphql import Node

from catalog.model.problem import Place


def place_of(node: Node | None) -> Place | None:
    if node is None or node.loc is None:
        return None
    start = node.loc.start_token
    return Place(line=start.line, column=start.column)
