"""A commune is read at the row's date only for those to whom the date is open."""

from __future__ import annotations

from sqlglot import exp

from federation.logical import COMMUNE_CODE, COMMUNE_KNOWN, COMMUNE_LABEL, COMMUNE_NAME
from federation.rewrites.calls import calls_of
from federation.rewrites.context import Context
from federation.rewrites.scopes import dataset_of


def forget_withheld_dates(tree: exp.Query, context: Context) -> exp.Query:
    """The second argument goes where no branch grants it: today's map is then used."""
    for call in calls_of(tree, COMMUNE_CODE, COMMUNE_KNOWN, COMMUNE_LABEL, COMMUNE_NAME):
        code, *dates = call.expressions
        if dates and isinstance(dates[0], exp.Column) and _is_withheld(dates[0], context):
            call.set("expressions", [code])
    return tree


def _is_withheld(date: exp.Column, context: Context) -> bool:
    select = date.find_ancestor(exp.Select)
    while select is not None:
        for table in select.find_all(exp.Table):
            if table.alias_or_name == date.table:
                bound = dataset_of(table, context)
                return bound is not None and date.name not in bound.granted
        select = select.find_ancestor(exp.Select)
    return False
