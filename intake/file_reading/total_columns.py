"""Columns that a column of totals adds up: what holds for the total's unit holds for them."""

from __future__ import annotations

from collections.abc import Iterator

from intake.file_reading.added_figures import figures_of
from intake.file_reading.cell_text import sort_of
from intake.file_reading.names import (
    names_a_code,
    names_a_count,
    names_a_day,
    names_money,
    words_of,
)
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.units import unit_by_meaning, unit_in_name
from intake.file_reading.values import Cell, UncomputedCell

_TOTALS = frozenset({"total", "totaux", "ensemble"})
_MOSTLY, _PROVEN = 0.7, 0.8
_OFF = 20
"""In thousandths: what rounding may leave."""


def parts_of_totals(table: Table) -> frozenset[int]:
    """Of each `Coût total`, the figures just before it that it adds up row by row, or would, where
    the file gives its formulas without their results.
    """
    parts: set[int] = set()
    columns = table.header.columns
    for place, column in enumerate(columns):
        name = table.header.names[column]
        if set(words_of(name)) & _TOTALS and names_money(name):
            run = list(_figures_before(table, columns[:place]))
            parts.update(_added_up(table, column, run))
    return frozenset(parts)


def _figures_before(table: Table, columns: list[int]) -> Iterator[int]:
    for column in reversed(columns):
        name = table.header.names[column]
        is_other = names_a_code(name) or names_a_count(name) or names_a_day(name)
        has_unit = table.header.units.get(column) or unit_in_name(name)
        if is_other or has_unit or unit_by_meaning(name, None) not in {None, "EUR"}:
            return
        cells = [cell for cell in _cells(table, column).values() if cell is not None]
        if sum(sort_of(cell) == "number" for cell in cells) < _MOSTLY * max(len(cells), 1):
            return
        yield column


def _cells(table: Table, column: int) -> dict[int, Cell]:
    return {at: cell_at(table.sheet.rows[at], column) for at in table.rows.data}


def _added_up(table: Table, total: int, run: list[int]) -> list[int]:
    """The longest run that gives the total; all of it where no result is there to hold against."""
    cells = _cells(table, total)
    if len(run) > 1 and all(
        isinstance(cell, UncomputedCell) for cell in cells.values() if cell is not None
    ):
        return run
    totals = figures_of(cells)
    figures = {column: figures_of(_cells(table, column)) for column in run}
    for length in range(len(run), 1, -1):
        fits = sum(
            abs(sum(figures[column].get(at, 0) for column in run[:length]) - value) <= _OFF
            for at, value in totals.items()
        )
        if totals and fits >= _PROVEN * len(totals):
            return run[:length]
    return []
