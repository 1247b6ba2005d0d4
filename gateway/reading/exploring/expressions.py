"""Pieces of the trees of explorations, by the names that SQL gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from catalog.model.column_types import DAYS
from catalog.model.dataset import ScalarType
from gateway.reading.exploring.exploration import Figure
from gateway.reading.exploring.sources import ExploredColumn, ExploredData

FEWEST_ROWS: Final = 11
"""Of fewer rows that are about persons, a group has no figure."""


def name(column: str, table: str | None = None) -> exp.Column:
    return exp.column(column, table)


def called(value: exp.Expr, alias: str) -> exp.Expr:
    is_so_already = isinstance(value, exp.Column) and value.name == alias and not value.table
    return value if is_so_already else exp.alias_(value, alias)


def value_given() -> exp.Placeholder:
    """The place of a value that stands beside the statement."""
    return exp.Placeholder()


def truncated(unit: str, day: exp.Expr) -> exp.Expr:
    return exp.TimestampTrunc(this=day, unit=exp.var(unit))


def later(months: int, day: exp.Expr) -> exp.Expr:
    """The day so many months on; before, where they are negative."""
    number = exp.Literal.number(abs(months))
    amount = exp.Neg(this=number) if months < 0 else number
    return exp.DateAdd(this=day, expression=amount, unit=exp.var("MONTH"))


def day_of(column: ExploredColumn, data: ExploredData, table: str) -> exp.Expr:
    """The day of a row, in the zone of the data where it is an instant."""
    moment: exp.Expr = name(column.name, table)
    if column.scalar not in DAYS or column.scalar is ScalarType.DATE:
        return moment
    if column.scalar is ScalarType.TIMESTAMP_TZ:
        moment = exp.AtTimeZone(this=moment, zone=exp.Literal.string(data.time_zone))
    return exp.cast(moment, "date")


def figure_of(
    figure: Figure,
    column: exp.Expr | None,
    part: exp.Expr,
    *,
    is_personal: bool,
    within: exp.Expr | None = None,
) -> exp.Expr:
    """The aggregate, of rows that satisfy `within`. Of few rows about persons there is none."""
    computed = _computed(figure, column, part)
    if within is not None:
        computed = exp.Filter(this=computed, expression=exp.Where(this=within.copy()))
    if not is_personal:
        return computed
    enough = exp.GTE(this=count_rows(within), expression=exp.Literal.number(FEWEST_ROWS))
    return exp.Case(ifs=[exp.If(this=enough, true=computed)])


def _computed(figure: Figure, column: exp.Expr | None, part: exp.Expr) -> exp.Expr:
    if figure is Figure.SHARE:
        return _share(column, part)
    if column is None:
        return _count()
    match figure:
        case Figure.SUM:
            return exp.Sum(this=column)
        case Figure.MEAN:
            return exp.Avg(this=column)
        case Figure.MEDIAN:
            # The library writes its own node as an interpolated percentile.
            return exp.Anonymous(this="median", expressions=[column])
    return exp.Count(this=exp.Distinct(expressions=[column]), big_int=True)


def _share(column: exp.Expr | None, part: exp.Expr) -> exp.Expr:
    """In per cent of all rows, or of all that the column adds up to."""
    whole = _count() if column is None else exp.Sum(this=column)
    within = exp.Filter(this=whole.copy(), expression=exp.Where(this=part))
    nothing = exp.Coalesce(this=within, expressions=[exp.Literal.number(0)])
    return divided(nothing, whole, times=100)


def divided(above: exp.Expr, below: exp.Expr, times: int = 1) -> exp.Expr:
    """As a double; NULL by zero."""
    top: exp.Expr = as_double(above)
    if times != 1:
        top = exp.Mul(this=exp.Literal.number(times), expression=top)
    return exp.Div(this=top, expression=as_double(below))


def as_double(value: exp.Expr) -> exp.Expr:
    """Before anything is multiplied: a sum of decimals may have no digit to spare."""
    return exp.cast(value.copy(), "double")


def _count() -> exp.Expr:
    return exp.Count(this=exp.Star(), big_int=True)


def count_rows(condition: exp.Expr | None = None) -> exp.Expr:
    return _count() if condition is None else exp.CountIf(this=condition.copy())


def is_null(value: exp.Expr) -> exp.Expr:
    return exp.Is(this=value, expression=exp.Null())


def is_not_null(value: exp.Expr) -> exp.Expr:
    return exp.Not(this=is_null(value))


def all_of(conditions: Sequence[exp.Expr]) -> exp.Expr:
    return exp.and_(*conditions) if conditions else exp.true()
