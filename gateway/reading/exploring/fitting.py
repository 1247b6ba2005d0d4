"""The rules by which an exploration fits its data: given columns, units that add up, and sides of a
comparison that mean something together.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from gateway.reading.exploring.exploration import (
    PLACES,
    Comparison,
    Condition,
    Cut,
    Exploration,
    Figure,
    GroupKey,
    Measure,
)
from gateway.reading.exploring.problems import (
    ExplorationColumn,
    ExplorationNoDay,
    ExplorationNoNumber,
    ExplorationNoPlace,
    ExplorationNoSum,
    ExplorationPart,
    ExplorationPeriod,
    ExplorationPersonal,
    ExplorationSecret,
    ExplorationUnits,
    ExplorationUnweighted,
)
from gateway.reading.exploring.sources import ExploredColumn, ExploredData

_UNITLESS: Final = "sans unité"
_ADDED: Final = frozenset({Figure.COUNT, Figure.SUM, Figure.DISTINCT})
"""Figures that may be divided by inhabitants."""
_MONTHS: Final = 12


def check_fit(exploration: Exploration, data: ExploredData) -> None:
    """Raises the problem of the first part that does not fit; no row is read for it."""
    check_measure(exploration.measure, data)
    if exploration.measure.figure is Figure.SHARE and not exploration.part:
        raise ExplorationPart
    for key in exploration.by:
        _check_key(key, data)
    for condition in (*exploration.where, *exploration.part):
        _check_condition(condition, data)
    if any(condition.subject in PLACES for condition in exploration.part):
        raise ExplorationPart
    is_bounded = exploration.since is not None or exploration.until is not None
    if is_bounded and data.day is None:
        raise ExplorationNoDay
    if exploration.needs_place and data.place is None:
        raise ExplorationNoPlace
    _check_comparison(exploration, data)


def check_measure(measure: Measure, data: ExploredData) -> None:
    if measure.column is None:
        return
    column = column_of(measure.column, data)
    if measure.figure is Figure.DISTINCT:
        if not column.is_countable:
            raise ExplorationColumn(column=column.name)
        return
    if column.is_personal:
        raise ExplorationPersonal(column=column.label.fr, column_en=column.label.en)
    if column.has_secret:
        raise ExplorationSecret(column=column.label.fr, column_en=column.label.en)
    if not column.is_clear:
        raise ExplorationColumn(column=column.name)
    if not column.is_quantity:
        raise ExplorationNoNumber(column=column.label.fr, column_en=column.label.en)
    unit = column.unit or _UNITLESS
    is_added = measure.figure in {Figure.SUM, Figure.SHARE}
    if is_added and not column.adds_up:
        raise ExplorationNoSum(column=column.label.fr, column_en=column.label.en, unit=unit)
    if measure.figure is Figure.MEAN and column.is_share:
        raise ExplorationUnweighted(column=column.label.fr, column_en=column.label.en, unit=unit)


def column_of(name: str, data: ExploredData) -> ExploredColumn:
    """Raises ExplorationColumn where there is none, or nothing of it is given."""
    column = data.column(name)
    if column is None or not column.ways:
        raise ExplorationColumn(column=name)
    return column


def _check_key(key: GroupKey, data: ExploredData) -> None:
    if key.cut is Cut.VALUE:
        column = column_of(key.column or "", data)
        if column.is_personal:
            raise ExplorationPersonal(column=column.label.fr, column_en=column.label.en)
        if not column.is_category:
            raise ExplorationColumn(column=column.name)
    elif key.cut.is_period:
        if key.column is None and data.day is None:
            raise ExplorationNoDay
        if key.column is not None and key.column not in {day.name for day in data.days}:
            raise ExplorationColumn(column=key.column)


def _check_condition(condition: Condition, data: ExploredData) -> None:
    if condition.subject in PLACES:
        return
    column = column_of(condition.subject, data)
    if column.is_personal:
        raise ExplorationPersonal(column=column.label.fr, column_en=column.label.en)
    if not column.is_category:
        raise ExplorationColumn(column=column.name)


def _check_comparison(exploration: Exploration, data: ExploredData) -> None:
    match exploration.compare:
        case Comparison.POPULATION if exploration.measure.figure not in _ADDED:
            raise ExplorationUnits(
                why_fr="une moyenne, une médiane ou une part ne se divise pas par des habitants",
                why_en="a mean, a median or a share is not divided by inhabitants",
            )
        case Comparison.BEFORE:
            _check_year_before(exploration, data)
        case Comparison.OTHER:
            assert exploration.other is not None
            if Figure.SHARE in {exploration.measure.figure, exploration.other.figure}:
                raise ExplorationUnits(
                    why_fr="une part est déjà un rapport", why_en="a share is a ratio already"
                )
            if exploration.other == exploration.measure:
                raise ExplorationUnits(
                    why_fr="une mesure divisée par elle-même fait toujours 1",
                    why_en="a measure divided by itself is always 1",
                )
            check_measure(exploration.other, data)


def _check_year_before(exploration: Exploration, data: ExploredData) -> None:
    """By months or years of the row's own day, or over twelve months at most."""
    if data.day is None:
        raise ExplorationNoDay
    periods = [key for key in exploration.by if key.cut.is_period]
    own = [
        key
        for key in periods
        if key.cut in {Cut.MONTH, Cut.YEAR} and key.column in {None, data.day}
    ]
    if periods:
        if len(own) != len(periods):
            raise ExplorationPeriod
        return
    since, until = exploration.since, exploration.until
    if since is None or until is None or not 0 <= months_between(since, until) < _MONTHS:
        raise ExplorationPeriod


def months_between(since: date, until: date) -> int:
    return (until.year - since.year) * _MONTHS + until.month - since.month
