"""The rows that a branch gives, in SQL: scalar conditions over the dataset's typed columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlglot import exp

from catalog.cog.land import Bounds
from catalog.model.dataset import Column
from catalog.model.row_condition import CompareOp
from federation.binding import BoundAllOf, BoundAllRows, BoundCompare, BoundTerritory, RowCondition
from federation.rewrites.expressions import all_of, any_of, constant, day_start, is_any_of

Typed = Callable[[Column], exp.Expr]
"""A fresh expression of a column, of its declared type."""

_OPERATORS: dict[CompareOp, type[exp.Binary]] = {
    CompareOp.EQ: exp.EQ,
    CompareOp.NE: exp.NEQ,
    CompareOp.LT: exp.LT,
    CompareOp.LTE: exp.LTE,
    CompareOp.GT: exp.GT,
    CompareOp.GTE: exp.GTE,
}


def row_condition(rows: RowCondition, typed: Typed, time_zone: str) -> exp.Expr | None:
    """A condition that is true of exactly the rows that `rows` gives; None when it gives all."""
    match rows:
        case BoundAllRows():
            return None
        case BoundCompare():
            return _compared(rows, typed)
        case BoundTerritory():
            return _in_scope(rows, typed, time_zone)
        case BoundAllOf(conditions):
            written = [row_condition(each, typed, time_zone) for each in conditions]
            kept = [each for each in written if each is not None]
            return all_of(kept) if kept else None


def _compared(rows: BoundCompare, typed: Typed) -> exp.Expr:
    values = [constant(each, rows.column.type) for each in rows.values]
    if rows.op is CompareOp.IN:
        return exp.In(this=typed(rows.column), expressions=values) if values else exp.false()
    return _OPERATORS[rows.op](this=typed(rows.column), expression=values[0])


def _in_scope(rows: BoundTerritory, typed: Typed, time_zone: str) -> exp.Expr:
    """`code IN (all) AND day < tomorrow AND (code NOT IN (moved) OR day < X)`."""
    code = rows.column
    conditions = [is_any_of(typed(code), rows.scope.codes)]
    if rows.date_column is None or rows.until is None:
        return all_of(conditions)
    day = rows.date_column

    def at(when: date) -> exp.Expr:
        return day_start(when, day.type, time_zone)

    def within(period: Bounds) -> exp.Expr:
        start, end = period
        after = [] if start is None else [exp.GTE(this=typed(day), expression=at(start))]
        before = [] if end is None else [exp.LT(this=typed(day), expression=at(end))]
        return all_of([*after, *before])

    # An unknown day is not before tomorrow: it is excluded by the same comparison.
    conditions.append(exp.LT(this=typed(day), expression=at(rows.until)))
    for group in rows.scope.groups:
        if group.always:
            continue
        periods = [within(each) for each in group.periods]
        if len(rows.scope.groups) > 1:
            periods.insert(0, exp.Not(this=is_any_of(typed(code), group.codes)))
        conditions.append(any_of(periods))
    return all_of(conditions)
