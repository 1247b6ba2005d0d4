"""Sums at the foot of printed pages: rows with little else, that add up what stands between two of
them, or all of it.

What one such row agrees with by chance, several of one form do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intake.file_reading.added_figures import figures_by_column
from intake.file_reading.cell_text import is_number
from intake.file_reading.header import Header
from intake.file_reading.row_cells import filled
from intake.file_reading.sum_rows import SumRows
from intake.file_reading.values import Sheet

_LEAST_SUMS, _LEAST_ROWS = 2, 6


def find_page_sums(sheet: Sheet, header: Header, data: Sequence[int]) -> SumRows:
    """Empty where one such row does not add up: then they are something else."""
    sparse = _sparse_rows(sheet, header, data)
    if len(sparse) < _LEAST_SUMS:
        return SumRows()
    columns = figures_by_column(sheet, header, data)
    page: Counter[int] = Counter()
    whole: Counter[int] = Counter()
    sums = SumRows()
    on_page = 0
    for at in data:
        own = {column: figures[at] for column, (figures, _) in columns.items() if at in figures}
        if at not in sparse:
            page.update(own)
            whole.update(own)
            on_page += 1
            continue
        is_page = on_page > 0 and own == {column: page[column] for column in own}
        if not any(own.values()) or not (is_page or own == {key: whole[key] for key in own}):
            return SumRows()
        sums.plain.append(at)
        sums.of[at] = on_page if is_page else len(data)
        if is_page:
            page.clear()
            on_page = 0
    return sums


def _sparse_rows(sheet: Sheet, header: Header, data: Sequence[int]) -> set[int]:
    """The rows of figures and one word at most that fill less than half of what a usual row fills;
    none in a short table, or where such rows are a quarter of it or more.
    """
    cells = {at: filled(sheet.rows[at], header.columns) for at in data}
    usual = sorted(map(len, cells.values()))[len(cells) // 2] if cells else 0
    sparse = {
        at for at, present in cells.items()
        if 2 * len(present) < usual
        and sum(not is_number(sheet.rows[at][column]) for column in present) <= 1
    }  # fmt: skip
    return sparse if len(data) >= _LEAST_ROWS and 4 * len(sparse) < len(data) else set()
