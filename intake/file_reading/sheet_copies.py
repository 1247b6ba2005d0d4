"""Sheets that hold the rows of another one: a copy, or an older version of the same list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intake.file_reading.cell_text import is_number
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.values import Cell

_LEAST, _MOSTLY = 4, 0.6


def copies_among(tables: Sequence[Table], main: Table) -> list[tuple[Table, bool]]:
    """Of sheets with the same headers as `main`, those most of whose rows are its own, and whether
    all of them are. Rows of zeros are alike everywhere, and say nothing.
    """
    if len(tables) < 2:
        return []
    own = _rows(main)
    copies = []
    for table in tables:
        theirs = _rows(table)
        count = theirs.total()
        if table is main or count < _LEAST:
            continue
        same = (theirs & own).total()
        if same >= _MOSTLY * count:
            copies.append((table, same == count))
    return copies


def _rows(table: Table) -> Counter[tuple[Cell, ...]]:
    rows: Counter[tuple[Cell, ...]] = Counter()
    for at in table.rows.data:
        cells = tuple(cell_at(table.sheet.rows[at], column) for column in table.header.columns)
        if any(is_number(cell) and str(cell).strip(" 0,.") for cell in cells):
            rows[cells] += 1
    return rows
