"""Years that a spreadsheet shows as days: 2025 under a format of days is 17 July 1905."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from intake.file_reading.values import Cell

_NOUGHT = date(1899, 12, 30)
_FIRST, _LAST = 1900, 2060


def years_as_days(cells: Counter[Cell]) -> Mapping[Cell, Decimal]:
    """By cell the year that its day counts; empty where one of them is another day."""
    years: dict[Cell, Decimal] = {}
    for cell in cells:
        if not isinstance(cell, date):
            return {}
        day = cell.date() if isinstance(cell, datetime) else cell
        year = (day - _NOUGHT).days
        if not _FIRST <= year <= _LAST:
            return {}
        years[cell] = Decimal(year)
    return years
