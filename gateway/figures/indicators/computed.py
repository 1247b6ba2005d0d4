"""The values of an indicator for one reader, and what they cover: one statement, or two sides."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from catalog.model.dataset import Dataset
from catalog.model.indicator import Periodicity
from gateway.reading.exploring.covered import Covered, read_covered
from gateway.reading.exploring.exploration import Exploration
from gateway.reading.exploring.expressions import FEWEST_ROWS
from gateway.reading.exploring.figures import ExploredGroup, NoValue
from gateway.reading.exploring.formulas import Formula, FormulaData, Shown, query_of
from gateway.reading.exploring.keys import key_columns
from gateway.reading.exploring.problems import ExplorationTooFew, IndicatorNothingShared
from gateway.reading.exploring.service import MOST_COVERED, MOST_GROUPS, ExplorationService
from gateway.reading.exploring.statement import Statement, write_statement
from gateway.reading.exploring.two_sides import TwoSides, write_side_coverage, write_two_sides

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """`keys` and `labels` as an exploration has them. `above` and `below`: both sides. `months`: of
    a year, those that have rows; `is_whole` where these are all that are expected. `other_rows`:
    of the second side, where it has rows of its own; `unlike_rows`: with one side alone.
    """

    keys: tuple[str | None, ...]
    labels: tuple[str, ...]
    value: float | None
    above: float | None
    below: float | None
    rows: int
    other_rows: int
    unlike_rows: int
    no_value: NoValue | None
    months: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Computed:
    """`groups`: in the order of their keys. `other_covered`: of the second side, where it has rows
    of its own.
    """

    groups: tuple[IndicatorGroup, ...]
    count: int
    covered: Covered
    other_covered: Covered | None
    receipt: str | None


def whole_years(groups: Sequence[IndicatorGroup], this_year: int) -> list[tuple[int, float]]:
    """The years of groups by year that are whole and over, each with its value, in order."""
    return [
        (int(year), group.value)
        for group in groups
        if (year := group.keys[0]) is not None
        and group.value is not None
        and group.is_whole
        and int(year) < this_year
    ]


def statement_of(formula: Formula, data: Sequence[FormulaData], scope: Shown) -> Statement:
    """Raises what does not fit."""
    query = query_of(formula, data, scope)
    if isinstance(query, Exploration):
        return write_statement(query, data[0].data)
    return write_two_sides(query)


async def compute(
    formula: Formula,
    data: Sequence[FormulaData],
    dataset: Dataset,
    scope: Shown,
    explorations: ExplorationService,
) -> Computed:
    """Read and recorded as by any door. `dataset`: of the first side. Raises what an exploration
    raises, and IndicatorNothingShared.
    """
    query = query_of(formula, data, scope)
    if isinstance(query, TwoSides):
        return await _compute_two(query, formula, scope, explorations)
    explored = await explorations.answer(query, dataset)
    months, is_yearly = _months_by_year(explored.covered), data[0].is_yearly
    groups = tuple(
        _group(each, months, formula, scope, is_yearly=is_yearly) for each in explored.groups
    )
    return Computed(groups, explored.count, explored.covered, None, explored.receipt)


async def _compute_two(
    query: TwoSides, formula: Formula, scope: Shown, explorations: ExplorationService
) -> Computed:
    figures, *coverages = await asyncio.gather(
        explorations.answered(write_two_sides(query), MOST_GROUPS),
        *(
            explorations.answered(write_side_coverage(query, place), MOST_COVERED)
            for place in range(2)
        ),
    )
    covered, other_covered = (read_covered(each.rows) for each in coverages)
    fewest = min(covered.rows, other_covered.rows)
    if fewest < FEWEST_ROWS:
        # With rows enough on both sides, it is what they share that lacks.
        if min(covered.all_rows, other_covered.all_rows) >= FEWEST_ROWS and not fewest:
            raise IndicatorNothingShared
        raise ExplorationTooFew(rows=fewest, fewest=FEWEST_ROWS)
    months, is_yearly = _months_by_year(covered), query.goes_by_year
    groups = tuple(
        replace(
            _group(_read_two(line, query), months, formula, scope, is_yearly=is_yearly),
            other_rows=int(line[-1] or 0),
        )
        for line in figures.rows
    )
    return Computed(groups, figures.count, covered, other_covered, figures.receipt)


def _read_two(line: Sequence[str | None], query: TwoSides) -> ExploredGroup:
    columns = key_columns(query.by)
    count, labelled = len(columns), [column.label is not None for column in columns]
    labels = iter(line[count : count + sum(labelled)])
    words = tuple((next(labels) or "") if is_labelled else "" for is_labelled in labelled)
    above, below, value, rows, other_rows = line[count + sum(labelled) :]
    least = min(int(rows or 0), int(other_rows or 0))
    is_personal = any(side.data.is_personal for side in query.sides)
    is_secret = is_personal and 0 < least < FEWEST_ROWS
    reason = None
    if value is None:
        reason = NoValue.SECRET if is_secret else NoValue.ABSENT
    return ExploredGroup(
        keys=tuple(line[:count]),
        labels=words,
        value=_number(value),
        above=_number(above),
        below=_number(below),
        before=None,
        change=None,
        rows=int(rows or 0),
        unlike_rows=0,
        no_value=reason,
    )


def _months_by_year(covered: Covered) -> Counter[str]:
    return Counter(month[:4] for month in covered.months)


def _group(
    group: ExploredGroup,
    months_by_year: Counter[str],
    formula: Formula,
    scope: Shown,
    *,
    is_yearly: bool,
) -> IndicatorGroup:
    year = str(scope.year) if scope.by_commune else (group.keys or ("",))[0]
    months = months_by_year[year or ""]
    is_whole = is_yearly or months == _MONTHS or formula.period is not Periodicity.YEAR
    return IndicatorGroup(
        group.keys,
        group.labels,
        group.value,
        group.above,
        group.below,
        group.rows,
        0,
        group.unlike_rows,
        group.no_value,
        months,
        is_whole,
    )


def _number(cell: str | None) -> float | None:
    return None if cell is None else float(cell)
