"""Rows that are level in some columns are level in all that is made of these columns alone.

Pages are ordered by all that they show, so that rows that are level look the same. A commune is
made of a code and a day by a long CASE: where both are ordered by already, nobody needs it again.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from sqlglot import exp

from federation.rewrites.context import Context

# What a commune is made of: neither chance, nor another row, nor anything that fails.
_OF_ITS_VALUES = (
    exp.And,
    exp.Boolean,
    exp.Case,
    exp.Cast,
    exp.Coalesce,
    exp.Column,
    exp.DataType,
    exp.DPipe,
    exp.EQ,
    exp.Extract,
    exp.GT,
    exp.GTE,
    exp.Identifier,
    exp.If,
    exp.In,
    exp.Is,
    exp.Literal,
    exp.LT,
    exp.LTE,
    exp.Not,
    exp.Null,
    exp.Nullif,
    exp.Or,
    exp.Paren,
    exp.Var,
)


def order_once(tree: exp.Query, context: Context) -> exp.Query:  # noqa: ARG001 - a rewrite's
    """Leaves out of the outermost order what those before it decide."""
    order = tree.args.get("order")
    if not isinstance(tree, exp.Select) or order is None or tree.args.get("distinct"):
        return tree
    kept: list[exp.Expr] = []
    level: set[exp.Expr] = set()
    for key in order.expressions:
        if key.this not in level and not _is_made_of(key.this, level):
            kept.append(key)
            level.add(key.this)
    order.set("expressions", kept)
    return tree


def _is_made_of(value: exp.Expr, level: AbstractSet[exp.Expr]) -> bool:
    columns = set(value.find_all(exp.Column))
    return bool(columns) and columns <= level and all(map(_is_of_its_values, value.walk()))


def _is_of_its_values(node: exp.Expr) -> bool:
    """A number that equals another may still be written otherwise."""
    is_written = isinstance(node, exp.Cast) and isinstance(node.this, exp.Column)
    return isinstance(node, _OF_ITS_VALUES) and not is_written
