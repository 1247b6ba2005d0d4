"""The exceptions of a commune map as an inline table, joined once: for maps that hold many.

A CASE of hundreds of branches is slow to write and slow to run; a small hash table is neither.
It joins the caller's own side (governed columns), LEFT, and matches at most once: no row is
added, none is lost.
"""

from __future__ import annotations

from datetime import date

from sqlglot import exp

from catalog.caches import remembered
from federation.rewrites.commune_map import CommuneMap, exceptions_of
from federation.rewrites.expressions import INTERNAL, all_of, column, text
from federation.rewrites.packed_table import constant_table

CODE, FROM_DAY, BEFORE_DAY = "code", "from_day", "before_day"
_FIRST_DAY, _LAST_DAY = 0, 99_999_999


def join_exceptions(
    select: exp.Select,
    position: int,
    name: str,
    table: exp.Expr,
    code: exp.Expr,
    day: exp.Expr | None,
) -> None:
    """`LEFT JOIN <table> AS "_m1" ON …` among the joins of `select`, before the one at `position`.

    `day` is the row's (yyyymmdd); None: lines always hold.
    """
    conditions: list[exp.Expr] = [exp.EQ(this=column(CODE, name), expression=code)]
    if day is not None:
        conditions += [
            exp.GTE(this=day, expression=column(FROM_DAY, name)),
            exp.LT(this=day.copy(), expression=column(BEFORE_DAY, name)),
        ]
    joins = list(select.args.get("joins") or [])
    joins.insert(position, exp.Join(this=table, side="LEFT", on=all_of(conditions)))
    select.set("joins", joins)


def exceptions_table(
    communes: CommuneMap, kinds: tuple[str, ...], day: date | None, name: str, *, dated: bool
) -> exp.Expr:
    """`"_m1"(code, from_day, before_day, …)`: a column for what holds of each of `kinds`."""
    columns = [CODE, *([FROM_DAY, BEFORE_DAY] if dated else []), *kinds]
    return constant_table(_lines(communes, kinds, day, dated), name, tuple(columns))


@remembered(maxsize=512)
def _lines(
    communes: CommuneMap,
    kinds: tuple[str, ...],
    day: date | None,
    dated: bool,  # noqa: FBT001 - part of the cache's key
) -> tuple[tuple[str | int, ...], ...]:
    return tuple(
        (raw, *((_number(start, _FIRST_DAY), _number(end, _LAST_DAY)) if dated else ()), *values)
        for raw, (start, end), values in exceptions_of(communes, kinds, day)
    )


def place_of_source(call: exp.Expr, alias: str) -> tuple[exp.Select, int] | None:
    """The SELECT around that has a source of this name, and the position after it in its joins."""
    select = call.find_ancestor(exp.Select)
    while select is not None:
        start = select.args.get("from_")
        if start is not None and start.this.alias_or_name == alias:
            return select, 0
        for index, join in enumerate(select.args.get("joins") or []):
            if join.this.alias_or_name == alias:
                return select, index + 1
        select = select.find_ancestor(exp.Select)
    return None


def day_number(local: exp.Expr) -> exp.Expr:
    """`yyyymmdd` of a date or of a time on the wall: whole numbers compare alike everywhere."""

    def part(unit: str) -> exp.Expr:
        return exp.Extract(this=exp.Var(this=unit), expression=local.copy())

    months = exp.Mul(this=part("MONTH"), expression=exp.Literal.number(100))
    years = exp.Mul(this=part("YEAR"), expression=exp.Literal.number(10_000))
    return exp.Paren(
        this=exp.Add(this=exp.Add(this=years, expression=months), expression=part("DAY"))
    )


def held_in(name: str, kind: str, otherwise: exp.Expr) -> exp.Expr:
    """The table's value of a kind for a row, or else `otherwise`."""
    said = exp.Nullif(this=column(kind, name), expression=text(""))
    return exp.Coalesce(this=said, expressions=[otherwise])


def table_name(number: int) -> str:
    return f"{INTERNAL}m{number}"


def _number(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.year * 10_000 + day.month * 100 + day.day
