"""The cells of one column over all its rows: each different cell once, and how often it comes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from intake.file_reading.added_figures import is_of_a_group
from intake.file_reading.cell_text import is_number
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Cell, ErrorCell, Sheet


@dataclass(slots=True)
class ColumnCells:
    """`index` from 0. `cells` holds no empty ones: those are `rows` minus its total."""

    index: int
    name: str
    rows: int = 0
    cells: Counter[Cell] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    is_percent: bool = False
    padded: int | None = None
    hidden: bool = False
    unit: str | None = None
    is_unit_by_row: bool = False
    """A column beside says `unit` for each row."""
    unit_beside: str | None = None
    """The name of the column that says the unit of each row, where they are of several things."""
    is_figure: bool = False
    """The rows prove that its noughts in front are those of figures."""
    is_beside_names: bool = False
    """The names of communes beside it say that it holds their codes."""

    @property
    def texts(self) -> dict[str, int]:
        return {cell: count for cell, count in self.cells.items() if isinstance(cell, str)}


def collect(sheet: Sheet, header: Header, data: list[int]) -> list[ColumnCells]:
    """Merged cells must have been filled down before."""
    columns = []
    for index in header.columns:
        column = ColumnCells(
            index,
            header.names[index],
            rows=len(data),
            is_percent=index + 1 in sheet.percent,
            padded=sheet.padded.get(index + 1),
            hidden=index + 1 in sheet.hidden_columns,
            unit=header.units.get(index),
            is_unit_by_row=index in header.units_by_row,
            unit_beside=header.units_beside.get(index),
            is_beside_names=index in header.commune_codes,
        )
        counts = Counter(cell_at(sheet.rows[at], index) for at in data)
        counts.pop(None, None)
        for cell in [cell for cell in counts if isinstance(cell, ErrorCell)]:
            column.errors[cell.why] += counts.pop(cell)
        column.cells = counts
        columns.append(column)
    return columns


def fill_down(sheet: Sheet, header: Header, data: list[int]) -> tuple[set[int], set[int]]:
    """Columns (from 0) in which a merged cell has been repeated over the rows beside it, and those
    in which it counts once, on the first of them: an amount is that of all of them together.
    """
    rows = set(data)
    filled_columns: set[int] = set()
    once: set[int] = set()
    # Merged cells never overlap in a sound sheet; in a hostile one they could fill for hours.
    until: dict[int, int] = {}
    for span in sorted(sheet.merges, key=lambda each: each.top):
        top, column = span.top - 1, span.left - 1
        if span.bottom == span.top or column not in header.names or top < header.first_data:
            continue
        cell = cell_at(sheet.rows[top], column) if top < len(sheet.rows) else None
        if cell is None or span.top <= until.get(column, 0):
            continue
        until[column] = span.bottom
        if is_number(cell) and top in rows and is_of_a_group(sheet, header, column):
            once.add(column)
            continue
        for at in range(top + 1, min(span.bottom, len(sheet.rows))):
            if at in rows:
                row = sheet.rows[at]
                row.extend([None] * (column + 1 - len(row)))
                row[column] = cell
                filled_columns.add(column)
    return filled_columns, once
