"""Judges cells by the rest of their row, before columns are typed: units, names beside codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalog.cog import Cog
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.code_and_name import hold_against_names
from intake.file_reading.corrections import told_corrections
from intake.file_reading.doubts import Doubt
from intake.file_reading.row_cells import cell_at
from intake.file_reading.row_units import follow_row_units
from intake.file_reading.sheet_units import follow_sheet_units
from intake.file_reading.shown_units import follow_formats
from intake.file_reading.signs_beside import ask_of_signs
from intake.file_reading.struck_rows import ask_of_struck
from intake.file_reading.tables import Table
from intake.file_reading.title_units import lend_remarks_units, lend_title_units
from intake.file_reading.typed import MOST_SHOWN, ColumnQuestion
from intake.file_reading.values import Cell, ShownRow


def judge_rows(tables: Sequence[Table], cog: Cog, answers: ReadingAnswers) -> list[Doubt]:
    """Changes cells in place by what their rows say, and tells what it changed or asks."""
    return [
        *ask_of_struck(tables, answers),
        *follow_formats(tables, answers),
        *follow_sheet_units(tables, answers),
        *follow_row_units(tables, answers),
        *lend_remarks_units(tables),
        *lend_title_units(tables),
        *hold_against_names(tables, cog, answers),
        *ask_of_signs(tables, answers),
        *told_corrections(tables),
    ]


def rows_by_position(tables: Sequence[Table]) -> Iterator[Mapping[int, Cell]]:
    """The cells of each data row by the position of their column, from 1."""
    for table in tables:
        columns = table.header.columns
        for at in table.rows.data:
            row = table.sheet.rows[at]
            yield {column + 1: cell_at(row, column) for column in columns}


def as_doubt(
    question: ColumnQuestion, column: str, position: int, tables: Sequence[Table]
) -> Doubt:
    """With the first rows in which its cells stand."""
    wanted = dict(question.cells)
    rows: list[ShownRow] = []
    for table in tables:
        for at in table.rows.data:
            if len(rows) == MOST_SHOWN:
                break
            cell = cell_at(table.sheet.rows[at], position - 1)
            if cell is not None and cell in wanted:
                rows.append(ShownRow(at + 1, str(cell), wanted[cell]))
    return Doubt(question.code, column, question.examples, tuple(rows), question.choices)
