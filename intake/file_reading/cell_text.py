"""A cell as a person sees it, and what sort of thing it is."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from intake.file_reading.day_text import moment_of
from intake.file_reading.number_text import parts_of
from intake.file_reading.values import Cell, ErrorCell, Flag, Row, UncomputedCell

_SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.",
                 "oct.", "nov.", "déc.")  # fmt: skip
_PAGE = re.compile(r"(?:page|feuille|folio)\s*(?:n[°o])?\s*:?\s*\d+(?:\s*(?:/|sur|of|de)\s*\d+)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")


def shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case float():
            return repr(cell)
    return str(cell)


def header_text(cell: Cell) -> str:
    """A day that heads a column is a month of it: `janv.-25`."""
    if isinstance(cell, date) and cell.day == 1:
        return f"{_SHORT_MONTHS[cell.month - 1]}-{cell.year % 100:02d}"
    return " ".join(shown(cell).split())


def row_text(row: Row) -> str:
    """Its filled cells in one short line."""
    return " | ".join(" ".join(shown(cell).split()) for cell in row if cell is not None)[:80]


def is_number(cell: Cell) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, Flag):
        return True
    return isinstance(cell, str) and parts_of(cell) is not None


def is_day(cell: Cell) -> bool:
    if isinstance(cell, date | time):
        return True
    return isinstance(cell, str) and len(cell) < 40 and moment_of(cell, "dmy") is not None


def is_year(cell: Cell) -> bool:
    return _YEAR.fullmatch(shown(cell).removesuffix(".0")) is not None


def is_page(cell: Cell) -> bool:
    """`Page : 1 / 3`."""
    return isinstance(cell, str) and _PAGE.fullmatch(cell.strip().lower()) is not None


def is_label(cell: Cell) -> bool:
    """A word: neither a number, nor a day, nor an error."""
    return (
        isinstance(cell, str)
        and not isinstance(cell, ErrorCell | Flag)
        and not is_number(cell)
        and not is_day(cell)
    )


def sort_of(cell: Cell) -> str:
    if cell is None:
        return "empty"
    if is_number(cell) or isinstance(cell, UncomputedCell):
        return "number"
    if is_day(cell):
        return "day"
    return "flag" if isinstance(cell, Flag) else "text"
