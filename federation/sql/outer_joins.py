"""Conditions of joins: they see the tables joined so far, and a query in that of an outer join
looks at one side alone.

That side is the one whose rows may be missing: its rows can be left out before they are joined.
"""

from __future__ import annotations

from sqlglot import exp

from federation.name_problems import UnknownSource
from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlForm


def check_outer_joins(tree: exp.Query) -> None:
    """`tree` has its names resolved. Raises SqlForm, UnknownSource."""
    for select in tree.find_all(exp.Select):
        start = select.args.get("from_")
        before = set() if start is None else {start.this.alias_or_name}
        every = before | {join.this.alias_or_name for join in select.args.get("joins") or ()}
        for join in select.args.get("joins") or ():
            joined = {join.this.alias_or_name}
            missing = {"LEFT": joined, "RIGHT": before, "FULL": set()}.get(join.side)
            condition = join.args.get("on")
            if condition is not None:
                _check_seen(condition, before | joined, every)
            if missing is not None and condition is not None:
                _check_condition(join, condition, missing, before | joined)
            before = before | joined


def _check_seen(condition: exp.Expr, seen: set[str], every: set[str]) -> None:
    """Raises UnknownSource for a table, one of `every`, that is joined further on."""
    further = every - seen
    inside = {each.alias_or_name for each in condition.find_all(exp.Table, exp.Subquery)}
    for column in condition.find_all(exp.Column):
        if column.table in further - inside:
            sources = ", ".join(sorted(seen))[:120]
            raise UnknownSource(source=column.table[:60], sources=sources, place=place_of(column))


def _check_condition(
    join: exp.Join, condition: exp.Expr, missing: set[str], both: set[str]
) -> None:
    for part in condition.unnest().flatten() if isinstance(condition, exp.And) else (condition,):
        query = part.find(exp.Query)
        if query is None:
            continue
        looked_at = {column.table for column in part.find_all(exp.Column)} & both
        if not looked_at or not looked_at <= missing:
            raise SqlForm(
                what=f"{join.side} JOIN … ON",
                expected_fr="une condition sans requête à l'intérieur : mettez la requête dans un"
                " WITH ou une sous-requête de FROM, et joignez-la",
                expected_en="a condition without a query inside: put the query in a WITH or in a"
                " subquery of FROM, and join it",
                place=place_of(query) or place_of(join),
            )
