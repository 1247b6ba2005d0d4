"""The picture that fits some data: the measure, the column that groups it, the shape.

It is proposed from the declaration and from what the reader is given of each column. It is a
description: it holds no row and no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.model.added_up import ADDED_CONCEPTS, is_added_by_unit
from gateway.console.shared.described_data import DescribedColumn, DescribedData

_CATEGORIES: Final = frozenset({"flux_dechets", "mode_collecte"})


class Shape(StrEnum):
    MONTHS = "months"
    MAP = "map"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class ProposedPicture:
    """`measure`: the column whose values are added up; None: rows are counted. `by`: the column
    that groups.
    """

    shape: Shape
    by: DescribedColumn
    measure: DescribedColumn | None

    @property
    def unit(self) -> str:
        return "" if self.measure is None else self.measure.unit or ""

    @property
    def relation(self) -> str:
        """The field that gives the communes of a map."""
        return self.by.relation or self.by.field


def proposed_picture(data: DescribedData, shape: str | None = None) -> ProposedPicture | None:
    """The picture of that shape, or the first that fits; None where none does."""
    fitting = proposed_pictures(data)
    return next((picture for picture in fitting if shape in {None, "", picture.shape}), None)


def proposed_pictures(data: DescribedData) -> tuple[ProposedPicture, ...]:
    """The pictures that fit, best first: months where rows have a day, then a map, then bars."""
    clear = [column for column in data.columns if column.tells_values]
    measure = _measure(data, clear)
    category = next((column for column in clear if _is_category(column)), None)
    grouping = {
        Shape.MONTHS: _day(data, clear),
        Shape.MAP: _commune(data, clear),
        Shape.BARS: category,
    }
    return tuple(
        ProposedPicture(shape, by, measure) for shape, by in grouping.items() if by is not None
    )


def is_added_up(column: DescribedColumn) -> bool:
    """True for a number of which a sum means something."""
    return column.is_number and is_added_by_unit(column.concept, column.unit)


def _measure(data: DescribedData, clear: Sequence[DescribedColumn]) -> DescribedColumn | None:
    """A measure whose concept says that it adds up; else, of data that lie somewhere, the only one
    whose unit does.
    """
    added = [column for column in clear if is_added_up(column) and not column.share_of_whole]
    meant = [column for column in added if column.concept in ADDED_CONCEPTS]
    if len(meant) == 1:
        return meant[0]
    return added[0] if len(added) == 1 and data.territory is not None else None


def _day(data: DescribedData, clear: Sequence[DescribedColumn]) -> DescribedColumn | None:
    """The day of a row: that of the territory, or the only one of data that lie nowhere. A day
    beside a place may be of anything, as that on which a container was set up.
    """
    days = [column for column in clear if column.is_day]
    if data.territory is None:
        return days[0] if len(days) == 1 else None
    own = data.territory.date_column
    return next((column for column in days if column.name == own), None)


def _commune(data: DescribedData, clear: Sequence[DescribedColumn]) -> DescribedColumn | None:
    own = None if data.territory is None else data.territory.column
    placed = [column for column in clear if column.relation]
    of_territory = next((column for column in placed if column.name == own), None)
    return of_territory or next(iter(placed), None)


def _is_category(column: DescribedColumn) -> bool:
    return bool(column.codes) or column.concept in _CATEGORIES
