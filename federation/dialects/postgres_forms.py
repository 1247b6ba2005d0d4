"""Statements that PostgreSQL has a form for; the others are run by DuckDB over the same rows."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.matching import NOT_IN_POSTGRESQL


def suits_postgresql(tree: exp.Query) -> bool:
    return (
        tree.find(*NOT_IN_POSTGRESQL) is None
        and not any(_counts_distinct(window) for window in tree.find_all(exp.Window))
        and all(_is_merged(join) for join in tree.find_all(exp.Join) if join.side == "FULL")
    )


def _counts_distinct(window: exp.Window) -> bool:
    return isinstance(window.this, exp.Expr) and isinstance(window.this.this, exp.Distinct)


def _is_merged(join: exp.Join) -> bool:
    """An equality between a column of each side: a FULL JOIN without one cannot be run there."""
    condition = join.args.get("on")
    if condition is None:
        return True
    whole = condition.unnest()
    parts = whole.flatten() if isinstance(whole, exp.And) else (whole,)
    joined = join.this.alias_or_name
    return any(
        isinstance(part, exp.EQ)
        and isinstance(part.left, exp.Column)
        and isinstance(part.right, exp.Column)
        and (part.left.table == joined) != (part.right.table == joined)
        and bool(part.left.table and part.right.table)
        for part in parts
    )
