"""Whether a caller's part can fail: whoever stops early, or in another order, would show it.

That is one question; whether something may be evaluated on a hidden row is another, and stricter
(`bare`): a pattern or a CASE never fails, and yet may take as long as its writer likes.
"""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.bare import is_value
from federation.rewrites.context import Context
from federation.rewrites.govern_tables import is_governed

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
"""What holds expressions and computes nothing."""
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


def cannot_fail(node: exp.Expr, context: Context) -> bool:
    """Whether nothing in it can, wherever it stands and in whatever order it is evaluated."""
    if is_value(node) or (isinstance(node, exp.Subquery) and is_governed(node, context)):
        return True
    if isinstance(node, exp.AggFunc) and node.find(exp.Query) is None:
        # An aggregate is made of the rows that are left.
        return True
    return _cannot_fail_itself(node, context) and all(
        cannot_fail(child, context) for child in node.iter_expressions()
    )


def _cannot_fail_itself(node: exp.Expr, context: Context) -> bool:
    if isinstance(node, exp.Escape):
        # A pattern that ends with its escape character fails on the rows that match so far.
        return any(_is_escaped(str(each.this), context) for each in node.find_all(exp.Placeholder))
    if isinstance(node, exp.Cast) and not isinstance(node, exp.TryCast):
        return isinstance(node.this, exp.Placeholder | exp.Literal | exp.Null)
    return isinstance(node, _NEVER_FAIL)


def _is_escaped(name: str, context: Context) -> bool:
    parameter = context.parameters.get(name)
    return parameter is not None and bool(parameter.prefix or parameter.suffix)
