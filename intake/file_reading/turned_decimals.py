"""Decimals that a spreadsheet has turned into days: 7.12 became 7 December, 1.05 became 1 May."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from intake.file_reading.day_text import month_number
from intake.file_reading.names import names_a_day
from intake.file_reading.number_text import parts_of
from intake.file_reading.values import Cell, Flag

_SHORT = re.compile(
    r"(?P<day>\d{1,2})-(?P<month>[^\W\d]{3,5})\.?(?:-\d{2})?|"
    r"(?P<first>[^\W\d]{3,5})\.?-(?P<year>\d{2})"
)
_DECIMAL = re.compile(r"-?\d{1,6}[.,](?P<decimals>\d{1,4})")
_LEAST_FIGURES, _LEAST_SHARE, _INSIDE = 3, 0.5, 0.9


def turned_decimals(name: str, real: Counter[Cell]) -> Mapping[Cell, str] | None:
    """By cell that looks like a day, the decimal that it was; None for a column of
    anything but decimals with a few days among them.
    """
    days = dict.fromkeys(cell for cell in real if _looks_like_a_day(cell))
    others = [cell for cell in real if cell not in days]
    if not days or len(others) < _LEAST_FIGURES or names_a_day(name):
        return None
    figures = {cell: figure for cell in others if (figure := _decimal(cell)) is not None}
    broken = [cell for cell, figure in figures.items() if figure != figure.to_integral_value()]
    count = sum(real[cell] for cell in figures)
    if not broken or count < _LEAST_SHARE * sum(real.values()):
        return None
    width = _usual_width(broken)
    usual_year = Counter(
        cell.year for cell in days if isinstance(cell, date)
    ).most_common(1)  # fmt: skip
    year = usual_year[0][0] if usual_year else None
    restored = {cell: _restored(cell, width, year) for cell in days}
    low, high = min(figures.values()), max(figures.values())
    margin = high - low
    inside = sum(
        low - margin <= Decimal(text) <= high + margin for text in restored.values() if text
    )
    if inside < _INSIDE * len(days):
        return None
    mark = "," if sum("," in str(cell) for cell in broken) * 2 > len(broken) else "."
    return {cell: text.replace(".", mark) for cell, text in restored.items() if text}


def _looks_like_a_day(cell: Cell) -> bool:
    if isinstance(cell, datetime):
        return (cell.hour, cell.minute, cell.second) == (0, 0, 0)
    return isinstance(cell, date) or (isinstance(cell, str) and _short(cell) is not None)


def _decimal(cell: Cell) -> Decimal | None:
    if isinstance(cell, Flag):
        return None
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    if not isinstance(cell, str) or parts_of(cell) is None:
        return None
    plain = cell.strip()
    is_plain = _DECIMAL.fullmatch(plain) is not None or plain.lstrip("-").isdecimal()
    return Decimal(plain.replace(",", ".")) if is_plain else None


def _usual_width(cells: list[Cell]) -> int:
    """The number of decimals that most cells have; the largest number where some cells are native,
    for native numbers have lost their last zeros. 1 where no cell has decimals.
    """
    widths = Counter(
        len(match["decimals"]) for cell in cells
        if (match := _DECIMAL.fullmatch(str(cell).strip())) is not None
    )  # fmt: skip
    natives = any(isinstance(cell, float) for cell in cells)
    if not widths:
        return 1
    return max(widths) if natives else widths.most_common(1)[0][0]


def _short(text: str) -> tuple[int, int] | None:
    """`7-déc` to 7 and 12; `déc-25` to 12 and 25."""
    match = _SHORT.fullmatch(text.strip())
    if match is None:
        return None
    month = month_number(match["month"] or match["first"])
    if month is None:
        return None
    return (int(match["day"]), month) if match["day"] else (month, int(match["year"]))


def _restored(cell: Cell, width: int, year: int | None) -> str | None:
    """A first of the month in another year than most was month and year: 1.25."""
    if isinstance(cell, str):
        parts = _short(cell)
    elif isinstance(cell, date):
        is_of_year = cell.day == 1 and year is not None and cell.year != year
        parts = (cell.month, cell.year % 100) if is_of_year else (cell.day, cell.month)
    else:
        parts = None
    if parts is None:
        return None
    whole, decimals = parts
    return f"{whole}.{decimals:0{max(width, 1)}d}" if width > 1 else f"{whole}.{decimals}"
