"""One table of a file: its sheet, its header, which of its rows are data."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.block_labels import (
    BlockLabel,
    settled_labels,
    with_labels_repeated,
)
from intake.file_reading.cell_text import shown
from intake.file_reading.header import Header
from intake.file_reading.row_reasons import Rows
from intake.file_reading.values import Cell, Kept, Part, Reason, Row, Sheet

_SUMS = frozenset({Reason.TOTAL, Reason.SUBTOTAL})


@dataclass(slots=True)
class Table:
    sheet: Sheet
    header: Header
    rows: Rows
    labels: list[BlockLabel] = field(default_factory=list)
    """The labels that have been repeated down their blocks."""

    def repeat_labels(self, answers: ReadingAnswers) -> None:
        """Down their blocks, in a copy of the sheet."""
        totals = [
            shown(first) for row in self.rows.ignored if row.reason in _SUMS
            if (first := _first_cell(self.sheet.rows[row.row - 1])) is not None
        ]  # fmt: skip
        self.labels = settled_labels(self.sheet, self.header, self.rows.data, answers, totals)
        if self.labels:
            self.sheet = with_labels_repeated(self.sheet, self.labels, self.rows.data)

    @property
    def size(self) -> int:
        return len(self.rows.data) * len(self.header.columns)


def _first_cell(row: Row) -> Cell:
    return next((cell for cell in row if cell is not None), None)


def part_of(table: Table) -> Part:
    """As the reading tells it, its row numbers from 1."""
    ranges: list[tuple[int, int]] = []
    for at in table.rows.data:
        if ranges and ranges[-1][1] == at:
            ranges[-1] = (ranges[-1][0], at + 1)
        else:
            ranges.append((at + 1, at + 1))
    return Part(
        table.sheet.name,
        [at + 1 for at in table.header.rows],
        Kept(len(table.rows.data), ranges),
        table.rows.ignored,
        [row for row in table.rows.blank if row > table.sheet.begins],
    )
