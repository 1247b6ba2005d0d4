"""Of what some rows are hidden of, a copy is made before more than one way leads through it.

Where tables are joined, or looked up in one another, an engine reads as little as it can, in an
order of its own, by how large they are and by what it knows of their values: of hidden rows too.
Whether a caller's expression fails there, which rows come first or are left out by a LIMIT would
tell of them. So each governed select that hides rows is run first, whole, into a temporary table of
DuckDB: whatever is planned over those, it knows of no hidden row.

Where one way only leads through a table, and something may fail on it, a copy is made of the answer
instead: how many rows DuckDB gives before it fails, or before a limit of ours stops it, depends on
the hidden rows between them.
"""

from __future__ import annotations

from sqlglot import exp

from catalog.model.storage import StorageKind
from federation.plan import DUCKDB, TRINO
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL
from federation.rewrites.failing import cannot_fail
from federation.rewrites.fence import put_below, select_all_of, selects_that_hide
from federation.rewrites.limit_first import is_row_by_row

MATERIALIZED = f"{INTERNAL}m"
"""The alias below which a plan's text is run first."""
_LIMITS = (exp.Limit, exp.Fetch, exp.Offset)


def hides_rows(context: Context) -> bool:
    return any(
        not any(branch.gives_every_row for branch in bound.branches)
        for bound in context.datasets.values()
    )


def looks_at_other_rows(tree: exp.Query) -> bool:
    """True where a row is chosen, ordered or grouped by the content of other rows: those that it is
    linked to, or beside which it is put in an order.
    """
    joined = (join.this for join in tree.find_all(exp.Join))
    return tree.find(exp.Exists, exp.Window) is not None or any(
        isinstance(each, exp.Subquery) for each in joined
    )


def must_materialize(tree: exp.Query, context: Context) -> bool:
    """Of a statement, its names resolved, over tables of which some hide rows.

    Trino keeps no copies; it is told to go about it as it is written, whatever lies in the tables
    (see its engine), but that settles no order of MariaDB's.
    """
    if _is_ordered_by_its_source(tree, context):
        return True
    if context.engine == TRINO:
        return False
    if not _is_one_path(tree):
        return True
    return _stops_early(tree, context) and not cannot_fail(_below(tree))


def must_limit_first(tree: exp.Query, context: Context) -> bool:
    """Of one that needs no copy: see `limit_first`."""
    return _stops_early(tree, context) and not cannot_fail(tree)


def must_keep_answer(tree: exp.Query, context: Context) -> bool:
    """Of one that needs no copy of what it reads: whether it may fail with its answer half given,
    or once our limit has stopped it.
    """
    return context.engine == DUCKDB and not cannot_fail(tree)


def materialize(tree: exp.Query, context: Context) -> exp.Query:
    """Each governed select that hides rows is marked to be run first, or the answer is; or the same
    tree.
    """
    if context.keeps_answer:
        return _kept_whole(tree, context)
    if not context.materializes:
        return tree
    for subquery in selects_that_hide(tree, context):
        copied = put_below(subquery)
        if _lies_in_mariadb(copied, context):
            _order(copied)
        subquery.set("this", select_all_of(copied, MATERIALIZED))
    return tree


def _kept_whole(tree: exp.Query, context: Context) -> exp.Query:
    """A limit of ours counts rows of the copy, all of which are there when it begins to."""
    limit = tree.args.get("limit") or exp.Limit(expression=exp.Literal.number(context.max_rows + 1))
    above = select_all_of(tree, MATERIALIZED)
    above.set("limit", limit.copy())
    return above


def _stops_early(tree: exp.Query, context: Context) -> bool:
    """DuckDB evaluates some thousand rows at once, hidden ones counted, before it sees that a LIMIT
    has enough; PostgreSQL one by one.
    """
    return context.engine == DUCKDB and tree.find(*_LIMITS) is not None


def _below(tree: exp.Query) -> exp.Query:
    """The query that `limit_first` leaves below: all but the expressions of the answer's rows."""
    if not is_row_by_row(tree):
        return tree
    below = tree.copy()
    below.set("expressions", [exp.Null()])
    return below


def _is_one_path(tree: exp.Query) -> bool:
    """True where each row that is read goes one way: nothing is joined, looked up or taken away."""
    return tree.find(exp.Join) is None and all(
        isinstance(query.parent, exp.From | exp.CTE | exp.Union | exp.Subquery | None)
        for query in tree.find_all(exp.Query)
    )


def _is_ordered_by_its_source(tree: exp.Query, context: Context) -> bool:
    """MariaDB gives rows in the order of whichever index it chose for a condition. PostgreSQL is
    asked for the order in which they lie (`BY_POSITION`), files have no other.
    """
    kinds = {each.kind for each in context.storages.values()}
    if StorageKind.MARIADB not in kinds or StorageKind.ICEBERG in kinds:
        # What Trino alone can read stays there, whatever lies beside it.
        return False
    return tree.find(exp.Where, exp.Join, exp.Having) is not None


def _lies_in_mariadb(copied: exp.Select, context: Context) -> bool:
    return any(
        context.storages[table.db].kind is StorageKind.MARIADB
        for table in copied.find_all(exp.Table)
    )


def _order(copied: exp.Select) -> None:
    columns = [exp.Ordered(this=each.unalias().copy()) for each in copied.expressions]
    copied.set("order", exp.Order(expressions=columns))
