"""ROLLUP, CUBE and GROUPING SETS: how many groupings a query asks, and of what it asks GROUPING."""

from __future__ import annotations

import math

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.size_problems import SqlLimit
from federation.sql.problems import SqlConstruct, SqlForm

MAX_ARGUMENTS = 31
"""Of grouping(): each is a bit of its result."""
MAX_GROUPINGS = 128
"""Of one GROUP BY: CUBE of seven columns. An engine keeps a table of groups for each."""


def check_groupings(tree: exp.Query) -> None:
    """Raises SqlConstruct for GROUP BY DISTINCT, SqlLimit above MAX_GROUPINGS, MAX_ARGUMENTS."""
    for call in tree.find_all(exp.Grouping):
        if len(call.expressions) > MAX_ARGUMENTS:
            raise SqlLimit(
                limit=MAX_ARGUMENTS,
                what_fr="colonnes dans grouping(…)",
                what_en="columns in grouping(…)",
                place=place_of(call),
            )
    for group in tree.find_all(exp.Group):
        if group.args.get("all") is False:
            raise SqlConstruct(what="GROUP BY DISTINCT", place=place_of(group))
        if math.prod(_groupings(each) for each in group.iter_expressions()) > MAX_GROUPINGS:
            raise SqlLimit(
                limit=MAX_GROUPINGS,
                what_fr="groupements par GROUP BY (CUBE de 7 colonnes en fait 128)",
                what_en="groupings in a GROUP BY (CUBE of 7 columns makes 128)",
                place=place_of(group),
            )


def check_grouping_calls(tree: exp.Query) -> None:
    """`tree` has its names resolved. Raises SqlForm where GROUPING is asked of something that its
    query is not grouped by.
    """
    for call in tree.find_all(exp.Grouping):
        select = call.find_ancestor(exp.Select)
        group = select.args.get("group") if select is not None else None
        grouped = set(group.find_all(exp.Column)) if group is not None else set()
        for column in call.expressions:
            if not isinstance(column, exp.Column) or column not in grouped:
                raise SqlForm(
                    what="grouping",
                    expected_fr="des colonnes qui sont dans GROUP BY :"
                    " GROUP BY ROLLUP (commune, flux), puis grouping(commune, flux)",
                    expected_en="columns that stand in GROUP BY:"
                    " GROUP BY ROLLUP (commune, flux), then grouping(commune, flux)",
                    place=place_of(column),
                )


def _groupings(part: exp.Expr) -> int:
    match part:
        case exp.Rollup():
            return len(part.expressions) + 1
        case exp.Cube():
            return 1 << len(part.expressions)
        case exp.GroupingSets():
            return sum(_groupings(each) for each in part.expressions)
        case _:
            return 1
