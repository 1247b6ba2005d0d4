"""Of which communes and months rows are seen, and how many people live there: what rates divide by.

Measured by a governed statement of the same request, under the same conditions, over the sources
that answer: a commune of which the caller sees no row is not in it, nor is its population.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from catalog.cog import Cog
from catalog.model.problem import Problem
from federation.reference import packed_rows
from federation.standards.standard_measures import months_of, placed_in_time
from gateway.reading.query.standard_scope import Measuring, Settled
from gateway.reading.query.standard_sources import StandardRead

CoverageRow = tuple[str, int, int | None, int, int, int, int, int]
"""(code as it is written, year, population then, months of rows, then those of each quarter)."""
_QUARTERS = (range(1, 4), range(4, 7), range(7, 10), range(10, 13))


async def seen_by_month(measuring: Measuring, read: StandardRead, settled: Settled) -> str:
    """The rows of `federation.reference.COVERAGE`; none where they cannot be measured, or where
    rows are left out for their codes: then there is no rate.
    """
    if any(each.left_out for each in settled.coverage.sources):
        return packed_rows(())
    try:
        lines = await _lines(measuring, read, settled)
    except Problem:
        lines = []
    return packed_rows(coverage_rows(months_in(lines), measuring.cog))


async def _lines(
    measuring: Measuring, read: StandardRead, settled: Settled
) -> Iterable[Mapping[str, object]]:
    if settled.table == read.sources.table:
        ((key, logical),) = read.months.items()
        return await measuring.lines(logical, measuring.prepared.plans.slices.get(key))
    placed = placed_in_time(settled.table)
    return await measuring.lines(months_of(placed, None, read.conditions, read.parameters))


def months_in(lines: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, int, int]]:
    """(code, year, month) of which a line says that there are rows."""
    for line in lines:
        code, year, month = line.get("code"), line.get("annee"), line.get("mois")
        if isinstance(code, str) and isinstance(year, int) and isinstance(month, int):
            yield code, year, month


def coverage_rows(months: Iterable[tuple[str, int, int]], cog: Cog) -> Iterator[CoverageRow]:
    """`months`: (code, year, month) of which there are rows."""
    by_year: dict[tuple[str, int], set[int]] = defaultdict(set)
    for code, year, month in months:
        by_year[code, year].add(month)
    for (code, year), some in sorted(by_year.items()):
        population = _population(code, date(year, max(some), 1), cog)
        first, second, third, fourth = (len(some.intersection(each)) for each in _QUARTERS)
        yield code, year, population, len(some), first, second, third, fourth


def _population(code: str, day: date, cog: Cog) -> int | None:
    """Of a commune of that day. Of a part of one it is not known: the whole would count twice."""
    label = cog.label(code, day) if cog.commune_at(code, day) == code else None
    return None if label is None else label.population
