"""Table nodes that are datasets: read from the text's own nesting, not from any scope analysis.

A name is a CTE only where it is written bare, in the query that the WITH belongs to or in a later
CTE of the same WITH; a qualified name never is.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp


def tables_of(tree: exp.Query) -> Iterator[exp.Table]:
    """Every table node that is no reference to a CTE, wherever it stands in the tree."""
    return (table for table in tree.find_all(exp.Table) if not is_cte_reference(table))


def is_cte_reference(table: exp.Table) -> bool:
    if table.args.get("db") or table.args.get("catalog"):
        return False
    name = table.name
    node: exp.Expr = table
    while node.parent is not None:
        node, below = node.parent, node
        if isinstance(node, exp.With):
            earlier = node.expressions[: below.index]
            if any(cte.alias == name for cte in earlier):
                return True
            # The WITH of this query has been looked at: go on from the query itself.
            node = node.parent or node
            continue
        known = node.args.get("with_")
        if known is not None and any(cte.alias == name for cte in known.expressions):
            return True
    return False
