"""Rows that count the words above them: `Présents; 20; 19` under columns of P, A and M."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intake.file_reading.cell_text import is_label, is_number, shown
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at
from intake.file_reading.statistic_rows import StatisticRows
from intake.file_reading.values import Sheet

_LAST, _FEWEST_COLUMNS, _FEWEST_ROWS, _MOST_ROWS = 3, 3, 4, 5_000
_WORDS, _PROVEN = 0.9, 0.8


def find_count_rows(sheet: Sheet, header: Header, data: Sequence[int]) -> StatisticRows:
    """Among the last rows: figures in columns of words, which are how often one word stands there,
    or how many cells are filled; doubtful where they are not.
    """
    counting = StatisticRows()
    if not _FEWEST_ROWS <= len(data) <= _MOST_ROWS:
        return counting
    left = list(data)
    for at in reversed(data[-_LAST:]):
        above = [row for row in left if row != at]
        columns = _columns_of_words(sheet, header, above)
        held = [column for column in columns if cell_at(sheet.rows[at], column) is not None]
        figures = [column for column in held if is_number(cell_at(sheet.rows[at], column))]
        # Its own label is a word as well.
        if len(figures) < _FEWEST_COLUMNS or len(figures) < len(held) - 1:
            break
        is_proven = _share_counted(sheet, at, figures, above) >= _PROVEN
        (counting.plain if is_proven else counting.doubtful).append(at)
        left = above
    return counting


def _columns_of_words(sheet: Sheet, header: Header, rows: Sequence[int]) -> list[int]:
    columns = []
    for column in header.columns:
        cells = [
            cell for at in rows if (cell := cell_at(sheet.rows[at], column)) is not None
        ]  # fmt: skip
        words = sum(map(is_label, cells))
        if len(cells) >= _FEWEST_ROWS - 1 and words >= _WORDS * len(cells):
            columns.append(column)
    return columns


def _share_counted(sheet: Sheet, at: int, columns: Sequence[int], rows: Sequence[int]) -> float:
    """Of the columns, the largest part whose figure is the count of one and the same word."""
    agreeing: Counter[str] = Counter()
    for column in columns:
        counts = Counter(
            shown(cell).strip() for row in rows
            if (cell := cell_at(sheet.rows[row], column)) is not None
        )  # fmt: skip
        figure = shown(cell_at(sheet.rows[at], column)).strip().removesuffix(".0")
        agreeing.update(word for word, count in counts.items() if str(count) == figure)
        agreeing[""] += str(counts.total()) == figure
    return max(agreeing.values(), default=0) / len(columns)
