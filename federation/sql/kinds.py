"""Of what kind a value is: what can be compared with one another is of one kind."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from catalog.model.column_types import TYPES
from federation.dialects.types import is_instant, is_number, is_text

KINDS_OF_NODES: Mapping[exp.DType, str] = {
    **{exp.DType[record.node]: record.kind for record in TYPES.values()},
    exp.DType.DATETIME: "date",
    exp.DType.TIMESTAMPLTZ: "instant",
    exp.DType.INTERVAL: "span",
}
CASTS: Mapping[str, frozenset[str]] = {
    record.kind: frozenset(record.casts_from) for record in TYPES.values() if record.casts_from
}
"""The kinds that a cast makes a value of each kind of."""


def kind_of(node: exp.Expr) -> str:
    """The kind of a value: "null" for NULL, which goes with any other, "?" where none is known."""
    if isinstance(node, exp.Null) or (node.type is not None and node.type.this is exp.DType.NULL):
        return "null"
    known = KINDS_OF_NODES.get(node.type.this) if node.type is not None else None
    if known is not None:
        return known
    if is_text(node):
        return "varchar"
    return "number" if is_number(node) else "?"


def shown_type(node: exp.Expr) -> str:
    """As a statement writes it: `varchar`, `decimal(6, 2)`; "?" where it is not known."""
    if node.type is None or node.type.this is exp.DType.UNKNOWN:
        return "?"
    shown = node.type.sql("trino").lower()
    return "timestamp with time zone" if is_instant(node) else shown[:40]


def value_of(node: exp.Expr) -> exp.Expr:
    """Of a query, what it selects: the library notes no type for some of them."""
    while isinstance(node, exp.Paren | exp.Subquery):
        node = node.this
    if isinstance(node, exp.Select) and len(node.selects) == 1:
        return node.selects[0].unalias()
    return node
