"""The picture of an indicator: years beside their trajectory, months, communes, or one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gateway.console.data.drawn_totals import picture_of_months
from gateway.console.indicators.answers import (
    IndicatorFigures,
    IndicatorGroupTold,
    IndicatorVersion,
    TileIndicator,
)
from gateway.console.indicators.words import decimals_shown
from gateway.console.picture_reader import reader_of
from gateway.console.visit import Visit
from papers.pictures import Aim, Bar, Picture, YearValue, ranked_bars, rate_map, year_values

_Version = IndicatorVersion | TileIndicator


def picture_of(
    version: _Version,
    figures: IndicatorFigures,
    year: int | None,
    visit: Visit,
) -> Picture:
    """`year`: of the communes; None where they are not asked for."""
    groups = figures.computed.groups
    if year is not None:
        return _communes(version, groups, year, visit)
    if version.period == "MONTH":
        return _months(version, groups, visit)
    if version.period == "YEAR":
        return _years(version, figures, visit)
    reader = reader_of(visit.language)
    bars = [Bar(version.title, group.value) for group in groups]
    return ranked_bars(reader, version.title, bars, version.unit, "")


def _years(version: _Version, figures: IndicatorFigures, visit: Visit) -> Picture:
    values = [
        YearValue(int(key), group.value, None if group.isWhole else group.months)
        for group in figures.computed.groups
        if (key := group.keys[0]) is not None
    ]
    standing = figures.standing
    aim = None
    if standing is not None and standing.base is not None:
        base = standing.base
        aim = Aim(base.year, base.value, standing.targetYear, standing.targetValue)
    return year_values(reader_of(visit.language), version.title, values, version.unit, aim)


def _months(version: _Version, groups: Sequence[IndicatorGroupTold], visit: Visit) -> Picture:
    values = {
        (int(day[:4]), int(day[5:7])): group.value
        for group in groups
        if (day := group.keys[0]) is not None
    }
    picture = picture_of_months(visit, version.title, values, version.unit)
    # A rate has no total, which the picture's own sentence says.
    return replace(picture, sentence=_last(version, values, visit))


def _last(
    version: _Version,
    values: dict[tuple[int, int], float | None],
    visit: Visit,
) -> str:
    filled = [(month, value) for month, value in sorted(values.items()) if value is not None]
    if not filled:
        return visit.gettext("Aucun mois n'a de valeur.")
    (year, month), value = filled[-1]
    number = f"{visit.number(value, decimals_shown(value))} {version.unit}".strip()
    when = f"{month:02d}/{year}"
    return visit.gettext("Dernier mois : %(value)s (%(month)s).", value=number, month=when)


def _communes(
    version: _Version,
    groups: Sequence[IndicatorGroupTold],
    year: int,
    visit: Visit,
) -> Picture:
    placed = [(group.keys[0], group) for group in groups]
    values = {code: group.value for code, group in placed if code is not None}
    names = {code: group.labels[0] for code, group in placed if code is not None}
    contours = visit.services.contours_of(sorted(values))
    title = visit.gettext("%(title)s, par commune : %(year)s", title=version.title, year=year)
    return rate_map(reader_of(visit.language), title, contours, values, version.unit, names)
