"""Marks that stand for the cell above: `"`, `idem`."""

from __future__ import annotations

from dataclasses import replace

from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at
from intake.file_reading.row_reasons import Rows
from intake.file_reading.values import Cell, Row, Sheet

DITTO_MARKS = "ditto_marks"
_MARKS = frozenset(
    {
        *('"', "\u2033", "\u3003", "\u201d", "\u201c", "\u00bb", '-"-', '- " -'),
        *("idem", "id.", "idem.", "ditto", "dito", "d°", "d\u00ba"),
    }
)


def with_dittos_repeated(sheet: Sheet, header: Header, rows: Rows) -> Sheet:
    """A copy with the cell above in the place of each mark, that knows the sheet as the file has
    it; a mark under an empty cell stays.
    """
    above: dict[int, Cell] = {}
    changed: dict[int, Row] = {}
    for at in rows.data:
        for column in header.columns:
            cell = cell_at(sheet.rows[at], column)
            value = above.get(column)
            if value is not None and _is_ditto(cell):
                changed.setdefault(at, list(sheet.rows[at]))[column] = value
            else:
                above[column] = cell
    if not changed:
        return sheet
    rows.questions[DITTO_MARKS] = sorted(changed)
    kept = [changed.get(at, row) for at, row in enumerate(sheet.rows)]
    return replace(sheet, rows=kept, whole=sheet.whole or sheet)


def _is_ditto(cell: Cell) -> bool:
    return type(cell) is str and len(cell) < 8 and cell.strip().lower() in _MARKS
