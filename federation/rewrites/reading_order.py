"""Tells whether an answer would show in which order its rows were read."""

from __future__ import annotations

from sqlglot import exp

from catalog.model.dataset import ScalarType
from catalog.model.transform import Transform
from federation.rewrites.context import Context
from federation.rewrites.failing import cannot_fail
from federation.rewrites.limit_first import is_row_by_row
from federation.rewrites.scopes import dataset_of, origins


def shows_reading_order(tree: exp.Query, context: Context, *, is_sql: bool) -> bool:
    """Of a tree with its names resolved. A slice of GraphQL has one order, and fails nowhere: only
    what it sums may show it.
    """
    return _sums_floats(tree, context) or (is_sql and not _is_ordered_by_key(tree, context))


def _sums_floats(tree: exp.Query, context: Context) -> bool:
    """The last digit of such a sum depends on the order of what is summed."""
    summed = [each for total in tree.find_all(exp.AggFunc) for each in total.find_all(exp.Column)]
    if not summed:
        return False
    known = origins(tree, context)
    return any(
        id(each) in known and known[id(each)].column.type.scalar is ScalarType.FLOAT
        for each in summed
    )


def _is_ordered_by_key(tree: exp.Query, context: Context) -> bool:
    """Rows of one table by its primary key, whatever else they are ordered by: pages of an export.
    An index may serve them.
    """
    order = tree.args.get("order")
    tables = list(tree.find_all(exp.Table))
    if order is None or len(tables) != 1 or not is_row_by_row(tree):
        return False
    bound = dataset_of(tables[0], context)
    if bound is None or tree.find(exp.Join, exp.Subquery) or not bound.dataset.primary_key:
        return False
    key = {bound.dataset.column(each).name for each in bound.dataset.primary_key}
    shown = {each.alias_or_name: each.unalias() for each in tree.expressions}
    ordered = [each.this for each in order.expressions if isinstance(each.this, exp.Column)]
    columns = [each if each.table else shown.get(each.name) for each in ordered]
    by = {each.name for each in columns if isinstance(each, exp.Column)}
    is_clear = all(
        name in branch.columns and branch.columns[name].transform is Transform.CLEAR
        for branch in bound.branches
        for name in key
    )
    return key <= by and is_clear and cannot_fail(tree)
