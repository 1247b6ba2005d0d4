"""Statements with a subquery that depends on the query around it."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

from federation.plan import Plan


def has_correlated(plan: Plan) -> bool:
    """The caller wrote a query inside the statement, and one inside depends on what is around, or
    may: two tables of one name hide it.
    """
    root = plan.logical.tree
    if all(query is root for query in root.find_all(exp.Select)):
        return False
    names = [source.this.alias_or_name for source in root.find_all(exp.From, exp.Join)]
    may_hide = len(set(names)) < len(names)
    return may_hide or any(scope.is_correlated_subquery for scope in traverse_scope(plan.tree))
