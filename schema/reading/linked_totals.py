"""Conditions on what the rows linked to a row come to: their number, their totals.

These are made once for all rows, by the column that links them, and looked up from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from sqlglot import exp

from catalog.model.dataset import Column
from catalog.model.problem import Place
from schema.inputs import Input
from schema.problems import EmptyCondition
from schema.reading.conditions import FilterReader
from schema.reading.having import Totals, read_having
from schema.reading.measured import Measured
from schema.reading.measures import count_rows, measure_column
from schema.sql import aliased, all_of, any_of, cast, column, on_table, quoted
from schema.types.aggregate_signatures import (
    Measure,
    measured_type,
)
from schema.types.scope import DatasetLink, DatasetScope
from schema.types.where_types import WHERE

_KEY = "key"
_NOTHING = exp.Literal.number(0)


class Looking(Protocol):
    """The reader of a list's conditions: its filters, and the tables that it looks up."""

    @property
    def filters(self) -> FilterReader: ...

    def read(self, where: Input | None, scope: DatasetScope) -> exp.Expr | None: ...

    def read_again(self, where: Input, scope: DatasetScope) -> exp.Expr | None: ...

    def look_up(self, link: DatasetLink, place: Place | None) -> tuple[str, exp.Table]: ...

    def look_up_again(self, link: DatasetLink) -> tuple[str, exp.Table]: ...


def totals_condition(
    conditions: Looking, scope: DatasetScope, link: DatasetLink, having: Input
) -> exp.Expr | None:
    """`lignes: { aggregate: { count: { gt: 3 } } }`: true of a row whose linked rows satisfy it; of
    one without any, whose count is 0 and whose other totals are absent, likewise. `where` in it
    says which of its linked rows count. Raises EmptyCondition where it says nothing else.
    """
    linked = scope.linked(link)
    if [each for each, _ in having.entries()] == [WHERE]:
        raise EmptyCondition(field="aggregate", place=having.place)
    name, table = conditions.look_up(link, having.place)
    among = _Among(conditions, linked)

    def read(totals: Totals) -> exp.Expr | None:
        totals = replace(totals, others={WHERE: among.read})
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
        where=among.on(name),
        group=exp.Group(expressions=[column(link.other.name, name)]),
        having=exp.Having(this=of_rows),
    )
    other, again = conditions.look_up_again(link)
    same = exp.EQ(this=column(link.other.name, other), expression=_own(link))
    where = among.on(other)
    has_any = _exists(again, same if where is None else all_of([same, where.this]))
    alias = f"{name}_of"
    grouped = exp.Subquery(this=groups, alias=exp.TableAlias(this=quoted(alias)))
    satisfied = _exists(grouped, exp.EQ(this=column(_KEY, alias), expression=_own(link)))
    return exp.Paren(this=any_of([satisfied, all_of([exp.Not(this=has_any), of_none])]))


@dataclass(slots=True)
class _Among:
    """The condition on which linked rows count. It is read once for each table that it is on."""

    conditions: Looking
    linked: DatasetScope
    copies: list[exp.Expr | None] = field(default_factory=list)

    def read(self, where: Input) -> None:
        """No condition on totals."""
        read = self.conditions.read_again if self.copies else self.conditions.read
        self.copies.append(read(where, self.linked))

    def on(self, table: str) -> exp.Where | None:
        condition = self.copies.pop() if self.copies else None
        return None if condition is None else exp.Where(this=on_table(condition, table))


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
