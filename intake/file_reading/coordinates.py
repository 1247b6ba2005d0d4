"""Columns called longitude and latitude that hold something else: metres, or each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from intake.file_reading.doubts import Doubt
from intake.file_reading.names import words_of
from intake.file_reading.values import Cell, Column
from intake.file_reading.vocabulary import vocabulary

_EASTS = vocabulary("longitude lon lng long x coordx xcoord easting est")
_PLAIN = frozenset({"longitude", "lon", "lng"})
_NORTHS = vocabulary("latitude lat y coordy ycoord northing nord")


@dataclass(frozen=True, slots=True)
class _Projection:
    """A projection, and the ranges of its metres in mainland France, east then north."""

    name: str
    east: tuple[float, float]
    north: tuple[float, float]


_PROJECTIONS = (
    _Projection("Lambert 93", (99_000, 1_300_000), (6_000_000, 7_200_000)),
    _Projection("Lambert II", (1_000, 1_250_000), (1_600_000, 2_700_000)),
    _Projection("Lambert CC", (1_000_000, 2_400_000), (1_000_000, 9_400_000)),
    _Projection("Web Mercator", (-700_000, 1_200_000), (4_900_000, 6_700_000)),
)
"""The first that holds both columns is named."""
_GROUPED = re.compile(r"[-−]?\d{1,3}(?:\.\d{3}){2,}")
_DEGREES, _METRES = 100, 100_000
_EAST, _NORTH = (-6.0, 10.0), (41.0, 52.0)
"""Degrees of mainland France."""


def strange_coordinates(columns: Sequence[Column]) -> list[Doubt]:
    """Tells them, and takes the meaning away from what would place rows elsewhere."""
    easts = [column for column in columns if _is_one_of(column, _EASTS, _NORTHS)]
    # Beside a longitude, `long_m` is a length.
    easts.sort(key=lambda column: not set(words_of(column.name)) & _PLAIN)
    norths = [column for column in columns if _is_one_of(column, _NORTHS, _EASTS)]
    for east in easts:
        for north in norths:
            for projection in _PROJECTIONS:
                if _within(east, projection.east) and _within(north, projection.north):
                    return [_metres(column, projection) for column in (east, north)]
            is_swapped = _within(east, _NORTH) and _within(north, _EAST)
            if is_swapped and (east.concept or north.concept):
                east.concept = north.concept = None
                return [Doubt("swapped_coordinates", column.name) for column in (east, north)]
            if _are_neither(east, north):
                east.concept = north.concept = None
                return [_neither(column) for column in (east, north)]
    return []


def are_grouped_degrees(name: str, cells: Collection[Cell]) -> bool:
    """`44.823.451` under `Latitude`: degrees whose figures a spreadsheet has parted by thousands.
    Where their point stood, nothing says for sure.
    """
    words = set(words_of(name))
    is_named = bool(words & _PLAIN) or bool(words & {"latitude", "lat"})
    return is_named and any(
        isinstance(cell, str) and _GROUPED.fullmatch(cell.strip()) for cell in cells
    )


def _are_neither(east: Column, north: Column) -> bool:
    """Degrees that have lost their point, or degrees among metres: no projection has both."""
    is_of_degrees = _within(east, (-180.0, 180.0)) and _within(north, (-90.0, 90.0))
    is_named = bool(set(words_of(east.name)) & _PLAIN)
    is_mixed = all(_spans(column) for column in (east, north))
    return is_mixed or (is_named and not is_of_degrees)


def _spans(column: Column) -> bool:
    """From degrees to metres."""
    low, high = column.min, column.max
    is_number = isinstance(low, int | float) and isinstance(high, int | float)
    return is_number and low < _DEGREES and high > _METRES  # type: ignore[operator]


def _neither(column: Column) -> Doubt:
    ends = (str(figure).replace(".", ",") for figure in (column.min, column.max))
    return Doubt("no_coordinates", column.name, tuple(ends))


def _is_one_of(column: Column, words: frozenset[str], others: frozenset[str]) -> bool:
    names = set(words_of(column.name))
    is_number = column.type in {"integer", "decimal"} and column.filled > 0
    return is_number and bool(names & words) and not names & others


def _within(column: Column, bounds: tuple[float, float]) -> bool:
    low, high = column.min, column.max
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return False
    return bounds[0] <= low <= high <= bounds[1]


def _metres(column: Column, projection: _Projection) -> Doubt:
    column.concept, column.unit = None, "m"
    return Doubt("projection", column.name, (projection.name,))
