"""Computes the expressions of an answer for the rows of the answer alone.

`SELECT x / y … LIMIT 10`: DuckDB computes some thousand rows before it sees that ten are enough,
and which ones depends on the rows that are hidden between them: so would a failure. And it computes
what it shows of every row before it chooses the first ones: a hash of each, to show five.
"""

from __future__ import annotations

from sqlglot import exp

from federation.logical import ROW_ID
from federation.plan import DUCKDB
from federation.rewrites.calls import calls_of
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL, column, quoted

FIRST = f"{INTERNAL}l"


def limit_first(tree: exp.Query, context: Context) -> exp.Query:
    """A query below orders and limits rows, and shows their columns as they are."""
    if not context.limits_first or not isinstance(tree, exp.Select):
        return tree
    names: dict[tuple[str, str], str] = {}
    order = tree.args.get("order") if context.orders_again else None
    again = None if order is None else order.copy()
    if order is not None and context.first_keys:
        order.set("expressions", order.expressions[: context.first_keys])
    above_it = tree.expressions if again is None else [*tree.expressions, again]
    for each in [found for shown in above_it for found in shown.find_all(exp.Column)]:
        name = names.setdefault((each.table, each.name), f"c{len(names)}")
        each.replace(column(name, FIRST))
    above = exp.Select(expressions=tree.expressions, limit=tree.args["limit"].copy())
    if again is not None:
        above.set("order", again)
    columns = [
        exp.Alias(this=column(name, table), alias=quoted(alias))
        for (table, name), alias in names.items()
    ]
    nothing = exp.Alias(this=exp.Literal.number(1), alias=quoted("c"))
    tree.set("expressions", columns or [nothing])
    alias = exp.TableAlias(this=quoted(FIRST))
    above.set("from_", exp.From(this=exp.Subquery(this=tree, alias=alias)))
    return above


def chosen_first(tree: exp.Query) -> exp.Select | None:
    """The query that chooses the rows of what this rewrite made; None of any other tree."""
    start = tree.args.get("from_")
    below = None if start is None else start.this
    if not isinstance(below, exp.Subquery) or below.alias != FIRST:
        return None
    return below.this if isinstance(below.this, exp.Select) else None


def hashes_before_it_limits(tree: exp.Query, context: Context) -> bool:
    """True where DuckDB would make the `_id` of every row of a page's table, names resolved."""
    if context.engine != DUCKDB or not isinstance(tree, exp.Select):
        return False
    if tree.args.get("limit") is None or not is_row_by_row(tree):
        return False
    order = tree.args.get("order")
    is_ordered_by_it = order is not None and bool(calls_of(order, ROW_ID))
    return not is_ordered_by_it and any(calls_of(each, ROW_ID) for each in tree.expressions)


def is_row_by_row(tree: exp.Query) -> bool:
    """True where each row of the answer is computed of one row that is read."""
    if not isinstance(tree, exp.Select):
        return False
    if any(tree.args.get(each) for each in ("distinct", "group", "having")):
        return False
    order = tree.args.get("order")
    return not any(
        each.find(exp.AggFunc, exp.Window)
        for each in (*tree.expressions, *([] if order is None else [order]))
    )
