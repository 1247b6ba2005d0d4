"""The totals of some data as a picture: months, a map or bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from gateway.console.data.picture_question import MOST_BARS
from gateway.console.data.totals_answer import Group, place_of
from gateway.console.picture_reader import reader_of
from gateway.console.shared.proposed_picture import ProposedPicture, Shape
from gateway.console.visit import Visit
from papers.pictures import (
    Bar,
    MonthValue,
    Picture,
    YearLine,
    month_bars,
    ranked_bars,
    rate_map,
    year_lines,
)

_MONTHS: Final = 12
_MOST_YEARS: Final = 5
_FEW_MONTHS: Final = 13


def picture_of(
    picture: ProposedPicture,
    groups: Sequence[Group],
    missing: Mapping[str, str],
    visit: Visit,
) -> Picture:
    """`missing`: names, by code, of communes that the data should hold and does not."""
    match picture.shape:
        case Shape.MONTHS:
            return _months(picture, groups, visit)
        case Shape.MAP:
            return _map(picture, groups, missing, visit)
        case Shape.BARS:
            return _bars(picture, groups, visit)


def title_of(picture: ProposedPicture, visit: Visit) -> str:
    """« Masse collectée (kg), par mois »."""
    _ = visit.gettext
    label = picture.by.label(visit.language)
    of = f"{label[:1].lower()}{label[1:]}"
    by = {
        Shape.MONTHS: _("par mois"),
        Shape.MAP: _("par commune"),
        Shape.BARS: _("par %(column)s", column=of),
    }[picture.shape]
    unit = picture.unit
    if picture.measure is None:
        rows = _("Nombre de lignes")
        return f"{rows}, {by}"
    label = picture.measure.label(visit.language)
    return f"{label} ({unit}), {by}" if unit and f"({unit})" not in label else f"{label}, {by}"


def value_of(picture: ProposedPicture, group: Group) -> float | None:
    """The total of the measure; None where no row has a value."""
    if picture.measure is None:
        return float(group.aggregate.count)
    value = (group.aggregate.sum or {})[picture.measure.field]
    return None if value is None else float(value)


def _months(picture: ProposedPicture, groups: Sequence[Group], visit: Visit) -> Picture:
    field = picture.by.field
    title, unit = title_of(picture, visit), picture.unit
    values = {
        (int(day[:4]), int(day[5:7])): value_of(picture, group)
        for group in groups
        if (day := group.key[field]) is not None
    }
    return picture_of_months(visit, title, values, unit)


def picture_of_months(
    visit: Visit, title: str, values: Mapping[tuple[int, int], float | None], unit: str
) -> Picture:
    """Values by year and month as bars of a year or lines of several; an absent month is empty."""
    reader = reader_of(visit.language)
    if not values:
        return month_bars(reader, title, (), unit)
    first, last = min(values), max(values)
    count = (last[0] - first[0]) * _MONTHS + last[1] - first[1] + 1
    if count <= _FEW_MONTHS and all((value or 0) >= 0 for value in values.values()):
        months = [
            divmod(first[0] * _MONTHS + first[1] - 1 + place, _MONTHS) for place in range(count)
        ]
        drawn = [
            MonthValue(year, month + 1, values.get((year, month + 1))) for year, month in months
        ]
        return month_bars(reader, title, drawn, unit)
    years = sorted({year for year, _month in values})[-_MOST_YEARS:]
    lines = [
        YearLine(year, tuple(values.get((year, month + 1)) for month in range(_MONTHS)))
        for year in years
    ]
    return year_lines(reader, title, lines, unit)


def _map(
    picture: ProposedPicture,
    groups: Sequence[Group],
    missing: Mapping[str, str],
    visit: Visit,
) -> Picture:
    names, values = dict(missing), dict[str, float | None].fromkeys(missing)
    for group in groups:
        place = place_of(group, picture.relation)
        if place is not None:
            names[place.code], values[place.code] = place.nom, value_of(picture, group)
    contours = visit.services.contours_of(sorted(values))
    title = title_of(picture, visit)
    return rate_map(reader_of(visit.language), title, contours, values, picture.unit, names)


def _bars(picture: ProposedPicture, groups: Sequence[Group], visit: Visit) -> Picture:
    field, reader = picture.by.field, reader_of(visit.language)
    title = title_of(picture, visit)
    if len(groups) > MOST_BARS:
        title = visit.gettext("%(title)s : les %(count)s plus grands", title=title, count=MOST_BARS)
    nothing = visit.gettext("(vide)")
    bars = [
        Bar(
            nothing if group.key[field] is None else str(group.key[field]),
            value_of(picture, group),
        )
        for group in groups[:MOST_BARS]
    ]
    return ranked_bars(reader, title, bars, picture.unit, picture.by.label(visit.language))
