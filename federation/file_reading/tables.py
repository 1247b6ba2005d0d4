"""One table of a file: its sheet, its header, which of its rows are data."""

from __future__ import annotations

from dataclasses import dataclass, field

from federation.file_reading.answers import ReadingAnswers
from federation.file_reading.block_labels import (
    BlockLabel,
    settled_labels,
    with_labels_repeated,
)
from federation.file_reading.header import Header
from federation.file_reading.row_reasons import Rows
from federation.file_reading.values import Sheet


@dataclass(slots=True)
class Table:
    sheet: Sheet
    header: Header
    rows: Rows
    labels: list[BlockLabel] = field(default_factory=list)
    """Those that have been repeated down their blocks."""

    def repeat_labels(self, answers: ReadingAnswers) -> None:
        """Down their blocks, in a copy of the sheet."""
        self.labels = settled_labels(self.sheet, self.header, self.rows.data, answers)
        if self.labels:
            self.sheet = with_labels_repeated(self.sheet, self.labels, self.rows.data)

    @property
    def size(self) -> int:
        return len(self.rows.data) * len(self.header.columns)
