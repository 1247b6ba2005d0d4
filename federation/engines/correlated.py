"""Statements with a subquery that depends on the query around it."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

from federation.plan import Plan


def has_correlated(plan: Plan) -> bool:
    """The caller wrote a query inside the statement, and one inside depends on what is around."""
    root = plan.logical.tree
    has_query = any(query is not root for query in root.find_all(exp.Select))
    return has_query and any(scope.is_correlated_subquery for scope in traverse_scope(plan.tree))
