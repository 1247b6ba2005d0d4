"""Checks that each value of a grouped query has one value a group, as every engine asks.

Engines say so in their own words, once the query has reached them: it is said here before.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.functions_over_rows import aggregates_of, grouped_by, is_aggregate
from federation.sql.grouping_problems import (
    SqlNotGrouped,
    SqlOrderOfDistinct,
    SqlSubqueryColumns,
    SqlWidths,
)
from federation.sql.problems import SqlForm
from federation.sql.type_checks import said_name

_RELATIONS = (exp.From, exp.Join, exp.CTE, exp.SetOperation, exp.Exists, exp.Lateral)


def check_groups(tree: exp.Query) -> None:
    """`tree` has its names resolved. Raises SqlNotGrouped, SqlOrderOfDistinct, SqlWidths,
    SqlSubqueryColumns.
    """
    for union in tree.find_all(exp.SetOperation):
        _check_widths(union)
    for subquery in tree.find_all(exp.Subquery):
        _check_one_column(subquery)
    for select in tree.find_all(exp.Select):
        _check_own_rows(select)
        if _is_grouped(select):
            _check_select(select)
        elif select.args.get("distinct"):
            _check_distinct(select)


def _check_own_rows(select: exp.Select) -> None:
    """Raises SqlForm for an aggregate of another query's columns alone: it would compute over the
    rows of that one, which engines read each in their way.
    """
    sources = _sources(select)
    for aggregate in [each for part in select.iter_expressions() for each in aggregates_of(part)]:
        tables = {column.table for column in aggregate.find_all(exp.Column) if column.table}
        if tables and sources and not tables & sources and aggregate.find(exp.Query) is None:
            raise SqlForm(
                what=said_name(aggregate),
                expected_fr="des colonnes de sa propre requête",
                expected_en="columns of its own query",
                place=place_of(aggregate),
            )


def _is_grouped(select: exp.Select) -> bool:
    if select.args.get("group") is not None or select.args.get("having") is not None:
        return True
    order = select.args.get("order")
    parts = [*select.selects, *([] if order is None else [order])]
    return any(next(aggregates_of(each), None) is not None for each in parts)


def _check_select(select: exp.Select) -> None:
    grouped = list(grouped_by(select))
    names = {each.alias_or_name for each in select.selects}
    sources = _sources(select)
    order, having = select.args.get("order"), select.args.get("having")
    for part in (*select.selects, having, order, *(select.args.get("windows") or ())):
        if part is None:
            continue
        for column in _bare_columns(part, grouped):
            is_an_output = part is order and not column.table and column.name in names
            if not is_an_output and (not column.table or column.table in sources):
                place = place_of(column) or place_of(select)
                raise SqlNotGrouped(column=column.name[:60], place=place)


def _bare_columns(part: exp.Expr, grouped: list[exp.Expr]) -> Iterator[exp.Column]:
    """Columns that stand neither in an expression of GROUP BY nor in an aggregate. Those of a
    query inside count too: it is asked once a group.
    """
    known = set(grouped)
    stack: list[exp.Expr] = [part]
    while stack:
        node = stack.pop()
        # The condition of a FILTER sees the rows of the group, as its aggregate does.
        is_filtered = isinstance(node, exp.Filter) and is_aggregate(node.this)
        if node in known or is_aggregate(node) or is_filtered:
            continue
        if isinstance(node, exp.Column):
            yield node
        elif isinstance(node, exp.Query) and not isinstance(node, exp.Subquery):
            yield from _outer_columns(node, known)
        else:
            stack += list(node.iter_expressions(reverse=True))


def _outer_columns(query: exp.Query, grouped: set[exp.Expr]) -> Iterator[exp.Column]:
    own = {name for select in query.find_all(exp.Select) for name in _sources(select)}
    for column in query.find_all(exp.Column):
        if column.table and column.table not in own and column not in grouped:
            yield column


def _sources(select: exp.Select) -> set[str]:
    start = select.args.get("from_")
    joins = select.args.get("joins") or []
    laterals = select.args.get("laterals") or []
    sources = [each.this for each in ([start] if start else []) + joins] + laterals
    return {each.alias_or_name for each in sources}


def _check_distinct(select: exp.Select) -> None:
    order = select.args.get("order")
    if order is None:
        return
    # `SELECT DISTINCT(a)`: the parentheses are those of an expression.
    kept = {each.unalias().unnest() for each in select.selects}
    names = {each.alias_or_name for each in select.selects}
    for ordered in order.expressions:
        for column in _bare_columns(ordered.this, [*kept]):
            if column.table or column.name not in names:
                raise SqlOrderOfDistinct(column=column.name[:60], place=place_of(column))


def _check_widths(union: exp.SetOperation) -> None:
    left, right = (len(each.selects) for each in (union.left, union.right))
    if left != right:
        what = type(union).__name__.upper()
        raise SqlWidths(
            what=what, left=left, right=right, place=place_of(union.right) or place_of(union)
        )


def _check_one_column(subquery: exp.Subquery) -> None:
    """Of a query that stands for a value, or for the list of IN."""
    query = subquery.unnest()
    if isinstance(subquery.parent, (*_RELATIONS, exp.Subquery)) or not isinstance(query, exp.Query):
        return
    count, around = len(query.selects), subquery.parent
    row = around.this if isinstance(around, exp.In) else None
    width = len(row.expressions) if isinstance(row, exp.Tuple) else 1
    if count != width:
        raise SqlSubqueryColumns(count=count, wanted=width, place=place_of(query))
