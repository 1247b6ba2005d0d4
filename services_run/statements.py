"""The statements by which a service reads registered data: trees, which no text comes between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One dataset as SQL names it, and the columns that a service is bound to."""

    owner: str
    name: str
    columns: tuple[str, ...]


def reading(table: ReadTable) -> exp.Select:
    """The bound columns of every row, as they are."""
    shown = [exp.column(name, quoted=True) for name in table.columns]
    return exp.select(*shown).from_(_table(table))


def reading_a_few(table: ReadTable, rows: int) -> exp.Select:
    """The same of so many rows at most, whichever they are."""
    shown = [exp.column(name, quoted=True) for name in table.columns]
    return exp.select(*shown).from_(_table(table)).limit(rows)


def counting_by_month(table: ReadTable) -> exp.Select:
    """A statement that counts the rows of each month of the one column, a day or an instant."""
    day = exp.column(table.columns[0], quoted=True)
    return _counting(table, exp.TimestampTrunc(this=day, unit=exp.var("MONTH")))


def counting_by_value(table: ReadTable) -> exp.Select:
    """A statement that counts the rows of each value of the one column."""
    return _counting(table, exp.column(table.columns[0], quoted=True))


def counting_by_month_and_place(table: ReadTable) -> exp.Select:
    """The same of each month of the first column and each value of the second, a commune."""
    day, place = (exp.column(name, quoted=True) for name in table.columns)
    month = exp.TimestampTrunc(this=day, unit=exp.var("MONTH"))
    shown = (
        exp.alias_(month, "period", quoted=True),
        exp.alias_(place, "place", quoted=True),
        exp.alias_(exp.Count(this=exp.Star()), "rows", quoted=True),
    )
    return exp.select(*shown).from_(_table(table)).group_by(month.copy(), place.copy())


def _counting(table: ReadTable, key: exp.Expression) -> exp.Select:
    count = exp.Count(this=exp.Star())
    shown = exp.alias_(key, "period", quoted=True), exp.alias_(count, "rows", quoted=True)
    return exp.select(*shown).from_(_table(table)).group_by(key.copy())


def combining(tables: Sequence[ReadTable]) -> exp.Select:
    """All of them beside each other: what is planned, and never run, to know whether their
    agreements let them be combined.
    """
    shown = [
        exp.alias_(exp.column(name, table=f"t{place}", quoted=True), f"t{place}_{name}")
        for place, table in enumerate(tables)
        for name in table.columns
    ]
    first, *others = [
        exp.alias_(_table(table), f"t{place}", table=True) for place, table in enumerate(tables)
    ]
    query = exp.select(*shown).from_(first)
    for place, other in enumerate(others, start=1):
        meets = exp.EQ(this=_as_text(tables, 0), expression=_as_text(tables, place))
        query = query.join(other, on=meets)
    return query


def _as_text(tables: Sequence[ReadTable], place: int) -> exp.Cast:
    """Of whatever type: a product that nothing ties together would be refused for its size."""
    name = exp.column(tables[place].columns[0], table=f"t{place}", quoted=True)
    return exp.cast(name, "varchar")


def _table(table: ReadTable) -> exp.Table:
    return exp.table_(table.name, db=table.owner, quoted=True)
