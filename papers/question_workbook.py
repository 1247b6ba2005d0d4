"""A workbook of one answer: its rows, its columns, what it covers, and its receipt."""

from __future__ import annotations

from collections.abc import Sequence

from papers.rows_files import RowsWorkbook

Lines = Sequence[Sequence[str]]
"""Of one sheet, its headers first."""
MOST_ROWS = 1_048_575
"""Of a sheet, below its headers."""
LONGEST_CELL = 32_000


class QuestionWorkbook(RowsWorkbook):
    """Cells are typed, codes are texts, and nothing is a formula. `sheets` are told at the end."""

    def __init__(self, headers: Sequence[str], rows_sheet: str) -> None:
        super().__init__(headers, (rows_sheet, ""))

    def close_with(self, sheets: Sequence[tuple[str, Lines]]) -> bytes:
        """The bytes, with these sheets after that of the rows, by their names."""
        for name, lines in sheets:
            self.add_lines(name, lines)
        return self.closed()
