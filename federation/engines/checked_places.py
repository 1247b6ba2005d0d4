"""Places and days of the rows of a checked source: by commune code, by day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlglot import exp

from catalog.cog import Cog
from catalog.coverage import CodedRows, has_one_cause
from catalog.model.column_types import DAYS
from catalog.model.dataset import Classification, Column, Dataset
from federation.binding import map_day
from federation.rewrites.expressions import column as column_of
from federation.rewrites.expressions import is_any_of, local_time, text

_DAY_CONCEPTS = frozenset({"date", "date_collecte"})
_MOST_CODES = 50_000
"""More than France ever had: the rarest are left out of a text that is no code at all."""
_MOST_DAYS = 200_000

Rows = Callable[[exp.Query], Sequence[tuple[object, ...]]]
Read = Callable[[list[Column]], exp.From]
"""Of each column its value (`v_` and its id), of the relation `r`."""


@dataclass(frozen=True, slots=True)
class MapOfToday:
    """The map, and the day, by which commune codes are read."""

    today: date
    cog: Cog


def places_of(
    dataset: Dataset, columns: Collection[Column], by: MapOfToday | None, read: Read, rows: Rows
) -> tuple[tuple[CodedRows, ...], tuple[date, date] | None]:
    """Rows by code, and their first and last day; `columns`: those that the source has.

    Nothing where nobody gives the map, or where the columns are not there.
    """
    day, binding = _day_column(dataset), dataset.territory
    days = None
    if by is None:
        return (), None
    if day in columns and day is not None:
        days = _days_of(day, dataset, read, rows)
    if binding is None:
        return (), days
    code = dataset.column(binding.column)
    own = None if binding.date_column is None else day
    if code not in columns or (own is not None and own not in columns):
        return (), days
    if own is None:
        on = min(map_day(dataset, code, by.today), by.today)
        counted = rows(_grouped([_value(code)], [], read([code])))
        codes = tuple(CodedRows(_as_code(value), on, _as_count(count)) for value, count in counted)
        return codes, days
    return tuple(_dated_codes(dataset, code, own, by, read, rows)), days


def _day_column(dataset: Dataset) -> Column | None:
    """The day column of the territory, else the first that is described as the day, else the only
    column of days that is not personal; None without one.
    """
    bound = None if dataset.territory is None else dataset.territory.date_column
    if bound is not None:
        return dataset.column(bound)
    of_days = [each for each in dataset.columns if each.type.scalar in DAYS]
    described = [each for each in of_days if each.concept in _DAY_CONCEPTS]
    known = [each for each in of_days if each.classification < Classification.PERSONAL]
    return described[0] if described else known[0] if len(known) == 1 else None


def _days_of(column: Column, dataset: Dataset, read: Read, rows: Rows) -> tuple[date, date] | None:
    day = _day(column, dataset)
    bounds = exp.Select(
        expressions=[
            exp.alias_(exp.Min(this=day), "first", quoted=True),
            exp.alias_(exp.Max(this=day.copy()), "last", quoted=True),
        ],
        from_=read([column]),
    )
    ((first, last),) = rows(bounds)
    return None if first is None else (_as_day(first), _as_day(last))


def _dated_codes(
    dataset: Dataset, code: Column, day: Column, by: MapOfToday, read: Read, rows: Rows
) -> Iterator[CodedRows]:
    """Code by code where all its days have one cause, else day by day."""
    moment = _day(day, dataset)
    dated = [exp.Count(this=moment), exp.Min(this=moment.copy()), exp.Max(this=moment.copy())]
    crossing: list[str] = []
    for value, count, with_day, first, last in rows(
        _grouped([_value(code)], dated, read([code, day]))
    ):
        written, known = _as_code(value), _as_count(with_day)
        if (without := _as_count(count) - known) > 0:
            yield CodedRows(written, None, without)
        if not known:
            continue
        start, end = _as_day(first), _as_day(last)
        if written is None or has_one_cause(written, start, end, by.today, by.cog):
            yield CodedRows(written, start, known)
        else:
            crossing.append(written)
    if crossing:
        by_day = _grouped([_value(code), moment.copy()], [], read([code, day]), _MOST_DAYS)
        has_day = exp.Not(this=exp.Is(this=moment.copy(), expression=exp.Null()))
        for value, on_day, count in rows(by_day.where(is_any_of(_value(code), crossing), has_day)):
            yield CodedRows(_as_code(value), _as_day(on_day), _as_count(count))


def _grouped(
    keys: Sequence[exp.Expr], measures: Sequence[exp.Expr], from_: exp.From, most: int = _MOST_CODES
) -> exp.Select:
    """Keys, how many rows, measures; the most frequent first."""
    counted = exp.Count(this=exp.Star())
    named = [(f"k{at}", key) for at, key in enumerate(keys)]
    named += [("n", counted), *((f"m{at}", each) for at, each in enumerate(measures))]
    return (
        exp.Select(
            expressions=[exp.alias_(each, name, quoted=True) for name, each in named],
            from_=from_,
            group=exp.Group(expressions=[key.copy() for key in keys]),
        )
        .order_by(exp.column("n", quoted=True).desc())
        .limit(most)
    )


def _value(column: Column) -> exp.Expr:
    return column_of(f"v_{column.id}", "r")


def _day(column: Column, dataset: Dataset) -> exp.Expr:
    """NULL for a day that no calendar of ours has, as PostgreSQL's infinity."""
    moment = exp.cast(local_time(_value(column), column.type, dataset.time_zone), "DATE")
    low, high = (exp.cast(text(each.isoformat()), "DATE") for each in (date.min, date.max))
    return exp.Case(
        ifs=[exp.If(this=exp.Between(this=moment, low=low, high=high), true=moment.copy())]
    )


def _as_count(value: object) -> int:
    return int(str(value))


def _as_code(value: object) -> str | None:
    return None if value is None else str(value)


def _as_day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
