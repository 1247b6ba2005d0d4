"""Tells where a caller's own part can fail on a row: a failure may then not be the source's."""

from __future__ import annotations

from sqlglot import exp

_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg)
_CANNOT = (
    exp.And,
    exp.Or,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Nullif,
    exp.Greatest,
    exp.Least,
    exp.Exists,
    exp.Count,
    exp.CountIf,
    exp.Min,
    exp.Max,
    exp.AnyValue,
    exp.ApproxQuantile,
    exp.ApproxDistinct,
    exp.LogicalAnd,
    exp.LogicalOr,
    exp.Grouping,
    exp.RowNumber,
    exp.Rank,
    exp.DenseRank,
    exp.PercentRank,
    exp.CumeDist,
    exp.FirstValue,
    exp.LastValue,
    exp.TryCast,
    exp.Lower,
    exp.Upper,
    exp.Trim,
    exp.Length,
    exp.StartsWith,
    exp.StrPosition,
    exp.RegexpLike,
    exp.RegexpExtract,
    exp.RegexpReplace,
    exp.JSONExtractScalar,
    exp.Reverse,
)
_ZONED = frozenset({"at_timezone", "with_timezone"})
_RELATIONS = (exp.From, exp.Join, exp.SetOperation, exp.Subquery, exp.CTE)


def may_fail_on_a_row(tree: exp.Query) -> bool:
    """Of a caller's tree, before anything of ours is in it."""
    return any(_may_fail(node) for node in tree.walk())


def _may_fail(node: exp.Expr) -> bool:  # noqa: PLR0911 - one line a kind of node
    match node:
        case exp.TryCast():
            return False
        case exp.Cast():
            return not isinstance(node.this, exp.Placeholder | exp.Literal | exp.Null)
        case exp.Anonymous():
            # The others are ours: what they become is made of governed columns.
            return str(node.this).lower() in _ZONED
        case exp.Subquery():
            # A query as a value fails when it gives two.
            return not isinstance(node.parent, _RELATIONS)
        case exp.In() | exp.Exists():
            return False
        case exp.Escape():
            return True
    return isinstance(node, _ARITHMETIC) or (
        isinstance(node, exp.Func) and not isinstance(node, _CANNOT)
    )
