"""A sheet whose rows are the totals of the others, one row a sheet: a synthesis of communes."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.fold import fold
from intake.file_reading.added_figures import figures_by_column
from intake.file_reading.cell_text import shown
from intake.file_reading.row_cells import filled
from intake.file_reading.tables import Table

_MOSTLY, _LEAST_ROWS, _LEAST_FIGURES = 0.8, 2, 4
_NEAR = 10
"""Thousandths: totals are rounded."""


def lists_totals_of(table: Table, others: Sequence[Table]) -> bool:
    """Its rows bear the names of the other sheets, its figures are what theirs add up to."""
    totals = {fold(other.sheet.name or "").strip(): _totals(other) for other in others}
    rows = _figures_of_rows(table)
    sheets = [name for name in rows if name in totals]
    if len(sheets) < max(_LEAST_ROWS, _MOSTLY * len(rows)):
        return False
    pairs = [
        (value, totals[name][column])
        for name in sheets
        for column, value in rows[name].items()
        if column in totals[name]
    ]
    fits = sum(abs(own - total) <= _NEAR for own, total in pairs)
    return len(pairs) >= _LEAST_FIGURES and fits >= _MOSTLY * len(pairs)


def _totals(table: Table) -> dict[str, int]:
    """By the folded name of the column."""
    columns = figures_by_column(table.sheet, table.header, table.rows.data, least=1)
    return {
        fold(table.header.names[column]): sum(figures.values())
        for column, (figures, _) in columns.items()
    }


def _figures_of_rows(table: Table) -> dict[str, dict[str, int]]:
    """By the folded first cell of the row, its figures by the folded name of the column."""
    columns = figures_by_column(table.sheet, table.header, table.rows.data, least=1)
    rows: dict[str, dict[str, int]] = {}
    for at in table.rows.data:
        row = table.sheet.rows[at]
        first = filled(row, table.header.columns)[0]
        rows[fold(shown(row[first])).strip()] = {
            fold(table.header.names[column]): figures[at]
            for column, (figures, _) in columns.items()
            if at in figures
        }
    return rows
