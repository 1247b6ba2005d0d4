"""`UNNEST(sequence(a, b, step)) AS t(x)`: numbers and calendars, as a table that is written out.

Numbers from 0 on are put together of digits, and each is as many steps from the start: nothing of
it is known to one engine alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.size_problems import SqlLimit
from federation.sql.problems import SqlConstruct, SqlForm

MOST_ROWS = 10_000
"""Of one sequence: more is refused, never cut."""
_NUMBER = "n"
_LATEST_MONTHLY_DAY = 28
_COUNT = re.compile(r"-?[0-9]{1,6}")
_Sequence = tuple[Callable[[exp.Expr], exp.Expr], int, exp.Expr | None]
"""The value after so many steps, how many there are at most, and the last one that may be."""
_DAYS = {"DAY": 1, "WEEK": 7, "MONTH": 28, "YEAR": 365}


def write_sequences(tree: exp.Query) -> None:
    """In place. Raises SqlForm for what is not said in the statement, SqlLimit, SqlConstruct
    for any other UNNEST.
    """
    for unnest in list(tree.find_all(exp.Unnest)):
        unnest.replace(_written(unnest))


def _written(unnest: exp.Unnest) -> exp.Expr:
    alias = unnest.args.get("alias")
    series = unnest.expressions[0] if len(unnest.expressions) == 1 else None
    if not isinstance(series, exp.GenerateSeries) or unnest.args.get("offset"):
        raise SqlConstruct(what="UNNEST", place=place_of(unnest), did_you_mean="VALUES")
    if not isinstance(alias, exp.TableAlias) or len(alias.columns) != 1 or not alias.name:
        raise _refused(unnest)
    start, end, step = (series.args.get(each) for each in ("start", "end", "step"))
    value = _numbers(start, end, step) or _days(start, end, step)
    if value is None:
        raise _refused(unnest)
    moved, count, last = value
    if count > MOST_ROWS:
        raise SqlLimit(
            limit=MOST_ROWS,
            what_fr="valeurs dans une suite (sequence)",
            what_en="values in a sequence",
            place=place_of(unnest),
        )
    number = exp.column(_NUMBER, table="s")
    select = exp.Select(
        expressions=[exp.Alias(this=moved(number), alias=alias.columns[0].copy())],
        from_=exp.From(this=_counted(count)),
    )
    if last is not None:
        select.set("where", exp.Where(this=exp.LTE(this=moved(number), expression=last.copy())))
    return exp.Subquery(this=select, alias=exp.TableAlias(this=alias.this.copy()))


def _refused(unnest: exp.Unnest) -> SqlForm:
    return SqlForm(
        what="UNNEST(sequence(…)) AS t(x)",
        expected_fr="deux nombres entiers, ou deux jours (DATE '2025-01-01', current_date),"
        " un pas (INTERVAL '1' DAY) et le nom d'une colonne",
        expected_en="two whole numbers, or two days (DATE '2025-01-01', current_date),"
        " a step (INTERVAL '1' DAY) and the name of a column",
        place=place_of(unnest),
    )


def _whole(node: exp.Expr | None) -> int | None:
    sign, number = (-1, node.this) if isinstance(node, exp.Neg) else (1, node)
    if not isinstance(number, exp.Literal) or number.is_string or not number.name.isdigit():
        return None
    return sign * int(number.name) if int(number.name) < 2**31 else None


def _numbers(
    start: exp.Expr | None, end: exp.Expr | None, step: exp.Expr | None
) -> _Sequence | None:
    first, last = _whole(start), _whole(end)
    by = 1 if step is None else _whole(step)
    if first is None or last is None or not by:
        return None
    count = max(0, (last - first) // by + 1)

    def moved(number: exp.Expr) -> exp.Expr:
        times = exp.Mul(this=number.copy(), expression=_literal(by))
        return exp.Add(this=_literal(first), expression=times)

    return moved, count, None


def _days(start: exp.Expr | None, end: exp.Expr | None, step: exp.Expr | None) -> _Sequence | None:
    first, last = _day(start), _day(end)
    unit, by = ("DAY", 1) if step is None else _span(step)
    if start is None or first is None or unit not in _DAYS or by <= 0:
        return None
    if unit in {"MONTH", "YEAR"} and first.day > _LATEST_MONTHLY_DAY:
        # The 31st a month later is the 28th, and what comes after that is told in two ways.
        return None
    is_today = isinstance(end, exp.CurrentDate)
    if last is None and not is_today:
        return None
    # A plan may be kept until the day is over, and clocks differ.
    until = datetime.now(UTC).date() + timedelta(days=2) if last is None else last
    count = max(0, (until - first).days // (_DAYS[unit] * by) + 1)

    def moved(number: exp.Expr) -> exp.Expr:
        times = exp.Mul(this=number.copy(), expression=_literal(by))
        return exp.DateAdd(this=start.copy(), expression=times, unit=exp.var(unit))

    return moved, count, end


def _day(node: exp.Expr | None) -> date | None:
    if not isinstance(node, exp.Cast) or node.to.this is not exp.DType.DATE:
        return None
    try:
        return date.fromisoformat(node.this.name)
    except ValueError:
        return None


def _span(step: exp.Expr) -> tuple[str, int]:
    unit = step.args.get("unit") if isinstance(step, exp.Interval) else None
    count = step.this.name if unit is not None and isinstance(step.this, exp.Literal) else ""
    if unit is None or not _COUNT.fullmatch(count):
        return "", 0
    return str(unit.name).upper(), int(count)


def _literal(value: int) -> exp.Expr:
    number = exp.Literal.number(abs(value))
    return exp.Paren(this=exp.Neg(this=number)) if value < 0 else number


def _counted(count: int) -> exp.Subquery:
    """`(SELECT a.d + b.d * 10 … AS n FROM ten digits a CROSS JOIN … WHERE … < count) AS s`."""
    power = max(1, len(str(max(count - 1, 0))))
    names = [f"d{each}" for each in range(power)]
    parts = [
        exp.Mul(this=exp.column("d", table=name), expression=exp.Literal.number(10**at))
        for at, name in enumerate(names)
    ]
    number: exp.Expr = parts[0]
    for each in parts[1:]:
        number = exp.Add(this=number, expression=each)
    select = exp.Select(
        expressions=[exp.alias_(number, _NUMBER)],
        from_=exp.From(this=_ten(names[0])),
        joins=[exp.Join(this=_ten(name), kind="CROSS") for name in names[1:]],
        where=exp.Where(
            this=exp.LT(this=exp.Paren(this=number.copy()), expression=exp.Literal.number(count))
        ),
    )
    return exp.Subquery(this=select, alias=exp.TableAlias(this=exp.to_identifier("s")))


def _ten(name: str) -> exp.Values:
    rows = [exp.Tuple(expressions=[exp.Literal.number(each)]) for each in range(10)]
    alias = exp.TableAlias(this=exp.to_identifier(name), columns=[exp.to_identifier("d")])
    return exp.Values(expressions=rows, alias=alias)
