"""Conditions on what the rows linked to a row come to: their number, their totals.

These are made once for all rows, by the column that links them, and looked up from there.
"""

from __future__ import annotations

from typing import Protocol

from sqlglot import exp

from catalog.model.dataset import Column
from catalog.model.problem import Place
from schema.inputs import Input
from schema.reading.conditions import FilterReader
from schema.reading.having import Totals, read_having
from schema.reading.measured import Measured
from schema.reading.measures import count_rows, measure_column
from schema.sql import aliased, all_of, any_of, cast, column, quoted
from schema.types.aggregate_signatures import (
    Measure,
    measured_type,
)
from schema.types.scope import DatasetLink, DatasetScope

_KEY = "key"
_NOTHING = exp.Literal.number(0)


class Looking(Protocol):
    """The reader of a list's conditions: its filters, and the tables that it looks up."""

    @property
    def filters(self) -> FilterReader: ...

    def look_up(self, link: DatasetLink, place: Place | None) -> tuple[str, exp.Table]: ...

    def look_up_again(self, link: DatasetLink) -> tuple[str, exp.Table]: ...


def totals_condition(
    conditions: Looking, scope: DatasetScope, link: DatasetLink, having: Input
) -> exp.Expr | None:
    """`lignes: { aggregate: { count: { gt: 3 } } }`: true of a row whose linked rows satisfy it; of
    one without any, whose count is 0 and whose other totals are absent, likewise.
    """
    linked = scope.linked(link)
    name, table = conditions.look_up(link, having.place)

    def read(totals: Totals) -> exp.Expr | None:
        return read_having("aggregate", having, linked, conditions.filters, totals)

    def total(measured: Measured, of: Column) -> exp.Expr:
        return measure_column(measured, of, lambda each: column(each, name))

    of_rows = read(Totals(count_rows, total))
    of_none = read(Totals(_NOTHING.copy, _of_no_row))
    if of_rows is None or of_none is None:
        return None
    groups = exp.Select(
        expressions=[aliased(column(link.other.name, name), _KEY)],
        from_=exp.From(this=table),
        group=exp.Group(expressions=[column(link.other.name, name)]),
        having=exp.Having(this=of_rows),
    )
    other, again = conditions.look_up_again(link)
    has_any = _exists(again, exp.EQ(this=column(link.other.name, other), expression=_own(link)))
    alias = f"{name}_of"
    among = exp.Subquery(this=groups, alias=exp.TableAlias(this=quoted(alias)))
    satisfied = _exists(among, exp.EQ(this=column(_KEY, alias), expression=_own(link)))
    return exp.Paren(this=any_of([satisfied, all_of([exp.Not(this=has_any), of_none])]))


def _own(link: DatasetLink) -> exp.Expr:
    return column(link.own.name)


def _exists(source: exp.Expr, condition: exp.Expr) -> exp.Exists:
    rows = exp.Select(
        expressions=[aliased(exp.Literal.number(1), "one")],
        from_=exp.From(this=source),
        where=exp.Where(this=condition),
    )
    return exp.Exists(this=rows)


def _of_no_row(measured: Measured, of: Column) -> exp.Expr:
    if measured.measure is Measure.COUNT_DISTINCT:
        return _NOTHING.copy()
    return cast(exp.Null(), measured_type(measured.measure, of.type))
