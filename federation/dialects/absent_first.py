"""Absent values first, cut after some rows: what DuckDB would otherwise ask PostgreSQL for.

Of the first key of such an order DuckDB 1.5.5 asks PostgreSQL for the rows that may still come
first: where absent values do, it is given those and no others, and rows are missing. Ordered by
whether there is a value, then by the value, it asks for all of them.
"""

from __future__ import annotations

from typing import cast as trust

from sqlglot import exp

from federation.dialects.tree import rule_for
from federation.dialects.types import typed

_TABLE = "interco_ordered"


@rule_for(exp.Order)
def absent_first_in_a_select(node: exp.Expr) -> exp.Expr:
    select, first = node.parent, node.expressions[0]
    if (
        isinstance(select, exp.Select)
        and _is_cut(select)
        and not isinstance(first.this, exp.Literal)
    ):
        node.set("expressions", [_is_there(first.this), *node.expressions])
    return node


@rule_for(exp.Union, exp.Intersect, exp.Except)
def absent_first_in_a_union(node: exp.Expr) -> exp.Expr:
    """Its order and its cut stand around it: a set operation is ordered by its columns alone."""
    union = trust("exp.SetOperation", node)
    if not _is_cut(union):
        return node
    names = union.named_selects
    order, numbered = union.args["order"], [f"c{number}" for number, _ in enumerate(names, 1)]
    for key in order.expressions:
        if isinstance(key.this, exp.Literal):
            key.set("this", _column(numbered[int(key.this.name) - 1]))
        for column in list(key.find_all(exp.Column)):
            if not column.table:
                column.set("this", _identifier(_numbered(column.name, names, numbered)))
                column.set("table", _identifier(_TABLE))
    first = order.expressions[0]
    order.set("expressions", [_is_there(first.this), *order.expressions])
    around = exp.Select(
        expressions=[
            exp.alias_(_column(number), name, quoted=True)
            for number, name in zip(numbered, names, strict=True)
        ]
    )
    for part in ("order", "limit", "offset", "with_"):
        around.set(part, union.args.get(part))
        union.set(part, None)
    columns = [_identifier(each) for each in numbered]
    alias = exp.TableAlias(this=_identifier(_TABLE), columns=columns)
    around.set("from_", exp.From(this=exp.Subquery(this=union, alias=alias)))
    return around


def _is_cut(query: exp.Query) -> bool:
    order = query.args.get("order")
    if order is None or query.args.get("limit") is None:
        return False
    return bool(order.expressions[0].args.get("nulls_first"))


def _is_there(key: exp.Expr) -> exp.Ordered:
    there = exp.Not(this=exp.Is(this=key.copy(), expression=exp.Null()))
    return exp.Ordered(this=typed(there, "BOOLEAN"), desc=False, nulls_first=False)


def _numbered(name: str, names: list[str], numbered: list[str]) -> str:
    return numbered[names.index(name)] if name in names else name


def _column(name: str) -> exp.Column:
    return exp.Column(this=_identifier(name), table=_identifier(_TABLE))


def _identifier(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)
