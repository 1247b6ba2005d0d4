"""The values of `commune` and `epci` for a commune code: an allow-list of codes, never the raw one.

A code that means no commune on the row's day, or a row without a day, gives null: a value that is
not known to be coarse is not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlglot import exp

from catalog.caches import remembered
from catalog.cog import Cog
from catalog.cog.land import Bounds, common, joined
from catalog.model.dataset import Column
from catalog.model.transform import Transform
from federation.problems import ScopeTooLarge
from federation.rewrites.expressions import TEXT, all_of, day_start, is_any_of, is_null, null, text
from federation.territory_conditions import Land

Shown = tuple[tuple[str, ...], Bounds, str | None]
"""Rows with one of these codes, on the days of this period, show this; None: the code itself."""


def commune_cell(
    code: exp.Expr, shown: Iterable[Shown], day: tuple[exp.Expr, Column] | None, time_zone: str
) -> exp.Expr:
    """`CASE WHEN "jour" IS NULL THEN NULL WHEN "code" IN (…) AND "jour" >= … THEN '…' ELSE NULL`.

    `day` is the row's own, with its column; None where `shown` holds on every day.
    """
    whens = [] if day is None else [exp.If(this=is_null(day[0].copy()), true=null(TEXT))]
    for codes, bounds, value in shown:
        conditions = [is_any_of(code.copy(), codes)]
        if day is not None:
            conditions += _within(bounds, *day, time_zone)
        cell = code.copy() if value is None else text(value)
        whens.append(exp.If(this=all_of(conditions), true=cell))
    return exp.Case(ifs=whens, default=null(TEXT)) if whens else null(TEXT)


@remembered(maxsize=512)
def shown_communes(
    cog: Cog, land: Land | None, transform: Transform, day: date | None, limit: int
) -> tuple[Shown, ...]:
    """Every code that a row on `land` (None: anywhere) may carry, with what it shows.

    On one fixed `day`, without bounds any more, if it is given. ScopeTooLarge beyond `limit` codes.
    """
    codes = _codes(cog, land)
    if len(codes) > limit:
        raise ScopeTooLarge(codes=len(codes), limit=limit)
    held: dict[tuple[str, str | None], list[Bounds]] = defaultdict(list)
    for code in codes:
        for commune, bounds in _communes(cog, code):
            for value, days in _values(cog, commune, bounds, transform):
                held[code, None if value == code else value].append(days)
    grouped: dict[tuple[Bounds, str | None], list[str]] = defaultdict(list)
    for (code, shown), periods in held.items():
        for bounds in joined(periods):
            if day is None:
                grouped[bounds, shown].append(code)
            elif _holds(bounds, day):
                grouped[(None, None), shown].append(code)
    return tuple(
        (tuple(sorted(each)), bounds, value)
        for (bounds, value), each in sorted(grouped.items(), key=_in_order)
    )


def _codes(cog: Cog, land: Land | None) -> list[str]:
    """Codes inside `land` at some time: a row may be let in by another day than its map's."""
    if land is None:
        return sorted(cog.land.by_code)
    return sorted({str(each.code) for each in cog.code_periods(land)})


def _communes(cog: Cog, code: str) -> Iterator[tuple[str, Bounds]]:
    """The commune that the code lies in, stretch by stretch."""
    for each in cog.meanings(code):
        if each.is_commune:
            yield code, (each.start, each.end)
    for moved in cog.moved_codes([code]):
        yield str(moved.commune_code), (moved.start, moved.end)


def _values(
    cog: Cog, commune: str, bounds: Bounds, transform: Transform
) -> Iterator[tuple[str, Bounds]]:
    if transform is Transform.COMMUNE:
        yield commune, bounds
        return
    for year in _years(cog):
        days = common(bounds, year)
        if days is None:
            continue
        day = _some_day(days)
        meaning = cog.land.at(commune, day)
        # Only the EPCI of a label is wanted, and a label costs ten times as much.
        epci = None if meaning is None else cog.labels.epci_at(meaning, day.year)
        if epci is not None:
            yield str(epci), days


def _years(cog: Cog) -> list[Bounds]:
    """Each vintage from its own 1 January until the next; the first and the last without end."""
    starts = [date(each, 1, 1) for each in cog.vintages]
    return list(zip([None, *starts[1:]], [*starts[1:], None], strict=True))


def _some_day(days: Bounds) -> date:
    start, end = days
    if start is not None:
        return start
    return date(2000, 1, 1) if end is None else end - timedelta(days=1)


def _holds(bounds: Bounds, day: date) -> bool:
    return (bounds[0] or date.min) <= day < (bounds[1] or date.max)


def _in_order(group: tuple[tuple[Bounds, str | None], list[str]]) -> tuple[str, date, str]:
    ((start, _), value), codes = group
    return value or "", start or date.min, min(codes)


def _within(bounds: Bounds, day: exp.Expr, column: Column, time_zone: str) -> Iterator[exp.Expr]:
    start, end = bounds
    if start is not None:
        yield exp.GTE(this=day.copy(), expression=day_start(start, column.type, time_zone))
    if end is not None:
        yield exp.LT(this=day.copy(), expression=day_start(end, column.type, time_zone))
