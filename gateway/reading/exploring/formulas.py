"""The formula of an indicator over its data: the unit that it gives, and the statement of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from catalog.actions.indicators.indicators import DerivedUnit
from catalog.actions.indicators.problems import IndicatorUnits
from catalog.model.dataset import UpdateFrequency
from catalog.model.indicator import IndicatorSide, IndicatorVersion, Operation, Periodicity
from catalog.model.unit import Unit, read_unit, unit_of_things
from gateway.reading.exploring.exploration import (
    Comparison,
    Cut,
    Exploration,
    ExplorationWords,
    Figure,
    GroupKey,
    Measure,
    read_exploration,
)
from gateway.reading.exploring.fitting import check_fit
from gateway.reading.exploring.problems import (
    ExplorationNoDay,
    ExplorationNoPlace,
    ExplorationUnits,
    IndicatorPeriod,
    IndicatorPlaces,
)
from gateway.reading.exploring.sources import ExploredData
from gateway.reading.exploring.two_sides import ComparedSide, TwoSides

_CUTS: Final = {Periodicity.YEAR: Cut.YEAR, Periodicity.MONTH: Cut.MONTH}
_POINTS: Final = "points"


@dataclass(frozen=True, slots=True)
class Formula:
    """`per`: so many inhabitants, 0 for none."""

    operation: Operation
    sides: tuple[IndicatorSide, ...]
    per: int
    period: Periodicity

    @classmethod
    def of(cls, version: IndicatorVersion) -> Formula:
        return cls(version.operation, version.sides, version.per, version.period)


@dataclass(frozen=True, slots=True)
class FormulaData:
    """The data of one side, as they are given to who reads. `frequency`: as their owner says."""

    data: ExploredData
    frequency: UpdateFrequency | None

    @property
    def is_yearly(self) -> bool:
        """True where it has one row a year, so that its months say nothing."""
        return self.frequency in {UpdateFrequency.ANNUAL, UpdateFrequency.NEVER}


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of an indicator that is asked for: of one year, or of all; by commune or whole."""

    year: int | None = None
    by_commune: bool = False


def derived_unit(formula: Formula, data: Sequence[FormulaData]) -> DerivedUnit:
    """Raises the problem of the first side that does not fit, IndicatorUnits, IndicatorPlaces,
    IndicatorPeriod.
    """
    query_of(formula, data, Shown())
    units = [
        _unit_of(_measure(side), each.data) for side, each in zip(formula.sides, data, strict=True)
    ]
    if formula.operation is Operation.ONE:
        (only,) = units
        return only if not formula.per else _by_inhabitant(only, formula.per)
    above, below = units
    if formula.operation is Operation.DIFFERENCE:
        if not above.unit.is_alike(below.unit):
            raise IndicatorUnits(one=above.text or "-", other=below.text or "-")
        is_share = above.text == "%"
        return replace(above, text=_POINTS) if is_share else above
    unit = above.unit / below.unit
    if unit == read_unit(""):
        return DerivedUnit(unit, "")
    return DerivedUnit(unit, f"{above.text}/{below.text}" if below.text else above.text)


def query_of(formula: Formula, data: Sequence[FormulaData], scope: Shown) -> Exploration | TwoSides:
    """An exploration where one statement of one set of rows gives it, else two sides. Raises what
    does not fit, before any row is read.
    """
    if formula.period is not Periodicity.WHOLE and any(each.data.day is None for each in data):
        raise ExplorationNoDay
    if scope.by_commune and any(each.data.place is None for each in data):
        raise ExplorationNoPlace
    by = _keys(formula, scope)
    if formula.operation is Operation.ONE:
        exploration = _exploration(formula.sides[0], by, scope)
        if formula.per:
            exploration = replace(exploration, compare=Comparison.POPULATION, per=formula.per)
        check_fit(exploration, data[0].data)
        return exploration
    first, second = formula.sides
    is_one_set = (first.dataset, first.where) == (second.dataset, second.where)
    measures = _measure(first), _measure(second)
    is_share = Figure.SHARE in {measure.figure for measure in measures}
    if formula.operation is Operation.RATIO and is_share:
        raise ExplorationUnits(
            why_fr="une part est déjà un rapport", why_en="a share is a ratio already"
        )
    if formula.operation is Operation.RATIO and is_one_set:
        exploration = _exploration(first, by, scope)
        exploration = replace(exploration, compare=Comparison.OTHER, other=measures[1])
        check_fit(exploration, data[0].data)
        return exploration
    return _two_sides(formula, data, by, scope)


def _two_sides(
    formula: Formula, data: Sequence[FormulaData], by: tuple[GroupKey, ...], scope: Shown
) -> TwoSides:
    places = {each.data.place is not None for each in data}
    if len(places) > 1:
        raise IndicatorPlaces
    if formula.period is Periodicity.WHOLE:
        raise ExplorationNoDay
    sides = []
    for side, each in zip(formula.sides, data, strict=True):
        exploration = _exploration(side, by, scope)
        check_fit(exploration, each.data)
        beside = replace(exploration, compare=Comparison.BESIDE)
        sides.append(ComparedSide(_measure(side), beside, each.data, each.is_yearly))
    first, second = sides
    comparison = TwoSides((first, second), by, formula.operation is Operation.DIFFERENCE)
    if comparison.goes_by_year and formula.period is Periodicity.MONTH:
        raise IndicatorPeriod
    return comparison


def _keys(formula: Formula, scope: Shown) -> tuple[GroupKey, ...]:
    """A year by commune is of its communes alone."""
    if scope.by_commune:
        return (GroupKey(Cut.COMMUNE),)
    cut = _CUTS.get(formula.period)
    return () if cut is None else (GroupKey(cut),)


def _exploration(side: IndicatorSide, by: tuple[GroupKey, ...], scope: Shown) -> Exploration:
    """Raises ExplorationUnread."""
    words = ExplorationWords(side.measure, where=side.where, part=side.part)
    exploration = replace(read_exploration(words), by=by)
    if scope.year is None:
        return exploration
    first, last = date(scope.year, 1, 1), date(scope.year, 12, 31)
    return replace(exploration, since=first, until=last)


def _measure(side: IndicatorSide) -> Measure:
    return read_exploration(ExplorationWords(side.measure)).measure


def _unit_of(measure: Measure, data: ExploredData) -> DerivedUnit:
    if measure.figure is Figure.SHARE:
        return DerivedUnit(read_unit("%"), "%")
    if measure.column is None:
        return DerivedUnit(unit_of_things("rows"), "lignes")
    column = data.column(measure.column)
    assert column is not None
    if measure.figure is Figure.DISTINCT:
        return DerivedUnit(unit_of_things(measure.word), column.label.fr.lower())
    if not column.unit:
        return DerivedUnit(unit_of_things(column.name), "")
    return DerivedUnit(read_unit(column.unit), column.unit)


def _by_inhabitant(above: DerivedUnit, per: int) -> DerivedUnit:
    unit: Unit = above.unit.per(per)
    if per == 1:
        return DerivedUnit(unit, f"{above.text}/hab." if above.text else "par hab.")
    return DerivedUnit(unit, f"{above.text} pour 1 000 hab.".strip())
