"""Tells whether a caller's part can fail: engines that stop early, or in another order, show it.

That is one question; whether something may be evaluated on a hidden row is another, and stricter
(`bare`): a pattern or a CASE never fails, and yet may take as long as its writer likes.
"""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.bare import is_value

STRUCTURE = (
    exp.Query,
    exp.From,
    exp.Join,
    exp.Where,
    exp.Having,
    exp.With,
    exp.CTE,
    exp.TableAlias,
    exp.Table,
    exp.Values,
    exp.Alias,
    exp.Order,
    exp.Ordered,
    exp.Limit,
    exp.Group,
    exp.Distinct,
    exp.Exists,
    exp.Star,
)
"""Nodes that hold expressions and compute nothing."""
_NEVER_FAIL = (
    *STRUCTURE,
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Placeholder,
    exp.DataType,
    exp.DataTypeParam,
    exp.Paren,
    exp.Tuple,
    exp.And,
    exp.Or,
    exp.Not,
    exp.EQ,
    exp.NEQ,
    exp.LT,
    exp.LTE,
    exp.GT,
    exp.GTE,
    exp.Is,
    exp.In,
    exp.Between,
    exp.Like,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Nullif,
    exp.DPipe,
    exp.Translate,
    exp.Replace,
)

# Nor is there a cast, nor an escape: a pattern that ends with its escape character fails on the
# rows that match so far.


def cannot_fail(node: exp.Expr) -> bool:
    """True where nothing in a tree that is not governed yet can fail, wherever it stands and in
    whatever order it is evaluated.
    """
    if is_value(node):
        return True
    if isinstance(node, exp.AggFunc) and node.find(exp.Query) is None:
        # An aggregate is made of the rows that are left.
        return True
    return isinstance(node, _NEVER_FAIL) and all(map(cannot_fail, node.iter_expressions()))
