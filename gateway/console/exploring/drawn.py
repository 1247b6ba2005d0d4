"""The picture of an exploration: a map, months, columns, bars, shades, or one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from catalog.day_words import day_in_words, month_in_words
from gateway.console.data.drawn_totals import picture_of_months
from gateway.console.exploring.address import ExploredAddress
from gateway.console.exploring.answers import Explorable, ExploredFigures, ExploredGroup
from gateway.console.exploring.figure_table import figure_table
from gateway.console.exploring.words import BEFORE, ExploredWords, group_of, value_words
from gateway.console.picture_reader import reader_of
from gateway.console.visit import Visit
from papers.pictures import (
    Bar,
    HeatRow,
    Picture,
    Series,
    big_number,
    heat_table,
    ranked_bars,
    rate_map,
    stacked_columns,
)
from papers.pictures.stacks import MOST_SERIES

_MOST_BARS: Final = 30
_MOST_COLUMNS: Final = 60
_MOST_SHADES: Final = 24
_WEEK: Final = timedelta(7)
_PERIODS: Final = frozenset({"week", "month", "year"})
BARS: Final = "bars"


@dataclass(frozen=True, slots=True)
class _Drawing:
    """All that a picture is made of. `cuts`: of each group, as GraphQL calls them."""

    address: ExploredAddress
    words: ExploredWords
    cuts: tuple[str, ...]
    groups: Sequence[ExploredGroup]
    visit: Visit

    def label(self, group: ExploredGroup, place: int) -> str:
        return key_words(group, place, self.cuts[place], self.visit)


def picture_of(
    address: ExploredAddress,
    words: ExploredWords,
    offer: Explorable,
    figures: ExploredFigures,
    visit: Visit,
) -> Picture:
    cuts = tuple(group.cut if (group := group_of(word, offer)) else "column" for word in address.by)
    drawing = _Drawing(address, words, cuts, figures.groups, visit)
    picture = _picture(drawing)
    labels = [
        [drawing.label(group, place) for place in range(len(cuts))] for group in figures.groups
    ]
    table = figure_table(address, words, labels, figures.groups, visit)
    # The year before stands in the table alone.
    return replace(picture, table=table, is_table_open=address.compare == BEFORE and bool(cuts))


def _picture(drawing: _Drawing) -> Picture:
    match drawing.cuts:
        case ():
            return _number(drawing)
        case ("month",):
            return _months(drawing)
        case ("week" | "year",):
            return _columns(drawing, axis=0, series=None)
        case ("commune",) if drawing.address.shape != BARS:
            return _map(drawing)
        case (_,):
            return _bars(drawing)
    return _two_ways(drawing)


def _number(drawing: _Drawing) -> Picture:
    reader, words = reader_of(drawing.visit.language), drawing.words
    (group,) = drawing.groups
    if group.value is None:
        return ranked_bars(reader, words.title, [Bar(words.measure, None)], words.unit, "")
    change = None
    if drawing.address.compare == BEFORE and group.change is not None:
        change = change_words(group.change, drawing.address, drawing.visit)
    return big_number(reader, words.title, group.value, words.unit, group.before, change)


def change_words(change: float, address: ExploredAddress, visit: Visit) -> str:
    """« +3,4 % », or in points for a share."""
    sign = "+" if change > 0 else ""
    number = f"{sign}{reader_of(visit.language).number(change, 1)}"
    if address.is_share:
        return visit.gettext("%(number)s pt", number=number)
    return visit.gettext("%(number)s %%", number=number)


def _months(drawing: _Drawing) -> Picture:
    words = drawing.words
    values = {
        (int(day[:4]), int(day[5:7])): group.value
        for group in drawing.groups
        if (day := group.keys[0]) is not None
    }
    picture = picture_of_months(drawing.visit, words.title, values, words.unit)
    # Rates, means and shares have no total, which the picture's own sentence says.
    return picture if words.is_added else replace(picture, sentence=_extremes(drawing))


def _extremes(drawing: _Drawing) -> str:
    """The sentence of bars says the greatest and the least."""
    reader, words = reader_of(drawing.visit.language), drawing.words
    bars = [Bar(drawing.label(group, 0), group.value) for group in drawing.groups]
    return ranked_bars(reader, words.title, bars, words.unit, "").sentence


def _map(drawing: _Drawing) -> Picture:
    words, visit = drawing.words, drawing.visit
    placed = [(group.keys[0], group) for group in drawing.groups]
    values = {code: group.value for code, group in placed if code is not None}
    names = {code: group.labels[0] for code, group in placed if code is not None}
    contours = visit.services.contours_of(sorted(values))
    reader = reader_of(visit.language)
    return rate_map(reader, words.title, contours, values, words.unit, names)


def _bars(drawing: _Drawing) -> Picture:
    words, visit = drawing.words, drawing.visit
    title = words.title
    if len(drawing.groups) > _MOST_BARS:
        title = visit.gettext(
            "%(title)s : les %(count)s plus grands", title=title, count=_MOST_BARS
        )
    ranked = sorted(drawing.groups, key=lambda group: (group.value is None, -(group.value or 0.0)))
    bars = [Bar(drawing.label(group, 0), group.value) for group in ranked[:_MOST_BARS]]
    return ranked_bars(reader_of(visit.language), title, bars, words.unit, words.keys[0])


def _two_ways(drawing: _Drawing) -> Picture:
    """Stacks of what adds up in few parts, along periods where there are some; else shades."""
    axis, series = (1, 0) if drawing.cuts[1] in _PERIODS else (0, 1)
    parts = _values(drawing, series)
    if drawing.words.is_added and len(parts) <= MOST_SERIES:
        return _columns(drawing, axis=axis, series=series)
    others = _values(drawing, 1 - series)
    is_other_way = drawing.cuts[axis] not in _PERIODS and len(others) <= MOST_SERIES
    if drawing.words.is_added and is_other_way:
        return _columns(drawing, axis=series, series=axis)
    return _shades(drawing, axis)


def _values(drawing: _Drawing, place: int) -> Mapping[str | None, str]:
    """The keys of one of the groups with their words, in order."""
    labels = {group.keys[place]: drawing.label(group, place) for group in drawing.groups}
    keys = sorted(labels, key=lambda key: (key is None, key or ""))
    return _filled(keys, drawing.cuts[place], labels, drawing.visit)


def _filled(
    keys: Sequence[str | None], cut: str, labels: Mapping[str | None, str], visit: Visit
) -> Mapping[str | None, str]:
    """With the periods that have no rows, which are not left out of an axis."""
    present = [key for key in keys if key is not None]
    if cut not in _PERIODS or not present:
        return {key: labels[key] for key in keys}
    return {key: period_words(key, cut, visit) for key in _periods(present[0], present[-1], cut)}


def _periods(first: str, last: str, cut: str) -> list[str]:
    if cut == "year":
        return [str(year) for year in range(int(first), int(last) + 1)]
    day, end, periods = date.fromisoformat(first[:10]), date.fromisoformat(last[:10]), []
    while day <= end:
        periods.append(day.isoformat())
        day = day + _WEEK if cut == "week" else (day.replace(day=1) + timedelta(32)).replace(day=1)
    return periods


def _columns(drawing: _Drawing, *, axis: int, series: int | None) -> Picture:
    words, reader = drawing.words, reader_of(drawing.visit.language)
    labels = dict(list(_values(drawing, axis).items())[-_MOST_COLUMNS:])
    if series is None:
        parts: Mapping[str | None, str] = {None: words.measure}
        cells = {_cell(group, axis, None): group.value for group in drawing.groups}
    else:
        cells = {(_key(group, axis), group.keys[series]): group.value for group in drawing.groups}
        parts = _values(drawing, series)
    stacked = [
        Series(label, tuple(cells.get((key, part)) for key in labels))
        for part, label in parts.items()
    ]
    return stacked_columns(
        reader, words.title, words.keys[axis], list(labels.values()), stacked, words.unit
    )


def _cell(group: ExploredGroup, axis: int, series: int | None) -> tuple[str | None, str | None]:
    return _key(group, axis), None if series is None else group.keys[series]


def _key(group: ExploredGroup, place: int) -> str | None:
    """A first day without its hour."""
    key = group.keys[place]
    return key[:10] if key is not None and "T" in key else key


def _shades(drawing: _Drawing, axis: int) -> Picture:
    words, reader = drawing.words, reader_of(drawing.visit.language)
    columns = dict(list(_values(drawing, axis).items())[-_MOST_SHADES:])
    rows = _values(drawing, 1 - axis)
    cells = {(group.keys[1 - axis], _key(group, axis)): group.value for group in drawing.groups}
    heat = [
        HeatRow(label, tuple(cells.get((key, column)) for column in columns))
        for key, label in sorted(rows.items(), key=lambda row: row[1])
    ]
    return heat_table(
        reader, words.title, words.keys[1 - axis], list(columns.values()), heat, words.unit
    )


def key_words(group: ExploredGroup, place: int, cut: str, visit: Visit) -> str:
    """The name of a place, a period, or the value of a column."""
    _ = visit.gettext
    key, label = group.keys[place], group.labels[place]
    if key is None:
        return _("sans commune reconnue") if cut in {"commune", "epci"} else _("(vide)")
    if cut in {"commune", "epci"}:
        return label or key
    return period_words(key, cut, visit) if cut in _PERIODS else value_words(key, visit)


def period_words(key: str, cut: str, visit: Visit) -> str:
    if cut == "year":
        return key
    day = date.fromisoformat(key[:10])
    if cut == "month":
        return f"{month_in_words(day.month, visit.language)} {day.year}"
    return day_in_words(day, visit.language)
