"""Of what kind a value is: what can be compared with one another is of one kind."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.types import (
    is_boolean,
    is_date,
    is_decimal,
    is_float,
    is_instant,
    is_integer,
    is_text,
    is_timestamp,
)


def kind_of(node: exp.Expr) -> str:
    """The kind of a value: "null" for NULL, which goes with any other, "?" where none is known."""
    if isinstance(node, exp.Null) or (node.type is not None and node.type.this is exp.DType.NULL):
        return "null"
    tests = (
        (is_text, "varchar"),
        (is_boolean, "boolean"),
        (is_integer, "number"),
        (is_decimal, "number"),
        (is_float, "number"),
        (is_instant, "instant"),
        (is_date, "date"),
        (is_timestamp, "date"),
    )
    return next((kind for test, kind in tests if test(node)), "?")


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
