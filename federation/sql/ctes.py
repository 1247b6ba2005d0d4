"""The query of a WITH that a bare name of a table means."""

from __future__ import annotations

from sqlglot import exp


def cte_of(table: exp.Table) -> exp.CTE | None:
    """The CTE that a bare name means: of its own query's WITH, or of one around it."""
    if table.args.get("db") or table.args.get("catalog"):
        return None
    name = table.name.lower()
    node: exp.Expr = table
    while node.parent is not None:
        node, below = node.parent, node
        if isinstance(node, exp.With):
            found = _named(node.expressions[: below.index], name)
            node = node.parent or node
        else:
            known = node.args.get("with_")
            found = None if known is None else _named(known.expressions, name)
        if found is not None:
            return found
    return None


def _named(ctes: list[exp.CTE], name: str) -> exp.CTE | None:
    return next((each for each in reversed(ctes) if each.alias.lower() == name), None)
