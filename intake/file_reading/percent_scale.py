"""Percentages written in two ways in one column: 0,35 beside 35 %."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from intake.file_reading.column_units import in_words
from intake.file_reading.typed import MOST_SHOWN, ColumnQuestion
from intake.file_reading.values import Cell

FRACTION, PERCENT = "fraction", "percent"
_WHOLE, LARGE, _CLEAR = Decimal(1), Decimal("1.5"), Decimal(5)
_LEAST = 2


def fractions_among(values: Mapping[Cell, Decimal], units: Mapping[Cell, str | None]) -> list[Cell]:
    """The cells that look like fractions of one (0,35) where others are percentages (35, 35 %).

    `units`: the unit that each cell bears itself. None are meant where small and large figures
    follow each other without a gap: 0,8 % and 2,4 % are both percentages.
    """
    bare = {cell: abs(value) for cell, value in values.items() if units.get(cell) is None}
    small = [cell for cell, size in bare.items() if 0 < size <= _WHOLE]
    large = [abs(values[cell]) for cell in values if abs(values[cell]) > LARGE]
    if not small or not large:
        return []
    is_signed = len(bare) < len(values)
    if is_signed and all(size <= _WHOLE for size in bare.values()):
        return small
    if len(small) < _LEAST or len(large) < _LEAST or min(large) < _CLEAR:
        return []
    as_percent = [bare[cell] * 100 for cell in small]
    is_alike = min(as_percent) * 2 >= min(large) and max(as_percent) <= 2 * max(large)
    has_places = any(size != size.to_integral_value() for size in (bare[cell] for cell in small))
    return small if is_alike and has_places else []


def ask_of_fractions(cells: list[Cell], values: Mapping[Cell, Decimal]) -> ColumnQuestion:
    shown = tuple(
        (cell, (f"{in_words(values[cell] * 100)} %", f"{in_words(values[cell])} %"))
        for cell in cells[:MOST_SHOWN]
    )
    examples = tuple(in_words(values[cell]) for cell in cells[:MOST_SHOWN])
    return ColumnQuestion("percent_scale", examples, (FRACTION, PERCENT), shown)
