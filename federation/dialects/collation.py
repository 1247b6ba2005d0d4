"""Text is ordered and compared by code point, whatever the database's own collation.

Equality, IN and LIKE need nothing: every collation that PostgreSQL makes by default is
deterministic, and an index serves them as it is.
"""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.tree import RuleSet, rule_for
from federation.dialects.types import is_text, typed


def by_code_point(node: exp.Expr) -> exp.Expr:
    """`node COLLATE "C"`; itself when it says so already."""
    if isinstance(node, exp.Collate):
        return node
    collate = exp.Collate(
        this=exp.Paren(this=node) if isinstance(node, exp.Binary) else node,
        expression=exp.to_identifier("C", quoted=True),
    )
    return typed(collate, "VARCHAR")


@rule_for(exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between)
def comparison(node: exp.Expr) -> exp.Expr:
    if is_text(node.this) or is_text(node.expression or node.args["low"]):
        node.set("this", by_code_point(node.this))
    return node


@rule_for(exp.Min, exp.Max, exp.Greatest, exp.Least)
def extreme(node: exp.Expr) -> exp.Expr:
    if is_text(node.this):
        node.set("this", by_code_point(node.this))
    return node


@rule_for(exp.Ordered)
def order(node: exp.Expr) -> exp.Expr:
    """In ORDER BY of a query, an output column is collated where it is selected.

    PostgreSQL allows only its bare name in ORDER BY, and after DISTINCT or UNION nothing else.
    """
    query = node.parent.parent if isinstance(node.parent, exp.Order) else None
    projection = _projection(query, node.this) if isinstance(query, exp.Query) else None
    if projection is None:
        if is_text(node.this):
            node.set("this", by_code_point(node.this))
    elif isinstance(projection, exp.Alias):
        if is_text(projection.this):
            projection.set("this", by_code_point(projection.this))
    elif is_text(projection):
        name = projection.alias_or_name
        projection.replace(exp.alias_(by_code_point(projection.copy()), name, quoted=True))
    return node


def _projection(query: exp.Query, key: exp.Expr) -> exp.Expr | None:
    """The output column that an ORDER BY key names, if it names one."""
    selects = query.selects
    if isinstance(key, exp.Literal) and not key.is_string:
        return selects[int(key.name) - 1]
    if isinstance(key, exp.Column) and not key.table:
        return next((item for item in selects if item.alias_or_name == key.name), None)
    return None


RULES = RuleSet(comparison, extreme, order)
