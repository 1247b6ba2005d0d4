"""The standing of an indicator against its target: beside the straight line from its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

import orjson

from catalog.model.figure import FrozenFigure
from catalog.model.indicator import (
    Direction,
    Indicator,
    IndicatorBase,
    IndicatorTarget,
    Periodicity,
)
from catalog.model.unit import read_unit
from gateway.figures.indicators.computed import IndicatorGroup, whole_years


class NoTrajectory(StrEnum):
    """Why there is no line to the target, or nobody can say where one stands on it."""

    NO_BASE = "no_base"
    NO_POPULATION = "no_population"
    NO_FIGURE = "no_figure"
    FIGURE_WITHOUT_VALUE = "figure_without_value"
    FIGURE_IN_ANOTHER_UNIT = "figure_in_another_unit"
    NO_WHOLE_YEAR = "no_whole_year"
    NOT_BY_YEAR = "not_by_year"


@dataclass(frozen=True, slots=True)
class ToldBase:
    """`value` in the unit of the indicator. `is_typed`: somebody wrote it, with its `source`;
    `figure` the digest of a frozen one.
    """

    year: int
    value: float
    is_typed: bool
    source: str | None
    population: int | None
    figure: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`reason` where there is no trajectory. `at_year` is the last whole year, `expected` the value
    of the line in that year, `gap` what the value has more. `is_good`: at least as good as the
    line; None where no direction is good.
    """

    target_year: int
    target_value: float
    base: ToldBase | None
    reason: NoTrajectory | None
    at_year: int | None = None
    at_value: float | None = None
    expected: float | None = None
    gap: float | None = None
    is_good: bool | None = None


BaseOrReason = ToldBase | NoTrajectory
_PRECISION: Final = 1e-9


def standing_of(
    indicator: Indicator,
    target: IndicatorTarget,
    base: BaseOrReason,
    groups: Sequence[IndicatorGroup],
    this_year: int,
) -> Standing:
    """By the values of its years; a year that is not whole, or not over, is none of them."""
    value = float(target.value)
    if indicator.current.period is not Periodicity.YEAR:
        return Standing(target.year, value, None, NoTrajectory.NOT_BY_YEAR)
    if isinstance(base, NoTrajectory):
        return Standing(target.year, value, None, base)
    years = [pair for pair in whole_years(groups, this_year) if pair[0] >= base.year]
    if not years:
        return Standing(target.year, value, base, NoTrajectory.NO_WHOLE_YEAR)
    at_year, at_value = years[-1]
    expected = on_line(base, target.year, value, at_year)
    gap = at_value - expected
    good = {
        Direction.MORE: gap >= -_PRECISION,
        Direction.LESS: gap <= _PRECISION,
    }.get(indicator.current.direction)
    return Standing(target.year, value, base, None, at_year, at_value, expected, gap, good)


def on_line(base: ToldBase, target_year: int, target_value: float, year: int) -> float:
    """The value of the straight line from base to target; after the target's year, the target's."""
    if year >= target_year:
        return target_value
    part = (year - base.year) / (target_year - base.year)
    return base.value + (target_value - base.value) * part


def base_of(
    indicator: Indicator, base: IndicatorBase | None, figure: FrozenFigure | None
) -> BaseOrReason:
    """`figure`: the frozen one that it names, where the reader may see it."""
    if base is None:
        return NoTrajectory.NO_BASE
    if base.figure is not None:
        if figure is None:
            return NoTrajectory.NO_FIGURE
        return _frozen_base(indicator, base, figure)
    assert base.value is not None  # one of both, by the rule
    value, per = Decimal(base.value), indicator.current.per
    if per:
        if base.population is None:
            return NoTrajectory.NO_POPULATION
        value = value * per / base.population
    return ToldBase(base.year, float(value), True, base.source, base.population, None)


def _frozen_base(indicator: Indicator, base: IndicatorBase, figure: FrozenFigure) -> BaseOrReason:
    unit = read_unit(indicator.current.unit)
    candidates = [
        entry
        for entry in _values_of(orjson.loads(figure.content))
        if base.figure_value in {None, entry["name"]}
    ]
    fitting = [each for each in candidates if each["unit"] and read_unit(each["unit"]) == unit]
    if candidates and not fitting:
        return NoTrajectory.FIGURE_IN_ANOTHER_UNIT
    if len(fitting) != 1:
        return NoTrajectory.FIGURE_WITHOUT_VALUE
    value = float(fitting[0]["value"])
    return ToldBase(base.year, value, False, figure.title_fr, None, figure.id)


def _values_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The numbers of a figure: of a service, or of a statement that gave one row."""
    answer = content["answer"]
    values = [
        {"name": entry["name"], "unit": entry.get("unit"), "value": entry["value"]}
        for entry in answer.get("figures") or ()
    ]
    for table in () if values else _tables(answer):
        if len(table["rows"]) == 1:
            values += [
                {"name": column["name"], "unit": column.get("unit"), "value": cell}
                for column, cell in zip(table["columns"], table["rows"][0], strict=True)
            ]
    return [entry for entry in values if _is_number(entry["value"])]


def _tables(answer: Mapping[str, Any]) -> list[Any]:
    return list((answer.get("tables") or {}).values())


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False
