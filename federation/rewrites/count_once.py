"""The rows of one text file that are counted up to a limit are read once.

Of a table of its own, DuckDB chooses the first rows by their numbers and then reads it again for
the rest of them, by a join, even where nothing is left to read: that takes four times the count. It
does not where the rows have passed an OFFSET.
"""

from __future__ import annotations

from sqlglot import exp

from federation.plan import DUCKDB
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL, quoted
from federation.rewrites.lexical import tables_of
from federation.source_text import is_read_below

_ROWS = f"{INTERNAL}n"
_KEPT = ("expressions", "from_", "where", "limit")


def count_once(tree: exp.Query, context: Context) -> exp.Query:
    """The same tree; a query that shows constants of some rows limits them one level above."""
    if context.engine != DUCKDB or not _is_one_text(tree, context):
        return tree
    for select in list(tree.find_all(exp.Select)):
        if select is not tree and _shows_constants_of_some(select):
            select.replace(_limited_above(select))
    return tree


def _is_one_text(tree: exp.Query, context: Context) -> bool:
    bound = [context.datasets[table.db, table.name].dataset for table in tables_of(tree)]
    return len(bound) == 1 and all(
        is_read_below(dataset, context.storages[dataset.storage_id].kind, context.engine)
        for dataset in bound
    )


def _shows_constants_of_some(select: exp.Select) -> bool:
    has_more = any(value for name, value in select.args.items() if name not in _KEPT)
    is_limited = select.args.get("limit") is not None
    constants = all(isinstance(each.unalias(), exp.Literal) for each in select.expressions)
    return is_limited and constants and not has_more


def _limited_above(select: exp.Select) -> exp.Select:
    rows = select.copy()
    limit = rows.args["limit"].pop()
    rows.set("offset", exp.Offset(expression=exp.Literal.number(0)))
    below = exp.Subquery(this=rows, alias=exp.TableAlias(this=quoted(_ROWS)))
    return exp.Select(
        expressions=[each.copy() for each in select.expressions],
        from_=exp.From(this=below),
        limit=limit,
    )
