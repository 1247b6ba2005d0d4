"""The content of each column in the rows that a visitor reads: the share of filled cells, the
extremes of numbers and days, the main values of categories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from starlette.responses import Response

from gateway.console.data.asked_data import asked_data
from gateway.console.data.kept_totals import kept_totals
from gateway.console.data.overview import FEWEST_ROWS
from gateway.console.data.totals_answer import Group, place_of
from gateway.console.data.views import cell_words, columns_of
from gateway.console.shared.described_data import DescribedColumn, DescribedData
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_all

_MOST_LISTED: Final = 8
_MAIN: Final = 3
_PARTS: Final = "parts"


@dataclass(frozen=True, slots=True)
class ColumnFigures:
    """`filled` and `values` in words, "" where they are not told."""

    filled: str = ""
    values: str = ""


@dataclass(frozen=True, slots=True)
class FiguresOfColumns:
    """By field. `is_too_few`: there are fewer rows than figures are told of."""

    by_field: Mapping[str, ColumnFigures] = field(default_factory=dict)
    problems: tuple[ShownProblem, ...] = ()
    is_too_few: bool = False


@page_for_all
async def column_figures_part(visit: Visit) -> Response:
    """The table of the columns with their figures: after the page's text, or by its link."""
    data = await asked_data(visit)
    figures = await figures_of_columns(data.description, data.purpose, visit)
    columns = columns_of(data.dataset, visit)
    values: dict[str, Any] = {"dataset": data.dataset, "columns": columns, "figures": figures}
    if visit.request.headers.get("hx-request"):
        return visit.part("data/columns_table.html", **values)
    return visit.page("data/columns_page.html", **values)


class _Counted(msgspec.Struct, frozen=True):
    count: int


async def figures_of_columns(
    data: DescribedData, purpose: str | None, visit: Visit
) -> FiguresOfColumns:
    """Of one document: years, or what has few values, whose figures are added up again."""
    clear = [column for column in data.columns if column.is_clear]
    split = _split(clear)
    if not clear or split is None:
        return FiguresOfColumns()
    listed = [column for column in clear if _is_listed(column)][:_MOST_LISTED]
    document = _document(data, clear, listed, split)
    try:
        slices, problems = await kept_totals(data, document, purpose, visit)
    except Refused as refused:
        return FiguresOfColumns(problems=refused.problems)
    parts = slices.get(_PARTS)
    if parts is None:
        return FiguresOfColumns(problems=problems)
    groups = msgspec.convert(parts, tuple[Group, ...])
    rows = sum(group.aggregate.count for group in groups)
    if rows < FEWEST_ROWS:
        return FiguresOfColumns(problems=problems, is_too_few=True)
    figures = {}
    for place, column in enumerate(clear):
        filled = sum(msgspec.convert(part[f"f{place}"], _Counted).count for part in parts)
        values = ""
        if filled >= FEWEST_ROWS and column in listed:
            main = slices.get(f"m{listed.index(column)}") or ()
            values = _main_values(column, msgspec.convert(main, tuple[Group, ...]), rows, visit)
        elif filled >= FEWEST_ROWS and _has_extremes(column):
            values = _extremes(column, groups, visit)
        figures[column.field] = ColumnFigures(_percent(filled, rows, visit), values)
    return FiguresOfColumns(figures, problems)


def _split(clear: Sequence[DescribedColumn]) -> str | None:
    """The key of few groups: years, else a column of few values, else communes."""
    days = [column for column in clear if column.is_day]
    if days:
        return f"{days[0].field}(by: YEAR)"
    few = [column for column in clear if column.type == "boolean" or column.codes]
    placed = [column for column in clear if column.relation]
    return next((column.field for column in (*few, *placed)), None)


def _has_extremes(column: DescribedColumn) -> bool:
    return column.tells_values and (column.is_number or column.is_day)


def _is_listed(column: DescribedColumn) -> bool:
    is_few = bool(column.codes) or column.type == "boolean" or bool(column.relation)
    return column.tells_values and is_few


def _document(
    data: DescribedData,
    clear: Sequence[DescribedColumn],
    listed: Sequence[DescribedColumn],
    split: str,
) -> str:
    measured = " ".join(column.field for column in clear if _has_extremes(column))
    extremes = f" min {{ {measured} }} max {{ {measured} }}" if measured else ""
    filled = "\n        ".join(
        f"f{place}: aggregate(where: {{ {column.field}: {{ isNull: false }} }}) {{ count }}"
        for place, column in enumerate(clear)
    )
    main = "\n      ".join(
        f"m{place}: groupBy(orderBy: [{{ count: DESC }}], first: {_MAIN}) "
        f"{{ key {{ {_key(column)} }} aggregate {{ count }} }}"
        for place, column in enumerate(listed)
    )
    return (
        f"query Columns {{\n  {data.owner.field} {{\n    {data.field} {{\n"
        f"      {_PARTS}: groupBy {{\n        key {{ {split} }}\n"
        f"        aggregate {{ count{extremes} }}\n        {filled}\n      }}\n"
        f"      {main}\n    }}\n  }}\n}}\n"
    )


def _key(column: DescribedColumn) -> str:
    return f"{column.relation} {{ code nom }}" if column.relation else column.field


def _percent(filled: int, rows: int, visit: Visit) -> str:
    """Whole; 100 and 0 are of all and of none alone."""
    percent = 100 * filled / rows
    if 0 < filled < rows:
        percent = min(max(percent, 1), 99)
    space = "\N{NO-BREAK SPACE}" if visit.language == "fr" else ""
    return f"{visit.number(round(percent))}{space}%"


def _extremes(column: DescribedColumn, groups: Iterable[Group], visit: Visit) -> str:
    lows = [(group.aggregate.min or {})[column.field] for group in groups]
    highs = [(group.aggregate.max or {})[column.field] for group in groups]
    order = float if column.is_number else str
    low = min((value for value in lows if value is not None), key=order)
    high = max((value for value in highs if value is not None), key=order)
    first, last = (
        cell_words(value, column.type, visit).replace("\N{NO-BREAK SPACE}", " ")
        for value in (low, high)
    )
    return first if low == high else visit.gettext("de %(low)s à %(high)s", low=first, high=last)


def _main_values(column: DescribedColumn, groups: Sequence[Group], rows: int, visit: Visit) -> str:
    """Of values that as many rows hold as figures are told of."""
    shares = []
    for group in groups:
        words = _words_of(column, group, visit)
        if words and group.aggregate.count >= FEWEST_ROWS:
            shares.append(f"{words} ({_percent(group.aggregate.count, rows, visit)})")
    return ", ".join(shares)


def _words_of(column: DescribedColumn, group: Group, visit: Visit) -> str:
    if column.relation:
        place = place_of(group, column.relation)
        return "" if place is None else place.nom
    value = group.key[column.field]
    return "" if value is None else cell_words(value, column.type, visit)
